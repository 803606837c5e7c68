import { beforeAll, expect, it } from 'vitest'
import { act, aMeeting, aMember, aPeriod, type Body, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Of several requests for one session one counts: an approved one before an open one before a refused one. */

inEveryWorld('two requests for leave from one session', (world) => {
  let period: Body
  beforeAll(async () => {
    period = await aPeriod(world)
  })

  /** Each request and what became of it, in the order of their making; then what the roll and the archive say. */
  async function statusAfter(...ends: ('approve' | 'refuse' | undefined)[]) {
    const member = await aMember(world)
    const meeting = await aMeeting(world, { startsOn: '2019-11-10', endsOn: '2019-11-10' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    for (const end of ends) {
      const leave = { memberId: member.id, meetingId: meeting.id, leaveType: 'sick' }
      const request = await post(world, '/v1/leave-requests', leave)
      if (end) await act(world, `/v1/leave-requests/${request.id}`, end, {})
    }
    const roll = await world.admin
      .get(`/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`)
      .expect(200)
    const archive = await world.admin
      .get(`/v1/members/${member.id}/archive?periodId=${period.id}`)
      .expect(200)
    return {
      roll: roll.body.items.find(({ memberId }: { memberId: string }) => memberId === member.id).status,
      archive: archive.body.attendance.tally,
    }
  }

  it.each([
    ['a refused one and an open one', ['refuse', undefined], 'leave_pending', { unresolved: 1 }],
    ['a refused one and an approved one', ['refuse', 'approve'], 'leave_approved', { leave: 1 }],
    ['a refused one and another', ['refuse', 'refuse'], 'leave_refused', { absent: 1 }],
  ] as const)('%s', async (_, ends, roll, archive) => {
    expect(await statusAfter(...ends)).toMatchObject({ roll, archive })
  })
})
