import { beforeAll, expect, it } from 'vitest'
import { exported } from '../exchange/exports/exported.ts'
import { act, actAs, aMember, approve, aTerm, closePeriod, jobEnd, post, second } from '../support/records.ts'
import { type Client, inEveryWorld } from '../support/world.ts'

/** Money beside points and an order by another figure: in scores, rankings, reports, files and what is published. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const RULES = `
regulation: beside
title: 样例
period: calendar_year
total: { cap: 10 }
groups: { reward: { title: 奖励金, unit: 元, cap: 120 } }
clauses:
  opinion: { title: 信息, counts: opinion, points: 2 }
  paid: { title: 采用奖励, counts: opinion, points: 50, within: reward }
  proposal: { title: 提案, counts: proposal, points: 8 }
orders: { by_money: { title: 奖励金排名, by: [reward, opinion] } }
`

inEveryWorld('figures beside the total', (world) => {
  let [able, diligent, idle]: Body[] = []
  let period: Body
  let report: Body
  let reviewer: Client

  beforeAll(async () => {
    const termId = await aTerm(world)
    ;[able, diligent, idle] = [
      await aMember(world, { termId, name: '陈清和' }),
      await aMember(world, { termId, name: '林见山' }),
      await aMember(world, { termId, name: '周望舒' }),
    ]
    const { id: regulationId } = await post(world, '/v1/regulations', { name: 'beside', source: RULES })
    await approve(world, regulationId)
    period = await post(world, '/v1/periods', {
      ...{ kind: 'calendar_year', name: '2019年度', regulationId },
      ...{ startsOn: '2019-01-01', endsOn: '2019-12-31' },
    })
    for (const [author, times] of [
      [able, 1],
      [diligent, 3],
    ])
      for (let nth = 0; nth < times; nth += 1) {
        const opinion = await post(world, '/v1/opinions', { title: `信息${nth}`, authorIds: [author.id] })
        await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-10' })
      }
    const proposal = await post(world, '/v1/proposals', { title: '停车', signers: [{ memberId: able.id }] })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-01' })
    reviewer = await world.as('reviewer')
  })

  const HEADS = [{ code: 'by_money', title: '奖励金排名', unit: '元', ordered: true }]

  it('stand in a score with their own clauses, and in no total', async () => {
    const url = `/v1/members/${diligent.id}/score?periodId=${period.id}&text=zh`
    const { body } = await world.admin.get(url).expect(200)
    expect([body.total, body.groups, body.clauses.map(({ code }: Body) => code)]).toEqual([
      6,
      [],
      ['opinion'],
    ])
    expect(body.apart).toMatchObject([
      { code: 'reward', unit: { zh: '元' }, points: 120, clauses: [{ code: 'paid', points: 120 }] },
    ])
    expect(body.figures).toEqual([
      {
        ...{ code: 'by_money', title: { zh: '奖励金排名', en: '奖励金排名' } },
        ...{ unit: { zh: '元', en: '元' }, points: 120, place: 1, of: 3 },
      },
    ])
    expect(body.text).toContain('  另计　奖励金 120元（封顶120元）\n')
    expect(body.text).toContain('第3条信息 信息2：50元；本组封顶120元，50元中失去30元，计20元')
    expect(body.text).toContain('  奖励金排名：120元，第1名（共3名）\n')
  })

  it('a ranking by points has the places by money beside it, and follows each further fact', async () => {
    const rows = async () => {
      const { body } = await world.admin.get(`/v1/periods/${period.id}/ranking`).expect(200)
      expect([body.figures, body.groups]).toEqual([HEADS, []])
      return body.items.map(({ name, rank, total, figures: [{ points, place }] }: Body) => [
        ...[name, rank, total],
        ...[points, place],
      ])
    }
    expect(await rows()).toEqual([
      ['陈清和', 1, 10, 50, 2],
      ['林见山', 2, 6, 120, 1],
      ['周望舒', 3, 0, 0, 3],
    ])
    const opinion = await post(world, '/v1/opinions', { title: '路灯', authorIds: [idle.id] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-10' })
    expect(await rows()).toEqual([
      ['陈清和', 1, 10, 50, 2],
      ['林见山', 2, 6, 120, 1],
      ['周望舒', 3, 2, 50, 2],
    ])
  })

  it('a ranking as a file has them behind the grade', async () => {
    const file = await exported(world, { kind: 'ranking', format: 'csv', periodId: period.id })
    const [head, first] = file.bytes
      .toString('utf8')
      .split('\r\n')
      .filter((line) => /总分|陈清和/.test(line))
    expect(head).toContain('总分,等次,奖励金排名（元）,奖励金排名名次,备注')
    expect(first).toContain(',10.00,,50.00,2,')
  })

  it('a report keeps them; an audience sees them where the committee says so', async () => {
    const publication = { enabled: true, verifyDays: 0 }
    const set = (more: object) =>
      world.admin
        .patch(
          `/v1/committees/${world.committeeId}`,
          { publication: { ...publication, ...more } },
          { 'if-match': '*' },
        )
        .expect(200)
    await set({})
    await closePeriod(world, period.id)
    const published = async () => {
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const started = await reviewer.post('/v1/reports', { periodId: period.id, reason: '通报' }, headers)
      await jobEnd(world, started.body.jobId)
      const path = `/v1/reports/${started.body.id}`
      report = (await world.admin.get(`${path}/content`).expect(200)).body
      await actAs(reviewer, path, 'submit')
      await actAs(await second(world), path, 'approve')
      await actAs(world.admin, path, 'publish', {
        audiences: { members: 'ranks' },
        legalBasis: '办法第二十条',
      })
      const member = await world.as('member', { personId: idle.personId })
      return (await member.get(`/v1/published-reports/${started.body.id}`).expect(200)).body.shown
    }
    const plain = await published()
    expect(report.head.figures).toEqual(HEADS)
    expect(report.items.map(({ figures }: Body) => figures[0].place)).toEqual([2, 1, 2])
    expect(JSON.stringify(plain)).not.toContain('figures')
    await set({ fields: { members: ['rank', 'figures'] } })
    const shown = await published()
    expect(shown.figures).toEqual(HEADS)
    expect(shown.items[1]).toEqual({
      ...{ name: '林见山', rank: 2 },
      figures: [{ code: 'by_money', points: 120, place: 1 }],
    })
  })
})
