import { expect, it } from 'vitest'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Whom a session expects by a rule moves with offices, mandates and the day, until the session is settled. */

inEveryWorld('an invitation rule', (world) => {
  const standing = (memberId: string, values: object) =>
    post(world, '/v1/offices', { memberId, office: 'standing_member', validFrom: '2017-02-20', ...values })
  const expected = async (sessionId: string) => {
    const { body } = await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)
    return body.items
      .filter((one: { invited: boolean }) => one.invited)
      .map((one: { memberId: string }) => one.memberId)
      .toSorted()
  }
  const change = (path: string, body: object) =>
    world.admin.patch(path, body, { 'if-match': '*' }).expect(200)
  const three = async () => {
    const ids = [await aMember(world), await aMember(world), await aMember(world)].map(
      (one) => one.id as string,
    )
    return ids as [string, string, string]
  }

  it('is asked again when the day moves', async () => {
    const [before, added] = await three()
    await standing(before, { validFrom: '2019-01-01', validTo: '2019-05-31' })
    const meeting = await aMeeting(world, { endsOn: '2019-06-30' })
    const { id } = meeting.sessions[0]
    await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { offices: ['standing_member'] } })
    expect(await expected(id)).toEqual([before])
    await standing(added, { validFrom: '2019-06-01' })
    await change(`/v1/meeting-sessions/${id}`, { day: '2019-06-03' })
    expect(await expected(id)).toEqual([added])
    const { body } = await world.admin.get(`/v1/meeting-sessions/${id}`).expect(200)
    expect(body.invitationRule).toEqual({ offices: ['standing_member'] })
  })

  it('is asked again when the session settles, which then waits for whom it expects', async () => {
    const [before, added] = await three()
    const meeting = await aMeeting(world, { startsOn: '2018-06-03', endsOn: '2018-06-03' })
    const { id } = meeting.sessions[0]
    const path = `/v1/meeting-sessions/${id}`
    await standing(before, { validTo: '2018-12-31' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { offices: ['standing_member'] } })
    await standing(added, { validFrom: '2018-06-01', validTo: '2018-12-31' })
    const mark = (memberId: string) => ({ items: [{ memberId, presence: 'present' }] })
    await world.admin.post(`${path}/attendance`, mark(before)).expect(200)
    const waits = await world.admin.post(`${path}/settle`, {}, { 'if-match': '*' }).expect(422)
    expect(waits.body.rule).toBe('sessions.settled_when_resolved')
    await world.admin.post(`${path}/attendance`, mark(added)).expect(200)
    await act(world, path, 'settle', {})
    expect(await expected(id)).toEqual([before, added].toSorted())
  })

  it('ends with a list', async () => {
    const [one, two] = await three()
    const meeting = await aMeeting(world)
    const { id } = meeting.sessions[0]
    const path = `/v1/meetings/${meeting.id}/invite`
    await post(world, path, { rule: { all: true } })
    await post(world, path, { memberIds: [one] })
    await act(world, `/v1/meeting-sessions/${id}`, 'settle', { acceptUnknown: true })
    expect(await expected(id)).toEqual([one])
    expect(await expected(id)).not.toContain(two)
    const { body } = await world.admin.get(`/v1/meeting-sessions/${id}`).expect(200)
    expect(body).toMatchObject({ picked: true, invitationRule: null })
  })

  it('or a list: nobody is expected after their mandate, and who came all the same walked in', async () => {
    const [stays, leaves, comes] = await three()
    const meeting = await aMeeting(world)
    const path = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [stays, leaves, comes] })
    const items = [
      { memberId: stays, presence: 'present' },
      { memberId: leaves, presence: 'absent' },
      { memberId: comes, presence: 'present' },
    ]
    await world.admin.post(path, { items }).expect(200)
    for (const id of [leaves, comes]) await change(`/v1/members/${id}`, { validTo: '2019-05-09' })
    const { body } = await world.admin.get(path).expect(200)
    expect(body.tally).toMatchObject({ expected: 1, present: 1, absent: 0, walkIns: 1 })
  })

  it('whoever is taken off the list and invited again, twice, has every version kept', async () => {
    const [stays, comes] = await three()
    const meeting = await aMeeting(world)
    const { id } = meeting.sessions[0]
    const invite = (...memberIds: string[]) => post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
    for (let n = 0; n < 2; n += 1) {
      await invite(stays, comes)
      await invite(stays)
      expect(await expected(id)).toEqual([stays])
    }
    const kept = await world.storage.query<{ version: number }>(
      "select version from row_versions where committee_id = ? and resource = 'invitations' and row_key = ? order by version",
      [world.committeeId, `${id}/${comes}`],
    )
    expect(kept.map(({ version }) => Number(version))).toEqual([1, 2])
  })
})
