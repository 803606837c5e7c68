import { parseDayCell, type YearHint } from '../dates.ts'
import { isBlankText } from '../names.ts'
import { cellKind, cellText, type Table } from '../table.ts'
import type { ReadCell } from './read-cell.ts'
import type { CellReading } from './record-table.ts'
import { BAD_DAY } from './record-texts.ts'

/** Several columns under one word that say one field together. */

export type SubColumn = { col: number; word: string }

const FROM = /^(开始|起始|起|自|从)/
const TO = /^(结束|截止|终止|止|至|到)/
const TICK = /^([√✓✔是有]|1|y|yes)$/i
const NO_TICK = /^([×╳✗xX否无]|0|n|no)$/

/** Levels that are ticked, or the first and the last day. */
export function canBeGroup({ kind }: CellReading, subs: readonly SubColumn[]): boolean {
  if (kind === 'adoptions') return subs.length > 1
  return kind === 'span' && subs.length === 2 && FROM.test(subs[0]!.word) && TO.test(subs[1]!.word)
}

/** What the columns of a group say in one cell: `区级、市级（综合）`, or one day to another. */
export function groupText(
  table: Table,
  at: number,
  subs: readonly SubColumn[],
  reading: CellReading,
): string {
  const cells = subs.map(({ col, word }) => ({ word, text: cellText(table, at, col).trim() }))
  const filled = cells.filter(({ text }) => !isBlankText(text.normalize('NFKC')))
  if (reading.kind === 'span') return filled.map(({ text }) => text).join('至')
  return filled
    .filter(({ text }) => !NO_TICK.test(text.normalize('NFKC')))
    .map(({ word, text }) =>
      text === word || TICK.test(text.normalize('NFKC')) ? word : `${word}（${text}）`,
    )
    .join('、')
}

/** The days of a span in two columns; a last day needs the first. */
export function readSpanGroup(
  table: Table,
  at: number,
  [first, last]: readonly SubColumn[],
  years: YearHint,
): ReadCell | null {
  const dayAt = ({ col }: SubColumn) => {
    const text = cellText(table, at, col).trim()
    if (isBlankText(text.normalize('NFKC'))) return undefined
    const { day, to } = parseDayCell(text, cellKind(table, at, col), table.date1904, years)
    return to === null ? day : null
  }
  const [from, to] = [dayAt(first!), dayAt(last!)]
  if (from === undefined && to === undefined) return null
  if (!from || to === null || (to !== undefined && to < from))
    return { problem: { code: 'bad_date', message: BAD_DAY } }
  return { value: { from, to: to ?? from } }
}
