import { beforeAll, expect, it } from 'vitest'
import { aMeeting, aMember, aPeriod, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Reads that are more than one record: the same tag until anything in the committee moves. */

inEveryWorld('reads that gather', (world) => {
  const paths: Record<string, string> = {}

  beforeAll(async () => {
    const [member, meeting, period] = [await aMember(world), await aMeeting(world), await aPeriod(world)]
    const session = `/v1/meeting-sessions/${meeting.sessions[0].id}`
    const [first, second] = [await aMember(world), await aMember(world)]
    const items = [first, second].map(({ id }) => ({ memberId: id, presence: 'present' }))
    await post(world, `${session}/attendance`, { items })
    await post(world, '/v1/regulations', { ...(await source()), name: 'second' })
    Object.assign(paths, {
      score: `/v1/members/${member.id}/score?periodId=${period.id}`,
      archive: `/v1/members/${member.id}/archive?periodId=${period.id}`,
      ranking: `/v1/periods/${period.id}/ranking`,
      roll: `${session}/attendance`,
      attendance: '/v1/attendance',
      regulations: '/v1/regulations',
      regulation: `/v1/regulations/${period.regulationId}`,
      number: `/v1/members/by-no/${member.memberNo}`,
    })
  })

  const source = async () => {
    const { body } = await world.admin.get('/v1/regulations').expect(200)
    return { source: body.items[0].source, options: body.items[0].options }
  }

  it.each(['score', 'archive', 'ranking', 'roll', 'attendance', 'regulations', 'regulation', 'number'])(
    '304 for %s',
    async (name) => {
      const { headers } = await world.admin.get(paths[name]!).expect(200)
      await world.admin.get(paths[name]!, { 'if-none-match': headers['etag']! }).expect(304)
    },
  )

  it.each(['attendance', 'regulations'])('%s in pages', async (name) => {
    const { nextCursor } = (await world.admin.get(`${paths[name]}?limit=1`).expect(200)).body
    await world.admin.get(`${paths[name]}?limit=1&cursor=${nextCursor}`).expect(200)
    const other = await world.admin.get(`${paths[name]}?cursor=${nextCursor}&sort=-updatedAt`).expect(400)
    expect(other.body.code).toBe('cursor_mismatch')
    expect((await world.admin.get(`${paths[name]}?cursor=x`).expect(400)).body.code).toBe('cursor_invalid')
  })

  it('410 for the score, the archive and the number of a withdrawn member', async () => {
    const member = await aMember(world)
    const { body: period } = await world.admin.get('/v1/periods').expect(200)
    await world.admin.delete(`/v1/members/${member.id}`, { 'if-match': '*' }).expect(204)
    const query = `periodId=${period.items[0].id}`
    await world.admin.get(`/v1/members/${member.id}/score?${query}`).expect(410)
    await world.admin.get(`/v1/members/${member.id}/archive?${query}`).expect(410)
    await world.admin.get(`/v1/members/by-no/${member.memberNo}`).expect(410)
  })

  it('a regulation: tried, stored under one key, not activated once a code of it is gone', async () => {
    const draft = { ...(await source()), name: 'third', externalId: 'r-3' }
    await world.admin.post('/v1/regulations?validateOnly=true', draft).expect(200)
    const { id } = await post(world, '/v1/regulations', draft)
    const twice = await world.admin.post('/v1/regulations', { ...draft, name: 'fourth' }).expect(409)
    expect(twice.body.code).toBe('already_exists')
    const codes = await world.admin
      .get('/v1/catalogue-items?catalogue=office&code=standing_member')
      .expect(200)
    const item = `/v1/catalogue-items/${codes.body.items[0].id}`
    await world.admin.delete(item, { 'if-match': '*' }).expect(204)
    const approver = await world.as('approver')
    const refused = await approver.post(`/v1/regulations/${id}/activate`, undefined, { 'if-match': '*' })
    expect([refused.status, refused.body.code]).toEqual([422, 'regulation_invalid'])
    await world.admin.post(`/v1/regulations/${id}/activate`, undefined, { 'if-match': '"9"' }).expect(412)
    const active = await world.admin.post(`${paths['regulation']}/activate`, undefined, { 'if-match': '*' })
    expect([active.status, active.body.code]).toEqual([409, 'state_conflict'])
  })
})
