import { collectYoung } from '../../core/collect.ts'
import { notFound, ruleViolation } from '../../core/errors.ts'
import { recordMarks, type SessionMark } from '../../duties/attendance/service.ts'
import type { Presence } from '../../duties/attendance/status.ts'
import { createMeeting } from '../../duties/meetings/service.ts'
import { invitedTo, moveInvitations, unanswered } from '../../duties/meetings/store.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../storage/jobs.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Committed } from '../../storage/tables/imports.ts'
import { letOthersRead } from '../../storage/write.ts'
import { entriesOf, outlineOf } from './chunks.ts'
import { committedChunks, type Outcome, outcomeSoFar, writeOutcome } from './outcomes.ts'
import { isAcceptable, type PlanEntry, type PlanEvent } from './planner/plan-types.ts'
import { findImport, type Import } from './store.ts'

/**
 * The job that commits a plan: exactly its accepted cells, in chunks of one transaction each, which holds the rows,
 * their event and their outcome; a kill therefore resumes at the chunk that was not acknowledged.
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

/** Progress costs a transaction of its own, so it is told now and then; the outcome of a chunk is what resumes. */
const TELLING_MS = 200

/**
 * While the disk takes one chunk, SQLite's writer works on the next. PostgreSQL answers with the commit, and its
 * connections would contend for the committee.
 */
const CHUNKS_AT_ONCE = { sqlite: 2, postgres: 1 }

/** Chunks after which nothing is in use, and what they threw away is freed: about ten megabytes. */
const CHUNKS_TOGETHER = 4

type Progress = Required<Omit<Committed, 'refused' | 'refusals'>>

export async function commitAttendance(context: JobContext, start: Import): Promise<unknown> {
  const { storage, job } = context
  const actor = { actor: job.createdBy, requestId: 'job' }
  const write = <T>(work: (tx: Tx) => Promise<T>) => storage.write(job.committeeId, actor, work)
  const end = (cancelled: boolean) =>
    write(async (tx) => finish(tx, await findImport(tx, tx.committeeId, start.id), cancelled))
  let row = start
  const first = (await committedChunks(storage, row)) + 1
  if (first === 1 && !progressOf(row).createdMeetings.length) {
    const { events = [] } = await outlineOf(storage, row)
    row = await write((tx) => createMeetings(tx, row, events))
  }
  try {
    await commitChunks(context, row, first, write)
  } catch (error) {
    // What stands is described, and can be reverted.
    if (error instanceof JobCancelled) await end(true)
    throw error
  }
  return { importId: row.id, ...progressOf(await end(false)) }
}

type Write = (work: (tx: Tx) => Promise<void>) => Promise<void>

async function commitChunks(context: JobContext, row: Import, first: number, write: Write): Promise<void> {
  let nextTelling = 0
  for (let from = first; from <= row.chunks; from += CHUNKS_TOGETHER) {
    const last = Math.min(from + CHUNKS_TOGETHER - 1, row.chunks)
    await commitTogether(context, row, { from, last }, write)
    // Nothing of them is in use: what is left to the engine is kept for long, and frees itself at the cost of whoever reads.
    collectYoung()
    if (performance.now() < nextTelling || last === row.chunks) continue
    nextTelling = performance.now() + TELLING_MS
    await context.progress('committing', last, row.chunks)
  }
}

async function commitTogether(
  { storage }: JobContext,
  row: Import,
  { from, last }: { from: number; last: number },
  write: Write,
): Promise<void> {
  const sessions = progressOf(row).createdSessions
  const running: Promise<void>[] = []
  try {
    for (let number = from; number <= last; number += 1) {
      const entries = await entriesOf(storage, row, number)
      await letOthersRead()
      if (running.length >= CHUNKS_AT_ONCE[storage.engine]) await running.shift()
      const chunk = write((tx) => commitChunk(tx, row, number, entries, sessions))
      // Whoever awaits it hears of its failure.
      chunk.catch(() => {})
      running.push(chunk)
    }
    await Promise.all(running)
  } finally {
    await Promise.allSettled(running)
  }
}

export function progressOf(row: Import): Progress {
  const blank = {
    created: 0,
    changed: 0,
    unchanged: 0,
    changedSince: [],
    createdMeetings: [],
    createdSessions: {},
  }
  return { ...blank, ...row.summary.committed }
}

function withProgress(row: Import, progress: Progress): Pick<Import, 'summary'> {
  return { summary: { ...row.summary, committed: progress } }
}

