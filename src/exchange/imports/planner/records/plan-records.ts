import type { Answers } from '../../../../core/import-questions.ts'
import { append } from '../../../../core/long-lists.ts'
import type { Reading } from '../containers/read.ts'
import { type YearHint, yearsOf } from '../dates.ts'
import type { DecisionList } from '../decisions.ts'
import { findIdCards } from '../detect.ts'
import type { PlanWarning, RefusedPlan, Text } from '../plan-types.ts'
import { IDS } from '../roster-texts.ts'
import { cellRef, isBlankRow, type Table } from '../table.ts'
import { indexWorld } from '../world.ts'
import { type Building, buildRow } from './record-build.ts'
import { columnName, findRecordHeader, missingColumns, nameOf } from './record-header.ts'
import { identify, identifyBodies, knownRows } from './record-identity.ts'
import type { IgnoredRow } from './record-ignored.ts'
import { countRecords, type RecordPlan } from './record-plan-types.ts'
import { columnsOf, readRows, type Sheet } from './record-rows.ts'
import type { RecordTable } from './record-table.ts'
import { NO_MEASURE, NO_YEAR_TOLD, NOT_YEARLY, noColumn, noHeader, twice } from './record-texts.ts'
import {
  dayWarnings,
  notRead,
  numberWarnings,
  sheetIgnored,
  sheetUnfit,
  unitWarnings,
} from './record-warnings.ts'
import type { RecordWorld } from './record-world.ts'
import { type YearlyRows, yearlyRows } from './yearly-table.ts'

export type RecordOptions = {
  answers?: Answers
  /** Header words of this source: which column each is, or `ignore`. */
  fields?: Readonly<Record<string, string>> | undefined
  headerRow?: number | undefined
  year?: number | undefined
  /** The department that a row belongs to which names none. */
  owner?: string | null
  /** The day of the upload: what has been done was done until then. */
  today?: string
}

/**
 * Plans a sheet of records: every row becomes the body of one record, or is named with the cells that keep it from
 * that. Pure: the same sheet, in whatever order of rows and columns, gives the same bodies.
 */
export function planRecords(
  reading: Reading,
  of: RecordTable,
  world: RecordWorld,
  options: RecordOptions = {},
): RecordPlan | RefusedPlan {
  for (const table of reading.tables) {
    const ref = findIdCards(table)
    if (ref) return refuse('id_card_numbers', IDS(`${table.name}!${ref}`))
  }
  const told: YearHint = { years: options.year === undefined ? [] : [options.year], from: null, to: null }
  const warnings: PlanWarning[] = []
  const sheets: ReadSheet[] = []
  const unfit: { table: Table; lacks: Text }[] = []
  for (const table of reading.tables) {
    if (table.rows.every((_, at) => isBlankRow(table, at))) continue
    const yearly =
      of.resource === 'declared-statistics' && !table.hidden && !isList(table, of, options)
        ? yearlyRows(table, yearlyProfile(options), world.catalogues.meeting_type ?? [])
        : null
    if (yearly) {
      if (yearly.outside) return refuse('shape_not_supported', NOT_YEARLY(table.name, yearly.outside))
      if (yearly.yearMissing) return refuse('columns_missing', NO_YEAR_TOLD(table.name))
      if (yearly.columns.length === 0) return refuse('columns_missing', NO_MEASURE(table.name))
      if (yearly.repeated) {
        const { first, second, word } = yearly.repeated
        return refuse('columns_repeated', twice(`${table.name}!${first}`, second, word))
      }
      const header = findRecordHeader(yearly.table, of)!
      sheets.push({ table: yearly.table, header, of, years: told, origins: yearly.origins, yearly })
      continue
    }
    const header = table.hidden ? undefined : findRecordHeader(table, of, options.fields, options.headerRow)
    if (!header) {
      warnings.push(sheetIgnored(table, of))
      continue
    }
    if (header.repeated) {
      const { first, second, word } = header.repeated
      return refuse('columns_repeated', twice(`${table.name}!${first}`, second, word))
    }
    const missing = missingColumns(header, of)
    if (missing.length > 0) {
      unfit.push({ table, lacks: noColumn(`${table.name}!${cellRef(header.row, 0)}`, missing.join('、')) })
      continue
    }
    const years = yearsOf(textsAbove(table, header.row), options.year)
    sheets.push({ table, header, of, years, fields: options.fields })
  }
  // Beside a sheet that fits, one that lacks a column is of something else: named, and nobody may overlook it.
  if (sheets.length === 0 && unfit[0]) return refuse('columns_missing', unfit[0].lacks)
  append(
    warnings,
    unfit.map(({ table, lacks }) => sheetUnfit(table, lacks)),
  )
  if (sheets.length === 0) return refuse('header_not_found', noHeader(of.title, wanted(of)))
  return planSheets(sheets, world, options, warnings)
}

