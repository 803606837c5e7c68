import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'

/**
 * A page of 50 members with sector and group, by hand: one prepared statement over a flat copy of the members, every
 * field that the product answers, no login, no paging token, no validation.
 */
const db = new Database(process.argv[2]!)
db.exec(`
  create table if not exists flat_members as
    select m.*, s.organization_id as sector_id, g.organization_id as group_id
      from members m
      left join (body_roles s join organizations so on so.id = s.organization_id and so.kind = 'sector')
        on s.member_id = m.id
      left join (body_roles g join organizations go on go.id = g.organization_id and go.kind = 'member_group')
        on g.member_id = m.id;
  create index if not exists flat_pinyin on flat_members (pinyin, id);
  create table if not exists flat_bodies (id text primary key, code text, name text) without rowid;
  insert or ignore into flat_bodies select id, code, name from organizations;
`)
const page = db.prepare(`
  select m.id, m.person_id as personId, m.term_id as termId, m.member_no as memberNo, m.name,
    m.name_variants as nameVariants, m.sex, m.nation, m.birth_date as birthDate, m.politics, m.phone, m.unit, m.post,
    m.valid_from as validFrom, m.valid_to as validTo, m.entry_reason as entryReason, m.exit_reason as exitReason,
    m.ranked, m.note, m.external_id as externalId, m.pinyin, m.version, m.created_at as createdAt,
    m.updated_at as updatedAt, m.deleted_at as deletedAt,
    s.id as sectorId, s.code as sectorCode, s.name as sectorName, g.id as groupId, g.code as groupCode,
    g.name as groupName
  from flat_members m left join flat_bodies s on s.id = m.sector_id left join flat_bodies g on g.id = m.group_id
  order by m.pinyin, m.id limit 50`)

interface Row {
  [name: string]: unknown
  nameVariants: string
  politics: string
}

function view({ sectorId, sectorCode, sectorName, groupId, groupCode, groupName, ...row }: Row) {
  return {
    ...row,
    nameVariants: JSON.parse(row.nameVariants),
    politics: JSON.parse(row.politics),
    ranked: row['ranked'] === 1,
    sector: sectorId && { organizationId: sectorId, code: sectorCode, name: sectorName },
    memberGroup: groupId && { organizationId: groupId, code: groupCode, name: groupName },
  }
}

const server = createServer((_request, response) => {
  const body = JSON.stringify({ items: (page.all() as Row[]).map(view) })
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.once('SIGTERM', () => process.exit(0))
