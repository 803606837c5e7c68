import { greatest } from '../../../core/long-lists.ts'
import { columnLetters, type Row, type Sheet, writeWorkbook } from '../../exports/files/sheet.ts'
import type { Choices, Note } from '../../exports/files/sheet-notes.ts'
import { CHOICES_TEXT_MAX } from '../../exports/files/sheet-notes.ts'
import { memorySink } from '../../exports/files/sink.ts'
import { guarded } from '../../exports/files/table.ts'
import { textWidth } from '../../exports/files/widths.ts'
import { OWN_SHEETS } from '../planner/own-sheets.ts'

/** A sheet to fill in: what its columns take, an example that the importer leaves out, and a sheet that explains. */

export interface TemplateColumn {
  header: string
  /** What stands over the header, where several columns belong together. */
  group?: string
  required?: true
  /** What to write, for whoever fills it in. */
  help: string
  /** Words to choose from; `open`: others are taken too. */
  words?: readonly string[]
  open?: true
  /** What the example says. */
  example: string
}

export interface Template {
  name: string
  title: string
  columns: readonly TemplateColumn[]
  /** Rows that are filled in already, cell by cell. */
  rows: readonly (readonly string[])[]
  /** Lines above the explanation of the columns. */
  guide: readonly string[]
}

/** Begins the first cell of an example; every importer leaves such a row out. */
export const EXAMPLE = '示例'
const ROWS_TO_FILL = 200
const ROWS_CHECKED = 5_000
const WIDEST = 30

export async function templateBytes(template: Template): Promise<Buffer> {
  const sink = memorySink()
  const words = wordLists(template)
  const sheets = [sheetOf(template, words), guideOf(template), ...wordSheet(words)]
  await writeWorkbook({ title: template.title, author: '', day: null, sheets }, sink)
  return sink.bytes()
}

export type WordList = { words: readonly string[]; range: string; at: number }

/** Lists that a rule cannot hold itself stand on a hidden sheet; equal ones once. */
export function wordLists({ columns }: Pick<Template, 'columns'>): Map<readonly string[], WordList> {
  const lists = new Map<readonly string[], WordList>()
  for (const { words } of columns) {
    if (!words || fitsInRule(words) || words.length === 0 || lists.has(words)) continue
    const letter = columnLetters(lists.size)
    const range = `'${OWN_SHEETS.words}'!$${letter}$1:$${letter}$${words.length}`
    lists.set(words, { words, range, at: lists.size })
  }
  return lists
}

const fitsInRule = (words: readonly string[]): boolean =>
  words.join(',').length <= CHOICES_TEXT_MAX && !words.some((word) => word.includes(','))

function sheetOf(template: Template, lists: ReadonlyMap<readonly string[], WordList>): Sheet {
  const { columns, rows } = template
  const grouped = columns.some(({ group }) => group !== undefined)
  const head = grouped ? 2 : 1
  const filled: Row[] = [
    ...(grouped
      ? [{ cells: columns.map(({ group, header }) => group ?? header), looks: 'header' as const }]
      : []),
    {
      cells: columns.map(({ header, group }) => (grouped && group === undefined ? null : header)),
      looks: 'header',
    },
    { cells: columns.map(({ example }, at) => (at === 0 ? EXAMPLE : example)), looks: 'ignoredText' },
    ...rows.map((cells): Row => ({ cells: cells.map(guarded), looks: 'plainText' })),
    ...Array.from({ length: ROWS_TO_FILL }, (): Row => ({ cells: [], looks: 'plainText' })),
  ]
  return {
    name: template.name,
    widths: columns.map(widthOf),
    headRows: head,
    landscape: true,
    footer: '&C&9第 &P 页，共 &N 页',
    rows: [filled],
    merges: grouped ? merges(columns) : [],
    choices: columns.flatMap((column, at) => choicesOf(column, at, head, lists)),
    notes: columns.map((column, at): Note => {
      const row = column.group === undefined ? 1 : head
      return { ref: `${columnLetters(at)}${row}`, text: noteOf(column) }
    }),
  }
}

const widthOf = ({ header, example }: TemplateColumn): number =>
  Math.min(WIDEST, Math.max(8, textWidth(header) + 4, textWidth(example) + 2))

/** Groups stand over their columns; what has none is as high as both rows. */
function merges(columns: readonly TemplateColumn[]): string[] {
  const ranges: string[] = []
  for (let at = 0; at < columns.length; ) {
    const { group } = columns[at]!
    let end = at
    if (group === undefined) ranges.push(`${columnLetters(at)}1:${columnLetters(at)}2`)
    else {
      while (columns[end + 1]?.group === group) end += 1
      if (end > at) ranges.push(`${columnLetters(at)}1:${columnLetters(end)}1`)
    }
    at = end + 1
  }
  return ranges
}

function choicesOf(
  { words, open }: TemplateColumn,
  at: number,
  head: number,
  lists: ReadonlyMap<readonly string[], WordList>,
): Choices[] {
  if (!words || words.length === 0) return []
  const range = `${columnLetters(at)}${head + 2}:${columnLetters(at)}${ROWS_CHECKED}`
  const list = lists.get(words)
  return [{ range, of: list ? { range: list.range } : words, ...(open ? { open } : {}) }]
}

const WORDS_SHOWN = 40

export const noteOf = ({ required, help, words = [] }: TemplateColumn): string => {
  const shown = words.slice(0, WORDS_SHOWN).join('、') + (words.length > WORDS_SHOWN ? '…' : '')
  return `${required ? '必填。' : ''}${help}${shown ? `\n可选：${shown}` : ''}`
}

export function guideOf({ title, guide, columns }: Omit<Template, 'name' | 'rows'>): Sheet {
  const lines = [title, ...guide].map((text): Row => ({ cells: [text], looks: 'plainText', merged: true }))
  const header: Row = { cells: ['列', '必填', '怎样填', '可选的值'], looks: 'header' }
  const rows = columns.map((column): Row => {
    const { header: name, group, required, help, words = [] } = column
    const cells = [
      group ? `${group} ${name}` : name,
      required ? '是' : '',
      help,
      words.slice(0, 200).join('、'),
    ]
    return { cells, looks: 'plainText' }
  })
  return {
    name: OWN_SHEETS.guide,
    widths: [24, 8, 50, 60],
    headRows: 0,
    landscape: true,
    footer: '&C&9第 &P 页，共 &N 页',
    rows: [[...lines, header, ...rows]],
  }
}

export function wordSheet(lists: ReadonlyMap<readonly string[], WordList>): Sheet[] {
  const all = [...lists.values()]
  if (all.length === 0) return []
  const length = greatest(all.map(({ words }) => words.length))
  const rows = Array.from(
    { length },
    (_, at): Row => ({
      cells: all.map(({ words }) => words[at] ?? null),
      looks: 'plainText',
    }),
  )
  return [
    {
      name: OWN_SHEETS.words,
      widths: all.map(() => 30),
      headRows: 0,
      landscape: false,
      footer: '',
      rows: [rows],
      hidden: true,
    },
  ]
}
