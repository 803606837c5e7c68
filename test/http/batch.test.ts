import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT } from '../support/makers.ts'
import { aMeeting, aMember, aTerm, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

const key = () => ({ 'idempotency-key': crypto.randomUUID() })

inEveryWorld('batches', (world) => {
  it('201 records all items in the order sent', async () => {
    const termId = await aTerm(world)
    const items = Array.from({ length: 300 }, (_, i) => ({
      termId,
      memberNo: `B${i}`,
      name: `批量${i}`,
      validFrom: '2017-02-20',
    }))
    const { body } = await world.admin.post('/v1/members/batch', { items }, key()).expect(201)
    expect(body.items.map((item: { memberNo: string }) => item.memberNo)).toEqual(
      items.map((item) => item.memberNo),
    )
  })

  it('every wrong item is named by its place, and nothing is written', async () => {
    const member = await aMember(world)
    const good = { title: '停车', authorIds: [member.id] }
    const bad = { title: '养老', authorIds: ['0197f6a0-0000-7000-8000-00000000dead'] }
    const before = await world.admin.get('/v1/opinions?includeTotal=true').expect(200)
    const refused = await world.admin
      .post('/v1/opinions/batch', { items: [good, bad, good, bad] }, key())
      .expect(422)
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/items/1/authorIds/0',
      '/items/3/authorIds/0',
    ])
    const after = await world.admin.get('/v1/opinions?includeTotal=true').expect(200)
    expect(after.body.total).toBe(before.body.total)
    const shapes = await world.admin
      .post('/v1/opinions/batch', { items: [good, { titel: 'x' }] }, key())
      .expect(400)
    expect(shapes.body.errors.map((error: { pointer: string }) => error.pointer)).toContain('/items/1/titel')
    await world.admin.post('/v1/opinions/batch', { items: [good] }).expect(400)
  })

  describe('the largest that is taken, with one that is wrong in the middle', () => {
    const MOST = 1_000
    const BAD = 17
    /** Everything in the tables that a batch could have touched. */
    const counted = async () => {
      const tables = [
        'opinions',
        'opinion_authors',
        'attendance',
        'row_versions',
        'events',
        'idempotency_keys',
      ]
      const counts = tables.map((table) => world.storage.query(`select count(*) as n from ${table}`, []))
      return (await Promise.all(counts)).map(([row]) => Number((row as { n: number }).n))
    }
    let members: { id: string }[]

    beforeAll(async () => {
      const termId = await aTerm(world)
      const items = Array.from({ length: MOST }, (_, i) => ({
        termId,
        memberNo: `M${i}`,
        name: `众${i}`,
        validFrom: '2017-02-20',
      }))
      members = (await world.admin.post('/v1/members/batch', { items }, key()).expect(201)).body.items
    })

    it('422 for records, by the place of the item, and nothing is written', async () => {
      const items = members.map(({ id }, i) => ({ title: `事${i}`, authorIds: [i === BAD ? ABSENT : id] }))
      const before = await counted()
      const { body } = await world.admin.post('/v1/opinions/batch', { items }, key()).expect(422)
      expect(body.errors).toEqual([
        expect.objectContaining({ pointer: `/items/${BAD}/authorIds/0`, code: 'unknown_reference' }),
      ])
      expect(await counted()).toEqual(before)
      const beyond = { items: [...items, items[0]] }
      const refused = await world.admin.post('/v1/opinions/batch', beyond, key()).expect(400)
      expect(refused.body.errors[0].pointer).toBe('/items')
    })

    it('422 for a roll, by the place of the mark, and nothing is written; without it, all are', async () => {
      const meeting = await aMeeting(world)
      const url = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
      const marks = members.map(({ id }) => ({ memberId: id, presence: 'present', note: '会议中心三楼' }))
      const items = marks.with(BAD, { ...marks[BAD]!, memberId: ABSENT })
      const before = await counted()
      const { body } = await world.admin.post(url, { items }).expect(422)
      expect(body.errors).toEqual([
        expect.objectContaining({ pointer: `/items/${BAD}/memberId`, code: 'unknown_reference' }),
      ])
      expect(await counted()).toEqual(before)
      const beyond = await world.admin.post(url, { items: [...marks, marks[0]] }).expect(400)
      expect(beyond.body.errors[0].pointer).toBe('/items')
      const whole = await world.admin.post(url, { items: marks }).expect(200)
      expect(whole.body).toEqual({ created: MOST, changed: 0, unchanged: 0 })
    })
  })

  describe('answers to invitations', () => {
    it('declining a sign-up meeting leaves the denominator; a member answers for themselves alone', async () => {
      const [member, other] = [await aMember(world), await aMember(world)]
      const meeting = await aMeeting(world, { participationMode: 'sign_up', answerBy: '2020-12-31' })
      const [session] = meeting.sessions
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id, other.id] })
      const self = await world.as('member', { personId: member.personId })
      const url = `/v1/meeting-sessions/${session.id}/responses`
      const { body } = await self.post(url, { memberId: member.id, response: 'declined' }).expect(200)
      expect(body).toMatchObject({ response: 'declined', version: 2 })
      await self.post(url, { memberId: other.id, response: 'declined' }).expect(404)
      const roll = await world.admin.get(`/v1/meeting-sessions/${session.id}/attendance`).expect(200)
      expect(roll.body.tally).toMatchObject({ expected: 0, notSignedUp: 2 })
      expect(roll.body.items.find((item: { memberId: string }) => item.memberId === member.id).status).toBe(
        'declined',
      )
    })
  })
})
