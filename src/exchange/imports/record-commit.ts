import type { Context } from '../../http/route.ts'
import { from } from '../../storage/from.ts'
import { JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Committed, RefusedRow } from '../../storage/tables/imports.ts'
import { letOthersRead } from '../../storage/write.ts'
import { actingFor, actorOf } from './acting.ts'
import { recordRowsOf } from './chunks.ts'
import type { RecordRow } from './planner/records/record-plan-types.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import { errorsOf, refusedBy } from './record-refusals.ts'
import { type Made, recordRow } from './record-use-cases.ts'
import type { KeptRow } from './record-world-store.ts'
import { type Cell, findImport, type Import, writeCells } from './store.ts'

/**
 * The job that commits a plan of records. A chunk is one transaction; where a rule refuses a row that the plan did not
 * know of, each row of it has its own, so that what is refused leaves nothing and the others stand.
 */

/** Cells of one row: the record, then what its steps made. */
export const CELLS_OF_ROW = 32
const REFUSED_SHOWN_MAX = 1_000
const READ_EVERY = 20

type Progress = Committed & { refused: RefusedRow[] }

const progressOf = (row: Import): Progress => ({
  created: 0,
  changed: 0,
  unchanged: 0,
  refused: [],
  ...row.summary.committed,
})

type Committing = { context: JobContext; acting: Context; importId: string; resource: RecordResource }
type Planned = { row: RecordRow; position: number }

export async function commitRecords(
  context: JobContext,
  start: Import,
  resource: RecordResource,
): Promise<unknown> {
  const acting = await actingFor(context)
  const committing = { context, acting, importId: start.id, resource }
  let row = start
  try {
    for (let number = row.cursor + 1; number <= row.chunks; number += 1) {
      const rows = await recordRowsOf(context.storage, row, number)
      row = await commitChunk(committing, number, rows)
      await context.progress('committing', number, row.chunks)
    }
  } catch (error) {
    // What stands is described, and can be reverted.
    if (error instanceof JobCancelled) await finish(committing, true)
    throw error
  }
  const done = await finish(committing, false)
  return { importId: done.id, ...progressOf(done) }
}

async function commitChunk(
  committing: Committing,
  number: number,
  rows: readonly RecordRow[],
): Promise<Import> {
  const due = rows.flatMap((row, position): Planned[] => (row.result === 'new' ? [{ row, position }] : []))
  const unchanged = rows.filter((row) => row.result === 'same').length
  const refused: RefusedRow[] = []
  try {
    return await write(committing, async (tx) => {
      const before = await findImport(tx, tx.committeeId, committing.importId)
      if (before.cursor >= number) return before
      for (const [at, planned] of due.entries()) {
        await commitRow(tx, committing, number, planned)
        if (at % READ_EVERY === READ_EVERY - 1) await letOthersRead()
      }
      return advance(tx, committing, number, { created: due.length, unchanged, refused })
    })
  } catch (error) {
    refusedBy(committing.context.storage, error)
  }
  for (const planned of due) {
    try {
      await write(committing, (tx) => commitRow(tx, committing, number, planned))
    } catch (error) {
      const refusal = refusedBy(committing.context.storage, error)
      const { table, row } = planned.row
      // What the cells say stays in the plan: a summary enters the event log.
      const errors = errorsOf(committing.resource, planned.row, refusal).map(
        ({ value: _, ...error }) => error,
      )
      refused.push({ table, row, errors })
    }
  }
  return write(committing, (tx) =>
    advance(tx, committing, number, { created: due.length - refused.length, unchanged, refused }),
  )
}

const write = <T>({ context }: Committing, work: (tx: Tx) => Promise<T>): Promise<T> =>
  context.storage.write(context.job.committeeId, actorOf(context), work)

/** The record, its steps, and where they come from; a row that a killed job has recorded is left alone. */
async function commitRow(
  tx: Tx,
  { importId, resource, acting }: Committing,
  number: number,
  { row, position }: Planned,
): Promise<void> {
  const first = position * CELLS_OF_ROW
  const done = await from(tx, 'importCells', { importId, chunk: number, position: first }).pick('position')
  if (done.length > 0) return
  const made = await recordRow(tx, resource, { body: row.body!, steps: row.steps }, acting)
  await writeCells(
    tx,
    importId,
    made.map((one, at) => cellOf(number, first + at, row, one, at === 0)),
  )
}

function cellOf(chunk: number, position: number, row: RecordRow, made: Made, isRecord: boolean): Cell {
  const { rowKey, bodyKey, externalId, cells, people } = row
  const kept: KeptRow & Pick<RecordRow, 'people'> = { rowKey, bodyKey: bodyKey!, externalId, cells, people }
  return {
    chunk,
    position,
    sheet: row.table,
    row: row.row,
    column: 0,
    raw: isRecord ? JSON.stringify(kept) : '',
    result: isRecord ? 'new' : made.named ? 'named' : 'step',
    rung: people.length === 1 ? people[0]!.rung : null,
    targetKey: `${made.table}/${made.row.id}`,
    targetVersion: made.row.version,
    previous: null,
  }
}

async function advance(
  tx: Tx,
  { importId }: Committing,
  number: number,
  { created, unchanged, refused }: Pick<Progress, 'created' | 'unchanged' | 'refused'>,
): Promise<Import> {
  const row = await findImport(tx, tx.committeeId, importId)
  if (row.cursor >= number) return row
  const progress = progressOf(row)
  progress.created += created
  progress.unchanged += unchanged
  if (refused.length > 0) progress.refusals = (progress.refusals ?? 0) + refused.length
  progress.refused = [...progress.refused, ...refused].slice(0, REFUSED_SHOWN_MAX)
  const patch = { summary: { ...row.summary, committed: progress }, cursor: number }
  return changeRow(tx, 'imports', row, patch, { type: 'import.chunk_committed' })
}

const finish = (committing: Committing, cancelled: boolean): Promise<Import> =>
  write(committing, async (tx) => {
    const row = await findImport(tx, tx.committeeId, committing.importId)
    const patch = {
      state: 'committed' as const,
      ...(cancelled ? { summary: { ...row.summary, cancelled: true } } : {}),
    }
    return changeRow(tx, 'imports', row, patch, { type: cancelled ? 'import.cancelled' : 'import.committed' })
  })
