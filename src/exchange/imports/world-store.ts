import { SEXES } from '../../core/words/members.ts'
import { codeText } from '../../core/words/word.ts'
import { filled, from, inCommittee } from '../../storage/from.ts'
import type { Reader } from '../../storage/storage.ts'
import { loadInvited, loadStored } from './attendance-world.ts'
import type { HeldValues, KnownBody, RosterWorld } from './planner/roster-world.ts'
import type { World, WorldMember } from './planner/world.ts'

/** What the committee holds, in the form in which a plan is made. */

interface DatedName {
  memberId: string
  kind: string
  name: string
  aliases: string
  validFrom: string
  validTo: string | null
}

export async function loadWorld(reader: Reader, committeeId: string): Promise<World> {
  const people = await loadPeople(reader, committeeId)
  return {
    ...people,
    meetings: await worldMeetings(reader, committeeId),
    invitedBySession: await loadInvited(reader, committeeId, people.members),
    attendance: await loadStored(reader, committeeId, people.members),
  }
}

/** Members, and the sectors that tell those of one name apart. */
export async function loadPeople(
  reader: Reader,
  committeeId: string,
): Promise<Required<Pick<World, 'members' | 'sectors' | 'aliases'>>> {
  const bodies = await reader.query<DatedName>(BODIES, [committeeId])
  const sectors = await from(inCommittee(reader, committeeId), 'organizations', {
    kind: 'sector',
    deletedAt: null,
  }).pick('name', 'aliases')
  const standing = { memberId: filled, deletedAt: null }
  const aliases = await from(inCommittee(reader, committeeId), 'importAliases', standing).pick(
    'nameKey',
    'memberId',
  )
  return {
    aliases: aliases.map(({ nameKey, memberId }) => ({ key: nameKey, memberId: memberId! })),
    members: await worldMembers(reader, committeeId, bodies),
    sectors,
  }
}

const BODIES = `select b.member_id, o.kind, o.name, o.aliases, b.valid_from, b.valid_to
  from body_roles b join organizations o on o.committee_id = b.committee_id and o.id = b.organization_id
 where b.committee_id = ? and b.deleted_at is null order by b.valid_from, b.id`

interface MemberRow {
  id: string
  memberNo: string
  name: string
  nameVariants: string
  phone: string | null
  unit: string | null
  post: string | null
  validFrom: string
  validTo: string | null
}

async function worldMembers(
  reader: Reader,
  committeeId: string,
  bodies: DatedName[],
): Promise<WorldMember[]> {
  const rows = await from(inCommittee(reader, committeeId), 'members', { deletedAt: null })
    .pick(
      'id',
      'personId',
      'memberNo',
      'name',
      'nameVariants',
      'phone',
      'unit',
      'post',
      'validFrom',
      'validTo',
    )
    .orderBy('memberNo', 'id')
  const sectors = Map.groupBy(
    bodies.filter((body) => body.kind === 'sector'),
    (body) => body.memberId,
  )
  return rows.map((row) => ({
    id: row.id,
    personId: row.personId,
    memberNo: row.memberNo,
    name: row.name,
    nameVariants: row.nameVariants,
    phone: row.phone,
    memberships: [{ from: row.validFrom, to: row.validTo }],
    sectors: (sectors.get(row.id) ?? []).map(({ name, aliases, validFrom, validTo }) => ({
      name,
      aliases: JSON.parse(aliases),
      from: validFrom,
      to: validTo,
    })),
    units: row.unit ? [{ unit: row.unit, post: row.post, from: null, to: null }] : [],
  }))
}

async function worldMeetings(reader: Reader, committeeId: string): Promise<World['meetings']> {
  const meetings = await from(inCommittee(reader, committeeId), 'meetings', { deletedAt: null })
    .pick('id', 'externalId', 'title', 'typeCode', 'startsOn', 'endsOn', 'state')
    .orderBy('startsOn', 'id')
  const sessions = await from(inCommittee(reader, committeeId), 'meetingSessions', { deletedAt: null })
    .pick('id', 'meetingId', 'externalId', 'number', 'day', 'dayTo', 'part', 'startTime', 'title')
    .orderBy('number')
  const byMeeting = Map.groupBy(sessions, (session) => session.meetingId)
  return meetings.map(({ startsOn, endsOn, state, ...meeting }) => ({
    ...meeting,
    from: startsOn,
    to: endsOn,
    cancelled: state === 'cancelled',
    sessions: byMeeting.get(meeting.id) ?? [],
  }))
}

/** The members of a term, in the words of a roster. */
export async function loadRosterWorld(
  reader: Reader,
  committeeId: string,
  termId: string,
): Promise<RosterWorld> {
  const members = await from(inCommittee(reader, committeeId), 'members', { termId, deletedAt: null })
  const bodies = await reader.query<DatedName>(BODIES, [committeeId])
  // What ends with the membership itself was held until the end.
  const offices = await reader.query<{ memberId: string; name: string }>(
    `select o.member_id, c.name from offices o
       join members m on m.committee_id = o.committee_id and m.id = o.member_id
       join catalogue_items c
       on c.committee_id = o.committee_id and c.catalogue = 'office' and c.code = o.office
      where o.committee_id = ? and o.deleted_at is null and (o.valid_to is null or o.valid_to = m.valid_to) order by c.sort_order`,
    [committeeId],
  )
  const names = await from(inCommittee(reader, committeeId), 'organizations', { deletedAt: null }).pick(
    'kind',
    'name',
    'aliases',
  )
  const titles = await from(inCommittee(reader, committeeId), 'catalogueItems', {
    catalogue: 'office',
    deletedAt: null,
  }).pick('name')
  const known = (...kinds: string[]): KnownBody[] =>
    names.filter((one) => kinds.includes(one.kind)).map(({ name, aliases }) => ({ name, aliases }))
  const bodiesOf = Map.groupBy(bodies, (body) => body.memberId)
  const officesOf = Map.groupBy(offices, (office) => office.memberId)
  /** What a commit would find held: open, or until the end of the membership. */
  const current = ({ id, validTo }: Pick<MemberRow, 'id' | 'validTo'>, ...kinds: string[]): string[] =>
    (bodiesOf.get(id) ?? [])
      .filter((body) => kinds.includes(body.kind) && (body.validTo === null || body.validTo === validTo))
      .map(({ name }) => name)
  return {
    members: members.map((row) => ({
      id: row.id,
      memberNo: row.memberNo,
      version: row.version,
      values: withoutBlanks({
        memberNo: row.memberNo,
        name: row.name,
        sex: row.sex === null ? undefined : codeText(SEXES, row.sex, 'zh'),
        nation: row.nation,
        politics: row.politics.join('、'),
        sector: current(row, 'sector'),
        committee: current(row, 'special_committee'),
        group: current(row, 'street_body', 'member_group'),
        unit: row.unit,
        post: row.post,
        phone: row.phone,
        validFrom: row.validFrom,
        validTo: row.validTo,
        note: row.note,
        offices: (officesOf.get(row.id) ?? []).map((office) => office.name),
      }),
    })),
    known: {
      sectors: known('sector'),
      committees: known('special_committee'),
      groups: known('street_body', 'member_group'),
      offices: titles.map(({ name }) => name),
    },
  }
}

function withoutBlanks(values: Record<string, unknown>): HeldValues {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as HeldValues
}
