CREATE TABLE "milestones" (
	"committee_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"external_id" text collate "C",
	"created_at" text collate "C" NOT NULL,
	"updated_at" text collate "C" NOT NULL,
	"deleted_at" text collate "C",
	"proposal_id" uuid,
	"opinion_id" uuid,
	"step" text collate "C" NOT NULL,
	"level" text collate "C",
	"reached_on" text collate "C" NOT NULL,
	"note" text collate "C",
	CONSTRAINT "milestones_pkey" PRIMARY KEY("committee_id","id")
);

ALTER TABLE "milestones" ADD CONSTRAINT "milestones_committee_id_proposal_id_fkey" FOREIGN KEY ("committee_id","proposal_id") REFERENCES "public"."proposals"("committee_id","id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "milestones" ADD CONSTRAINT "milestones_committee_id_opinion_id_fkey" FOREIGN KEY ("committee_id","opinion_id") REFERENCES "public"."opinions"("committee_id","id") ON DELETE no action ON UPDATE no action;
CREATE UNIQUE INDEX "milestones_external_id" ON "milestones" USING btree ("committee_id","external_id") WHERE "milestones"."external_id" is not null;
CREATE INDEX "milestones_reached_on_id" ON "milestones" USING btree ("committee_id","reached_on","id");
CREATE INDEX "milestones_proposal_id" ON "milestones" USING btree ("committee_id","proposal_id");
CREATE INDEX "milestones_opinion_id" ON "milestones" USING btree ("committee_id","opinion_id");
