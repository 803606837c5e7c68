import { describe, expect, it } from 'vitest'
import { fairQueue } from '../../src/access/fair-queue.ts'

/** Work that ends when it is told to. */
function bench(limits: Parameters<typeof fairQueue>[0]) {
  const queue = fairQueue(limits)
  const started: string[] = []
  const ends: (() => void)[] = []
  const failures: string[] = []
  const send = (source: string, name: string) =>
    queue(source, async () => {
      started.push(name)
      await new Promise<void>((end) => ends.push(end))
    }).catch((error: { code: string }) => void failures.push(`${name} ${error.code}`))
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const end = async () => {
    ends.shift()?.()
    await settle()
  }
  return { send, started, failures, end, settle }
}

describe('a fair queue', () => {
  it('takes turns by source: who came with one waits for one, not for the ninety before', async () => {
    const { send, started, end, settle } = bench({ atOnce: 1, perSource: 90, total: 100 })
    for (let i = 0; i < 91; i += 1) send('a', `a${i}`)
    send('b', 'b0')
    send('c', 'c0')
    send('b', 'b1')
    await settle()
    for (let i = 0; i < 6; i += 1) await end()
    expect(started).toEqual(['a0', 'a1', 'b0', 'c0', 'a2', 'b1', 'a3'])
  })

  it('refuses a source that fills its line, and all where everything is full', async () => {
    const { send, failures, settle } = bench({ atOnce: 2, perSource: 3, total: 4 })
    for (let i = 0; i < 6; i += 1) send('a', `a${i}`)
    send('b', 'b0')
    send('c', 'c0')
    await settle()
    expect(failures).toEqual(['a5 rate_limited', 'c0 unavailable'])
  })

  it('has a place again for each that had its turn, and for no more', async () => {
    const { send, failures, end, settle } = bench({ atOnce: 1, perSource: 3, total: 2 })
    for (const name of ['runs', 'first', 'second', 'refused']) send('a', name)
    await settle()
    await end()
    send('b', 'third')
    send('c', 'fourth')
    await settle()
    expect(failures).toEqual(['refused unavailable', 'fourth unavailable'])
  })

  it('runs no more at once than it may, and goes on after a failure', async () => {
    const queue = fairQueue({ atOnce: 2, perSource: 50, total: 50 })
    let running = 0
    let most = 0
    const works = Array.from({ length: 20 }, (_, i) =>
      queue(`s${i % 3}`, async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        if (i % 2) throw new Error('failed')
        return i
      }),
    )
    const ends = await Promise.allSettled(works)
    expect(most).toBe(2)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  })
})
