import { type Measure, measure, median, short } from '../figures.ts'
import { runProgram } from '../processes.ts'

/** A large regulation: speed beside an aggregate, growth with facts and members, a draft, loading. */

const ROUNDS = 9
const LOADS = 5
const MEMBERS = 300

interface Found {
  sql: number[]
  score: number[]
  one: number[]
  simulate: number[]
  few: number[]
  many: number[]
  crowd: number[]
  lines: number
  load: number
  regulations: number
}

export async function measureRegulation(): Promise<Measure[]> {
  const found = await runProgram<Found>('base/regulation.ts', String(ROUNDS))
  const loads: number[] = []
  for (let time = 0; time < LOADS; time += 1) {
    loads.push((await runProgram<Found>('base/regulation.ts', '0')).load)
  }
  const detail = {
    sqlMs: short(median(found.sql)),
    scoreMs: short(median(found.score)),
    lines: found.lines,
    nsPerFact: {
      few: short(median(found.few)),
      many: short(median(found.many)),
      crowd: short(median(found.crowd)),
    },
  }
  const ratios = (of: readonly number[], to: readonly number[]) => of.map((value, at) => value / to[at]!)
  return [
    measure(
      'regulation-score',
      'sixty clauses, 300 members, 30 000 facts into explained lines, speed ÷ one SQL aggregate over a covering index',
      ratios(found.sql, found.score),
      { floor: 0.02, aim: 0.08 },
      detail,
    ),
    measure(
      'regulation-rescore',
      "one new fact under sixty clauses, time ÷ one member's part of scoring all",
      ratios(
        found.one,
        found.score.map((ms) => ms / MEMBERS),
      ),
      { floor: 2, aim: 1.2, atMost: true },
    ),
    measure(
      'regulation-facts',
      'time per fact with 300 000 facts ÷ with 3 000, 300 members',
      ratios(found.many, found.few),
      { floor: 1.5, aim: 1.1, atMost: true },
    ),
    measure(
      'regulation-members',
      'time per fact with 30 000 members ÷ with 300, ten facts each, member by member',
      ratios(found.crowd, found.few),
      { floor: 1.5, aim: 1.1, atMost: true },
    ),
    measure(
      'regulation-simulate',
      'a draft against the year, with everybody who moves and why, time ÷ a full score',
      ratios(found.simulate, found.score),
      { floor: 2, aim: 1.5, atMost: true },
    ),
    measure('regulation-load', `${found.regulations} regulations read and made ready, once`, loads, {
      unit: 'ms',
      floor: 200,
      aim: 100,
      atMost: true,
    }),
  ]
}
