import { yieldCore } from '../../../../core/yielding.ts'
import type { Line, Table } from '../table.ts'
import { COLUMNS_MAX, ROWS_MAX } from './limits.ts'

/** A table of rows that are read as they come: a long one is not kept, but read again where it is walked. */

export class TooManyRows extends Error {}

/** Layouts are told from the first rows and the last; a table of no more is kept whole. */
const HEAD_ROWS = 5_000
const TAIL_ROWS = 40

type Cells = readonly string[]
type Facts = { name: string; hidden?: boolean; date1904?: boolean; merges?: Table['merges'] }

/** Reads all rows once; throws `TooManyRows`, and whatever reading throws. */
export function tableOf(facts: Facts, read: () => Iterable<Cells>): Table {
  return walkedTable(facts, () => linesOf(read()))
}

function* linesOf(rows: Iterable<Cells>): Generator<Line> {
  let row = 0
  for (const cells of rows) {
    yield { row, cells, kinds: undefined }
    row += 1
  }
}

/** Lines come in order and none is left out; `first` is told at the first reading. */
export function walkedTable(facts: Facts, read: (first: boolean) => Iterable<Line>): Table {
  const head: Line[] = []
  const tail: Line[] = []
  let count = 0
  let kinded = false
  for (const line of read(true)) {
    yieldCore()
    count += 1
    if (count > ROWS_MAX || line.cells.length > COLUMNS_MAX) throw new TooManyRows()
    if (line.kinds) kinded = true
    if (count <= HEAD_ROWS) head.push(line)
    else tail.push(line)
    if (tail.length > 2 * TAIL_ROWS) tail.splice(0, TAIL_ROWS)
  }
  const kept = [...head, ...tail.slice(-TAIL_ROWS)]
  const rows: Cells[] = []
  const kinds: (Uint8Array | undefined)[] = []
  rows.length = count
  kinds.length = count
  for (const line of kept) {
    rows[line.row] = line.cells
    kinds[line.row] = line.kinds
  }
  return {
    name: facts.name,
    rows,
    kinds: kinded ? kinds : null,
    merges: facts.merges ?? [],
    date1904: facts.date1904 ?? false,
    hidden: facts.hidden ?? false,
    ...(count > HEAD_ROWS ? { walk: () => read(false) } : {}),
  }
}

/** The same table with every row in memory; undefined where they are more than `rowsMax`. */
export function wholeTable(table: Table, rowsMax: number): Table | undefined {
  if (table.rows.length > rowsMax) return undefined
  if (!table.walk) return table
  const { walk, ...rest } = table
  const lines = [...walk()]
  return { ...rest, rows: lines.map(({ cells }) => cells), kinds: lines.map(({ kinds }) => kinds) }
}
