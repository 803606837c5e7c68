create table committee_directory (
  "committee_id" uuid not null,
  "code" text collate "C" not null,
  "listed_id" uuid not null,
  "parent_id" uuid,
  primary key (committee_id, code)
);
create unique index committee_directory_listed_id on committee_directory (committee_id, "listed_id");
create index committee_directory_parent_id on committee_directory (committee_id, "parent_id");
-- Two committees with one code, made at the same moment, both stay: the older keeps the code, the younger is listed
-- under the code with the end of its id, and the first start writes that into its record too.
insert into committee_directory (committee_id, code, listed_id, parent_id)
select '00000000-0000-0000-0000-000000000000', case when place = 1 then code else substr(code, 1, 56) || '_' || right(id::text, 6) end, id, parent_id
  from (select code, id, parent_id, row_number() over (partition by code order by created_at, id) as place
          from committees where deleted_at is null) as listed;
