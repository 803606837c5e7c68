import { parentPort } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { openReader } from '../../storage/reader.ts'
import type { Reader } from '../../storage/storage.ts'
import { planAttendance } from './planner/plan.ts'
import type { Answers, Plan, PlanWarning, RefusedPlan } from './planner/plan-types.ts'
import { isAcceptable } from './planner/plan-types.ts'
import type { Profile } from './planner/profile.ts'
import { readFile } from './planner/read.ts'
import { planRecords } from './planner/records/plan-records.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import { resourceOf } from './planner/resource-of.ts'
import { planRoster } from './planner/roster.ts'
import { loadRecordWorld } from './record-world-store.ts'
import type { ImportFields } from './schema.ts'
import { loadRosterWorld, loadWorld } from './world-store.ts'

type Reading = Parameters<typeof planRoster>[0]

/**
 * Reads and plans a file away from the thread that answers requests. What goes back is small: the questions, the
 * counts, and the cells in packed chunks of the size in which they will be committed.
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
}

export interface PlanResult {
  /** What the rows are, where the task left it to the sheet. */
  resource: ImportFields['resource']
  refusal: { code: string; zh: string; en: string } | null
  /** Everything about the plan but its cells, packed. */
  rest: Uint8Array
  chunks: Uint8Array[]
  decisions: unknown[]
  summary: Record<string, unknown>
}

/** Keys of one transaction of a commit. */
export const CHUNK_KEYS_MAX = 250

const pack = (value: unknown): Uint8Array => gzipSync(JSON.stringify(value), { level: 1 })

async function plan(task: PlanTask): Promise<PlanResult> {
  const reader = await openReader(task.databaseUrl)
  try {
    const read = await readFile(await bytesOf(reader, task), task.fileName, {
      encoding: task.profile.encoding,
      delimiter: task.profile.delimiter,
    })
    if ('refusal' in read) return { resource: task.resource, ...refused(read.refusal) }
    const { resource } = task
    const found = resource === 'auto' ? resourceOf(read.reading, task.profile) : { resource }
    if ('refusal' in found) return { resource: task.resource, ...refused(found.refusal) }
    return { resource: found.resource, ...(await planAs(found.resource, reader, read.reading, task)) }
  } finally {
    await reader.close()
  }
}

type Planned = Omit<PlanResult, 'resource'>

function planAs(
  resource: Exclude<ImportFields['resource'], 'auto'>,
  reader: Reader,
  reading: Reading,
  task: PlanTask,
): Promise<Planned> {
  if (resource === 'attendance') return planOfAttendance(reader, reading, task)
  if (resource === 'members') return planOfRoster(reader, reading, task)
  return planOfRecords(reader, reading, task, resource)
}

async function bytesOf(reader: Reader, { committeeId, fileId }: PlanTask): Promise<Uint8Array> {
  const [file] = await reader.query<{ bytes: Uint8Array }>(
    'select bytes from files where committee_id = ? and id = ?',
    [committeeId, fileId],
  )
  return file!.bytes
}

async function planOfAttendance(reader: Reader, reading: Reading, task: PlanTask): Promise<Planned> {
  const world = await loadWorld(reader, task.committeeId)
  const made = planAttendance({ reading, profile: task.profile, world }, task.answers)
  return made.verdict === 'refuse' ? refused(made.refusal) : attendanceResult(made)
}

function refused({ code, message }: RefusedPlan['refusal']): Planned {
  return { refusal: { code, ...message }, rest: pack({}), chunks: [], decisions: [], summary: {} }
}

function attendanceResult(made: Plan): Planned {
  // Cells of one session lie together, so that a chunk touches few sessions and inserts in key order.
  const entries = made.entries.toSorted(
    (a, b) =>
      compare(a.sessionId ?? a.sessionKey ?? '', b.sessionId ?? b.sessionKey ?? '') ||
      compare(a.memberId ?? '', b.memberId ?? ''),
  )
  const chunks: Uint8Array[] = []
  for (let from = 0; from < entries.length; from += CHUNK_KEYS_MAX) {
    chunks.push(pack(entries.slice(from, from + CHUNK_KEYS_MAX)))
  }
  const accepted = entries.filter(isAcceptable)
  const { tables, events, rows, warnings, totals, shape, kind, decisions, counts } = made
  return {
    refusal: null,
    rest: pack({ tables, events, rows, warnings, totals, shape, kind, counts }),
    chunks,
    decisions,
    summary: {
      shape,
      counts,
      ...countsOf(warnings),
      entries: entries.length,
      sessionIds: [...new Set(accepted.flatMap((entry) => entry.sessionId ?? []))],
      meetingIds: [...new Set(accepted.flatMap((entry) => entry.meetingId ?? []))],
    },
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
  const { headerRow, columns, newNames } = table
  const tables = [{ table: table.table, headerRow, columns, newNames }]
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
    rest: pack({ kind, shape: 'roster', tables, events: [], rows: [], warnings }),
    chunks,
    decisions,
    summary,
  }
}

async function planOfRecords(
  reader: Reader,
  reading: Reading,
  { committeeId, profile, answers, ownerOrganizationId }: PlanTask,
  resource: RecordResource,
): Promise<Planned> {
  const { world, of } = await loadRecordWorld(reader, committeeId, resource, profile.dutyKind)
  const { fields, headerRow, year } = profile
  const options = { answers, fields, headerRow, year, owner: ownerOrganizationId }
  const made = planRecords(reading, of, world, options)
  if (made.verdict === 'refuse') return refused(made.refusal)
  const { rows, decisions, counts, tables, warnings, kind } = made
  const chunks: Uint8Array[] = []
  for (let from = 0; from < rows.length; from += CHUNK_KEYS_MAX) {
    chunks.push(pack(rows.slice(from, from + CHUNK_KEYS_MAX)))
  }
  return {
    refusal: null,
    rest: pack({ kind, resource, shape: 'records', tables, events: [], rows: [], warnings }),
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

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

parentPort?.on('message', async (task: PlanTask) => parentPort!.postMessage(await plan(task)))
