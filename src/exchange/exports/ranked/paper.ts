import { isWide, partOf, type TableDocument } from '../../documents/table-document.ts'
import {
  type Cell,
  type Column,
  captionsOf,
  cellsOf,
  columnsOf,
  HASH_SHOWN,
  notesOf,
  printPoints,
  type RankedReport,
  type RankedRow,
  titleOf,
} from './ranked-report.ts'
import { SIGNATURES } from './xlsx.ts'

/** The ranked report on paper: who is ranked, then who is not, one table each. */
export function rankedDocument(report: RankedReport): TableDocument {
  const parts = [tableOf(report, null, report.rows)]
  if (report.unranked.length > 0) parts.push(tableOf(report, '不参加排名', report.unranked))
  const notes = [...new Set([...notesOf(report, report.rows), ...notesOf(report, report.unranked)])]
  return {
    title: titleOf(report),
    author: report.committee,
    day: report.asOf,
    captions: captionsOf(report),
    parts,
    notes: notes.map((note, at) => (notes.length === 1 ? `注：${note}` : `注${at + 1}：${note}`)),
    signatures: SIGNATURES,
    footer: `${report.generatedAt}　规则 ${report.regulation.hash.slice(0, HASH_SHOWN)}`,
    landscape: isWide(parts),
    none: '没有委员。',
  }
}

function tableOf(report: RankedReport, heading: string | null, rows: readonly RankedRow[]) {
  const from = rows === report.rows ? 0 : 1
  const columns = columnsOf(report).slice(from)
  const cells = cellsOf(report, rows).map((row) =>
    row.slice(from).map((cell, at) => print(cell, columns[at]!)),
  )
  const aligned = columns.map(({ header, kind }) => ({
    label: header,
    align: kind === 'points' || kind === 'total' ? ('right' as const) : ('center' as const),
  }))
  return partOf(heading, aligned, cells)
}

const print = (cell: Cell, { kind }: Column): Cell =>
  typeof cell === 'number' && (kind === 'points' || kind === 'total') ? printPoints(cell) : cell
