import { append } from '../../../core/long-lists.ts'
import { isLegendLead, isLegendPair, isLegendText, meaningOfWord, parseLegend } from './legend.ts'
import { cellRef, type Table } from './table.ts'

/** A mark with its meaning and the cell that says so; a meaning of null is one that cannot be told. */
export type LegendLine = {
  symbol: string
  meaning: ReturnType<typeof parseLegend>[number]['meaning']
  ref: string
}

const LEGEND_ROWS_MAX = 5_000
const TAIL_ROWS = 30

/** Every pair of mark and meaning that the table explains, above, below or beside its rows. */
export function legendLines(table: Table, titleRows: readonly number[], firstRow: number): LegendLine[] {
  const lines: LegendLine[] = []
  const whole = table.rows.length <= LEGEND_ROWS_MAX
  const outside = new Set(titleRows)
  for (let row = Math.max(firstRow, table.rows.length - TAIL_ROWS); row < table.rows.length; row += 1)
    outside.add(row)
  for (let row = 0; row < table.rows.length; row += 1) {
    if (!whole && !outside.has(row)) continue
    const cells = table.rows[row]!
    let any = false
    for (let col = 0; col < cells.length; col += 1) {
      if (!isLegendText(cells[col]!)) continue
      any = true
      append(
        lines,
        parseLegend(cells[col]!).map((pair) => ({ ...pair, ref: cellRef(row, col) })),
      )
    }
    if (!any && outside.has(row)) append(lines, legendRow(cells, row))
  }
  return lines
}

/** A legend spread over the cells of a row: nothing but marks, words and pairs of them. */
export function legendRow(cells: readonly string[], row: number): LegendLine[] {
  const used = cells.filter((text) => text.trim() !== '')
  const first = cells.findIndex((text) => text.trim() !== '')
  const fits = (text: string) =>
    isLegendLead(text) || isLegendPair(text) || meaningOfWord(text) !== undefined || isSign(text)
  if (used.length < 2 || used.length > 30 || !used.every(fits)) return []
  const pairs = parseLegend(used.filter((text) => !isLegendLead(text)).join(' '))
  if (pairs.length < 2 && !used.some(isLegendLead)) return []
  return pairs.map((pair) => ({ ...pair, ref: cellRef(row, first) }))
}

function isSign(text: string): boolean {
  return [...text.trim()].length === 1 && !/[\p{Script=Han}\p{N}]/u.test(text.trim())
}
