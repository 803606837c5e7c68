import { act, aMeeting, aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import { anEvent, type YearPart } from './makers.ts'

/** Study, party days, who came, who spoke. */
async function record(world: World) {
  await study(world)
  await partyDays(world)
  const members = await attendance(world)
  await speeches(world, members)
}

const event = (world: World, typeCode: string, day: string, values: object = {}) =>
  aMeeting(world, { typeCode, startsOn: day, endsOn: day, ...values })

async function study(world: World) {
  for (const typeCode of ['party_leadership', 'chairs_meeting']) {
    await event(world, typeCode, '2019-03-01', { purpose: 'study' })
    await event(world, typeCode, '2019-03-02', { purpose: 'business' })
    await event(world, typeCode, '2018-03-01', { purpose: 'study' })
  }
  await event(world, 'party_leadership', '2019-03-03')
  await event(world, 'office_study', '2019-04-01')
  const cancelled = await event(world, 'office_study', '2019-04-02')
  await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '改期' })
}

async function partyDays(world: World) {
  await event(world, 'party_day', '2019-06-28', { sitesVisited: ['一大会址', '南湖红船'] })
  await event(world, 'party_day', '2019-07-01', { sitesVisited: ['南湖红船', '浙西南革命纪念馆'] })
  await event(world, 'party_day', '2018-07-01', { sitesVisited: ['去年的纪念馆'] })
  await event(world, 'study_tour', '2019-07-02', { sitesVisited: ['某企业'] })
}

/** Of five who were expected three came, one of them late; of two sessions in all. */
async function attendance(world: World): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < 8; i += 1) ids.push((await aMember(world)).id)
  const [here, late, away, absent, exempt, silent, watching] = ids as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const exemption = { memberId: exempt, reason: 'abroad', validFrom: '2019-01-01', validTo: '2019-12-31' }
  await post(world, '/v1/exemptions', exemption)
  const meeting = await event(world, 'sc_meeting', '2019-05-10')
  const session = meeting.sessions[0].id as string
  const { id: gone } = await aMember(world)
  await post(world, `/v1/meetings/${meeting.id}/invite`, {
    memberIds: [here, late, away, absent, exempt, silent, gone],
  })
  // Who resigned before the day is expected no more, though the invitation stands.
  await world.admin.patch(`/v1/members/${gone}`, { validTo: '2019-05-09' }, { 'if-match': '*' }).expect(200)
  const request = { memberId: away, meetingId: meeting.id, leaveType: 'sick' }
  const leave = await post(world, '/v1/leave-requests', request)
  await act(world, `/v1/leave-requests/${leave.id}`, 'approve', {})
  const marks = [
    [here, 'present'],
    [late, 'late'],
    [absent, 'absent'],
    [watching, 'observer'],
  ].map(([memberId, presence]) => ({ memberId, presence }))
  await post(world, `/v1/meeting-sessions/${session}/attendance`, { items: marks })

  // One signs up for this one: who says no is not expected, who came unasked is none of them.
  const open = await event(world, 'charity', '2019-06-10', { participationMode: 'sign_up' })
  const there = open.sessions[0].id as string
  await post(world, `/v1/meetings/${open.id}/invite`, { memberIds: [here, away] })
  await post(world, `/v1/meeting-sessions/${there}/responses`, { memberId: away, response: 'declined' })
  await post(world, `/v1/meeting-sessions/${there}/attendance`, {
    items: [
      { memberId: here, presence: 'partial' },
      { memberId: late, presence: 'present' },
    ],
  })
  const last = await event(world, 'sc_meeting', '2018-05-10')
  await post(world, `/v1/meetings/${last.id}/invite`, { memberIds: [here, late] })
  const off = await anEvent(world, 'sc_meeting', '2019-08-10', [here])
  await act(world, `/v1/meetings/${off.id}`, 'cancel', { reason: '台风' })
  return ids
}

async function speeches(world: World, [a, b]: readonly string[]) {
  const meeting = await event(world, 'topic_consultation', '2019-09-10')
  const spoke = (values: object) =>
    post(world, '/v1/speeches', {
      memberId: a,
      meetingId: meeting.id,
      title: '加装电梯',
      form: 'oral',
      ...values,
    })
  await spoke({ state: 'delivered' })
  await spoke({ form: 'written', state: 'listed' })
  await spoke({ memberId: b, form: 'written', state: 'listed' })
  await spoke({ title: '养老', form: 'written', state: 'submitted' })
  await spoke({ title: '养老', state: 'delivered', role: 'drafter', memberId: b })
  const elsewhere = (await event(world, 'plenary', '2019-02-25')).id
  await spoke({ meetingId: elsewhere, state: 'delivered' })
}

export const participation: YearPart = {
  record,
  expected: {
    joint_study_events: [3, 3, null],
    party_day_sites: [3, 3, null],
    attendance_rate: [40, 2, 5],
    consultation_speeches: [2, 2, null],
  },
  beside: {
    joint_study_events: {
      excluded: [
        { reason: 'business', records: 2 },
        { reason: 'no_purpose', records: 1 },
      ],
    },
    attendance_rate: {
      excluded: [
        { reason: 'declined', records: 1 },
        { reason: 'exempt', records: 1 },
        { reason: 'observer', records: 1 },
        { reason: 'unresolved', records: 1 },
        { reason: 'walk_in', records: 1 },
      ],
      parts: [
        { part: 'charity', value: 0, records: 1 },
        { part: 'sc_meeting', value: 2, records: 4 },
      ],
    },
    consultation_speeches: {
      excluded: [{ reason: 'read_out', records: 1 }],
      parts: [
        { part: 'oral', value: 1, records: 1 },
        { part: 'written', value: 1, records: 1 },
      ],
    },
  },
}
