import { z } from 'zod'
import { ZONE_DEFAULT } from '../../core/days.ts'
import { Code, Day } from '../../core/fields.ts'
import {
  type Earlier,
  Fact,
  type FactsDocument,
  inOrder,
  type Period,
  ScoredBody,
  ScoredMember,
} from '../facts.ts'
import { token } from '../notation/vocabulary.ts'

/** The notation of a case file: situations in short words, read into members and facts. */
const CASES_MAX = 2000

/** What a fact of a case may say; the one further key is its kind, with its type as the value. */
const FIELDS = strictFields({
  day: Day.optional(),
  meeting: z.string().max(60).optional(),
  class: Code.optional(),
  outcome: z.string().max(40).optional(),
  sessions: z.record(z.string(), z.int().min(0).max(1000)).optional(),
  form: Code.optional(),
  occasion: Code.optional(),
  level: Code.optional(),
  role: Code.optional(),
  share: z
    .string()
    .regex(/^(\d+|unsigned) of \d+$/, { error: token('share_words') })
    .optional(),
  steps: z
    .union([
      z.array(z.union([Code, z.strictObject({ status: Code, day: Day.optional(), level: Code.optional() })])),
      z.record(Code, Day),
    ])
    .optional(),
  quantity: z.number().min(-1e9).max(1e9).optional(),
  unit: Code.optional(),
  attributes: z
    .record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean()]))
    .optional(),
  times: z.int().min(1).max(500).optional(),
  /** One record of several people: each of them names it alike. */
  same: Code.optional(),
  verified: z.boolean().optional(),
  provisional: z.boolean().optional(),
})

function strictFields<Shape extends z.ZodRawShape>(shape: Shape) {
  return { shape, names: Object.keys(shape), schema: z.object(shape) }
}

const Held = z
  .strictObject({ code: Code, from: Day, to: Day.nullable().default(null) })
  .refine(...inOrder('from', 'to'))
const CaseMember = z
  .strictObject({
    office: Code.optional(),
    offices: z.array(Held).optional(),
    body: Code.optional(),
    bodyKind: Code.optional(),
    bodyRole: Code.optional(),
    from: Day.optional(),
    to: Day.optional(),
    exit: Code.optional(),
    exempt: z
      .strictObject({
        from: Day,
        to: Day.nullable().default(null),
        reason: z.string().trim().min(1).max(200).default('exempt'),
      })
      .refine(...inOrder('from', 'to'))
      .optional(),
  })
  .refine(...inOrder('from', 'to'))
const CaseFacts = z.array(z.record(z.string(), z.unknown())).max(500)
/** So many others with the same facts. */
const Other = z.strictObject({
  member: CaseMember.default({}),
  facts: CaseFacts,
  times: z.int().min(1).max(500).default(1),
})
const Case = z.strictObject({
  name: z.string().trim().min(1).max(300),
  /** Clauses and readings (`TC-15/first_adoption`) that the case is there to show. */
  shows: z.array(z.string().max(100)).default([]),
  options: z.record(z.string(), Code).default({}),
  member: CaseMember.default({}),
  facts: CaseFacts,
  /** The others of the list, where places, quotas or averages matter; of a body, its people. */
  others: z.array(Other).max(100).default([]),
  people: z.array(Other).max(100).default([]),
  /** Totals, grades and places of the years before, the latest last. */
  earlier: z
    .array(
      z.strictObject({
        total: z.number(),
        grade: z.string().nullable().default(null),
        place: z.int().min(1).nullable().default(null),
        tied: z.int().min(1).default(1),
        of: z.int().min(0).default(0),
      }),
    )
    .max(20)
    .default([]),
  expect: z.record(z.string(), z.union([z.number(), z.string()])),
})
export const CasesFile = z.strictObject({
  regulation: z.string(),
  year: z.int().min(1900).max(2199),
  cases: z.array(Case).min(1).max(CASES_MAX),
})
export type Case = z.output<typeof Case>

export type CaseIssue = { path: PropertyKey[]; message: string; code?: string }

export const MEMBER = 'member'

/**
 * What a case may speak of: a slip of the pen in it would count nothing, and a case that expects nothing would pass. Facts
 * from elsewhere have kinds and codes of their own; those that the regulation speaks of are no slips.
 */
export interface CaseCodes {
  /** Tells what the fact names that cannot be. */
  check(
    kind: string,
    given: Readonly<Record<string, unknown>>,
    path: PropertyKey[],
    issues: CaseIssue[],
  ): void
  /** The same of the offices and bodies of a person. */
  checkMember(member: Case['member'], path: PropertyKey[], issues: CaseIssue[]): void
  /** The class that the catalogue gives a type. */
  classOf(kind: string, type: unknown): string | undefined
}

/** What facts are read against, and where it is told what is wrong with them. */
export interface Reading {
  readonly period: Period
  readonly codes: CaseCodes
  readonly issues: CaseIssue[]
}

