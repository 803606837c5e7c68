import request from 'supertest'
import { beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { authenticator } from '../../src/access/authenticate.ts'
import { jwtOptions, tokensOf } from '../../src/access/tokens.ts'
import { declared } from '../../src/committee/declared/declared.ts'
import { Day, ExternalId, Id, Prose } from '../../src/core/fields.ts'
import { resourceRoutes } from '../../src/http/endpoints.ts'
import { failuresOf } from '../../src/http/failures.ts'
import { buildServer } from '../../src/http/server.ts'
import { from, inCommittee } from '../../src/storage/from.ts'
import { aMeeting, aMember, aPeriod, closePeriod } from '../support/records.ts'
import { inEveryWorld, SECRET, type World } from '../support/world.ts'

/** A kind of record that no file of the product knows, declared here as a new one would be: with a life of three steps. */

const visits = declared({
  table: 'suggestions',
  path: '/home-visits',
  one: { en: 'home visit', zh: '入户走访', PascalCase: 'HomeVisit' },
  input: z.strictObject({
    meetingId: Id.nullable().default(null),
    memberId: Id,
    text: Prose(500).min(1),
    raisedOn: Day,
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: z.string(),
    sentOn: Day.nullable(),
    answeredOn: Day.nullable(),
    doneOn: Day.nullable(),
    note: z.string().nullable(),
  }),
  by: ['memberId', 'state'],
  during: ['raisedOn', 'Visited on or after.'],
  sorts: ['raisedOn'],
  defaultSort: 'raisedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  closedBy: ['raisedOn'],
  inOffice: { memberId: 'raisedOn' },
  life: {
    first: 'planned',
    order: 'home_visits.days_in_order',
    steps: {
      visit: {
        from: ['planned'],
        to: 'visited',
        on: 'sentOn',
        after: 'raisedOn',
        summary: 'The household was visited',
      },
      report: {
        from: ['visited'],
        to: 'reported',
        on: 'answeredOn',
        after: 'sentOn',
        guards: ['answeredOn'],
        body: z.strictObject({ answeredOn: Day, finding: Prose(200) }),
        sets: { finding: 'note' },
        summary: 'What was heard there was reported',
      },
      reopen: { from: ['reported'], to: 'planned', clears: ['sentOn'], summary: 'Once more' },
    },
  },
  example: { memberId: '0197f6a0-0000-7000-8000-000000000001', text: '走访两户', raisedOn: '2019-06-12' },
})

const HOME_VISITS = '/v1/home-visits'

/** A server that has this record beside nothing else, for the people of the world. */
async function serverOf(world: World) {
  const { storage } = world
  const clock = () => world.now
  const app = await buildServer(resourceRoutes(visits, SECRET), {
    storage,
    clock,
    jwt: jwtOptions(SECRET),
    authenticate: authenticator(
      world.deps,
      tokensOf(() => app.jwt),
    ),
    recheck: async () => {},
    mayRead: async () => false,
    knownPermissions: new Set(['duties.read', 'duties.record']),
    observe: () => {},
    logger: false,
    trustProxy: false,
  })
  await app.ready()
  const bearer = { authorization: `Bearer ${world.admin.token}` }
  return {
    get: (path: string) => request(app.server).get(path).set(bearer),
    post: (path: string, body: object) => request(app.server).post(path).set(bearer).send(body),
  }
}

inEveryWorld('a declared record', (world) => {
  let server: Awaited<ReturnType<typeof serverOf>>
  let memberId: string
  beforeAll(async () => {
    server = await serverOf(world)
    memberId = (await aMember(world)).id
  })
  const visit = async (values: object = {}) => {
    const sent = { memberId, text: '走访', raisedOn: '2019-06-12', ...values }
    return (await server.post(HOME_VISITS, sent).expect(201)).body
  }
  const step = (id: string, verb: string, body: object = {}) =>
    server.post(`${HOME_VISITS}/${id}/${verb}`, body)

  it('goes through its life: each step sets its day and what is sent with it, or empties them', async () => {
    const { id, state } = await visit()
    expect(state).toBe('planned')
    await step(id, 'visit', { sentOn: '2019-06-20' }).expect(200)
    const { body } = await step(id, 'report', { answeredOn: '2019-06-21', finding: '盼加装电梯' }).expect(200)
    expect(body).toMatchObject({ state: 'reported', answeredOn: '2019-06-21', note: '盼加装电梯' })
    const reopened = await step(id, 'reopen').expect(200)
    expect(reopened.body).toMatchObject({
      state: 'planned',
      sentOn: null,
      answeredOn: '2019-06-21',
      note: '盼加装电梯',
    })
  })

  it('names its member in each of its events, so that their points are counted anew', async () => {
    const { id } = await visit()
    await step(id, 'visit', { sentOn: '2019-06-20' }).expect(200)
    const events = await from(inCommittee(world.storage, world.committeeId), 'events', { subjectId: id })
      .orderBy('seq')
      .pick('type', 'members')
    expect(events).toEqual([
      { type: 'home_visit.created', members: [memberId] },
      { type: 'home_visit.visited', members: [memberId] },
    ])
  })

  it('a step starts from its states alone, and not before the day that it follows', async () => {
    const { id } = await visit()
    const early = await step(id, 'report', { answeredOn: '2019-06-21', finding: '无' }).expect(409)
    expect(early.body).toMatchObject({ code: 'state_conflict', state: 'planned', legal: ['visit'] })
    const before = await step(id, 'visit', { sentOn: '2019-06-11' }).expect(422)
    expect(before.body.errors[0]).toMatchObject({ pointer: '/sentOn', code: 'home_visits.days_in_order' })
    await step(id, 'visit', { sentOn: '2019-06-12' }).expect(200)
  })

  it('its member stands and is in office on its day', async () => {
    const nobody = '0197f6a0-0000-7000-8000-00000000dead'
    const sent = { memberId, text: '走访', raisedOn: '2019-06-12' }
    const unknown = await server.post(HOME_VISITS, { ...sent, memberId: nobody }).expect(422)
    expect(unknown.body).toMatchObject({ code: 'unknown_reference', errors: [{ pointer: '/memberId' }] })
    const out = await server.post(HOME_VISITS, { ...sent, raisedOn: '1999-06-12' }).expect(422)
    expect(out.body.errors[0]).toMatchObject({ pointer: '/memberId', code: 'home_visits.in_office' })
  })

  it('what it names must not have been withdrawn', async () => {
    const meeting = await aMeeting(world)
    await world.admin.delete(`/v1/meetings/${meeting.id}`, { 'if-match': '*' }).expect(204)
    const sent = { memberId, text: '走访', raisedOn: '2019-06-12', meetingId: meeting.id }
    const { body } = await server.post(HOME_VISITS, sent).expect(422)
    expect(body).toMatchObject({ code: 'unknown_reference', errors: [{ pointer: '/meetingId' }] })
  })

  it('is listed by its columns and its days', async () => {
    const other = (await aMember(world)).id
    const { id } = await visit({ memberId: other, raisedOn: '2019-03-01' })
    const idsOf = async (query: string) =>
      (await server.get(`${HOME_VISITS}?${query}`).expect(200)).body.items.map(
        (item: { id: string }) => item.id,
      )
    expect(await idsOf(`memberId=${other}`)).toEqual([id])
    expect(await idsOf(`memberId=${other}&state=visited`)).toEqual([])
    expect(await idsOf(`memberId=${other}&from=2019-03-01&to=2019-03-01`)).toEqual([id])
    expect(await idsOf(`memberId=${other}&from=2019-03-02`)).toEqual([])
    expect(await idsOf(`memberId=${other}&to=2019-02-28`)).toEqual([])
  })

  it('says what it refuses', () => {
    const routes = new Map(resourceRoutes(visits, SECRET).map((route) => [route.operationId, route]))
    const refusals = (id: string) => failuresOf(routes.get(id)!)
    expect(refusals('createHomeVisit')).toEqual(
      expect.arrayContaining(['not_owner', 'unknown_reference', 'rule_violation', 'period_closed']),
    )
    expect(refusals('visitHomeVisit')).toEqual(expect.arrayContaining(['state_conflict', 'rule_violation']))
    expect(refusals('visitHomeVisit')).not.toContain('period_closed')
    expect(refusals('reportHomeVisit')).toContain('period_closed')
  })

  it('a closed period guards its day, and the days that a step says', async () => {
    const { id } = await visit({ raisedOn: '2018-06-12' })
    await step(id, 'visit', { sentOn: '2018-06-20' }).expect(200)
    const again = await visit({ raisedOn: '2018-06-12' })
    await step(again.id, 'visit', { sentOn: '2018-06-20' }).expect(200)
    await step(again.id, 'report', { answeredOn: '2019-06-21', finding: '无' }).expect(200)
    await step(again.id, 'reopen').expect(200)
    await step(again.id, 'visit', { sentOn: '2018-06-20' }).expect(200)
    const period = await aPeriod(world)
    await closePeriod(world, period.id)
    const sent = { memberId, text: '走访', raisedOn: '2019-06-12' }
    expect((await server.post(HOME_VISITS, sent).expect(409)).body.code).toBe('period_closed')
    const closed = await step(id, 'report', { answeredOn: '2019-06-21', finding: '无' }).expect(409)
    expect(closed.body.code).toBe('period_closed')
    await step(id, 'report', { answeredOn: '2018-06-21', finding: '无' }).expect(200)
    // The day that the step would replace lies in the closed period.
    const moved = await step(again.id, 'report', { answeredOn: '2018-06-21', finding: '无' }).expect(409)
    expect(moved.body.code).toBe('period_closed')
  })
})
