import { expect, it } from 'vitest'
import { aMeeting, aMember, approve, post } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Conditions, quotas and consequences over stored records: what the files say, through HTTP. */

const RULES = `
regulation: world
title: { zh: 样例, en: Sample }
period: calendar_year
lists:
  standing: { title: { zh: 常委, en: Standing }, who: { office: standing_member } }
  ordinary: { title: { zh: 委员, en: Members }, who: { office: { not: standing_member } } }
clauses:
  came: { title: 参加, counts: attendance, where: { meeting: research, outcome: attended }, points: 10 }
grades:
  - { grade: 优秀, min: 10, top: 1 }
  - { grade: 称职 }
triggers:
  missed: { title: 缺席, when: { counts: attendance, where: { meeting: plenary, outcome: absent }, atLeast: 2, over: term }, then: exit }
  best: { title: 第一, when: { all: [{ top: 1 }, { grade: 优秀 }] }, then: award }
`

async function aYear(world: World) {
  const made = await post(world, '/v1/regulations', { name: 'world', source: RULES })
  await approve(world, made.id)
  return post(world, '/v1/periods', {
    kind: 'calendar_year',
    name: '2019年度',
    startsOn: '2019-01-01',
    endsOn: '2019-12-31',
    regulationId: made.id,
  })
}

inEveryWorld('conditions over stored records', (world) => {
  it('quotas by list, consequences by place and over the term; a write moves those whom it does not name', async () => {
    const period = await aYear(world)
    const [a, b, c] = [await aMember(world), await aMember(world), await aMember(world)]
    await post(world, '/v1/offices', { memberId: c.id, office: 'standing_member', validFrom: '2017-02-20' })
    const held = async (typeCode: string, day: string, roll: Record<string, string>) => {
      const meeting = await aMeeting(world, { typeCode, startsOn: day, endsOn: day })
      const items = Object.entries(roll).map(([memberId, presence]) => ({ memberId, presence }))
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: Object.keys(roll) })
      await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    }
    await held('plenary', '2018-02-01', { [b.id]: 'absent' })
    await held('plenary', '2019-02-01', { [b.id]: 'absent', [a.id]: 'present' })
    await held('research', '2019-03-01', { [a.id]: 'present', [c.id]: 'present' })
    const ranking = async () => {
      const { body } = await world.admin.get(`/v1/periods/${period.id}/ranking`).expect(200)
      return Object.fromEntries(
        body.items.map((row: { memberId: string; list: string; listRank: number; grade: string }) => [
          row.memberId,
          [row.list, row.listRank, row.grade],
        ]),
      )
    }
    expect(await ranking()).toEqual({
      [a.id]: ['ordinary', 1, '优秀'],
      [b.id]: ['ordinary', 2, '称职'],
      [c.id]: ['standing', 1, '优秀'],
    })
    const consequences = async (id: string) => {
      const { body } = await world.admin
        .get(`/v1/members/${id}/score?periodId=${period.id}&text=zh`)
        .expect(200)
      return [body.consequences.map((one: { code: string }) => one.code), body.text]
    }
    expect((await consequences(b.id))[0]).toEqual(['missed'])
    expect((await consequences(b.id))[1]).toContain('撤销资格')
    expect((await consequences(a.id))[0]).toEqual(['best'])
    // Two activities of b put b first: a loses the quota without a fact of a's own.
    await held('research', '2019-04-01', { [b.id]: 'present' })
    await held('research', '2019-05-01', { [b.id]: 'present' })
    expect(await ranking()).toMatchObject({
      [a.id]: ['ordinary', 2, '称职'],
      [b.id]: ['ordinary', 1, '优秀'],
    })
    expect((await consequences(a.id))[0]).toEqual([])
    expect((await consequences(a.id))[1]).toContain('第2名（共2名），“优秀”名额 1人，不在名额内')
    expect((await consequences(b.id))[0]).toEqual(['missed', 'best'])
    expect((await consequences(b.id))[1]).toContain('第1名（共2名），“优秀”名额 1人，在名额内')
  })

  it('a mark of one member moves those who are measured by the best', async () => {
    const source = `
regulation: measured
title: { zh: 样例, en: Sample }
period: calendar_year
groups: { work: { title: W } }
clauses:
  came: { title: 参加, counts: attendance, where: { meeting: salon, outcome: attended }, points: 1, within: work }
  best: { title: 与最多者比, measure: { points: work, to: maximum }, points: 10 }
`
    const made = await post(world, '/v1/regulations', { name: 'measured', source })
    await approve(world, made.id)
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2018年度',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId: made.id,
    })
    const [first, other] = [await aMember(world), await aMember(world)]
    const session = async (day: string) => {
      const meeting = await aMeeting(world, { typeCode: 'salon', startsOn: day, endsOn: day })
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [first.id, other.id] })
      return `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    }
    const came = (path: string, ...members: { id: string }[]) =>
      post(world, path, { items: members.map(({ id }) => ({ memberId: id, presence: 'present' })) })
    const totalOf = async ({ id }: { id: string }) =>
      (await world.admin.get(`/v1/members/${id}/score?periodId=${period.id}`).expect(200)).body.total
    await came(await session('2018-05-10'), first, other)
    expect([await totalOf(first), await totalOf(other)]).toEqual([11, 11])
    const next = await session('2018-06-10')
    expect(await totalOf(first)).toBe(11)
    await came(next, other)
    expect([await totalOf(first), await totalOf(other)]).toEqual([6, 12])
  })

  it('two years running: the year before is scored by its own regulation, and moves with its own facts', async () => {
    const source = `
regulation: running
title: { zh: 样例, en: Sample }
period: session_year
clauses: { came: { title: 参加, counts: attendance, where: { meeting: salon, outcome: attended }, points: 10 } }
triggers: { twice: { title: 连续两期, when: { running: 2, of: { points: total, below: 10 } }, then: talk } }
`
    const made = await post(world, '/v1/regulations', { name: 'running', source })
    await approve(world, made.id)
    const half = (name: string, startsOn: string, endsOn: string) =>
      post(world, '/v1/periods', { kind: 'custom', name, startsOn, endsOn, regulationId: made.id })
    await half('上期', '2017-03-01', '2018-02-28')
    const now = await half('本期', '2018-03-01', '2019-02-28')
    const { id } = await aMember(world)
    const codes = async () => {
      const { body } = await world.admin.get(`/v1/members/${id}/score?periodId=${now.id}`).expect(200)
      return body.consequences.map((one: { code: string }) => one.code)
    }
    expect(await codes()).toEqual(['twice'])
    const meeting = await aMeeting(world, { typeCode: 'salon', startsOn: '2017-05-01', endsOn: '2017-05-01' })
    const items = [{ memberId: id, presence: 'present' }]
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [id] })
    await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    expect(await codes()).toEqual([])
  })
})
