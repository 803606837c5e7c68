import { cutDay } from './dates.ts'
import { isLegendText } from './legend.ts'
import { cellRef, isBlankRow, type Table } from './table.ts'

/** What stands above a table: its title, and labels beside their values. */

export type Labels = ReadonlyMap<'event' | 'date' | 'place', { text: string; ref: string }>

const NUMBERING = /^[一二三四五六七八九十]{1,3}、/

/** The rows above a header that are not empty. */
export function rowsBefore(table: Table, header: number): number[] {
  const rows: number[] = []
  for (let row = 0; row < header; row += 1) if (!isBlankRow(table, row)) rows.push(row)
  return rows
}

export function titleTexts(table: Table, rows: readonly number[]): string[] {
  return rows.flatMap((row) =>
    (table.rows[row] ?? []).filter((text) => text.trim() !== '').map(withoutLegend),
  )
}

// A title may carry the legend behind it: `…考勤表（√出席 △事假）`.
function withoutLegend(text: string): string {
  if (!isLegendText(text)) return text
  const head = text.split(/[（(【[]|注\s*[:：]|说明\s*[:：]|\n/)[0]!.trim()
  return isLegendText(head) ? '' : head
}

/** The committee's name above a sign-in sheet is the letterhead: a longer line that speaks of a meeting is the title. */
export function sheetTitleOf(titles: readonly string[]): string {
  const lines = titles
    .map((text) => text.trim().replace(NUMBERING, ''))
    .filter((text) => text !== '' && !/^[^：:]{1,8}[：:]/.test(text))
  return (
    lines.find((text) =>
      /(会议|会|活动|视察|调研|考勤|签到|学习|培训|情况|考察|协商)/.test(text.replace(/委员会$/, '')),
    ) ??
    lines[0] ??
    ''
  )
}

const LABELS: [RegExp, 'event' | 'date' | 'place'][] = [
  [/^(会议名称|活动名称|会议主题|活动主题|会议|活动|主题|名称|会议内容)$/, 'event'],
  [/^(时间|日期|会议时间|活动时间|会议日期|活动日期|开会时间|召开时间)$/, 'date'],
  [/^(地点|会议地点|活动地点)$/, 'place'],
]

export function labelsOf(table: Table, rows: readonly number[]): Labels {
  const labels = new Map<'event' | 'date' | 'place', { text: string; ref: string }>()
  for (const row of rows) {
    const cells = table.rows[row] ?? []
    for (let col = 0; col < cells.length; col += 1) {
      for (const piece of cells[col]!.split(/\n|　{2,}| {3,}/)) {
        const match = /^\s*([^：:]{1,8})[：:]\s*(.*)$/s.exec(piece)
        const word = (match ? match[1]! : piece).normalize('NFKC').replace(/\s+/g, '')
        const label = LABELS.find(([pattern]) => pattern.test(word))?.[1]
        if (!label || labels.has(label)) continue
        const next = match && match[2]!.trim() !== '' ? match[2]! : nextText(cells, col)
        if (next.trim() !== '') labels.set(label, { text: next.trim(), ref: cellRef(row, col) })
      }
    }
  }
  return labels
}

function nextText(cells: readonly string[], col: number): string {
  return cells.slice(col + 1).find((text) => text.trim() !== '') ?? ''
}

/** What rows above a table say of its meeting. */
export type About = { sheetTitle: string; labels: Labels; dayText: string }

/** What the rows say, or those of their cells that lie in a block of columns. */
export function aboutOf(table: Table, rows: readonly number[], inBlock = (_: Place) => true): About {
  const cells: string[][] = []
  for (const row of rows) {
    cells[row] = (table.rows[row] ?? []).map((text, col) => (inBlock({ row, col }) ? text : ''))
  }
  const shown = { ...table, rows: cells }
  const titles = titleTexts(shown, rows)
  return {
    sheetTitle: sheetTitleOf(titles),
    labels: labelsOf(shown, rows),
    dayText: rows.flatMap((row) => cells[row] ?? []).flatMap((text) => cutDay(text)?.dayText ?? [])[0] ?? '',
  }
}

type Place = { row: number; col: number }

/**
 * What stands above each of several blocks side by side, where their titles or days differ; null where one meeting is
 * above them all. A line that stands above one block alone, with nothing above the others, speaks for all; what is
 * written above several speaks for its own block, and a day that only another block's title carries is nobody else's.
 */
export function aboutBlocks(
  table: Table,
  rows: readonly number[],
  starts: readonly number[],
): About[] | null {
  const blockOf = (col: number): number =>
    Math.max(
      0,
      starts.findLastIndex((start) => start <= col),
    )
  const shared = new Set(
    rows.filter((row) => {
      const cells = table.rows[row] ?? []
      return new Set(cells.flatMap((text, col) => (text.trim() === '' ? [] : blockOf(col)))).size < 2
    }),
  )
  const own = starts.map((_, at) =>
    aboutOf(table, rows, ({ row, col }) => !shared.has(row) && blockOf(col) === at),
  )
  const [events, days] = [own.map(eventIn), own.map(dayIn)]
  if (!differ(events) && !differ(days)) return null
  return starts.map((_, at) => {
    const about = aboutOf(table, rows, ({ row, col }) => shared.has(row) || blockOf(col) === at)
    const oneDay = days.find((day) => day !== '') ?? ''
    const lent = !differ(events) && about.dayText === '' && !about.labels.has('date') ? oneDay : about.dayText
    return { ...about, dayText: lent }
  })
}

const eventIn = ({ labels, sheetTitle }: About): string => labels.get('event')?.text ?? sheetTitle
const dayIn = ({ labels, dayText }: About): string => labels.get('date')?.text ?? dayText
const differ = (texts: readonly string[]): boolean => new Set(texts.filter((text) => text !== '')).size > 1
