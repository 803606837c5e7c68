import { printDay } from '../../../core/words/amounts.ts'
import { FIELDS } from '../../../core/words/fields.ts'
import { figureColumns } from '../../../reporting/ranking/figures.ts'
import type { Ranking } from '../../../reporting/ranking/service.ts'
import type { FigureHead, FigureValue, RankingRow } from '../../../storage/tables/reports.ts'

/**
 * The ranked report as a table, ready to be written as a file. Pure: the same report gives the same cells, and
 * everything that a reader needs to trust it (period, rule version, hash, as-of day) comes from the caller.
 */
export interface RankedReport {
  readonly committee: string
  readonly period: { readonly name: string; readonly from: string; readonly to: string }
  readonly regulation: {
    readonly name: string
    readonly number: number
    readonly title: string
    /** SHA-256 of the rule file. */
    readonly hash: string
  }
  readonly asOf: string
  /** Printed in the footer as it is given; a clock read here would give other bytes each time. */
  readonly generatedAt: string
  /** The outermost groups of the regulation, in its order. */
  readonly columns: readonly { readonly code: string; readonly title: string }[]
  /** What stands beside the total, if anything. */
  readonly figures?: readonly FigureHead[] | undefined
  readonly rows: readonly RankedRow[]
  /** Scored, kept out of the ranking; `rank` is null. */
  readonly unranked: readonly RankedRow[]
}

export interface RankedRow {
  readonly rank: number | null
  readonly memberNo: string
  readonly name: string
  readonly sector: string | null
  readonly memberGroup: string | null
  readonly groups: readonly { readonly code: string; readonly title: string; readonly points: number }[]
  readonly total: number
  readonly grade: string | null
  readonly figures?: readonly FigureValue[] | undefined
  /** Some fact behind the total may still change of itself. */
  readonly provisional: boolean
}

export type CellKind = 'rank' | 'code' | 'text' | 'points' | 'total' | 'grade'

export interface Column {
  readonly header: string
  readonly kind: CellKind
}

export type Cell = string | number | null

export const HASH_SHOWN = 12

/** The printed columns, the same for ranked and unranked members. */
export function columnsOf(report: RankedReport): Column[] {
  return [
    { header: FIELDS.rank, kind: 'rank' },
    { header: FIELDS.memberNo, kind: 'code' },
    { header: FIELDS['members.name'], kind: 'text' },
    { header: FIELDS.sector, kind: 'text' },
    { header: FIELDS.memberGroup, kind: 'text' },
    ...report.columns.map(({ title }): Column => ({ header: title, kind: 'points' })),
    { header: FIELDS.total, kind: 'total' },
    { header: FIELDS.grade, kind: 'grade' },
    ...figureColumns(report.figures).map(
      ({ title, isPlace }): Column => ({ header: title, kind: isPlace ? 'rank' : 'points' }),
    ),
    { header: FIELDS.note, kind: 'text' },
  ]
}

/** The cells of each row. A group in which nothing was earned is 0, a missing sector stays empty. */
export function cellsOf(report: RankedReport, rows: readonly RankedRow[]): Cell[][] {
  const shared = sharedRanks(report)
  return rows.map((row) => {
    const points = new Map(row.groups.map((group) => [group.code, group.points]))
    return [
      row.rank,
      row.memberNo,
      row.name,
      row.sector,
      row.memberGroup,
      ...report.columns.map(({ code }) => points.get(code) ?? 0),
      row.total,
      row.grade,
      ...figureColumns(report.figures).map(({ of }) => of(row.figures)),
      remarkOf(row, shared),
    ]
  })
}

function remarkOf(row: RankedRow, shared: ReadonlySet<number>): string | null {
  const remarks: string[] = []
  if (row.rank !== null && shared.has(row.rank)) remarks.push('并列')
  if (row.provisional) remarks.push('暂定')
  return remarks.length > 0 ? remarks.join('、') : null
}

function sharedRanks({ rows }: RankedReport): Set<number> {
  const seen = new Set<number>()
  const shared = new Set<number>()
  for (const { rank } of rows) {
    if (rank === null) continue
    if (seen.has(rank)) shared.add(rank)
    seen.add(rank)
  }
  return shared
}

