CREATE TABLE `record_states` (
	`committee_id` text NOT NULL,
	`resource` text NOT NULL,
	`record_id` text NOT NULL,
	`field` text NOT NULL,
	`seq` integer NOT NULL,
	`value` text,
	`day` text NOT NULL,
	`since` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`committee_id`, `resource`, `record_id`, `field`, `seq`)
) WITHOUT ROWID;
CREATE INDEX `record_states_resource_field_value_day` ON `record_states` (`committee_id`,`resource`,`field`,`value`,`day`);
CREATE TABLE `archive_handovers` (
	`committee_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`seq` integer NOT NULL,
	`external_id` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`deleted_at` text,
	`member_id` text NOT NULL,
	`export_id` text,
	`given_by` text NOT NULL,
	`taken_by` text NOT NULL,
	`recipient` text NOT NULL,
	`handed_on` text NOT NULL,
	`note` text,
	PRIMARY KEY(`committee_id`, `id`),
	FOREIGN KEY (`committee_id`,`member_id`) REFERENCES `members`(`committee_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`committee_id`,`export_id`) REFERENCES `exports`(`committee_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
CREATE UNIQUE INDEX `archive_handovers_external_id` ON `archive_handovers` (`committee_id`,`external_id`) WHERE "archive_handovers"."external_id" is not null;
CREATE INDEX `archive_handovers_handed_on_id` ON `archive_handovers` (`committee_id`,`handed_on`,`id`);
CREATE INDEX `archive_handovers_member_id` ON `archive_handovers` (`committee_id`,`member_id`);
ALTER TABLE `proposals` ADD `feedback_due_on` text;
ALTER TABLE `proposals` ADD `rehandled_on` text;
CREATE INDEX `proposals_lineage_of_id` ON `proposals` (`committee_id`,`lineage_of_id`);
ALTER TABLE `proposal_replies` ADD `due_on` text;
-- What the log says of records that are there: their states from the days that they name, else from the day of the entry.
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposals', r.id, 'state', e.seq, json_extract(e.data, '$.after.state'),
  coalesce(CASE json_extract(e.data, '$.after.state') when 'submitted' then coalesce(json_extract(e.data, '$.after.submittedOn'), r.submitted_on) when 'filed' then coalesce(json_extract(e.data, '$.after.filedOn'), r.filed_on) when 'not_filed' then coalesce(json_extract(e.data, '$.after.notFiledOn'), r.not_filed_on) when 'merged' then coalesce(json_extract(e.data, '$.after.mergedOn'), r.merged_on) when 'converted' then coalesce(json_extract(e.data, '$.after.convertedOn'), r.converted_on) when 'withdrawn' then coalesce(json_extract(e.data, '$.after.withdrawnOn'), r.withdrawn_on) when 'assigned' then coalesce(json_extract(e.data, '$.after.assignedOn'), r.assigned_on) when 'replied' then coalesce(json_extract(e.data, '$.after.repliedOn'), r.replied_on) when 'closed' then coalesce(json_extract(e.data, '$.after.closedOn'), r.closed_on) when 'archived' then coalesce(json_extract(e.data, '$.after.archivedOn'), r.archived_on) END, date(e.at, '+8 hours')), coalesce(CASE json_extract(e.data, '$.after.state') when 'submitted' then coalesce(json_extract(e.data, '$.after.submittedOn'), r.submitted_on) when 'filed' then coalesce(json_extract(e.data, '$.after.filedOn'), r.filed_on) when 'not_filed' then coalesce(json_extract(e.data, '$.after.notFiledOn'), r.not_filed_on) when 'merged' then coalesce(json_extract(e.data, '$.after.mergedOn'), r.merged_on) when 'converted' then coalesce(json_extract(e.data, '$.after.convertedOn'), r.converted_on) when 'withdrawn' then coalesce(json_extract(e.data, '$.after.withdrawnOn'), r.withdrawn_on) when 'assigned' then coalesce(json_extract(e.data, '$.after.assignedOn'), r.assigned_on) when 'replied' then coalesce(json_extract(e.data, '$.after.repliedOn'), r.replied_on) when 'closed' then coalesce(json_extract(e.data, '$.after.closedOn'), r.closed_on) when 'archived' then coalesce(json_extract(e.data, '$.after.archivedOn'), r.archived_on) END, date(e.at, '+8 hours')), coalesce(json_extract(e.data, '$.after.notFiledReason'), json_extract(e.data, '$.after.returnedReason'))
FROM events e JOIN proposals r ON r.committee_id = e.committee_id AND r.id = e.subject_id
WHERE e.subject_type = 'proposals' AND json_extract(e.data, '$.after.state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposalAssignments', r.id, 'state', e.seq, json_extract(e.data, '$.after.state'),
  coalesce(CASE json_extract(e.data, '$.after.state') when 'assigned' then coalesce(json_extract(e.data, '$.after.assignedOn'), r.assigned_on) END, date(e.at, '+8 hours')), coalesce(CASE json_extract(e.data, '$.after.state') when 'assigned' then coalesce(json_extract(e.data, '$.after.assignedOn'), r.assigned_on) END, date(e.at, '+8 hours')), null
FROM events e JOIN proposal_assignments r ON r.committee_id = e.committee_id AND r.id = e.subject_id
WHERE e.subject_type = 'proposalAssignments' AND json_extract(e.data, '$.after.state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'opinions', r.id, 'state', e.seq, json_extract(e.data, '$.after.state'),
  coalesce(CASE json_extract(e.data, '$.after.state') when 'submitted' then coalesce(json_extract(e.data, '$.after.submittedOn'), r.submitted_on) END, date(e.at, '+8 hours')), coalesce(CASE json_extract(e.data, '$.after.state') when 'submitted' then coalesce(json_extract(e.data, '$.after.submittedOn'), r.submitted_on) END, date(e.at, '+8 hours')), json_extract(e.data, '$.after.outcome')
FROM events e JOIN opinions r ON r.committee_id = e.committee_id AND r.id = e.subject_id
WHERE e.subject_type = 'opinions' AND json_extract(e.data, '$.after.state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'suggestions', r.id, 'state', e.seq, json_extract(e.data, '$.after.state'),
  coalesce(CASE json_extract(e.data, '$.after.state') when 'raised' then coalesce(json_extract(e.data, '$.after.raisedOn'), r.raised_on) when 'sent' then coalesce(json_extract(e.data, '$.after.sentOn'), r.sent_on) when 'adopted' then coalesce(json_extract(e.data, '$.after.answeredOn'), r.answered_on) when 'partly' then coalesce(json_extract(e.data, '$.after.answeredOn'), r.answered_on) when 'declined' then coalesce(json_extract(e.data, '$.after.answeredOn'), r.answered_on) when 'done' then coalesce(json_extract(e.data, '$.after.doneOn'), r.done_on) END, date(e.at, '+8 hours')), coalesce(CASE json_extract(e.data, '$.after.state') when 'raised' then coalesce(json_extract(e.data, '$.after.raisedOn'), r.raised_on) when 'sent' then coalesce(json_extract(e.data, '$.after.sentOn'), r.sent_on) when 'adopted' then coalesce(json_extract(e.data, '$.after.answeredOn'), r.answered_on) when 'partly' then coalesce(json_extract(e.data, '$.after.answeredOn'), r.answered_on) when 'declined' then coalesce(json_extract(e.data, '$.after.answeredOn'), r.answered_on) when 'done' then coalesce(json_extract(e.data, '$.after.doneOn'), r.done_on) END, date(e.at, '+8 hours')), null
FROM events e JOIN suggestions r ON r.committee_id = e.committee_id AND r.id = e.subject_id
WHERE e.subject_type = 'suggestions' AND json_extract(e.data, '$.after.state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposals', r.id, 'keyOn', e.seq, json_extract(e.data, '$.after.keyOn'), json_extract(e.data, '$.after.keyOn'), json_extract(e.data, '$.after.keyOn'), null
FROM events e JOIN proposals r ON r.committee_id = e.committee_id AND r.id = e.subject_id
WHERE e.subject_type = 'proposals' AND json_extract(e.data, '$.after.keyOn') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposals', r.id, 'excellentOn', e.seq, json_extract(e.data, '$.after.excellentOn'), json_extract(e.data, '$.after.excellentOn'), json_extract(e.data, '$.after.excellentOn'), null
FROM events e JOIN proposals r ON r.committee_id = e.committee_id AND r.id = e.subject_id
WHERE e.subject_type = 'proposals' AND json_extract(e.data, '$.after.excellentOn') IS NOT NULL;
