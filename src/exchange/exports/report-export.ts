import type { z } from 'zod'
import { FIELDS } from '../../core/words/fields.ts'
import { figureColumns } from '../../reporting/ranking/figures.ts'
import type { ShownMember, ShownReport } from '../../reporting/reports/audience.ts'
import type { RankingRow, ReportHead } from '../../storage/tables/reports.ts'
import type { Value } from './files/sheet.ts'
import type { Table } from './files/table.ts'
import { type RankedReport, rankedRows } from './ranked/ranked-report.ts'

/** A frozen report as a table: all of it for the office, or as much of it as its audience is shown. Pure. */

export interface ReportContent {
  head: ReportHead
  items: readonly RankingRow[]
}

/** The whole report, in the layout of a ranking; its foot names the version and the hash that prove it. */
export function frozenReport(
  { head, items }: ReportContent,
  report: { number: number; contentHash: string | null },
): RankedReport {
  const { period, regulation, committee, asOf, groups, figures, interim } = head
  const rows = rankedRows(items, groups)
  return {
    committee: committee.name,
    period: interim ? { ...period, name: `${period.name}（中期）` } : period,
    regulation: { ...regulation, hash: regulation.sourceHash },
    asOf,
    generatedAt: `通报第${report.number}版 ${report.contentHash!.slice(0, 12)}`,
    columns: groups,
    figures,
    rows: rows.filter(({ rank }) => rank !== null),
    unranked: rows.filter(({ rank }) => rank === null),
  }
}

export interface PublishedBody {
  title: string
  number: number
  legalBasis: string | null
  contentHash: string
  shown: z.output<typeof ShownReport>
}

/** Fields that an audience may be shown, in the order of a ranking. */
const SHOWN: readonly [Exclude<keyof ShownMember, 'groups' | 'figures'>, string, 'text' | 'number'][] = [
  ['rank', FIELDS.rank, 'number'],
  ['memberNo', FIELDS.memberNo, 'text'],
  ['name', FIELDS['members.name'], 'text'],
  ['sector', FIELDS.sector, 'text'],
  ['memberGroup', FIELDS.memberGroup, 'text'],
  ['total', FIELDS.total, 'number'],
  ['grade', FIELDS.grade, 'text'],
]

/** What its mode shows: ranked rows, names under their grade, or how many have which grade. */
export function publishedTable({ title, shown }: PublishedBody): Omit<Table, 'pages'> & { rows: Value[][] } {
  const author = shown.committee.name
  if (shown.mode === 'ranks') {
    const all = [...shown.items, ...shown.unranked]
    const fields = SHOWN.filter(([field]) => field === 'name' || all.some((member) => field in member))
    const groups = all.some(({ groups: own }) => own !== undefined) ? shown.groups : []
    const figures = figureColumns(shown.figures)
    const rows = all.map((member) => [
      ...fields.map(([field]) => member[field] ?? null),
      ...groups.map(({ code }) => member.groups?.find((one) => one.code === code)?.points ?? 0),
      ...figures.map(({ of }) => of(member.figures)),
    ])
    const columns = [
      ...fields.map(([key, label, kind]) => ({ key, label, kind })),
      ...groups.map(({ code, title: label }) => ({ key: code, label, kind: 'number' as const })),
      ...figures.map(({ key, title: label }) => ({ key, label, kind: 'number' as const })),
    ]
    return { title, author, columns, rows }
  }
  const named = shown.mode === 'bands'
  const columns = [
    { key: 'grade', label: FIELDS.grade, kind: 'text' as const },
    { key: 'members', label: '人数', kind: 'number' as const },
    ...(named ? [{ key: 'names', label: '委员', kind: 'text' as const }] : []),
  ]
  const band = (grade: string, members: number, names: readonly ShownMember[]): Value[] =>
    named ? [grade, members, names.map(({ name }) => name).join('、')] : [grade, members]
  const rows = [
    ...shown.bands.map(({ grade, members, names }) => band(grade ?? '无等次', members, names)),
    ...(shown.counts.unranked > 0 ? [band('不参加排名', shown.counts.unranked, shown.unranked)] : []),
  ]
  return { title, author, columns, rows }
}
