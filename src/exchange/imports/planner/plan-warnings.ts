import { holdsAttendance } from './attendance-cells.ts'
import type { Layout } from './layout.ts'
import type { Text } from './plan-types.ts'
import { NO_ROW, type Work } from './plan-work.ts'
import { cellRef } from './table.ts'

/** A sheet, or a table on one, that is no table of attendance. */
export function warnSkipped(work: Work, layout: Layout): void {
  const { table, start, reason, shape } = layout
  if (table.rows.every((cells) => cells.every((text) => text.trim() === ''))) return
  const made = SKIPPED[reason ?? ''] ?? SKIPPED_AT_ALL
  work.warnings.push({
    code: 'table_skipped',
    table: table.name,
    ref: start === undefined ? null : cellRef(start, 0),
    message: start === undefined ? made(table.name) : SKIPPED_BELOW(table.name, start + 1),
    mustBeAccepted: reason === 'form_changed' || start !== undefined || holdsAttendance(layout),
    detail: { shape, reason },
  })
  if (start === undefined) return
  for (const [row, cells] of table.rows.entries()) {
    const col = cells.findIndex((text) => text.trim() !== '')
    if (col < 0) continue
    const where = { table: table.name, row: row + 1, ref: cellRef(row, col), raw: cells[col]! }
    work.rows.push({ ...NO_ROW, ...where, result: 'ignored_footer', reason: 'table_not_read' })
  }
}

/** A long list is read as it comes: from another header on, none of it. */
export function warnOtherHeader(work: Work, { table }: Layout, row: number): void {
  work.warnings.push({
    code: 'table_skipped',
    table: table.name,
    ref: cellRef(row, 0),
    message: SKIPPED_BELOW(table.name, row + 1),
    mustBeAccepted: true,
    detail: { shape: 'none', reason: 'other_header' },
  })
}

const SKIPPED_BELOW = (name: string, row: number): Text => ({
  zh: `工作表“${name}”第 ${row} 行起是另一张表，读不出各行属于哪场会议，未导入。请把它另存为一张表，补上标题和表头后再导入。`,
  en: `From row ${row} sheet “${name}” holds another table whose meetings cannot be told; it is not imported. Put it on a sheet of its own with title and header and import that.`,
})
const SKIPPED_AT_ALL = (name: string): Text => ({
  zh: `工作表“${name}”不是考勤表，未导入。`,
  en: `Sheet “${name}” holds no attendance and is not imported.`,
})
const SKIPPED: Record<string, (name: string) => Text> = {
  no_form_mark: (name) => ({
    zh: `工作表“${name}”的左上角没有履职登记表的表号，未导入。需要时请把内容填入模板（form）的表内。`,
    en: `Sheet “${name}” lacks the mark of the form in its first cell and is not imported. Copy what is wanted into a sheet of the template “form”.`,
  }),
  example_sheet: (name) => ({
    zh: `工作表“${name}”按名称是填写样例，未导入。若其中是真实记录，请改名后再导入。`,
    en: `Sheet “${name}” is an example by its name and is not imported. Rename it if its rows are records.`,
  }),
  form_changed: (name) => ({
    zh: `工作表“${name}”是履职登记表，但版本不同或栏目被改动，整张未导入。请重新下载模板（form）填写。`,
    en: `Sheet “${name}” is a form of another version, or its labels were changed: none of it is imported. Fill in a fresh template “form”.`,
  }),
}

/** Sections of a form that are kept for paper. */
export function warnUnread(work: Work, { table, form }: Layout): void {
  for (const { title, resource, refs } of form?.unread ?? []) {
    const shown = refs.slice(0, 6).join('、') + (refs.length > 6 ? '…' : '')
    work.warnings.push({
      code: 'section_not_read',
      table: table.name,
      ref: refs[0]!,
      message: {
        zh: `“${title}”一栏（${shown}）不从登记表读取。请用 ${resource} 的模板另行导入（resource=${resource}）。`,
        en: `The section ${title} (${shown.replaceAll('、', ', ')}) is not read from the form. Import it by the template of ${resource} (resource=${resource}).`,
      },
      mustBeAccepted: true,
      detail: { section: title, resource, refs: refs.slice(0, 100) },
    })
  }
}

/** A hidden sheet is not read unless a profile names it. */
export function warnHidden(work: Work, name: string): void {
  work.warnings.push({
    code: 'hidden_sheet_skipped',
    table: name,
    ref: null,
    message: {
      zh: `工作表“${name}”是隐藏的，未导入。需要时请在导入方案的 tables 里列出它。`,
      en: `Sheet “${name}” is hidden and is not imported. Name it under tables in the profile if it is wanted.`,
    },
    mustBeAccepted: false,
    detail: {},
  })
}

/** The numbers of a column are hardly ever the committee’s. */
export function warnNumbers(work: Work, layout: Layout): void {
  work.warnings.push({
    code: 'numbers_not_ours',
    table: layout.table.name,
    ref: null,
    message: {
      zh: `工作表“${layout.table.name}”的委员编号列几乎都不在名册上，未用作匹配依据。`,
      en: `Hardly any member number of sheet “${layout.table.name}” is on the roster; the column is not used to match.`,
    },
    mustBeAccepted: true,
    detail: {},
  })
}

/** Rows matched by a unique name whose unit is quite another. */
export function warnUnits(work: Work, layout: Layout, refs: string[]): void {
  work.warnings.push({
    code: 'unit_differs',
    table: layout.table.name,
    ref: refs[0] ?? null,
    message: {
      zh: `${refs.length} 行的工作单位与名册完全不同，仅凭唯一的姓名匹配。请确认没有同名的嘉宾。`,
      en: `In ${refs.length} rows the unit is quite another than on the roster; they match by their unique name alone. Make sure none is a guest of that name.`,
    },
    mustBeAccepted: true,
    detail: { refs: refs.slice(0, 100) },
  })
}
