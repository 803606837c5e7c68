import { z } from 'zod'
import { append } from '../../core/long-lists.ts'
import { add, compare, exactText, type Points, signOf, subtract, ZERO } from '../../core/points.ts'
import { codeText } from '../../core/words/word.ts'
import { shaped } from '../notation/shaped.ts'
import { Code, hasKey, strict, token } from '../notation/vocabulary.ts'
import { figuresOf, type Ladder, type Rate, RateRule, type Rung, rateText } from './figure.ts'
import { givenIn, mechanism, type Saying, zh } from './mechanism.ts'

/** A step that a record has reached. */
export interface ReachedStep {
  readonly status: string
  readonly day: string
  readonly level?: string | undefined
}

/** A rung that a record stands on, on the day it was reached. */
export interface Credit {
  readonly rung: number
  readonly step: ReachedStep
  readonly rate: Points
  /** What an earlier rung has earned already, under `highest`. */
  readonly counted: Points
  readonly countedBy: string | null
}

/**
 * The rungs that a record has reached, by day. What counts once counts at its earliest step (of several on one day the
 * one that is worth most). Steps of other periods are among them, so that `highest` knows what was credited.
 */
export function climb(
  ladder: Ladder,
  steps: readonly ReachedStep[],
  rateOf: (rate: Rate, step: ReachedStep) => Points | undefined,
): Credit[] {
  const reached: Credit[] = []
  ladder.rungs.forEach(({ statuses, rate }, rung) => {
    const firsts = new Map<string, Credit>()
    steps.forEach((step, at) => {
      if (!statuses.includes(step.status)) return
      const key =
        ladder.repeat === undefined ? '' : ladder.repeat === 'level' ? (step.level ?? '') : String(at)
      const first = firsts.get(key)
      if (first && step.day > first.step.day) return
      const value = rateOf(rate, step)
      if (value === undefined) return
      if (!first || step.day < first.step.day || compare(value, first.rate) > 0) {
        firsts.set(key, { rung, step, rate: value, counted: ZERO, countedBy: null })
      }
    })
    append(reached, firsts.values())
  })
  if (reached.length > 1) reached.sort(inTime)
  return ladder.steps === 'add' ? reached : onlyHighest(reached)
}

/** A step that would earn, had the same step not counted before. */
interface StepAgain extends Omit<Credit, 'counted' | 'countedBy'> {
  /** The day on which it counted. */
  readonly countedOn: string
}

/** The steps that a record has reached once more, and that do not count again. */
export function stepsAgain(
  { repeat, rungs }: Ladder,
  steps: readonly ReachedStep[],
  credits: readonly Credit[],
  rateOf: (rate: Rate, step: ReachedStep) => Points | undefined,
): StepAgain[] {
  const again: StepAgain[] = []
  for (const step of steps) {
    const first = firstOf(credits, step, { repeat, rungs })
    if (!first || credits.some((credit) => credit.step === step)) continue
    const rate = rateOf(rungs[first.rung]!.rate, step)
    if (rate) again.push({ rung: first.rung, step, rate, countedOn: first.step.day })
  }
  return again
}

/** What counted of the same status, and where each level counts, at the same level. */
function firstOf(
  credits: readonly Credit[],
  step: ReachedStep,
  { repeat, rungs }: Pick<Ladder, 'repeat' | 'rungs'>,
): Credit | undefined {
  for (const credit of credits) {
    const { statuses } = rungs[credit.rung]!
    if (statuses.includes(step.status) && (repeat !== 'level' || credit.step.level === step.level))
      return credit
  }
  return undefined
}

function inTime(a: Credit, b: Credit): number {
  if (a.step.day !== b.step.day) return a.step.day < b.step.day ? -1 : 1
  if (a.rung !== b.rung) return a.rung - b.rung
  return (a.step.level ?? '') < (b.step.level ?? '') ? -1 : 1
}

