import { z } from 'zod'
import { ZONE_DEFAULT } from '../core/days.ts'
import { Code, Count, Day, Line } from '../core/fields.ts'
import { OUTCOMES } from '../core/words/scoring.ts'
import { coded } from '../core/words/word.ts'
import { type SessionStatus, statusIn } from '../duties/attendance/status.ts'

/**
 * The engine's only input, and the file format of the command line: a period, the members, and what they did.
 * Whatever table a fact came from, it has the one shape below.
 */

const FACTS_MAX = 1_000_000
const MEMBERS_MAX = 20_000

const Key = Line(200)
/** For `refine`: days that begin before they end; an end that is missing is none. */
export function inOrder<First extends string, Last extends string>(first: First, last: Last) {
  type Span = { [name in First | Last]?: string | null | undefined }
  const isInOrder = (span: Span) => !span[first] || !span[last] || span[first] <= span[last]
  const issue: { error: string; path: string[] } = {
    error: `${first} must not be after ${last}`,
    path: [last],
  }
  return [isInOrder, issue] as const
}

const OpenDay = Day.nullable()
  .default(null)
  .meta({ description: 'Last day, counted; null while it goes on.' })
const codeOr = (what: string) => Code.optional().meta({ description: what })

/** `attendance/<session or meeting>/<member>` or `<kind>/<uuid>`. */
const FactId = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9_]*\/[^/\s]+(\/[^/\s]+)?$/, {
    error: 'must be <kind>/<id> or attendance/<meeting>/<member>',
  })
  .meta({
    description:
      'Names the fact: `attendance/<session or meeting>/<member>`, otherwise `<kind>/<uuid>`. One proposal of ' +
      'several people is one fact for each of them: the same id, another member.',
    example: 'proposal/0197f6a0-0000-7000-8000-000000000001',
  })

const Sessions = z
  .strictObject({
    eligible: Count().meta({
      description: 'Sessions that count: the sum of the other counts without walkIn and observer.',
    }),
    present: Count().default(0),
    late: Count().default(0),
    leftEarly: Count().default(0),
    leave: Count().default(0).meta({ description: 'Leave that was approved.' }),
    absent: Count().default(0).meta({ description: 'Missed without leave, or after leave was refused.' }),
    unknown: Count().default(0).meta({ description: 'Without a record, or with leave that is undecided.' }),
    partial: Count().optional().meta({ description: 'There for a part of the session.' }),
    walkIn: Count().optional().meta({ description: 'Came without an invitation; outside `eligible`.' }),
    observer: Count().optional().meta({ description: 'Sat in without belonging; outside `eligible`.' }),
  })
  .refine(
    (s) =>
      s.eligible === s.present + s.late + s.leftEarly + s.leave + s.absent + s.unknown + (s.partial ?? 0),
    { error: 'eligible must be the sum of present, late, leftEarly, partial, leave, absent and unknown' },
  )
  .meta({ description: 'Sessions of one meeting by outcome; exempt and declined sessions are left out.' })

const Step = z
  .strictObject({
    status: Code.meta({
      description: 'The status that was reached, such as `submitted`, `filed`, `adopted`.',
    }),
    day: Day.meta({ description: 'The day it was reached; the step is credited to the period of this day.' }),
    level: codeOr('Level of the body that decided, such as `city`.'),
  })
  .meta({
    description: 'A step that the record has reached. A record with the step `withdrawn` earns nothing.',
  })

const Share = z
  .strictObject({
    position: z.int().min(1).max(10_000).nullable().meta({
      description: 'Place among those who signed in time, 1 for the first; null without a valid signature.',
    }),
    of: z.int().min(1).max(10_000).meta({
      description: 'How many signed in time, the first included. Those who did not sign are not counted.',
    }),
  })
  .refine((share) => share.position === null || share.position <= share.of, {
    error: 'position must not be above of',
    path: ['position'],
  })
  .meta({ description: 'Which of how many people of a joint record this member is.' })

