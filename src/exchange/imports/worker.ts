import { parentPort } from 'node:worker_threads'
import { collectAll, releaseAll } from '../../core/collect.ts'
import type { Profile } from '../../core/import-profile.ts'
import type { Answers, Decision } from '../../core/import-questions.ts'
import { partsOf } from '../../storage/files.ts'
import { openReader } from '../../storage/reader.ts'
import type { Reader } from '../../storage/storage.ts'
import type { ImportSummary } from '../../storage/tables/imports.ts'
import type { Failure } from '../../storage/tables/record.ts'
import { CHUNK_KEYS_MAX, chunkSink } from './chunk-sink.ts'
import { packOutline } from './chunks.ts'
import { pack } from './packed.ts'
import { readFile, wholeReading } from './planner/containers/read.ts'
import { planInto } from './planner/plan.ts'
import type { PlanWarning, RefusedPlan } from './planner/plan-types.ts'
import { planRecords } from './planner/records/plan-records.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import { resourceOf } from './planner/resource-of.ts'
import { planRoster } from './planner/roster.ts'
import { loadRecordWorld } from './record-world-store.ts'
import type { ImportFields } from './schema.ts'
import { type Spooled, spool } from './spool.ts'
import { loadRosterWorld, loadWorld } from './world-store.ts'

type Reading = Parameters<typeof planRoster>[0]

/**
 * Reads and plans a file away from the thread that answers requests. What goes back is small: the questions, the
 * counts, and the cells in packed chunks of the size in which they will be committed. Cells of attendance go as they are
 * planned, and wait for what was sent to be stored.
 */

export interface PlanTask {
  databaseUrl: string
  committeeId: string
  fileId: string
  fileName: string
  resource: ImportFields['resource']
  profile: Profile
  answers: Answers
  /** Of a roster. */
  termId: string | null
  ownerOrganizationId: string | null
  /** Day of the upload. */
  today: string
  /** One number: how many chunks were stored of those that were sent. */
  stored: Int32Array<SharedArrayBuffer>
}

/** What is sent before the result: a chunk, or positions to rewrite as `skip` by the number of their chunk. */
export type PlanPart = { chunk: Uint8Array } | { overruled: ReadonlyMap<number, number[]> }

export interface PlanResult {
  /** What the rows are, where the task left it to the sheet. */
  resource: ImportFields['resource']
  refusal: Failure | null
  /** Everything about the plan but its cells, packed. */
  rest: Uint8Array
  /** Chunks that were sent before. */
  sent: number
  /** Chunks that follow those. */
  chunks: Uint8Array[]
  decisions: Decision[]
  summary: ImportSummary
}

/** Chunks that may wait to be stored. */
const AHEAD_MAX = 8

async function plan(task: PlanTask): Promise<PlanResult> {
  const reader = await openReader(task.databaseUrl)
  let file: Spooled | undefined
  try {
    file = await spool(partsOf(reader, task.committeeId, task.fileId))
    const { encoding, delimiter } = task.profile
    const read = await readFile(file.bytes, task.fileName, { encoding, delimiter })
    const { resource } = task
    if ('refusal' in read) return { resource, ...refused(read.refusal) }
    const found = resource === 'auto' ? resourceOf(read.reading, task.profile) : { resource }
    if ('refusal' in found) return { resource, ...refused(found.refusal) }
    return { resource: found.resource, ...(await planAs(found.resource, reader, read.reading, task)) }
  } finally {
    file?.close()
    await reader.close()
  }
}

type Planned = Omit<PlanResult, 'resource'>

async function planAs(
  resource: Exclude<ImportFields['resource'], 'auto'>,
  reader: Reader,
  reading: Reading,
  task: PlanTask,
): Promise<Planned> {
  if (resource === 'attendance') return planOfAttendance(reader, reading, task)
  const whole = wholeReading(reading)
  if ('refusal' in whole) return refused(whole.refusal)
  if (resource === 'members') return planOfRoster(reader, whole, task)
  return planOfRecords(reader, whole, task, resource)
}

async function planOfAttendance(reader: Reader, reading: Reading, task: PlanTask): Promise<Planned> {
  const world = await loadWorld(reader, task.committeeId)
  // What is written meanwhile must not be kept in the log for a reader that has read everything.
  await reader.close()
  const sink = chunkSink(sender(task.stored))
  const made = planInto({ reading, profile: task.profile, world, today: task.today }, task.answers, sink)
  if (made.verdict === 'refuse') return refused(made.refusal)
  const sent = sink.end()
  if (sink.overruled.size > 0) post({ overruled: sink.overruled })
  const { tables, events, rows, warnings, totals, shape, kind, decisions, counts } = made
  const { sessionIds, meetingIds } = made
  return {
    refusal: null,
    rest: packOutline({
      tables,
      events,
      rows,
      warnings,
      totals,
      shape,
      kind,
      counts,
      container: reading.container,
    }),
    sent,
    chunks: [],
    decisions,
    summary: { shape, counts, ...countsOf(warnings), entries: counts.entries, sessionIds, meetingIds },
  }
}

