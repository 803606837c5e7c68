import type { Decision } from '../../../src/core/import-questions.ts'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { planAttendance } from '../../../src/exchange/imports/planner/plan.ts'
import {
  isAcceptable,
  type Plan,
  type RefusedPlan,
} from '../../../src/exchange/imports/planner/plan-types.ts'
import type { World } from '../../../src/exchange/imports/planner/world.ts'
import type { Entry, Question, RandomSheet } from './expected.ts'
import { fileOf, type SheetFile } from './grid.ts'
import type { Random } from './random.ts'

/** A plan against what the sheet was made from. */

export interface Verdict {
  wrong: string[]
  /** Cells without a trap, and how many of them were taken at once. */
  plain: number
  taken: number
  missed: string[]
  silent: string[]
  reasons: string[]
  unasked: string[]
  asked: string[]
  refused: string | null
}

export async function planOf(file: SheetFile, sheet: RandomSheet, world: World): Promise<Plan | RefusedPlan> {
  const read = await readFile(file.bytes, file.name, {})
  if ('refusal' in read) return { verdict: 'refuse', refusal: read.refusal }
  return planAttendance({ reading: read.reading, profile: sheet.profile, world })
}

export async function judged(
  sheet: RandomSheet,
  world: World,
  random: Random,
): Promise<Verdict & { file: SheetFile }> {
  const file = fileOf(sheet.grids, random)
  return { file, ...verdictOn(await planOf(file, sheet, world), sheet, file) }
}

export function verdictOn(plan: Plan | RefusedPlan, sheet: RandomSheet, file: SheetFile): Verdict {
  const plain = sheet.entries.filter((entry) => entry.plain).length
  const verdict: Verdict = { ...blankVerdict(), plain }
  if (plan.verdict === 'refuse')
    return { ...verdict, refused: `${plan.refusal.code}: ${plan.refusal.message.zh}` }
  const wanted = new Map<string, Entry[]>()
  for (const entry of sheet.entries) {
    const key = `${file.tableName ?? entry.grid}!${entry.ref}`
    wanted.set(key, [...(wanted.get(key) ?? []), entry])
  }
  const seen = new Set<Entry>()
  for (const have of plan.entries) {
    const key = `${have.table}!${have.ref}`
    const want = (wanted.get(key) ?? []).find(
      (one) =>
        !seen.has(one) &&
        (have.sessionId === null || one.sessionId === have.sessionId || (wanted.get(key) ?? []).length === 1),
    )
    if (want) seen.add(want)
    const taken = isAcceptable(have)
    if (taken && !want) verdict.wrong.push(`${key} "${have.raw}" taken, and says nothing`)
    if (!want) continue
    if (taken) {
      const off = (['memberNo', 'sessionId', 'status', 'leaveType'] as const).filter(
        (name) => have[name] !== want[name],
      )
      if (!want.results.includes('new'))
        verdict.wrong.push(`${key} "${have.raw}" taken, should be ${want.results}`)
      else if (off.length > 0)
        verdict.wrong.push(`${key} ${off.map((name) => `${name} ${have[name]}, should be ${want[name]}`)}`)
      else if (want.plain) verdict.taken += 1
    } else if (want.results.includes('new'))
      verdict.missed.push(`${key} "${have.raw}" ${have.heldBy ? `held by ${have.heldBy}` : have.result}`)
    else if (!want.results.includes(have.result))
      verdict.reasons.push(`${key} ${have.result}, should be ${want.results}`)
  }
  for (const entry of sheet.entries)
    if (!seen.has(entry))
      verdict[entry.results.includes('new') ? 'missed' : 'silent'].push(
        `${entry.grid}!${entry.ref} not mentioned`,
      )
  compareQuestions(plan.decisions, sheet, verdict)
  return verdict
}

/** Nothing found yet. */
export const blankVerdict = (): Verdict => ({
  wrong: [],
  plain: 0,
  taken: 0,
  missed: [],
  silent: [],
  reasons: [],
  unasked: [],
  asked: [],
  refused: null,
})

/** Every question that is wanted is asked once, and no other but those that one may leave. */
export function compareQuestions(
  decisions: readonly Decision[],
  { questions, optional = [] }: { questions: readonly Question[]; optional?: readonly Question[] },
  verdict: Verdict,
): void {
  const told = (kind: string, candidates: readonly string[]) => `${kind} ${candidates.join(' ')}`
  const open = decisions.map(({ kind, candidates }) =>
    told(kind, candidates.flatMap(({ memberNo }) => memberNo ?? []).sort()),
  )
  for (const { kind, candidates } of questions) {
    const at = open.indexOf(told(kind, candidates))
    if (at < 0) verdict.unasked.push(told(kind, candidates))
    else open.splice(at, 1)
  }
  for (const { kind, candidates } of optional) {
    const at = open.indexOf(told(kind, candidates))
    if (at >= 0) open.splice(at, 1)
  }
  verdict.asked.push(...open)
}
