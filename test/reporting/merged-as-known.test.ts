import { expect, it } from 'vitest'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'

inEveryWorld('a meeting that was merged later', (world) => {
  const turnTo = async (day: string) => {
    world.now = new Date(`${day}T04:00:00Z`)
    world.admin = await login(world, 'admin')
  }
  const numbers = async (query: string) => {
    const of = async (key: string, rule = '') => {
      const { body } = await world.admin.get(`/v1/statistics/${key}?year=2019&${query}${rule}`).expect(200)
      return [body.numerator, body.denominator]
    }
    return [await of('learning_events'), await of('attendance_rate', '&rule=without_leave')]
  }

  it('stood by itself until then, with its leave', async () => {
    await turnTo('2019-06-30')
    const [a, b] = [(await aMember(world)).id, (await aMember(world)).id]
    const day = { typeCode: 'salon', startsOn: '2019-06-10', endsOn: '2019-06-10' }
    const [into, twice] = [await aMeeting(world, day), await aMeeting(world, day)]
    for (const { id, sessions } of [into, twice]) {
      await post(world, `/v1/meetings/${id}/invite`, { memberIds: [a, b] })
      const items = [{ memberId: a, presence: 'present' }]
      await post(world, `/v1/meeting-sessions/${sessions[0].id}/attendance`, { items })
    }
    const leave = { memberId: b, meetingId: twice.id, leaveType: 'sick' }
    const request = await post(world, '/v1/leave-requests', leave)
    await act(world, `/v1/leave-requests/${request.id}`, 'approve', {})
    // Both held: one came to both, the other is excused from one.
    const before = await numbers('asOf=2019-06-30')
    expect(before).toEqual([
      [2, null],
      [2, 2],
    ])
    await turnTo('2019-09-30')
    await act(world, `/v1/meetings/${twice.id}`, 'merge', { intoId: into.id })
    expect(await numbers('asOf=2019-06-30')).toEqual([
      [1, null],
      [1, 1],
    ])
    expect(await numbers('asOf=2019-06-30&view=as_known')).toEqual(before)
  })

  it('a proposal was signed by who was entered twice, until the two were merged', async () => {
    const proposers = async (view = '') => {
      const path = `/v1/statistics/submission_rate?year=2020&asOf=2020-06-30${view}`
      const { body } = await world.admin.get(path).expect(200)
      return [body.numerator, body.denominator]
    }
    await turnTo('2020-06-30')
    const [one, two] = [await aMember(world), await aMember(world)]
    for (const { id: memberId } of [one, two]) {
      const { id } = await post(world, '/v1/proposals', { title: '关于停车的建议', signers: [{ memberId }] })
      await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2020-03-01' })
    }
    const before = await proposers()
    await turnTo('2020-09-30')
    await world.admin.post(`/v1/persons/${two.personId}/merge`, { intoId: one.personId }).expect(200)
    expect(await proposers()).toEqual([before[0] - 1, before[1] - 1])
    expect(await proposers('&view=as_known')).toEqual(before)
  })
})
