import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { answersOf, pairs } from '../../test/scoring/reference/agreement.ts'
import { fileOf } from '../../test/scoring/reference/generate.ts'
import type { Outcome } from './outcome.ts'

const BATCH = 500
const SHOWN_MAX = 3

/** Many more pairs of a random regulation and random facts than in the suite, scored by the engine and apart from it. */
export function regulations(count: number, seed: number): Outcome[] {
  const sum = { members: 0, earning: 0, graded: 0, followed: 0, different: 0 }
  for (let done = 0; done < count; done += BATCH) {
    const numRuns = Math.min(BATCH, count - done)
    for (const pair of fc.sample(pairs, { seed: seed + done, numRuns })) {
      const { engine, reference } = answersOf(pair)
      const members = Object.values(engine)
      sum.members += members.length
      sum.earning += members.filter(({ total }) => total !== '0').length
      sum.graded += members.filter(({ grade }) => grade !== null).length
      sum.followed += members.filter(({ consequences }) => consequences.length > 0).length
      if (isDeepStrictEqual(engine, reference)) continue
      sum.different += 1
      if (sum.different > SHOWN_MAX) continue
      console.error(`  ${fileOf(pair[0])}\n  ${JSON.stringify(pair[1])}`)
      console.error(`  engine    ${JSON.stringify(engine)}\n  reference ${JSON.stringify(reference)}`)
    }
  }
  const figures =
    `${count} random regulations with random facts, seed ${seed}: ${sum.members} members, ` +
    `${sum.earning} with points, ${sum.graded} with a grade, ${sum.followed} with consequences, ` +
    `${sum.different} scored differently`
  return [{ name: 'regulations', ok: sum.different === 0, figures }]
}
