import { greatest } from '../../../core/long-lists.ts'
import type { Reader } from '../../../storage/storage.ts'
import { type OutlineTable, outlineIfAny, type PlannedChunk } from '../chunks.ts'
import { type LegalWords, legalWordsOf } from '../legal-words.ts'
import { committedChunks } from '../outcomes.ts'
import type { PlanTotal, PlanWarning } from '../planner/plan-types.ts'
import { columnIndex, columnName } from '../planner/table.ts'
import type { Import } from '../store.ts'
import { attendanceTold } from './attendance-outcome.ts'
import type { Telling, Told } from './outcome.ts'
import { recordTold, rosterTold } from './row-outcome.ts'
import { progressOf } from './standing.ts'

/** How a plan understood one sheet; the three kinds of plans tell it alike as far as this goes. */
export type ToldTable = {
  name: string
  /** As the sheet numbers them. */
  headerRows: number[]
  firstDataRow: number
  /** Titles and headers of further tables below the first, and lines that speak for the rows below them. */
  openingRows: number[]
  /** The columns of those tables, from a row on. */
  below: { from: number; columns: ToldTable['columns'] }[]
  columns: { col: string; field: string; header: string }[]
  skipped: boolean
  /** Rows that explain its marks. */
  legendRows: number[]
}

/** Everything of a plan but its entries. */
export type PlanRest = {
  tables: ToldTable[]
  warnings: PlanWarning[]
  /** Rows that are no data: titles below the header, totals, remarks. */
  ignored: { table: string; row: number; reason: string }[]
  totals: PlanTotal[]
}

export async function planRest(reader: Pick<Reader, 'query'>, row: Import): Promise<PlanRest> {
  const outline = await outlineIfAny(reader, row)
  const { tables: read = [], rows = [], warnings = [], totals = [] } = outline
  const tables = read.map(toldTable)
  const ignored = rows.flatMap(({ table, row: at, result, reason }) =>
    result === 'ignored_footer' && at !== null ? [{ table, row: at, reason: reason ?? 'footer' }] : [],
  )
  const ofRecords = read.flatMap(({ name, table = '', ignoredRows = [] }) =>
    ignoredRows.map((one) => ({ table: name ?? table, row: one.row, reason: 'footer' })),
  )
  const headings = (name: string) =>
    ignored.flatMap(({ table, row: at, reason }) => (table === name && reason === 'heading' ? [at] : []))
  return {
    tables: tables.map((table) => ({
      ...table,
      openingRows: [...table.openingRows, ...headings(table.name)],
    })),
    warnings,
    ignored: [...ignored, ...ofRecords],
    totals,
  }
}

function toldTable(table: OutlineTable): ToldTable {
  const {
    headerRow,
    headerRows = headerRow === undefined ? [] : [headerRow],
    legend = [],
    below = [],
  } = table
  return {
    name: table.name ?? table.table ?? '',
    headerRows,
    firstDataRow: (headerRows.at(-1) ?? 0) + 1,
    openingRows: below.flatMap(({ titleRows, headerRows: own }) => [...titleRows, ...own]),
    below: below.map(({ titleRows, headerRows: own, columns }) => ({
      from: greatest([...titleRows, ...own.filter((row) => !headerRows.includes(row))], 0),
      columns,
    })),
    columns: table.columns ?? [],
    skipped: table.skipped ?? false,
    legendRows: [...new Set(legend.flatMap(({ ref }) => Number(/\d+$/.exec(ref ?? '')?.[0] ?? 0) || []))],
  }
}

/** Tells entries of one import: `tell` takes a chunk and its number. */
export type Teller = { telling: Telling; tell(chunk: PlannedChunk, number: number): Told[] }

/** A commit of attendance counts its chunks by their outcomes while it runs. */
const committedSoFar = (reader: Pick<Reader, 'query'>, row: Import): Promise<number> =>
  row.resource === 'attendance' && row.state === 'committing'
    ? committedChunks(reader, row)
    : Promise.resolve(row.cursor)

export async function tellerOf(
  reader: Pick<Reader, 'query'>,
  row: Import,
  tables: readonly ToldTable[],
): Promise<Teller> {
  const telling: Telling = {
    decisions: new Map(row.decisions.map((one) => [one.id, one])),
    progress: progressOf({ ...row, cursor: await committedSoFar(reader, row) }),
    names: await namesOf(reader, row.committeeId),
    ...headersOf(tables),
  }
  const legal = await legalWordsOf(reader, row.committeeId, row.resource, row.profile.dutyKind)
  return { telling, tell: (chunk, number) => toldOf(chunk, number, telling, legal) }
}

function toldOf(chunk: PlannedChunk, number: number, telling: Telling, legal: LegalWords): Told[] {
  if (chunk.kind === 'attendance') return chunk.entries.map((entry) => attendanceTold(entry, number, telling))
  if (chunk.kind === 'roster') return chunk.entries.map((entry) => rosterTold(entry, number, telling, legal))
  return chunk.entries.map((entry) => recordTold(entry, number, telling, legal))
}

function headersOf(tables: readonly ToldTable[]): Pick<Telling, 'headerOf' | 'columnOf'> {
  const byTable = new Map(tables.map((table) => [table.name, table]))
  const columnsAt = (name: string, row: number): ToldTable['columns'] => {
    const table = byTable.get(name)
    return table?.below.findLast(({ from }) => from < row)?.columns ?? table?.columns ?? []
  }
  return {
    headerOf: ({ table, row }, column) =>
      columnsAt(table, row).find(({ col }) => col === columnName(column))?.header ?? '',
    columnOf: ({ table, row }, field, before) => {
      const places = columnsAt(table, row)
        .filter((one) => one.field === field)
        .map(({ col }) => columnIndex(col))
      return places.findLast((place) => place < before) ?? places[0] ?? null
    },
  }
}

async function namesOf({ query }: Pick<Reader, 'query'>, committeeId: string): Promise<Map<string, string>> {
  const members = await query<{ id: string; name: string }>(
    'select id, name from members where committee_id = ?',
    [committeeId],
  )
  return new Map(members.map(({ id, name }) => [id, name]))
}
