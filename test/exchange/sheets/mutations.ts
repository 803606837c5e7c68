import { utils } from '@e965/xlsx'
import type { Plan, RefusedPlan } from '../../../src/exchange/imports/planner/plan-types.ts'
import { isAcceptable } from '../../../src/exchange/imports/planner/plan-types.ts'
import type { Entry, RandomSheet } from './expected.ts'
import type { Grid, Value } from './grid.ts'
import type { Random } from './random.ts'

/** What goes wrong with a sheet on its way: each must end in a question or a refusal, never in a credit. */

export type Mutation = (sheet: RandomSheet, random: Random) => RandomSheet | null

const copied = (sheet: RandomSheet): RandomSheet => ({
  ...sheet,
  grids: sheet.grids.map((grid) => ({
    ...grid,
    rows: grid.rows.map((row) => [...row]),
    merges: [...grid.merges],
  })),
})

type Data = { grid: Grid; header: number; first: number; last: number; name: number }

const dataOf = (sheet: RandomSheet): Data | null => {
  const [of] = sheet.data
  return of ? { ...of, grid: sheet.grids.find(({ name }) => name === of.grid)! } : null
}

/** Two names change places; whatever else the rows say stays. */
export const swapNames: Mutation = (sheet, random) => {
  const mutated = copied(sheet)
  const data = dataOf(mutated)
  if (!data || !/^L/.test(sheet.shape)) return null
  const numbered = data.grid.rows[data.header]!.findIndex(
    (word) => /编号$|证号$|手机|电话/.test(String(word)) && String(word).length > 2,
  )
  if (numbered < 0) return null
  const rows = Array.from({ length: data.last - data.first + 1 }, (_, at) => data.first + at)
  const whole = rows.filter((row) => text(data.grid, row, numbered) !== '')
  const one = random.pick(whole)
  const other = random.pick(whole)
  if (one === undefined || other === undefined) return null
  const [a, b] = [data.grid.rows[one]!, data.grid.rows[other]!]
  if (bare(a[data.name]) === bare(b[data.name])) return null
  const kept = a[data.name]!
  a[data.name] = b[data.name]!
  b[data.name] = kept
  const changed = new Set([one + 1, other + 1])
  return {
    ...mutated,
    entries: mutated.entries.filter((entry) => !changed.has(Number(/\d+/.exec(entry.ref)![0]))),
  }
}

/** The cells of the data lie one column to the right of their headers, from some column on. */
export const shiftRight: Mutation = (sheet, random) => {
  const mutated = copied(sheet)
  const data = dataOf(mutated)
  if (!data) return null
  const from = /^W/.test(sheet.shape) ? data.name + 1 + random.int(2) : random.int(3)
  for (let row = data.first; row <= data.last; row += 1) data.grid.rows[row]!.splice(from, 0, null)
  return mutated
}

/** A column was deleted from the data and left in the header. */
export const shiftLeft: Mutation = (sheet, random) => {
  const mutated = copied(sheet)
  const data = dataOf(mutated)
  if (!data || !/^[WE]/.test(sheet.shape) || data.last - data.first < 2) return null
  const width = data.grid.rows[data.header]!.length
  // A last column that was nearly empty before tells nobody that it was lost.
  if (/^W/.test(sheet.shape) && !hasMarks(data)) return null
  const from = data.name + 1 + random.int(Math.max(1, width - data.name - 3))
  for (let row = data.first; row <= data.last; row += 1) data.grid.rows[row]!.splice(from, 1)
  return mutated
}

/** The header never came along. */
export const dropHeader: Mutation = (sheet) => {
  const mutated = copied(sheet)
  const data = dataOf(mutated)
  if (!data) return null
  data.grid.rows.splice(data.header, data.first - data.header)
  return { ...mutated, grids: [{ ...data.grid, merges: [] }, ...mutated.grids.slice(1)] }
}

/** The source has told its marks before, and the sheet now tells two of them the other way round. */
export const changeLegend: Mutation = (sheet) => {
  if (!/^W/.test(sheet.shape)) return null
  const mutated = copied(sheet)
  const told: Record<string, { status: 'present' | 'absent'; leaveType: null }> = {
    '√': { status: 'absent', leaveType: null },
    '●': { status: 'absent', leaveType: null },
    '×': { status: 'present', leaveType: null },
  }
  return {
    ...mutated,
    profile: { ...mutated.profile, legend: told },
    entries: mutated.entries.filter(
      (entry) => (entry.status !== 'present' && entry.status !== 'absent') || isEmpty(mutated, entry),
    ),
  }
}

/** The line that explains the marks was lost. */
export const dropLegend: Mutation = (sheet) => {
  if (!/^W/.test(sheet.shape)) return null
  const mutated = copied(sheet)
  const isLegend = (value: Value | null) =>
    typeof value === 'string' && /(出席|到会).*(缺席|未到)/.test(value)
  for (const grid of mutated.grids) {
    for (const [at, row] of grid.rows.entries()) {
      // Explained in one cell, or in cells side by side.
      if (isLegend(row.join(' ')) && at > 0 && !row.some((cell) => typeof cell === 'number'))
        grid.rows[at] = []
      for (const [col, value] of row.entries()) if (isLegend(value)) row[col] = null
    }
  }
  return { ...mutated, entries: mutated.entries.filter((entry) => isEmpty(mutated, entry)) }
}

function hasMarks({ grid, header, first, last }: Data): boolean {
  const edge = grid.rows[header]!.length - 1
  return (
    grid.rows.slice(first, last + 1).filter((row) => /^.{1,2}$/u.test(String(row[edge] ?? ''))).length >= 3
  )
}

/** What an empty cell says stays, whatever became of the marks. */
function isEmpty({ grids }: RandomSheet, { grid, ref: at }: Entry): boolean {
  const { r, c } = utils.decode_cell(at)
  return (grids.find(({ name }) => name === grid)?.rows[r]?.[c] ?? null) === null
}

const text = (grid: Grid, row: number, col: number): string => String(grid.rows[row]![col] ?? '')
const bare = (value: Value | null | undefined): string =>
  String(value ?? '')
    .replace(/[\s\u3000\u00a0]/g, '')
    .replace(/[（(].*$/, '')

/** Facts that a plan would store and that the untouched sheet does not state. */
export function falseCredits(plan: Plan | RefusedPlan, sheet: RandomSheet): string[] {
  if (plan.verdict === 'refuse') return []
  const stated = new Set(
    sheet.entries.map((one) => [one.memberNo, one.sessionId, one.status, one.leaveType].join(' ')),
  )
  return plan.entries
    .filter((entry) => isAcceptable(entry))
    .map((entry) => [entry.memberNo, entry.sessionId, entry.status, entry.leaveType].join(' '))
    .filter((fact) => !stated.has(fact))
}
