import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { attendanceFacts, type PeriodMeeting, periodMeetings } from './attendance.ts'
import { opinionFacts } from './opinions.ts'
import { proposalFacts } from './proposals.ts'
import type { Scope } from './scope.ts'
import { speechFacts } from './speeches.ts'

/**
 * Where facts come from, one source per kind of work: which events move its facts, and the query that reads them for
 * all members or for a few.
 */
export interface FactSource {
  name: string
  /** Events that move facts of this source alone; any other event may move facts of every source. */
  moves: RegExp
  load(storage: Storage, scope: Scope, meetings: readonly PeriodMeeting[]): Promise<Fact[]>
}

export const SOURCES: readonly FactSource[] = [
  { name: 'attendance', moves: /^(attendance|leave_request|invitation)\./, load: attendanceFacts },
  { name: 'proposals', moves: /^proposal\./, load: proposalFacts },
  { name: 'opinions', moves: /^(opinion|opinion_adoption|instruction)\./, load: opinionFacts },
  { name: 'speeches', moves: /^speech\./, load: speechFacts },
]

/** The one source whose facts an event of this type may have moved; undefined: it may have moved any. */
export function movedBy(eventType: string): FactSource | undefined {
  return SOURCES.find(({ moves }) => moves.test(eventType))
}

/** The facts of a committee as the engine takes them, of every source. */
export async function loadFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const meetings = await periodMeetings(storage, scope)
  const found: Fact[] = []
  for (const source of SOURCES) found.push(...(await source.load(storage, scope, meetings)))
  return found
}
