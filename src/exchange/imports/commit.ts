import { notFound, ruleViolation } from '../../core/errors.ts'
import { recordMarks, type SessionMark } from '../../duties/attendance/service.ts'
import type { Presence } from '../../duties/attendance/status.ts'
import { createMeeting } from '../../duties/meetings/service.ts'
import { insertInvitations, invitedTo } from '../../duties/meetings/store.ts'
import { JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { letOthersRead } from '../../storage/write.ts'
import { isAcceptable, type Plan, type PlanEntry } from './planner/plan-types.ts'
import { type Cell, findImport, type Import, REST, readChunk, writeCells } from './store.ts'

/**
 * The job that commits a plan: exactly its accepted cells, in chunks of one transaction each, which holds the rows,
 * their event, their provenance and the cursor; a kill therefore resumes at the chunk that was not acknowledged.
 */

/** How the word of a plan is kept on the roll; the others are not for a sheet to say. */
export const PRESENCE: Partial<Record<string, Presence>> = {
  present: 'present',
  walk_in: 'present',
  late: 'late',
  left_early: 'left_early',
  partial: 'partial',
  observer: 'observer',
  leave_approved: 'leave',
  leave_refused: 'absent',
  absent: 'absent',
}

/** Progress costs a transaction of its own, so it is told now and then; the cursor in the chunk is what resumes. */
const TELLING_MS = 200

interface Progress {
  created: number
  changed: number
  unchanged: number
  /** Cells whose record moved between plan and commit: left alone and listed. */
  changedSince: { ref: string; memberId: string; sessionId: string }[]
  createdMeetings: string[]
  /** Planned session → session that was created for it. */
  createdSessions: Record<string, string>
  invited: { sessionId: string; memberIds: string[] }[]
}

export async function commitAttendance(context: JobContext, start: Import): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, actor, work)
  let row = start
  if (row.cursor === 0 && !progressOf(row).createdMeetings.length) {
    const rest = (await readChunk(storage, row, REST)) as Pick<Plan, 'events'>
    row = await write((tx) => createMeetings(tx, row, rest.events))
  }
  let nextTelling = 0
  for (let number = row.cursor + 1; number <= row.chunks; number += 1) {
    const entries = (await readChunk(storage, row, number)) as PlanEntry[]
    row = await write((tx) => commitChunk(tx, row.id, number, entries))
    if (performance.now() < nextTelling && number < row.chunks) continue
    nextTelling = performance.now() + TELLING_MS
    try {
      await context.progress('committing', number, row.chunks)
    } catch (error) {
      // What stands is described, and can be reverted.
      if (error instanceof JobCancelled) {
        await write(async (tx) => finish(tx, await findImport(tx.db, tx.committeeId, row.id), true))
      }
      throw error
    }
  }
  const done = await write(async (tx) => finish(tx, await findImport(tx.db, tx.committeeId, row.id), false))
  return { importId: row.id, ...progressOf(done) }
}

export function progressOf(row: Import): Progress {
  const blank = {
    created: 0,
    changed: 0,
    unchanged: 0,
    changedSince: [],
    createdMeetings: [],
    createdSessions: {},
    invited: [],
  }
  return { ...blank, ...(row.summary as { committed?: Partial<Progress> }).committed }
}

function withProgress(row: Import, progress: Progress): Partial<Import> {
  return { summary: { ...(row.summary as object), committed: progress } }
}

/** Meetings that a person decided to create; the members of the sheet are their list of expected. */
async function createMeetings(tx: Tx, row: Import, events: Plan['events']): Promise<Import> {
  const progress = progressOf(row)
  const decisions = row.decisions as {
    id: string
    answer?: { choice: string; typeCode?: string; title?: string }
  }[]
  for (const event of events) {
    const answer = decisions.find((decision) => decision.id === event.decisionId)?.answer
    if (!event.create || answer?.choice !== 'create') continue
    const typeCode = answer.typeCode ?? event.create.typeCode
    if (!typeCode) {
      throw ruleViolation('imports.type_of_new_meeting', {
        en: `Say what type "${event.title}" is: the answer create needs a typeCode`,
        zh: `请说明“${event.title}”的类别：create 的回答须带 typeCode`,
      })
    }
    const created = await createMeeting(tx, {
      title: answer.title ?? event.create.title,
      typeCode,
      ownerOrganizationId: row.ownerOrganizationId,
      externalId: event.create.externalId,
      sessions: event.create.sessions,
    })
    progress.createdMeetings.push(created.id)
    for (const [index, session] of event.create.sessions.entries()) {
      progress.createdSessions[session.key] = created.sessionIds[index]!
    }
  }
  return changeRow(tx, 'imports', row, withProgress(row, progress), { type: 'import.meetings_created' })
}

