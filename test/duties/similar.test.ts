import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dice, pairsOf, spelled } from '../../src/core/likeness.ts'
import { likenessOf, sharedBy, type Wording, wordingOf } from '../../src/duties/similar/wording.ts'
import { ABSENT, anOpinion, anOrganization, termNumber } from '../support/makers.ts'
import { aDraft, aSubmitted } from '../support/proposals.ts'
import { aMember, aTerm, type Body, post } from '../support/records.ts'
import { aMemberUser } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** What was proposed already: how alike, why, and for whom that is to be seen. */

const text = fc.string({ unit: fc.constantFrom(...'提案停车路灯养老a1，。 🚲'), maxLength: 30 })
const wording: fc.Arbitrary<Wording> = fc.record({ title: text, content: fc.option(text) })
const alike = (a: Wording, b: Wording) => likenessOf(wordingOf(a), wordingOf(b))

describe('likeness', () => {
  it('is the same both ways, from 0 to 1', () => {
    fc.assert(
      fc.property(wording, wording, (a, b) => {
        expect(alike(a, b)).toBe(alike(b, a))
        expect(alike(a, b)).toBeGreaterThanOrEqual(0)
        expect(alike(a, b)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is 1 for equal texts, whatever their width, case, spaces and punctuation', () => {
    fc.assert(
      fc.property(wording, (a) => {
        fc.pre(wordingOf(a).title.size > 0)
        const other = {
          title: ` ${a.title.replaceAll('，', '、')}。`,
          content: a.content?.toUpperCase() ?? null,
        }
        expect(alike(a, a)).toBe(1)
        expect(alike(a, other)).toBe(1)
      }),
    )
    expect(
      alike({ title: '关于ＡＢＣ的建议', content: null }, { title: '《关于abc的建议》', content: null }),
    ).toBe(1)
  })

  it('is 0 exactly where no pair is shared, and names what is', () => {
    fc.assert(
      fc.property(wording, wording, (a, b) => {
        const shared = sharedBy(wordingOf(a), wordingOf(b), new Map())
        expect(shared.length).toBeLessThanOrEqual(10)
        if (alike(a, b) === 0) expect(shared).toEqual([])
        for (const pair of shared) expect(pair.isWellFormed()).toBe(true)
      }),
    )
    expect(alike({ title: '路灯', content: '养老' }, { title: '停车', content: '提案' })).toBe(0)
  })

  it('of titles alone, where one has no more to say', () => {
    expect(alike({ title: '停车难', content: null }, { title: '停车难', content: '另一件事' })).toBe(1)
    expect(alike({ title: '停车难', content: '甲乙' }, { title: '停车难', content: '丙丁' })).toBe(
      0.5 + 0.5 * (2 / 3),
    )
  })

  it('a single character is a pair of its own, and nothing is like nothing', () => {
    expect([...pairsOf('灯。')].map(spelled)).toEqual(['灯'])
    expect(dice(pairsOf(''), pairsOf('，'))).toBe(0)
  })
})

inEveryWorld('similar proposals', (world) => {
  const PATH = '/v1/proposals'
  const similarTo = async (draft: object) =>
    (await world.admin.post(`${PATH}/similar`, draft).expect(200)).body
  /** Proposed by a body, which was there before this term. */
  const ofABody = async () => ({
    proposerKind: 'collective',
    organizationId: (await anOrganization(world)).id,
    signers: [],
  })
  const ids = (body: Body): string[] => body.items.map(({ id }: Body) => id)

  it('the most alike first, with what they share; not itself, not what was withdrawn, not another term', async () => {
    await aTerm(world)
    const near = await aSubmitted(world, '2019-02-26', { title: '关于老城区夜间停车难的建议' })
    const far = await aSubmitted(world, '2019-02-26', { title: '关于夜间公交的建议' })
    const none = await aSubmitted(world, '2019-02-26', { title: '振兴评弹' })
    const gone = await aDraft(world, { title: '关于老城区夜间停车的建议' })
    await world.admin.delete(`${PATH}/${gone.id}`, { 'if-match': '*' }).expect(204)
    const long = await ofABody()
    await aSubmitted(world, '2016-02-26', { title: '关于老城区夜间停车的建议', ...long })
    const asked = await aDraft(world, { title: '关于老城区夜间停车的建议' })
    const { body, headers } = await world.admin.get(`${PATH}/${asked.id}/similar`).expect(200)
    expect(ids(body)).toEqual([near.id, far.id])
    expect(body).toMatchObject({ compared: 3, complete: true })
    expect(body.items[0]).toMatchObject({ title: near.title, state: 'submitted', submittedOn: '2019-02-26' })
    // Eleven pairs and twelve, ten of them in both.
    expect(body.items[0].likeness).toBe(0.87)
    // What no other one says tells most.
    expect(body.items[0].shared).toEqual([
      ...['于老', '老城', '城区', '区夜', '间停', '停车'],
      ...['关于', '夜间', '的建', '建议'],
    ])
    await world.admin.get(`${PATH}/${asked.id}/similar`, { 'if-none-match': headers['etag']! }).expect(304)
    const draft = await similarTo({ title: '关于老城区夜间停车的建议' })
    expect(ids(draft)).toEqual([asked.id, near.id, far.id])
    expect(draft.items[0].likeness).toBe(1)
    expect(ids(await similarTo({ title: '评弹', content: '曲艺' }))).toEqual([none.id])
    expect((await similarTo({ title: '壬癸' })).items).toEqual([])
  })

  it('without a term all are compared, and twenty are shown', async () => {
    const number = termNumber()
    await post(world, '/v1/terms', { number, name: '远', startsOn: '2040-01-01', endsOn: '2044-12-31' })
    const long = await ofABody()
    for (let i = 0; i < 22; i += 1) {
      await aSubmitted(world, '2015-02-26', { title: `丁香花开第${i}处`, ...long })
    }
    const asked = await aSubmitted(world, '2015-02-26', { title: '丁香花开', ...long })
    const { body } = await world.admin.get(`${PATH}/${asked.id}/similar`).expect(200)
    expect(body.items).toHaveLength(20)
    expect(body.compared).toBeGreaterThan(22)
    const scores = body.items.map(({ likeness }: Body) => likeness)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
  })

  it('a member is shown none but their own', async () => {
    const user = await aMemberUser(world)
    const title = '关于乡村图书角的建议'
    const theirs = await aSubmitted(world, '2019-02-26', { title })
    const own = await aSubmitted(world, '2019-02-26', { title, signers: [{ memberId: user.id }] })
    const { body } = await user.client.post(`${PATH}/similar`, { title }).expect(200)
    expect([ids(body), body.compared]).toEqual([[own.id], 1])
    const { body: similar } = await user.client.get(`${PATH}/${own.id}/similar`).expect(200)
    expect(similar).toEqual({ compared: 0, complete: true, items: [] })
    await user.client.get(`${PATH}/${theirs.id}/similar`).expect(404)
    expect(ids((await world.admin.get(`${PATH}/${theirs.id}/similar`).expect(200)).body)[0]).toBe(own.id)
  })

  it('opinions are compared with opinions', async () => {
    const near = await anOpinion(world, '2019-05-20', '老城区夜间停车难')
    await aDraft(world, { title: '老城区夜间停车难' })
    const found = await world.admin
      .post('/v1/opinions/similar', { title: '老城区停车难', content: null })
      .expect(200)
    expect(ids(found.body)).toEqual([near.id])
    const { body, headers } = await world.admin.get(`/v1/opinions/${near.id}/similar`).expect(200)
    expect(ids(body)).toEqual([])
    const cached = { 'if-none-match': headers['etag']! }
    await world.admin.get(`/v1/opinions/${near.id}/similar`, cached).expect(304)
    await world.admin.get(`/v1/opinions/${ABSENT}/similar`).expect(404)
    const gone = await anOpinion(world)
    await world.admin.delete(`/v1/opinions/${gone.id}`, { 'if-match': '*' }).expect(204)
    await world.admin.get(`/v1/opinions/${gone.id}/similar`).expect(410)
  })

  it('410 for one that was withdrawn, 400 for a draft without a title', async () => {
    const gone = await aDraft(world, { signers: [{ memberId: (await aMember(world)).id }] })
    await world.admin.delete(`${PATH}/${gone.id}`, { 'if-match': '*' }).expect(204)
    expect((await world.admin.get(`${PATH}/${gone.id}/similar`).expect(410)).body.code).toBe('gone')
    await world.admin.post(`${PATH}/similar`, { content: '无题' }).expect(400)
  })
})
