import type { Storage } from '../storage/storage.ts'
import type { Fact } from './facts.ts'
import { attendanceFacts, type PeriodMeeting, periodMeetings } from './store/attendance.ts'
import { opinionFacts } from './store/opinions.ts'
import { proposalFacts } from './store/proposals.ts'
import type { Scope } from './store/scope.ts'
import { speechFacts } from './store/speeches.ts'

/**
 * The facts of a committee as the engine takes them: one query per kind, for all members or for a few. Who has the
 * meetings of the period already gives them.
 */
export async function loadFacts(
  storage: Storage,
  scope: Scope,
  meetings?: readonly PeriodMeeting[],
): Promise<Fact[]> {
  return [
    ...(await attendanceFacts(storage, scope, meetings ?? (await periodMeetings(storage, scope)))),
    ...(await proposalFacts(storage, scope)),
    ...(await opinionFacts(storage, scope)),
    ...(await speechFacts(storage, scope)),
  ]
}
