import { beforeAll, describe, expect, it } from 'vitest'
import { stateOn } from '../../src/duties/duty-reports/resource.ts'
import { act, aMember, post } from '../support/records.ts'
import { refuses } from '../support/rules.ts'
import { type Client, inEveryWorld } from '../support/world.ts'

/** 常委年度履职报告: asked for by a day, written by the member, accepted or returned. */

const PATH = '/v1/duty-reports'
// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

describe('the state of a duty report', () => {
  it.each([
    ['open', '2020-01-10', '2019-12-10', 'not_due'],
    ['open', '2020-01-10', '2019-12-11', 'due'],
    ['open', '2020-01-10', '2020-01-10', 'due'],
    ['open', '2020-01-10', '2020-01-11', 'overdue'],
    ['submitted', '2020-01-10', '2020-01-11', 'submitted'],
    ['returned', '2020-01-10', '2020-01-11', 'returned'],
  ])('%s, due on %s, on %s: %s', (state, dueOn, today, shown) => {
    expect(stateOn({ state, dueOn }, today)).toBe(shown)
  })
})

inEveryWorld('duty reports', (world) => {
  let standing: Body
  let member: Client
  let id: string

  beforeAll(async () => {
    standing = await aMember(world)
    await post(world, '/v1/offices', {
      memberId: standing.id,
      office: 'standing_member',
      validFrom: '2017-02-20',
    })
    const left = await aMember(world)
    const held = {
      memberId: left.id,
      office: 'standing_member',
      validFrom: '2017-02-20',
      validTo: '2019-06-30',
    }
    await post(world, '/v1/offices', held)
    member = await world.as('member', { personId: standing.personId })
  })

  it('everybody of the standing committee on the last day of the year is asked, once', async () => {
    const ask = { year: 2019, dueOn: '2020-01-10' }
    expect((await post(world, `${PATH}/ask`, ask)).asked).toBe(1)
    expect(await post(world, `${PATH}/ask`, ask)).toEqual({ asked: 0, before: 1 })
    const { body } = await member.get(PATH).expect(200)
    expect(body.items[0]).toMatchObject({ memberId: standing.id, state: 'due' })
    id = body.items[0].id
    for (const [state, count] of [
      ['due', 1],
      ['overdue', 0],
      ['not_due', 0],
      ['submitted', 0],
    ]) {
      expect((await world.admin.get(`${PATH}?state=${state}`).expect(200)).body.items).toHaveLength(
        count as number,
      )
    }
  })

  it('the member writes and hands it in; it is returned with what is missing, handed in again, accepted', async () => {
    await member.patch(`${PATH}/${id}`, { text: '一年来……' }).expect(200)
    const submit = (client: Client) => client.post(`${PATH}/${id}/submit`, { text: '一年来，出席会议4次' })
    const other = await world.as('clerk')
    expect((await submit(other).expect(403)).body.code).toBe('forbidden')
    await submit(member).expect(200)
    expect((await member.patch(`${PATH}/${id}`, { text: '改' }).expect(409)).body.code).toBe('state_conflict')
    await world.admin.post(`${PATH}/${id}/return`, { note: '请补充提案' }).expect(200)
    expect((await member.get(`${PATH}/${id}`).expect(200)).body.note).toBe('请补充提案')
    await submit(member).expect(200)
    await act(world, `${PATH}/${id}`, 'accept')
    expect((await submit(member).expect(409)).body.code).toBe('state_conflict')
    expect((await world.admin.delete(`${PATH}/${id}`).expect(409)).body.code).toBe('state_conflict')
  })

  it('a step is of the version that was seen, and of a report that was handed in', async () => {
    const asked = await post(world, PATH, {
      memberId: (await aMember(world)).id,
      year: 2019,
      dueOn: '2020-01-10',
    })
    for (const [verb, body] of [
      ['accept', undefined],
      ['return', { note: '请补充' }],
    ] as const) {
      const early = await world.admin.post(`${PATH}/${asked.id}/${verb}`, body).expect(409)
      expect(early.body.code).toBe('state_conflict')
    }
    for (const [verb, body] of [
      ['submit', { text: '一年来' }],
      ['accept', undefined],
      ['return', { note: '请补充' }],
    ] as const) {
      const old = await world.admin
        .post(`${PATH}/${asked.id}/${verb}`, body, { 'if-match': '"9"' })
        .expect(412)
      expect(old.body.code).toBe('stale_version')
    }
  })

  it('is read by those who decide on it, by nobody else of the office', async () => {
    const auditor = await world.as('auditor')
    expect((await auditor.get(`${PATH}/${id}`).expect(200)).body.text).toBeNull()
    expect((await world.admin.get(`${PATH}/${id}`).expect(200)).body.text).toContain('4次')
  })

  it('403 for a member who asks for one, or sets its day', async () => {
    const sent = { memberId: standing.id, year: 2018, dueOn: '2019-01-10' }
    expect((await member.post(PATH, sent).expect(403)).body.code).toBe('forbidden')
    const asked = await post(world, PATH, sent)
    await member.patch(`${PATH}/${asked.id}`, { dueOn: '2030-01-01' }).expect(403)
  })

  refuses(world, [
    [
      'a report of a year in which nobody of that name was in office',
      422,
      'rule_violation',
      async (there) => [
        'POST',
        PATH,
        { memberId: (await aMember(there)).id, year: 2010, dueOn: '2011-01-10' },
      ],
    ],
    [
      'a second one of the same year',
      409,
      'already_exists',
      async (there) => {
        const sent = { memberId: (await aMember(there)).id, year: 2019, dueOn: '2020-01-10' }
        await post(there, PATH, sent)
        return ['POST', PATH, sent]
      },
    ],
  ])
})
