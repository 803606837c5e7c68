import { recordMarks, type SessionMark } from '../../duties/attendance/service.ts'
import { marksOf } from '../../duties/attendance/store.ts'
import { withdrawMeeting } from '../../duties/meetings/service.ts'
import { invitedTo, moveInvitations } from '../../duties/meetings/store.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { KeptRecord, PreviousMark } from '../../storage/tables/imports.ts'
import { entriesOf } from './chunks.ts'
import { importOfJob, progressOf } from './commit.ts'
import { committedChunks, invitedBy, keptMarks, standingChunks, takeBack, writtenMarks } from './outcomes.ts'
import { isRecordResource } from './planner/records/record-table.ts'
import { revertRecords } from './record-revert.ts'
import { revertRoster } from './roster-revert.ts'
import { findImport, type Import } from './store.ts'

/** Takes back whatever was imported. Whoever cancels it can ask for the rest again. */
export async function revertCommitted(context: JobContext<ImportJob>): Promise<unknown> {
  const row = await importOfJob(context)
  if (row.state !== 'reverting') return { importId: row.id, state: row.state }
  try {
    if (isRecordResource(row.resource)) return await revertRecords(context, row)
    return await (row.resource === 'members' ? revertRoster(context, row) : revertAttendance(context, row))
  } catch (error) {
    if (error instanceof JobCancelled) await stopped(context, row.id)
    throw error
  }
}

async function stopped({ storage, job }: JobContext, importId: string): Promise<void> {
  const actor = { actor: job.createdBy, requestId: 'job' }
  await storage.write(job.committeeId, actor, async (tx) => {
    const row = await findImport(tx, tx.committeeId, importId)
    await changeRow(tx, 'imports', row, { state: 'committed' }, { type: 'import.revert_cancelled' })
  })
}

/** Every mark that nobody changed since; the others are listed and stay. */
async function revertAttendance(context: JobContext, row: Import): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, actor, work)
  const chunks = await committedChunks(storage, row)
  for (let number = await standingChunks(storage, row); number >= 1; number -= 1) {
    const written = await marksWritten(storage, row, number)
    await write((tx) => revertChunk(tx, row, number, written))
    await context.progress('reverting', chunks - number + 1, chunks)
  }
  const kept = await write((tx) => finish(tx, row.id))
  return { importId: row.id, kept: kept.length }
}

interface Written {
  ref: string
  sessionId: string
  memberId: string
  version: number
  previous: PreviousMark | null
}

async function marksWritten(storage: Storage, row: Import, number: number): Promise<Written[]> {
  const entries = await entriesOf(storage, row, number)
  const { createdSessions } = progressOf(row)
  return (await writtenMarks(storage, row, number)).map(([position, version, previous]) => {
    const { table, ref, sessionId, sessionKey, memberId } = entries[position]!
    return {
      ref: `${table}!${ref}`,
      sessionId: sessionId ?? createdSessions[sessionKey!]!,
      memberId: memberId!,
      version,
      previous,
    }
  })
}

async function revertChunk(tx: Tx, row: Import, number: number, written: readonly Written[]): Promise<void> {
  if ((await standingChunks(tx, row)) < number) return
  const stored = await currentOf(tx, written)
  const kept: KeptRecord[] = []
  const marks: SessionMark[] = []
  for (const { ref, sessionId, memberId, version, previous } of written) {
    const key = `${sessionId}/${memberId}`
    if (stored.get(key) !== version) {
      kept.push({ ref, targetKey: `attendance/${key}` })
      continue
    }
    marks.push({ sessionId, memberId, arrivedAt: null, ...(previous ?? BLANK) })
  }
  const subject = { type: 'imports', id: row.id, version: row.version }
  await recordMarks(tx, marks, { method: 'revert', importId: row.id }, subject)
  await takeBack(tx, row.id, number, kept)
}

const BLANK: PreviousMark = { presence: null, leaveType: null, note: null }

async function currentOf(tx: Tx, written: readonly Written[]): Promise<Map<string, number>> {
  const marks = await marksOf(tx, tx.committeeId, written)
  return new Map([...marks].map(([key, { version }]) => [key, version]))
}

/** Invitations and meetings that the import made go with it, where nothing else hangs on them. */
async function finish(tx: Tx, importId: string): Promise<KeptRecord[]> {
  const row = await findImport(tx, tx.committeeId, importId)
  for (const { sessionId, memberIds } of await invitedBy(tx, importId)) {
    const wanted = new Set(memberIds)
    const removed = (await invitedTo(tx, tx.committeeId, sessionId)).filter((one) => wanted.has(one.memberId))
    await moveInvitations(tx, { id: sessionId, version: 1 }, { added: [], removed }, { origin: 'revert' })
  }
  for (const id of progressOf(row).createdMeetings) await withdrawMeeting(tx, id)
  const kept = await keptMarks(tx, importId)
  const patch = { state: 'reverted' as const, cursor: 0, summary: { ...row.summary, kept } }
  await changeRow(tx, 'imports', row, patch, { type: 'import.reverted' })
  return kept
}