function onlyHighest(reached: readonly Credit[]): Credit[] {
  let best: Points = ZERO
  let bestBy: string | null = null
  return reached.map((credit) => {
    const counted = compare(credit.rate, best) < 0 ? credit.rate : best
    const countedBy = bestBy
    const gained = subtract(credit.rate, counted)
    if (compare(gained, ZERO) > 0) {
      best = add(best, gained)
      bestBy = credit.step.status
    }
    return { ...credit, counted, countedBy }
  })
}

const REPEATED = { level: '；在每个级别各计一次', always: '；每达到一次都计' } as const

/** `提交的计10分，立案的计15分，各级相加`. */
export function ladderText({ steps, repeat, rungs }: Ladder, saying: Saying): string {
  const told = rungs.map(({ statuses, rate }) => {
    const reached = statuses.map((status) => saying.word('step', status)).join('或')
    return `${reached}的${rateText(rate, givenIn(saying.unit), saying)}`
  })
  const separator = rungs.some(({ rate }) => rate.kind === 'by') ? '；' : '，'
  const together =
    rungs.length === 1 ? '' : steps === 'add' ? `${separator}各级相加` : `${separator}只计其中最高的一级`
  return `${told.join(separator)}${together}${repeat ? REPEATED[repeat] : ''}`
}

const Step = z
  .record(Code, RateRule)
  .refine((rung) => Object.keys(rung).length === 1, { error: token('one_step') })
  .meta({ minProperties: 1, maxProperties: 1 })
  .transform((rung): Rung => {
    const [status, rate] = Object.entries(rung)[0]!
    return { statuses: [status], rate }
  })
const Alternatives = strict({ anyOf: z.array(Code).min(2).max(20), points: RateRule }).transform(
  ({ anyOf, points }): Rung => ({ statuses: anyOf, rate: points }),
)
const RungRule = shaped(
  'rung',
  [Step, Alternatives],
  (value, step, several): z.ZodType<Rung> => (hasKey(value, 'anyOf') ? several : step),
)
export const LadderRule = strict({
  ladder: z.array(RungRule).min(1).max(20),
  steps: z.enum(['add', 'highest']).default('add'),
  repeat: z.enum(['level', 'always']).optional(),
}).transform(({ ladder, steps, repeat }): Ladder => ({ kind: 'ladder', steps, repeat, rungs: ladder }))

export const ladderMechanism = mechanism({
  keys: {},
  check({ points }, report) {
    if (points.kind !== 'ladder') return
    const { steps, rungs } = points
    const statuses = rungs.flatMap((rung) => rung.statuses)
    if (new Set(statuses).size < statuses.length) report(['points', 'ladder'], 'step_twice')
    const negative = rungs.some(({ rate }) => figuresOf(rate).some((value) => signOf(value) < 0))
    if (steps === 'highest' && negative) report(['points', 'ladder'], 'highest_negative')
  },
  refusals: {
    one_step: () => ({
      zh: '每一级只写一个状态，例如 - submitted: 10；几个状态之一的写作 - { anyOf: [awarded, exchanged], points: 2 }',
      en: 'one status for each step, such as - submitted: 10; one of several is - { anyOf: [awarded, exchanged], points: 2 }',
    }),
    step_twice: () => ({ zh: '同一状态写了两级', en: 'a status is there on two steps' }),
    highest_negative: () => ({
      zh: '取最高的各级不能为负',
      en: 'steps of which the highest counts cannot be negative',
    }),
  },
  losses: {
    highest_only: ({ amount, where }, _before, { words, unit }) => [
      `只计最高一级，其中${zh(amount, unit)}已在“${codeText(words.steps, where, 'zh')}”计过`,
      `only the best step counts, ${exactText(amount)} of it counted as ${codeText(words.steps, where, 'en')} before`,
    ],
    step_again: ({ where }) => [
      `这一步只按第一次（${where}）计，此次不计`,
      `a step counts the first time only (${where}), this one does not`,
    ],
  },
})
