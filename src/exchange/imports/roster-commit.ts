import { sortKey } from '../../committee/members/pinyin.ts'
import { members } from '../../committee/members/resource.ts'
import { addDays, dayInZone } from '../../core/days.ts'
import { newId } from '../../core/ids.ts'
import { createRecord, type Fields } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import { JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow, decode, findRow, insertRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { commitAttendance, importOfJob, progressOf } from './commit.ts'
import type { RosterRow, RosterValues } from './planner/roster-rows.ts'
import { commitRecords } from './record-commit.ts'
import { isRecordResource } from './record-use-cases.ts'
import { type Cell, findImport, type Import, readChunk, writeCells } from './store.ts'

/** Commits whatever the plan is of; one that is committed already is left as it is. */
export async function commitPlanned(context: JobContext): Promise<unknown> {
  const row = await importOfJob(context)
  if (row.state !== 'committing') return { importId: row.id, state: row.state }
  if (isRecordResource(row.resource)) return commitRecords(context, row)
  return row.resource === 'members' ? commitRoster(context, row) : commitAttendance(context, row)
}

/** A roster: members with their sector, committee, group and offices, row by row of the plan. */
async function commitRoster(context: JobContext, start: Import): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, actor, work)
  const end = (cancelled: boolean) =>
    write(async (tx) => {
      const current = await findImport(tx.db, tx.committeeId, start.id)
      const summary = { ...(current.summary as object), ...(cancelled ? { cancelled: true } : {}) }
      const type = cancelled ? 'import.cancelled' : 'import.committed'
      return changeRow(tx, 'imports', current, { state: 'committed', summary }, { type })
    })
  let row = start
  try {
    for (let number = row.cursor + 1; number <= row.chunks; number += 1) {
      const rows = (await readChunk(storage, row, number)) as RosterRow[]
      row = await write((tx) => commitRows(tx, row.id, number, rows))
      await context.progress('committing', number, row.chunks)
    }
  } catch (error) {
    // What stands is described, and can be reverted.
    if (error instanceof JobCancelled) await end(true)
    throw error
  }
  return { importId: row.id, ...progressOf(await end(false)) }
}

async function commitRows(
  tx: Tx,
  importId: string,
  number: number,
  rows: readonly RosterRow[],
): Promise<Import> {
  const row = await findImport(tx.db, tx.committeeId, importId)
  if (row.cursor >= number) return row
  const progress = progressOf(row)
  const cells: Cell[] = []
  for (const [position, planned] of rows.entries()) {
    if (planned.result === 'same') progress.unchanged += 1
    if (planned.result !== 'new' && planned.result !== 'update') continue
    const effects: Effect[] = []
    const member =
      planned.result === 'new'
        ? await addMember(tx, row.termId!, planned.values, effects)
        : await updateMember(tx, planned, effects)
    if (!member) {
      progress.changedSince.push({
        ref: `${planned.table}!${planned.row}`,
        memberId: planned.memberId ?? '',
        sessionId: '',
      })
      continue
    }
    if (planned.result === 'new') progress.created += 1
    else progress.changed += 1
    for (const [nth, { table, id, version, previous }] of effects.entries()) {
      cells.push({
        chunk: number,
        position: position * CELLS_OF_ROSTER_ROW + nth,
        sheet: planned.table,
        row: planned.row,
        column: 0,
        raw: planned.memberNo ?? '',
        result: planned.result,
        rung: 'member_no',
        targetKey: `${table}/${id}`,
        targetVersion: version,
        previous,
      })
    }
  }
  await writeCells(tx, importId, cells)
  const patch = { summary: { ...(row.summary as object), committed: progress }, cursor: number }
  return changeRow(tx, 'imports', row, patch, { type: 'import.chunk_committed' })
}

/** More than one row of a roster can write: the member, three bodies with what they end, and offices. */
export const CELLS_OF_ROSTER_ROW = 64

/** What a row wrote: `previous` holds the values that it replaced, null where it made the record. */
interface Effect {
  table: 'members' | 'bodyRoles' | 'offices' | 'organizations'
  id: string
  version: number
  previous: Fields | null
}

