create table committee_heads (
  "committee_id" text not null,
  "seq" integer not null,
  "hash" text not null,
  primary key (committee_id)
) without rowid;
create table events (
  "committee_id" text not null,
  "seq" integer not null,
  "at" text not null,
  "type" text not null,
  "subject_type" text not null,
  "subject_id" text not null,
  "subject_version" integer not null,
  "actor" text not null,
  "request_id" text not null,
  "owner_organization_id" text,
  "members" text not null,
  "data" text not null,
  "previous_hash" text not null,
  "hash" text not null,
  primary key (committee_id, seq)
) without rowid;
create index events_subject_type_subject_id_seq on events (committee_id, "subject_type", "subject_id", "seq");
create table row_versions (
  "committee_id" text not null,
  "resource" text not null,
  "row_key" text not null,
  "version" integer not null,
  "from_seq" integer not null,
  "to_seq" integer not null,
  "row" text not null,
  primary key (committee_id, resource, row_key, version)
) without rowid;
create table idempotency_keys (
  "committee_id" text not null,
  "scope" text not null,
  "request_hash" text not null,
  "status" integer not null,
  "headers" text not null,
  "body" text not null,
  "created_at" text not null,
  primary key (committee_id, created_at, scope)
) without rowid;
create table jobs (
  "committee_id" text not null,
  "id" text not null,
  "kind" text not null,
  "status" text not null,
  "fingerprint" text,
  "input" text not null,
  "phase" text not null,
  "done" integer not null,
  "total" integer not null,
  "measured_from" text,
  "eta" text,
  "result" text,
  "error" text,
  "cancel_requested" integer not null check (cancel_requested in (0, 1)),
  "attempts" integer not null,
  "lease_by" text,
  "lease_until" text,
  "created_by" text not null,
  "created_at" text not null,
  "run_at" text,
  "started_at" text,
  "finished_at" text,
  "changes" integer not null,
  primary key (committee_id, id)
) without rowid;
create index jobs_status_created_at on jobs (committee_id, "status", "created_at");
create table files (
  "committee_id" text not null,
  "id" text not null,
  "name" text not null,
  "content_type" text not null,
  "size" integer not null,
  "sha256" text not null,
  "bytes" blob not null,
  "created_at" text not null,
  "created_by" text not null,
  primary key (committee_id, id)
);
create table file_parts (
  "committee_id" text not null,
  "file_id" text not null,
  "number" integer not null,
  "created_at" text not null,
  "bytes" blob not null,
  primary key (committee_id, file_id, number)
);
create index file_parts_created_at on file_parts (committee_id, "created_at");
create table persons (
  "committee_id" text not null,
  "id" text not null,
  "created_at" text not null,
  "merged_into_id" text,
  "merged_at" text,
  primary key (committee_id, id)
) without rowid;
create table users (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "login" text not null,
  "display_name" text not null,
  "person_id" text,
  "state" text not null,
  "password_hash" text,
  "code_hash" text,
  "code_expires_at" text,
  "session_version" integer not null,
  primary key (committee_id, id),
  foreign key (committee_id, person_id) references persons (committee_id, id)
) without rowid;
create unique index users_login on users (committee_id, "login") where "deleted_at" is null;
create unique index users_external_id on users (committee_id, "external_id") where "external_id" is not null;
create table terms (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "number" integer not null,
  "name" text not null,
  "starts_on" text not null,
  "ends_on" text not null,
  primary key (committee_id, id)
) without rowid;
create unique index terms_number on terms (committee_id, "number") where "deleted_at" is null;
create unique index terms_external_id on terms (committee_id, "external_id") where "external_id" is not null;
create table organizations (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "kind" text not null,
  "code" text not null,
  "name" text not null,
  "aliases" text not null,
  "term_id" text,
  "parent_id" text,
  "valid_from" text,
  "valid_to" text,
  "sort_order" integer not null,
  primary key (committee_id, id),
  foreign key (committee_id, term_id) references terms (committee_id, id),
  foreign key (committee_id, parent_id) references organizations (committee_id, id)
) without rowid;
create unique index organizations_kind_code_term_id on organizations (committee_id, "kind", "code", "term_id") where "term_id" is not null and "deleted_at" is null;
create unique index organizations_external_id on organizations (committee_id, "external_id") where "external_id" is not null;
create unique index organizations_without_term_id on organizations (committee_id, "kind", "code") where "term_id" is null and "deleted_at" is null;
create index organizations_kind_sort_order_id on organizations (committee_id, "kind", "sort_order", "id");
create table user_roles (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "user_id" text not null,
  "role" text not null,
  "organization_id" text,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, user_id) references users (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
) without rowid;
create unique index user_roles_external_id on user_roles (committee_id, "external_id") where "external_id" is not null;
create index user_roles_valid_from_id on user_roles (committee_id, "valid_from", "id");
create index user_roles_user_id on user_roles (committee_id, "user_id");
create table refresh_tokens (
  "committee_id" text not null,
  "id" text not null,
  "user_id" text not null,
  "family" text not null,
  "token_hash" text not null,
  "issued_at" text not null,
  "expires_at" text not null,
  "family_expires_at" text not null,
  "used_at" text,
  "successor" text,
  "revoked_at" text,
  primary key (committee_id, id),
  foreign key (committee_id, user_id) references users (committee_id, id)
) without rowid;
create unique index refresh_tokens_token_hash on refresh_tokens (committee_id, "token_hash");
create index refresh_tokens_family on refresh_tokens (committee_id, "family");
create index refresh_tokens_user_id on refresh_tokens (committee_id, "user_id");
create table api_keys (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "name" text not null,
  "prefix" text not null,
  "key_hash" text not null,
  "scopes" text not null,
  "organization_ids" text not null,
  "expires_at" text not null,
  "revoked_at" text,
  primary key (committee_id, id)
) without rowid;
create unique index api_keys_key_hash on api_keys (committee_id, "key_hash") where "deleted_at" is null;
create unique index api_keys_external_id on api_keys (committee_id, "external_id") where "external_id" is not null;
create table api_key_uses (
  "committee_id" text not null,
  "key_id" text not null,
  "used_at" text not null,
  primary key (committee_id, key_id),
  foreign key (committee_id, key_id) references api_keys (committee_id, id)
) without rowid;
create table throttles (
  "committee_id" text not null,
  "throttle_key" text not null,
  "failures" integer not null,
  "window_started_at" text not null,
  "locked_until" text,
  primary key (committee_id, throttle_key)
) without rowid;
create table committees (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "parent_id" text,
  "code" text not null,
  "name" text not null,
  "level" text not null,
  "zone" text not null,
  "settings" text not null,
  primary key (committee_id, id)
) without rowid;
create unique index committees_external_id on committees (committee_id, "external_id") where "external_id" is not null;
create table catalogue_items (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "catalogue" text not null,
  "code" text not null,
  "name" text not null,
  "class" text,
  "parent_code" text,
  "valid_from" text,
  "valid_to" text,
  "sort_order" integer not null,
  primary key (committee_id, id)
) without rowid;
create unique index catalogue_items_catalogue_code on catalogue_items (committee_id, "catalogue", "code") where "deleted_at" is null;
create unique index catalogue_items_external_id on catalogue_items (committee_id, "external_id") where "external_id" is not null;
create index catalogue_items_sort_order_id on catalogue_items (committee_id, "sort_order", "id");
create table plenary_sessions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "term_id" text not null,
  "number" integer not null,
  "name" text not null,
  "starts_on" text not null,
  "ends_on" text not null,
  "signature_deadline" text,
  primary key (committee_id, id),
  foreign key (committee_id, term_id) references terms (committee_id, id)
) without rowid;
create unique index plenary_sessions_term_id_number on plenary_sessions (committee_id, "term_id", "number") where "deleted_at" is null;
create unique index plenary_sessions_external_id on plenary_sessions (committee_id, "external_id") where "external_id" is not null;
create index plenary_sessions_starts_on_id on plenary_sessions (committee_id, "starts_on", "id");
create table members (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "person_id" text not null,
  "term_id" text not null,
  "member_no" text not null,
  "name" text not null,
  "name_variants" text not null,
  "pinyin" text not null,
  "sex" text,
  "nation" text,
  "birth_date" text,
  "politics" text not null,
  "phone" text,
  "unit" text,
  "post" text,
  "valid_from" text not null,
  "valid_to" text,
  "entry_reason" text not null,
  "exit_reason" text,
  "ranked" integer not null check (ranked in (0, 1)),
  "note" text,
  "merged_into_id" text,
  primary key (committee_id, id),
  foreign key (committee_id, person_id) references persons (committee_id, id),
  foreign key (committee_id, term_id) references terms (committee_id, id)
) without rowid;
create unique index members_term_id_member_no on members (committee_id, "term_id", "member_no") where "deleted_at" is null;
create unique index members_external_id on members (committee_id, "external_id") where "external_id" is not null;
create index members_pinyin_id on members (committee_id, "pinyin", "id");
create index members_member_no_id on members (committee_id, "member_no", "id");
create index members_updated_at_id on members (committee_id, "updated_at", "id");
create index members_person_id on members (committee_id, "person_id");
create table body_roles (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "organization_id" text not null,
  "role" text not null,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
) without rowid;
create unique index body_roles_external_id on body_roles (committee_id, "external_id") where "external_id" is not null;
create index body_roles_valid_from_id on body_roles (committee_id, "valid_from", "id");
create index body_roles_member_id on body_roles (committee_id, "member_id");
create index body_roles_organization_id on body_roles (committee_id, "organization_id");
create table offices (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "office" text not null,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index offices_external_id on offices (committee_id, "external_id") where "external_id" is not null;
create index offices_valid_from_id on offices (committee_id, "valid_from", "id");
create index offices_member_id on offices (committee_id, "member_id");
create index offices_office on offices (committee_id, "office");
create table exemptions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "reason" text not null,
  "note" text,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index exemptions_external_id on exemptions (committee_id, "external_id") where "external_id" is not null;
create index exemptions_valid_from_id on exemptions (committee_id, "valid_from", "id");
create index exemptions_member_id on exemptions (committee_id, "member_id");
create table plan_items (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "year" integer not null,
  "month" integer,
  "kind" text not null,
  "title" text not null,
  "target" integer,
  "floor" integer not null check (floor in (0, 1)),
  "approved_on" text,
  "approved_by" text,
  "cancelled_on" text,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index plan_items_external_id on plan_items (committee_id, "external_id") where "external_id" is not null;
create index plan_items_year_created_at_id on plan_items (committee_id, "year", "created_at", "id");
create index plan_items_year_kind on plan_items (committee_id, "year", "kind");
create table places (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "kind" text not null,
  "code" text not null,
  "name" text not null,
  "address" text,
  "stars" integer,
  "organization_id" text,
  "lead_member_id" text,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, lead_member_id) references members (committee_id, id)
) without rowid;
create unique index places_code on places (committee_id, "code") where "deleted_at" is null;
create unique index places_external_id on places (committee_id, "external_id") where "external_id" is not null;
create index places_kind_code on places (committee_id, "kind", "code");
create table supervision_groups (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "name" text not null,
  "topic" text,
  "head_member_id" text,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, head_member_id) references members (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index supervision_groups_external_id on supervision_groups (committee_id, "external_id") where "external_id" is not null;
create index supervision_groups_valid_from_id on supervision_groups (committee_id, "valid_from", "id");
create table supervision_group_members (
  "committee_id" text not null,
  "supervision_group_id" text not null,
  "member_id" text not null,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, supervision_group_id, member_id, valid_from),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index supervision_group_members_member_id on supervision_group_members (committee_id, "member_id");
create table supervision_group_hosts (
  "committee_id" text not null,
  "supervision_group_id" text not null,
  "organization_id" text not null,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, supervision_group_id, organization_id, valid_from),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
) without rowid;
create table meetings (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "title" text not null,
  "type_code" text not null,
  "level" text not null,
  "topic" text,
  "place" text,
  "participation_mode" text not null,
  "starts_on" text not null,
  "ends_on" text not null,
  "state" text not null,
  "cancel_reason" text,
  "grace_minutes" integer not null,
  "capacity" integer,
  "series_id" text,
  "purpose" text,
  "plan_item_id" text,
  "place_id" text,
  "supervision_group_id" text,
  "presiding_member_id" text,
  "minutes" text,
  "merged_into_id" text,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id),
  foreign key (committee_id, plan_item_id) references plan_items (committee_id, id),
  foreign key (committee_id, place_id) references places (committee_id, id),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, presiding_member_id) references members (committee_id, id)
) without rowid;
create unique index meetings_external_id on meetings (committee_id, "external_id") where "external_id" is not null;
create index meetings_starts_on_id on meetings (committee_id, "starts_on", "id");
create index meetings_type_code_starts_on on meetings (committee_id, "type_code", "starts_on");
create index meetings_plan_item_id on meetings (committee_id, "plan_item_id");
create index meetings_series_id on meetings (committee_id, "series_id");
create table meeting_sites (
  "committee_id" text not null,
  "meeting_id" text not null,
  "position" integer not null,
  "name" text not null,
  primary key (committee_id, meeting_id, position),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
) without rowid;
create table meeting_organizers (
  "committee_id" text not null,
  "meeting_id" text not null,
  "organization_id" text not null,
  "confirmed_on" text,
  primary key (committee_id, meeting_id, organization_id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
) without rowid;
create index meeting_organizers_organization_id on meeting_organizers (committee_id, "organization_id");
create table meeting_guests (
  "committee_id" text not null,
  "meeting_id" text not null,
  "position" integer not null,
  "kind" text not null,
  "name" text not null,
  "unit" text,
  "came" integer not null check (came in (0, 1)),
  primary key (committee_id, meeting_id, position),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
) without rowid;
create table meeting_sessions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "meeting_id" text not null,
  "number" integer not null,
  "day" text not null,
  "day_to" text,
  "part" text not null,
  "start_time" text,
  "end_time" text,
  "title" text,
  "state" text not null,
  "picked" integer not null check (picked in (0, 1)),
  "invitation_rule" text,
  primary key (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
) without rowid;
create unique index meeting_sessions_meeting_id_number on meeting_sessions (committee_id, "meeting_id", "number") where "deleted_at" is null;
create unique index meeting_sessions_external_id on meeting_sessions (committee_id, "external_id") where "external_id" is not null;
create index meeting_sessions_day_number_id on meeting_sessions (committee_id, "day", "number", "id");
create table speaker_requests (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "session_id" text not null,
  "member_id" text not null,
  "number" integer not null,
  "topic" text,
  "state" text not null,
  "called_at" text,
  "spoke_at" text,
  primary key (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index speaker_requests_session_id_number on speaker_requests (committee_id, "session_id", "number") where "deleted_at" is null;
create unique index speaker_requests_external_id on speaker_requests (committee_id, "external_id") where "external_id" is not null;
create index speaker_requests_created_at_id on speaker_requests (committee_id, "created_at", "id");
create index speaker_requests_member_id on speaker_requests (committee_id, "member_id");
create table sign_in_windows (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "session_id" text not null,
  "opens_at" text not null,
  "closes_at" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id)
) without rowid;
create unique index sign_in_windows_external_id on sign_in_windows (committee_id, "external_id") where "external_id" is not null;
create index sign_in_windows_opens_at_id on sign_in_windows (committee_id, "opens_at", "id");
create index sign_in_windows_session_id on sign_in_windows (committee_id, "session_id");
create table sign_ins (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "window_id" text not null,
  "session_id" text not null,
  "member_id" text not null,
  "means" text not null,
  "presence" text not null,
  "code_step" integer,
  "signed_at" text not null,
  "signed_by" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, window_id) references sign_in_windows (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index sign_ins_external_id on sign_ins (committee_id, "external_id") where "external_id" is not null;
create index sign_ins_signed_at_id on sign_ins (committee_id, "signed_at", "id");
create index sign_ins_session_id on sign_ins (committee_id, "session_id");
create index sign_ins_member_id_code_step on sign_ins (committee_id, "member_id", "code_step");
create table invitations (
  "committee_id" text not null,
  "session_id" text not null,
  "member_id" text not null,
  "origin" text not null,
  "response" text not null,
  "responded_at" text,
  "version" integer not null,
  "seq" integer not null,
  "updated_at" text not null,
  "deleted_at" text,
  primary key (committee_id, session_id, member_id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index invitations_member_id_session_id on invitations (committee_id, "member_id", "session_id");
create table attendance (
  "committee_id" text not null,
  "session_id" text not null,
  "member_id" text not null,
  "presence" text not null,
  "leave_type" text,
  "method" text not null,
  "arrived_at" text,
  "note" text,
  "import_id" text,
  "version" integer not null,
  "seq" integer not null,
  "updated_at" text not null,
  "deleted_at" text,
  primary key (committee_id, session_id, member_id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index attendance_member_id_session_id on attendance (committee_id, "member_id", "session_id");
create table leave_requests (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "meeting_id" text not null,
  "leave_type" text not null,
  "reason" text,
  "state" text not null,
  "retroactive" integer not null check (retroactive in (0, 1)),
  "form" text not null,
  "submitted_at" text not null,
  "decided_by" text,
  "decided_at" text,
  "decision_note" text,
  "approver_member_id" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, approver_member_id) references members (committee_id, id)
) without rowid;
create unique index leave_requests_external_id on leave_requests (committee_id, "external_id") where "external_id" is not null;
create index leave_requests_submitted_at_id on leave_requests (committee_id, "submitted_at", "id");
create index leave_requests_meeting_id on leave_requests (committee_id, "meeting_id");
create index leave_requests_member_id on leave_requests (committee_id, "member_id");
create table leave_sessions (
  "committee_id" text not null,
  "leave_request_id" text not null,
  "session_id" text not null,
  "member_id" text not null,
  primary key (committee_id, leave_request_id, session_id),
  foreign key (committee_id, leave_request_id) references leave_requests (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index leave_sessions_session_id_member_id on leave_sessions (committee_id, "session_id", "member_id");
create table leave_policies (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "type_code" text,
  "max_half_days" integer,
  "approver_office" text,
  "notice_days" integer not null,
  "written_only" integer not null check (written_only in (0, 1)),
  "max_requests" integer,
  primary key (committee_id, id)
) without rowid;
create unique index leave_policies_external_id on leave_policies (committee_id, "external_id") where "external_id" is not null;
create index leave_policies_created_at_id on leave_policies (committee_id, "created_at", "id");
create index leave_policies_type_code on leave_policies (committee_id, "type_code");
create table opinions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "title" text not null,
  "content" text,
  "state" text not null,
  "submitted_on" text,
  "reflector" text,
  "reflector_identity" text,
  "outcome" text,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index opinions_external_id on opinions (committee_id, "external_id") where "external_id" is not null;
create index opinions_created_at_id on opinions (committee_id, "created_at", "id");
create index opinions_submitted_on_id on opinions (committee_id, "submitted_on", "id");
create table opinion_authors (
  "committee_id" text not null,
  "opinion_id" text not null,
  "member_id" text not null,
  "position" integer not null,
  "role" text not null,
  primary key (committee_id, opinion_id, member_id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index opinion_authors_member_id_opinion_id on opinion_authors (committee_id, "member_id", "opinion_id");
create table opinion_issues (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "number" text not null,
  "title" text not null,
  "kind" text not null,
  "issued_on" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index opinion_issues_number on opinion_issues (committee_id, "number") where "deleted_at" is null;
create unique index opinion_issues_external_id on opinion_issues (committee_id, "external_id") where "external_id" is not null;
create index opinion_issues_issued_on_id on opinion_issues (committee_id, "issued_on", "id");
create table opinion_issue_items (
  "committee_id" text not null,
  "opinion_issue_id" text not null,
  "opinion_id" text not null,
  "position" integer not null,
  primary key (committee_id, opinion_issue_id, opinion_id),
  foreign key (committee_id, opinion_issue_id) references opinion_issues (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id)
) without rowid;
create index opinion_issue_items_opinion_id on opinion_issue_items (committee_id, "opinion_id");
create table opinion_adoptions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "opinion_id" text not null,
  "issue_id" text,
  "level" text not null,
  "kind" text not null,
  "unit" text,
  "publication" text,
  "adopted_on" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id),
  foreign key (committee_id, issue_id) references opinion_issues (committee_id, id)
) without rowid;
create unique index opinion_adoptions_external_id on opinion_adoptions (committee_id, "external_id") where "external_id" is not null;
create index opinion_adoptions_adopted_on_id on opinion_adoptions (committee_id, "adopted_on", "id");
create index opinion_adoptions_opinion_id on opinion_adoptions (committee_id, "opinion_id");
create table opinion_feedbacks (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "opinion_id" text not null,
  "unit" text not null,
  "kind" text not null,
  "content" text not null,
  "received_on" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id)
) without rowid;
create unique index opinion_feedbacks_external_id on opinion_feedbacks (committee_id, "external_id") where "external_id" is not null;
create index opinion_feedbacks_received_on_id on opinion_feedbacks (committee_id, "received_on", "id");
create index opinion_feedbacks_opinion_id on opinion_feedbacks (committee_id, "opinion_id");
create table proposals (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "serial_no" text,
  "case_no" text,
  "title" text not null,
  "content" text,
  "category" text,
  "proposer_kind" text not null,
  "organization_id" text,
  "plenary_session_id" text,
  "state" text not null,
  "submitted_on" text,
  "filed_on" text,
  "not_filed_reason" text,
  "not_filed_on" text,
  "withdrawn_on" text,
  "signature_deadline" text,
  "returned_reason" text,
  "merged_into_id" text,
  "merged_on" text,
  "converted_to" text,
  "converted_on" text,
  "converted_opinion_id" text,
  "assigned_on" text,
  "replied_on" text,
  "round" integer not null,
  "closed_on" text,
  "archived_on" text,
  "lineage_of_id" text,
  "publicity" text not null,
  "published_on" text,
  "key_on" text,
  "key_leader" text,
  "key_leader_level" text,
  "key_supervisor" text,
  "excellent_on" text,
  primary key (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, plenary_session_id) references plenary_sessions (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id),
  foreign key (committee_id, converted_opinion_id) references opinions (committee_id, id)
) without rowid;
create unique index proposals_external_id on proposals (committee_id, "external_id") where "external_id" is not null;
create unique index proposals_plenary_session_id_case_no on proposals (committee_id, "plenary_session_id", "case_no") where "plenary_session_id" is not null and "case_no" is not null;
create index proposals_created_at_id on proposals (committee_id, "created_at", "id");
create index proposals_submitted_on_id on proposals (committee_id, "submitted_on", "id");
create index proposals_state_submitted_on on proposals (committee_id, "state", "submitted_on");
create index proposals_published_on_id on proposals (committee_id, "published_on", "id");
create table proposal_assignments (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "proposal_id" text not null,
  "organization_id" text not null,
  "role" text not null,
  "state" text not null,
  "assigned_on" text not null,
  "due_on" text not null,
  "extended_to" text,
  "extension_reason" text,
  "extension_approved_by" text,
  "transfer_reason" text,
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id)
) without rowid;
create unique index proposal_assignments_external_id on proposal_assignments (committee_id, "external_id") where "external_id" is not null;
create index proposal_assignments_due_on_id on proposal_assignments (committee_id, "due_on", "id");
create index proposal_assignments_proposal_id on proposal_assignments (committee_id, "proposal_id");
create index proposal_assignments_organization_id_due_on on proposal_assignments (committee_id, "organization_id", "due_on");
create table proposal_replies (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "proposal_id" text not null,
  "assignment_id" text not null,
  "round" integer not null,
  "replied_on" text not null,
  "category" text not null,
  "content" text,
  "promise_due_on" text,
  "promise_kept_on" text,
  "suggestions_total" integer,
  "suggestions_adopted" integer,
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, assignment_id) references proposal_assignments (committee_id, id)
) without rowid;
create unique index proposal_replies_assignment_id_round on proposal_replies (committee_id, "assignment_id", "round") where "deleted_at" is null;
create unique index proposal_replies_external_id on proposal_replies (committee_id, "external_id") where "external_id" is not null;
create index proposal_replies_replied_on_id on proposal_replies (committee_id, "replied_on", "id");
create index proposal_replies_proposal_id on proposal_replies (committee_id, "proposal_id");
create table proposal_contacts (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "proposal_id" text not null,
  "organization_id" text,
  "member_id" text,
  "way" text not null,
  "contacted_on" text not null,
  "note" text,
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index proposal_contacts_external_id on proposal_contacts (committee_id, "external_id") where "external_id" is not null;
create index proposal_contacts_contacted_on_id on proposal_contacts (committee_id, "contacted_on", "id");
create index proposal_contacts_proposal_id on proposal_contacts (committee_id, "proposal_id");
create table proposal_feedbacks (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "proposal_id" text not null,
  "member_id" text not null,
  "round" integer not null,
  "attitude" text not null,
  "result" text not null,
  "comment" text,
  "returned_on" text not null,
  "defaulted" integer not null check (defaulted in (0, 1)),
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index proposal_feedbacks_proposal_id_member_id_round on proposal_feedbacks (committee_id, "proposal_id", "member_id", "round") where "deleted_at" is null;
create unique index proposal_feedbacks_external_id on proposal_feedbacks (committee_id, "external_id") where "external_id" is not null;
create index proposal_feedbacks_returned_on_id on proposal_feedbacks (committee_id, "returned_on", "id");
create index proposal_feedbacks_member_id on proposal_feedbacks (committee_id, "member_id");
create table proposal_urgings (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "proposal_id" text not null,
  "assignment_id" text not null,
  "urged_on" text not null,
  "note" text,
  primary key (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, assignment_id) references proposal_assignments (committee_id, id)
) without rowid;
create unique index proposal_urgings_external_id on proposal_urgings (committee_id, "external_id") where "external_id" is not null;
create index proposal_urgings_urged_on_id on proposal_urgings (committee_id, "urged_on", "id");
create index proposal_urgings_proposal_id on proposal_urgings (committee_id, "proposal_id");
create table proposal_signers (
  "committee_id" text not null,
  "proposal_id" text not null,
  "member_id" text not null,
  "position" integer not null,
  "role" text not null,
  "signed_on" text,
  primary key (committee_id, proposal_id, member_id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index proposal_signers_member_id_proposal_id on proposal_signers (committee_id, "member_id", "proposal_id");
create table speeches (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "member_id" text not null,
  "meeting_id" text not null,
  "title" text not null,
  "form" text not null,
  "role" text not null,
  "organization_id" text,
  "state" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index speeches_external_id on speeches (committee_id, "external_id") where "external_id" is not null;
create index speeches_created_at_id on speeches (committee_id, "created_at", "id");
create index speeches_member_id on speeches (committee_id, "member_id");
create index speeches_meeting_id on speeches (committee_id, "meeting_id");
create table research_reports (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "title" text not null,
  "kind" text not null,
  "month" text,
  "plan_item_id" text,
  "state" text not null,
  "submitted_on" text,
  "approved_on" text,
  "sent_on" text,
  "return_reason" text,
  "outcome" text,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id),
  foreign key (committee_id, plan_item_id) references plan_items (committee_id, id)
) without rowid;
create unique index research_reports_external_id on research_reports (committee_id, "external_id") where "external_id" is not null;
create index research_reports_created_at_id on research_reports (committee_id, "created_at", "id");
create index research_reports_approved_on_id on research_reports (committee_id, "approved_on", "id");
create index research_reports_plan_item_id on research_reports (committee_id, "plan_item_id");
create table research_report_members (
  "committee_id" text not null,
  "research_report_id" text not null,
  "member_id" text not null,
  "position" integer not null,
  "role" text not null,
  primary key (committee_id, research_report_id, member_id),
  foreign key (committee_id, research_report_id) references research_reports (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index research_report_members_member_id on research_report_members (committee_id, "member_id");
create table instructions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "opinion_id" text,
  "proposal_id" text,
  "speech_id" text,
  "research_report_id" text,
  "issue_id" text,
  "leader_name" text not null,
  "leader_title" text,
  "leader_level" text not null,
  "is_principal" integer not null check (is_principal in (0, 1)),
  "instructed_on" text not null,
  "summary" text,
  primary key (committee_id, id),
  foreign key (committee_id, opinion_id) references opinions (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, speech_id) references speeches (committee_id, id),
  foreign key (committee_id, research_report_id) references research_reports (committee_id, id),
  foreign key (committee_id, issue_id) references opinion_issues (committee_id, id)
) without rowid;
create unique index instructions_external_id on instructions (committee_id, "external_id") where "external_id" is not null;
create index instructions_instructed_on_id on instructions (committee_id, "instructed_on", "id");
create index instructions_opinion_id on instructions (committee_id, "opinion_id");
create index instructions_proposal_id on instructions (committee_id, "proposal_id");
create index instructions_speech_id on instructions (committee_id, "speech_id");
create index instructions_research_report_id on instructions (committee_id, "research_report_id");
create index instructions_issue_id on instructions (committee_id, "issue_id");
create table meeting_documents (
  "committee_id" text not null,
  "meeting_id" text not null,
  "position" integer not null,
  "proposal_id" text,
  "instruction_id" text,
  primary key (committee_id, meeting_id, position),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, instruction_id) references instructions (committee_id, id)
) without rowid;
create index meeting_documents_proposal_id on meeting_documents (committee_id, "proposal_id");
create index meeting_documents_instruction_id on meeting_documents (committee_id, "instruction_id");
create table suggestions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "meeting_id" text,
  "supervision_group_id" text,
  "research_report_id" text,
  "place_id" text,
  "member_id" text,
  "organization_id" text,
  "text" text not null,
  "raised_on" text not null,
  "state" text not null,
  "sent_on" text,
  "answered_on" text,
  "done_on" text,
  "note" text,
  "declared_count" integer,
  primary key (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id),
  foreign key (committee_id, supervision_group_id) references supervision_groups (committee_id, id),
  foreign key (committee_id, research_report_id) references research_reports (committee_id, id),
  foreign key (committee_id, place_id) references places (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index suggestions_external_id on suggestions (committee_id, "external_id") where "external_id" is not null;
create index suggestions_raised_on_id on suggestions (committee_id, "raised_on", "id");
create index suggestions_meeting_id on suggestions (committee_id, "meeting_id");
create index suggestions_supervision_group_id on suggestions (committee_id, "supervision_group_id");
create table rosters (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "code" text not null,
  "kind" text not null,
  "name" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index rosters_code on rosters (committee_id, "code") where "deleted_at" is null;
create unique index rosters_external_id on rosters (committee_id, "external_id") where "external_id" is not null;
create index rosters_kind_code on rosters (committee_id, "kind", "code");
create table roster_entries (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "roster_id" text not null,
  "category" text not null,
  "member_id" text,
  "name" text not null,
  "batch" integer,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id),
  foreign key (committee_id, roster_id) references rosters (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index roster_entries_external_id on roster_entries (committee_id, "external_id") where "external_id" is not null;
create index roster_entries_valid_from_id on roster_entries (committee_id, "valid_from", "id");
create index roster_entries_roster_id_valid_from on roster_entries (committee_id, "roster_id", "valid_from");
create index roster_entries_member_id on roster_entries (committee_id, "member_id");
create table service_records (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "kind" text not null,
  "title" text not null,
  "starts_on" text not null,
  "ends_on" text not null,
  "days" integer,
  "team" text,
  "place" text,
  "place_id" text,
  "people_served" integer not null,
  "outsiders" integer not null,
  "hours" integer,
  "problems_raised" integer not null,
  "problems_solved" integer not null,
  "visits" integer not null,
  primary key (committee_id, id),
  foreign key (committee_id, place_id) references places (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index service_records_external_id on service_records (committee_id, "external_id") where "external_id" is not null;
create index service_records_starts_on_id on service_records (committee_id, "starts_on", "id");
create index service_records_kind_starts_on on service_records (committee_id, "kind", "starts_on");
create table service_record_members (
  "committee_id" text not null,
  "service_record_id" text not null,
  "member_id" text not null,
  "position" integer not null,
  primary key (committee_id, service_record_id, member_id),
  foreign key (committee_id, service_record_id) references service_records (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index service_record_members_member_id on service_record_members (committee_id, "member_id");
create table recognitions (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "kind" text not null,
  "member_id" text,
  "organization_id" text,
  "title" text not null,
  "level" text,
  "reason" text,
  "awarded_on" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index recognitions_external_id on recognitions (committee_id, "external_id") where "external_id" is not null;
create index recognitions_awarded_on_id on recognitions (committee_id, "awarded_on", "id");
create index recognitions_member_id on recognitions (committee_id, "member_id");
create table declared_statistics (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "member_id" text not null,
  "year" integer not null,
  "measure" text not null,
  "value" integer not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index declared_statistics_external_id on declared_statistics (committee_id, "external_id") where "external_id" is not null;
create unique index declared_statistics_without_deleted_at on declared_statistics (committee_id, "member_id", "year", "measure") where "deleted_at" is null and "deleted_at" is null;
create index declared_statistics_year_id on declared_statistics (committee_id, "year", "id");
create index declared_statistics_measure_id on declared_statistics (committee_id, "measure", "id");
create index declared_statistics_member_id_year on declared_statistics (committee_id, "member_id", "year");
create table assessments (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "form" text not null,
  "rater_kind" text not null,
  "rater" text,
  "member_id" text,
  "organization_id" text,
  "proposal_id" text,
  "points" text not null,
  "reason" text not null,
  "assessed_on" text not null,
  "state" text not null,
  "entered_by" text not null,
  "decided_by" text,
  "decided_at" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, proposal_id) references proposals (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index assessments_external_id on assessments (committee_id, "external_id") where "external_id" is not null;
create index assessments_assessed_on_id on assessments (committee_id, "assessed_on", "id");
create index assessments_member_id_assessed_on on assessments (committee_id, "member_id", "assessed_on");
create index assessments_proposal_id on assessments (committee_id, "proposal_id");
create table duty_kinds (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "code" text not null,
  "name" text not null,
  "class" text not null,
  "fields" text not null,
  "evidence" text not null,
  "entered_by" text not null,
  "valid_from" text not null,
  "valid_to" text,
  primary key (committee_id, id)
) without rowid;
create unique index duty_kinds_code on duty_kinds (committee_id, "code") where "deleted_at" is null;
create unique index duty_kinds_external_id on duty_kinds (committee_id, "external_id") where "external_id" is not null;
create table duty_records (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "owner_organization_id" text,
  "duty_kind_id" text not null,
  "member_id" text not null,
  "title" text not null,
  "day" text not null,
  "day_to" text,
  "fields" text not null,
  "self_declared" integer not null check (self_declared in (0, 1)),
  "verification" text not null,
  "verified_by" text,
  "verified_at" text,
  "verification_note" text,
  primary key (committee_id, id),
  foreign key (committee_id, duty_kind_id) references duty_kinds (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, owner_organization_id) references organizations (committee_id, id)
) without rowid;
create unique index duty_records_external_id on duty_records (committee_id, "external_id") where "external_id" is not null;
create index duty_records_day_id on duty_records (committee_id, "day", "id");
create index duty_records_member_id_day on duty_records (committee_id, "member_id", "day");
create index duty_records_duty_kind_id_day on duty_records (committee_id, "duty_kind_id", "day");
create table attachments (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "file_id" text not null,
  "name" text not null,
  "content_type" text not null,
  "size" integer not null,
  "purpose" text not null,
  "duty_record_id" text,
  "leave_request_id" text,
  "meeting_id" text,
  primary key (committee_id, id),
  foreign key (committee_id, file_id) references files (committee_id, id),
  foreign key (committee_id, duty_record_id) references duty_records (committee_id, id),
  foreign key (committee_id, leave_request_id) references leave_requests (committee_id, id),
  foreign key (committee_id, meeting_id) references meetings (committee_id, id)
) without rowid;
create unique index attachments_external_id on attachments (committee_id, "external_id") where "external_id" is not null;
create index attachments_created_at_id on attachments (committee_id, "created_at", "id");
create index attachments_duty_record_id on attachments (committee_id, "duty_record_id");
create index attachments_leave_request_id on attachments (committee_id, "leave_request_id");
create index attachments_meeting_id on attachments (committee_id, "meeting_id");
create table change_requests (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "fields" text not null,
  "state" text not null,
  "note" text,
  "submitted_at" text not null,
  "decided_by" text,
  "decided_at" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index change_requests_external_id on change_requests (committee_id, "external_id") where "external_id" is not null;
create index change_requests_submitted_at_id on change_requests (committee_id, "submitted_at", "id");
create index change_requests_member_id on change_requests (committee_id, "member_id");
create table regulations (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "name" text not null,
  "number" integer not null,
  "title" text not null,
  "source" text not null,
  "source_hash" text not null,
  "subject" text,
  "options" text not null,
  "state" text not null,
  "author" text not null,
  "reason" text,
  "effective_from" text,
  "approved_by" text,
  "activated_at" text,
  primary key (committee_id, id)
) without rowid;
create unique index regulations_name_number on regulations (committee_id, "name", "number") where "deleted_at" is null;
create unique index regulations_external_id on regulations (committee_id, "external_id") where "external_id" is not null;
create table periods (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "kind" text not null,
  "name" text not null,
  "starts_on" text not null,
  "ends_on" text not null,
  "regulation_id" text not null,
  "state" text not null,
  "settled_by" text,
  "closed_by" text,
  "closed_at" text,
  primary key (committee_id, id),
  foreign key (committee_id, regulation_id) references regulations (committee_id, id)
) without rowid;
create unique index periods_external_id on periods (committee_id, "external_id") where "external_id" is not null;
create index periods_starts_on_id on periods (committee_id, "starts_on", "id");
create table reports (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "period_id" text not null,
  "regulation_id" text not null,
  "number" integer not null,
  "title" text not null,
  "reason" text not null,
  "correction_ids" text not null,
  "as_of" text not null,
  "interim" integer not null check (interim in (0, 1)),
  "state" text not null,
  "rules_hash" text,
  "input_hash" text,
  "content_hash" text,
  "head" text,
  "members" integer not null,
  "read_at" integer not null,
  "changes" text,
  "previous_id" text,
  "prepared_by" text not null,
  "verify_until" text,
  "submitted_by" text,
  "submitted_at" text,
  "approved_by" text,
  "approved_at" text,
  "published_by" text,
  "published_at" text,
  "audiences" text,
  "shown_fields" text,
  "legal_basis" text,
  "note" text,
  "job_id" text,
  "error" text,
  primary key (committee_id, id),
  foreign key (committee_id, period_id) references periods (committee_id, id),
  foreign key (committee_id, regulation_id) references regulations (committee_id, id),
  foreign key (committee_id, previous_id) references reports (committee_id, id)
) without rowid;
create unique index reports_period_id_number on reports (committee_id, "period_id", "number") where "deleted_at" is null;
create unique index reports_external_id on reports (committee_id, "external_id") where "external_id" is not null;
create index reports_created_at_id on reports (committee_id, "created_at", "id");
create index reports_state on reports (committee_id, "state");
create table report_inputs (
  "committee_id" text not null,
  "report_id" text not null,
  "input" blob not null,
  primary key (committee_id, report_id),
  foreign key (committee_id, report_id) references reports (committee_id, id)
);
create table report_members (
  "committee_id" text not null,
  "report_id" text not null,
  "member_id" text not null,
  "position" integer not null,
  "rank" integer,
  "total" text not null,
  "grade" text,
  "place" integer,
  "places_of" integer not null,
  "row" text not null,
  "document" blob not null,
  primary key (committee_id, report_id, member_id),
  foreign key (committee_id, report_id) references reports (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create index report_members_member_id on report_members (committee_id, "member_id");
create table report_verifications (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "report_id" text not null,
  "member_id" text not null,
  "state" text not null,
  "note" text,
  "said_by" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, report_id) references reports (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index report_verifications_report_id_member_id on report_verifications (committee_id, "report_id", "member_id") where "deleted_at" is null;
create unique index report_verifications_external_id on report_verifications (committee_id, "external_id") where "external_id" is not null;
create index report_verifications_created_at_id on report_verifications (committee_id, "created_at", "id");
create index report_verifications_member_id on report_verifications (committee_id, "member_id");
create table schedules (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "name" text not null,
  "task" text not null,
  "frequency" text not null,
  "days_after" integer not null,
  "regulation_id" text,
  "active" integer not null check (active in (0, 1)),
  "next_on" text,
  "last_on" text,
  "created_by" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, regulation_id) references regulations (committee_id, id)
) without rowid;
create unique index schedules_external_id on schedules (committee_id, "external_id") where "external_id" is not null;
create index schedules_created_at_id on schedules (committee_id, "created_at", "id");
create table appeals (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "period_id" text not null,
  "report_id" text,
  "kind" text not null,
  "clause" text,
  "fact_id" text,
  "session_id" text,
  "reason" text not null,
  "state" text not null,
  "opened_by" text not null,
  "due_on" text not null,
  "handler" text,
  "accepted_at" text,
  "decided_at" text,
  "decision" text,
  "correction_ids" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, period_id) references periods (committee_id, id),
  foreign key (committee_id, report_id) references reports (committee_id, id),
  foreign key (committee_id, session_id) references meeting_sessions (committee_id, id)
) without rowid;
create unique index appeals_external_id on appeals (committee_id, "external_id") where "external_id" is not null;
create index appeals_created_at_id on appeals (committee_id, "created_at", "id");
create index appeals_member_id on appeals (committee_id, "member_id");
create index appeals_state_due_on on appeals (committee_id, "state", "due_on");
create table corrections (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "request" text not null,
  "seen" integer,
  "tried_at" integer not null,
  "reason" text not null,
  "state" text not null,
  "subjects" text not null,
  "member_ids" text not null,
  "period_ids" text not null,
  "appeal_id" text,
  "proposed_by" text not null,
  "decided_by" text,
  "decided_at" text,
  "decision" text,
  primary key (committee_id, id),
  foreign key (committee_id, appeal_id) references appeals (committee_id, id)
) without rowid;
create unique index corrections_external_id on corrections (committee_id, "external_id") where "external_id" is not null;
create index corrections_created_at_id on corrections (committee_id, "created_at", "id");
create index corrections_state on corrections (committee_id, "state");
create index corrections_appeal_id on corrections (committee_id, "appeal_id");
create table duty_reports (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "member_id" text not null,
  "year" integer not null,
  "due_on" text not null,
  "text" text,
  "state" text not null,
  "submitted_on" text,
  "decided_by" text,
  "decided_on" text,
  "note" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index duty_reports_member_id_year on duty_reports (committee_id, "member_id", "year") where "deleted_at" is null;
create unique index duty_reports_external_id on duty_reports (committee_id, "external_id") where "external_id" is not null;
create index duty_reports_due_on_id on duty_reports (committee_id, "due_on", "id");
create index duty_reports_year on duty_reports (committee_id, "year");
create table inbox (
  "committee_id" text not null,
  "id" text not null,
  "recipient" text not null,
  "seq" integer not null,
  "type" text not null,
  "subject_type" text not null,
  "subject_id" text not null,
  "created_at" text not null,
  "read_at" text,
  primary key (committee_id, id)
) without rowid;
create index inbox_recipient_seq on inbox (committee_id, "recipient", "seq");
create index inbox_subject_id on inbox (committee_id, "subject_id");
create table import_profiles (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "name" text not null,
  "settings" text not null,
  "fingerprint" text,
  primary key (committee_id, id)
) without rowid;
create unique index import_profiles_name on import_profiles (committee_id, "name") where "deleted_at" is null;
create unique index import_profiles_external_id on import_profiles (committee_id, "external_id") where "external_id" is not null;
create index import_profiles_fingerprint on import_profiles (committee_id, "fingerprint");
create table imports (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "resource" text not null,
  "file_id" text not null,
  "file_name" text not null,
  "file_sha256" text not null,
  "profile" text not null,
  "on_conflict" text not null,
  "state" text not null,
  "summary" text not null,
  "decisions" text not null,
  "answers" text not null,
  "plan_hash" text,
  "plan_seq" integer not null,
  "chunks" integer not null,
  "cursor" integer not null,
  "term_id" text,
  "same_file_as" text,
  "job_id" text,
  "owner_organization_id" text,
  "error" text,
  primary key (committee_id, id),
  foreign key (committee_id, file_id) references files (committee_id, id)
) without rowid;
create unique index imports_external_id on imports (committee_id, "external_id") where "external_id" is not null;
create index imports_file_sha256 on imports (committee_id, "file_sha256");
create index imports_state on imports (committee_id, "state");
create table import_aliases (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "name" text not null,
  "name_key" text not null,
  "member_id" text,
  "organization_id" text,
  "note" text,
  "import_id" text,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id),
  foreign key (committee_id, organization_id) references organizations (committee_id, id),
  foreign key (committee_id, import_id) references imports (committee_id, id)
) without rowid;
create unique index import_aliases_external_id on import_aliases (committee_id, "external_id") where "external_id" is not null;
create unique index import_aliases_without_deleted_at on import_aliases (committee_id, "name_key") where "deleted_at" is null and "deleted_at" is null;
create index import_aliases_name_id on import_aliases (committee_id, "name", "id");
create index import_aliases_member_id on import_aliases (committee_id, "member_id");
create table import_chunks (
  "committee_id" text not null,
  "import_id" text not null,
  "number" integer not null,
  "entries" blob not null,
  primary key (committee_id, import_id, number)
);
create table import_outcomes (
  "committee_id" text not null,
  "import_id" text not null,
  "number" integer not null,
  "written" integer not null,
  "created" integer not null,
  "changed" integer not null,
  "unchanged" integer not null,
  "marks" text not null,
  "changed_since" text not null,
  "invited" text not null,
  "kept" text,
  primary key (committee_id, import_id, number),
  foreign key (committee_id, import_id) references imports (committee_id, id)
) without rowid;
create table import_cells (
  "committee_id" text not null,
  "import_id" text not null,
  "chunk" integer not null,
  "position" integer not null,
  "sheet" text not null,
  "row" integer not null,
  "column" integer not null,
  "raw" text not null,
  "result" text not null,
  "rung" text,
  "target_key" text not null,
  "target_version" integer not null,
  "previous" text,
  primary key (committee_id, import_id, chunk, position),
  foreign key (committee_id, import_id) references imports (committee_id, id)
) without rowid;
create index import_cells_target_key on import_cells (committee_id, "target_key");
create table exports (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "kind" text not null,
  "format" text not null,
  "parameters" text not null,
  "member_id" text,
  "state" text not null,
  "job_id" text,
  "file_name" text,
  "content_type" text,
  "size" integer not null,
  "sha256" text,
  "rows" integer not null,
  "columns" text not null,
  "missing_glyphs" text not null,
  "error" text,
  "created_by" text not null,
  primary key (committee_id, id),
  foreign key (committee_id, member_id) references members (committee_id, id)
) without rowid;
create unique index exports_external_id on exports (committee_id, "external_id") where "external_id" is not null;
create index exports_created_by_created_at on exports (committee_id, "created_by", "created_at");
create index exports_created_at_id on exports (committee_id, "created_at", "id");
create table export_parts (
  "committee_id" text not null,
  "export_id" text not null,
  "position" integer not null,
  "bytes" blob not null,
  primary key (committee_id, export_id, position)
);
create table export_templates (
  "committee_id" text not null,
  "id" text not null,
  "version" integer not null,
  "seq" integer not null,
  "external_id" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text,
  "name" text not null,
  "list" text not null,
  "filter" text not null,
  "columns" text not null,
  "labels" text not null,
  "created_by" text not null,
  primary key (committee_id, id)
) without rowid;
create unique index export_templates_name on export_templates (committee_id, "name") where "deleted_at" is null;
create unique index export_templates_external_id on export_templates (committee_id, "external_id") where "external_id" is not null;
create trigger events_no_update before update on events begin select raise(abort, 'events are append-only'); end;
create trigger events_no_delete before delete on events begin select raise(abort, 'events are append-only'); end;
