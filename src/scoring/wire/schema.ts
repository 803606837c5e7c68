import { z } from 'zod'
import { decimalText, type Points, pointsText, rounded, toWire } from '../../core/points.ts'
import { LOSS_REASONS, OUTCOMES } from '../../core/words/scoring.ts'
import { coded } from '../../core/words/word.ts'
import type { ScoreLine } from '../lines.ts'
import { TABLE_FIELDS } from '../mechanisms/figure.ts'
import type { Names } from '../words/conditions.ts'
import type { ClauseNode, GroupNode, NumberedLine, Tree } from '../words/explain.ts'
import { FindingView, findingView, QuotaView, quotaView, StandingFields, standingView } from './standing.ts'

/**
 * Scores on the wire. Points are decimals; where the decimal does not end the field is rounded to 0.01 and the exact
 * fraction stands beside it (`points` and `fraction`, `full` and `fullFraction`).
 */
const Decimal = z.number().meta({ example: 12.5 })
const Fraction = z
  .string()
  .regex(/^-?\d+\/\d+$/)
  .meta({ description: 'The exact value, only where the decimal does not end.', example: '25/6' })
  .optional()
const Title = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'ScoreTitle' })

const ScoreLoss = z
  .object({
    reason: coded(LOSS_REASONS),
    amount: Decimal.meta({
      description: 'What was taken; below zero where a deduction was not taken in full.',
    }),
    fraction: Fraction,
    limit: Decimal.nullable().meta({ description: 'The cap, floor or number that was met.' }),
    where: z.string().meta({
      description:
        'Clause, group or `total` whose rule it was; the fact that replaces it, the day on which a step counted.',
    }),
  })
  .meta({ id: 'ScoreLoss' })

const Count = z.number().int()
const Sessions = z.object({
  eligible: Count,
  present: Count,
  late: Count,
  leftEarly: Count,
  leave: Count,
  absent: Count,
  unknown: Count,
  partial: Count.optional(),
  walkIn: Count.optional(),
  observer: Count.optional(),
})

export const ScoreLineView = z
  .object({
    memberId: z.string(),
    clause: z.string(),
    article: z.string(),
    step: z.string().nullable(),
    factId: z.string().meta({ description: 'The fact, or `start/<group>`.' }),
    day: z.string().meta({ format: 'date' }),
    meetingId: z.string().nullable(),
    group: z.string().nullable(),
    full: Decimal.meta({ description: '`points` and the amounts of `lost` together.' }),
    fullFraction: Fraction,
    points: Decimal,
    fraction: Fraction,
    lost: z.array(ScoreLoss),
    arithmetic: z.object({
      rate: Decimal.meta({ description: 'The figure of the clause.' }),
      rateFraction: Fraction,
      by: z
        .object({
          field: z.enum(TABLE_FIELDS),
          value: z.string(),
          and: z
            .object({ field: z.enum(TABLE_FIELDS), value: z.string() })
            .optional()
            .meta({ description: 'Of a table by two fields.' }),
        })
        .nullable(),
      share: z
        .object({
          position: z.number().int().nullable(),
          of: z.number().int(),
          part: z.string().meta({ description: 'Part of the points as a fraction.', example: '1/2' }),
        })
        .nullable(),
      quantity: z
        .object({ many: Decimal, unit: z.string(), each: Decimal, amount: Decimal.nullable() })
        .nullable()
        .meta({ description: 'How many times the figure is earned, where it is for so much of a unit.' }),
      measured: z
        .object({
          unit: z.enum(['percent', 'number', 'place']),
          value: Decimal,
          of: Decimal.nullable(),
          among: Decimal.nullable(),
        })
        .nullable()
        .meta({ description: 'The value that the points follow, instead of a single fact.' }),
      wanted: z
        .object({
          count: z.number().int(),
          part: z.string().nullable().meta({ description: 'Part of the days in office, as a fraction.' }),
          round: z.enum(['down', 'half_up', 'up']).nullable(),
          wanted: z.number().int(),
          there: z.number().int(),
        })
        .nullable()
        .meta({ description: 'A number of records that is wanted: `count` × `part`, rounded.' }),
      because: FindingView.nullable().meta({ description: 'The condition that gives the points.' }),
      nth: z.number().int().nullable(),
      outcome: coded(OUTCOMES).nullable(),
      sessions: Sessions.nullable(),
    }),
    provisional: z.boolean(),
  })
  .meta({ id: 'ScoreLine', description: 'What one fact earned under one clause, and what took the rest.' })

const TreeLine = z.object({ ...ScoreLineView.shape, number: z.number().int() }).meta({ id: 'ScoreTreeLine' })

const Needs = FindingView.nullable().optional().meta({
  description: 'What it needs, and whether it has that; absent in reports of formats before 4.',
})
const Unmet = FindingView.nullable().meta({
  description: 'What it needs and does not have, where that takes its points.',
})

const ScoreClause = z
  .object({
    code: z.string(),
    title: Title,
    article: z.string(),
    text: z.string().nullable(),
    counts: z.string(),
    points: Decimal,
    fraction: Fraction,
    lines: z.array(TreeLine),
  })
  .meta({ id: 'ScoreClause' })

const ScoreGroup = z
  .object({
    code: z.string(),
    title: Title,
    article: z.string().nullable().optional().meta({
      description: 'Its clause in the source; absent in reports of formats before 4.',
    }),
    text: z.string().nullable().meta({ description: 'In the words of the source.' }),
    cap: Decimal.nullable(),
    floor: Decimal.nullable(),
    needs: Needs,
    unmet: Unmet,
    points: Decimal,
    fraction: Fraction,
    unit: Title.optional().meta({ description: 'What is counted in it, where that is no points.' }),
    start: TreeLine.nullable(),
    starts: z.array(TreeLine).optional().meta({
      description:
        'All allotments of a group that holds one anew in each part of the period, `start` the first of them.',
    }),
    get groups() {
      return z.array(ScoreGroup)
    },
    clauses: z.array(ScoreClause),
  })
  .meta({ id: 'ScoreGroup', description: 'A group; start, groups and clauses add up exactly to its points.' })

