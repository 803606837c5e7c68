import { beforeAll, describe, expect, it } from 'vitest'
import { nextRun } from '../../src/reporting/schedules/resource.ts'
import { act, actAs, aMember, aPeriod, post, second } from '../support/records.ts'
import { anAppeal, anOldRegulation, aReportOf, publishing } from '../support/report-kinds.ts'
import { refuses } from '../support/rules.ts'
import { type Client, inEveryWorld, login } from '../support/world.ts'

/** What is made of itself when its day comes. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

describe('the next day of a schedule', () => {
  it.each([
    ['month', 5, '2019-12-31', '2020-01-05'],
    ['month', 5, '2020-01-04', '2020-01-05'],
    ['month', 5, '2020-01-05', '2020-02-05'],
    ['quarter', 10, '2020-02-29', '2020-04-10'],
    ['half_year', 1, '2020-06-30', '2020-07-01'],
    ['year', 15, '2020-01-15', '2021-01-15'],
    ['day', 1, '2020-02-28', '2020-02-29'],
  ])('%s, %i days after, from %s: %s', (frequency, daysAfter, day, next) => {
    expect(nextRun({ frequency, daysAfter, active: true } as Body, day)).toBe(next)
    expect(nextRun({ frequency, daysAfter, active: false } as Body, day)).toBeNull()
  })
})

inEveryWorld('schedules', (world) => {
  let regulationId: string

  /** Turns the clock, wakes the runner and waits until it has nothing due. */
  const at = async (day: string) => {
    world.now = new Date(`${day}T04:00:00.000Z`)
    world.admin = await login(world, 'admin')
    world.deps.jobs.wake()
    for (let i = 0; i < 200; i += 1) {
      const due = await world.storage.query(
        "select id from jobs where committee_id = ? and status in ('queued', 'running') and (run_at is null or run_at <= ?)",
        [world.committeeId, world.now.toISOString()],
      )
      if (due.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error('the runner did not come to rest')
  }

  beforeAll(async () => {
    await aMember(world)
    regulationId = await anOldRegulation(world)
  })

  it('a month’s report is made on its day, with its period, and the next one waits', async () => {
    const schedule = await post(world, '/v1/schedules', {
      name: '月度通报',
      task: 'report',
      frequency: 'month',
      daysAfter: 5,
      regulationId,
    })
    expect(schedule.nextOn).toBe('2020-01-05')
    await at('2020-01-04')
    expect((await world.admin.get('/v1/reports').expect(200)).body.items).toEqual([])
    await at('2020-01-05')
    const { body } = await world.admin.get('/v1/reports').expect(200)
    expect(body.items).toHaveLength(1)
    expect(body.items[0]).toMatchObject({ state: 'draft', interim: true, asOf: '2019-12-31' })
    const period = (await world.admin.get(`/v1/periods/${body.items[0].periodId}`).expect(200)).body
    expect(period).toMatchObject({ kind: 'month', name: '2019年12月', startsOn: '2019-12-01' })
    const now = (await world.admin.get(`/v1/schedules/${schedule.id}`).expect(200)).body
    expect(now).toMatchObject({ lastOn: '2020-01-05', nextOn: '2020-02-05' })
    await at('2020-02-05')
    expect((await world.admin.get('/v1/reports').expect(200)).body.items).toHaveLength(2)
  })

  it('one that rests or was withdrawn makes nothing', async () => {
    const { body } = await world.admin.get('/v1/schedules').expect(200)
    await world.admin.patch(`/v1/schedules/${body.items[0].id}`, { active: false }).expect(200)
    await at('2020-03-06')
    expect((await world.admin.get('/v1/reports').expect(200)).body.items).toHaveLength(2)
    await world.admin.delete(`/v1/schedules/${body.items[0].id}`).expect(204)
  })

  it('what refuses a report is told to the office, and the schedule goes on', async () => {
    const source =
      'regulation: short\ntitle: 样例\nperiod: calendar_year\nclauses: { a: { title: 出席, counts: attendance, where: { outcome: attended }, points: 1 } }\n'
    const regulation = await post(world, '/v1/regulations', { name: 'short', source })
    await actAs(await second(world), `/v1/regulations/${regulation.id}`, 'activate')
    const made = await post(world, '/v1/schedules', {
      name: '季报',
      task: 'report',
      frequency: 'quarter',
      regulationId: regulation.id,
    })
    await act(world, `/v1/regulations/${regulation.id}`, 'retire')
    await at('2020-04-05')
    const box = (await world.admin.get('/v1/me/inbox').expect(200)).body.items
    expect(box[0]).toMatchObject({ type: 'report_failed', subjectType: 'schedules', subjectId: made.id })
    expect((await world.admin.get(`/v1/schedules/${made.id}`).expect(200)).body.nextOn).toBe('2020-07-05')
  })

  describe('reminders', () => {
    let member: Client
    let own: Body

    it('go to whom something waits for, on chosen days', async () => {
      own = await aMember(world)
      member = await world.as('member', { personId: own.personId })
      const period = await aPeriod(world)
      await publishing(world, { verifyDays: 5 })
      const report = await aReportOf(world, period.id)
      await act(world, `/v1/reports/${report.id}`, 'open-verification', { days: 5 })
      const duty = { memberId: own.id, year: 2020, dueOn: '2020-04-10' }
      await post(world, '/v1/duty-reports', duty)
      const appeal = await anAppeal(world, { periodId: period.id })
      await post(world, '/v1/schedules', { name: '提醒', task: 'reminders', frequency: 'day', daysAfter: 1 })
      const seen = async (client: Client) =>
        (await client.get('/v1/me/inbox?limit=200').expect(200)).body.items.map(
          ({ type, subjectId }: Body) => `${type} ${subjectId}`,
        )
      for (let day = 6; day <= 10; day += 1) await at(`2020-04-${String(day).padStart(2, '0')}`)
      member = await world.as('member', { personId: own.personId })
      const box = await seen(member)
      expect(box.filter((one: string) => one.startsWith('verification_closing'))).toEqual([
        `verification_closing ${report.id}`,
        `verification_closing ${report.id}`,
      ])
      expect(box.filter((one: string) => one.startsWith('duty_report_due'))).toHaveLength(2)
      const dueOn = (await world.admin.get(`/v1/appeals/${appeal.id}`).expect(200)).body.dueOn
      await at(dueOn)
      const due = await world.storage.query<{ recipient: string }>(
        "select recipient from inbox where committee_id = ? and type = 'appeal_due' and subject_id = ?",
        [world.committeeId, appeal.id],
      )
      expect(due.length).toBeGreaterThan(0)
    })
  })

  refuses(world, [
    [
      'a report every day',
      422,
      'rule_violation',
      async () => ['POST', '/v1/schedules', { name: '某', task: 'report', frequency: 'day', regulationId }],
    ],
    [
      'reminders that become a report’s',
      422,
      'rule_violation',
      async (there) => {
        const made = await post(there, '/v1/schedules', {
          name: '某',
          task: 'reminders',
          frequency: 'day',
        })
        return ['PATCH', `/v1/schedules/${made.id}`, { regulationId }]
      },
    ],
  ])
})
