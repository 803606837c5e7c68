import { describe, expect, it, vi } from 'vitest'
import { enqueue } from '../../src/storage/enqueue.ts'
import { ABSENT } from '../support/makers.ts'
import { aPeriod, jobEnd } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

inEveryWorld('long work over HTTP', (world) => {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  const start = async (period?: { id: string }) => {
    const { id } = period ?? (await aPeriod(world))
    return world.admin
      .post('/v1/exports', { kind: 'ranking', format: 'csv', periodId: id }, key())
      .expect(202)
  }
  let period: { id: string }

  it('202 at once, with where the record and the job are; the job ends and the file is there', async () => {
    period = await aPeriod(world)
    const { body, headers } = await start(period)
    expect(headers).toMatchObject({
      location: `/v1/exports/${body.id}`,
      'operation-location': `/v1/jobs/${body.jobId}`,
      'retry-after': '1',
    })
    const job = await jobEnd(world, body.jobId)
    expect(job).toMatchObject({ status: 'succeeded', error: null, cancelRequested: false })
    expect(job.progress.done).toBe(job.progress.total)
    const state = await world.admin.get(`/v1/jobs/${body.jobId}`).expect(200)
    await world.admin.get(`/v1/jobs/${body.jobId}`, { 'if-none-match': state.headers['etag']! }).expect(304)
    const done = await world.admin.get(`/v1/exports/${body.id}`).expect(200)
    expect(done.body.state).toBe('succeeded')
    await world.admin.get(`/v1/exports/${body.id}`, { 'if-none-match': done.headers['etag']! }).expect(304)
    const file = await world.admin.get(`/v1/exports/${body.id}/file`).expect(200)
    expect(file.headers['content-disposition']).toMatch(/^attachment/)
  })

  it('422 for a period that there is not, before any job is made; 404 for an export', async () => {
    const { body } = await world.admin
      .post('/v1/exports', { kind: 'ranking', format: 'csv', periodId: ABSENT }, key())
      .expect(422)
    expect(body.errors[0]).toMatchObject({ pointer: '/periodId', code: 'unknown_reference' })
    await world.admin.get(`/v1/exports/${ABSENT}`).expect(404)
    await world.admin.get(`/v1/exports/${ABSENT}/file`).expect(404)
  })

  describe('a job that nobody has taken yet', () => {
    it('409 for its file, 202 for its end, 409 to end it twice', async () => {
      await world.deps.jobs.stop()
      const { body } = await start(period)
      expect((await world.admin.get(`/v1/exports/${body.id}/file`).expect(409)).body.code).toBe(
        'state_conflict',
      )
      const url = `/v1/jobs/${body.jobId}`
      expect((await world.admin.get(url).expect(200)).body.status).toBe('queued')
      const cancelled = await world.admin.post(`${url}/cancel`).expect(202)
      expect(cancelled.body).toMatchObject({ status: 'cancelled', cancelRequested: true })
      expect((await world.admin.post(`${url}/cancel`).expect(409)).body.code).toBe('state_conflict')
      world.deps.jobs.start()
    })
  })

  it('is seen by whoever started it and by administrators, by nobody else', async () => {
    const { body } = await start(period)
    const other = await world.as('reviewer')
    await other.get(`/v1/jobs/${body.jobId}`).expect(404)
    await other.post(`/v1/jobs/${body.jobId}/cancel`).expect(404)
    await other.get(`/v1/jobs/${body.jobId}/events`).expect(404)
    await world.admin.get(`/v1/jobs/${ABSENT}`).expect(404)
    await jobEnd(world, body.jobId)
  })

  it('tells its progress as events, resumes where one left, and ends with the job', async () => {
    const { body } = await start(period)
    const url = `/v1/jobs/${body.jobId}/events`
    const whole = await world.admin.get(url).expect(200)
    expect(whole.headers['content-type']).toBe('text/event-stream')
    expect(whole.headers['x-content-type-options']).toBe('nosniff')
    const ids = [...whole.text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]))
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
    expect(whole.text).toMatch(/event: succeeded\ndata: \{"status":"succeeded"/)
    const last = String(ids.at(-1))
    const resumed = await world.admin.get(url, { 'last-event-id': String(ids.at(-1)! - 1) }).expect(200)
    expect([...resumed.text.matchAll(/^id: (\d+)$/gm)].map((match) => match[1])).toEqual([last])
    await world.admin.get(url, { 'last-event-id': last }).expect(204)
  })

  it('foretells its end by the pace so far, of the part that has a measure', async () => {
    const now = world.now
    const etas: (string | null)[] = []
    const tags: string[] = []
    world.deps.jobs.handle('test.paced', async ({ job, progress }) => {
      const steps = [
        ['reading', 0, 0, 60],
        ['storing', 0, 8, 60],
        ['storing', 2, 8, 70],
        ['storing', 4, 8, 90],
        ['storing', 8, 8, 99],
      ] as const
      for (const [phase, done, total, seconds] of steps) {
        world.now = new Date(now.getTime() + seconds * 1_000)
        await progress(phase, done, total)
        const { body, headers } = await world.admin.get(`/v1/jobs/${job.id}`).expect(200)
        etas.push(body.eta)
        world.now = new Date(world.now.getTime() + 3_000)
        const later = await world.admin.get(`/v1/jobs/${job.id}`).expect(200)
        expect([later.body.eta, later.headers['etag']]).toEqual([body.eta, headers['etag']])
        tags.push(headers['etag']!)
      }
      return {}
    })
    const actor = { actor: `user/${world.admin.userId}`, requestId: 'test' }
    const job = await world.storage.write(world.committeeId, actor, (tx) =>
      enqueue(tx, 'test.paced', {}, actor.actor),
    )
    expect((await world.admin.get(`/v1/jobs/${job.id}`).expect(200)).body.eta).toBeNull()
    world.deps.jobs.wake()
    const ended = await jobEnd(world, job.id)
    world.now = now
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1_000).toISOString()
    expect(etas).toEqual([null, null, at(100), at(120), at(99)])
    expect(new Set(tags).size).toBe(tags.length)
    expect(ended).toMatchObject({ status: 'succeeded', eta: null })
    const { text } = await world.admin.get(`/v1/jobs/${job.id}/events`).expect(200)
    expect(text).toContain('"eta":null')
  })

  it('the stream of a job that waits says that it is still there', async () => {
    await world.deps.jobs.stop()
    const { body } = await start(period)
    const following = world.admin.get(`/v1/jobs/${body.jobId}/events`).then((answer) => answer)
    await new Promise((resolve) => setTimeout(resolve, 400))
    const now = Date.now
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => now() + 16_000)
    await new Promise((resolve) => setTimeout(resolve, 400))
    ahead.mockRestore()
    world.deps.jobs.start()
    expect((await following).text).toMatch(/event: queued\n.*\n: still here\n\n.*event: succeeded\n/s)
  })

  it('one cursor follows every change, in order and without a gap', async () => {
    const { body, headers } = await world.admin.get('/v1/events?limit=5').expect(200)
    expect(body.items.map((item: { seq: number }) => item.seq)).toEqual([1, 2, 3, 4, 5])
    expect(body).toMatchObject({ lastSeq: 5, hasMore: true })
    await world.admin.get('/v1/events?limit=5', { 'if-none-match': headers['etag']! }).expect(304)
    const next = await world.admin.get('/v1/events?limit=5&after=5').expect(200)
    expect(next.body.items[0].seq).toBe(6)
    const audit = await world.admin.get('/v1/audit-log?type=user.created').expect(200)
    expect(audit.body.items.length).toBeGreaterThan(0)
    await world.admin
      .get('/v1/audit-log?type=user.created', { 'if-none-match': audit.headers['etag']! })
      .expect(304)
    const auditor = await world.as('auditor')
    await auditor.get('/v1/audit-log').expect(200)
    await (await world.as('clerk')).get('/v1/audit-log').expect(403)
  })
})
