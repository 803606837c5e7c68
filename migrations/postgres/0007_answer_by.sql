ALTER TABLE "meetings" ADD COLUMN "answer_by" text collate "C";
