import { describe, expect, it } from 'vitest'
import { anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { type Row, refuses } from '../support/rules.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Meetings of two departments, meetings held again, and whether enough came. */

const MEETINGS = '/v1/meetings'
const departmentId = async (world: World) => (await anOrganization(world)).id as string

const RULES: readonly Row[] = [
  [
    'to confirm for a department that does not organise it',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      `${MEETINGS}/${(await aMeeting(world)).id}/confirm`,
      { organizationId: await departmentId(world) },
    ],
  ],
  [
    'to confirm for the lead, who recorded it',
    422,
    'rule_violation',
    async (world) => {
      const owner = await departmentId(world)
      const meeting = await aMeeting(world, { ownerOrganizationId: owner })
      return ['POST', `${MEETINGS}/${meeting.id}/confirm`, { organizationId: owner }]
    },
  ],
  [
    'to confirm before it began',
    422,
    'rule_violation',
    async (world) => {
      const organizationId = await departmentId(world)
      const meeting = await aMeeting(world, { organizerIds: [organizationId] })
      return ['POST', `${MEETINGS}/${meeting.id}/confirm`, { organizationId, confirmedOn: '2019-05-09' }]
    },
  ],
  [
    'to confirm what was cancelled',
    409,
    'state_conflict',
    async (world) => {
      const organizationId = await departmentId(world)
      const meeting = await aMeeting(world, { organizerIds: [organizationId] })
      await act(world, `${MEETINGS}/${meeting.id}`, 'cancel', { reason: '台风' })
      return ['POST', `${MEETINGS}/${meeting.id}/confirm`, { organizationId }]
    },
  ],
  [
    'to copy a meeting of a type that the catalogue lost',
    422,
    'rule_violation',
    async (world) => {
      const type = { catalogue: 'meeting_type', code: 'regatta', name: '赛艇' }
      const item = await post(world, '/v1/catalogue-items', type)
      const meeting = await aMeeting(world, { typeCode: 'regatta' })
      await world.admin.delete(`/v1/catalogue-items/${item.id}`, { 'if-match': '*' }).expect(204)
      return ['POST', `${MEETINGS}/${meeting.id}/copy`, { startsOn: '2019-06-10' }]
    },
  ],
]

