CREATE TABLE `milestones` (
	`committee_id` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`seq` integer NOT NULL,
	`external_id` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`deleted_at` text,
	`proposal_id` text,
	`opinion_id` text,
	`step` text NOT NULL,
	`level` text,
	`reached_on` text NOT NULL,
	`note` text,
	PRIMARY KEY(`committee_id`, `id`),
	FOREIGN KEY (`committee_id`,`proposal_id`) REFERENCES `proposals`(`committee_id`,`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`committee_id`,`opinion_id`) REFERENCES `opinions`(`committee_id`,`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
CREATE UNIQUE INDEX `milestones_external_id` ON `milestones` (`committee_id`,`external_id`) WHERE "milestones"."external_id" is not null;
CREATE INDEX `milestones_reached_on_id` ON `milestones` (`committee_id`,`reached_on`,`id`);
CREATE INDEX `milestones_proposal_id` ON `milestones` (`committee_id`,`proposal_id`);
CREATE INDEX `milestones_opinion_id` ON `milestones` (`committee_id`,`opinion_id`);
