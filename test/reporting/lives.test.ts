import { describe, expect, inject, it } from 'vitest'
import { livesIn } from '../support/lives.ts'
import { emptyDatabase, type World } from '../support/world.ts'

/** The campaign lives thousands. */

const SEED = 20190103
const DAYS = 12
const ENGINES: World['engine'][] = inject('postgres') ? ['sqlite', 'postgres'] : ['sqlite']

describe.each(ENGINES)('a past day (%s)', (engine) => {
  it.each([
    ['stays as it was, by what was known and by what is', false],
    ['is known as it was, whatever is entered late', true],
  ])(
    '%s',
    async (_, late) => {
      const { url, drop } = await emptyDatabase(engine)
      const lives = await livesIn(url)
      try {
        const { steps, figures } = await lives.run(SEED, DAYS, late)
        expect(steps).toBeGreaterThan(DAYS)
        expect(figures).toBeGreaterThan(DAYS)
      } finally {
        await lives.close()
        await drop()
      }
    },
    60_000,
  )
})