/** A fact in the short notation: `{ attendance: plenary, sessions: { present: 6, leave: 2 } }`. */
export function readFact(
  given: Record<string, unknown>,
  nth: number,
  { period, codes, issues }: Reading,
  path: PropertyKey[],
  of = MEMBER,
): Fact[] {
  const before = issues.length
  const kinds = Object.keys(given).filter((key) => !FIELDS.names.includes(key))
  const [kind = ''] = kinds
  if (kinds.length !== 1)
    issues.push({ path, message: token('one_kind', kinds.join(','), FIELDS.names.join(',')) })
  else codes.check(kind, given, path, issues)
  const fields = FIELDS.schema.safeParse(given)
  if (!fields.success) {
    for (const issue of fields.error.issues) issues.push({ ...issue, path: [...path, ...issue.path] })
  }
  if (!fields.success || issues.length > before) return []
  const { meeting, share, steps, times = 1, same, day = period.from, sessions, ...plain } = fields.data
  const attendance = kind === 'attendance' || kind === 'session'
  const ofClass = plain.class ?? codes.classOf(kind, given[kind])
  return Array.from({ length: times }, (_, at) => {
    const number = `${String(nth + 1).padStart(3, '0')}-${String(at + 1).padStart(3, '0')}`
    const key = same ? `${same}-${at + 1}` : of === MEMBER ? number : `${of}-${number}`
    const fact = Fact.safeParse({
      ...plain,
      class: ofClass,
      id: attendance ? `attendance/${key}/${of}` : `${kind}/${key}`,
      memberId: of,
      day,
      kind: attendance ? 'attendance' : kind,
      type: given[kind] === null || given[kind] === 'any' ? undefined : given[kind],
      scope: kind === 'attendance' ? 'meeting' : kind === 'session' ? 'session' : 'record',
      meetingId: meeting ?? (attendance ? key : undefined),
      sessions: sessions && withEligible(sessions),
      share: share && readShare(share),
      steps: steps && readSteps(steps, day),
    })
    if (fact.success) return fact.data
    for (const issue of fact.error.issues) issues.push({ ...issue, path })
    return undefined
  }).filter((fact) => fact !== undefined)
}

/** A fact as it is written: its kind, its type where it has one, and the fields beside them. */
export function writtenFact(given: Record<string, unknown>) {
  const kind = Object.keys(given).find((key) => !FIELDS.names.includes(key)) ?? ''
  const type = given[kind]
  return {
    ...FIELDS.schema.parse(given),
    kind,
    type: typeof type === 'string' && type !== 'any' ? type : null,
  }
}

function withEligible(sessions: Record<string, number>): Record<string, number> {
  const counted = Object.entries(sessions).filter(([name]) => name !== 'walkIn' && name !== 'observer')
  return { eligible: counted.reduce((all, [, count]) => all + count, 0), ...sessions }
}

function readShare(words: string): { position: number | null; of: number } {
  const [position, of] = words.split(' of ')
  return { position: position === 'unsigned' ? null : Number(position), of: Number(of) }
}

export type Steps = NonNullable<z.output<typeof FIELDS.schema>['steps']>

function readSteps(steps: Steps, day: string) {
  if (!Array.isArray(steps)) return Object.entries(steps).map(([status, on]) => ({ status, day: on }))
  return steps.map((step) =>
    typeof step === 'string' ? { status: step, day } : { ...step, day: step.day ?? day },
  )
}

function readMember(member: Case['member'], period: Period, id = MEMBER): ScoredMember {
  const { office, offices = [], body, bodyKind, bodyRole, from, to, exit, exempt } = member
  const always = '1900-01-01'
  return ScoredMember.parse({
    id,
    validFrom: from ?? period.from,
    validTo: to ?? null,
    exitReason: exit,
    offices: office === undefined ? offices : [...offices, { code: office, from: always }],
    bodies:
      body || bodyKind || bodyRole
        ? [{ id: 'body', code: body, kind: bodyKind ?? 'body', role: bodyRole, from: always }]
        : [],
    exemptions: exempt ? [exempt] : [],
  })
}

/** The years before, one for each result. */
export function earlierOf({ earlier }: Case, period: Period): Earlier[] {
  const year = Number(period.from.slice(0, 4)) - earlier.length
  return earlier.map((period, at) => ({
    ...period,
    memberId: MEMBER,
    from: `${year + at}-01-01`,
    to: `${year + at}-12-31`,
  }))
}

/** Reads the facts of one person of a case; `path` is where they stand. */
export type FactReader = (
  given: readonly Record<string, unknown>[],
  of: string,
  path: readonly (string | number)[],
) => Fact[]

/**
 * A case as a document: the member it speaks of and the others beside them. Under a regulation of bodies, it speaks of a
 * body, `people` belong to it and `others` are bodies of the same kind.
 */
export function documentOf(
  item: Case,
  subject: string | undefined,
  period: Period,
  reader: FactReader,
): FactsDocument {
  const earlier = earlierOf(item, period)
  const many = (others: Case['others'], name: 'others' | 'people') =>
    others.flatMap((other, at) =>
      Array.from({ length: other.times }, (_, nth) => {
        const id = `${name}-${String(at + 1).padStart(3, '0')}-${String(nth + 1).padStart(3, '0')}`
        return { id, member: other.member, facts: reader(other.facts, id, [name, at]) }
      }),
    )
  const [others, people] = [many(item.others, 'others'), many(item.people, 'people')]
  const own = { id: MEMBER, member: item.member, facts: reader(item.facts, MEMBER, []) }
  const facts = [own, ...others, ...people].flatMap((source) => source.facts)
  const common = { period, calendar: { zone: ZONE_DEFAULT }, facts, earlier }
  if (subject === undefined) {
    const members = [own, ...others].map(({ id, member }) =>
      readMember({ from: earlier[0]?.from, ...member }, period, id),
    )
    return { ...common, members, bodies: [] }
  }
  const bodies = [own, ...others].map(({ id, member }) =>
    ScoredBody.parse({
      id,
      code: member.body,
      kind: subject,
      validFrom: member.from,
      validTo: member.to ?? null,
    }),
  )
  const belongs = { id: MEMBER, kind: subject, from: '1900-01-01', to: null }
  const members = people.map(({ id, member }) => {
    const person = readMember(member, period, id)
    return { ...person, bodies: [...person.bodies, belongs] }
  })
  return { ...common, members, bodies }
}
