import { expect, it, vi } from 'vitest'
import { atOnce, inTurns } from '../../src/core/yielding.ts'
import { boardsOf } from '../../src/scoring/boards/boards.ts'
import { scoredPeriod } from '../../src/scoring/boards/periods.ts'
import { aMember, aPeriod } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Long work for one request, in pieces between which others have their turn. */

/** Work during which each look at the clock finds so much time gone; how many turns of the loop others had. */
async function turnsBeside(goneMs: number, work: () => Promise<unknown>): Promise<number> {
  let [now, turns, over] = [0, 0, false]
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += goneMs
    return now
  })
  const another = () => {
    turns += 1
    if (!over) setImmediate(another)
  }
  setImmediate(another)
  try {
    await work()
    return turns
  } finally {
    over = true
    clock.mockRestore()
  }
}

function* steps(many: number): Generator<undefined, string> {
  for (let n = 0; n < many; n += 1) yield
  return 'done'
}

it('others have a turn after each piece that took long, and none where all of it is quick', async () => {
  expect(await turnsBeside(50, () => inTurns(steps(40)))).toBeGreaterThanOrEqual(40)
  expect(await turnsBeside(0, () => inTurns(steps(40)))).toBe(0)
  expect([await inTurns(steps(3)), atOnce(steps(3))]).toEqual(['done', 'done'])
})

inEveryWorld('scores of a whole committee', (world) => {
  it('others have a turn between two members', async () => {
    // What waits for another process anyway gives turns by itself.
    if (world.engine === 'postgres') return
    const MEMBERS = 25
    for (let n = 0; n < MEMBERS; n += 1) await aMember(world)
    const { id } = await aPeriod(world)
    const { key } = await scoredPeriod(world.storage, world.committeeId, id)
    const boards = boardsOf(world.storage, world.deps.clock)
    const score = async () => expect((await boards.once(key)).members.size).toBe(MEMBERS)
    expect(await turnsBeside(50, score)).toBeGreaterThanOrEqual(2 * MEMBERS)
    const read = async () => expect((await boards.read(key)).members.size).toBe(MEMBERS)
    expect(await turnsBeside(50, read)).toBeGreaterThanOrEqual(2 * MEMBERS)
  })
})
