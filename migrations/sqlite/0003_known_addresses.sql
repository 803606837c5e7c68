create table known_addresses (
  "committee_id" text not null,
  "user_id" text not null,
  "address_hash" text not null,
  "last_login_at" text not null,
  primary key (committee_id, user_id, address_hash),
  foreign key (committee_id, user_id) references users (committee_id, id)
) without rowid;
-- Counted for the whole installation from now on: what was counted within a committee counts no more.
delete from throttles;
