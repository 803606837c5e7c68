import { within } from '../../core/days.ts'
import type { BoardKey } from '../../scoring/boards/board.ts'
import { documentOf } from '../../scoring/boards/document.ts'
import type { Earlier } from '../../scoring/facts.ts'
import { titledRecords } from '../../scoring/store/fact-records.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Reader } from '../../storage/storage.ts'
import type { ReportPerson, SnapshotInput } from './snapshot.ts'

/** Everything that a report says, read from one moment of the records. */

export interface InputTask {
  key: BoardKey
  period: { id: string; name: string; kind: string }
  regulation: { id: string; name: string; number: number; title: string; sourceHash: string }
  interim: boolean
  asOf: string
  today: string
  earlier: Earlier[]
}

export async function readInput(reader: Pick<Reader, 'query'>, task: InputTask): Promise<SnapshotInput> {
  const { key, period, regulation, interim, asOf, today, earlier } = task
  const { committeeId, from: first, to: last, source, options } = key
  const document = await documentOf(reader, key, { today, asOf: asOf < last ? asOf : null }, earlier)
  const committee = await from(inCommittee(reader, committeeId), 'committees', { id: committeeId })
    .pick('code', 'name')
    .first()
  const factIds = document.facts.map(({ id }) => id)
  const records = await titledIn(reader, committeeId, factIds)
  return {
    format: 4,
    committee: committee!,
    period: { ...period, from: first, to: last },
    interim,
    asOf,
    regulation: { ...regulation, source, options },
    document,
    people: await peopleOf(reader, committeeId, asOf),
    records: Object.fromEntries(records),
  }
}

/** Ids in one statement. */
const IDS_MAX = 5_000

async function titledIn(reader: Pick<Reader, 'query'>, committeeId: string, factIds: readonly string[]) {
  const people = new Map<
    string,
    Awaited<ReturnType<typeof titledRecords>> extends Map<string, infer T> ? T : never
  >()
  for (let from = 0; from < factIds.length; from += IDS_MAX) {
    const some = await titledRecords(reader, committeeId, factIds.slice(from, from + IDS_MAX))
    for (const [name, titled] of some) people.set(name, titled)
  }
  return [...people].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Members as they stand on a day: names, work, bodies, offices; nothing that is personal. */
async function peopleOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  asOf: string,
): Promise<ReportPerson[]> {
  const people = await from(inCommittee(reader, committeeId), 'members', { deletedAt: null })
    .pick('id', 'memberNo', 'name', 'pinyin', 'unit', 'post', 'validTo')
    .orderBy('id')
  const roles = await reader.query<{
    memberId: string
    organizationId: string
    kind: string
    code: string
    name: string
    validFrom: string
    validTo: string | null
  }>(
    `select r.member_id, r.organization_id, o.kind, o.code, o.name, r.valid_from, r.valid_to from body_roles r
       join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id
      where r.committee_id = ? and r.deleted_at is null and o.kind in ('sector', 'member_group')
      order by r.member_id, r.valid_from, r.organization_id`,
    [committeeId],
  )
  const offices = await reader.query<ReportPerson['offices'][number] & { memberId: string }>(
    `select o.member_id, o.office, c.name, o.valid_from, o.valid_to from offices o
       join catalogue_items c on c.committee_id = o.committee_id and c.catalogue = 'office' and c.code = o.office
      where o.committee_id = ? and o.deleted_at is null order by o.member_id, o.valid_from, c.sort_order, o.office`,
    [committeeId],
  )
  const rolesOf = Map.groupBy(roles, ({ memberId }) => memberId)
  const officesOf = Map.groupBy(offices, ({ memberId }) => memberId)
  return people.map(({ id, validTo, ...person }) => {
    // Who left before stands with the bodies of the last day.
    const on = validTo !== null && validTo < asOf ? validTo : asOf
    const bodyOf = (kind: string) => {
      const held = (rolesOf.get(id) ?? []).filter(
        (role) => role.kind === kind && within(on, role.validFrom, role.validTo),
      )
      const last = held.at(-1)
      return last ? { organizationId: last.organizationId, code: last.code, name: last.name } : null
    }
    return {
      id,
      ...person,
      sector: bodyOf('sector'),
      memberGroup: bodyOf('member_group'),
      offices: (officesOf.get(id) ?? []).map(({ memberId: _, ...office }) => office),
    }
  })
}
