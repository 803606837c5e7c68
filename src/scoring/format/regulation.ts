import { z } from 'zod'
import type { Points } from '../../core/points.ts'
import { SLOTS } from '../mechanisms/all.ts'
import { ATTENDANCE_RULES } from '../mechanisms/attendance-outcome.ts'
import { BEST_OF } from '../mechanisms/best.ts'
import { type Ladder, type Rate, RateRule } from '../mechanisms/figure.ts'
import { LadderRule } from '../mechanisms/ladder.ts'
import { limitMechanism } from '../mechanisms/limit.ts'
import { BandsRule, type MeasuredPoints, PlacesRule, StepsRule } from '../mechanisms/measure.ts'
import { RoundingRule } from '../mechanisms/rounding.ts'
import { StartRule } from '../mechanisms/start.ts'
import { YEAR_PARTS } from '../notation/bounds.ts'
import { shaped } from '../notation/shaped.ts'
import {
  ClauseCode,
  Code,
  Exact,
  hasKey,
  Part,
  strict,
  Text,
  token,
  Where,
  Who,
  Words,
} from '../notation/vocabulary.ts'
import { Catalogues } from './catalogues.ts'
import { ConditionRule, Grade, List, Named, Trigger } from './conditions.ts'
import { OF_BODIES } from './counts.ts'
import { MeasureRule, measuredFor } from './measure.ts'

/**
 * The format of a regulation file, key by key. Every object is strict: an unknown key is refused with the nearest
 * known one. `load.ts` reads a file with it and says where an error stands; `docs/regulations.md` is the guide.
 */

/** A part of what another clause gives for the same: half of the points of TC-06. */
interface PartOfClause {
  readonly kind: 'part'
  readonly part: Points
  readonly of: string
}
const PartPoints = strict({ part: Exact, of: ClauseCode }).transform(
  ({ part, of }): PartOfClause => ({ kind: 'part', part, of }),
)
export type Award = Rate | Ladder | PartOfClause | Exclude<MeasuredPoints, { kind: 'flat' }>
type MeasuredTable = z.ZodType<Exclude<MeasuredPoints, { kind: 'flat' }>>
const PointsRule = shaped(
  'award',
  [
    RateRule,
    LadderRule,
    PartPoints,
    BandsRule as MeasuredTable,
    PlacesRule as MeasuredTable,
    StepsRule as MeasuredTable,
  ],
  (value, rate, ladder, part, bands, places, steps): z.ZodType<Award> => {
    if (hasKey(value, 'ladder')) return ladder
    if (hasKey(value, 'part')) return part
    if (hasKey(value, 'bands')) return bands
    if (hasKey(value, 'places')) return places
    return hasKey(value, 'target') ? steps : rate
  },
)

/** What is left where the condition of a group or of the total does not hold: nothing, so much at most, or a part. */
export type Otherwise = { readonly cap: Points } | { readonly part: Points }
const OtherwiseRule = shaped(
  'otherwise',
  [
    strict({ cap: Exact }).transform(({ cap: most }): Otherwise => ({ cap: most })),
    strict({ part: Part }).transform(({ part }): Otherwise => ({ part })),
  ],
  (value, most, part): z.ZodType<Otherwise> => (hasKey(value, 'part') ? part : most),
)
const needing = { needs: ConditionRule.optional(), otherwise: OtherwiseRule.optional() }
const isOfNeeds = ({ needs, otherwise }: { needs?: unknown; otherwise?: unknown }) =>
  otherwise === undefined || needs !== undefined

const Group = strict({
  title: Words,
  article: Text.optional(),
  text: Text.optional(),
  within: ClauseCode.optional(),
  bestOf: z.enum(BEST_OF).optional(),
  ...needing,
  start: StartRule.optional(),
  ...limitMechanism.keys,
  weight: Part.optional(),
  // What it counts is no points (`元`): it stands beside the total.
  unit: Words.optional(),
  // What it holds from the start, and its limits, anew in each of these parts of the period.
  window: z.enum(YEAR_PARTS).optional(),
})
  .refine(({ window, start, cap, floor }) => window === undefined || (start ?? cap ?? floor) !== undefined, {
    error: token('window_of_group'),
    path: ['window'],
  })
  .refine(isOfNeeds, { error: token('otherwise_of_needs'), path: ['otherwise'] })

