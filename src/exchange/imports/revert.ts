import { recordMarks, type SessionMark } from '../../duties/attendance/service.ts'
import { withdrawMeeting } from '../../duties/meetings/service.ts'
import type { JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { importOfJob, progressOf } from './commit.ts'
import { revertRecords } from './record-revert.ts'
import { isRecordResource } from './record-use-cases.ts'
import { revertRoster } from './roster-revert.ts'
import { type Cell, cellsOf, findImport, type Import } from './store.ts'

/** Takes back whatever was imported. */
export async function revertCommitted(context: JobContext): Promise<unknown> {
  const row = await importOfJob(context)
  if (isRecordResource(row.resource)) return revertRecords(context, row)
  return row.resource === 'members' ? revertRoster(context, row) : revertAttendance(context, row)
}

/** Every cell that nobody changed since; the others are listed and stay. */
async function revertAttendance(context: JobContext, start: Import): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, actor, work)
  let row = start
  for (let number = row.cursor; number >= 1; number -= 1) {
    const cells = await cellsOf(storage, row, number)
    row = await write((tx) => revertChunk(tx, row.id, number, cells))
    await context.progress('reverting', row.chunks - number + 1, row.chunks)
  }
  row = await write((tx) => finish(tx, row.id))
  return { importId: row.id, kept: keptOf(row).length }
}

interface Kept {
  ref: string
  targetKey: string
}

const keptOf = (row: Import): Kept[] => (row.summary as { kept?: Kept[] }).kept ?? []

async function revertChunk(
  tx: Tx,
  importId: string,
  number: number,
  cells: readonly Cell[],
): Promise<Import> {
  const row = await findImport(tx.db, tx.committeeId, importId)
  if (row.cursor < number) return row
  const written = cells.filter((cell) => cell.result !== 'same')
  const stored = await currentOf(tx, written)
  const kept: Kept[] = [...keptOf(row)]
  const marks: SessionMark[] = []
  for (const cell of written) {
    const [, sessionId, memberId] = cell.targetKey.split('/') as [string, string, string]
    if (stored.get(cell.targetKey) !== cell.targetVersion) {
      kept.push({ ref: `${cell.sheet}!${cell.row}:${cell.column}`, targetKey: cell.targetKey })
      continue
    }
    const before = cell.previous as {
      presence: SessionMark['presence']
      leaveType: string | null
      note: string | null
    } | null
    const blank = { presence: null, leaveType: null, note: null }
    marks.push({ sessionId, memberId, arrivedAt: null, ...(before ?? blank) })
  }
  const subject = { type: 'imports', id: importId, version: row.version }
  await recordMarks(tx, marks, { method: 'revert', importId }, subject)
  const patch = { cursor: number - 1, summary: { ...(row.summary as object), kept } }
  return changeRow(tx, 'imports', row, patch, { type: 'import.chunk_reverted' })
}

async function currentOf(tx: Tx, cells: readonly Cell[]): Promise<Map<string, number>> {
  if (cells.length === 0) return new Map()
  const keys = cells.map((cell) => cell.targetKey.split('/') as [string, string, string])
  const rows = await tx.db
    .selectFrom('attendance')
    .select(['sessionId', 'memberId', 'version'])
    .where('committeeId', '=', tx.committeeId)
    .where('sessionId', 'in', [...new Set(keys.map((key) => key[1]))])
    .where('memberId', 'in', [...new Set(keys.map((key) => key[2]))])
    .execute()
  return new Map(rows.map((row) => [`attendance/${row.sessionId}/${row.memberId}`, row.version]))
}

/** Invitations and meetings that the import made go with it, where nothing else hangs on them. */
async function finish(tx: Tx, importId: string): Promise<Import> {
  const row = await findImport(tx.db, tx.committeeId, importId)
  const { invited, createdMeetings } = progressOf(row)
  for (const { sessionId, memberIds } of invited) {
    await tx.emit({
      type: 'invitations.set',
      subjectType: 'meetingSessions',
      subjectId: sessionId,
      subjectVersion: 1,
      members: memberIds,
      data: { origin: 'revert', added: [], removed: memberIds },
    })
    await tx.db
      .deleteFrom('invitations')
      .where('committeeId', '=', tx.committeeId)
      .where('sessionId', '=', sessionId)
      .where('memberId', 'in', memberIds)
      .execute()
  }
  for (const id of createdMeetings) await withdrawMeeting(tx, id)
  return changeRow(tx, 'imports', row, { state: 'reverted' }, { type: 'import.reverted' })
}
