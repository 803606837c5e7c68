alter table events add column "digest" text collate "C";
create table salts (
  "committee_id" uuid not null,
  "subject_id" uuid not null,
  "salt" text collate "C" not null,
  primary key (committee_id, subject_id)
);
create trigger events_no_truncate before truncate on events for each statement execute function events_append_only();
