import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { approve, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Codes of a committee's own come with a regulation, and are made by whoever activates it and accepts them. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const HEAD = 'regulation: dead\ntitle: 样例\nperiod: calendar_year\n'
const clause = (slots: string) => `clauses: { a: { title: A, ${slots} } }\n`

inEveryWorld('a regulation with codes of its own', (world) => {
  const source = readFileSync('regulations/guangshui-2017-groups/rules.yaml', 'utf8')
  const yearOf = (regulationId: string) =>
    post(world, '/v1/periods', {
      ...{ kind: 'calendar_year', name: '2019年度', regulationId },
      ...{ startsOn: '2019-01-01', endsOn: '2019-12-31' },
    })

  it('shows them, and whoever activates it accepts them; then its bodies are there and scored', async () => {
    const group = { kind: 'activity_group', code: 'G1', name: '第一活动组' }
    const early = await world.admin.post('/v1/organizations', group).expect(422)
    expect(early.body.rule).toBe('catalogue.body_kind')
    const sent = { name: 'groups', source }
    const { body: validation } = await world.admin.post('/v1/regulations/validate', sent).expect(200)
    const additions = [
      { catalogue: 'body_kind', code: 'activity_group', name: '委员活动组', class: null, fields: {} },
    ]
    expect(validation).toMatchObject({ valid: true, additions })
    const { id } = await post(world, '/v1/regulations', sent)
    const approver = await world.as('approver')
    const activate = (query = '') =>
      approver.post(`/v1/regulations/${id}/activate${query}`, undefined, { 'if-match': '*' })
    const refused = (await activate().expect(422)).body
    expect(refused.rule).toBe('regulations.additions_accepted')
    expect(refused.detail).toContain('body_kind/activity_group 委员活动组')
    expect((await activate('?acceptAdditions=true').expect(200)).body).toMatchObject({
      state: 'active',
      additions,
    })
    const items = (await world.admin.get('/v1/catalogue-items?catalogue=body_kind&limit=200').expect(200))
      .body
    expect(items.items).toContainEqual(
      expect.objectContaining({ code: 'activity_group', name: '委员活动组' }),
    )
    const made = await post(world, '/v1/organizations', group)
    const members = await post(world, '/v1/regulations', {
      name: 'plain',
      source: `${HEAD}${clause('counts: opinion, points: 1')}`,
    })
    await approve(world, members.id)
    const period = await yearOf(members.id)
    const url = `/v1/periods/${period.id}/body-ranking?regulationId=${id}`
    const { body: ranking } = await world.admin.get(url).expect(200)
    expect(ranking.items.map((item: Body) => item.organizationId ?? item.bodyId ?? item.id)).toEqual([
      made.id,
    ])
  })

  it('makes kinds of duty with their fields, which are counted at once', async () => {
    const own =
      'catalogues: { duty_kind: { gift: { name: 捐款, class: charity, fields: { yuan: integer } } } }\n' +
      clause('counts: record, where: { type: gift }, points: 1, quantity: { attribute: yuan, each: 1000 }')
    const { id } = await post(world, '/v1/regulations', { name: 'gifts', source: HEAD + own })
    const approver = await world.as('approver')
    const url = `/v1/regulations/${id}/activate?acceptAdditions=true`
    await approver.post(url, undefined, { 'if-match': '*' }).expect(200)
    const { body } = await world.admin.get('/v1/duty-kinds?code=gift').expect(200)
    expect(body.items).toMatchObject([
      { code: 'gift', name: '捐款', class: 'charity', fields: [{ name: 'yuan', type: 'integer' }] },
    ])
  })

  it('422 for a code that is nowhere, with its line; the way out works', async () => {
    const wrong = {
      name: 'wrong',
      source: HEAD + clause('counts: record, where: { type: nowhere }, points: 1'),
    }
    const { body } = await world.admin.post('/v1/regulations', wrong).expect(422)
    expect(body.errors[0]).toMatchObject({ code: 'unknown_code' })
    expect(body.errors[0].detail).toContain('line 4, column')
  })
})
