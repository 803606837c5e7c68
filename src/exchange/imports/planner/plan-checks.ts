import { keysOf } from '../../../core/records.ts'
import type { RowClaim } from './claim.ts'
import type { Layout } from './layout.ts'
import type { Meaning } from './legend.ts'
import type { Work } from './plan-work.ts'
import { cellRef } from './table.ts'

type Count = {
  present: number
  late: number
  others: number
  leave: number
  absent: number
  marked: number
}

/** What the cells of each column say, whoever they are about, and the rows that state totals. */
export type Totals = {
  people: number
  byColumn: Map<number, Count>
  rows: { row: number; raw: string; ref: string; cells: readonly string[] }[]
}

export function newTotals(): Totals {
  return { people: 0, byColumn: new Map(), rows: [] }
}

function newCount(): Count {
  return { present: 0, late: 0, others: 0, leave: 0, absent: 0, marked: 0 }
}

/** Counts one cell. */
export function tally(totals: Totals, col: number, meaning: Meaning | null): void {
  if (!meaning) return
  let count = totals.byColumn.get(col)
  if (!count) {
    count = newCount()
    totals.byColumn.set(col, count)
  }
  count.marked += 1
  if (meaning.status === 'present') count.present += 1
  else if (meaning.status === 'late' || meaning.status === 'left_early') count.late += 1
  else if (meaning.status === 'observer' || meaning.status === 'walk_in') count.others += 1
  else if (meaning.status.startsWith('leave')) count.leave += 1
  else if (meaning.status === 'absent') count.absent += 1
}

/** Keeps a row that states totals. */
export function tallyRow(totals: Totals, claim: Extract<RowClaim, { kind: 'ignored' }>): void {
  if (claim.reason === 'total') totals.rows.push(claim)
}

/** Compares stated totals with the cells. A difference changes no row; it must be accepted by a person. */
export function checkTotals(work: Work, layout: Layout, totals: Totals): void {
  for (const stated of totals.rows) {
    if (/应到|实到/.test(stated.raw)) checkStated(work, layout, totals, stated)
    else if (layout.shape === 'W') checkColumns(work, layout, totals, stated)
  }
}

const STATED: [RegExp, 'expected' | 'present' | 'leave' | 'absent'][] = [
  [/应到[^\d]{0,6}(\d+)/, 'expected'],
  [/(?:实到|出席|到会)[^\d]{0,6}(\d+)/, 'present'],
  [/请假[^\d]{0,6}(\d+)/, 'leave'],
  [/(?:缺席|未到)[^\d]{0,6}(\d+)/, 'absent'],
]

function checkStated(
  work: Work,
  layout: Layout,
  totals: Totals,
  { raw, ref, cells }: Totals['rows'][number],
): void {
  if (layout.shape === 'W' || totals.byColumn.size === 0) return
  const count = newCount()
  for (const one of totals.byColumn.values()) {
    for (const key of keysOf(one)) count[key] += one[key]
  }
  const line = cells.join(' ').normalize('NFKC')
  const counted = {
    expected: totals.people,
    present: count.present + count.late,
    leave: count.leave,
    absent: count.absent,
  }
  const stated: Partial<Record<keyof typeof counted, number>> = {}
  for (const [pattern, key] of STATED) {
    const found = pattern.exec(line)
    if (found) stated[key] = Number(found[1])
  }
  const waits = hasOpenCells(work, layout.table.name)
  const differing = keysOf(stated).filter(
    (key) => stated[key] !== counted[key] && (key === 'expected' || !waits),
  )
  const table = layout.table.name
  work.totals.push({ table, ref, of: layout.sheetTitle, stated, counted, differing, waits })
  if (differing.length > 0) warnMismatch(work, layout.table.name, ref, { stated, counted, raw })
}

// While cells wait for their meaning, the sums cannot agree yet; they are compared once it is known.
function hasOpenCells(work: Work, table: string): boolean {
  return work.entries.openIn.has(table)
}

// 合计 may count the sign of presence alone or everybody who came; either is agreement.
function checkColumns(
  work: Work,
  layout: Layout,
  totals: Totals,
  { row, cells }: Totals['rows'][number],
): void {
  const table = layout.table.name
  const waits = hasOpenCells(work, table)
  for (const [col, count] of totals.byColumn) {
    const text = (cells[col] ?? '').replace(/[人次\s]/g, '')
    if (!/^\d+$/.test(text)) continue
    const stated = Number(text)
    const came = count.present + count.late
    const readings = [count.present, came, came + count.others]
    const agrees = readings.includes(stated)
    const ref = cellRef(row, col)
    const of = layout.columns.find((column) => column.col === col)?.header.join(' ') ?? ''
    work.totals.push({
      table,
      ref,
      of,
      stated: { present: stated },
      counted: { expected: count.marked, present: came, leave: count.leave, absent: count.absent },
      differing: agrees || waits ? [] : ['present'],
      waits,
    })
    if (agrees || waits) continue
    const counted = { present: count.present, came, marked: count.marked }
    warnMismatch(work, table, ref, {
      stated: { present: stated },
      counted,
      raw: text,
    })
  }
}

function warnMismatch(work: Work, table: string, ref: string, detail: Record<string, unknown>): void {
  work.warnings.push({
    code: 'footer_mismatch',
    table,
    ref,
    message: {
      zh: `表尾 ${ref} 的合计与表中各行不一致。各行照常导入，请核对后确认。`,
      en: `The totals at ${ref} disagree with the rows. The rows are imported as they stand; check and accept.`,
    },
    mustBeAccepted: true,
    detail,
  })
}
