import { beforeAll, describe, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { KINDS } from '../support/kinds.ts'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, aTerm, post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld, type World } from '../support/world.ts'

/** A batch refuses what a single record refuses, and then writes none of its items. */

const key = () => ({ 'idempotency-key': crypto.randomUUID() })
const batches = contractRoutes().filter(
  (route) => route.path.endsWith('/batch') && route.operationId.startsWith('create'),
)
const kinds = KINDS.filter((kind) =>
  batches.some((route) => kind.path === `/v1${route.path.slice(0, -'/batch'.length)}`),
)

/** An item that a rule of its kind refuses. */
const UNRULY: Record<string, (world: World) => Promise<object>> = {
  Member: async (world) => ({
    termId: await aTerm(world),
    memberNo: 'z1',
    name: '某',
    validFrom: '2001-01-01',
  }),
  BodyRole: async (world) => ({
    memberId: (await aMember(world)).id,
    organizationId: (await anOrganization(world)).id,
    role: 'emperor',
    validFrom: '2019-01-01',
  }),
  Office: async (world) => ({
    memberId: (await aMember(world)).id,
    office: 'emperor',
    validFrom: '2019-01-01',
  }),
  Meeting: async () => ({ title: '会', typeCode: 'banquet', startsOn: '2019-05-10', endsOn: '2019-05-10' }),
  Proposal: async (world) => ({
    title: '建议',
    proposerKind: 'joint',
    signers: [{ memberId: (await aMember(world)).id }],
  }),
  DeclaredStatistic: async (world) => ({
    memberId: (await aMember(world)).id,
    year: 2019,
    measure: 'banquet',
    value: 1,
  }),
  Opinion: async (world) => {
    const { id } = await aMember(world)
    return { title: '信息', authorIds: [id, id] }
  },
}

inEveryWorld('batches of every kind', (world) => {
  let clerk: Client
  let other: string
  beforeAll(async () => {
    clerk = await world.as('clerk', { organizationId: (await anOrganization(world)).id })
    other = (await anOrganization(world)).id
  })

  it('there are kinds to ask', () => expect(kinds.length).toBe(batches.length))

  describe.each(kinds)('$name', (kind) => {
    const url = `${kind.path}/batch`
    const refused = async (items: object[], status: number, code: string, client = world.admin) => {
      const before = await sequence(world)
      const answer = await client.post(url, { items }, key())
      expect([answer.status, answer.body.code], answer.text).toEqual([status, code])
      expect(await sequence(world)).toBe(before)
    }

    it('201 for all, 200 for a trial', async () => {
      const items = [await kind.body(world), await kind.body(world)]
      const before = await sequence(world)
      await world.admin.post(`${url}?validateOnly=true`, { items }, key()).expect(200)
      expect(await sequence(world)).toBe(before)
      const { body } = await world.admin.post(url, { items }, key()).expect(201)
      expect(body.items).toHaveLength(2)
      const read = await world.admin.get(`${kind.path}/${body.items[1].id}`).expect(200)
      expect(read.body).toEqual(body.items[1])
    })

    it('409 for one key twice, 422 for a name of nothing', async () => {
      const body = await kind.body(world)
      await refused(
        [
          { ...body, externalId: 'twice' },
          { ...(await kind.body(world)), externalId: 'twice' },
        ],
        409,
        'already_exists',
      )
      for (const name of kind.names?.create ?? []) {
        await refused(
          [await kind.body(world), { ...(await kind.body(world)), [name]: ABSENT }],
          422,
          'unknown_reference',
        )
      }
    })

    it('what a rule or an owner refuses', async () => {
      const unruly = UNRULY[kind.name]
      if (unruly) await refused([await kind.body(world), await unruly(world)], 422, 'rule_violation')
      if (!kind.names?.create.includes('ownerOrganizationId')) return
      await refused([{ ...(await kind.body(world)), ownerOrganizationId: other }], 403, 'not_owner', clerk)
    })
  })

  it('409 for speeches at a cancelled meeting', async () => {
    const meeting = await aMeeting(world)
    await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
    const item = { memberId: (await aMember(world)).id, meetingId: meeting.id, title: '发言', form: 'oral' }
    const answer = await world.admin.post('/v1/speeches/batch', { items: [item] }, key()).expect(409)
    expect(answer.body.code).toBe('state_conflict')
    await post(world, '/v1/meetings', {
      title: '另',
      typeCode: 'research',
      startsOn: '2019-05-10',
      endsOn: '2019-05-10',
    })
  })
})
