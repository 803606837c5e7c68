import { OPEN_BY_RULE } from '../../committee/members/rules-asked.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { codeOf } from '../../core/errors.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { JobContext, JobInputs } from '../../storage/jobs.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { followRule, meetingOf } from './service.ts'

/** Asks the rules of all sessions again whose rolls are open, one session a transaction. */
export async function followRules({
  job,
  storage,
  progress,
}: JobContext<JobInputs['invitations.follow']>): Promise<{ sessions: number }> {
  const { committeeId } = job
  const sessions = await from(inCommittee(storage, committeeId), 'meetingSessions', OPEN_BY_RULE)
    .pick('id')
    .orderBy('day')
  for (const [done, { id }] of sessions.entries()) {
    await progress('invitations', done, sessions.length)
    const actor = { actor: `job/${job.kind}`, requestId: 'job' }
    await storage.write(committeeId, actor, (tx) => askAgain(tx, id)).catch(unlessClosed)
  }
  return { sessions: sessions.length }
}

async function askAgain(tx: Tx, sessionId: string): Promise<void> {
  const session = (await findRow(tx, 'meetingSessions', sessionId))!
  if (session.deletedAt || session.state === 'settled') return
  const meeting = await meetingOf(tx, session.meetingId)
  if (meeting.state === 'cancelled') return
  await checkOpen(tx, meeting.startsOn)
  await followRule(tx, session)
}

/** Nobody's invitations move in a closed period. */
function unlessClosed(error: unknown): void {
  if (codeOf(error) !== 'period_closed') throw error
}
