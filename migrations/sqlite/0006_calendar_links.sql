create table calendar_links (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "user_id" text not null,
  "member_id" text not null,
  "token_hash" text not null,
  "valid_to" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, user_id) references users (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index calendar_links_token_hash on calendar_links (committee_id, "token_hash") where "deleted_at" is null;
create unique index calendar_links_external_id on calendar_links (committee_id, "external_id") where "external_id" is not null;
create index calendar_links_member_id_created_at on calendar_links (committee_id, "member_id", "created_at");
