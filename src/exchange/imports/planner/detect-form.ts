import type { Field, Profile } from '../../../core/import-profile.ts'
import { yearsOf } from './dates.ts'
import { FORM_COLUMNS, formOf } from './form.ts'
import { fieldOfHeader } from './headers.ts'
import type { Layout } from './layout.ts'
import { buildLegend } from './legend.ts'
import type { LegendLine } from './legend-lines.ts'
import type { Table } from './table.ts'

/** The layout of a form: the template says it all. One that was changed is not read, even in part. */
export function formLayout(table: Table, profile: Profile, legend: readonly LegendLine[]): Layout {
  const form = formOf(table)
  const nothing = {
    table,
    shape: 'F' as const,
    titleRows: [0, 1],
    legend: buildLegend(legend, profile),
    ownLegend: false,
    sheetTitle: '',
    labels: new Map(),
    merged: new Map<number, string>(),
  }
  if (!form) {
    const years = yearsOf([], profile.year)
    return { ...nothing, years, reason: 'form_changed', headerRows: [], firstRow: 0, blocks: [], columns: [] }
  }
  return {
    ...nothing,
    form,
    // What stands below the meetings belongs to no row of them.
    table: { ...table, rows: table.rows.slice(0, form.end) },
    reason: null,
    years: yearsOf([`${form.year.replace(/年度?$/, '')}年`], profile.year),
    headerRows: [form.headerRow],
    firstRow: form.headerRow + 1,
    blocks: [
      {
        fields: new Map(FORM_COLUMNS.map(({ field }, col): [Field, number] => [field, col])),
        sessions: [],
        states: [],
      },
    ],
    columns: FORM_COLUMNS.map(({ header, field }, col) => ({ col, field, header: [header] })),
  }
}

const HEAD_ROWS = 8

/** A form of another make: its title says so, and 姓名 is a label beside a value, with another label below. */
export function isForeignForm(table: Table): boolean {
  const head = table.rows.slice(0, HEAD_ROWS)
  if (!/登记表|履职表|履职手册/.test(head.flat().join(' '))) return false
  return head.some((cells, row) =>
    (cells ?? []).some((text, col) => {
      if (fieldOfHeader(text, null) !== 'name') return false
      const below = table.rows[row + 1]?.[col] ?? ''
      return fieldOfHeader(cells[col + 1] ?? '', null) === null && fieldOfHeader(below, null) !== null
    }),
  )
}
