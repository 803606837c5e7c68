import { addDays } from '../../core/days.ts'
import { newId } from '../../core/ids.ts'
import type { Fields } from '../../http/record.ts'
import { from, is, orNull } from '../../storage/from.ts'
import { changeRow, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import type { RosterValues } from './planner/roster-columns.ts'
import { BODY_FIELDS, type BodyField } from './planner/roster-world.ts'

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
} as const satisfies Record<BodyField, readonly string[]>

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
  for (const field of BODY_FIELDS) {
    const [kinds, name] = [KINDS[field], values[field]]
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
  const rows = await from(tx, 'organizations', { kind: kinds, deletedAt: null }).pick('id', 'name', 'aliases')
  const found = rows.find((row) => row.name === name) ?? rows.find((row) => row.aliases.includes(name))
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
  { kinds, from: begin, until }: { kinds: readonly string[] } & Days,
  effects: Effect[],
): Promise<void> {
  const held = await from(tx, 'bodyRoles', {
    memberId: member.id,
    deletedAt: null,
    validTo: openUntil(until),
  })
  const bodies = await from(tx, 'organizations', {
    id: held.map((row) => row.organizationId),
    kind: kinds,
  }).pick('id')
  const rows = held.filter((row) => bodies.some(({ id }) => id === row.organizationId))
  if (rows.some((row) => row.organizationId === organizationId)) return
  const note = { type: 'body_role.changed', members: [member.id] }
  for (const row of rows) {
    const ended = { validTo: addDays(begin, -1) }
    const { id, version } = await changeRow(tx, 'bodyRoles', row, ended, note)
    effects.push({ table: 'bodyRoles', id, version, previous: { validTo: row.validTo } })
  }
  const values = {
    id: newId(),
    memberId: member.id,
    organizationId,
    role: 'member',
    validFrom: begin,
    validTo: member.validTo,
    externalId: null,
  }
  const made = { type: 'body_role.created', members: [member.id] }
  const { id, version } = await insertRow(tx, 'bodyRoles', values, made)
  effects.push({ table: 'bodyRoles', id, version, previous: null })
}

/** Without an end, or with this one. */
const openUntil = (until: string | null) => (until === null ? null : orNull(is(until)))

async function setOffice(
  tx: Tx,
  member: Row<'members'>,
  name: string,
  { from: begin, until }: Days,
  effects: Effect[],
): Promise<void> {
  const item = await from(tx, 'catalogueItems', { catalogue: 'office', name, deletedAt: null })
    .pick('code')
    .first()
  // An office that the catalogue lacks is no right to anything: it stays in the file, and the plan warns of it.
  if (!item) return
  const match = { memberId: member.id, office: item.code, deletedAt: null, validTo: openUntil(until) }
  const held = await from(tx, 'offices', match).exists()
  if (held) return
  const values = {
    id: newId(),
    memberId: member.id,
    office: item.code,
    validFrom: begin,
    validTo: member.validTo,
    externalId: null,
  }
  const made = { type: 'office.created', members: [member.id] }
  const { id, version } = await insertRow(tx, 'offices', values, made)
  effects.push({ table: 'offices', id, version, previous: null })
}