export const ScoreTree = z
  .object({
    memberId: z.string(),
    regulation: z.object({ code: z.string(), title: Title }),
    total: Decimal.meta({ description: 'As printed: rounded once, half up to 0.01.' }),
    points: Decimal,
    fraction: Fraction,
    ...StandingFields,
    provisional: z.boolean(),
    cap: Decimal.nullable(),
    floor: Decimal.nullable(),
    needs: Needs,
    unmet: Unmet,
    quotas: z.array(QuotaView).meta({ description: 'Grades with a quota that this member may have.' }),
    start: TreeLine.nullable(),
    rounding: TreeLine.optional().meta({ description: 'What rounding the total added or took.' }),
    groups: z.array(ScoreGroup),
    clauses: z.array(ScoreClause),
    apart: z.array(ScoreGroup).optional().meta({
      description: 'Groups in a unit of their own, beside the total; where the regulation has some.',
    }),
  })
  .meta({ id: 'ScoreTree', description: "One member's total, down to the facts." })

export type ScoreLineView = z.infer<typeof ScoreLineView>
export type ScoreTree = z.infer<typeof ScoreTree>
type ScoreGroup = z.infer<typeof ScoreGroup>
type ScoreClause = z.infer<typeof ScoreClause>

/** `{ points: 12.5 }`, or `{ points: 4.17, fraction: "25/6" }`. */
export function pointsFields(points: Points): { points: number; fraction?: string } {
  const { value, fraction } = toWire(points)
  return fraction === undefined ? { points: value } : { points: value, fraction }
}

const decimal = (points: Points): number => toWire(points).value
const limitField = (points: Points | null): number | null => points && decimal(points)
const besides = <Key extends string>(key: Key, points: Points): { [K in Key]?: string } =>
  decimalText(points) === undefined ? ({ [key]: pointsText(points) } as { [K in Key]?: string }) : {}

/** A line as it goes over the wire. */
export function lineView(line: ScoreLine, names?: Names): ScoreLineView {
  const { order: _, full, points, lost, arithmetic, ...plain } = line
  const { rate, share, quantity, measured, wanted, because, ...sum } = arithmetic
  return {
    ...plain,
    full: decimal(full),
    ...besides('fullFraction', full),
    ...pointsFields(points),
    lost: lost.map(({ amount, limit, because: _, ...loss }) => ({
      ...loss,
      amount: decimal(amount),
      ...besides('fraction', amount),
      limit: limitField(limit),
    })),
    arithmetic: {
      ...sum,
      rate: decimal(rate),
      ...besides('rateFraction', rate),
      wanted: wanted && { ...wanted, part: wanted.part && pointsText(wanted.part) },
      because: because && findingView(because, names),
      share: share && { ...share, part: pointsText(share.part) },
      quantity: quantity && {
        unit: quantity.unit,
        many: decimal(quantity.many),
        each: decimal(quantity.each),
        amount: quantity.amount ? decimal(quantity.amount) : null,
      },
      measured: measured && {
        unit: measured.unit,
        value: decimal(measured.value),
        of: limitField(measured.of),
        among: limitField(measured.among),
      },
    },
  }
}

const treeLine = ({ number, ...line }: NumberedLine, names: Names) => ({
  ...lineView(line, names),
  number,
})

function clauseView(node: ClauseNode, names: Names): ScoreClause {
  const { code, title, article, text, counts, points, lines } = node
  return {
    code,
    title,
    article,
    text,
    counts,
    ...pointsFields(points),
    lines: lines.map((line) => treeLine(line, names)),
  }
}

function groupView(node: GroupNode, names: Names): ScoreGroup {
  const { points, cap, floor, needs, unmet, article, window, unit, starts, ...group } = node
  return {
    ...group,
    ...(names.words.requirements && { article, needs: needs && findingView(needs, names) }),
    ...(unit && { unit }),
    ...(window && { starts: starts.map((start) => treeLine(start, names)) }),
    cap: limitField(cap),
    floor: limitField(floor),
    unmet: unmet && findingView(unmet, names),
    ...pointsFields(points),
    ...insideView(node, names),
  }
}

const insideView = ({ start, groups, clauses }: GroupNode | Tree, names: Names) => ({
  start: start && treeLine(start, names),
  groups: groups.map((group) => groupView(group, names)),
  clauses: clauses.map((clause) => clauseView(clause, names)),
})

/** The explanation as it goes over the wire. */
export function treeView(tree: Tree): ScoreTree {
  const {
    memberId,
    regulation,
    provisional,
    points,
    cap,
    floor,
    needs,
    unmet,
    quotas = [],
    names,
    apart,
  } = tree
  return {
    memberId,
    regulation,
    provisional,
    ...standingView(tree, names),
    total: rounded(points),
    ...pointsFields(points),
    cap: limitField(cap),
    floor: limitField(floor),
    ...(names.words.requirements && { needs: needs && findingView(needs, names) }),
    unmet: unmet && findingView(unmet, names),
    quotas: quotas.map(quotaView),
    ...(tree.rounding && { rounding: treeLine(tree.rounding, names) }),
    ...insideView(tree, names),
    ...(apart.length > 0 && { apart: apart.map((group) => groupView(group, names)) }),
  }
}
