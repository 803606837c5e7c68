import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Answer, Decision } from '../../../src/core/import-questions.ts'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { planAttendance } from '../../../src/exchange/imports/planner/plan.ts'
import type { Plan, RefusedPlan } from '../../../src/exchange/imports/planner/plan-types.ts'
import { profileOfHint, toTruth } from '../../../src/exchange/imports/planner/truth.ts'
import type { World } from '../../../src/exchange/imports/planner/world.ts'
import { loadSamplesWorld, withAttendance } from '../../support/samples-world.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = resolve(root, process.env.SAMPLES_DIR ?? '../shared/samples')
const present = existsSync(join(folder, 'compare.mjs'))
// Sheets of records and yearly tables are planned by `npm run samples`, which is strict with all of them.
const STRICT = '01,02,03,04,05,06,07,08,09,13,14'

type Truth = {
  file: string
  baseline: { after?: string[] }
  profile_hint: Record<string, unknown>
  profile_needed: string[]
  profile_full?: Record<string, unknown>
  decisions?: TruthDecision[]
  entries?: TruthEntry[]
}
type TruthDecision = {
  id: string
  kind: string
  answer: string | null
  refs: string[]
  only_without_profile?: boolean
}
type TruthEntry = {
  sheet: string
  ref: string
  result: string
  status: string | null
  member_no?: string
  held_by?: string
  decision?: string
  after?: { member_no?: string; result: string }
}

if (!present)
  console.log(`samples: ${folder} is absent, so its sheets are not planned in this run (set SAMPLES_DIR)`)

describe.runIf(present)('the sheets of the samples folder', () => {
  const plans = mkdtempSync(join(tmpdir(), 'lvzhi-plans-'))
  afterAll(() => rmSync(plans, { recursive: true, force: true }))

  test('are planned without a wrong credit, and the strict ones without a fault', {
    timeout: 60_000,
  }, async () => {
    const base = loadSamplesWorld(folder)
    for (const truth of truths()) {
      const world = await worldAfter(base, truth)
      const sheet = truth.file
      write(`${sheet}.plan.json`, await planSheet(sheet, truth.profile_hint, world), world)
      if (truth.profile_needed.length > 0)
        write(`${sheet}.bare.json`, await planSheet(sheet, {}, world), world)
    }
    const judged = spawnSync(
      process.execPath,
      [join(folder, 'compare.mjs'), plans, folder, '--strict', STRICT],
      { encoding: 'utf8' },
    )
    console.log(judged.stdout + judged.stderr)
    expect(judged.status).toBe(0)
    expect(judged.stdout).toMatch(/wrong credits 0,/)
  })

  test('a full profile leaves no cell of its sheet unread', async () => {
    const world = loadSamplesWorld(folder)
    for (const truth of truths()) {
      if (!truth.profile_full) continue
      const plan = await planSheet(truth.file, truth.profile_full, world)
      expect(plan.verdict).toBe('import')
      if (plan.verdict === 'import') expect(plan.counts.unknown_symbol).toBe(0)
    }
  })

  test('after the answers of a person who knows, entries become what the truth says', async () => {
    const base = loadSamplesWorld(folder)
    let compared = 0
    for (const truth of truths()) {
      const world = await worldAfter(base, truth)
      const read = await readFile(readFileSync(join(folder, truth.file)), truth.file)
      if ('refusal' in read) continue
      const source = { reading: read.reading, profile: profileOfHint(truth.profile_hint), world }
      const plan = planAttendance(source)
      if (plan.verdict === 'refuse') continue
      const answers = answersOf(plan.decisions, truth)
      const after = planAttendance(source, answers)
      expect(planAttendance(source, answers)).toEqual(after)
      if (after.verdict === 'refuse') throw new Error('refused after answers')
      const entries = new Map(after.entries.map((entry) => [`${entry.table}!${entry.ref}`, entry]))
      for (const want of truth.entries ?? []) {
        const expected = expectedAfter(want, truth)
        if (!expected) continue
        const have = entries.get(`${want.sheet}!${want.ref}`)
        const seen = { memberNo: have?.memberNo, result: have?.result, heldBy: have?.heldBy }
        expect(seen, `${truth.file} ${want.ref}`).toMatchObject({ ...expected, heldBy: null })
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(30)
  })

  function write(name: string, plan: Plan | RefusedPlan, world: World): void {
    writeFileSync(join(plans, name), JSON.stringify(toTruth(plan, world)))
  }
})

function truths(): Truth[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.truth.json') && name !== 'toronto.truth.json')
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Truth)
    .map((truth) => ({
      ...truth,
      profile_needed: truth.profile_needed ?? [],
      profile_hint: truth.profile_hint ?? {},
    }))
}

async function worldAfter(base: World, truth: Truth): Promise<World> {
  let world = base
  for (const file of truth.baseline.after ?? []) {
    const plan = await planSheet(file, {}, world)
    if (plan.verdict === 'import') world = withAttendance(world, plan.entries)
  }
  return world
}

async function planSheet(
  file: string,
  hint: Record<string, unknown>,
  world: World,
): Promise<Plan | RefusedPlan> {
  const read = await readFile(readFileSync(join(folder, file)), file)
  if ('refusal' in read) return { verdict: 'refuse', refusal: read.refusal }
  return planAttendance({ reading: read.reading, profile: profileOfHint(hint), world })
}

function answersOf(decisions: readonly Decision[], truth: Truth): Record<string, Answer> {
  const answers: Record<string, Answer> = {}
  for (const wanted of truth.decisions ?? []) {
    if (wanted.answer === null || wanted.only_without_profile) continue
    const decision = decisions.find((one) =>
      wanted.refs.length > 0 ? wanted.refs.some((ref) => one.refs.includes(ref)) : one.kind === wanted.kind,
    )
    if (!decision) throw new Error(`${truth.file}: ${wanted.id} is not asked`)
    answers[decision.id] = decision.choices.includes(wanted.answer)
      ? { choice: wanted.answer }
      : { choice: 'member', memberNo: wanted.answer }
  }
  return answers
}

/** What an entry is once every decision with a known answer has it; undefined where nothing was asked or known. */
function expectedAfter(want: TruthEntry, truth: Truth): Record<string, unknown> | undefined {
  const id = want.decision ?? want.held_by
  const answer = truth.decisions?.find((one) => one.id === id)?.answer
  if (answer === undefined || answer === null) return undefined
  if (want.after)
    return want.after.member_no ? { memberNo: want.after.member_no, result: 'new' } : { result: 'skip' }
  if (answer === 'overwrite') return { memberNo: want.member_no, result: 'update' }
  if (answer === 'keep' || answer === 'skip') return { result: 'skip' }
  return { memberNo: want.member_no, result: 'new' }
}
