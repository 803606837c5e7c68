import type { Layout } from './layout.ts'
import { isLegendText, type Legend, meaningOfSymbol, meaningOfWord, usualMeaning } from './legend.ts'
import { legendRow } from './legend-lines.ts'

/** Whether a cell can be about attendance: a word of it, a mark that the sheet explains, or one that is usual. */
export function saysAttendance(raw: string, legend: Legend): boolean {
  const text = raw.trim()
  if (text === '' || text.length > 12) return false
  if (meaningOfWord(text) !== undefined || meaningOfSymbol(legend, text) !== undefined) return true
  return usualMeaning(text) !== undefined
}

/** Whether rows below the header of a table that is not read hold attendance; what only explains marks does not. */
export function holdsAttendance({ table, firstRow, legend }: Layout): boolean {
  return table.rows.some((cells, row) => {
    if (row < firstRow || cells.some(isLegendText) || legendRow(cells, row).length > 0) return false
    const used = cells.filter((text) => text.trim() !== '')
    return used.length > 1 && used.some((text) => saysAttendance(text, legend))
  })
}
