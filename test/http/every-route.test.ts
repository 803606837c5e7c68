import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { contractRoutes } from '../../src/app.ts'
import { hasEtag } from '../../src/http/failures.ts'
import { pathOf, type Route } from '../../src/http/route.ts'
import { ABSENT } from '../support/makers.ts'
import { approve, jobEnd, post } from '../support/records.ts'
import { allRecords, type Records, recordIn } from '../support/subjects.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld, type World } from '../support/world.ts'

/** What every route does alike, asked of every route about records that exist. */

const ROUTES = contractRoutes()
const named = (routes: Route[]) => routes.map((route) => [route.operationId, route] as const)
const shapeOf = (schema: unknown) => ((schema as z.ZodObject | undefined)?.shape ?? {}) as Fields
type Fields = Record<string, unknown>

/** A parameter that names something else than a record. */
const OTHER = /:(?!id\b|code\b|memberNo\b|memberId\b)\w+/
// The figures move with every request, and the events of a job end with it.
const reads = ROUTES.filter(
  (route) =>
    route.method === 'GET' &&
    !['readMetrics', 'followJob'].includes(route.operationId) &&
    !OTHER.test(route.path),
)
const lists = reads.filter((route) => 'nextCursor' in shapeOf(route.response))
const tagged = reads.filter((route) => hasEtag(route) && !route.stream)
const paged = lists.filter(({ failures }) => failures?.includes('cursor_invalid'))
const writes = ROUTES.filter((route) => route.method !== 'GET')

/** An active regulation that scores bodies of the kind of this one. */
async function bodiesRegulation(world: World, organizationId: string): Promise<string> {
  const { body } = await world.admin.get(`/v1/organizations/${organizationId}`).expect(200)
  const source = `regulation: bodies\ntitle: 组织\nperiod: calendar_year\nsubject: ${body.kind}\nclauses: { a: { title: 活动, counts: activity, points: 1 } }\n`
  const { id } = await post(world, '/v1/regulations', { name: 'bodies', source })
  return (await approve(world, id)).id
}