export const Fact = z
  .strictObject({
    id: FactId,
    memberId: Key.meta({
      description:
        'Whose fact this is: `members[].id`, or the `bodies[].id` of a body, where the fact is its own (an `activity`, a ' +
        'collective `proposal`, a `recognition`, an `assessment`).',
    }),
    day: Day.meta({ description: 'The day it happened; of a meeting of several days the first.' }),
    kind: Code.meta({
      description:
        '`attendance`, `proposal`, `opinion`, `speech`, `research_report`, `service`, `recognition`, `assessment`, or ' +
        '`record` of a kind that the committee has added; of a body also `activity` (it organised one), and of its people ' +
        '`member_total`: what each came to under the regulation for members, a `quantity` in `point`.',
      example: 'attendance',
    }),
    type: codeOr(
      'Catalogue type: the meeting type of an attendance or a speech, `individual`, `joint` or `collective` of a ' +
        'proposal, the type of a record.',
    ),
    class: codeOr('Class that the catalogue gives the type: `activity`, `statutory`, `consultation` …'),
    scope: z.enum(['session', 'meeting', 'record']).meta({
      description:
        'Attendance is stated of a meeting or of one of its sessions; everything else is a record.',
    }),
    meetingId: Key.optional().meta({
      description: 'The meeting it belongs to; binds a speech to its attendance.',
    }),
    outcome: coded(OUTCOMES).optional().meta({
      description:
        'Attendance only: the status at the session, or the outcome of a meeting without `sessions`.',
    }),
    sessions: Sessions.optional(),
    form: codeOr('`oral` or `written` of a speech that was listed; the form of another record.'),
    occasion: codeOr('Where a speech was listed: `plenary`, `sc_meeting`, `sc_topic`, `consultation` …'),
    level: codeOr('Level of the body that gave or adopted it: `district`, `city`, `province`, `national` …'),
    role: codeOr('What the member was in it: `speaker`, `author` …'),
    origin: codeOr('What the record was before it was turned into this: `proposal` of an opinion.'),
    became: codeOr(
      'What the record was turned into, and is recorded as a second time: `opinion`. The regulation says by `converted` which of ' +
        'the two counts.',
    ),
    share: Share.optional(),
    quantity: z.number().min(-1e9).max(1e9).optional().meta({ description: 'How much, in `unit`.' }),
    unit: codeOr('Unit of `quantity`, such as `hour` or `half_day`.'),
    steps: z
      .array(Step)
      .max(50)
      .optional()
      .meta({ description: 'Every step the record has reached, in any order.' }),
    attributes: z
      .record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))
      .optional()
      .meta({
        description: 'Further fields of the record: a clause asks for them by `where: { attributes: … }`.',
      }),
    verified: z.boolean().default(true).meta({ description: 'False while only declared.' }),
    provisional: z.boolean().default(false).meta({
      description: 'True while the fact may still change of itself: an unsettled session, an open deadline.',
    }),
    source: Line(300).optional().meta({ description: 'Where it comes from, for people.' }),
  })
  .meta({ id: 'Fact', description: 'One thing that one member or body did or missed.' })

const Held = z.strictObject({ code: Code, from: Day, to: OpenDay }).refine(...inOrder('from', 'to'))

export const ScoredMember = z
  .strictObject({
    id: Key,
    ranked: z.boolean().default(true).meta({ description: 'False: scored, but kept out of the ranking.' }),
    validFrom: Day.meta({ description: 'First day of the mandate; what happened before it is not scored.' }),
    validTo: OpenDay,
    exitReason: codeOr('Why the mandate ended: `resigned`, `revoked`, `deceased`, `term_end` …'),
    mandates: z
      .array(z.strictObject({ from: Day, to: OpenDay }).refine(...inOrder('from', 'to')))
      .min(1)
      .max(50)
      .optional()
      .meta({
        description:
          'All memberships of the person by their days, the first one first, where there were several: a condition over ' +
          'several periods looks at each, one over the term at the last. Left out, there is the one from `validFrom` to `validTo`.',
      }),
    offices: z.array(Held).max(200).default([]).meta({ description: 'Offices with their days.' }),
    bodies: z
      .array(
        z
          .strictObject({
            id: Key,
            code: Code.optional(),
            kind: Code,
            role: Code.optional(),
            from: Day,
            to: OpenDay,
          })
          .refine(...inOrder('from', 'to')),
      )
      .max(200)
      .default([])
      .meta({ description: 'Committees and groups the member belongs to, with their days.' }),
    exemptions: z
      .array(z.strictObject({ from: Day, to: OpenDay, reason: Line(200) }).refine(...inOrder('from', 'to')))
      .max(200)
      .default([])
      .meta({ description: 'Days on which a missed meeting is not held against the member.' }),
  })
  .refine(...inOrder('validFrom', 'validTo'))
  .meta({ id: 'ScoredMember' })

