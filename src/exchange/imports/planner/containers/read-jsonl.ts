import type { Table } from '../table.ts'
import { COLUMNS_MAX } from './limits.ts'
import type { TextProblem } from './read-csv.ts'
import { TooManyRows, tableOf } from './walked.ts'

/**
 * JSON Lines: one object a line. Its keys are the headers, which stand as the first row, in the order in which the file
 * first names them; what a line does not name is empty.
 */
export function readJsonLines(blocks: () => Iterable<string>, name: string): { table: Table } | TextProblem {
  try {
    const columns = new Map<string, number>()
    for (const { record } of records(blocks())) {
      for (const key of Object.keys(record)) if (!columns.has(key)) columns.set(key, columns.size)
      if (columns.size > COLUMNS_MAX) return { problem: 'too_many_rows' }
    }
    return { table: tableOf({ name }, () => rowsOf(records(blocks()), columns)) }
  } catch (error) {
    if (error instanceof TooManyRows) return { problem: 'too_many_rows' }
    if (error instanceof NoRecord) return { problem: 'corrupt', line: error.line }
    throw error
  }
}

class NoRecord extends Error {
  /** Counted from 1. */
  readonly line: number
  constructor(line: number) {
    super(`line ${line} is no object of plain values`)
    this.line = line
  }
}

type Plain = string | number | boolean | null
type Numbered = { record: Record<string, Plain>; line: number }

const LINE_MAX = 1_000_000

function* rowsOf(all: Iterable<Numbered>, columns: ReadonlyMap<string, number>): Generator<string[]> {
  yield [...columns.keys()]
  let rows = 0
  for (const { record, line } of all) {
    // An empty line is an empty row, so that rows are counted as lines are.
    for (; rows < line - 1; rows += 1) yield []
    const cells: string[] = []
    for (const [key, value] of Object.entries(record)) cells[columns.get(key)!] = textOf(value)
    for (let col = 0; col < cells.length; col += 1) cells[col] ??= ''
    yield cells
    rows = line
  }
}

function textOf(value: Plain): string {
  if (value === null) return ''
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value)
}

function* records(blocks: Iterable<string>): Generator<Numbered> {
  let rest = ''
  let line = 0
  for (const block of blocks) {
    const text = rest + block
    let at = 0
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      line += 1
      const record = recordOf(text.slice(at, end), line)
      if (record) yield { record, line }
      at = end + 1
    }
    rest = text.slice(at)
    if (rest.length > LINE_MAX) throw new NoRecord(line + 1)
  }
  const record = recordOf(rest, line + 1)
  if (record) yield { record, line: line + 1 }
}

/** Undefined for an empty line. */
const isPlain = (one: unknown): one is Plain => one === null || typeof one !== 'object'
const isPlainRecord = (value: unknown): value is Record<string, Plain> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isPlain)

function recordOf(text: string, line: number): Record<string, Plain> | undefined {
  if (text.trim() === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new NoRecord(line)
  }
  if (!isPlainRecord(value)) throw new NoRecord(line)
  return value
}