inEveryWorld('every route', (world) => {
  let records: Records
  let period: string
  let memberNo: string
  let ofBodies: string
  let self: Client
  let membership: string

  beforeAll(async () => {
    records = await allRecords(world, world.admin)
    const { body } = await world.admin.get(`/v1/exports/${records['export']}`).expect(200)
    await jobEnd(world, body.jobId)
    await jobEnd(world, records['job']!)
    period = body.parameters.periodId
    ofBodies = await bodiesRegulation(world, records['organization']!)
    self = await world.as('member', { personId: records['person']! })
    const { body: mine } = await world.admin.get(`/v1/members?personId=${records['person']}`).expect(200)
    membership = mine.items[0].id
    const wanted = { kind: 'notice', format: 'json', periodId: period }
    const key = { 'idempotency-key': 'own' }
    const own = await self.post('/v1/me/documents', wanted, key).expect(202)
    await jobEnd(world, own.body.jobId)
    records['my-document'] = own.body.id
    memberNo = (await world.admin.get(`/v1/members/${records['member']}`).expect(200)).body.memberNo
  }, 120_000)

  /** What is one's own is asked by somebody who is a member. */
  const isOwn = (route: Route) => route.path.startsWith('/me/') || route.operationId === 'listCalendarLinks'
  const urlOf = (route: Route) => {
    if (route.operationId === 'listCalendarLinks') return pathOf(route).replace(':id', membership)
    const path = pathOf(route)
      .replace(':id', records[recordIn(route)] ?? ABSENT)
      .replace(':code', route.path.startsWith('/public/') ? 'luming' : 'internal')
      .replace(':memberNo', memberNo)
      .replace(':memberId', records['member']!)
    if (/differences$/.test(path)) return `${path}?before=${ofBodies}`
    if (/body-ranking$/.test(path)) return `${path}?regulationId=${ofBodies}`
    const ofBody = /organizations\/[^/]*\/score$/.test(path) ? `&regulationId=${ofBodies}` : ''
    if (/\/me\/archive$/.test(path)) return `${path}?periodId=${period}`
    if (/archive\/days$/.test(path)) return `${path}?from=2019-01-01&to=2019-12-31`
    return /archive$|score$/.test(path) ? `${path}?periodId=${period}${ofBody}` : path
  }
  const clientFor = (route: Route) => (isOwn(route) ? self : world.admin)
  const send = (route: Route, url: string, headers: Record<string, string> = {}) => {
    const test = request(world.app.server)[route.method.toLowerCase() as 'get'](url)
    test.set('authorization', `Bearer ${clientFor(route).token}`)
    for (const [name, value] of Object.entries(headers)) test.set(name, value)
    return test
  }
  /** Everything that a write could ask for but what the test leaves out. */
  const complete = { 'if-match': '*', 'idempotency-key': 'every-route' }

  describe('a read', () => {
    it.each(named(reads))('%s: whole, in its own form, and HEAD tells the same of it', async (_id, route) => {
      const packed = { 'accept-encoding': 'gzip' }
      const read = await send(route, urlOf(route), packed)
      const planless = route.operationId === 'getImportPlan' && read.status === 409
      expect(planless ? 200 : read.status, read.text).toBe(200)
      expect(read.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/)
      if (!planless && route.response) {
        expect(read.headers['content-type']).toMatch(/^application\/(health\+)?json; charset=utf-8$/)
        expect(absentFrom(route.response, JSON.parse(read.text))).toEqual([])
      }
      const head = await clientFor(route).head(urlOf(route), packed)
      expect(head.status).toBe(read.status)
      expect(head.text ?? '').toBe('')
      for (const name of ['etag', 'content-type', 'content-length', 'vary', 'cache-control', 'link']) {
        expect(head.headers[name], name).toBe(read.headers[name])
      }
    })

    it('names its records by ids that tell nothing of their number', async () => {
      for (const route of lists) {
        const { body } = await world.admin.get(pathOf(route).replace(':id', records['import']!))
        for (const { id } of (body.items ?? []) as { id?: string }[]) {
          if (id !== undefined)
            expect(id, route.operationId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/)
        }
      }
    })
  })

  describe('a read that carries a tag', () => {
    it.each(named(tagged))('%s: 304 for whoever holds it', async (_id, route) => {
      const read = await send(route, urlOf(route))
      if (route.operationId === 'getImportPlan' && read.status === 409) return
      const { etag } = read.headers
      expect(etag, read.text).toBeDefined()
      const again = await send(route, urlOf(route), { 'if-none-match': etag! })
      expect([again.status, again.text]).toEqual([304, ''])
    })
  })

  describe('a list', () => {
    it.each(named(paged))('%s: 400 for a cursor that was bent, or is of another list', async (_id, route) => {
      const of = (cursor: string) => {
        const url = urlOf(route)
        return send(route, `${url}${url.includes('?') ? '&' : '?'}cursor=${cursor}`)
      }
      expect((await of('x').expect(400)).body.code).toBe('cursor_invalid')
      const from = route.operationId === 'listMembers' ? '/v1/organizations' : '/v1/members'
      const { body } = await world.admin.get(`${from}?limit=1`).expect(200)
      expect((await of(body.nextCursor).expect(400)).body.code).toBe('cursor_mismatch')
    })

    it.each(named(lists))('%s: links that keep what was asked, a total on request', async (_id, route) => {
      const paged = 'includeTotal' in shapeOf(route.query)
      if (!paged) return
      const first = await send(route, `${urlOf(route)}?limit=1&includeTotal=true`).expect(200)
      expect(first.body.total).toBeGreaterThanOrEqual(first.body.items.length)
      const link = first.headers['link']!
      expect(link).toContain('rel="first"')
      expect(link.includes('rel="next"')).toBe(first.body.hasMore)
      expect(first.body.nextCursor !== null).toBe(first.body.hasMore)
      if (!first.body.hasMore) return
      const next = /<([^>]+)>; rel="next"/.exec(link)![1]!
      expect(next).toContain('limit=1&includeTotal=true')
      const second = await world.admin.get(next).expect(200)
      expect(second.body.total).toBe(first.body.total)
      expect(second.body.items).not.toEqual(first.body.items)
      expect(link).not.toContain('rel="prev"')
      const previous = /<([^<>]+)>; rel="prev"/.exec(second.headers['link']!)![1]!
      expect((await world.admin.get(previous).expect(200)).body).toEqual(first.body)
      const bare = await send(route, `${urlOf(route)}?limit=1`).expect(200)
      expect(bare.body).not.toHaveProperty('total')
    })
  })

  describe('the same defect has the same answer', () => {
    it.each(named(ROUTES))('%s: 400 for a parameter that it does not know', async (_id, route) => {
      const before = await sequence(world)
      const url = urlOf(route)
      const test = send(route, `${url}${url.includes('?') ? '&' : '?'}colour=red`, complete)
      const answer = await (route.method === 'GET'
        ? test
        : route.bodyType === 'multipart'
          ? test.field('resource', 'attendance')
          : test.send({}))
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed'])
      expect(answer.body.errors).toContainEqual(
        expect.objectContaining({ parameter: 'colour', code: 'unknown_parameter' }),
      )
      expect(await sequence(world)).toBe(before)
    })

    it.each(named(ROUTES.filter((route) => !route.stream)))(
      '%s: 406 for another form',
      async (_id, route) => {
        const before = await sequence(world)
        const answer = await send(route, urlOf(route), { ...complete, accept: 'application/xml' })
        expect([answer.status, answer.body.code]).toEqual([406, 'not_acceptable'])
        expect(answer.body.available).toHaveLength(1)
        expect(await sequence(world)).toBe(before)
      },
    )

    it.each(named(writes.filter((route) => route.body || route.bodyType)))(
      '%s: 415 for text, with what it takes',
      async (_id, route) => {
        const answer = await send(route, urlOf(route), { ...complete, 'content-type': 'text/plain' }).send(
          'x',
        )
        expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media'])
        const accepts = answer.headers[route.method === 'PATCH' ? 'accept-patch' : 'accept-post']
        if (route.method === 'PATCH') expect(accepts).toContain('application/merge-patch+json')
        else expect(accepts).toBe(route.bodyType === 'multipart' ? 'multipart/form-data' : 'application/json')
      },
    )

    it.each(named(writes.filter((route) => route.idempotency === 'required')))(
      '%s: 400 without the key that a retry needs, with where that is explained',
      async (_id, route) => {
        const before = await sequence(world)
        const test = send(route, urlOf(route), { 'if-match': '*' })
        const answer = await (route.bodyType === 'multipart'
          ? test.field('resource', 'attendance')
          : test.send(exampleOf(route)))
        expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_required'])
        expect(answer.body.errors[0]).toMatchObject({ header: 'Idempotency-Key', code: 'required' })
        const told = await request(world.app.server).get(answer.body.type).expect(200)
        expect(told.body).toMatchObject({ code: 'idempotency_key_required', status: 400 })
        expect(await sequence(world)).toBe(before)
      },
    )
  })
})

const exampleOf = (route: Route): object =>
  (route.example as object | undefined) ??
  (route.body as { meta(): { example?: object } | undefined } | undefined)?.meta()?.example ??
  {}

/** Fields that a schema declares and an answer lacks; null is there, and what is declared optional may stay away. */
function absentFrom(schema: z.ZodType, value: unknown, path = ''): string[] {
  const def = schema.def as unknown as {
    type: string
    shape?: Record<string, z.ZodType>
    element?: z.ZodType
    innerType?: z.ZodType
  }
  if (value === null || value === undefined) return []
  if (def.innerType) return absentFrom(def.innerType, value, path)
  if (def.element) {
    return (value as unknown[]).flatMap((item, i) => absentFrom(def.element!, item, `${path}/${i}`))
  }
  return Object.entries(def.shape ?? {}).flatMap(([name, field]) => {
    if (!(name in (value as object))) return field.def.type === 'optional' ? [] : [`${path}/${name}`]
    return absentFrom(field, (value as Fields)[name], `${path}/${name}`)
  })
}
