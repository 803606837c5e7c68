import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT, anOrganization, aRegulation } from '../support/makers.ts'
import { act, aMeeting, aMember, closePeriod, jobEnd, post } from '../support/records.ts'
import { type Client, inEveryWorld } from '../support/world.ts'

/** What an import refuses over HTTP once it is planned: wrong answers, others' meetings, closed periods. */

inEveryWorld('imports refuse', (world) => {
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  let own: string
  let other: string
  let clerk: Client

  beforeAll(async () => {
    own = (await anOrganization(world)).id
    other = (await anOrganization(world)).id
    clerk = await world.as('clerk', { organizationId: own })
    await aMember(world, { name: '章独名', memberNo: '09701' })
  })

  const upload = async (client: Client, title: string, day: string, status = '出席') => {
    const text = `\ufeff委员编号,委员姓名,会议名称,时间,出席情况\n09701,章独名,${title},${day},${status}\n`
    const answer = await client
      .post('/v1/imports', undefined, key())
      .field('resource', 'attendance')
      .attach('file', Buffer.from(text), { filename: 'a.csv', contentType: 'text/csv' })
    expect(answer.status, answer.text).toBe(202)
    await jobEnd(world, answer.body.jobId)
    return answer.body.id as string
  }
  const step = (client: Client, id: string, verb: string, body?: object) =>
    client.post(`/v1/imports/${id}/${verb}`, body, key())
  const committed = async (client: Client, id: string) => {
    const answer = await step(client, id, 'commit', {})
    expect(answer.status, answer.text).toBe(202)
    await jobEnd(world, answer.body.jobId)
  }

  it('answers to questions that were not asked', async () => {
    await aMeeting(world, { title: '问答会', startsOn: '2019-06-20', endsOn: '2019-06-20' })
    const id = await upload(world.admin, '问答会', '2019-06-20')
    const answers = { answers: [{ id: 'D-none', answer: { choice: 'member' } }] }
    const { body } = await step(world.admin, id, 'decisions', answers).expect(422)
    expect(body.errors[0].pointer).toBe('/answers/0/id')
    const state = await world.admin.get(`/v1/imports/${id}`).expect(200)
    await world.admin.get(`/v1/imports/${id}`, { 'if-none-match': state.headers['etag']! }).expect(304)
    await world.admin.get(`/v1/imports/${id}/plan`).expect(200)
    const cells = await world.admin.get(`/v1/imports/${id}/entries`).expect(200)
    expect(cells.body.items).toHaveLength(1)
  })

  describe('meetings of another department', () => {
    it('403 to commit, and to revert once it was handed over', async () => {
      const days = { startsOn: '2019-07-01', endsOn: '2019-07-01' }
      await aMeeting(world, { title: '别家的会', ownerOrganizationId: other, ...days })
      const foreign = await upload(clerk, '别家的会', '2019-07-01')
      expect((await step(clerk, foreign, 'commit', {}).expect(403)).body.code).toBe('not_owner')
      const meeting = await aMeeting(world, { title: '自家的会', ownerOrganizationId: own, ...days })
      const id = await upload(clerk, '自家的会', '2019-07-01')
      await committed(clerk, id)
      const handed = { ownerOrganizationId: other }
      await world.admin.patch(`/v1/meetings/${meeting.id}`, handed, { 'if-match': '*' }).expect(200)
      expect((await step(clerk, id, 'revert').expect(403)).body.code).toBe('not_owner')
    })
  })

  it('409 to take back from a closed period; what was planned for it is outdated', async () => {
    const days = { startsOn: '2018-07-01', endsOn: '2018-07-01' }
    const [done, planned] = [
      await aMeeting(world, { title: '旧会甲', ...days }),
      await aMeeting(world, { title: '旧会乙', ...days }),
    ]
    const before = await upload(world.admin, '旧会甲', '2018-07-01')
    await committed(world.admin, before)
    const waiting = await upload(world.admin, '旧会乙', '2018-07-01')
    for (const meeting of [done, planned]) {
      await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
    }
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2018年度',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId: await aRegulation(world),
    })
    await closePeriod(world, period.id, { acceptOpenImports: true })
    expect((await step(world.admin, waiting, 'commit', {}).expect(409)).body.code).toBe('plan_outdated')
    expect((await step(world.admin, before, 'revert').expect(409)).body.code).toBe('period_closed')
  })

  it('409 for every step of a file that was refused', async () => {
    const answer = await world.admin
      .post('/v1/imports', undefined, key())
      .field('resource', 'attendance')
      .attach('file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), { filename: 'a.xlsx' })
      .expect(202)
    await jobEnd(world, answer.body.jobId)
    const url = `/v1/imports/${answer.body.id}`
    expect((await world.admin.get(url).expect(200)).body.state).toBe('refused')
    for (const part of ['plan', 'entries']) {
      expect((await world.admin.get(`${url}/${part}`).expect(409)).body.code).toBe('state_conflict')
    }
    const steps = { decisions: { answers: [] }, commit: {}, revert: undefined }
    for (const [verb, body] of Object.entries(steps)) {
      const refused = await step(world.admin, answer.body.id, verb, body).expect(409)
      expect([verb, refused.body.code]).toEqual([verb, 'state_conflict'])
    }
  })

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    [
      'an end too soon',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx',
    ],
  ])('400 for a body with %s', async (_what, type, text) => {
    const request = world.admin.post('/v1/imports', undefined, { ...key(), 'content-type': type })
    const { body } = await request.send(text).expect(400)
    expect(body.code).toBe('bad_request')
  })

  it('422 for a profile that there is not', async () => {
    const { body } = await world.admin
      .post('/v1/imports', undefined, key())
      .field('resource', 'attendance')
      .field('profileId', ABSENT)
      .attach('file', Buffer.from('a'), { filename: 'a.csv', contentType: 'text/csv' })
      .expect(422)
    expect(body).toMatchObject({ code: 'unknown_reference', errors: [{ pointer: '/profileId' }] })
  })

  it('lists in pages', async () => {
    const page = await world.admin.get('/v1/imports?limit=1').expect(200)
    await world.admin.get('/v1/imports?limit=1', { 'if-none-match': page.headers['etag']! }).expect(304)
    const cursor = page.body.nextCursor
    expect(
      (await world.admin.get(`/v1/imports?cursor=${cursor}&sort=-createdAt`).expect(400)).body.code,
    ).toBe('cursor_mismatch')
    expect((await world.admin.get('/v1/imports?cursor=x').expect(400)).body.code).toBe('cursor_invalid')
  })
})
