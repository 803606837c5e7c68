import { expect, it } from 'vitest'
import { aRegulation } from '../support/makers.ts'
import { act, actAs, aMeeting, aMember, post, second } from '../support/records.ts'
import { anOldRegulation, aReportOf } from '../support/report-kinds.ts'
import { idOf, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld, login, type World } from '../support/world.ts'

/** Periods: 422 with the rule and the place, or 409 with the state. */

const RULES: readonly Row[] = [
  [
    'a period of a regulation that is not active',
    422,
    'rule_violation',
    async (world) => {
      await aRegulation(world)
      const { body } = await world.admin.get('/v1/regulations').expect(200)
      const { source, options } = body.items[0]
      const regulationId = await idOf(world, '/v1/regulations', { name: 'draft', source, options })
      return [
        'POST',
        '/v1/periods',
        { kind: 'custom', name: '某', startsOn: '2041-01-01', endsOn: '2041-12-31', regulationId },
      ]
    },
  ],
  [
    'a period that is made to end before it begins',
    422,
    'rule_violation',
    async (world) => {
      const regulationId = await aRegulation(world)
      const sent = { kind: 'custom', name: '某', startsOn: '2041-01-01', endsOn: '2041-12-31', regulationId }
      return ['PATCH', `/v1/periods/${await idOf(world, '/v1/periods', sent)}`, { endsOn: '2040-01-01' }]
    },
  ],
  [
    'a quarter that is none of the calendar',
    422,
    'rule_violation',
    async (world) => {
      const regulationId = await aRegulation(world)
      const sent = {
        kind: 'quarter',
        name: '二季度',
        startsOn: '2041-05-01',
        endsOn: '2041-06-30',
        regulationId,
      }
      return ['POST', '/v1/periods', sent]
    },
  ],
  [
    'a session year that begins with no session',
    422,
    'rule_violation',
    async (world) => {
      const regulationId = await aRegulation(world)
      const days = { startsOn: '2041-05-01', endsOn: '2042-04-30' }
      return ['POST', '/v1/periods', { kind: 'session_year', name: '某', ...days, regulationId }]
    },
  ],
  [
    'a term to date that begins with no term',
    422,
    'rule_violation',
    async (world) => {
      const regulationId = await aRegulation(world)
      const days = { startsOn: '2041-05-01', endsOn: '2042-04-30' }
      return ['POST', '/v1/periods', { kind: 'term_to_date', name: '某', ...days, regulationId }]
    },
  ],
  [
    'a period closed over sessions that are not settled',
    409,
    'period_unsettled',
    async (world) => {
      const id = await aSettling(world, '2016')
      await aMeeting(world, { startsOn: '2016-05-10', endsOn: '2016-05-10' })
      return ['POST', `/v1/periods/${id}/close`, {}]
    },
  ],
  [
    'a period closed by the person who began to settle it',
    409,
    'four_eyes',
    async (world) => {
      const { id } = await aYear(world, '2031')
      await act(world, `/v1/periods/${id}`, 'settle')
      return ['POST', `/v1/periods/${id}/close`, {}]
    },
  ],
  [
    'a period opened again by the person who closed it',
    409,
    'four_eyes',
    async (world) => {
      const id = await aSettling(world, '2032')
      await act(world, `/v1/periods/${id}`, 'close', {})
      return ['POST', `/v1/periods/${id}/reopen`, { reason: '再看' }]
    },
  ],
]

const aYear = async (world: World, year: string) =>
  post(world, '/v1/periods', {
    kind: 'calendar_year',
    name: year,
    startsOn: `${year}-01-01`,
    endsOn: `${year}-12-31`,
    regulationId: await aRegulation(world),
  })

/** A year that another person than the administrator has begun to settle. */
async function aSettling(world: World, year: string): Promise<string> {
  const { id } = await aYear(world, year)
  await actAs(await second(world), `/v1/periods/${id}`, 'settle')
  return id
}

inEveryWorld('rules of periods', (world) => {
  it('a period that a report speaks of is not withdrawn', async () => {
    const values = { kind: 'custom', name: '专项', startsOn: '1949-01-01', endsOn: '1949-01-31' }
    const { id } = await post(world, '/v1/periods', { ...values, regulationId: await anOldRegulation(world) })
    await aReportOf(world, id)
    const { body } = await world.admin.delete(`/v1/periods/${id}`, { 'if-match': '*' }).expect(409)
    expect(body.code).toBe('in_use')
  })

  refuses(world, RULES)
})

inEveryWorld('settling a period', (world) => {
  it('lists what blocks closing, with the next step, and closes over what is accepted', async () => {
    const member = await aMember(world)
    const day = '2033-05-10'
    world.now = new Date('2034-01-05T04:00:00.000Z')
    world.admin = await login(world, 'admin')
    const approver = await second(world)
    const { id } = await aYear(world, '2033')
    const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    const leave = { memberId: member.id, meetingId: meeting.id, leaveType: 'sick' }
    const asked = await post(world, '/v1/leave-requests', leave)
    const kind = await post(world, '/v1/duty-kinds', {
      code: 'declared_2033',
      class: 'other',
      name: '发表',
      enteredBy: 'both',
      evidence: 'required',
      validFrom: '2017-01-01',
    })
    await post(world, '/v1/duty-records', { dutyKindId: kind.id, memberId: member.id, title: '某文', day })
    await actAs(approver, `/v1/periods/${id}`, 'settle')
    const blockers = async () =>
      (await world.admin.get(`/v1/periods/${id}/blockers`).expect(200)).body as {
        mayClose: boolean
        items: { kind: string; count: number; mayAccept: boolean }[]
      }
    expect(
      (await blockers()).items.map(({ kind: one, count, mayAccept }) => [one, count, mayAccept]),
    ).toEqual([
      ['unsettled_session', 1, false],
      ['pending_leave', 1, false],
      ['unverified_record', 1, true],
    ])
    await act(world, `/v1/leave-requests/${asked.id}`, 'approve', {})
    await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', {})
    expect((await blockers()).mayClose).toBe(true)
    const close = (body: object) => world.admin.post(`/v1/periods/${id}/close`, body, { 'if-match': '*' })
    expect((await close({}).expect(409)).body.code).toBe('period_unsettled')
    await close({ acceptUnverified: true }).expect(200)
  })
})