const SEX: Record<string, string> = { 男: 'male', 女: 'female' }

function fieldsOf(values: RosterValues): Fields {
  const stated: Fields = {
    name: values.name,
    sex: values.sex ? SEX[values.sex] : undefined,
    nation: values.nation,
    politics: values.politics
      ?.split(/[、,，\s]+/)
      .filter((word) => word !== '')
      .slice(0, 3),
    phone: values.phone,
    unit: values.unit,
    post: values.post,
    validFrom: values.validFrom,
    validTo: values.validTo,
    note: values.note,
  }
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined))
}

/** A roster row is recorded by the same rules as a posted member. */
async function addMember(
  tx: Tx,
  termId: string,
  values: RosterValues,
  effects: Effect[],
): Promise<Row<'members'>> {
  const term = (await findRow(tx.db, 'terms', tx.committeeId, termId))!
  const validFrom = values.validFrom ?? term.startsOn
  const input = {
    nameVariants: [],
    politics: [],
    ranked: true,
    entryReason: validFrom > term.startsOn ? 'added' : 'appointed',
    exitReason: values.validTo ? 'resigned' : null,
    ...fieldsOf(values),
    termId,
    memberNo: values.memberNo,
    validFrom,
  }
  const office = { principal: { departments: null } } as unknown as Context
  const member = await createRecord(tx, members, input, office)
  effects.push({ table: 'members', id: member.id, version: member.version, previous: null })
  await setBodies(tx, member, values, validFrom, effects)
  return member
}

/** Undefined when the member changed since the plan saw it. */
async function updateMember(
  tx: Tx,
  planned: RosterRow,
  effects: Effect[],
): Promise<Row<'members'> | undefined> {
  const member = await findRow(tx.db, 'members', tx.committeeId, planned.memberId!)
  if (!member || member.deletedAt || member.version !== planned.version) return undefined
  const fields = fieldsOf(planned.values)
  const patch =
    fields['name'] === member.name ? fields : { ...fields, pinyin: await sortKey(fields['name'] as string) }
  const note = { type: 'member.changed', members: [member.id] }
  const changed = await changeRow(tx, 'members', member, patch as Partial<Row<'members'>>, note)
  const previous = Object.fromEntries(Object.keys(patch).map((name) => [name, (member as Fields)[name]]))
  effects.push({ table: 'members', id: changed.id, version: changed.version, previous })
  await setBodies(tx, changed, planned.values, dayInZone(new Date(tx.at)), effects)
  return changed
}

/** A sheet's group is a street's body or a member group: the name decides. */
const KINDS = {
  sector: ['sector'],
  committee: ['special_committee'],
  group: ['street_body', 'member_group'],
} as const

async function setBodies(
  tx: Tx,
  member: Row<'members'>,
  values: RosterValues,
  from: string,
  effects: Effect[],
): Promise<void> {
  for (const [field, kinds] of Object.entries(KINDS)) {
    const name = values[field as keyof typeof KINDS]
    if (!name) continue
    const organizationId = await organizationNamed(tx, kinds, name, effects)
    await setBody(tx, member, organizationId, { kinds, from }, effects)
  }
  for (const name of values.offices ?? []) await setOffice(tx, member, name, from, effects)
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
  const found = rows.find((row) => row.name === name || (JSON.parse(row.aliases) as string[]).includes(name))
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
  { kinds, from }: { kinds: readonly string[]; from: string },
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
    .where((is) => is.or([is('b.validTo', 'is', null), is('b.validTo', '=', member.validTo)]))
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
  from: string,
  effects: Effect[],
): Promise<void> {
  const item = await tx.db
    .selectFrom('catalogueItems')
    .select('code')
    .where('committeeId', '=', tx.committeeId)
    .where('catalogue', '=', 'office')
    .where('name', 'in', [name, name === '常委' ? '常务委员' : name])
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
    .where((is) => is.or([is('validTo', 'is', null), is('validTo', '=', member.validTo)]))
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
