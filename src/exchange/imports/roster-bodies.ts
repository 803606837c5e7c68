import { addDays } from '../../core/days.ts'
import { newId } from '../../core/ids.ts'
import type { Fields } from '../../http/record.ts'
import { changeRow, decode, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { RosterValues } from './planner/roster-rows.ts'

/** Sector, committee, group and offices of a member, as a row of a roster states them. */

/** What a row wrote: `previous` holds the values that it replaced, null where it made the record. */
export interface Effect {
  table: 'members' | 'bodyRoles' | 'offices' | 'organizations'
  id: string
  version: number
  previous: Fields | null
}

/** A sheet's group is a street's body or a member group: the name decides. */
const KINDS = {
  sector: ['sector'],
  committee: ['special_committee'],
  group: ['street_body', 'member_group'],
} as const

/** When what a row says begins, and the end of the membership before it: what ends then was held until now. */
export interface Days {
  from: string
  until: string | null
}

export async function setBodies(
  tx: Tx,
  member: Row<'members'>,
  values: RosterValues,
  days: Days,
  effects: Effect[],
): Promise<void> {
  for (const [field, kinds] of Object.entries(KINDS)) {
    const name = values[field as keyof typeof KINDS]
    if (!name) continue
    const organizationId = await organizationNamed(tx, kinds, name, effects)
    await setBody(tx, member, organizationId, { kinds, ...days }, effects)
  }
  for (const name of values.offices ?? []) await setOffice(tx, member, name, days, effects)
}

/** The organization of that name or alias; a new name becomes a new organization, as the plan listed. */
async function organizationNamed(
  tx: Tx,
  kinds: readonly string[],
  name: string,
  effects: Effect[],
): Promise<string> {
  const rows = await tx.db
    .selectFrom('organizations')
    .select(['id', 'name', 'aliases'])
    .where('committeeId', '=', tx.committeeId)
    .where('kind', 'in', kinds)
    .where('deletedAt', 'is', null)
    .execute()
  const found =
    rows.find((row) => row.name === name) ??
    rows.find((row) => (JSON.parse(row.aliases) as string[]).includes(name))
  if (found) return found.id
  const id = newId()
  const values = {
    id,
    kind: kinds[0]!,
    code: name.slice(0, 50),
    name,
    aliases: [],
    termId: null,
    parentId: null,
    validFrom: null,
    validTo: null,
    sortOrder: rows.length,
    externalId: null,
  }
  const { version } = await insertRow(tx, 'organizations', values, { type: 'organization.created' })
  effects.push({ table: 'organizations', id, version, previous: null })
  return id
}

/** One sector at a time: the old one ends the day before the new one begins. */
async function setBody(
  tx: Tx,
  member: Row<'members'>,
  organizationId: string,
  { kinds, from, until }: { kinds: readonly string[] } & Days,
  effects: Effect[],
): Promise<void> {
  const rows = await tx.db
    .selectFrom('bodyRoles as b')
    .innerJoin('organizations as o', (join) =>
      join.onRef('o.committeeId', '=', 'b.committeeId').onRef('o.id', '=', 'b.organizationId'),
    )
    .selectAll('b')
    .where('b.committeeId', '=', tx.committeeId)
    .where('b.memberId', '=', member.id)
    .where('o.kind', 'in', kinds)
    .where((is) => is.or([is('b.validTo', 'is', null), is('b.validTo', '=', until)]))
    .where('b.deletedAt', 'is', null)
    .execute()
  if (rows.some((row) => row.organizationId === organizationId)) return
  const note = { type: 'body_role.changed', members: [member.id] }
  for (const row of rows) {
    const ended = { validTo: addDays(from, -1) }
    const { id, version } = await changeRow(tx, 'bodyRoles', decode('bodyRoles', row), ended, note)
    effects.push({ table: 'bodyRoles', id, version, previous: { validTo: row.validTo } })
  }
  const values = {
    id: newId(),
    memberId: member.id,
    organizationId,
    role: 'member',
    validFrom: from,
    validTo: member.validTo,
    externalId: null,
  }
  const made = { type: 'body_role.created', members: [member.id] }
  const { id, version } = await insertRow(tx, 'bodyRoles', values, made)
  effects.push({ table: 'bodyRoles', id, version, previous: null })
}

async function setOffice(
  tx: Tx,
  member: Row<'members'>,
  name: string,
  { from, until }: Days,
  effects: Effect[],
): Promise<void> {
  const item = await tx.db
    .selectFrom('catalogueItems')
    .select('code')
    .where('committeeId', '=', tx.committeeId)
    .where('catalogue', '=', 'office')
    .where('name', '=', name)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  // An office that the catalogue lacks is no right to anything: it stays in the file, and the plan warns of it.
  if (!item) return
  const held = await tx.db
    .selectFrom('offices')
    .select('id')
    .where('committeeId', '=', tx.committeeId)
    .where('memberId', '=', member.id)
    .where('office', '=', item.code)
    .where('deletedAt', 'is', null)
    .where((is) => is.or([is('validTo', 'is', null), is('validTo', '=', until)]))
    .executeTakeFirst()
  if (held) return
  const values = {
    id: newId(),
    memberId: member.id,
    office: item.code,
    validFrom: from,
    validTo: member.validTo,
    externalId: null,
  }
  const made = { type: 'office.created', members: [member.id] }
  const { id, version } = await insertRow(tx, 'offices', values, made)
  effects.push({ table: 'offices', id, version, previous: null })
}
