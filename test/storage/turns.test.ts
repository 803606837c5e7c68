import { setTimeout as pause, setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { turnsOf } from '../../src/storage/turns.ts'

const LIMITS = { waitingMax: 3, waitMs: 10_000 }
const WRITE_MS = 5

const quiet = () => false
const busy = () => true

async function someTurns(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await turnOfTheLoop()
}

/** Takes a turn and tells of it in a list. */
function asked(turns: ReturnType<typeof turnsOf>, committee: string, list: string[], name: string) {
  return turns.take(committee).then((end) => {
    list.push(name)
    return end
  })
}

describe('turns by committee', () => {
  test('are one at a time, in the order of asking, and nobody waits for another committee', async () => {
    const turns = turnsOf(LIMITS, quiet)
    const begun: string[] = []
    const first = await asked(turns, 'a', begun, 'a1')
    const second = asked(turns, 'a', begun, 'a2')
    const third = asked(turns, 'a', begun, 'a3')
    await asked(turns, 'b', begun, 'b1')
    await someTurns()
    expect(begun).toEqual(['a1', 'b1'])
    first()
    const end = await second
    await someTurns()
    expect(begun).toEqual(['a1', 'b1', 'a2'])
    end()
    ;(await third)()
    ;(await asked(turns, 'a', begun, 'a4'))()
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3', 'a4'])
  })

  test('turn away whom there is no room for, except work in the background', async () => {
    const turns = turnsOf(LIMITS, quiet)
    const begun: string[] = []
    const end = await asked(turns, 'a', begun, 'first')
    const waiting = ['2', '3', '4'].map((name) => asked(turns, 'a', begun, name))
    await expect(turns.take('a')).rejects.toMatchObject({ code: 'unavailable' })
    const job = turns.take('a', { always: true })
    end()
    for (const turn of waiting) (await turn)()
    ;(await job)()
    expect(begun).toEqual(['first', '2', '3', '4'])
  })

  test('turn away who has waited too long, and the next one still comes to its turn', async () => {
    const turns = turnsOf({ ...LIMITS, waitMs: WRITE_MS }, quiet)
    const end = await turns.take('a')
    await expect(turns.take('a')).rejects.toMatchObject({ code: 'unavailable' })
    const job = turns.take('a', { always: true })
    end()
    ;(await job)()
  })

  test.each([
    ['rest between two writes where the process has no time to spare', busy, ['first'], ['first', 'next']],
    ['do not rest otherwise', quiet, ['first', 'next'], ['first', 'next']],
  ])('%s', async (_, isBusy, soon, later) => {
    const turns = turnsOf(LIMITS, isBusy)
    const begun: string[] = []
    const end = await asked(turns, 'a', begun, 'first')
    const next = asked(turns, 'a', begun, 'next')
    await pause(WRITE_MS)
    end()
    await someTurns()
    expect(begun).toEqual(soon)
    ;(await next)()
    expect(begun).toEqual(later)
  })
})
