import { AppError } from '../../core/errors.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Reader } from '../../storage/storage.ts'
import { pack, unpack } from './packed.ts'
import type { Plan, PlanEntry, PlanTable } from './planner/plan-types.ts'
import type { RecordPlan, RecordRow } from './planner/records/record-plan-types.ts'
import type { RosterPlan } from './planner/roster.ts'
import type { RosterRow } from './planner/roster-rows.ts'
import type { Import } from './store.ts'

/**
 * The chunks of a plan, each by what it holds: the cells or rows of the sheet, 500 at a time, and what the plan says
 * beside them. They hold what the planner packed there for the resource of the import, so that nothing is checked again.
 */

/** The number of the chunk that holds everything of a plan but its cells. */
export const REST = 0

/** Everything of a plan but its cells. Of a refused plan there is nothing. */
type PlanOutline = Partial<Pick<Plan, 'events' | 'rows' | 'warnings' | 'totals' | 'counts' | 'container'>> & {
  kind?: 'attendance' | 'roster' | 'records'
  resource?: string
  shape?: string
  tables?: OutlineTable[]
}

/** A sheet as one of the three kinds of plans understood it; a roster names it by `table`. */
export type OutlineTable = Partial<PlanTable> &
  Partial<Pick<RosterPlan, 'table' | 'headerRow' | 'newNames' | 'ignoredRows'>> &
  Partial<Pick<RecordPlan['tables'][number], 'ignoredColumns'>>

export const packOutline = (outline: PlanOutline): Uint8Array => pack(outline)
export const outlineIn = (chunk: Uint8Array) => unpack(chunk) as PlanOutline
const entriesIn = (chunk: Uint8Array) => unpack(chunk) as PlanEntry[]
const rosterRowsIn = (chunk: Uint8Array) => unpack(chunk) as RosterRow[]
export const recordRowsIn = (chunk: Uint8Array) => unpack(chunk) as RecordRow[]

type Chunks = Pick<Reader, 'query'>
type Of = Pick<Import, 'committeeId' | 'id'>

/** One chunk as it is stored; undefined where there is none of that number. */
async function storedChunk(reader: Chunks, { committeeId, id }: Of, number: number) {
  const match = { importId: id, number }
  const chunk = await from(inCommittee(reader, committeeId), 'importChunks', match).pick('entries').first()
  return chunk?.entries
}

async function chunkOf(reader: Chunks, row: Of, number: number): Promise<Uint8Array> {
  const chunk = await storedChunk(reader, row, number)
  if (!chunk) throw new AppError('not_found', { en: `There is no page ${number}`, zh: `没有第 ${number} 页` })
  return chunk
}

export const outlineOf = async (reader: Chunks, row: Of): Promise<PlanOutline> =>
  outlineIn(await chunkOf(reader, row, REST))

/** The same, empty where there is no plan. */
export async function outlineIfAny(reader: Chunks, row: Of): Promise<PlanOutline> {
  const chunk = await storedChunk(reader, row, REST)
  return chunk ? outlineIn(chunk) : {}
}

/** Cells of attendance. */
export const entriesOf = async (reader: Chunks, row: Of, number: number): Promise<PlanEntry[]> =>
  entriesIn(await chunkOf(reader, row, number))

export const rosterRowsOf = async (reader: Chunks, row: Of, number: number): Promise<RosterRow[]> =>
  rosterRowsIn(await chunkOf(reader, row, number))

export const recordRowsOf = async (reader: Chunks, row: Of, number: number): Promise<RecordRow[]> =>
  recordRowsIn(await chunkOf(reader, row, number))

/** A chunk of whichever kind the import is of. */
export type PlannedChunk =
  | { kind: 'attendance'; entries: PlanEntry[] }
  | { kind: 'roster'; entries: RosterRow[] }
  | { kind: 'records'; entries: RecordRow[] }

export async function plannedChunk(
  reader: Chunks,
  row: Pick<Import, 'committeeId' | 'id' | 'resource'>,
  number: number,
): Promise<PlannedChunk> {
  const chunk = await chunkOf(reader, row, number)
  if (row.resource === 'attendance') return { kind: 'attendance', entries: entriesIn(chunk) }
  if (row.resource === 'members') return { kind: 'roster', entries: rosterRowsIn(chunk) }
  return { kind: 'records', entries: recordRowsIn(chunk) }
}
