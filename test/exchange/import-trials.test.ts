import type request from 'supertest'
import { expect, it } from 'vitest'
import { aMeeting, aMember, aPeriod, jobEnd, post } from '../support/records.ts'
import { contentsOf } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** Every step of an import can be tried: the answer of the real step, no job, and every table as it was. */

inEveryWorld('trials of imports', (world) => {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  type Send = (query: string) => request.Test

  /** Tries a step, then takes it; answers the import once its job has ended. */
  async function both(send: Send) {
    const before = await contentsOf(world)
    const tried = await send('?validateOnly=true')
    expect(tried.status, tried.text).toBe(200)
    for (const name of ['location', 'operation-location', 'retry-after']) {
      expect(tried.headers).not.toHaveProperty(name)
    }
    expect(await contentsOf(world)).toBe(before)
    const real = await send('')
    expect(real.status, real.text).toBe(202)
    expect(Object.keys(tried.body)).toEqual(Object.keys(real.body))
    expect(tried.body.state).toBe(real.body.state)
    await world.admin.get(`/v1/jobs/${tried.body.jobId}`).expect(404)
    await jobEnd(world, real.body.jobId)
    return (await world.admin.get(`/v1/imports/${real.body.id}`).expect(200)).body
  }

  /** The refusal of a trial is that of the real step. */
  async function refusedAlike(send: Send, code: string) {
    const before = await contentsOf(world)
    const [tried, real] = [await send('?validateOnly=true'), await send('')]
    expect([tried.status, tried.body.code]).toEqual([real.status, code])
    expect([tried.body.code, tried.body.errors]).toEqual([real.body.code, real.body.errors])
    expect(await contentsOf(world)).toBe(before)
  }

  it('upload, answers, commit, revert', async () => {
    await aMember(world, { name: '李同名', memberNo: '09601' })
    const twin = await aMember(world, { name: '李同名', memberNo: '09602' })
    const days = { startsOn: '2019-06-20', endsOn: '2019-06-20' }
    const meeting = await aMeeting(world, { title: '河道巡查', ...days })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [twin.id] })
    const text = '\ufeff序号,委员姓名,会议名称,时间,出席情况\n1,李同名,河道巡查,2019-06-20,出席\n'
    const upload =
      (resource: string): Send =>
      (query) =>
        world.admin
          .post(`/v1/imports${query}`, undefined, key())
          .field('resource', resource)
          .attach('file', Buffer.from(text), { filename: 'a.csv', contentType: 'text/csv' })
    await refusedAlike(upload('weather'), 'validation_failed')
    const planned = await both(upload('attendance'))
    const step =
      (verb: string, body?: object): Send =>
      (query) =>
        world.admin.post(`/v1/imports/${planned.id}/${verb}${query}`, body, key())

    await refusedAlike(step('revert'), 'state_conflict')
    await refusedAlike(step('commit', {}), 'decisions_open')
    const [{ id }] = planned.decisions
    const unknown = { answers: [{ id: 'D-none', answer: { choice: 'member' } }] }
    await refusedAlike(step('decisions', unknown), 'rule_violation')
    const answers = [{ id, answer: { choice: 'member', memberNo: '09602' } }]
    const answered = await both(step('decisions', { answers }))
    expect(answered.decisions[0].answer).toMatchObject({ memberNo: '09602' })
    const done = await both(step('commit', {}))
    expect(done).toMatchObject({ state: 'committed', summary: { committed: { created: 1 } } })
    expect((await both(step('revert'))).state).toBe('reverted')
  })

  it('to end a job', async () => {
    const { id: periodId } = await aPeriod(world)
    await world.deps.jobs.stop()
    const made = await world.admin
      .post('/v1/exports', { kind: 'ranking', format: 'csv', periodId }, key())
      .expect(202)
    const url = `/v1/jobs/${made.body.jobId}`
    const before = await contentsOf(world)
    const tried = await world.admin.post(`${url}/cancel?validateOnly=true`).expect(200)
    expect(tried.body).toMatchObject({ status: 'cancelled', cancelRequested: true })
    expect(await contentsOf(world)).toBe(before)
    expect((await world.admin.get(url).expect(200)).body.status).toBe('queued')
    await world.admin.post(`${url}/cancel`).expect(202)
    await refusedAlike((query) => world.admin.post(`${url}/cancel${query}`), 'state_conflict')
    world.deps.jobs.start()
  })
})
