import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { taskThread } from '../../src/core/task-thread.ts'

/** A thread is kept for a moment: it serves the next task, and nobody is given one that is about to end. */

interface Answer {
  task: string
  self: number
}

const ECHO = new URL('../support/echo-thread.ts', import.meta.url)
const threads = (keptMs?: number) => taskThread<string, Answer>(ECHO, {}, keptMs)

it('the next task is served by the same thread, two at once by two', async () => {
  const run = threads()
  const first = await run('a')
  expect(await run('b')).toEqual({ task: 'b', self: first.self })
  const [one, other] = await Promise.all([run('c'), run('d')])
  expect([one.task, other.task]).toEqual(['c', 'd'])
  expect(one.self).not.toBe(other.self)
})

it('a task that fails or is given up takes its thread with it, and no other', async () => {
  const run = threads()
  const { self } = await run('a')
  await expect(run('fail')).rejects.toThrow('told to fail')
  const next = await run('b')
  expect(next.self).not.toBe(self)
  await expect(run('wait', Promise.reject(new Error('given up')))).rejects.toThrow('given up')
  expect((await run('c')).self).not.toBe(next.self)
})

it('a task that comes just as the kept moment ends is served', async () => {
  const run = threads(2)
  for (let round = 0; round < 30; round += 1) {
    expect((await run(`${round}`)).task).toBe(`${round}`)
    await setTimeout(2)
  }
})