export const titleOf = ({ committee, period }: RankedReport): string =>
  `${committee}${period.name}委员履职得分排名表`

export const unrankedTitleOf = ({ committee, period }: RankedReport): string =>
  `${committee}${period.name}委员履职得分表（不参加排名）`

/** What stands under the title: the period and the day, then the rule that counted. */
export function captionsOf(report: RankedReport): [string, string] {
  const { period, regulation } = report
  return [
    `统计期间：${printDay(period.from)}至${printDay(period.to)}　　数据截至：${printDay(report.asOf)}`,
    `计分规则：${regulation.title}（${versionOf(report)}）`,
  ]
}

/** The rule version as it is named on paper: name, number and the beginning of the hash of its file. */
export const versionOf = ({ regulation }: RankedReport): string =>
  `${regulation.name} 第${regulation.number}版 ${regulation.hash.slice(0, HASH_SHOWN)}`

/** What a careful reader would ask: only the notes that these rows of the report need. */
export function notesOf(report: RankedReport, rows: readonly RankedRow[]): string[] {
  const notes: string[] = []
  if (rows === report.rows && sharedRanks(report).size > 0)
    notes.push('总分相同的并列同一名次，其后名次顺延。')
  if (rows.some((row) => row.provisional)) {
    notes.push('备注为“暂定”的，所依据的部分记录尚未结算，得分仍可能变化。')
  }
  if (rows.some((row) => hundredths(row.total) !== sumOfGroups(report, row))) {
    notes.push('总分按未取整的得分相加后四舍五入到0.01，可能与各栏之和略有出入。')
  }
  return notes
}

function sumOfGroups(report: RankedReport, row: RankedRow): number {
  const shown = new Set(report.columns.map(({ code }) => code))
  return row.groups.reduce((sum, { code, points }) => sum + (shown.has(code) ? hundredths(points) : 0), 0)
}

// 1.005 * 100 is 100.49999999999999; fifteen digits are what a double carries of a decimal.
const hundredths = (points: number): number => {
  const size = Math.round(Number((Math.abs(points) * 100).toPrecision(15)))
  return points < 0 && size !== 0 ? -size : size
}

/** Two places, half up on the digits as on paper: 12.5 is `12.50`, -0.125 is `-0.13`. */
export const printPoints = (points: number): string => (hundredths(points) / 100).toFixed(2)

const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/

/**
 * Text that a spreadsheet program might take for a formula gets an apostrophe in front and stays text; a plain
 * number such as `-2` is left alone.
 */
export function defused(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

/** A ranking as it is printed. The day that it speaks of stands for the time of making, so that bytes repeat. */
export function reportOf(
  ranking: Omit<Ranking, 'period'> & Pick<RankedReport, 'period'>,
  committee: string,
): RankedReport {
  const { name, number, title, sourceHash } = ranking.regulation
  return {
    committee,
    period: ranking.period,
    regulation: { name, number, title, hash: sourceHash },
    asOf: ranking.asOf,
    generatedAt: `数据截至 ${ranking.asOf}`,
    columns: ranking.groups,
    figures: ranking.figures,
    rows: rankedRows(ranking.items, ranking.groups),
    unranked: rankedRows(ranking.unranked, ranking.groups),
  }
}

/** Rows of a ranking as they are printed: bodies by name, groups with their titles. */
export function rankedRows(rows: readonly RankingRow[], groups: RankedReport['columns']): RankedRow[] {
  const titles = new Map(groups.map((group) => [group.code, group.title]))
  return rows.map((row) => ({
    rank: row.rank,
    memberNo: row.memberNo,
    name: row.name,
    sector: row.sector?.name ?? null,
    memberGroup: row.memberGroup?.name ?? null,
    groups: row.groups.map(({ code, points }) => ({ code, title: titles.get(code) ?? code, points })),
    total: row.total,
    grade: row.grade,
    figures: row.figures,
    provisional: row.provisional,
  }))
}
