import type { Sink } from '../../exports/files/sink.ts'
import { guarded } from '../../exports/files/table.ts'
import type { Reading } from '../planner/containers/read.ts'
import { OWN_COLUMNS } from '../planner/own-sheets.ts'
import { type Container, cellText, columnIndex, type Table } from '../planner/table.ts'
import { encodeText, markOf } from './encode.ts'
import type { Outcomes, RowOutcome } from './gather.ts'
import { type Back, type BackRow, textAt, usedWidth } from './sheet-back.ts'
import type { PlanRest, ToldTable } from './telling.ts'

/** The rows that were not taken, below the header that they came with: corrected, they are imported as they are. */

const ADDED = [
  { header: OWN_COLUMNS.code, width: 18 },
  { header: OWN_COLUMNS.message, width: 60 },
]
/** A sheet that is not read may explain the marks of the others. */
const LEGEND_ROWS_MAX = 60
const ROWS_A_PIECE = 500

/** How the importer fills blanks of merged cells and of the columns that a profile names. */
type Filling = { resource: string; fillDown: readonly string[] }

export function failuresOf(reading: Reading, rest: PlanRest, outcomes: Outcomes, filling: Filling): Back[] {
  const tables = new Map(rest.tables.map((told) => [told.name, told]))
  return reading.tables.flatMap((table): Back[] => {
    const told = tables.get(table.name)
    const rows = outcomes.get(table.name)
    const wrong = rows && [...rows].some(([, outcome]) => isWrong(outcome))
    if (told && wrong) return [backOf(table, told, rows, filling)]
    const explains = told?.skipped && told.legendRows.length > 0 && table.rows.length <= LEGEND_ROWS_MAX
    return explains ? [wholeOf(table)] : []
  })
}

const isWrong = ({ tone }: RowOutcome): boolean => tone === 'refused' || tone === 'question'

const wholeOf = (table: Table): Back => ({
  table,
  name: table.name,
  headerRow: -1,
  added: [],
  rows: table.rows.map((_, at) => ({ at, outcome: undefined, added: [] })),
})

function backOf(
  table: Table,
  told: ToldTable,
  outcomes: ReadonlyMap<number, RowOutcome>,
  filling: Filling,
): Back {
  const explains = new Set([...told.legendRows, ...told.openingRows])
  const headerRow = (told.headerRows.at(-1) ?? 0) - 1
  const fill = fillerOf(table, told, filling)
  const rows: BackRow[] = []
  for (let at = 0; at < table.rows.length; at += 1) {
    const outcome = outcomes.get(at + 1)
    if (at <= headerRow || explains.has(at + 1)) rows.push({ at, outcome: undefined, added: [] })
    else {
      const from = fill(at)
      if (outcome && isWrong(outcome)) {
        rows.push({ at, outcome, ...(from ? { from } : {}), added: addedOf(outcome) })
      }
    }
  }
  return { table, name: table.name, headerRow, added: ADDED, rows }
}

const addedOf = ({ problems, text }: RowOutcome): string[] => [
  [...new Set(problems.map(({ code }) => code))].join('、'),
  problems.length === 0 ? text.zh : [...new Set(problems.map(problemText))].join('\n'),
]

const problemText = ({ header, message, hint }: RowOutcome['problems'][number]): string =>
  `${header ? `${header.replace(/\s+/g, '')}：` : ''}${message.zh}${hint ? `（可改为：${hint}）` : ''}`

const OWN_WORDS = new Set(['attendance', 'note', 'seq', 'mobile', 'session', 'unknown'])
const OF_ROSTERS = new Set(['sector', 'committee', 'group'])

/**
 * The rows (from 0) that say the cells which a row leaves to those above it, by column; undefined where it says all
 * itself. Asked row by row from the top, because a blank may repeat what stood above.
 */
function fillerOf(
  table: Table,
  told: ToldTable,
  { resource, fillDown }: Filling,
): (at: number) => ReadonlyMap<number, number> | undefined {
  const merges = (field: string) =>
    resource === 'attendance' ? !OWN_WORDS.has(field) : resource !== 'members' || OF_ROSTERS.has(field)
  const columns = told.columns.map(({ col, field }) => ({ column: columnIndex(col), field }))
  const merged = new Set(columns.filter(({ field }) => merges(field)).map(({ column }) => column))
  const tall = table.merges.filter(({ top, bottom, left }) => bottom > top && merged.has(left))
  const repeated = columns.filter(({ field }) => fillDown.includes(field)).map(({ column }) => column)
  const carried = new Map<number, number>()
  return (at) => {
    const from = new Map<number, number>()
    for (const { top, bottom, left } of tall) {
      if (at > top && at <= bottom && cellText(table, at, left) === '') from.set(left, top)
    }
    for (const column of repeated) {
      if (cellText(table, from.get(column) ?? at, column).trim() !== '') {
        carried.set(column, from.get(column) ?? at)
      } else if (carried.has(column)) from.set(column, carried.get(column)!)
    }
    return from.size > 0 ? from : undefined
  }
}

/** Delimited text as it came: encoding, mark and delimiter. */
export async function writeDelimited(back: Back, container: Container, sink: Sink): Promise<void> {
  const { stringify } = await import('csv-stringify/sync')
  const { table, headerRow, added, rows } = back
  const used = usedWidth(table, headerRow)
  const delimiter = container.delimiter ?? ','
  await sink.write(markOf(container))
  for (let from = 0; from < rows.length; from += ROWS_A_PIECE) {
    const lines = rows.slice(from, from + ROWS_A_PIECE).map((row) => {
      const own = Array.from({ length: used }, (_, column) => guarded(textAt(table, row, column)))
      const more = row.at === headerRow ? added.map(({ header }) => header) : row.added.map(guarded)
      return [...own, ...more]
    })
    await sink.write(
      encodeText(stringify(lines, { delimiter, record_delimiter: 'windows' }), container.encoding),
    )
  }
}
