import { addDays, within } from '../../core/days.ts'
import { compare, parsePoints } from '../../core/points.ts'
import type { Fact, ScoredMember } from '../facts.ts'
import type { AttributeRule, Filter } from '../notation/vocabulary.ts'
import { ATTENDED, type Outcome } from './attendance-outcome.ts'

/** Whether a value passes: among the named ones, or not among the excluded ones. A missing value is none of them. */
export function passes(filter: Filter, value: string | undefined): boolean {
  const isNamed = value !== undefined && filter.values.includes(value)
  return filter.not ? !isNamed : isNamed
}

/** For whom a clause is: by office and body on the day of the fact. */
export interface Who {
  readonly office?: Filter | undefined
  readonly body?: Filter | undefined
  readonly bodyKind?: Filter | undefined
  /** What the member is in a body that `body` and `bodyKind` name: `convener`, `deputy_head`. */
  readonly bodyRole?: Filter | undefined
}

export function isFor(who: Who, member: ScoredMember, day: string): boolean {
  const { office, body, bodyKind, bodyRole } = who
  if (office && !holds(office, member.offices, (role) => role.code, day)) return false
  if (body && !holds(body, member.bodies, (role) => role.code, day)) return false
  if (bodyKind && !holds(bodyKind, member.bodies, (role) => role.kind, day)) return false
  if (!bodyRole) return true
  const inBody = member.bodies.filter(
    (role) => (!body || passes(body, role.code)) && (!bodyKind || passes(bodyKind, role.kind)),
  )
  return holds(bodyRole, inBody, (role) => role.role, day)
}

/** The same on some day of a span: it can only change where an office or a membership begins or has ended. */
export function isForSometime(who: Who, member: ScoredMember, from: string, to: string): boolean {
  const changes = [...member.offices, ...member.bodies].flatMap((role) =>
    role.to === null ? [role.from] : [role.from, addDays(role.to, 1)],
  )
  return [from, to, ...changes.filter((day) => within(day, from, to))].some((day) => isFor(who, member, day))
}

/** Whether a person belongs to a body on a day. */
export const belongs = ({ bodies }: ScoredMember, id: string, day: string): boolean =>
  bodies.some((body) => body.id === id && within(day, body.from, body.to))

function holds<Held extends { from: string; to: string | null }>(
  filter: Filter,
  all: readonly Held[],
  codeOf: (held: Held) => string | undefined,
  day: string,
): boolean {
  const isNamed = all.some(
    (role) => within(day, role.from, role.to) && filter.values.includes(codeOf(role) ?? ''),
  )
  return filter.not ? !isNamed : isNamed
}

/** The outcomes that a regulation may name; the others (unknown, exempt, declined, undecided) never earn. */
export const NAMED_OUTCOMES = [
  'attended',
  'present',
  'late',
  'left_early',
  'partial',
  'observer',
  'walk_in',
  'leave_approved',
  'leave_refused',
  'absent',
] as const

/** The outcomes of a meeting as a whole; the others are of one session. */
export const NAMED_MEETING_OUTCOMES: readonly string[] = [
  'attended',
  'leave_approved',
  'absent',
  'partial',
  'walk_in',
  'observer',
]

/** What a wider word covers: `attended` is present, late or left early; `absent` is also leave refused. */
const COVERED: Record<string, readonly Outcome[]> = {
  attended: ['attended', ...ATTENDED],
  absent: ['absent', 'leave_refused'],
}

/** The wider word that an outcome may be listed under in a table. */
export function widerOutcome(outcome: string): string | undefined {
  return Object.keys(COVERED).find((word) => COVERED[word]?.includes(outcome as Outcome))
}

const EXPECTED: readonly Outcome[] = [
  ...(COVERED.attended ?? []),
  'leave_approved',
  'leave_refused',
  'absent',
]

/** The outcomes that a filter lets through; partial, walk-in and observer only where they are named. */
export function outcomesOf(filter: Filter): ReadonlySet<Outcome> {
  const outcomes = filter.values.flatMap((value) => COVERED[value] ?? [value as Outcome])
  return new Set(filter.not ? EXPECTED.filter((outcome) => !outcomes.includes(outcome)) : outcomes)
}

type FactField = 'form' | 'occasion' | 'level' | 'role' | 'origin'
export const FACT_FIELDS: readonly FactField[] = ['form', 'occasion', 'level', 'role', 'origin']

export type FieldTest = (fact: Fact) => boolean

/** Whether a record has what a clause asks of one of its further fields; a field that is not there has nothing. */
export function attributeTest(name: string, rule: AttributeRule): FieldTest {
  return ({ attributes }) => {
    const value = attributes && Object.hasOwn(attributes, name) ? attributes[name] : null
    if (value === null || value === undefined) return rule.kind === 'among' && rule.not
    if (rule.kind === 'among') return rule.values.includes(value) !== rule.not
    if (typeof value !== 'number') return false
    const points = parsePoints(value)!
    return (
      (rule.atLeast === null || compare(points, rule.atLeast) >= 0) &&
      (rule.below === null || compare(points, rule.below) < 0)
    )
  }
}