/** Meetings that a person decided to create; the members of the sheet are their list of expected. */
async function createMeetings(tx: Tx, row: Import, events: readonly PlanEvent[]): Promise<Import> {
  const progress = progressOf(row)
  for (const event of events) {
    const answer = row.decisions.find((decision) => decision.id === event.decisionId)?.answer
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

async function commitChunk(
  tx: Tx,
  row: Import,
  number: number,
  entries: readonly PlanEntry[],
  createdSessions: Progress['createdSessions'],
): Promise<void> {
  const committed = await committedChunks(tx, row)
  if (committed >= number) return
  if (committed !== number - 1) throw new Error(`chunk ${number} came before chunk ${committed + 1}`)
  const accepted = entries.flatMap((entry, position): Accepted[] => {
    const sessionId = entry.sessionId ?? createdSessions[entry.sessionKey ?? ''] ?? null
    const presence = PRESENCE[entry.status ?? '']
    if (!isAcceptable(entry) || !sessionId || !presence || !entry.memberId) return []
    return [{ entry, position, sessionId, presence, memberId: entry.memberId }]
  })
  const invited = await inviteListed(tx, accepted, new Set(Object.values(createdSessions)))
  const due = accepted.filter(({ entry }) => entry.result !== 'same')
  const marks = due.map(
    (one): PlannedMark => ({
      planned: one,
      sessionId: one.sessionId,
      memberId: one.memberId,
      presence: one.presence,
      leaveType: one.presence === 'leave' ? one.entry.leaveType : null,
      arrivedAt: null,
      note: one.entry.note,
      seen: one.entry.previous?.version ?? 0,
    }),
  )
  const source = { method: 'import' as const, importId: row.id }
  const subject = { type: 'imports', id: row.id, version: row.version }
  const recorded = await recordMarks(tx, marks, source, subject)
  await letOthersRead()
  await writeOutcome(tx, row.id, number, {
    created: recorded.created,
    changed: recorded.changed,
    unchanged: accepted.length - due.length + recorded.unchanged,
    marks: recorded.moves.map(({ mark, before, after }) => [
      mark.planned.position,
      after.version,
      before && !before.deletedAt
        ? { presence: before.presence, leaveType: before.leaveType, note: before.note }
        : null,
    ]),
    changedSince: recorded.overtaken.map(({ planned, memberId, sessionId }) => ({
      ref: `${planned.entry.table}!${planned.entry.ref}`,
      memberId,
      sessionId,
    })),
    invited,
  })
}

interface Accepted {
  entry: PlanEntry
  /** In its chunk. */
  position: number
  sessionId: string
  presence: Presence
  memberId: string
}

/** A mark with what the plan says of it. */
interface PlannedMark extends SessionMark {
  planned: Accepted
}

/** Who stands on the list of a meeting that this file creates, or was decided to belong on one, is expected there. */
async function inviteListed(
  tx: Tx,
  accepted: readonly Accepted[],
  created: ReadonlySet<string>,
): Promise<Outcome['invited']> {
  const invited: Outcome['invited'] = []
  const wanted = accepted.filter((one) => one.entry.addInvitation || created.has(one.sessionId))
  for (const [sessionId, group] of Map.groupBy(wanted, (one) => one.sessionId)) {
    const had = new Set(
      (await invitedTo(tx, tx.committeeId, sessionId)).map((invitation) => invitation.memberId),
    )
    const added = [...new Set(group.map((one) => one.memberId))].filter((id) => !had.has(id)).sort()
    if (added.length === 0) continue
    const session = { id: sessionId, version: 1 }
    await moveInvitations(
      tx,
      session,
      { added: unanswered(added, 'picked'), removed: [] },
      { origin: 'picked' },
    )
    invited.push({ sessionId, memberIds: added })
  }
  return invited
}

async function finish(tx: Tx, row: Import, cancelled: boolean): Promise<Import> {
  const { summary } = withProgress(row, { ...progressOf(row), ...(await outcomeSoFar(tx, row)) })
  const patch = {
    state: 'committed' as const,
    cursor: await committedChunks(tx, row),
    summary: { ...summary, ...(cancelled ? { cancelled: true } : {}) },
  }
  return changeRow(tx, 'imports', row, patch, { type: cancelled ? 'import.cancelled' : 'import.committed' })
}

export async function importOfJob({ storage, job }: JobContext<ImportJob>): Promise<Import> {
  const row = await findImport(storage, job.committeeId, job.input.importId)
  if (!row) throw notFound('import', job.id)
  return row
}
