import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { aReport } from '../support/plan-kinds.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { aService } from '../support/service-kinds.ts'
import { inEveryWorld, login } from '../support/world.ts'

/** 谁组织谁记录, in time: five working days after the event, by the committee's own calendar. */

const PATH = '/v1/entry-timeliness'
const at = (day: string) => new Date(`${day}T12:00:00+08:00`)

inEveryWorld('entry in time', (world) => {
  let prompt: { id: string; name: string }
  let slow: { id: string; name: string }
  let today: Date

  /** Does something as if on another day; a login holds for its own time. */
  const on = async <T>(day: string, work: () => Promise<T>): Promise<T> => {
    const { admin } = world
    world.now = at(day)
    world.admin = await login(world, 'admin')
    const done = await work()
    Object.assign(world, { admin, now: today })
    return done
  }
  const held = (owner: string | null, day: string) => ({
    startsOn: day,
    endsOn: day,
    ownerOrganizationId: owner,
  })
  const mark = (meeting: { sessions: { id: string }[] }, memberId: string, presence = 'present') =>
    post(world, `/v1/meeting-sessions/${meeting.sessions[0]!.id}/attendance`, {
      items: [{ memberId, presence }],
    })
  const read = async (query: string) => (await world.admin.get(`${PATH}?${query}`).expect(200)).body
  const lateOf = async (department: string, query = 'year=2019') =>
    (await world.admin.get(`${PATH}/${department}/records?${query}`).expect(200)).body

  beforeAll(async () => {
    today = world.now
    prompt = await anOrganization(world)
    slow = await anOrganization(world)
    const { id: member } = await aMember(world)

    // Friday the 10th of May: with the holiday on Monday the fifth working day is the 20th.
    const monday = { catalogue: 'holiday', code: 'h1', name: '节', validFrom: '2019-05-13' }
    await post(world, '/v1/catalogue-items', monday)
    const inTime = await on('2019-05-09', () => aMeeting(world, held(prompt.id, '2019-05-10')))
    await on('2019-05-20', () => mark(inTime, member))
    // Corrected long afterwards: it was entered in time all the same.
    await on('2019-09-02', () => mark(inTime, member, 'late'))
    await on('2019-05-20', () => aService(world, held(prompt.id, '2019-05-10')))

    const late = await on('2019-05-21', () => aMeeting(world, held(slow.id, '2019-05-10')))
    await on('2019-05-25', () => mark(late, member))
    await on('2019-05-31', () => aService(world, held(slow.id, '2019-05-10')))
    const report = await on('2019-12-01', () => aReport(world, { ownerOrganizationId: slow.id }))
    await act(world, `/v1/research-reports/${report.id}`, 'submit', { submittedOn: '2019-10-10' })
    // Recorded in time, and nobody ever took the roll.
    await on('2019-11-01', () => aMeeting(world, held(slow.id, '2019-11-01')))
    // What does not count: not due yet, cancelled, a draft of a report, another year.
    await on('2019-12-30', () => aMeeting(world, held(slow.id, '2019-12-30')))
    const cancelled = await aMeeting(world, held(slow.id, '2019-06-03'))
    await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '台风' })
    await aReport(world, { ownerOrganizationId: slow.id })
    await aService(world, held(slow.id, '2018-06-03'))
    await aService(world, held(null, '2019-06-03'))
  })

  it('counts by department what came in time, what came late and what is missing', async () => {
    const { items, ...span } = await read('year=2019')
    expect(span).toEqual({ from: '2019-01-01', to: '2019-12-31', asOf: '2019-12-31' })
    expect(items).toEqual([
      {
        organizationId: slow.id,
        name: slow.name,
        records: 6,
        onTime: 2,
        late: 4,
        missing: 1,
        longestDelay: 53,
      },
      { organizationId: null, name: null, records: 1, onTime: 0, late: 1, missing: 0, longestDelay: 204 },
      {
        organizationId: prompt.id,
        name: prompt.name,
        records: 3,
        onTime: 3,
        late: 0,
        missing: 0,
        longestDelay: 0,
      },
    ])
  })

  it('opens what came late and what is missing, the oldest first', async () => {
    const { items } = await lateOf(slow.id)
    const told = items.map(({ kind, state, dueOn, enteredOn, delay }: Record<string, unknown>) => [
      kind,
      state,
      dueOn,
      enteredOn,
      delay,
    ])
    expect(told).toEqual([
      ['meeting', 'late', '2019-05-20', '2019-05-21', 1],
      ['roll', 'late', '2019-05-20', '2019-05-25', 5],
      ['service', 'late', '2019-05-20', '2019-05-31', 11],
      ['report', 'late', '2019-10-17', '2019-12-01', 45],
      ['roll', 'missing', '2019-11-08', null, 53],
    ])
    expect((await lateOf(prompt.id)).items).toEqual([])
    expect((await lateOf('office')).items).toMatchObject([{ kind: 'service', state: 'late' }])
    await world.admin.get(`${PATH}/${ABSENT}/records`).expect(404)
    await world.admin.get(`${PATH}/nobody/records`).expect(404)
  })

  it('pages them; a cursor holds for its department and its days alone', async () => {
    const whole = (await lateOf(slow.id)).items
    const paged = []
    let cursor = ''
    do {
      const page = await lateOf(slow.id, `year=2019&limit=2${cursor && `&cursor=${cursor}`}`)
      expect(page.hasMore).toBe(page.nextCursor !== null)
      paged.push(...page.items)
      cursor = page.nextCursor ?? ''
    } while (cursor)
    expect(paged).toEqual(whole)
    const { nextCursor } = await lateOf(slow.id, 'year=2019&limit=2')
    const refused = async (department: string, query: string) =>
      (await world.admin.get(`${PATH}/${department}/records?${query}`).expect(400)).body.code
    expect(await refused('office', `year=2019&cursor=${nextCursor}`)).toBe('cursor_mismatch')
    expect(await refused(slow.id, `year=2018&cursor=${nextCursor}`)).toBe('cursor_mismatch')
    expect(await refused(slow.id, 'cursor=x')).toBe('cursor_invalid')
  })

  it('takes other days, this year by default', async () => {
    expect((await read('from=2019-05-01&to=2019-05-31')).items).toMatchObject([
      { organizationId: slow.id, records: 3, late: 3, missing: 0, longestDelay: 11 },
      { organizationId: prompt.id, records: 3, onTime: 3 },
    ])
    expect(await read('')).toEqual(await read('year=2019'))
    await world.admin.get(`${PATH}?from=2019-05-01`).expect(400)
    await world.admin.get(`${PATH}?from=2019-05-02&to=2019-05-01`).expect(400)
  })

  describe('with another limit', () => {
    it('what was late is in time', async () => {
      const { body } = await world.admin.get(`/v1/committees/${world.committeeId}`).expect(200)
      const limits = { ...body.limits, entry: { count: 11, unit: 'calendar_days' } }
      await world.admin
        .patch(`/v1/committees/${world.committeeId}`, { limits }, { 'if-match': '*' })
        .expect(200)
      expect((await read('from=2019-05-01&to=2019-05-31')).items).toMatchObject([
        { organizationId: slow.id, records: 3, onTime: 1, late: 2 },
        { organizationId: prompt.id, records: 3, onTime: 3 },
      ])
    })
  })
})
