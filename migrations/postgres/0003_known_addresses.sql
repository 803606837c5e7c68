create table known_addresses (
  "committee_id" uuid not null,
  "user_id" uuid not null,
  "address_hash" text collate "C" not null,
  "last_login_at" text collate "C" not null,
  primary key (committee_id, user_id, address_hash),
  foreign key (committee_id, user_id) references users (committee_id, id)
);
-- Counted for the whole installation from now on: what was counted within a committee counts no more.
delete from throttles;
