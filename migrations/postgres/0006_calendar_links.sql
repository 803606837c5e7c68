create table calendar_links (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "user_id" uuid not null,
  "member_id" uuid not null,
  "token_hash" text collate "C" not null,
  "valid_to" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, user_id) references users (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index calendar_links_token_hash on calendar_links (committee_id, "token_hash") where "deleted_at" is null;
create unique index calendar_links_external_id on calendar_links (committee_id, "external_id") where "external_id" is not null;
create index calendar_links_member_id_created_at on calendar_links (committee_id, "member_id", "created_at");
