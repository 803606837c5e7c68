import type { PlanWarning, Text } from '../plan-types.ts'
import type { Table } from '../table.ts'
import { columnName, needsNoWord } from './record-header.ts'
import type { RecordPlan, RecordRow } from './record-plan-types.ts'
import type { Sheet } from './record-rows.ts'
import type { RecordTable } from './record-table.ts'

/** What is shown before a commit, and what somebody has to have seen. */

/** Columns and rows of a sheet that are not read. */
export function notRead(
  { table, of }: Pick<Sheet, 'table' | 'of'>,
  { headerRow, ignoredColumns, ignoredRows }: RecordPlan['tables'][number],
): PlanWarning[] {
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
export function unitWarnings(rows: readonly RecordRow[]): PlanWarning[] {
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
export function dayWarnings(of: RecordTable, rows: readonly RecordRow[]): PlanWarning[] {
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
export function numberWarnings(of: RecordTable, rows: readonly RecordRow[]): PlanWarning[] {
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

export function sheetIgnored(table: Table, of: RecordTable): PlanWarning {
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

export function sheetUnfit({ name }: Table, lacks: Text): PlanWarning {
  return {
    code: 'sheet_ignored',
    table: name,
    ref: null,
    message: {
      zh: `工作表“${name}”未读取：${lacks.zh}`,
      en: `Sheet “${name}” is not read: ${lacks.en}`,
    },
    mustBeAccepted: true,
    detail: {},
  }
}
