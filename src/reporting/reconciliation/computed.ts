import { isCounted, isPresent, statusIn } from '../../duties/attendance/status.ts'
import { type GeneralMeasure, partsOfMeasure } from '../../duties/declared-statistics/measures.ts'
import { type Fact, sessionIn } from '../../scoring/facts.ts'

/**
 * What the records of one member's year give for a measure that was declared. The same facts as the scores count, so that
 * a declared number can be walked back to what stands behind the computed one. Pure.
 */
export function computedFor(measure: string, facts: readonly Fact[]): number {
  const parts = partsOfMeasure(measure)
  if ('general' in parts) return GENERAL[parts.general](facts)
  const sessions = sessionsOf(facts).filter(({ type }) => type === parts.meetingType)
  return sessions.filter(parts.count === 'expected' ? wasExpected : wasPresent).length
}

const sessionsOf = (facts: readonly Fact[]): Fact[] =>
  facts.filter(({ kind, scope }) => kind === 'attendance' && scope === 'session')

const wasExpected = (fact: Fact): boolean => {
  const session = sessionIn(fact)
  return session !== undefined && isCounted(session)
}
// Somebody who came without being expected came: a yearly table counts it.
const wasPresent = ({ outcome }: Fact): boolean => {
  const status = statusIn(outcome)
  return status !== undefined && (isPresent(status) || status === 'walk_in')
}

const withOutcome =
  (...outcomes: string[]) =>
  (facts: readonly Fact[]): number =>
    sessionsOf(facts).filter(({ outcome }) => outcomes.includes(outcome ?? '')).length

/** Records, each once, whatever role the member had. */
const recordsOf =
  (kind: string, which: (fact: Fact) => boolean = () => true) =>
  (facts: readonly Fact[]): number =>
    new Set(facts.filter((fact) => fact.kind === kind && which(fact)).map(({ id }) => id)).size

const isFirst = ({ share }: Fact): boolean => share?.position === 1
const reached =
  (status: string) =>
  ({ steps }: Fact): boolean =>
    steps?.some((step) => step.status === status) ?? false

const GENERAL: Record<GeneralMeasure, (facts: readonly Fact[]) => number> = {
  expected: (facts) => sessionsOf(facts).filter(wasExpected).length,
  attended: (facts) => sessionsOf(facts).filter(wasPresent).length,
  leave: withOutcome('leave_approved'),
  absent: withOutcome('absent', 'leave_refused'),
  late: withOutcome('late'),
  left_early: withOutcome('left_early'),
  proposals: recordsOf('proposal'),
  proposals_first: recordsOf('proposal', isFirst),
  proposals_joint: recordsOf('proposal', (fact) => fact.share !== undefined && !isFirst(fact)),
  opinions: recordsOf('opinion'),
  opinions_adopted: recordsOf('opinion', reached('adopted')),
  speeches: recordsOf('speech'),
  research_reports: recordsOf('research_report'),
  service: recordsOf('service'),
  recognitions: recordsOf('recognition'),
}