export const Period = z
  .strictObject({
    kind: z.enum([
      'calendar_year',
      'half_year',
      'quarter',
      'month',
      'session_year',
      'since_session',
      'term_to_date',
      'custom',
    ]),
    from: Day,
    to: Day,
    before: z
      .array(z.strictObject({ from: Day, to: Day }).refine(...inOrder('from', 'to')))
      .max(20)
      .optional()
      .meta({
        description:
          'The periods of the same kind right before this one, the latest last: what `over: { periods }` looks at. Left out, ' +
          'they are as long by the calendar as the kind says; those of a session year as long as a year.',
      }),
    asOf: Day.optional().meta({
      description:
        'Nothing after this day is counted; limits stay those of the whole period. It tells how a year stood at the end of ' +
        'a quarter.',
    }),
    today: Day.optional().meta({
      description: 'A part of the period that ends after this day is not over: nothing is missing in it yet.',
    }),
  })
  .refine(...inOrder('from', 'to'))
  .meta({ id: 'ScoredPeriod', description: 'First and last day, both counted.' })

const Calendar = z
  .strictObject({ zone: z.string().max(60).default(ZONE_DEFAULT) })
  .meta({ description: 'The zone in which the days of this document are days.' })

/** What an earlier period came to, for consequences of periods running. */
export const Earlier = z
  .strictObject({
    memberId: Key,
    from: Day,
    to: Day,
    total: z.number(),
    grade: z.string().max(100).nullable().default(null),
    place: z.int().min(1).nullable().default(null).meta({ description: 'Place in the list of the member.' }),
    tied: z.int().min(1).default(1).meta({ description: 'How many had this place.' }),
    of: z.int().min(0).default(0).meta({ description: 'How many were ranked in it.' }),
  })
  .refine(...inOrder('from', 'to'))
  .meta({
    id: 'EarlierResult',
    description: 'Total, grade and place of one member in a period before this one.',
  })

/** A body that is scored itself: a sector, a committee, a group, a unit. */
export const ScoredBody = z
  .strictObject({
    id: Key,
    code: Code.optional(),
    kind: Code,
    ranked: z.boolean().default(true),
    validFrom: Day.default('1900-01-01'),
    validTo: OpenDay,
  })
  .refine(...inOrder('validFrom', 'validTo'))
  .meta({
    id: 'ScoredBody',
    description: 'Its people are the members whose `bodies` name its id, day by day.',
  })

export const FactsDocument = z
  .strictObject({
    period: Period,
    calendar: Calendar.prefault({}),
    members: z.array(ScoredMember).max(MEMBERS_MAX),
    bodies: z.array(ScoredBody).max(MEMBERS_MAX).default([]).meta({
      description: 'For a regulation whose subject is a kind of body; facts may be theirs as well.',
    }),
    facts: z.array(Fact).max(FACTS_MAX),
    earlier: z.array(Earlier).max(FACTS_MAX).default([]),
  })
  .superRefine((document, context) => {
    const members = new Set<string>()
    document.members.forEach((member, at) => {
      if (members.has(member.id))
        context.addIssue({ code: 'custom', path: ['members', at, 'id'], message: 'is there twice' })
      members.add(member.id)
    })
    document.bodies.forEach((body, at) => {
      if (members.has(body.id))
        context.addIssue({ code: 'custom', path: ['bodies', at, 'id'], message: 'is there twice' })
      members.add(body.id)
    })
    const facts = new Set<string>()
    document.facts.forEach((fact, at) => {
      const key = `${fact.id} ${fact.memberId}`
      if (facts.has(key))
        context.addIssue({
          code: 'custom',
          path: ['facts', at, 'id'],
          message: 'is there twice for this member',
        })
      facts.add(key)
      if (!members.has(fact.memberId)) {
        context.addIssue({
          code: 'custom',
          path: ['facts', at, 'memberId'],
          message: 'is not one of the members or bodies',
        })
      }
    })
  })
  .meta({ id: 'FactsDocument', description: 'Everything that a score needs, and nothing else.' })

export type Fact = z.infer<typeof Fact>
export type ScoredMember = z.infer<typeof ScoredMember>
export type ScoredBody = z.infer<typeof ScoredBody>
/** Who is scored: a member, or a body with its people. */
export interface Subject extends ScoredMember {
  readonly people?: ReadonlyMap<string, ScoredMember>
}
export type Period = z.infer<typeof Period>
export type Earlier = z.infer<typeof Earlier>
export type FactsDocument = z.infer<typeof FactsDocument>

/** What a fact says of one session; undefined of other facts. */
export function sessionIn({ kind, scope, outcome, provisional }: Fact): SessionStatus | undefined {
  const status = kind === 'attendance' && scope === 'session' ? statusIn(outcome) : undefined
  return status && { status, settled: !provisional }
}