/** The kinds of a clause that gives its points once a condition holds, or by what it measures. */
export const CONDITION = 'condition'
export const MEASURE = 'measure'

const Clause = strict({
  title: Words,
  article: Text.optional(),
  text: Text.optional(),
  who: Who.optional(),
  counts: Code.optional(),
  of: z.enum(OF_BODIES).optional(),
  when: ConditionRule.optional(),
  measure: MeasureRule.optional(),
  per: z.enum(['meeting', 'session']).optional(),
  attendance: z.enum(ATTENDANCE_RULES).optional(),
  where: Where.default({}),
  points: PointsRule,
  ...SLOTS,
  within: ClauseCode.optional(),
})
  .refine(
    (clause) =>
      [clause.counts, clause.when, clause.measure].filter((source) => source !== undefined).length === 1,
    {
      error: token('counts_or_when'),
    },
  )
  // What a condition or a measure gives is booked like a record of its own kind.
  .transform(({ counts, measure, ...clause }) => ({
    ...clause,
    ...(measure && { measure: measuredFor(measure, clause.who) }),
    counts: counts ?? (clause.when ? CONDITION : MEASURE),
  }))

const Reading = shaped(
  'reading',
  [
    strict({ text: Words, taken: z.literal(true) }).transform(({ text }): Reading => ({ taken: true, text })),
    strict({ text: Words, clause: Clause }).transform((reading): Reading => ({ taken: false, ...reading })),
  ],
  (value, taken, open): z.ZodType<Reading> => (hasKey(value, 'clause') ? open : taken),
)

/** What counts of a record that was turned into another: what it became, both, or none of them. */
const CONVERTED = ['instead', 'both', 'none'] as const

/** A group or a clause by its name. */
const PointsCode = z.string().min(1).max(80)
/** A further order: by the points of one group or clause, then of the next. */
const Order = strict({
  title: Words,
  by: shaped(
    'orderBy',
    [PointsCode.transform((code) => [code]), z.array(PointsCode).min(1).max(5)],
    (value, single, several): z.ZodType<string[]> => (Array.isArray(value) ? several : single),
  ),
})

export const RegulationCode = z.string().regex(/^[a-z][a-z0-9-]{0,79}$/, { error: token('regulation_code') })

export const RegulationFile = strict({
  regulation: RegulationCode,
  title: Words,
  source: Text.optional(),
  period: z.enum(['calendar_year', 'session_year', ...YEAR_PARTS]),
  // Who is scored: members, or the bodies of one kind, such as the groups of a sector.
  subject: Code.optional(),
  // What is only declared earns nothing until somebody has looked at it, unless the regulation says so.
  unverified: z.enum(['count', 'ignore']).default('ignore'),
  // Codes of the committee's own that the clauses speak of.
  catalogues: Catalogues.default({}),
  // A proposal that became an opinion: which of the two counts.
  converted: z.enum(CONVERTED).default('instead'),
  total: strict({
    start: StartRule.optional(),
    ...limitMechanism.keys,
    ...needing,
    round: RoundingRule.optional(),
  })
    .refine(isOfNeeds, { error: token('otherwise_of_needs'), path: ['otherwise'] })
    .default({}),
  groups: z.record(ClauseCode, Group).default({}),
  clauses: z.record(ClauseCode, Clause).default({}),
  readings: z.record(ClauseCode, z.record(Code, Reading)).default({}),
  options: z.record(ClauseCode, Code).default({}),
  omitted: z.record(ClauseCode, Words).default({}),
  // What codes of its own are called: kinds of records, bodies, conditions, consequences.
  words: z.record(z.string().min(1).max(80), Words).default({}),
  conditions: z.record(Code, Named).default({}),
  lists: z.record(Code, List).default({}),
  tieBreak: z.array(PointsCode).max(5).default([]),
  // Further orders beside that of the total.
  orders: z.record(Code, Order).default({}),
  grades: z.array(Grade).max(20).default([]),
  triggers: z.record(ClauseCode, Trigger).default({}),
})

export type Clause = z.output<typeof Clause>
export type Group = z.output<typeof Group>
/** A named way of reading a clause: taken in the clauses of the file, or one that `options` may switch on. */
export type Reading =
  | { readonly taken: true; readonly text: Words }
  | { readonly taken: false; readonly text: Words; readonly clause: Clause }
/** A regulation as data, checked. */
export type Regulation = z.output<typeof RegulationFile>
