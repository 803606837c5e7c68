import { sortKey } from '../../committee/members/pinyin.ts'
import { members } from '../../committee/members/resource.ts'
import { dayInZone } from '../../core/days.ts'
import { stated } from '../../core/stated.ts'
import type { SEXES } from '../../core/words/members.ts'
import { createRecord, type Fields } from '../../http/record.ts'
import type { Context } from '../../http/route.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { rosterRowsOf } from './chunks.ts'
import { commitAttendance, importOfJob, progressOf } from './commit.ts'
import { isRecordResource } from './planner/records/record-table.ts'
import type { RosterValues } from './planner/roster-columns.ts'
import { ROSTER_FIELDS } from './planner/roster-columns.ts'
import { type RosterRow, rosterPlace } from './planner/roster-rows.ts'
import { commitRecords } from './record-commit.ts'
import { type Effect, setBodies } from './roster-bodies.ts'
import { type Cell, findImport, type Import, writeCells } from './store.ts'

/** Commits whatever the plan is of; one that is committed already is left as it is. */
export async function commitPlanned(context: JobContext<ImportJob>): Promise<unknown> {
  const row = await importOfJob(context)
  if (row.state !== 'committing') return { importId: row.id, state: row.state }
  if (isRecordResource(row.resource)) return commitRecords(context, row, row.resource)
  return row.resource === 'members' ? commitRoster(context, row) : commitAttendance(context, row)
}

/** A roster: members with their sector, committee, group and offices, row by row of the plan. */
async function commitRoster(context: JobContext, start: Import): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, actor, work)
  const end = (cancelled: boolean) =>
    write(async (tx) => {
      const current = await findImport(tx, tx.committeeId, start.id)
      const summary = { ...current.summary, ...(cancelled ? { cancelled: true } : {}) }
      const type = cancelled ? 'import.cancelled' : 'import.committed'
      return changeRow(tx, 'imports', current, { state: 'committed', summary }, { type })
    })
  let row = start
  try {
    for (let number = row.cursor + 1; number <= row.chunks; number += 1) {
      const rows = await rosterRowsOf(storage, row, number)
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
  const row = await findImport(tx, tx.committeeId, importId)
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
        ref: rosterPlace(planned),
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
        column: planned.col,
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
  const patch = { summary: { ...row.summary, committed: progress }, cursor: number }
  return changeRow(tx, 'imports', row, patch, { type: 'import.chunk_committed' })
}

/** More than one row of a roster can write: the member, three bodies with what they end, and offices. */
export const CELLS_OF_ROSTER_ROW = 64

const SEX: Record<string, keyof typeof SEXES> = { 男: 'male', 女: 'female' }

const fieldsOf = (values: RosterValues) =>
  stated({
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
  })

/** A roster row is recorded by the same rules as a posted member. */
async function addMember(
  tx: Tx,
  termId: string,
  values: RosterValues,
  effects: Effect[],
): Promise<Row<'members'>> {
  const term = (await findRow(tx, 'terms', termId))!
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
  // Whoever has the right to members asks for it; of the others, nothing is looked at here.
  const office = { principal: { departments: null } } as unknown as Context
  const member = await createRecord(tx, members, input, office)
  effects.push({ table: 'members', id: member.id, version: member.version, previous: null })
  await setBodies(tx, member, values, { from: validFrom, until: member.validTo }, effects)
  return member
}

/** Undefined when the member changed since the plan saw it. */
async function updateMember(
  tx: Tx,
  planned: RosterRow,
  effects: Effect[],
): Promise<Row<'members'> | undefined> {
  const member = await findRow(tx, 'members', planned.memberId!)
  if (!member || member.deletedAt || member.version !== planned.version) return undefined
  // What the plan lists as a change, and nothing else: other spellings of what stands are none.
  const listed = new Set(planned.changes.map(({ field }) => field))
  const changes = { ...planned.values }
  for (const field of ROSTER_FIELDS) if (!listed.has(field)) delete changes[field]
  const fields = fieldsOf(changes)
  const patch = fields.name === undefined ? fields : { ...fields, pinyin: await sortKey(fields.name) }
  let changed = member
  if (Object.keys(patch).length > 0) {
    const note = { type: 'member.changed', members: [member.id] }
    changed = await changeRow(tx, 'members', member, patch, note)
    const before: Fields = member
    const previous = Object.fromEntries(Object.keys(patch).map((key) => [key, before[key]]))
    effects.push({ table: 'members', id: changed.id, version: changed.version, previous })
  }
  const days = { from: dayInZone(new Date(tx.at)), until: member.validTo }
  await setBodies(tx, changed, changes, days, effects)
  return changed
}
