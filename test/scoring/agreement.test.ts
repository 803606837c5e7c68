import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answersOf, pairs } from './reference/agreement.ts'

const SEED = 20170615
/** The campaign tries ten thousand. */
const PAIRS = 200

describe('two scorers', () => {
  test(`${PAIRS} random regulations with random facts, seed ${SEED}: engine and reference agree`, () => {
    fc.assert(
      fc.property(pairs, (pair) => {
        const { engine, reference } = answersOf(pair)
        expect(engine).toEqual(reference)
      }),
      { seed: SEED, numRuns: PAIRS },
    )
  })
})
