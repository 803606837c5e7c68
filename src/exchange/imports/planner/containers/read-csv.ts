import { greatest } from '../../../../core/long-lists.ts'
import { unguarded } from '../../../exports/files/table.ts'
import { fieldOfHeader } from '../headers.ts'
import { isLegendText } from '../legend.ts'
import type { Table } from '../table.ts'
import { BrokenRecord, csvRecords } from './csv.ts'
import { TooManyRows, tableOf } from './walked.ts'

const DELIMITERS = [',', '\t', ';', '|'] as const
const SAMPLE_LINES = 20
const SAMPLE_CHARS = 20_000

export type TextProblem = { problem: 'too_many_rows' } | { problem: 'corrupt'; line: number | null }

/** Delimited text, which is read as often as `blocks` is called, to one table. */
export function readDelimited(
  text: string | (() => Iterable<string>),
  name: string,
  told?: string,
): { table: Table; delimiter: string } | TextProblem {
  const blocks = typeof text === 'string' ? () => [text] : text
  const delimiter = told ?? detectDelimiter(headOf(blocks()))
  try {
    return { table: tableOf({ name }, () => cellsOf(csvRecords(blocks(), delimiter))), delimiter }
  } catch (error) {
    if (error instanceof TooManyRows) return { problem: 'too_many_rows' }
    if (error instanceof BrokenRecord) return { problem: 'corrupt', line: error.line }
    throw error
  }
}

function headOf(blocks: Iterable<string>): string {
  for (const block of blocks) return block.slice(0, SAMPLE_CHARS)
  return ''
}

function* cellsOf(records: Iterable<string[]>): Generator<string[]> {
  for (const record of records) {
    for (let at = 0; at < record.length; at += 1) {
      if (record[at]!.startsWith("'")) record[at] = unguarded(record[at]!)
    }
    yield record
  }
}

/** The delimiter that gives the most known header words, then the one that cuts lines most evenly. */
function detectDelimiter(text: string): string {
  const lines = text
    .slice(0, SAMPLE_CHARS)
    .split(/\r\n|\n|\r/)
    .slice(0, SAMPLE_LINES)
  let best: { delimiter: string; score: number } = { delimiter: ',', score: -1 }
  for (const delimiter of DELIMITERS) {
    let known = 0
    const counts = new Map<number, number>()
    for (const line of lines) {
      const cells = line.split(delimiter)
      // A line that explains marks has signs of its own between them: √ 出席; △ 请假.
      if (cells.length < 2 || isLegendText(line)) continue
      counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
      const words = cells.filter((cell) => fieldOfHeader(cell.replace(/^"|"$/g, ''), null) !== null).length
      known = Math.max(known, words)
    }
    const score = known * 100 + greatest(counts.values(), 0)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}
