import {
  type Cell,
  cellsOf,
  columnsOf,
  defused,
  printPoints,
  type RankedReport,
  type RankedRow,
  versionOf,
} from './ranked-report.ts'

const BOM = '\uFEFF'

/**
 * The ranked report as CSV: UTF-8 with a mark that Excel recognises, CRLF, one table. Unranked members follow the
 * ranked ones with an empty rank; every row names the period, the day and the rule version, so that a row that was
 * cut out of the file can still be traced.
 */
export async function rankedCsv(report: RankedReport): Promise<string> {
  const { stringify } = await import('csv-stringify/sync')
  const columns = columnsOf(report)
  const remarks = columns.length - 1
  const trace = [`${report.period.from}至${report.period.to}`, report.asOf, versionOf(report)]
  const records = (rows: readonly RankedRow[]) =>
    cellsOf(report, rows).map((row) => [
      ...row.map((cell, at) => print(cell, columns[at]!.kind)),
      ...trace.map(defused),
    ])
  const ranked = records(report.rows)
  const unranked = records(report.unranked).map((row) =>
    row.with(remarks, ['不参加排名', row[remarks]].filter(Boolean).join('、')),
  )
  const header = [...columns.map((column) => defused(column.header)), '统计期间', '数据截至', '计分规则']
  return BOM + stringify([header, ...ranked, ...unranked], { record_delimiter: 'windows' })
}

function print(cell: Cell, kind: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return defused(cell)
  return kind === 'points' || kind === 'total' ? printPoints(cell) : String(cell)
}
