import type { Decision } from '../../../core/import-questions.ts'
import { append } from '../../../core/long-lists.ts'
import type { Reader } from '../../../storage/storage.ts'
import { type Sheet, writeWorkbook } from '../../exports/files/sheet.ts'
import type { Sink } from '../../exports/files/sink.ts'
import type { Reading } from '../planner/containers/read.ts'
import { OWN_COLUMNS } from '../planner/own-sheets.ts'
import type { Import } from '../store.ts'
import { readStored } from '../stored-file.ts'
import { failuresOf, writeDelimited } from './failures.ts'
import { gather, type Outcomes } from './gather.ts'
import { colourSheet, questionSheet, totalSheet } from './question-sheet.ts'
import { type Back, sheetBack } from './sheet-back.ts'
import { type PlanRest, planRest, tellerOf } from './telling.ts'

/** The file that an office gets back for the one that it sent. */

export type Only = 'all' | 'failures'
export type AnswerFormat = 'xlsx' | 'csv'

export type AnswerFile = {
  format: AnswerFormat
  /** Rows of data that went into it. */
  rows: number
}

/** Undefined where the file can be read no longer. */
export async function writeAnswer(
  reader: Reader,
  row: Import,
  only: Only,
  format: AnswerFormat | undefined,
  sink: Sink,
): Promise<AnswerFile | undefined> {
  const read = await readStored(reader, row)
  if ('refusal' in read) return undefined
  const { reading } = read
  const rest = await planRest(reader, row)
  const outcomes = await gather(reader, row, rest, await tellerOf(reader, row, rest.tables))
  const backs = only === 'failures' ? failures(row, reading, rest, outcomes) : wholes(reading, rest, outcomes)
  const rows = backs.reduce((sum, back) => sum + back.rows.filter(({ outcome }) => outcome).length, 0)
  const delimited = ['csv', 'txt'].includes(reading.container.format)
  if (only === 'failures' && delimited && format !== 'xlsx') {
    const [back = empty(reading, rest)] = backs
    await writeDelimited(back, reading.container, sink)
    return { format: 'csv', rows }
  }
  const named = uniqueNames(backs.length > 0 ? backs : [empty(reading, rest)])
  const sheets = named.map(sheetBack)
  if (only === 'all') append(sheets, ownSheets(row.decisions, rest))
  const title = `${row.fileName} ${only === 'failures' ? '未录入的行' : '导入结果'}`
  await writeWorkbook({ title, author: '', day: null, sheets }, sink)
  return { format: 'xlsx', rows }
}

const ownSheets = (decisions: readonly Decision[], { totals }: PlanRest): Sheet[] => [
  ...(decisions.length > 0 ? [questionSheet(decisions)] : []),
  ...(totals.length > 0 ? [totalSheet(totals)] : []),
  colourSheet(),
]

function failures(row: Import, reading: Reading, rest: PlanRest, outcomes: Outcomes): Back[] {
  const { fillDown = [] } = row.profile
  return failuresOf(reading, rest, outcomes, { resource: row.resource, fillDown })
}

/** The header alone, where every row was taken. */
const empty = (reading: Reading, rest: PlanRest): Back => {
  const read = rest.tables.find(({ skipped }) => !skipped)
  const table = reading.tables.find(({ name }) => name === read?.name) ?? reading.tables[0]!
  const headerRow = (read?.headerRows.at(-1) ?? 1) - 1
  const rows = Array.from({ length: headerRow + 1 }, (_, at) => ({ at, outcome: undefined, added: [] }))
  return { table, name: table.name, headerRow, added: [], rows }
}

const RESULT = [{ header: OWN_COLUMNS.result, width: 56 }]

function wholes(reading: Reading, rest: PlanRest, outcomes: Outcomes): Back[] {
  return reading.tables
    .filter(({ hidden }) => !hidden)
    .map((table): Back => {
      const told = rest.tables.find(({ name }) => name === table.name)
      const rows = outcomes.get(table.name)
      const headerRow = (told?.headerRows.at(-1) ?? 0) - 1
      return {
        table,
        name: table.name,
        headerRow,
        added: rows ? RESULT : [],
        rows: table.rows.map((_, at) => {
          const outcome = rows?.get(at + 1)
          return { at, outcome, added: rows ? [outcome?.text.zh ?? ''] : [] }
        }),
      }
    })
}

const NAME_MAX = 31

/** Names that a workbook may hold; those that come from one may stay as they are. */
function uniqueNames(backs: readonly Back[]): Back[] {
  const taken = new Set<string>()
  return backs.map((back) => {
    const plain = back.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, NAME_MAX) || 'Sheet'
    let name = plain
    for (let nth = 2; taken.has(name.toLowerCase()); nth += 1) {
      name = `${plain.slice(0, NAME_MAX - 4)}(${nth})`
    }
    taken.add(name.toLowerCase())
    return { ...back, name }
  })
}
