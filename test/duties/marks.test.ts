import { expect, it } from 'vitest'
import { act, aMeeting, aMember, jobEnd, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Marks: who can be missed, what takes a mark back, who asks for leave, whom a rule expects when bodies move. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('a mark', (world) => {
  const held = async (values: Record<string, unknown> = {}) => {
    const meeting = await aMeeting(world, values)
    return { meeting, url: `/v1/meeting-sessions/${meeting.sessions[0].id}` }
  }
  const invite = (meeting: Body, ...members: Body[]) =>
    post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: members.map(({ id }) => id) })
  const marked = (url: string, { id }: Body, presence: string | null) =>
    world.admin.post(`${url}/attendance`, { items: [{ memberId: id, presence }] })
  const tallyAt = async (url: string) => (await world.admin.get(`${url}/attendance`).expect(200)).body.tally

  it.each(['absent', 'leave'])('%s is refused of somebody who was not asked to come', async (presence) => {
    const [invited, other] = [await aMember(world), await aMember(world)]
    const { meeting, url } = await held()
    await invite(meeting, invited)
    const { body } = await marked(url, other, presence).expect(422)
    expect(body).toMatchObject({ rule: 'attendance.expected', errors: [{ pointer: '/items/0/presence' }] })
    expect(await tallyAt(url)).toMatchObject({ expected: 1, absent: 0, leave: 0 })
    await marked(url, invited, presence).expect(200)
    // Both ways on.
    await marked(url, other, 'present').expect(200)
    expect(await tallyAt(url)).toMatchObject({ expected: 1, walkIns: 1 })
    await invite(meeting, invited, other)
    await marked(url, other, presence).expect(200)
  })

  it('again says nothing new, whether it names the hour of arrival or not; another hour does', async () => {
    const member = await aMember(world)
    const { meeting, url } = await held()
    await invite(meeting, member)
    const late = (arrivedAt?: string) =>
      world.admin.post(`${url}/attendance`, {
        items: [{ memberId: member.id, presence: 'late', ...(arrivedAt ? { arrivedAt } : {}) }],
      })
    const counts = async (arrivedAt?: string) => {
      const { created, changed, unchanged } = (await late(arrivedAt).expect(200)).body
      return [created, changed, unchanged]
    }
    expect(await counts('2019-05-10T01:20:00.000Z')).toEqual([1, 0, 0])
    expect(await counts('2019-05-10T01:20:00.000Z')).toEqual([0, 0, 1])
    expect(await counts()).toEqual([0, 0, 1])
    expect(await counts('2019-05-10T01:40:00.000Z')).toEqual([0, 1, 0])
  })

  it('says who was missed where nobody was invited', async () => {
    const member = await aMember(world)
    const { url } = await held()
    await marked(url, member, 'absent').expect(200)
    expect(await tallyAt(url)).toMatchObject({ expected: 1, absent: 1 })
  })

  it('is taken back by an empty one; of a settled roll once it is reopened, with a reason', async () => {
    const member = await aMember(world)
    const { meeting, url } = await held()
    await invite(meeting, member)
    await marked(url, member, 'present').expect(200)
    await marked(url, member, null).expect(200, { created: 0, changed: 1, unchanged: 0 })
    expect(await tallyAt(url)).toMatchObject({ expected: 1, present: 0, unresolved: 1 })
    await marked(url, member, null).expect(200, { created: 0, changed: 0, unchanged: 1 })
    await marked(url, member, 'late').expect(200)
    await act(world, url, 'settle', {})
    await marked(url, member, null).expect(409)
    await act(world, url, 'reopen', { reason: '登记有误' })
    const { body: log } = await world.admin
      .get(`/v1/audit-log?type=meeting_session.reopen_reason&subjectId=${meeting.sessions[0].id}`)
      .expect(200)
    expect(log.items).toMatchObject([{ data: { reason: '登记有误' } }])
    await marked(url, member, null).expect(200)
    await marked(url, member, 'absent').expect(200)
    expect(await tallyAt(url)).toMatchObject({ expected: 1, absent: 1 })
  })

  it('of leave: asked for by whoever is expected', async () => {
    const [invited, other] = [await aMember(world), await aMember(world, { validTo: '2019-01-31' })]
    const { meeting } = await held()
    await invite(meeting, invited)
    const leave = ({ id }: Body) =>
      world.admin.post('/v1/leave-requests', { memberId: id, meetingId: meeting.id, leaveType: 'sick' })
    const stranger = await aMember(world)
    expect((await leave(stranger).expect(422)).body.rule).toBe('leave.expected')
    expect((await leave(other).expect(422)).body.rule).toBe('leave.in_office')
    await leave(invited).expect(201)
  })

  it('a member asks for leave under the membership of the day', async () => {
    const earlier = await aMember(world, { validFrom: '2017-02-20', validTo: '2018-12-31' })
    const now = await aMember(world, { personId: earlier.personId, validFrom: '2019-01-01' })
    const client = await world.as('member', { personId: earlier.personId })
    const { meeting } = await held({ startsOn: '2018-06-10', endsOn: '2018-06-10' })
    const later = await held({ startsOn: '2019-06-10', endsOn: '2019-06-10' })
    for (const [{ id }, memberId] of [
      [meeting, earlier.id],
      [later.meeting, now.id],
    ]) {
      const { body } = await client
        .post('/v1/me/leave-requests', { meetingId: id, leaveType: 'sick' })
        .expect(201)
      expect(body.memberId).toBe(memberId)
    }
  })

  it('a rule asks again when bodies move, as long as the roll is open', async () => {
    const { id: organizationId } = await post(world, '/v1/organizations', {
      kind: 'special_committee',
      code: 'sc1',
      name: '提案委员会',
    })
    const joins = await aMember(world)
    const open = await held({ startsOn: '2019-12-01', endsOn: '2019-12-01' })
    const settled = await held({ startsOn: '2019-11-01', endsOn: '2019-11-01' })
    for (const { meeting } of [open, settled])
      await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { organizationIds: [organizationId] } })
    await act(world, settled.url, 'settle', {})
    await post(world, '/v1/body-roles', {
      memberId: joins.id,
      organizationId,
      role: 'member',
      validFrom: '2019-06-01',
    })
    const [job] = await world.storage.query<{ id: string }>('select id from jobs where kind = ?', [
      'invitations.follow',
    ])
    await jobEnd(world, job!.id)
    expect(await tallyAt(open.url)).toMatchObject({ expected: 1 })
    expect(await tallyAt(settled.url)).toMatchObject({ expected: 0 })
  })
})
