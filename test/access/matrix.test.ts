import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROLE_PERMISSIONS, ROLES, type Role } from '../../src/access/permissions.ts'
import { contractRoutes } from '../../src/app.ts'
import { pathOf, type Route } from '../../src/http/route.ts'
import { administratorOf } from '../support/committees.ts'
import { ABSENT } from '../support/makers.ts'
import { allRecords, FOREIGN, type Records, recordIn } from '../support/subjects.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld, PASSWORD } from '../support/world.ts'

/**
 * Who may what, asked of every route with every role: the operation (BFLA), and the object that its path names
 * (BOLA): one's own committee's, another's, one that was withdrawn, one that never was.
 */

const ROUTES = contractRoutes().filter((route) => route.permission !== 'public')
const withId = ROUTES.filter((route) => /:id/.test(route.path))
const urlOf = (route: Route, id: string) => pathOf(route).replace(':id', id).replace(/:\w+/g, ABSENT)

inEveryWorld('who may what', (world) => {
  const clients = {} as Record<Role, Client>
  let own: Records
  let withdrawn: Records
  let elsewhere: Client
  let foreign: Records

  beforeAll(async () => {
    own = await allRecords(world, world.admin)
    withdrawn = await allRecords(world, world.admin, { withdrawn: true })
    clients.admin = world.admin
    for (const role of ROLES) if (role !== 'admin') clients[role] = await world.as(role)
    // Another committee below this one, with an administrator of its own.
    elsewhere = await administratorOf(world, 'below')
    foreign = await allRecords(world, elsewhere)
  }, 120_000)

  const send = (client: Client, route: Route, url: string) => {
    const test = request(world.app.server)
      [route.method.toLowerCase() as 'get'](url)
      .set('authorization', `Bearer ${client.token}`)
    if (route.method === 'GET') return test
    if (route.precondition) test.set('if-match', '*')
    if (route.idempotency) test.set('idempotency-key', crypto.randomUUID())
    return test
  }

  describe('an operation without its permission is refused to every role', () => {
    it.each(ROLES)('%s', async (role) => {
      const before = await sequence(world)
      for (const route of ROUTES) {
        if (route.permission === 'any') continue
        const may = (ROLE_PERMISSIONS[role] as readonly string[]).includes(route.permission)
        if (may) continue
        const { status, body } = await send(
          clients[role],
          route,
          urlOf(route, own[recordIn(route)] ?? ABSENT),
        )
        expect([route.operationId, status, body.code]).toEqual([route.operationId, 403, 'forbidden'])
      }
      expect(await sequence(world)).toBe(before)
    })
  })

  it('every route with an id says which record its id names', () => {
    for (const route of withId) expect(recordIn(route), route.operationId).toBeDefined()
    for (const route of withId) expect(Object.keys(own), route.operationId).toContain(recordIn(route))
  })

  describe.each(ROLES)('%s: an object that is not there for them', (role) => {
    it.each(['of another committee', 'never was', 'no id'] as const)('404 when it is %s', async (which) => {
      const before = await sequence(world)
      for (const route of withId) {
        const may = (ROLE_PERMISSIONS[role] as readonly string[]).includes(route.permission)
        if (!may && route.permission !== 'any') continue
        const kind = recordIn(route)
        const id = which === 'of another committee' ? foreign[kind]! : which === 'no id' ? 'no-id' : ABSENT
        if (which === 'of another committee' && FOREIGN[route.operationId]?.includes(role)) continue
        const answer = await send(clients[role], route, urlOf(route, id)).send(bodyFor(route))
        // Where the body or the query is looked at first, that is all that is told.
        const told = [answer.status, answer.body.code]
        const expected = route.subject
          ? [[404, 'not_found']]
          : [
              [404, 'not_found'],
              [400, 'validation_failed'],
            ]
        expect(expected, `${route.operationId} ${told}`).toContainEqual(told)
        expect(answer.text).not.toContain(PASSWORD)
      }
      expect(await sequence(world)).toBe(before)
    })

    it('a withdrawn one is gone or not there, and never read or written', async () => {
      const before = await sequence(world)
      for (const route of withId) {
        const id = withdrawn[recordIn(route)]
        const may = (ROLE_PERMISSIONS[role] as readonly string[]).includes(route.permission)
        if (!id || !may) continue
        const answer = await send(clients[role], route, urlOf(route, id)).send(bodyFor(route))
        expect([400, 404, 410], `${route.operationId} ${answer.status}`).toContain(answer.status)
      }
      expect(await sequence(world)).toBe(before)
    })
  })

  it('a member without a person of theirs sees no record of anybody', async () => {
    for (const route of withId) {
      if (route.method !== 'GET' || !ROLE_PERMISSIONS.member.includes(route.permission as never)) continue
      const kind = recordIn(route)
      if (
        ![
          'member',
          'body-role',
          'office',
          'exemption',
          'leave-request',
          'proposal',
          'opinion',
          'speech',
          'research-report',
          'supervision-group',
          'suggestion',
          'duty-record',
          'recognition',
          'service-record',
          'speaker-request',
        ].includes(kind)
      )
        continue
      const { status } = await send(clients.member, route, `${urlOf(route, own[kind]!)}`)
      expect([400, 404], route.operationId).toContain(status)
    }
    for (const path of [
      'members',
      'offices',
      'body-roles',
      'leave-requests',
      'proposals',
      'opinions',
      'speeches',
      'research-reports',
      'supervision-groups',
      'suggestions',
      'duty-records',
      'recognitions',
      'service-records',
      'speaker-requests',
      'attendance',
    ]) {
      expect((await clients.member.get(`/v1/${path}`).expect(200)).body.items, path).toEqual([])
    }
  })

  it('a committee below is read by those who may, written by nobody else', async () => {
    const { committeeId } = (await elsewhere.get('/v1/auth/me').expect(200)).body
    const path = `/v1/members/${foreign['member']}?committeeId=${committeeId}`
    await clients.auditor.get(path).expect(200)
    await clients.clerk.get(path).expect(404)
    await elsewhere.get(`/v1/members/${own['member']}?committeeId=${world.committeeId}`).expect(404)
    await elsewhere.get(`/v1/members?committeeId=${world.committeeId}`).expect(404)
    await world.admin
      .patch(`/v1/members/${foreign['member']}`, { unit: '越界' }, { 'if-match': '*' })
      .expect(404)
  })

  it('ids of another committee in a body name nothing', async () => {
    const bodies: [string, object][] = [
      ['/v1/offices', { memberId: foreign['member'], office: 'chair', validFrom: '2019-01-01' }],
      [
        '/v1/body-roles',
        { memberId: own['member'], organizationId: foreign['organization'], validFrom: '2019-01-01' },
      ],
      ['/v1/leave-requests', { memberId: foreign['member'], meetingId: own['meeting'], leaveType: 'sick' }],
      [
        '/v1/speeches',
        { memberId: own['member'], meetingId: foreign['meeting'], title: '发言', form: 'oral' },
      ],
      ['/v1/opinions', { title: '信息', authorIds: [foreign['member']] }],
      ['/v1/user-roles', { userId: foreign['user'], role: 'admin', validFrom: '2019-01-01' }],
    ]
    for (const [path, body] of bodies) {
      expect([path, (await world.admin.post(path, body)).body.code]).toEqual([path, 'unknown_reference'])
    }
  })
})

const bodyFor = (route: Route): object | undefined => {
  if (!route.body) return undefined
  return (route.body as { meta(): { example?: object } | undefined }).meta()?.example ?? {}
}
