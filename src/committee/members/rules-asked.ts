import { enqueue } from '../../storage/enqueue.ts'
import { filled, from, type Match } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'

/** Sessions that expect whom a rule names, and whose rolls are open. */
export const OPEN_BY_RULE = {
  invitationRule: filled,
  state: ['open', 'reopened'],
  deletedAt: null,
} satisfies Match<'meetingSessions'>

/** Mandates, offices and bodies have moved: whom meetings expect by a rule is asked again soon, where some wait for it. */
export async function askRulesAgain(tx: Tx): Promise<void> {
  const waiting = await from(tx, 'meetingSessions', OPEN_BY_RULE).pick('id').first()
  if (waiting) await enqueue(tx, 'invitations.follow', {}, tx.actor, `invitations.follow ${tx.committeeId}`)
}
