import { beforeAll, expect, it } from 'vitest'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { type Client, inEveryWorld, withRole } from '../support/world.ts'

/** Who is asked hears of it once, who has not answered is reminded, and what was is told to nobody. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('notices of meetings', (world) => {
  let [one, other, away]: Body[] = []
  let member: Client
  let meeting: Body
  const told = async (client: Client) =>
    (await client.get('/v1/me/inbox').expect(200)).body.items.map(({ type }: Body) => type)
  const remind = (client: Client, id: string) => client.post(`/v1/meetings/${id}/remind`)

  beforeAll(async () => {
    ;[one, other, away] = [await aMember(world), await aMember(world), await aMember(world)]
    member = await world.as('member', { personId: one.personId })
    meeting = await aMeeting(world, { startsOn: '2020-03-10', endsOn: '2020-03-10' })
  })

  it('an invitation is told once, to those who are new', async () => {
    const invite = (memberIds: string[]) => post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
    await invite([one.id])
    await invite([one.id, other.id, away.id])
    expect(await told(member)).toEqual(['meeting_invited'])
    const past = await aMeeting(world)
    await post(world, `/v1/meetings/${past.id}/invite`, { memberIds: [one.id] })
    expect(await told(member)).toEqual(['meeting_invited'])
  })

  it('reminds those alone who have neither answered nor asked for leave', async () => {
    await member
      .post(`/v1/meeting-sessions/${meeting.sessions[0].id}/responses`, {
        memberId: one.id,
        response: 'accepted',
      })
      .expect(200)
    await post(world, '/v1/leave-requests', {
      memberId: away.id,
      meetingId: meeting.id,
      leaveType: 'sick',
    })
    expect((await remind(world.admin, meeting.id).expect(200)).body).toEqual({ reminded: 1 })
    expect(await told(member)).toEqual(['meeting_invited'])
  })

  it('tells that it is cancelled; then, as after its day, there is nobody to remind', async () => {
    await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
    expect(await told(member)).toEqual(['meeting_cancelled', 'meeting_invited'])
    const past = await aMeeting(world)
    for (const { id } of [meeting, past]) {
      expect((await remind(world.admin, id).expect(409)).body.code).toBe('state_conflict')
    }
  })

  it('403 for another department, 404 for no meeting', async () => {
    const [own, owner] = [await anOrganization(world), await anOrganization(world)]
    const theirs = await aMeeting(world, {
      startsOn: '2020-03-10',
      endsOn: '2020-03-10',
      ownerOrganizationId: owner.id,
    })
    const clerk = await withRole(world, 'clerk', { organizationId: own.id })
    expect((await remind(clerk, theirs.id).expect(403)).body.code).toBe('not_owner')
    await remind(world.admin, ABSENT).expect(404)
  })
})