inEveryWorld('meetings of several', (world) => {
  refuses(world, RULES)

  describe('a joint organiser', () => {
    it('confirms what the lead recorded: a new version and an event, and it stays confirmed', async () => {
      const [lead, joint, other] = [
        await departmentId(world),
        await departmentId(world),
        await departmentId(world),
      ]
      const organized = { ownerOrganizationId: lead, organizerIds: [joint] }
      const meeting = await aMeeting(world, organized)
      const path = `${MEETINGS}/${meeting.id}`
      const clerk = await world.as('clerk', { organizationId: joint })
      const stranger = await world.as('clerk', { organizationId: other })
      const confirm = { organizationId: joint, confirmedOn: '2019-05-20' }
      const refused = await stranger.post(`${path}/confirm`, confirm, { 'if-match': '*' }).expect(403)
      expect(refused.body.code).toBe('not_owner')
      const version = { 'if-match': `"${meeting.version}"` }
      const { body } = await clerk.post(`${path}/confirm`, confirm, version).expect(200)
      expect(body).toMatchObject({
        version: meeting.version + 1,
        organizers: [{ organizationId: joint, confirmedOn: '2019-05-20' }],
      })
      const { body: feed } = await world.admin.get('/v1/events?type=meeting.confirmed').expect(200)
      expect(feed.items.at(-1)).toMatchObject({ type: 'meeting.confirmed', subjectId: meeting.id })
      // Confirming is not recording: the record stays the lead’s.
      await clerk.patch(path, { place: '他处' }, { 'if-match': '*' }).expect(403)
      const more = { organizerIds: [joint, other] }
      const { body: changed } = await world.admin.patch(path, more, { 'if-match': '*' }).expect(200)
      expect(changed.organizers).toContainEqual({ organizationId: joint, confirmedOn: '2019-05-20' })
      expect(changed.organizers).toContainEqual({ organizationId: other, confirmedOn: null })
      const { body: today } = await stranger
        .post(`${path}/confirm`, { organizationId: other }, { 'if-match': '*' })
        .expect(200)
      expect(today.organizers).toContainEqual({ organizationId: other, confirmedOn: '2019-12-31' })
    })

    it('finds it among the meetings that it organises, alone or together', async () => {
      const [one, two] = [await departmentId(world), await departmentId(world)]
      const alone = await aMeeting(world, { ownerOrganizationId: one })
      const together = await aMeeting(world, { ownerOrganizationId: two, organizerIds: [one] })
      const found = async (query: string) =>
        (await world.admin.get(`${MEETINGS}?${query}`).expect(200)).body.items.map(
          ({ id }: { id: string }) => id,
        )
      expect((await found(`organizerId=${one}`)).sort()).toEqual([alone.id, together.id].sort())
      expect(await found(`organizerId=${two}`)).toEqual([together.id])
      expect(await found(`ownerOrganizationId=${one}`)).toEqual([alone.id])
    })
  })

  it('a copy has the same title, organisers and sessions on its own days, and nothing that happened', async () => {
    const [lead, joint, gone] = [
      await departmentId(world),
      await departmentId(world),
      await departmentId(world),
    ]
    const member = await aMember(world)
    const meeting = await aMeeting(world, {
      title: '专委会学习会',
      typeCode: 'reading',
      participationMode: 'sign_up',
      startsOn: '2019-02-27',
      endsOn: '2019-03-01',
      place: '三楼',
      ownerOrganizationId: lead,
      organizerIds: [joint, gone],
      guests: [{ kind: 'expert', name: '某教授' }],
      externalId: 'copied',
      minutes: '略',
      sessions: [
        { day: '2019-02-27', part: 'am', startTime: '09:00', title: '开班' },
        { day: '2019-02-28', dayTo: '2019-03-01', part: 'day', externalId: 'copied-2' },
      ],
    })
    await world.admin.delete(`/v1/organizations/${gone}`, { 'if-match': '*' }).expect(204)
    await post(world, `${MEETINGS}/${meeting.id}/invite`, { memberIds: [member.id] })
    await act(world, `${MEETINGS}/${meeting.id}`, 'confirm', { organizationId: joint })
    const before = await sequence(world)
    const copying = `${MEETINGS}/${meeting.id}/copy`
    await world.admin.post(`${copying}?validateOnly=true`, { startsOn: '2020-02-27' }).expect(200)
    expect(await sequence(world)).toBe(before)
    const { body, headers } = await world.admin.post(copying, { startsOn: '2020-02-27' }).expect(201)
    expect(headers['location']).toBe(`${MEETINGS}/${body.id}`)
    expect(body).toMatchObject({
      title: '专委会学习会',
      typeCode: 'reading',
      participationMode: 'sign_up',
      startsOn: '2020-02-27',
      endsOn: '2020-02-29',
      place: '三楼',
      state: 'published',
      ownerOrganizationId: lead,
      organizers: [{ organizationId: joint, confirmedOn: null }],
      guests: [],
      externalId: null,
      minutes: null,
      sessions: [
        { number: 1, day: '2020-02-27', dayTo: null, part: 'am', startTime: '09:00', title: '开班' },
        { number: 2, day: '2020-02-28', dayTo: '2020-02-29', part: 'day', externalId: null },
      ],
    })
    expect((await world.admin.get(headers['location']!).expect(200)).body).toEqual(body)
    const roll = await world.admin.get(`/v1/meeting-sessions/${body.sessions[0].id}/attendance`).expect(200)
    expect(roll.body.items).toEqual([])
    await world.admin.delete(`${MEETINGS}/${body.id}`, { 'if-match': '*' }).expect(204)
    await world.admin.post(`${MEETINGS}/${body.id}/copy`, { startsOn: '2020-03-01' }).expect(410)
  })

  describe('quorum', () => {
    const came = async (typeCode: string, invited: number, present: number) => {
      const memberIds: string[] = []
      for (let n = 0; n < invited; n += 1) memberIds.push((await aMember(world)).id)
      const meeting = await aMeeting(world, { typeCode })
      const session = `/v1/meeting-sessions/${meeting.sessions[0].id}`
      if (invited > 0) await post(world, `${MEETINGS}/${meeting.id}/invite`, { memberIds })
      const items = memberIds.slice(0, present).map((memberId) => ({ memberId, presence: 'late' }))
      // Somebody who sat in is none of those who decide.
      items.push({ memberId: (await aMember(world)).id, presence: 'observer' })
      await post(world, `${session}/attendance`, { items })
      return (await world.admin.get(`${session}/attendance`).expect(200)).body.quorum
    }

    it.each([
      [4, 2, { needed: 3, present: 2, met: false }],
      [4, 3, { needed: 3, present: 3, met: true }],
      [5, 3, { needed: 3, present: 3, met: true }],
      [5, 2, { needed: 3, present: 2, met: false }],
    ])('%i invited to a statutory meeting, %i there', async (invited, present, expected) => {
      expect(await came('sc_meeting', invited, present)).toEqual(expected)
    })

    it('none where nobody is invited, and none of what is not statutory', async () => {
      expect(await came('sc_meeting', 0, 0)).toBeNull()
      expect(await came('salon', 2, 2)).toBeNull()
    })
  })
})
