import { expect, it } from 'vitest'
import { newId } from '../../src/core/ids.ts'
import { enqueue } from '../../src/storage/enqueue.ts'
import { inCommittee } from '../../src/storage/from.ts'
import { type JobContext, jobsOf } from '../../src/storage/jobs.ts'
import { findRow } from '../../src/storage/rows.ts'
import { inEveryWorld, type World } from '../support/world.ts'

const ACTOR = { actor: 'test', requestId: 'test' }

const add = (world: World, kind: string, input: unknown = {}) =>
  world.storage.write(world.committeeId, ACTOR, (tx) => enqueue(tx, kind, input, 'test'))

const jobOf = async (world: World, id: string) =>
  (await findRow(inCommittee(world.storage, world.committeeId), 'jobs', id))!

async function until(check: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 300; i += 1) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it never came to that')
}

inEveryWorld('jobs', (world) => {
  it('a runner that dies loses its lease, and another one does the work from the start of the step', async () => {
    const job = await add(world, 'slow')
    const started: string[] = []
    const dead = jobsOf(world.storage, world.deps.clock, () => {})
    // It takes the job and is never heard of again.
    dead.handle('slow', () => {
      started.push('dead')
      return new Promise(() => {})
    })
    dead.start()
    await until(async () => started.length === 1)
    expect(await jobOf(world, job.id)).toMatchObject({ status: 'running', attempts: 1 })

    const live = jobsOf(world.storage, world.deps.clock, () => {})
    live.handle('slow', async ({ progress }: JobContext) => {
      started.push('live')
      await progress('half', 1, 2)
      return { by: 'live' }
    })
    live.start()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(started).toEqual(['dead'])
    world.now = new Date(world.now.getTime() + 31_000)
    live.wake()
    await until(async () => (await jobOf(world, job.id)).status === 'succeeded')
    expect(await jobOf(world, job.id)).toMatchObject({
      result: { by: 'live' },
      attempts: 2,
      done: 2,
      total: 2,
    })
    await live.stop()
  })

  it('what a killed process left is taken up at the start on SQLite, when its lease ends on PostgreSQL', async () => {
    const job = await add(world, 'left')
    const leaseUntil = new Date(world.now.getTime() + 30_000).toISOString()
    await world.storage.write(world.committeeId, ACTOR, (tx) =>
      tx.run(
        `update jobs set status = 'running', attempts = 1, lease_by = ?, lease_until = ?
          where committee_id = ? and id = ?`,
        [newId(), leaseUntil, world.committeeId, job.id],
      ),
    )
    const next = jobsOf(world.storage, world.deps.clock, () => {})
    next.handle('left', async () => ({ by: 'next' }))
    next.start()
    if (world.engine === 'postgres') {
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await jobOf(world, job.id)).toMatchObject({ status: 'running', attempts: 1, leaseUntil })
      world.now = new Date(world.now.getTime() + 31_000)
      next.wake()
    }
    await until(async () => (await jobOf(world, job.id)).status === 'succeeded')
    expect(await jobOf(world, job.id)).toMatchObject({ result: { by: 'next' }, attempts: 2 })
    await next.stop()
  })

  it('two runners never hold one job', async () => {
    const ids: string[] = []
    for (let i = 0; i < 12; i += 1) ids.push((await add(world, 'counted', { i })).id)
    const done: number[] = []
    const runners = [1, 2, 3].map(() => jobsOf(world.storage, world.deps.clock, () => {}))
    for (const runner of runners) {
      runner.handle('counted', async ({ job }) => {
        done.push((job.input as { i: number }).i)
        await new Promise((resolve) => setTimeout(resolve, 5))
      })
      runner.start()
    }
    await until(async () =>
      (await Promise.all(ids.map((id) => jobOf(world, id)))).every((one) => one.status === 'succeeded'),
    )
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i))
    for (const runner of runners) await runner.stop()
  })

  it('a cancelled job stops at its next step, a failing one tells why', async () => {
    const runner = jobsOf(world.storage, world.deps.clock, () => {})
    let steps = 0
    runner.handle('endless', async ({ progress }) => {
      for (;;) {
        steps += 1
        await progress('step', steps, 1_000)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    })
    runner.handle('broken', async () => {
      throw new Error('secret detail of a driver')
    })
    const [endless, broken] = [await add(world, 'endless'), await add(world, 'broken')]
    runner.start()
    await until(async () => steps > 3)
    await world.admin.post(`/v1/jobs/${endless.id}/cancel`).expect(202)
    await until(async () => (await jobOf(world, endless.id)).status === 'cancelled')
    await until(async () => (await jobOf(world, broken.id)).status === 'failed')
    expect(JSON.stringify((await jobOf(world, broken.id)).error)).not.toContain('secret detail')
    await world.admin.post(`/v1/jobs/${endless.id}/cancel`).expect(409)
    await runner.stop()
  })
})
