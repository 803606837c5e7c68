import { committeeOf, type Made } from './committee.ts'
import type { RandomSheet } from './expected.ts'
import { fileOf } from './grid.ts'
import { judged, planOf, type Verdict } from './judge.ts'
import { judgedRecords } from './judge-records.ts'
import { listSheet } from './list.ts'
import { matrixSheet } from './matrix.ts'
import { memberSheet } from './member-sheets.ts'
import {
  changeLegend,
  dropHeader,
  dropLegend,
  falseCredits,
  type Mutation,
  shiftLeft,
  shiftRight,
  swapNames,
} from './mutations.ts'
import { type Random, randomOf } from './random.ts'
import { opinionSheet, proposalSheet, type RecordSheet, yearlySheet } from './records.ts'
import { signInSheet } from './sign-in.ts'

/** Random sheets by seed: each from a known truth, judged against it; and each spoilt, judged for false credits. */

export interface Tally {
  sheets: number
  /** Cells and records without a trap, and how many of them were taken without a question. */
  plain: number
  taken: number
  wrong: number
  mutated: number
  falseCredits: number
  /** What was not as it should be, by seed, as far as it is shown. */
  faults: string[]
  /** Sheets by shape and container. */
  tried: Map<string, number>
}

const ATTENDANCE: ((made: Made, random: Random) => RandomSheet)[] = [
  listSheet,
  matrixSheet,
  signInSheet,
  memberSheet,
]
const RECORDS: ((made: Made, random: Random) => RecordSheet)[] = [proposalSheet, opinionSheet, yearlySheet]
const MUTATIONS: Mutation[] = [swapNames, shiftRight, shiftLeft, dropHeader, changeLegend, dropLegend]
const FAULTS_SHOWN = 20

export async function runSheets(from: number, count: number): Promise<Tally> {
  const tally: Tally = {
    sheets: 0,
    plain: 0,
    taken: 0,
    wrong: 0,
    mutated: 0,
    falseCredits: 0,
    faults: [],
    tried: new Map(),
  }
  for (let seed = from; seed < from + count; seed += 1) {
    const random = randomOf(seed)
    const made = committeeOf(random)
    const shape = seed % (ATTENDANCE.length + RECORDS.length)
    const make = ATTENDANCE[shape]
    if (make) await attendance(tally, seed, make(made, random), made, random)
    else {
      const sheet = RECORDS[shape - ATTENDANCE.length]!(made, random)
      count1(tally, seed, sheet.resource, await judgedRecords(sheet, made, random))
    }
  }
  return tally
}

async function attendance(
  tally: Tally,
  seed: number,
  sheet: RandomSheet,
  made: Made,
  random: Random,
): Promise<void> {
  count1(tally, seed, sheet.shape.split(' ')[0]!, await judged(sheet, made.world, random))
  for (const mutate of MUTATIONS) {
    const mutated = mutate(sheet, random)
    if (!mutated) continue
    const found = falseCredits(await planOf(fileOf(mutated.grids, random), mutated, made.world), mutated)
    tally.mutated += 1
    tally.falseCredits += found.length
    if (found.length > 0) fault(tally, `seed ${seed}, ${mutate.name}: ${found.slice(0, 3).join('; ')}`)
  }
}

function count1(
  tally: Tally,
  seed: number,
  shape: string,
  verdict: Verdict & { file: { name: string } },
): void {
  tally.sheets += 1
  tally.plain += verdict.plain
  tally.taken += verdict.taken
  tally.wrong += verdict.wrong.length
  const tried = `${shape} ${verdict.file.name.split('.')[1]}`
  tally.tried.set(tried, (tally.tried.get(tried) ?? 0) + 1)
  if (verdict.refused) fault(tally, `seed ${seed}, ${shape}: refused, ${verdict.refused}`)
  for (const kind of ['wrong', 'missed', 'silent', 'reasons', 'unasked', 'asked'] as const) {
    if (verdict[kind].length > 0)
      fault(tally, `seed ${seed}, ${shape}, ${kind}: ${verdict[kind].slice(0, 3).join('; ')}`)
  }
}

function fault(tally: Tally, text: string): void {
  if (tally.faults.length < FAULTS_SHOWN) tally.faults.push(text)
}

/** One line of figures. */
export const figuresOf = ({ sheets, plain, taken, wrong, mutated, falseCredits: spoilt }: Tally): string =>
  `${sheets} sheets, wrong credits ${wrong}, ${taken} of ${plain} plain cells and records taken at once ` +
  `(${((100 * taken) / plain).toFixed(2)} %); ${mutated} spoilt sheets, false credits ${spoilt}`