const post = (part: PlanPart): void => parentPort!.postMessage({ part })

const CHUNKS_PER_COLLECTION = 40

/** Sends chunks no faster than they are stored. */
function sender(stored: PlanTask['stored']): (chunk: Uint8Array) => void {
  let sent = 0
  return (chunk) => {
    post({ chunk })
    sent += 1
    // The engine would let what was read gather up to a few times what is in use.
    if (sent % CHUNKS_PER_COLLECTION === 0) collectAll()
    for (let done = Atomics.load(stored, 0); sent - done >= AHEAD_MAX; done = Atomics.load(stored, 0)) {
      Atomics.wait(stored, 0, done)
    }
  }
}

function refused({ code, message }: RefusedPlan['refusal']): Planned {
  return {
    refusal: { code, ...message },
    rest: packOutline({}),
    sent: 0,
    chunks: [],
    decisions: [],
    summary: {},
  }
}

/** `mustAccept`: a person has to say that they have seen them. */
const countsOf = (warnings: readonly PlanWarning[]) => ({
  warnings: warnings.length,
  mustAccept: warnings.filter(({ mustBeAccepted }) => mustBeAccepted).length,
})

async function planOfRoster(reader: Reader, reading: Reading, task: PlanTask): Promise<Planned> {
  const world = await loadRosterWorld(reader, task.committeeId, task.termId!)
  const made = planRoster(reading, world, { answers: task.answers })
  if (made.verdict === 'refuse') return refused(made.refusal)
  const { rows, decisions, warnings, kind, ...table } = made
  const chunks: Uint8Array[] = []
  for (let from = 0; from < rows.length; from += CHUNK_KEYS_MAX) {
    chunks.push(pack(rows.slice(from, from + CHUNK_KEYS_MAX)))
  }
  const { headerRow, headerRows, columns, newNames, ignoredRows } = table
  const tables = [{ table: table.table, headerRow, headerRows, columns, newNames, ignoredRows }]
  const summary = {
    shape: 'roster',
    counts: { ...made.counts, openDecisions: decisions.filter((one) => !one.answer).length },
    ...countsOf(warnings),
    entries: rows.length,
    sessionIds: [],
    meetingIds: [],
  }
  return {
    refusal: null,
    rest: packOutline({ kind, shape: 'roster', tables, events: [], rows: [], warnings }),
    sent: 0,
    chunks,
    decisions,
    summary,
  }
}

async function planOfRecords(
  reader: Reader,
  reading: Reading,
  { committeeId, profile, answers, ownerOrganizationId, today }: PlanTask,
  resource: RecordResource,
): Promise<Planned> {
  const { world, of } = await loadRecordWorld(reader, committeeId, resource, profile.dutyKind)
  const { fields, headerRow, year } = profile
  const options = { answers, fields, headerRow, year, owner: ownerOrganizationId, today }
  const made = planRecords(reading, of, world, options)
  if (made.verdict === 'refuse') return refused(made.refusal)
  const { rows, decisions, counts, tables, warnings, kind } = made
  const chunks: Uint8Array[] = []
  for (let from = 0; from < rows.length; from += CHUNK_KEYS_MAX) {
    chunks.push(pack(rows.slice(from, from + CHUNK_KEYS_MAX)))
  }
  return {
    refusal: null,
    rest: packOutline({
      kind,
      resource,
      shape: 'records',
      tables,
      events: [],
      rows: [],
      warnings,
      container: reading.container,
    }),
    sent: 0,
    chunks,
    decisions,
    summary: {
      shape: 'records',
      counts: { ...counts, openDecisions: decisions.filter((one) => !one.answer).length },
      ...countsOf(warnings),
      entries: rows.length,
      sessionIds: [],
      meetingIds: [],
    },
  }
}

parentPort?.on('message', async (task: PlanTask) => {
  const result = await plan(task)
  parentPort!.postMessage(result)
  // The next sheet may wait for this thread: it is let wait only for what is worth it.
  if (result.sent >= CHUNKS_PER_COLLECTION) releaseAll()
})
