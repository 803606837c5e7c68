import { beforeAll, expect, it } from 'vitest'
import { anOrganization } from '../support/makers.ts'
import { aMeeting, aMember, type Body, post } from '../support/records.ts'
import { attach } from '../support/service-kinds.ts'
import { sequence } from '../support/watch.ts'
import { alsoAs, type Client, clientOf, inEveryWorld } from '../support/world.ts'

/** A department enters leave from the meetings that it organised; a member asks for their own from any. */

inEveryWorld('leave from the meeting of another department', (world) => {
  let own: string
  let theirs: Body
  let clerk: Client
  let key: Client
  let memberId: string

  beforeAll(async () => {
    own = (await anOrganization(world)).id
    theirs = await aMeeting(world, { ownerOrganizationId: (await anOrganization(world)).id })
    clerk = await alsoAs(world, await world.as('clerk', { organizationId: own }), 'auditor')
    const scopes = ['leave.request', 'duties.read', 'records.read']
    key = clientOf(
      world,
      (await post(world, '/v1/api-keys', { name: '部门', scopes, organizationIds: [own] })).key,
    )
    memberId = (await aMember(world)).id
  })

  const leaveFrom = (meeting: Body, of = memberId) => ({
    memberId: of,
    meetingId: meeting.id,
    leaveType: 'sick',
  })
  const any = { 'if-match': '*' }

  it('is not entered, changed, taken back or withdrawn by a clerk or a key', async () => {
    const { id } = await post(world, '/v1/leave-requests', leaveFrom(theirs))
    const url = `/v1/leave-requests/${id}`
    for (const client of [clerk, key]) {
      const before = await sequence(world)
      for (const send of [
        client.post('/v1/leave-requests', leaveFrom(theirs)),
        client.patch(url, { leaveType: 'official' }, any),
        client.post(`${url}/recall`, undefined, any),
        client.delete(url, any),
      ]) {
        const { status, body } = await send
        expect([status, body.code]).toEqual([403, 'not_owner'])
      }
      expect(await sequence(world)).toBe(before)
    }
  })

  it('nor is an invitation answered or a leave paper added by them', async () => {
    const { sessions, id: meetingId } = theirs
    await post(world, `/v1/meetings/${meetingId}/invite`, { memberIds: [memberId] })
    const answer = { memberId, response: 'declined' }
    const { id } = await post(world, '/v1/leave-requests', leaveFrom(theirs))
    const paper = { leaveRequestId: id, purpose: 'leave_paper' }
    const writer = await world.as('clerk', { organizationId: own })
    const before = await sequence(world)
    for (const send of [
      clerk.post(`/v1/meeting-sessions/${sessions[0].id}/responses`, answer),
      key.post(`/v1/meeting-sessions/${sessions[0].id}/responses`, answer),
      attach(writer, paper),
    ]) {
      const { status, body } = await send
      expect([status, body.code]).toEqual([403, 'not_owner'])
    }
    expect(await sequence(world)).toBe(before)
    const office = await world.as('reviewer')
    await office.post(`/v1/meeting-sessions/${sessions[0].id}/responses`, answer).expect(200)
    await attach(office, paper).expect(201)
  })

  it('is entered by the department at its own meeting, and by the office at any', async () => {
    const meeting = await aMeeting(world, { ownerOrganizationId: own })
    const made = await clerk.post('/v1/leave-requests', leaveFrom(meeting)).expect(201)
    await clerk.patch(`/v1/leave-requests/${made.body.id}`, { leaveType: 'official' }, any).expect(200)
    const reviewer = await world.as('reviewer')
    await reviewer.post('/v1/leave-requests', leaveFrom(theirs)).expect(201)
  })

  it('is asked for by the member, also by one who is a clerk elsewhere', async () => {
    const member: Body = await aMember(world)
    const colleague: Body = await aMember(world)
    const memberIds = [memberId, member.id, colleague.id]
    await post(world, `/v1/meetings/${theirs.id}/invite`, { memberIds })
    const plain = await world.as('member', { personId: member.personId })
    const made = await plain.post('/v1/leave-requests', leaveFrom(theirs, member.id)).expect(201)
    await plain.post(`/v1/leave-requests/${made.body.id}/recall`, undefined, any).expect(200)
    const both = await world.as('clerk', { organizationId: own, personId: colleague.personId })
    const asMember = await alsoAs(world, both, 'member')
    await asMember.post('/v1/leave-requests', leaveFrom(theirs, colleague.id)).expect(201)
    const other = await asMember.post('/v1/leave-requests', leaveFrom(theirs, member.id)).expect(403)
    expect(other.body.code).toBe('not_owner')
  })
})
