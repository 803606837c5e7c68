import fc, { type Arbitrary } from 'fast-check'
import type { Counts } from './format.ts'
import {
  CLASSES,
  FORMS,
  LEVELS,
  MEETINGS,
  OCCASIONS,
  RATERS,
  STATUSES,
  SUBJECTS,
  TYPES,
  UNITS,
} from './generate-facts.ts'
import { filter, oneOf, rarely, some, who } from './generate-words.ts'

/** What clauses and conditions count, over the vocabulary of the random facts. */

export const MEETING_OUTCOMES = ['attended', 'leave_approved', 'absent', 'partial', 'observer', 'walk_in']
export const SESSION_OUTCOMES = [...MEETING_OUTCOMES, 'present', 'late', 'left_early', 'leave_refused']

const ofMeetings = rarely({ meeting: filter(MEETINGS), class: filter(CLASSES) })
const meetingCounts = fc
  .tuple(
    filter(MEETING_OUTCOMES),
    ofMeetings,
    rarely({ attendance: fc.constantFrom('all', 'any', 'two_thirds') }),
  )
  .map(([outcome, where, more]) => ({ counts: 'attendance', where: { ...where, outcome }, ...more }))
const sessionCounts = fc
  .tuple(filter(SESSION_OUTCOMES), ofMeetings)
  .map(([outcome, where]) => ({ counts: 'attendance', per: 'session', where: { ...where, outcome } }))

const counting = (kind: string, keys: { [key: string]: Arbitrary<unknown> }) =>
  rarely(keys).map((where) => ({ counts: kind, ...(Object.keys(where).length > 0 && { where }) }))
const attributes = some({
  words: fc.constantFrom(
    ...[{ atLeast: 1000 }, { below: 500 }, { atLeast: 400, below: 1000 }, 1200, { not: [300, 1200] }],
  ),
  subject: filter(SUBJECTS),
  urgent: fc.constantFrom(true, { not: true }),
}).filter((fields) => Object.keys(fields).length > 0)

/** What is counted of each kind of fact. */
export const COUNTED: { [kind: string]: Arbitrary<unknown> } = {
  attendance: fc.oneof(meetingCounts, sessionCounts),
  proposal: counting('proposal', {
    type: filter(TYPES['proposal']!),
    level: filter(LEVELS),
    unreached: oneOf(STATUSES['proposal']!),
  }),
  opinion: counting('opinion', {
    type: filter(TYPES['opinion']!),
    level: filter(LEVELS),
    origin: filter(['proposal']),
  }),
  speech: counting('speech', {
    form: filter(FORMS),
    occasion: filter(OCCASIONS),
    type: filter(MEETINGS),
    role: filter(['speaker', 'author']),
  }),
  service: counting('service', { type: filter(TYPES['service']!) }),
  recognition: counting('recognition', {
    class: filter(['reward', 'penalty']),
    level: filter(LEVELS),
    type: filter(TYPES['recognition']!),
  }),
  record: counting('record', { type: filter(TYPES['record']!), attributes }),
  assessment: counting('assessment', { type: filter(TYPES['assessment']!), role: filter(RATERS) }),
}

/**
 * Whose facts, and who they are. Not compared: `who` of facts that a body has itself; the guide says what it asks where
 * the facts are those of people, and not what a body is.
 */
export const whose = (ofBodies: boolean): Arbitrary<{ of?: 'members' | 'all'; who?: unknown }> =>
  ofBodies
    ? fc.oneof(
        { weight: 2, arbitrary: rarely({ who }).map((one) => ({ of: 'members' as const, ...one })) },
        fc.constant({ of: 'all' as const }),
        fc.constant({}),
      )
    : rarely({ who })

/** A count of a condition or a measure: with a status, or with the amounts of a unit. */
export const countsFor = (kinds: readonly string[], ofBodies: boolean): Arbitrary<Counts> =>
  oneOf(kinds).chain((kind) =>
    fc
      .tuple(
        COUNTED[kind]!,
        whose(ofBodies),
        STATUSES[kind]
          ? rarely({ status: fc.oneof(oneOf(STATUSES[kind]), fc.constant(STATUSES[kind])) })
          : fc.constant({}),
        UNITS[kind] ? some({ sum: oneOf(UNITS[kind]) }) : fc.constant({}),
      )
      .map((parts) => Object.assign({}, ...parts) as Counts),
  )

const usual = fc.constant({
  counts: 'attendance',
  where: { outcome: ['attended', 'absent', 'leave_approved'] },
})

/** Two counts of which one may be a part of the other: of whole meetings, of sessions, or of records of one kind. */
export const ratesFor = (
  kinds: readonly string[],
  ofBodies: boolean,
): Arbitrary<{ share: Counts; among: Counts }> =>
  oneOf(kinds).chain((kind) => {
    const one = COUNTED[kind]!
    const two =
      kind === 'attendance'
        ? fc.oneof(
            fc.tuple(meetingCounts, fc.oneof(meetingCounts, usual)),
            fc.tuple(sessionCounts, sessionCounts),
          )
        : fc.tuple(one, one)
    return fc.tuple(two as Arbitrary<[object, object]>, whose(ofBodies)).map(([[share, among], of]) => ({
      share: { ...share, ...of } as Counts,
      among: { ...among, ...of } as Counts,
    }))
  })
