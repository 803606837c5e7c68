import type { Reading } from '../containers/read.ts'
import { type YearHint, yearsOf } from '../dates.ts'
import type { DecisionList } from '../decisions.ts'
import { findIdCards } from '../detect.ts'
import type { Answers, PlanWarning, RefusedPlan, Text } from '../plan-types.ts'
import { IDS } from '../roster-texts.ts'
import { cellRef, isBlankRow, type Table } from '../table.ts'
import { indexWorld } from '../world.ts'
import { type Building, buildRow } from './record-build.ts'
import { columnName, findRecordHeader, missingColumns, nameOf, needsNoWord } from './record-header.ts'
import { identify, identifyBodies, knownRows } from './record-identity.ts'
import { countRecords, type RecordPlan, type RecordRow } from './record-plan-types.ts'
import { columnsOf, type IgnoredRow, readRows, type Sheet } from './record-rows.ts'
import type { RecordTable } from './record-table.ts'
import { NO_MEASURE, NO_YEAR_TOLD, NOT_YEARLY, noColumn, noHeader, twice } from './record-texts.ts'
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
  for (const table of reading.tables) {
    if (table.rows.every((_, at) => isBlankRow(table, at))) continue
    const yearly =
      of.resource === 'declared-statistics' && !table.hidden && !isList(table, of, options)
        ? yearlyRows(table, yearlyProfile(options), world.catalogues['meeting_type'] ?? [])
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
      return refuse(
        'columns_missing',
        noColumn(`${table.name}!${cellRef(header.row, 0)}`, missing.join('、')),
      )
    }
    const years = yearsOf(textsAbove(table, header.row), options.year)
    sheets.push({ table, header, of, years })
  }
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
  for (const { sheet, ignored } of read) warnings.push(...warningsOf(sheet, ignored))
  const planned = rows.map(({ out }) => out)
  warnings.push(
    ...unitWarnings(planned),
    ...dayWarnings(sheets[0]!.of, planned),
    ...numberWarnings(sheets[0]!.of, planned),
  )
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

function warningsOf(sheet: ReadSheet, ignored: readonly IgnoredRow[]): PlanWarning[] {
  const { table, of } = sheet
  const { headerRow, ignoredColumns, ignoredRows } = factsOf(sheet, ignored)
  return [
    ...ignoredColumns
      .filter(({ header: word }) => !needsNoWord(word))
      .map(
        ({ col, header: word, part }): PlanWarning => ({
          code: 'column_ignored',
          table: table.name,
          ref: `${col}${headerRow}`,
          message: {
            zh: `“${word}”一列不属于${of.title.zh}，未读取。若它是已知的某列，可在导入方案的 fields 里写明。`,
            en: `Column “${word}” is none of ${of.title.en} and is not read. If it is a known one, name it under fields in the profile.`,
          },
          // Part of what a known word says would be lost.
          mustBeAccepted: part === true,
          detail: { header: word },
        }),
      ),
    ...ignoredRows.map(
      ({ ref, raw }): PlanWarning => ({
        code: 'row_ignored',
        table: table.name,
        ref,
        message: {
          zh: `“${raw}”一行不是记录，未读取。`,
          en: `The row of “${raw}” is no record and is not read.`,
        },
        mustBeAccepted: false,
        detail: { raw },
      }),
    ),
  ]
}

/** Members matched by a unique name whose unit is quite another: a namesake from outside would look like that. */
function unitWarnings(rows: readonly RecordRow[]): PlanWarning[] {
  const doubted = rows.flatMap((row) =>
    row.people.filter((one) => one.unitDiffers).map(({ ref }) => ({ table: row.table, ref })),
  )
  return [...Map.groupBy(doubted, ({ table }) => table)].map(([table, places]) => ({
    code: 'unit_differs',
    table,
    ref: places[0]!.ref,
    message: {
      zh: `${places.length} 处的工作单位与名册完全不同，仅凭唯一的姓名匹配。请确认不是同名的其他人。`,
      en: `In ${places.length} cells the unit is quite another than on the roster; they match by their unique name alone. Make sure none is somebody else of that name.`,
    },
    mustBeAccepted: true,
    detail: { refs: places.slice(0, 100).map(({ ref }) => ref) },
  }))
}

/** Days that the sheet does not tell and that another column stands for. */
function dayWarnings(of: RecordTable, rows: readonly RecordRow[]): PlanWarning[] {
  const due = rows.filter((row) => row.result === 'new' && row.assumed.length > 0)
  const places = due.flatMap((row) => row.assumed.map(({ field }) => ({ row, field })))
  return [...Map.groupBy(places, ({ row, field }) => `${row.table}\n${field}`).values()].map((group) => {
    const { row, field } = group[0]!
    const { words, from } = of.assumes!.find((one) => one.field === field)!
    const source = columnName(of, from)
    return {
      code: 'day_assumed',
      table: row.table,
      ref: row.refs[from] ?? null,
      message: {
        zh: `表中没有${words.zh}：${group.length} 行按“${source}”那一天登记。请确认，或补上该列。`,
        en: `The sheet does not tell ${words.en}: in ${group.length} rows it is taken to be the day of “${source}”. Make sure, or add the column.`,
      },
      mustBeAccepted: true,
      detail: { field, from, rows: group.length },
    }
  })
}

/** Numbers that several records bear although they are given once. */
function numberWarnings(of: RecordTable, rows: readonly RecordRow[]): PlanWarning[] {
  const due = rows.filter(({ result }) => result === 'new')
  const places = due.flatMap((row) => row.doubted.map((field) => ({ row, field })))
  return [...Map.groupBy(places, ({ row, field }) => `${row.table}\n${field}`).values()].map((group) => {
    const { row, field } = group[0]!
    const word = columnName(of, field)
    const refs = group.map((one) => one.row.refs[field]!)
    return {
      code: 'number_repeated',
      table: row.table,
      ref: refs[0]!,
      message: {
        zh: `${group.length} 行的“${word}”与别的行或以前导入的记录相同（${refs.slice(0, 12).join('、')}）。请确认是并案，而不是填错或重复登记。`,
        en: `In ${group.length} rows “${word}” is that of another row or of an earlier import (${refs.slice(0, 12).join(', ')}). Make sure that they are handled as one, and not mistyped or entered twice.`,
      },
      mustBeAccepted: true,
      detail: { field, refs: refs.slice(0, 100) },
    }
  })
}

function sheetIgnored(table: Table, of: RecordTable): PlanWarning {
  return {
    code: 'sheet_ignored',
    table: table.name,
    ref: null,
    message: {
      zh: `工作表“${table.name}”${table.hidden ? '是隐藏的' : `没有${of.title.zh}的表头`}，未读取。`,
      en: `Sheet “${table.name}” ${table.hidden ? 'is hidden' : `has no header of ${of.title.en}`} and is not read.`,
    },
    mustBeAccepted: false,
    detail: {},
  }
}

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
