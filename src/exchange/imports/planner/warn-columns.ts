import { saysAttendance } from './attendance-cells.ts'
import type { Column, Layout } from './layout.ts'
import { meaningOfWord } from './legend.ts'
import type { Work } from './plan-work.ts'
import { dataRows } from './rows-below.ts'
import { cellRef, cellText, columnName } from './table.ts'

/** Columns of a table of attendance that are not read, each named; one that holds attendance must be looked at. */
export function warnColumns(work: Work, layout: Layout): void {
  const { table, headerRows, columns, form } = layout
  if (form) return
  const unread = columns.filter(({ field }) => field === null)
  if (unread.length === 0) return
  const rows = dataRows(layout)
  for (const column of unread) {
    const { col, header } = column
    const used = rows.filter((row) => cellText(table, row, col).trim() !== '')
    const telling = used.filter((row) => tellsOfSomebody(layout, row, col))
    const [first] = telling
    if (used.length === 0 || (header.length === 0 && first === undefined)) continue
    const name = header.join(' / ').replace(/\s+/g, ' ') || columnName(col)
    work.warnings.push({
      code: 'column_ignored',
      table: table.name,
      ref: header.length === 0 ? cellRef(first!, col) : cellRef(headerRows.at(-1)!, col),
      message: messageOf(column, name, first !== undefined),
      mustBeAccepted: first !== undefined,
      detail: { header: header.join(' / '), refs: telling.slice(0, 100).map((row) => cellRef(row, col)) },
    })
  }
}

function messageOf({ header }: Column, name: string, telling: boolean) {
  const holds = telling
    ? { zh: '其中有考勤用语或符号，', en: 'holds words or marks of attendance and ' }
    : { zh: '', en: '' }
  return header.length === 0
    ? {
        zh: `${name} 列没有表头，${holds.zh}未读取。若是一场会议，请补上表头。`,
        en: `Column ${name} has no header, ${holds.en}is not read. If it is a meeting, write its header.`,
      }
    : {
        zh: `看不懂“${name}”一列，${holds.zh}未读取。若它是已知的某列，可在导入方案的 columns 里写明。`,
        en: `Column “${name}” is not known, ${holds.en}is not read. If it is a known one, name it under columns in the profile.`,
      }
}

/** In a legend beside the table a word follows its mark. */
function tellsOfSomebody({ table, legend }: Layout, row: number, col: number): boolean {
  const text = cellText(table, row, col)
  if (!saysAttendance(text, legend)) return false
  const [before, after] = [cellText(table, row, col - 1), cellText(table, row, col + 1)]
  if (meaningOfWord(text) === undefined) return meaningOfWord(after) === undefined
  return !legend.exact.has(before.trim())
}
