import type { Field } from '../../../core/import-profile.ts'
import type { Evidence } from './match-member.ts'
import { cellRef, type Table } from './table.ts'

/** The one-page form of a member: a fixed template, known by the mark in its first cell and read by nothing else. */

export const FORM_MARK = '表号：履职登记表-1'
export const FORM_TITLE = '政协委员履职登记表'

type About = 'name' | 'memberNo' | 'sector' | 'unit' | 'post' | 'year'

/** Labels in their places; what they are about stands in the cell right of each. Rows and columns count from 0. */
export const FORM_LABELS: readonly { row: number; col: number; label: string; about: About }[] = [
  { row: 2, col: 0, label: '姓名', about: 'name' },
  { row: 2, col: 2, label: '委员编号', about: 'memberNo' },
  { row: 2, col: 4, label: '界别', about: 'sector' },
  { row: 3, col: 0, label: '工作单位', about: 'unit' },
  { row: 3, col: 2, label: '职务', about: 'post' },
  { row: 3, col: 4, label: '年度', about: 'year' },
]

export const FORM_MEETINGS = '一、参加会议活动'
export const FORM_COLUMNS: readonly { header: string; field: Field }[] = [
  { header: '序号', field: 'seq' },
  { header: '会议名称', field: 'event' },
  { header: '日期', field: 'date' },
  { header: '场次', field: 'part' },
  { header: '出席情况', field: 'attendance' },
  { header: '备注', field: 'note' },
]

/** Sections that the form keeps for paper, and the import that takes such records. */
export const FORM_OTHERS = [
  {
    title: '二、提案',
    resource: 'proposals',
    headers: ['序号', '案由', '提交日期', '类别', '第一提案人', '备注'],
  },
  {
    title: '三、社情民意信息',
    resource: 'opinions',
    headers: ['序号', '题目', '报送日期', '反映人', '采用情况', '备注'],
  },
  {
    title: '四、表彰奖励',
    resource: 'recognitions',
    headers: ['序号', '名称', '日期', '授予单位', '级别', '备注'],
  },
] as const

export const FORM_SIGNATURES = '委员签名：'

/** The form of one member, as far as it is read. */
export type Form = {
  /** Equal for all rows. */
  evidence: Evidence
  nameRef: string
  year: string
  headerRow: number
  /** The first row behind the meetings. */
  end: number
  /** What stands in sections that are not read. */
  unread: { title: string; resource: string; refs: string[] }[]
}

const MARK = /^表号[:：]履职登记表-\d+$/

/** Whether a table carries the mark of any version. */
export const isMarked = (table: Table): boolean => MARK.test(plain(table.rows[0]?.[0]))

/** Undefined where the mark is of another version, or what the template prints was changed. */
export function formOf(table: Table): Form | undefined {
  const at = (row: number, col: number): string => table.rows[row]?.[col] ?? ''
  const is = (row: number, col: number, text: string): boolean => plain(at(row, col)) === plain(text)
  if (table.walk || !is(0, 0, FORM_MARK)) return undefined
  if (!FORM_LABELS.every(({ row, col, label }) => is(row, col, label))) return undefined
  const rowOf = (text: string): number => table.rows.findIndex((cells) => plain(cells?.[0]) === plain(text))
  const meetings = rowOf(FORM_MEETINGS)
  const starts = [meetings, ...FORM_OTHERS.map(({ title }) => rowOf(title))]
  const signed = table.rows.findIndex((cells) => plain(cells?.[0]).startsWith(plain(FORM_SIGNATURES)))
  const bounds = [...starts, signed]
  if (bounds.some((row, nth) => row < 0 || (nth > 0 && row <= bounds[nth - 1]! + 1))) return undefined
  if (!FORM_COLUMNS.every(({ header }, col) => is(meetings + 1, col, header))) return undefined
  const said = (about: About): string => {
    const { row, col } = FORM_LABELS.find((one) => one.about === about)!
    return at(row, col + 1).trim()
  }
  return {
    evidence: {
      memberNo: said('memberNo'),
      mobile: '',
      name: said('name'),
      unit: said('unit'),
      post: said('post'),
      sector: said('sector'),
      note: '',
    },
    nameRef: cellRef(FORM_LABELS[0]!.row, FORM_LABELS[0]!.col + 1),
    year: said('year'),
    headerRow: meetings + 1,
    end: bounds[1]!,
    unread: FORM_OTHERS.flatMap(({ title, resource }, nth) => {
      const refs = cellsBetween(table, starts[nth + 1]! + 2, bounds[nth + 2]!)
      return refs.length > 0 ? [{ title, resource, refs }] : []
    }),
  }
}

/** Cells that somebody filled in; a number before an empty row says nothing. */
function cellsBetween(table: Table, first: number, end: number): string[] {
  const refs: string[] = []
  for (let row = first; row < end; row += 1) {
    for (const [col, text] of (table.rows[row] ?? []).entries()) {
      if (col > 0 && text.trim() !== '') refs.push(cellRef(row, col))
    }
  }
  return refs
}

const plain = (text: string | undefined): string => (text ?? '').normalize('NFKC').replace(/\s+/g, '')
