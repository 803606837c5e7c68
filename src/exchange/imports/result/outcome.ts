import type { Text } from '../planner/plan-types.ts'
import type { OutcomeTone, Progress } from './standing.ts'

/** What became of one cell or row of a sheet, in the words of the office. */

/** One thing that is wrong or open, and the cell that it is about. */
export type Problem = {
  table: string
  /** As the sheet numbers them, from 1. */
  row: number
  /** Counted from 0; null where no cell of the row is to blame. */
  columnIndex: number | null
  header: string
  /** As it stands in the cell. */
  value: string
  code: string
  message: Text
  /** What the cell could say instead, where that can be told. */
  hint: string | null
}

export type Told = {
  table: string
  row: number
  /** Columns (from 0) that carry the tone; none: the row as a whole. */
  columns: number[]
  tone: OutcomeTone
  text: Text
  problems: Problem[]
}

/** What an entry is told with: the questions and how far the import has come. */
export type Telling = {
  decisions: ReadonlyMap<string, AskedDecision>
  progress: Progress
  /** Names of members by id. */
  names: ReadonlyMap<string, string>
  /** Words of the header by table and column letters. */
  headerOf(at: { table: string; row: number }, columnIndex: number): string
  /** The nearest column of a field left of another (a printed sheet has two blocks), or null. */
  columnOf(at: { table: string; row: number }, field: string, before: number): number | null
}

type AskedDecision = {
  id: string
  kind: string
  question: Text
  evidence: Record<string, unknown>
  answer?: Record<string, unknown> | null
}

const BY: Record<string, Text> = {
  member_no: { zh: '按委员编号', en: 'by the member number' },
  mobile: { zh: '按手机号', en: 'by the phone number' },
  name_unit: { zh: '按姓名和单位', en: 'by name and unit' },
  name_sector: { zh: '按姓名和界别', en: 'by name and sector' },
  name_unique: { zh: '按唯一的姓名', en: 'by the only such name' },
  alias: { zh: '按以前的决定（别名）', en: 'by an earlier decision (alias)' },
  decided: { zh: '按人工选定', en: 'as a person chose' },
}

/** The member that a cell was matched with, and by which rung of the ladder. */
export function matchedText(memberNo: string, name: string | undefined, rung: string | null): Text {
  const who = name ? `${memberNo} ${name}` : memberNo
  const by = rung ? BY[rung] : undefined
  return by ? { zh: `${who}（${by.zh}匹配）`, en: `${who} (matched ${by.en})` } : { zh: who, en: who }
}

export const join = (texts: readonly Text[], zh: string, en: string): Text => ({
  zh: texts.map((text) => text.zh).join(zh),
  en: texts.map((text) => text.en).join(en),
})
