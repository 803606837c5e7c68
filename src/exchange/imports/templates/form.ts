import { columnLetters, type Row, type Sheet, writeWorkbook } from '../../exports/files/sheet.ts'
import type { Choices } from '../../exports/files/sheet-notes.ts'
import { memorySink } from '../../exports/files/sink.ts'
import {
  FORM_COLUMNS,
  FORM_LABELS,
  FORM_MARK,
  FORM_MEETINGS,
  FORM_OTHERS,
  FORM_SIGNATURES,
  FORM_TITLE,
} from '../planner/form.ts'
import { attendanceList } from './attendance.ts'
import {
  EXAMPLE,
  guideOf,
  noteOf,
  type TemplateColumn,
  type WordList,
  wordLists,
  wordSheet,
} from './template.ts'

/** The form of a member, which prints on one page of A4: labels and values, meetings, what is kept for paper, signatures. */

const WIDTHS = [10, 30, 14, 16, 12, 18]
const WIDTH = WIDTHS.length
const MEETINGS_ROWS = 12
const OTHERS_ROWS = 2
const SIGNED = [
  `${FORM_SIGNATURES}　　　　　　　　　　年　　月　　日`,
  '审核单位（盖章）：　　　　　　　年　　月　　日',
]

const GUIDE = [
  '1. 一张工作表是一位委员；有几位就复制几张，工作表的名字可以随意。',
  '2. 左上角的表号和各栏目的文字不要改动，导入时凭它们认表；没有表号的工作表不读取。',
  '3. 会议活动不够填时，在该栏内插入行。以“示例”开头的一行只供参考，导入时不读取。',
  '4. 同名的委员请填委员编号，否则导入时会询问是哪一位；年度用于没有写年份的日期。',
  '5. 提案、社情民意信息、表彰奖励只供纸面留存，不从本表读取，请用各自的模板导入。',
]

/** Bytes of the workbook. `sectors` and `meetings` are offered as words to choose from. */
export async function formBytes(sectors: readonly string[], meetings: readonly string[]): Promise<Buffer> {
  const columns = columnsOf(sectors, meetings)
  const sector: TemplateColumn = { header: '界别', help: '', words: sectors, open: true, example: '' }
  const lists = wordLists({ columns: [...columns, sector] })
  const sink = memorySink()
  await writeWorkbook(
    {
      title: FORM_TITLE,
      author: '',
      day: null,
      sheets: [
        formSheet(columns, sector, lists),
        guideOf({ title: FORM_TITLE, guide: GUIDE, columns }),
        ...wordSheet(lists),
      ],
    },
    sink,
  )
  return sink.bytes()
}

/** As in the list of attendance, whose columns say the same. */
function columnsOf(sectors: readonly string[], meetings: readonly string[]): TemplateColumn[] {
  const known = attendanceList(sectors, meetings).columns
  return FORM_COLUMNS.map(({ header }) => {
    const column = known.find((one) => one.header === (header === '日期' ? '时间' : header))!
    return { ...column, header }
  })
}

function formSheet(
  columns: readonly TemplateColumn[],
  sector: TemplateColumn,
  lists: ReadonlyMap<readonly string[], WordList>,
): Sheet {
  const labels = [2, 3].map((row): Row => {
    const cells = Array.from({ length: WIDTH }, (_, col) => labelAt(row, col) ?? '')
    return { cells, looks: cells.map((text) => (text === '' ? 'text' : 'header')), height: 26 }
  })
  const above: Row[] = [
    { cells: [FORM_MARK], looks: 'note', merged: true },
    { cells: [FORM_TITLE], looks: 'title', merged: true, height: 34 },
    ...labels,
    section(FORM_MEETINGS),
    { cells: columns.map(({ header }) => header), looks: 'header' },
  ]
  const head = above.length
  const rows: Row[] = [
    ...above,
    { cells: columns.map(({ example }, at) => (at === 0 ? EXAMPLE : example)), looks: 'ignoredText' },
    ...empty(MEETINGS_ROWS),
    ...FORM_OTHERS.flatMap(({ title, headers }) => [
      section(title),
      { cells: headers, looks: 'header' as const },
      ...empty(OTHERS_ROWS),
    ]),
    ...SIGNED.map((text): Row => ({ cells: [text], looks: 'signatures', merged: true, height: 36 })),
  ]
  const last = head + 1 + MEETINGS_ROWS
  const sectorCell = FORM_LABELS.find(({ about }) => about === 'sector')!
  const choices = [
    ...columns.map((column, col) => ({
      column,
      range: `${columnLetters(col)}${head + 1}:${columnLetters(col)}${last}`,
    })),
    { column: sector, range: `${columnLetters(sectorCell.col + 1)}${sectorCell.row + 1}` },
  ]
  return {
    name: '登记表',
    widths: WIDTHS,
    headRows: 0,
    landscape: false,
    footer: '&C&9第 &P 页，共 &N 页',
    rows: [rows],
    choices: choices.flatMap(({ column, range }) => choiceOf(column, range, lists)),
    notes: columns.map((column, col) => ({ ref: `${columnLetters(col)}${head}`, text: noteOf(column) })),
  }
}

const labelAt = (row: number, col: number): string | undefined =>
  FORM_LABELS.find((one) => one.row === row && one.col === col)?.label

const section = (title: string): Row => ({ cells: [title], looks: 'header', merged: true })

const empty = (count: number): Row[] =>
  Array.from({ length: count }, (): Row => ({ cells: [], looks: 'text' }))

function choiceOf(
  { words = [], open }: TemplateColumn,
  range: string,
  lists: ReadonlyMap<readonly string[], WordList>,
): Choices[] {
  if (words.length === 0) return []
  const list = lists.get(words)
  return [{ range, of: list ? { range: list.range } : words, ...(open ? { open } : {}) }]
}