function planSheets(
  sheets: readonly ReadSheet[],
  world: RecordWorld,
  options: RecordOptions,
  warnings: PlanWarning[],
): RecordPlan {
  const decisions: DecisionList = { byId: new Map(), answers: options.answers ?? {} }
  const index = indexWorld({
    ...world.people,
    meetings: [],
    invitedBySession: new Map(),
    attendance: new Map(),
  })
  const building: Building = { index, world, decisions, owner: options.owner ?? null }
  const read = sheets.map((sheet) => ({ sheet, ...readRows(sheet, world, options.today) }))
  const rows = read.flatMap((one) => one.rows)
  const known = knownRows(world)
  identify(rows, known, building)
  for (const row of rows) if (row.out.result === 'new') buildRow(building, row)
  identifyBodies(rows, known)
  for (const { sheet, ignored } of read) append(warnings, notRead(sheet, factsOf(sheet, ignored)))
  const planned = rows.map(({ out }) => out)
  append(warnings, unitWarnings(planned))
  append(warnings, dayWarnings(sheets[0]!.of, planned))
  append(warnings, numberWarnings(sheets[0]!.of, planned))
  return {
    verdict: 'import',
    kind: 'records',
    resource: sheets[0]!.of.resource,
    tables: read.map(({ sheet, ignored }) => factsOf(sheet, ignored)),
    rows: planned,
    decisions: [...decisions.byId.values()],
    warnings,
    counts: countRecords(planned),
  }
}

/** A day without its year is in the one that the title states. */
const textsAbove = (table: Table, header: number): string[] =>
  [table.name, ...table.rows.slice(0, header).flat()].filter((text) => text.trim() !== '')

/** A yearly table is shown as it stands, not as the rows that it became. */
type ReadSheet = Sheet & { yearly?: YearlyRows }

function factsOf(sheet: ReadSheet, ignored: readonly IgnoredRow[]): RecordPlan['tables'][number] {
  const { table, header, yearly } = sheet
  if (!yearly)
    return { name: table.name, headerRow: header.row + 1, ...columnsOf(sheet), ignoredRows: [...ignored] }
  const { layout, columns, ignoredColumns, ignoredRows } = yearly
  return {
    name: table.name,
    headerRow: (layout.headerRows[0] ?? 0) + 1,
    columns,
    ignoredColumns,
    ignoredRows,
  }
}

/** A table of counts with one count to a row. */
function isList(table: Table, of: RecordTable, { fields, headerRow }: RecordOptions): boolean {
  const header = findRecordHeader(table, of, fields, headerRow)
  return header !== undefined && missingColumns(header, of).length === 0
}

const yearlyProfile = ({ year, headerRow }: RecordOptions) => ({
  ...(year === undefined ? {} : { year }),
  ...(headerRow === undefined ? {} : { headerRow }),
})

const wanted = (of: RecordTable): string =>
  [
    ...of.columns.filter((column) => column.required && !column.cellOf).map(nameOf),
    ...(of.oneOf ?? []).map((group) => group.map((field) => columnName(of, field)).join('/')),
  ].join('、')

function refuse(
  code:
    | 'id_card_numbers'
    | 'columns_missing'
    | 'columns_repeated'
    | 'header_not_found'
    | 'shape_not_supported',
  message: Text,
): RefusedPlan {
  return { verdict: 'refuse', refusal: { code, message } }
}
