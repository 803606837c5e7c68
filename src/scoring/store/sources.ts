import { append } from '../../core/long-lists.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { assessmentFacts } from './assessments.ts'
import { attendanceFacts, type PeriodMeeting, periodMeetings } from './attendance.ts'
import { dutyRecordFacts } from './duty-records.ts'
import { opinionFacts } from './opinions.ts'
import { proposalFacts } from './proposals.ts'
import { recognitionFacts } from './recognitions.ts'
import { researchReportFacts } from './research-reports.ts'
import type { Scope } from './scope.ts'
import { serviceFacts } from './services.ts'
import { speechFacts } from './speeches.ts'

/**
 * Where facts come from, one source per kind of work: which events move its facts, and the query that reads them for
 * all members or for a few.
 */
export interface FactSource {
  name: string
  /** Events that move its facts; an event that no source names may move the facts of every source. */
  moves: RegExp
  load(storage: Storage, scope: Scope, meetings: readonly PeriodMeeting[]): Promise<Fact[]>
}

export const SOURCES: readonly FactSource[] = [
  { name: 'attendance', moves: /^(attendance|leave_request|invitation)\./, load: attendanceFacts },
  { name: 'proposals', moves: /^(proposal|milestone)\./, load: proposalFacts },
  {
    name: 'opinions',
    moves: /^(opinion|opinion_adoption|opinion_issue|opinion_feedback|instruction|milestone)\./,
    load: opinionFacts,
  },
  { name: 'speeches', moves: /^speech\./, load: speechFacts },
  { name: 'research_reports', moves: /^(research_report|instruction)\./, load: researchReportFacts },
  { name: 'services', moves: /^service_record\./, load: serviceFacts },
  { name: 'recognitions', moves: /^recognition\./, load: recognitionFacts },
  { name: 'assessments', moves: /^(assessment|proposal)\./, load: assessmentFacts },
  { name: 'duty_records', moves: /^duty_record\./, load: dutyRecordFacts },
]

/** The sources whose facts an event of this type may have moved; none: it may have moved those of any. */
export function movedBy(eventType: string): FactSource[] {
  return SOURCES.filter(({ moves }) => moves.test(eventType))
}

/** The facts of a committee as the engine takes them, of every source. */
export async function loadFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const meetings = await periodMeetings(storage, scope)
  const facts: Fact[] = []
  for (const source of SOURCES) append(facts, await source.load(storage, scope, meetings))
  return facts
}
