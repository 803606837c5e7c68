create table committee_heads (
  "committee_id" uuid not null,
  "seq" bigint not null,
  "hash" text collate "C" not null,
  primary key (committee_id)
);
create table events (
  "committee_id" uuid not null,
  "seq" bigint not null,
  "at" text collate "C" not null,
  "type" text collate "C" not null,
  "subject_type" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "subject_version" bigint not null,
  "actor" text collate "C" not null,
  "request_id" text collate "C" not null,
  "owner_organization_id" uuid,
  "members" text collate "C" not null,
  "data" text collate "C" not null,
  "previous_hash" text collate "C" not null,
  "hash" text collate "C" not null,
  primary key (committee_id, seq)
);
create index events_subject_type_subject_id_seq on events (committee_id, "subject_type", "subject_id", "seq");
create table row_versions (
  "committee_id" uuid not null,
  "resource" text collate "C" not null,
  "row_key" text collate "C" not null,
  "version" bigint not null,
  "from_seq" bigint not null,
  "to_seq" bigint not null,
  "row" text collate "C" not null,
  primary key (committee_id, resource, row_key, version)
);
create table idempotency_keys (
  "committee_id" uuid not null,
  "scope" text collate "C" not null,
  "request_hash" text collate "C" not null,
  "status" bigint not null,
  "headers" text collate "C" not null,
  "body" text collate "C" not null,
  "created_at" text collate "C" not null,
  primary key (committee_id, created_at, scope)
);
create unique index idempotency_keys_scope on idempotency_keys (committee_id, "scope");
create table jobs (
  "committee_id" uuid not null,
  "id" uuid not null,
  "kind" text collate "C" not null,
  "status" text collate "C" not null,
  "fingerprint" text collate "C",
  "input" text collate "C" not null,
  "phase" text collate "C" not null,
  "done" bigint not null,
  "total" bigint not null,
  "measured_from" text collate "C",
  "eta" text collate "C",
  "result" text collate "C",
  "error" text collate "C",
  "cancel_requested" smallint not null check (cancel_requested in (0, 1)),
  "attempts" bigint not null,
  "lease_by" text collate "C",
  "lease_until" text collate "C",
  "created_by" text collate "C" not null,
  "created_at" text collate "C" not null,
  "run_at" text collate "C",
  "started_at" text collate "C",
  "finished_at" text collate "C",
  "changes" bigint not null,
  primary key (committee_id, id)
);
create index jobs_status_created_at on jobs (committee_id, "status", "created_at");
create table files (
  "committee_id" uuid not null,
  "id" uuid not null,
  "name" text collate "C" not null,
  "content_type" text collate "C" not null,
  "size" bigint not null,
  "sha256" text collate "C" not null,
  "bytes" bytea not null,
  "created_at" text collate "C" not null,
  "created_by" text collate "C" not null,
  primary key (committee_id, id)
);
create table file_parts (
  "committee_id" uuid not null,
  "file_id" uuid not null,
  "number" bigint not null,
  "created_at" text collate "C" not null,
  "bytes" bytea not null,
  primary key (committee_id, file_id, number)
);
create index file_parts_created_at on file_parts (committee_id, "created_at");
create table persons (
  "committee_id" uuid not null,
  "id" uuid not null,
  "created_at" text collate "C" not null,
  "merged_into_id" uuid,
  "merged_at" text collate "C",
  primary key (committee_id, id)
);
create table users (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "login" text collate "C" not null,
  "display_name" text collate "C" not null,
  "person_id" uuid,
  "state" text collate "C" not null,
  "password_hash" text collate "C",
  "code_hash" text collate "C",
  "code_expires_at" text collate "C",
  "session_version" bigint not null,
  primary key (committee_id, id),
  foreign key (committee_id, person_id) references persons (committee_id, id)
);
create unique index users_login on users (committee_id, "login") where "deleted_at" is null;
create unique index users_external_id on users (committee_id, "external_id") where "external_id" is not null;
create table terms (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "number" bigint not null,
  "name" text collate "C" not null,
  "starts_on" text collate "C" not null,
  "ends_on" text collate "C" not null,
  primary key (committee_id, id)
);
create unique index terms_number on terms (committee_id, "number") where "deleted_at" is null;
create unique index terms_external_id on terms (committee_id, "external_id") where "external_id" is not null;
create table organizations (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "kind" text collate "C" not null,
  "code" text collate "C" not null,
  "name" text collate "C" not null,
  "aliases" text collate "C" not null,
  "term_id" uuid,
  "parent_id" uuid,
  "valid_from" text collate "C",
  "valid_to" text collate "C",
  "sort_order" bigint not null,
  primary key (committee_id, id),
  foreign key (committee_id, term_id) references terms (committee_id, id),
  foreign key (committee_id, parent_id) references organizations (committee_id, id)
);
create unique index organizations_kind_code_term_id on organizations (committee_id, "kind", "code", "term_id") where "term_id" is not null and "deleted_at" is null;
create unique index organizations_external_id on organizations (committee_id, "external_id") where "external_id" is not null;
create unique index organizations_without_term_id on organizations (committee_id, "kind", "code") where "term_id" is null and "deleted_at" is null;
create index organizations_kind_sort_order_id on organizations (committee_id, "kind", "sort_order", "id");
create table user_roles (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "user_id" uuid not null,
  "role" text collate "C" not null,
  "organization_id" uuid,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, user_id) references users (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
);
create unique index user_roles_external_id on user_roles (committee_id, "external_id") where "external_id" is not null;
create index user_roles_valid_from_id on user_roles (committee_id, "valid_from", "id");
create index user_roles_user_id on user_roles (committee_id, "user_id");
create table refresh_tokens (
  "committee_id" uuid not null,
  "id" uuid not null,
  "user_id" uuid not null,
  "family" uuid not null,
  "token_hash" text collate "C" not null,
  "issued_at" text collate "C" not null,
  "expires_at" text collate "C" not null,
  "family_expires_at" text collate "C" not null,
  "used_at" text collate "C",
  "successor" text collate "C",
  "revoked_at" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, user_id) references users (committee_id, id)
);
create unique index refresh_tokens_token_hash on refresh_tokens (committee_id, "token_hash");
create index refresh_tokens_family on refresh_tokens (committee_id, "family");
create index refresh_tokens_user_id on refresh_tokens (committee_id, "user_id");
create table api_keys (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "name" text collate "C" not null,
  "prefix" text collate "C" not null,
  "key_hash" text collate "C" not null,
  "scopes" text collate "C" not null,
  "organization_ids" text collate "C" not null,
  "expires_at" text collate "C" not null,
  "revoked_at" text collate "C",
  primary key (committee_id, id)
);
create unique index api_keys_key_hash on api_keys (committee_id, "key_hash") where "deleted_at" is null;
create unique index api_keys_external_id on api_keys (committee_id, "external_id") where "external_id" is not null;
create table api_key_uses (
  "committee_id" uuid not null,
  "key_id" uuid not null,
  "used_at" text collate "C" not null,
  primary key (committee_id, key_id),
  foreign key (committee_id, key_id) references api_keys (committee_id, id)
);
create table throttles (
  "committee_id" uuid not null,
  "throttle_key" text collate "C" not null,
  "failures" bigint not null,
  "window_started_at" text collate "C" not null,
  "locked_until" text collate "C",
  primary key (committee_id, throttle_key)
);
create table committees (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "parent_id" uuid,
  "code" text collate "C" not null,
  "name" text collate "C" not null,
  "level" text collate "C" not null,
  "zone" text collate "C" not null,
  "settings" text collate "C" not null,
  primary key (committee_id, id)
);
create unique index committees_external_id on committees (committee_id, "external_id") where "external_id" is not null;
create table catalogue_items (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "catalogue" text collate "C" not null,
  "code" text collate "C" not null,
  "name" text collate "C" not null,
  "class" text collate "C",
  "parent_code" text collate "C",
  "valid_from" text collate "C",
  "valid_to" text collate "C",
  "sort_order" bigint not null,
  primary key (committee_id, id)
);
create unique index catalogue_items_catalogue_code on catalogue_items (committee_id, "catalogue", "code") where "deleted_at" is null;
create unique index catalogue_items_external_id on catalogue_items (committee_id, "external_id") where "external_id" is not null;
create index catalogue_items_sort_order_id on catalogue_items (committee_id, "sort_order", "id");
create table plenary_sessions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "term_id" uuid not null,
  "number" bigint not null,
  "name" text collate "C" not null,
  "starts_on" text collate "C" not null,
  "ends_on" text collate "C" not null,
  "signature_deadline" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, term_id) references terms (committee_id, id)
);
create unique index plenary_sessions_term_id_number on plenary_sessions (committee_id, "term_id", "number") where "deleted_at" is null;
create unique index plenary_sessions_external_id on plenary_sessions (committee_id, "external_id") where "external_id" is not null;
create index plenary_sessions_starts_on_id on plenary_sessions (committee_id, "starts_on", "id");
create table members (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "person_id" uuid not null,
  "term_id" uuid not null,
  "member_no" text collate "C" not null,
  "name" text collate "C" not null,
  "name_variants" text collate "C" not null,
  "pinyin" text collate "C" not null,
  "sex" text collate "C",
  "nation" text collate "C",
  "birth_date" text collate "C",
  "politics" text collate "C" not null,
  "phone" text collate "C",
  "unit" text collate "C",
  "post" text collate "C",
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  "entry_reason" text collate "C" not null,
  "exit_reason" text collate "C",
  "ranked" smallint not null check (ranked in (0, 1)),
  "note" text collate "C",
  "merged_into_id" uuid,
  primary key (committee_id, id),
  foreign key (committee_id, person_id) references persons (committee_id, id),
  foreign key (committee_id, term_id) references terms (committee_id, id)
);
create unique index members_term_id_member_no on members (committee_id, "term_id", "member_no") where "deleted_at" is null;
create unique index members_external_id on members (committee_id, "external_id") where "external_id" is not null;
create index members_pinyin_id on members (committee_id, "pinyin", "id");
create index members_member_no_id on members (committee_id, "member_no", "id");
create index members_updated_at_id on members (committee_id, "updated_at", "id");
create index members_person_id on members (committee_id, "person_id");
create table body_roles (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "organization_id" uuid not null,
  "role" text collate "C" not null,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
);
create unique index body_roles_external_id on body_roles (committee_id, "external_id") where "external_id" is not null;
create index body_roles_valid_from_id on body_roles (committee_id, "valid_from", "id");
create index body_roles_member_id on body_roles (committee_id, "member_id");
create index body_roles_organization_id on body_roles (committee_id, "organization_id");
create table offices (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "office" text collate "C" not null,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index offices_external_id on offices (committee_id, "external_id") where "external_id" is not null;
create index offices_valid_from_id on offices (committee_id, "valid_from", "id");
create index offices_member_id on offices (committee_id, "member_id");
create index offices_office on offices (committee_id, "office");
create table exemptions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "reason" text collate "C" not null,
  "note" text collate "C",
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index exemptions_external_id on exemptions (committee_id, "external_id") where "external_id" is not null;
create index exemptions_valid_from_id on exemptions (committee_id, "valid_from", "id");
create index exemptions_member_id on exemptions (committee_id, "member_id");
create table plan_items (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "year" bigint not null,
  "month" bigint,
  "kind" text collate "C" not null,
  "title" text collate "C" not null,
  "target" bigint,
  "floor" smallint not null check (floor in (0, 1)),
  "approved_on" text collate "C",
  "approved_by" text collate "C",
  "cancelled_on" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index plan_items_external_id on plan_items (committee_id, "external_id") where "external_id" is not null;
create index plan_items_year_created_at_id on plan_items (committee_id, "year", "created_at", "id");
create index plan_items_year_kind on plan_items (committee_id, "year", "kind");
create table places (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "kind" text collate "C" not null,
  "code" text collate "C" not null,
  "name" text collate "C" not null,
  "address" text collate "C",
  "stars" bigint,
  "organization_id" uuid,
  "lead_member_id" uuid,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, lead_member_id) references members (committee_id, id)
);
create unique index places_code on places (committee_id, "code") where "deleted_at" is null;
create unique index places_external_id on places (committee_id, "external_id") where "external_id" is not null;
create index places_kind_code on places (committee_id, "kind", "code");
create table supervision_groups (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "name" text collate "C" not null,
  "topic" text collate "C",
  "head_member_id" uuid,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, head_member_id) references members (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index supervision_groups_external_id on supervision_groups (committee_id, "external_id") where "external_id" is not null;
create index supervision_groups_valid_from_id on supervision_groups (committee_id, "valid_from", "id");
create table supervision_group_members (
  "committee_id" uuid not null,
  "supervision_group_id" uuid not null,
  "member_id" uuid not null,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, supervision_group_id, member_id, valid_from),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index supervision_group_members_member_id on supervision_group_members (committee_id, "member_id");
create table supervision_group_hosts (
  "committee_id" uuid not null,
  "supervision_group_id" uuid not null,
  "organization_id" uuid not null,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, supervision_group_id, organization_id, valid_from),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
);
create table meetings (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "title" text collate "C" not null,
  "type_code" text collate "C" not null,
  "level" text collate "C" not null,
  "topic" text collate "C",
  "place" text collate "C",
  "participation_mode" text collate "C" not null,
  "starts_on" text collate "C" not null,
  "ends_on" text collate "C" not null,
  "state" text collate "C" not null,
  "cancel_reason" text collate "C",
  "grace_minutes" bigint not null,
  "capacity" bigint,
  "series_id" uuid,
  "purpose" text collate "C",
  "plan_item_id" uuid,
  "place_id" uuid,
  "supervision_group_id" uuid,
  "presiding_member_id" uuid,
  "minutes" text collate "C",
  "merged_into_id" uuid,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id),
  foreign key (committee_id, plan_item_id) references plan_items (committee_id, id),
  foreign key (committee_id, place_id) references places (committee_id, id),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, presiding_member_id) references members (committee_id, id)
);
create unique index meetings_external_id on meetings (committee_id, "external_id") where "external_id" is not null;
create index meetings_starts_on_id on meetings (committee_id, "starts_on", "id");
create index meetings_type_code_starts_on on meetings (committee_id, "type_code", "starts_on");
create index meetings_plan_item_id on meetings (committee_id, "plan_item_id");
create index meetings_series_id on meetings (committee_id, "series_id");
create table meeting_sites (
  "committee_id" uuid not null,
  "meeting_id" uuid not null,
  "position" bigint not null,
  "name" text collate "C" not null,
  primary key (committee_id, meeting_id, position),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
);
create table meeting_organizers (
  "committee_id" uuid not null,
  "meeting_id" uuid not null,
  "organization_id" uuid not null,
  "confirmed_on" text collate "C",
  primary key (committee_id, meeting_id, organization_id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
);
create index meeting_organizers_organization_id on meeting_organizers (committee_id, "organization_id");
create table meeting_guests (
  "committee_id" uuid not null,
  "meeting_id" uuid not null,
  "position" bigint not null,
  "kind" text collate "C" not null,
  "name" text collate "C" not null,
  "unit" text collate "C",
  "came" smallint not null check (came in (0, 1)),
  primary key (committee_id, meeting_id, position),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
);
create table meeting_sessions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "meeting_id" uuid not null,
  "number" bigint not null,
  "day" text collate "C" not null,
  "day_to" text collate "C",
  "part" text collate "C" not null,
  "start_time" text collate "C",
  "end_time" text collate "C",
  "title" text collate "C",
  "state" text collate "C" not null,
  "picked" smallint not null check (picked in (0, 1)),
  "invitation_rule" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
);
create unique index meeting_sessions_meeting_id_number on meeting_sessions (committee_id, "meeting_id", "number") where "deleted_at" is null;
create unique index meeting_sessions_external_id on meeting_sessions (committee_id, "external_id") where "external_id" is not null;
create index meeting_sessions_day_number_id on meeting_sessions (committee_id, "day", "number", "id");
create table speaker_requests (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "session_id" uuid not null,
  "member_id" uuid not null,
  "number" bigint not null,
  "topic" text collate "C",
  "state" text collate "C" not null,
  "called_at" text collate "C",
  "spoke_at" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index speaker_requests_session_id_number on speaker_requests (committee_id, "session_id", "number") where "deleted_at" is null;
create unique index speaker_requests_external_id on speaker_requests (committee_id, "external_id") where "external_id" is not null;
create index speaker_requests_created_at_id on speaker_requests (committee_id, "created_at", "id");
create index speaker_requests_member_id on speaker_requests (committee_id, "member_id");
create table sign_in_windows (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "session_id" uuid not null,
  "opens_at" text collate "C" not null,
  "closes_at" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id)
);
create unique index sign_in_windows_external_id on sign_in_windows (committee_id, "external_id") where "external_id" is not null;
create index sign_in_windows_opens_at_id on sign_in_windows (committee_id, "opens_at", "id");
create index sign_in_windows_session_id on sign_in_windows (committee_id, "session_id");
create table sign_ins (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "window_id" uuid not null,
  "session_id" uuid not null,
  "member_id" uuid not null,
  "means" text collate "C" not null,
  "presence" text collate "C" not null,
  "code_step" bigint,
  "signed_at" text collate "C" not null,
  "signed_by" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, window_id) references sign_in_windows (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index sign_ins_external_id on sign_ins (committee_id, "external_id") where "external_id" is not null;
create index sign_ins_signed_at_id on sign_ins (committee_id, "signed_at", "id");
create index sign_ins_session_id on sign_ins (committee_id, "session_id");
create index sign_ins_member_id_code_step on sign_ins (committee_id, "member_id", "code_step");
create table invitations (
  "committee_id" uuid not null,
  "session_id" uuid not null,
  "member_id" uuid not null,
  "origin" text collate "C" not null,
  "response" text collate "C" not null,
  "responded_at" text collate "C",
  "version" bigint not null,
  "seq" bigint not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  primary key (committee_id, session_id, member_id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index invitations_member_id_session_id on invitations (committee_id, "member_id", "session_id");
create table attendance (
  "committee_id" uuid not null,
  "session_id" uuid not null,
  "member_id" uuid not null,
  "presence" text collate "C" not null,
  "leave_type" text collate "C",
  "method" text collate "C" not null,
  "arrived_at" text collate "C",
  "note" text collate "C",
  "import_id" uuid,
  "version" bigint not null,
  "seq" bigint not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  primary key (committee_id, session_id, member_id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index attendance_member_id_session_id on attendance (committee_id, "member_id", "session_id");
create table leave_requests (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "meeting_id" uuid not null,
  "leave_type" text collate "C" not null,
  "reason" text collate "C",
  "state" text collate "C" not null,
  "retroactive" smallint not null check (retroactive in (0, 1)),
  "form" text collate "C" not null,
  "submitted_at" text collate "C" not null,
  "decided_by" text collate "C",
  "decided_at" text collate "C",
  "decision_note" text collate "C",
  "approver_member_id" uuid,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, approver_member_id) references members (committee_id, id)
);
create unique index leave_requests_external_id on leave_requests (committee_id, "external_id") where "external_id" is not null;
create index leave_requests_submitted_at_id on leave_requests (committee_id, "submitted_at", "id");
create index leave_requests_meeting_id on leave_requests (committee_id, "meeting_id");
create index leave_requests_member_id on leave_requests (committee_id, "member_id");
create table leave_sessions (
  "committee_id" uuid not null,
  "leave_request_id" uuid not null,
  "session_id" uuid not null,
  "member_id" uuid not null,
  primary key (committee_id, leave_request_id, session_id),
  foreign key (committee_id, leave_request_id) references leave_requests (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index leave_sessions_session_id_member_id on leave_sessions (committee_id, "session_id", "member_id");
create table leave_policies (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "type_code" text collate "C",
  "max_half_days" bigint,
  "approver_office" text collate "C",
  "notice_days" bigint not null,
  "written_only" smallint not null check (written_only in (0, 1)),
  "max_requests" bigint,
  primary key (committee_id, id)
);
create unique index leave_policies_external_id on leave_policies (committee_id, "external_id") where "external_id" is not null;
create index leave_policies_created_at_id on leave_policies (committee_id, "created_at", "id");
create index leave_policies_type_code on leave_policies (committee_id, "type_code");
create table opinions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "title" text collate "C" not null,
  "content" text collate "C",
  "state" text collate "C" not null,
  "submitted_on" text collate "C",
  "reflector" text collate "C",
  "reflector_identity" text collate "C",
  "outcome" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index opinions_external_id on opinions (committee_id, "external_id") where "external_id" is not null;
create index opinions_created_at_id on opinions (committee_id, "created_at", "id");
create index opinions_submitted_on_id on opinions (committee_id, "submitted_on", "id");
create table opinion_authors (
  "committee_id" uuid not null,
  "opinion_id" uuid not null,
  "member_id" uuid not null,
  "position" bigint not null,
  "role" text collate "C" not null,
  primary key (committee_id, opinion_id, member_id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index opinion_authors_member_id_opinion_id on opinion_authors (committee_id, "member_id", "opinion_id");
create table opinion_issues (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "number" text collate "C" not null,
  "title" text collate "C" not null,
  "kind" text collate "C" not null,
  "issued_on" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index opinion_issues_number on opinion_issues (committee_id, "number") where "deleted_at" is null;
create unique index opinion_issues_external_id on opinion_issues (committee_id, "external_id") where "external_id" is not null;
create index opinion_issues_issued_on_id on opinion_issues (committee_id, "issued_on", "id");
create table opinion_issue_items (
  "committee_id" uuid not null,
  "opinion_issue_id" uuid not null,
  "opinion_id" uuid not null,
  "position" bigint not null,
  primary key (committee_id, opinion_issue_id, opinion_id),
  foreign key (committee_id, opinion_issue_id) references opinion_issues (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id)
);
create index opinion_issue_items_opinion_id on opinion_issue_items (committee_id, "opinion_id");
create table opinion_adoptions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "opinion_id" uuid not null,
  "issue_id" uuid,
  "level" text collate "C" not null,
  "kind" text collate "C" not null,
  "unit" text collate "C",
  "publication" text collate "C",
  "adopted_on" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id),
  foreign key (committee_id, issue_id) references opinion_issues (committee_id, id)
);
create unique index opinion_adoptions_external_id on opinion_adoptions (committee_id, "external_id") where "external_id" is not null;
create index opinion_adoptions_adopted_on_id on opinion_adoptions (committee_id, "adopted_on", "id");
create index opinion_adoptions_opinion_id on opinion_adoptions (committee_id, "opinion_id");
create table opinion_feedbacks (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "opinion_id" uuid not null,
  "unit" text collate "C" not null,
  "kind" text collate "C" not null,
  "content" text collate "C" not null,
  "received_on" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id)
);
create unique index opinion_feedbacks_external_id on opinion_feedbacks (committee_id, "external_id") where "external_id" is not null;
create index opinion_feedbacks_received_on_id on opinion_feedbacks (committee_id, "received_on", "id");
create index opinion_feedbacks_opinion_id on opinion_feedbacks (committee_id, "opinion_id");
create table proposals (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "serial_no" text collate "C",
  "case_no" text collate "C",
  "title" text collate "C" not null,
  "content" text collate "C",
  "category" text collate "C",
  "proposer_kind" text collate "C" not null,
  "organization_id" uuid,
  "plenary_session_id" uuid,
  "state" text collate "C" not null,
  "submitted_on" text collate "C",
  "filed_on" text collate "C",
  "not_filed_reason" text collate "C",
  "not_filed_on" text collate "C",
  "withdrawn_on" text collate "C",
  "signature_deadline" text collate "C",
  "returned_reason" text collate "C",
  "merged_into_id" uuid,
  "merged_on" text collate "C",
  "converted_to" text collate "C",
  "converted_on" text collate "C",
  "converted_opinion_id" uuid,
  "assigned_on" text collate "C",
  "replied_on" text collate "C",
  "round" bigint not null,
  "closed_on" text collate "C",
  "archived_on" text collate "C",
  "lineage_of_id" uuid,
  "publicity" text collate "C" not null,
  "published_on" text collate "C",
  "key_on" text collate "C",
  "key_leader" text collate "C",
  "key_leader_level" text collate "C",
  "key_supervisor" text collate "C",
  "excellent_on" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, plenary_session_id) references plenary_sessions (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id),
  foreign key (committee_id, converted_opinion_id) references opinions (committee_id, id)
);
create unique index proposals_external_id on proposals (committee_id, "external_id") where "external_id" is not null;
create unique index proposals_plenary_session_id_case_no on proposals (committee_id, "plenary_session_id", "case_no") where "plenary_session_id" is not null and "case_no" is not null;
create index proposals_created_at_id on proposals (committee_id, "created_at", "id");
create index proposals_submitted_on_id on proposals (committee_id, "submitted_on", "id");
create index proposals_state_submitted_on on proposals (committee_id, "state", "submitted_on");
create index proposals_published_on_id on proposals (committee_id, "published_on", "id");
create table proposal_assignments (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "proposal_id" uuid not null,
  "organization_id" uuid not null,
  "role" text collate "C" not null,
  "state" text collate "C" not null,
  "assigned_on" text collate "C" not null,
  "due_on" text collate "C" not null,
  "extended_to" text collate "C",
  "extension_reason" text collate "C",
  "extension_approved_by" text collate "C",
  "transfer_reason" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
);
create unique index proposal_assignments_external_id on proposal_assignments (committee_id, "external_id") where "external_id" is not null;
create index proposal_assignments_due_on_id on proposal_assignments (committee_id, "due_on", "id");
create index proposal_assignments_proposal_id on proposal_assignments (committee_id, "proposal_id");
create index proposal_assignments_organization_id_due_on on proposal_assignments (committee_id, "organization_id", "due_on");
create table proposal_replies (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "proposal_id" uuid not null,
  "assignment_id" uuid not null,
  "round" bigint not null,
  "replied_on" text collate "C" not null,
  "category" text collate "C" not null,
  "content" text collate "C",
  "promise_due_on" text collate "C",
  "promise_kept_on" text collate "C",
  "suggestions_total" bigint,
  "suggestions_adopted" bigint,
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, assignment_id) references proposal_assignments (committee_id, id)
);
create unique index proposal_replies_assignment_id_round on proposal_replies (committee_id, "assignment_id", "round") where "deleted_at" is null;
create unique index proposal_replies_external_id on proposal_replies (committee_id, "external_id") where "external_id" is not null;
create index proposal_replies_replied_on_id on proposal_replies (committee_id, "replied_on", "id");
create index proposal_replies_proposal_id on proposal_replies (committee_id, "proposal_id");
create table proposal_contacts (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "proposal_id" uuid not null,
  "organization_id" uuid,
  "member_id" uuid,
  "way" text collate "C" not null,
  "contacted_on" text collate "C" not null,
  "note" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index proposal_contacts_external_id on proposal_contacts (committee_id, "external_id") where "external_id" is not null;
create index proposal_contacts_contacted_on_id on proposal_contacts (committee_id, "contacted_on", "id");
create index proposal_contacts_proposal_id on proposal_contacts (committee_id, "proposal_id");
create table proposal_feedbacks (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "proposal_id" uuid not null,
  "member_id" uuid not null,
  "round" bigint not null,
  "attitude" text collate "C" not null,
  "result" text collate "C" not null,
  "comment" text collate "C",
  "returned_on" text collate "C" not null,
  "defaulted" smallint not null check (defaulted in (0, 1)),
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index proposal_feedbacks_proposal_id_member_id_round on proposal_feedbacks (committee_id, "proposal_id", "member_id", "round") where "deleted_at" is null;
create unique index proposal_feedbacks_external_id on proposal_feedbacks (committee_id, "external_id") where "external_id" is not null;
create index proposal_feedbacks_returned_on_id on proposal_feedbacks (committee_id, "returned_on", "id");
create index proposal_feedbacks_member_id on proposal_feedbacks (committee_id, "member_id");
create table proposal_urgings (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "proposal_id" uuid not null,
  "assignment_id" uuid not null,
  "urged_on" text collate "C" not null,
  "note" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, assignment_id) references proposal_assignments (committee_id, id)
);
create unique index proposal_urgings_external_id on proposal_urgings (committee_id, "external_id") where "external_id" is not null;
create index proposal_urgings_urged_on_id on proposal_urgings (committee_id, "urged_on", "id");
create index proposal_urgings_proposal_id on proposal_urgings (committee_id, "proposal_id");
create table proposal_signers (
  "committee_id" uuid not null,
  "proposal_id" uuid not null,
  "member_id" uuid not null,
  "position" bigint not null,
  "role" text collate "C" not null,
  "signed_on" text collate "C",
  primary key (committee_id, proposal_id, member_id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index proposal_signers_member_id_proposal_id on proposal_signers (committee_id, "member_id", "proposal_id");
create table speeches (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "member_id" uuid not null,
  "meeting_id" uuid not null,
  "title" text collate "C" not null,
  "form" text collate "C" not null,
  "role" text collate "C" not null,
  "organization_id" uuid,
  "state" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index speeches_external_id on speeches (committee_id, "external_id") where "external_id" is not null;
create index speeches_created_at_id on speeches (committee_id, "created_at", "id");
create index speeches_member_id on speeches (committee_id, "member_id");
create index speeches_meeting_id on speeches (committee_id, "meeting_id");
create table research_reports (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "title" text collate "C" not null,
  "kind" text collate "C" not null,
  "month" text collate "C",
  "plan_item_id" uuid,
  "state" text collate "C" not null,
  "submitted_on" text collate "C",
  "approved_on" text collate "C",
  "sent_on" text collate "C",
  "return_reason" text collate "C",
  "outcome" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id),
  foreign key (committee_id, plan_item_id) references plan_items (committee_id, id)
);
create unique index research_reports_external_id on research_reports (committee_id, "external_id") where "external_id" is not null;
create index research_reports_created_at_id on research_reports (committee_id, "created_at", "id");
create index research_reports_approved_on_id on research_reports (committee_id, "approved_on", "id");
create index research_reports_plan_item_id on research_reports (committee_id, "plan_item_id");
create table research_report_members (
  "committee_id" uuid not null,
  "research_report_id" uuid not null,
  "member_id" uuid not null,
  "position" bigint not null,
  "role" text collate "C" not null,
  primary key (committee_id, research_report_id, member_id),
  foreign key (committee_id, research_report_id) references research_reports (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index research_report_members_member_id on research_report_members (committee_id, "member_id");
create table instructions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "opinion_id" uuid,
  "proposal_id" uuid,
  "speech_id" uuid,
  "research_report_id" uuid,
  "issue_id" uuid,
  "leader_name" text collate "C" not null,
  "leader_title" text collate "C",
  "leader_level" text collate "C" not null,
  "is_principal" smallint not null check (is_principal in (0, 1)),
  "instructed_on" text collate "C" not null,
  "summary" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, speech_id) references speeches (committee_id, id),
  foreign key (committee_id, research_report_id) references research_reports (committee_id, id),
  foreign key (committee_id, issue_id) references opinion_issues (committee_id, id)
);
create unique index instructions_external_id on instructions (committee_id, "external_id") where "external_id" is not null;
create index instructions_instructed_on_id on instructions (committee_id, "instructed_on", "id");
create index instructions_opinion_id on instructions (committee_id, "opinion_id");
create index instructions_proposal_id on instructions (committee_id, "proposal_id");
create index instructions_speech_id on instructions (committee_id, "speech_id");
create index instructions_research_report_id on instructions (committee_id, "research_report_id");
create index instructions_issue_id on instructions (committee_id, "issue_id");
create table meeting_documents (
  "committee_id" uuid not null,
  "meeting_id" uuid not null,
  "position" bigint not null,
  "proposal_id" uuid,
  "instruction_id" uuid,
  primary key (committee_id, meeting_id, position),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, instruction_id) references instructions (committee_id, id)
);
create index meeting_documents_proposal_id on meeting_documents (committee_id, "proposal_id");
create index meeting_documents_instruction_id on meeting_documents (committee_id, "instruction_id");
create table suggestions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "meeting_id" uuid,
  "supervision_group_id" uuid,
  "research_report_id" uuid,
  "place_id" uuid,
  "member_id" uuid,
  "organization_id" uuid,
  "text" text collate "C" not null,
  "raised_on" text collate "C" not null,
  "state" text collate "C" not null,
  "sent_on" text collate "C",
  "answered_on" text collate "C",
  "done_on" text collate "C",
  "note" text collate "C",
  "declared_count" bigint,
  primary key (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, research_report_id) references research_reports (committee_id, id),
  foreign key (committee_id, place_id) references places (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index suggestions_external_id on suggestions (committee_id, "external_id") where "external_id" is not null;
create index suggestions_raised_on_id on suggestions (committee_id, "raised_on", "id");
create index suggestions_meeting_id on suggestions (committee_id, "meeting_id");
create index suggestions_supervision_group_id on suggestions (committee_id, "supervision_group_id");
create table rosters (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "code" text collate "C" not null,
  "kind" text collate "C" not null,
  "name" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index rosters_code on rosters (committee_id, "code") where "deleted_at" is null;
create unique index rosters_external_id on rosters (committee_id, "external_id") where "external_id" is not null;
create index rosters_kind_code on rosters (committee_id, "kind", "code");
create table roster_entries (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "roster_id" uuid not null,
  "category" text collate "C" not null,
  "member_id" uuid,
  "name" text collate "C" not null,
  "batch" bigint,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, roster_id) references rosters (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index roster_entries_external_id on roster_entries (committee_id, "external_id") where "external_id" is not null;
create index roster_entries_valid_from_id on roster_entries (committee_id, "valid_from", "id");
create index roster_entries_roster_id_valid_from on roster_entries (committee_id, "roster_id", "valid_from");
create index roster_entries_member_id on roster_entries (committee_id, "member_id");
create table service_records (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "kind" text collate "C" not null,
  "title" text collate "C" not null,
  "starts_on" text collate "C" not null,
  "ends_on" text collate "C" not null,
  "days" bigint,
  "team" text collate "C",
  "place" text collate "C",
  "place_id" uuid,
  "people_served" bigint not null,
  "outsiders" bigint not null,
  "hours" bigint,
  "problems_raised" bigint not null,
  "problems_solved" bigint not null,
  "visits" bigint not null,
  primary key (committee_id, id),
  foreign key (committee_id, place_id) references places (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index service_records_external_id on service_records (committee_id, "external_id") where "external_id" is not null;
create index service_records_starts_on_id on service_records (committee_id, "starts_on", "id");
create index service_records_kind_starts_on on service_records (committee_id, "kind", "starts_on");
create table service_record_members (
  "committee_id" uuid not null,
  "service_record_id" uuid not null,
  "member_id" uuid not null,
  "position" bigint not null,
  primary key (committee_id, service_record_id, member_id),
  foreign key (committee_id, service_record_id) references service_records (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index service_record_members_member_id on service_record_members (committee_id, "member_id");
create table recognitions (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "kind" text collate "C" not null,
  "member_id" uuid,
  "organization_id" uuid,
  "title" text collate "C" not null,
  "level" text collate "C",
  "reason" text collate "C",
  "awarded_on" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index recognitions_external_id on recognitions (committee_id, "external_id") where "external_id" is not null;
create index recognitions_awarded_on_id on recognitions (committee_id, "awarded_on", "id");
create index recognitions_member_id on recognitions (committee_id, "member_id");
create table declared_statistics (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "member_id" uuid not null,
  "year" bigint not null,
  "measure" text collate "C" not null,
  "value" bigint not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index declared_statistics_external_id on declared_statistics (committee_id, "external_id") where "external_id" is not null;
create unique index declared_statistics_without_deleted_at on declared_statistics (committee_id, "member_id", "year", "measure") where "deleted_at" is null and "deleted_at" is null;
create index declared_statistics_year_id on declared_statistics (committee_id, "year", "id");
create index declared_statistics_measure_id on declared_statistics (committee_id, "measure", "id");
create index declared_statistics_member_id_year on declared_statistics (committee_id, "member_id", "year");
create table assessments (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "form" text collate "C" not null,
  "rater_kind" text collate "C" not null,
  "rater" text collate "C",
  "member_id" uuid,
  "organization_id" uuid,
  "proposal_id" uuid,
  "points" text collate "C" not null,
  "reason" text collate "C" not null,
  "assessed_on" text collate "C" not null,
  "state" text collate "C" not null,
  "entered_by" text collate "C" not null,
  "decided_by" text collate "C",
  "decided_at" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index assessments_external_id on assessments (committee_id, "external_id") where "external_id" is not null;
create index assessments_assessed_on_id on assessments (committee_id, "assessed_on", "id");
create index assessments_member_id_assessed_on on assessments (committee_id, "member_id", "assessed_on");
create index assessments_proposal_id on assessments (committee_id, "proposal_id");
create table duty_kinds (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "code" text collate "C" not null,
  "name" text collate "C" not null,
  "class" text collate "C" not null,
  "fields" text collate "C" not null,
  "evidence" text collate "C" not null,
  "entered_by" text collate "C" not null,
  "valid_from" text collate "C" not null,
  "valid_to" text collate "C",
  primary key (committee_id, id)
);
create unique index duty_kinds_code on duty_kinds (committee_id, "code") where "deleted_at" is null;
create unique index duty_kinds_external_id on duty_kinds (committee_id, "external_id") where "external_id" is not null;
create table duty_records (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "owner_organization_id" uuid,
  "duty_kind_id" uuid not null,
  "member_id" uuid not null,
  "title" text collate "C" not null,
  "day" text collate "C" not null,
  "day_to" text collate "C",
  "fields" text collate "C" not null,
  "self_declared" smallint not null check (self_declared in (0, 1)),
  "verification" text collate "C" not null,
  "verified_by" text collate "C",
  "verified_at" text collate "C",
  "verification_note" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, duty_kind_id) references duty_kinds (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
);
create unique index duty_records_external_id on duty_records (committee_id, "external_id") where "external_id" is not null;
create index duty_records_day_id on duty_records (committee_id, "day", "id");
create index duty_records_member_id_day on duty_records (committee_id, "member_id", "day");
create index duty_records_duty_kind_id_day on duty_records (committee_id, "duty_kind_id", "day");
create table attachments (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "file_id" uuid not null,
  "name" text collate "C" not null,
  "content_type" text collate "C" not null,
  "size" bigint not null,
  "purpose" text collate "C" not null,
  "duty_record_id" uuid,
  "leave_request_id" uuid,
  "meeting_id" uuid,
  primary key (committee_id, id),
  foreign key (committee_id, file_id) references files (committee_id, id),
  foreign key (committee_id, duty_record_id) references duty_records (committee_id, id),
  foreign key (committee_id, leave_request_id) references leave_requests (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
);
create unique index attachments_external_id on attachments (committee_id, "external_id") where "external_id" is not null;
create index attachments_created_at_id on attachments (committee_id, "created_at", "id");
create index attachments_duty_record_id on attachments (committee_id, "duty_record_id");
create index attachments_leave_request_id on attachments (committee_id, "leave_request_id");
create index attachments_meeting_id on attachments (committee_id, "meeting_id");
create table change_requests (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "fields" text collate "C" not null,
  "state" text collate "C" not null,
  "note" text collate "C",
  "submitted_at" text collate "C" not null,
  "decided_by" text collate "C",
  "decided_at" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index change_requests_external_id on change_requests (committee_id, "external_id") where "external_id" is not null;
create index change_requests_submitted_at_id on change_requests (committee_id, "submitted_at", "id");
create index change_requests_member_id on change_requests (committee_id, "member_id");
create table regulations (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "name" text collate "C" not null,
  "number" bigint not null,
  "title" text collate "C" not null,
  "source" text collate "C" not null,
  "source_hash" text collate "C" not null,
  "subject" text collate "C",
  "options" text collate "C" not null,
  "state" text collate "C" not null,
  "author" text collate "C" not null,
  "reason" text collate "C",
  "effective_from" text collate "C",
  "approved_by" text collate "C",
  "activated_at" text collate "C",
  primary key (committee_id, id)
);
create unique index regulations_name_number on regulations (committee_id, "name", "number") where "deleted_at" is null;
create unique index regulations_external_id on regulations (committee_id, "external_id") where "external_id" is not null;
create table periods (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "kind" text collate "C" not null,
  "name" text collate "C" not null,
  "starts_on" text collate "C" not null,
  "ends_on" text collate "C" not null,
  "regulation_id" uuid not null,
  "state" text collate "C" not null,
  "settled_by" text collate "C",
  "closed_by" text collate "C",
  "closed_at" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, regulation_id) references regulations (committee_id, id)
);
create unique index periods_external_id on periods (committee_id, "external_id") where "external_id" is not null;
create index periods_starts_on_id on periods (committee_id, "starts_on", "id");
create table reports (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "period_id" uuid not null,
  "regulation_id" uuid not null,
  "number" bigint not null,
  "title" text collate "C" not null,
  "reason" text collate "C" not null,
  "correction_ids" text collate "C" not null,
  "as_of" text collate "C" not null,
  "interim" smallint not null check (interim in (0, 1)),
  "state" text collate "C" not null,
  "rules_hash" text collate "C",
  "input_hash" text collate "C",
  "content_hash" text collate "C",
  "head" text collate "C",
  "members" bigint not null,
  "read_at" bigint not null,
  "changes" text collate "C",
  "previous_id" uuid,
  "prepared_by" text collate "C" not null,
  "verify_until" text collate "C",
  "submitted_by" text collate "C",
  "submitted_at" text collate "C",
  "approved_by" text collate "C",
  "approved_at" text collate "C",
  "published_by" text collate "C",
  "published_at" text collate "C",
  "audiences" text collate "C",
  "shown_fields" text collate "C",
  "legal_basis" text collate "C",
  "note" text collate "C",
  "job_id" uuid,
  "error" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, period_id) references periods (committee_id, id),
  foreign key (committee_id, regulation_id) references regulations (committee_id, id),
  foreign key (committee_id, previous_id) references reports (committee_id, id)
);
create unique index reports_period_id_number on reports (committee_id, "period_id", "number") where "deleted_at" is null;
create unique index reports_external_id on reports (committee_id, "external_id") where "external_id" is not null;
create index reports_created_at_id on reports (committee_id, "created_at", "id");
create index reports_state on reports (committee_id, "state");
create table report_inputs (
  "committee_id" uuid not null,
  "report_id" uuid not null,
  "input" bytea not null,
  primary key (committee_id, report_id),
  foreign key (committee_id, report_id) references reports (committee_id, id)
);
create table report_members (
  "committee_id" uuid not null,
  "report_id" uuid not null,
  "member_id" uuid not null,
  "position" bigint not null,
  "rank" bigint,
  "total" text collate "C" not null,
  "grade" text collate "C",
  "place" bigint,
  "places_of" bigint not null,
  "row" text collate "C" not null,
  "document" bytea not null,
  primary key (committee_id, report_id, member_id),
  foreign key (committee_id, report_id) references reports (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create index report_members_member_id on report_members (committee_id, "member_id");
create table report_verifications (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "report_id" uuid not null,
  "member_id" uuid not null,
  "state" text collate "C" not null,
  "note" text collate "C",
  "said_by" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, report_id) references reports (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index report_verifications_report_id_member_id on report_verifications (committee_id, "report_id", "member_id") where "deleted_at" is null;
create unique index report_verifications_external_id on report_verifications (committee_id, "external_id") where "external_id" is not null;
create index report_verifications_created_at_id on report_verifications (committee_id, "created_at", "id");
create index report_verifications_member_id on report_verifications (committee_id, "member_id");
create table schedules (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "name" text collate "C" not null,
  "task" text collate "C" not null,
  "frequency" text collate "C" not null,
  "days_after" bigint not null,
  "regulation_id" uuid,
  "active" smallint not null check (active in (0, 1)),
  "next_on" text collate "C",
  "last_on" text collate "C",
  "created_by" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, regulation_id) references regulations (committee_id, id)
);
create unique index schedules_external_id on schedules (committee_id, "external_id") where "external_id" is not null;
create index schedules_created_at_id on schedules (committee_id, "created_at", "id");
create table appeals (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "period_id" uuid not null,
  "report_id" uuid,
  "kind" text collate "C" not null,
  "clause" text collate "C",
  "fact_id" text collate "C",
  "session_id" uuid,
  "reason" text collate "C" not null,
  "state" text collate "C" not null,
  "opened_by" text collate "C" not null,
  "due_on" text collate "C" not null,
  "handler" text collate "C",
  "accepted_at" text collate "C",
  "decided_at" text collate "C",
  "decision" text collate "C",
  "correction_ids" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, period_id) references periods (committee_id, id),
  foreign key (committee_id, report_id) references reports (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id)
);
create unique index appeals_external_id on appeals (committee_id, "external_id") where "external_id" is not null;
create index appeals_created_at_id on appeals (committee_id, "created_at", "id");
create index appeals_member_id on appeals (committee_id, "member_id");
create index appeals_state_due_on on appeals (committee_id, "state", "due_on");
create table corrections (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "request" text collate "C" not null,
  "seen" bigint,
  "tried_at" bigint not null,
  "reason" text collate "C" not null,
  "state" text collate "C" not null,
  "subjects" text collate "C" not null,
  "member_ids" text collate "C" not null,
  "period_ids" text collate "C" not null,
  "appeal_id" uuid,
  "proposed_by" text collate "C" not null,
  "decided_by" text collate "C",
  "decided_at" text collate "C",
  "decision" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, appeal_id) references appeals (committee_id, id)
);
create unique index corrections_external_id on corrections (committee_id, "external_id") where "external_id" is not null;
create index corrections_created_at_id on corrections (committee_id, "created_at", "id");
create index corrections_state on corrections (committee_id, "state");
create index corrections_appeal_id on corrections (committee_id, "appeal_id");
create table duty_reports (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "member_id" uuid not null,
  "year" bigint not null,
  "due_on" text collate "C" not null,
  "text" text collate "C",
  "state" text collate "C" not null,
  "submitted_on" text collate "C",
  "decided_by" text collate "C",
  "decided_on" text collate "C",
  "note" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index duty_reports_member_id_year on duty_reports (committee_id, "member_id", "year") where "deleted_at" is null;
create unique index duty_reports_external_id on duty_reports (committee_id, "external_id") where "external_id" is not null;
create index duty_reports_due_on_id on duty_reports (committee_id, "due_on", "id");
create index duty_reports_year on duty_reports (committee_id, "year");
create table inbox (
  "committee_id" uuid not null,
  "id" uuid not null,
  "recipient" text collate "C" not null,
  "seq" bigint not null,
  "type" text collate "C" not null,
  "subject_type" text collate "C" not null,
  "subject_id" text collate "C" not null,
  "created_at" text collate "C" not null,
  "read_at" text collate "C",
  primary key (committee_id, id)
);
create index inbox_recipient_seq on inbox (committee_id, "recipient", "seq");
create index inbox_subject_id on inbox (committee_id, "subject_id");
create table import_profiles (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "name" text collate "C" not null,
  "settings" text collate "C" not null,
  "fingerprint" text collate "C",
  primary key (committee_id, id)
);
create unique index import_profiles_name on import_profiles (committee_id, "name") where "deleted_at" is null;
create unique index import_profiles_external_id on import_profiles (committee_id, "external_id") where "external_id" is not null;
create index import_profiles_fingerprint on import_profiles (committee_id, "fingerprint");
create table imports (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "resource" text collate "C" not null,
  "file_id" uuid not null,
  "file_name" text collate "C" not null,
  "file_sha256" text collate "C" not null,
  "profile" text collate "C" not null,
  "on_conflict" text collate "C" not null,
  "state" text collate "C" not null,
  "summary" text collate "C" not null,
  "decisions" text collate "C" not null,
  "answers" text collate "C" not null,
  "plan_hash" text collate "C",
  "plan_seq" bigint not null,
  "chunks" bigint not null,
  "cursor" bigint not null,
  "term_id" uuid,
  "same_file_as" uuid,
  "job_id" uuid,
  "owner_organization_id" uuid,
  "error" text collate "C",
  primary key (committee_id, id),
  foreign key (committee_id, file_id) references files (committee_id, id)
);
create unique index imports_external_id on imports (committee_id, "external_id") where "external_id" is not null;
create index imports_file_sha256 on imports (committee_id, "file_sha256");
create index imports_state on imports (committee_id, "state");
create table import_aliases (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "name" text collate "C" not null,
  "name_key" text collate "C" not null,
  "member_id" uuid,
  "organization_id" uuid,
  "note" text collate "C",
  "import_id" uuid,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, import_id) references imports (committee_id, id)
);
create unique index import_aliases_external_id on import_aliases (committee_id, "external_id") where "external_id" is not null;
create unique index import_aliases_without_deleted_at on import_aliases (committee_id, "name_key") where "deleted_at" is null and "deleted_at" is null;
create index import_aliases_name_id on import_aliases (committee_id, "name", "id");
create index import_aliases_member_id on import_aliases (committee_id, "member_id");
create table import_chunks (
  "committee_id" uuid not null,
  "import_id" uuid not null,
  "number" bigint not null,
  "entries" bytea not null,
  primary key (committee_id, import_id, number)
);
create table import_outcomes (
  "committee_id" uuid not null,
  "import_id" uuid not null,
  "number" bigint not null,
  "written" bigint not null,
  "created" bigint not null,
  "changed" bigint not null,
  "unchanged" bigint not null,
  "marks" text collate "C" not null,
  "changed_since" text collate "C" not null,
  "invited" text collate "C" not null,
  "kept" text collate "C",
  primary key (committee_id, import_id, number),
  foreign key (committee_id, import_id) references imports (committee_id, id)
);
create table import_cells (
  "committee_id" uuid not null,
  "import_id" uuid not null,
  "chunk" bigint not null,
  "position" bigint not null,
  "sheet" text collate "C" not null,
  "row" bigint not null,
  "column" bigint not null,
  "raw" text collate "C" not null,
  "result" text collate "C" not null,
  "rung" text collate "C",
  "target_key" text collate "C" not null,
  "target_version" bigint not null,
  "previous" text collate "C",
  primary key (committee_id, import_id, chunk, position),
  foreign key (committee_id, import_id) references imports (committee_id, id)
);
create index import_cells_target_key on import_cells (committee_id, "target_key");
create table exports (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "kind" text collate "C" not null,
  "format" text collate "C" not null,
  "parameters" text collate "C" not null,
  "member_id" uuid,
  "state" text collate "C" not null,
  "job_id" uuid,
  "file_name" text collate "C",
  "content_type" text collate "C",
  "size" bigint not null,
  "sha256" text collate "C",
  "rows" bigint not null,
  "columns" text collate "C" not null,
  "missing_glyphs" text collate "C" not null,
  "error" text collate "C",
  "created_by" text collate "C" not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
);
create unique index exports_external_id on exports (committee_id, "external_id") where "external_id" is not null;
create index exports_created_by_created_at on exports (committee_id, "created_by", "created_at");
create index exports_created_at_id on exports (committee_id, "created_at", "id");
create table export_parts (
  "committee_id" uuid not null,
  "export_id" uuid not null,
  "position" bigint not null,
  "bytes" bytea not null,
  primary key (committee_id, export_id, position)
);
create table export_templates (
  "committee_id" uuid not null,
  "id" uuid not null,
  "version" bigint not null,
  "seq" bigint not null,
  "external_id" text collate "C",
  "created_at" text collate "C" not null,
  "updated_at" text collate "C" not null,
  "deleted_at" text collate "C",
  "name" text collate "C" not null,
  "list" text collate "C" not null,
  "filter" text collate "C" not null,
  "columns" text collate "C" not null,
  "labels" text collate "C" not null,
  "created_by" text collate "C" not null,
  primary key (committee_id, id)
);
create unique index export_templates_name on export_templates (committee_id, "name") where "deleted_at" is null;
create unique index export_templates_external_id on export_templates (committee_id, "external_id") where "external_id" is not null;
create function events_append_only() returns trigger language plpgsql as $$ begin raise exception 'events are append-only'; end $$;
create trigger events_no_change before update or delete on events for each row execute function events_append_only();
