CREATE TABLE "record_states" (
	"committee_id" uuid NOT NULL,
	"resource" text collate "C" NOT NULL,
	"record_id" uuid NOT NULL,
	"field" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"value" text collate "C",
	"day" text collate "C" NOT NULL,
	"since" text collate "C" NOT NULL,
	"reason" text collate "C",
	CONSTRAINT "record_states_pkey" PRIMARY KEY("committee_id","resource","record_id","field","seq")
);

CREATE TABLE "archive_handovers" (
	"committee_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"external_id" text collate "C",
	"created_at" text collate "C" NOT NULL,
	"updated_at" text collate "C" NOT NULL,
	"deleted_at" text collate "C",
	"member_id" uuid NOT NULL,
	"export_id" uuid,
	"given_by" text collate "C" NOT NULL,
	"taken_by" text collate "C" NOT NULL,
	"recipient" text collate "C" NOT NULL,
	"handed_on" text collate "C" NOT NULL,
	"note" text collate "C",
	CONSTRAINT "archive_handovers_pkey" PRIMARY KEY("committee_id","id")
);

ALTER TABLE "proposals" ADD COLUMN "feedback_due_on" text collate "C";
ALTER TABLE "proposals" ADD COLUMN "rehandled_on" text collate "C";
ALTER TABLE "proposal_replies" ADD COLUMN "due_on" text collate "C";
ALTER TABLE "archive_handovers" ADD CONSTRAINT "archive_handovers_committee_id_member_id_fkey" FOREIGN KEY ("committee_id","member_id") REFERENCES "public"."members"("committee_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "archive_handovers" ADD CONSTRAINT "archive_handovers_committee_id_export_id_fkey" FOREIGN KEY ("committee_id","export_id") REFERENCES "public"."exports"("committee_id","id") ON DELETE no action ON UPDATE no action;
CREATE INDEX "record_states_resource_field_value_day" ON "record_states" USING btree ("committee_id","resource","field","value","day");
CREATE UNIQUE INDEX "archive_handovers_external_id" ON "archive_handovers" USING btree ("committee_id","external_id") WHERE "archive_handovers"."external_id" is not null;
CREATE INDEX "archive_handovers_handed_on_id" ON "archive_handovers" USING btree ("committee_id","handed_on","id");
CREATE INDEX "archive_handovers_member_id" ON "archive_handovers" USING btree ("committee_id","member_id");
CREATE INDEX "proposals_lineage_of_id" ON "proposals" USING btree ("committee_id","lineage_of_id");
-- What the log says of records that are there: their states from the days that they name, else from the day of the entry.
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposals', r.id, 'state', e.seq, (e.data::json -> 'after' ->> 'state'),
  coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'submitted' then coalesce((e.data::json -> 'after' ->> 'submittedOn'), r.submitted_on) when 'filed' then coalesce((e.data::json -> 'after' ->> 'filedOn'), r.filed_on) when 'not_filed' then coalesce((e.data::json -> 'after' ->> 'notFiledOn'), r.not_filed_on) when 'merged' then coalesce((e.data::json -> 'after' ->> 'mergedOn'), r.merged_on) when 'converted' then coalesce((e.data::json -> 'after' ->> 'convertedOn'), r.converted_on) when 'withdrawn' then coalesce((e.data::json -> 'after' ->> 'withdrawnOn'), r.withdrawn_on) when 'assigned' then coalesce((e.data::json -> 'after' ->> 'assignedOn'), r.assigned_on) when 'replied' then coalesce((e.data::json -> 'after' ->> 'repliedOn'), r.replied_on) when 'closed' then coalesce((e.data::json -> 'after' ->> 'closedOn'), r.closed_on) when 'archived' then coalesce((e.data::json -> 'after' ->> 'archivedOn'), r.archived_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'submitted' then coalesce((e.data::json -> 'after' ->> 'submittedOn'), r.submitted_on) when 'filed' then coalesce((e.data::json -> 'after' ->> 'filedOn'), r.filed_on) when 'not_filed' then coalesce((e.data::json -> 'after' ->> 'notFiledOn'), r.not_filed_on) when 'merged' then coalesce((e.data::json -> 'after' ->> 'mergedOn'), r.merged_on) when 'converted' then coalesce((e.data::json -> 'after' ->> 'convertedOn'), r.converted_on) when 'withdrawn' then coalesce((e.data::json -> 'after' ->> 'withdrawnOn'), r.withdrawn_on) when 'assigned' then coalesce((e.data::json -> 'after' ->> 'assignedOn'), r.assigned_on) when 'replied' then coalesce((e.data::json -> 'after' ->> 'repliedOn'), r.replied_on) when 'closed' then coalesce((e.data::json -> 'after' ->> 'closedOn'), r.closed_on) when 'archived' then coalesce((e.data::json -> 'after' ->> 'archivedOn'), r.archived_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), coalesce((e.data::json -> 'after' ->> 'notFiledReason'), (e.data::json -> 'after' ->> 'returnedReason'))
FROM events e JOIN proposals r ON r.committee_id = e.committee_id AND r.id = e.subject_id::uuid
WHERE e.subject_type = 'proposals' AND (e.data::json -> 'after' ->> 'state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposalAssignments', r.id, 'state', e.seq, (e.data::json -> 'after' ->> 'state'),
  coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'assigned' then coalesce((e.data::json -> 'after' ->> 'assignedOn'), r.assigned_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'assigned' then coalesce((e.data::json -> 'after' ->> 'assignedOn'), r.assigned_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), null
FROM events e JOIN proposal_assignments r ON r.committee_id = e.committee_id AND r.id = e.subject_id::uuid
WHERE e.subject_type = 'proposalAssignments' AND (e.data::json -> 'after' ->> 'state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'opinions', r.id, 'state', e.seq, (e.data::json -> 'after' ->> 'state'),
  coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'submitted' then coalesce((e.data::json -> 'after' ->> 'submittedOn'), r.submitted_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'submitted' then coalesce((e.data::json -> 'after' ->> 'submittedOn'), r.submitted_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), (e.data::json -> 'after' ->> 'outcome')
FROM events e JOIN opinions r ON r.committee_id = e.committee_id AND r.id = e.subject_id::uuid
WHERE e.subject_type = 'opinions' AND (e.data::json -> 'after' ->> 'state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'suggestions', r.id, 'state', e.seq, (e.data::json -> 'after' ->> 'state'),
  coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'raised' then coalesce((e.data::json -> 'after' ->> 'raisedOn'), r.raised_on) when 'sent' then coalesce((e.data::json -> 'after' ->> 'sentOn'), r.sent_on) when 'adopted' then coalesce((e.data::json -> 'after' ->> 'answeredOn'), r.answered_on) when 'partly' then coalesce((e.data::json -> 'after' ->> 'answeredOn'), r.answered_on) when 'declined' then coalesce((e.data::json -> 'after' ->> 'answeredOn'), r.answered_on) when 'done' then coalesce((e.data::json -> 'after' ->> 'doneOn'), r.done_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), coalesce(CASE (e.data::json -> 'after' ->> 'state') when 'raised' then coalesce((e.data::json -> 'after' ->> 'raisedOn'), r.raised_on) when 'sent' then coalesce((e.data::json -> 'after' ->> 'sentOn'), r.sent_on) when 'adopted' then coalesce((e.data::json -> 'after' ->> 'answeredOn'), r.answered_on) when 'partly' then coalesce((e.data::json -> 'after' ->> 'answeredOn'), r.answered_on) when 'declined' then coalesce((e.data::json -> 'after' ->> 'answeredOn'), r.answered_on) when 'done' then coalesce((e.data::json -> 'after' ->> 'doneOn'), r.done_on) END, to_char(e.at::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')), null
FROM events e JOIN suggestions r ON r.committee_id = e.committee_id AND r.id = e.subject_id::uuid
WHERE e.subject_type = 'suggestions' AND (e.data::json -> 'after' ->> 'state') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposals', r.id, 'keyOn', e.seq, (e.data::json -> 'after' ->> 'keyOn'), (e.data::json -> 'after' ->> 'keyOn'), (e.data::json -> 'after' ->> 'keyOn'), null
FROM events e JOIN proposals r ON r.committee_id = e.committee_id AND r.id = e.subject_id::uuid
WHERE e.subject_type = 'proposals' AND (e.data::json -> 'after' ->> 'keyOn') IS NOT NULL;
INSERT INTO record_states (committee_id, resource, record_id, field, seq, value, day, since, reason)
SELECT e.committee_id, 'proposals', r.id, 'excellentOn', e.seq, (e.data::json -> 'after' ->> 'excellentOn'), (e.data::json -> 'after' ->> 'excellentOn'), (e.data::json -> 'after' ->> 'excellentOn'), null
FROM events e JOIN proposals r ON r.committee_id = e.committee_id AND r.id = e.subject_id::uuid
WHERE e.subject_type = 'proposals' AND (e.data::json -> 'after' ->> 'excellentOn') IS NOT NULL;
