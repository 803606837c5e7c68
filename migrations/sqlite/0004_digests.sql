alter table events add column "digest" text;
create table salts (
  "committee_id" text not null,
  "subject_id" text not null,
  "salt" text not null,
  primary key (committee_id, subject_id)
) without rowid;