async function commitChunk(tx: Tx, importId: string, number: number, entries: PlanEntry[]): Promise<Import> {
  const row = await findImport(tx.db, tx.committeeId, importId)
  if (row.cursor >= number) return row
  const progress = progressOf(row)
  const accepted = entries.flatMap((entry, position) => {
    const sessionId = entry.sessionId ?? progress.createdSessions[entry.sessionKey ?? ''] ?? null
    const presence = PRESENCE[entry.status ?? '']
    if (!isAcceptable(entry) || !sessionId || !presence || !entry.memberId) return []
    return [{ entry, position, sessionId, presence, memberId: entry.memberId }]
  })
  await inviteListed(tx, accepted, progress)
  const due = accepted.filter(({ entry }) => entry.result !== 'same')
  const marks = due.map(
    ({ entry, sessionId, presence, memberId }): SessionMark => ({
      sessionId,
      memberId,
      presence,
      leaveType: presence === 'leave' ? entry.leaveType : null,
      arrivedAt: null,
      note: entry.note,
      seen: entry.previous?.version ?? 0,
    }),
  )
  const source = { method: 'import', importId }
  const subject = { type: 'imports', id: importId, version: row.version }
  const recorded = await recordMarks(tx, marks, source, subject)
  const moved = new Map(
    recorded.moves.map((move) => [`${move.after.sessionId}/${move.after.memberId}`, move]),
  )
  const refOf = new Map(due.map(({ entry, sessionId, memberId }) => [`${sessionId}/${memberId}`, entry]))
  for (const { sessionId, memberId } of recorded.overtaken) {
    const { table, ref } = refOf.get(`${sessionId}/${memberId}`)!
    progress.changedSince.push({ ref: `${table}!${ref}`, memberId, sessionId })
  }
  await letOthersRead()
  const unmoved = accepted.filter(({ entry }) => entry.result === 'same').length
  await writeCells(
    tx,
    importId,
    accepted.flatMap((one): Cell[] => {
      const key = `${one.sessionId}/${one.memberId}`
      const move = moved.get(key)
      if (!move && one.entry.result !== 'same') return []
      return [cellOf(number, one.position, one.entry, key, move)]
    }),
  )
  await letOthersRead()
  progress.created += recorded.created
  progress.changed += recorded.changed
  progress.unchanged += unmoved + recorded.unchanged
  return changeRow(
    tx,
    'imports',
    row,
    { ...withProgress(row, progress), cursor: number },
    { type: 'import.chunk_committed' },
  )
}

type Moved = Awaited<ReturnType<typeof recordMarks>>['moves'][number]

function cellOf(
  chunk: number,
  position: number,
  entry: PlanEntry,
  key: string,
  move: Moved | undefined,
): Cell {
  const before = move?.before
  return {
    chunk,
    position,
    sheet: entry.table,
    row: entry.row,
    column: entry.col,
    raw: entry.raw,
    result: entry.result,
    rung: entry.rung,
    targetKey: `attendance/${key}`,
    targetVersion: move?.after.version ?? entry.previous?.version ?? 0,
    previous:
      before && !before.deletedAt
        ? { presence: before.presence, leaveType: before.leaveType, note: before.note }
        : null,
  }
}

interface Accepted {
  entry: PlanEntry
  sessionId: string
  memberId: string
}

/** Who stands on the list of a meeting that this file creates, or was decided to belong on one, is expected there. */
async function inviteListed(tx: Tx, accepted: readonly Accepted[], progress: Progress): Promise<void> {
  const created = new Set(Object.values(progress.createdSessions))
  const wanted = accepted.filter((one) => one.entry.addInvitation || created.has(one.sessionId))
  for (const [sessionId, group] of Map.groupBy(wanted, (one) => one.sessionId)) {
    const had = new Set(
      (await invitedTo(tx.db, tx.committeeId, sessionId)).map((invitation) => invitation.memberId),
    )
    const added = [...new Set(group.map((one) => one.memberId))].filter((id) => !had.has(id)).sort()
    if (added.length === 0) continue
    const seq = await tx.emit({
      type: 'invitations.set',
      subjectType: 'meetingSessions',
      subjectId: sessionId,
      subjectVersion: 1,
      members: added,
      data: { origin: 'picked', added, removed: [] },
    })
    await insertInvitations(tx, sessionId, added, 'picked', seq)
    progress.invited.push({ sessionId, memberIds: added })
  }
}

async function finish(tx: Tx, row: Import, cancelled: boolean): Promise<Import> {
  const patch = {
    state: 'committed',
    ...(cancelled ? { summary: { ...(row.summary as object), cancelled: true } } : {}),
  }
  return changeRow(tx, 'imports', row, patch, { type: cancelled ? 'import.cancelled' : 'import.committed' })
}

export async function importOfJob({ storage, job }: JobContext): Promise<Import> {
  const row = await findImport(storage.read, job.committeeId, (job.input as { importId: string }).importId)
  if (!row) throw notFound('import', job.id)
  return row
}
