import request from 'supertest'
import { expect, it } from 'vitest'
import { buildApp, contractRoutes } from '../../src/app.ts'
import { pathOf, type Route } from '../../src/http/route.ts'
import { aMember, post } from '../support/records.ts'
import { allRecords, recordIn } from '../support/subjects.ts'
import { clientOf, inEveryWorld } from '../support/world.ts'

/**
 * Marked secrets go through every route, in good and in wrong places: no log line, no problem and no event may hold
 * them, and metrics neither.
 */

const MARKS = {
  phone: '13900009876',
  birthDate: '1961-11-27',
  reason: 'CANARY-REASON-7319',
  password: 'CANARY-PASSWORD-7319',
  token: 'CANARY-TOKEN-7319',
}
const marked = new RegExp(Object.values(MARKS).join('|'))

/** An example with every text of a secret's name replaced by the mark. */
function poisoned(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => poisoned(item, name))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poisoned(item, key)]))
  }
  if (/password/i.test(name)) return MARKS.password
  if (/token/i.test(name)) return MARKS.token
  return value
}

inEveryWorld('secrets', (world) => {
  it('stay out of logs, problems, events and metrics', async () => {
    const records = await allRecords(world, world.admin)
    await world.deps.jobs.stop()
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(line) }
    const app = await buildApp(world.deps, { logger: { level: 'trace', stream } })
    await app.ready()
    const problems: string[] = []
    const key = await post(world, '/v1/api-keys', { name: '标记', scopes: ['committee.read'] })

    const send = async (route: Route, body: unknown, authorization: string) => {
      if (route.stream && route.path.endsWith('/events')) return
      const url = pathOf(route).replace(/:\w+/g, records[recordIn(route)] ?? 'x')
      const test = request(app.server)
        [route.method.toLowerCase() as 'get'](url)
        .set('authorization', authorization)
        .set('idempotency-key', crypto.randomUUID())
        .set('if-match', '"77"')
      const sent = body === undefined || route.method === 'GET' ? test : test.send(body as object)
      const answer = await sent
      if (answer.status >= 400) problems.push(answer.text)
    }
    for (const route of contractRoutes()) {
      if (['logout', 'revokeApiKey'].includes(route.operationId)) continue
      const example =
        route.example ?? (route.body as { meta(): { example?: object } } | undefined)?.meta()?.example
      await send(route, poisoned(example ?? {}), `Bearer ${world.admin.token}`)
      await send(
        route,
        { ...(poisoned(example ?? {}) as object), phone: 5, unknown: true },
        `Bearer ${MARKS.token}`,
      )
      await send(route, example && { ...example, password: { wrong: MARKS.password } }, `Bearer ${key.key}`)
    }
    const member = await aMember(world, {
      phone: MARKS.phone,
      birthDate: MARKS.birthDate,
      note: MARKS.reason,
    })
    const change = { phone: `+86 ${MARKS.phone}`, note: `${MARKS.reason} again` }
    await world.admin.patch(`/v1/members/${member.id}`, change, { 'if-match': '*' }).expect(200)
    const leave = {
      memberId: member.id,
      meetingId: records['meeting'],
      leaveType: 'sick',
      reason: MARKS.reason,
    }
    await post(world, `/v1/meetings/${records['meeting']}/invite`, { memberIds: [member.id] })
    const { id } = await post(world, '/v1/leave-requests', leave)
    await world.admin
      .post(`/v1/leave-requests/${id}/approve`, { note: MARKS.reason }, { 'if-match': '*' })
      .expect(200)
    await request(app.server)
      .get(`/v1/members?q=${MARKS.phone}`)
      .set('authorization', `Bearer ${world.admin.token}`)

    const events = await world.storage.query<{ data: string }>(
      'select data from events where committee_id = ?',
      [world.committeeId],
    )
    const { text: metrics } = await world.admin.get('/metrics').expect(200)
    await app.close()
    const secrets = new RegExp(`${marked.source}|${world.admin.token.slice(-20)}|${key.key.slice(-20)}`)
    expect(lines.length).toBeGreaterThan(100)
    for (const line of lines) expect(line).not.toMatch(secrets)
    for (const text of problems) expect(text).not.toMatch(secrets)
    for (const { data } of events) expect(data).not.toMatch(secrets)
    expect(metrics).not.toMatch(secrets)
    const seen = clientOf(world, key.key)
    await seen.get('/v1/terms').expect(200)
    world.deps.jobs.start()
  }, 60_000)

  it('personal fields are masked for those who may not see them, alone and in lists', async () => {
    const member = await aMember(world, {
      phone: MARKS.phone,
      birthDate: MARKS.birthDate,
      note: MARKS.reason,
    })
    const auditor = await world.as('auditor')
    for (const path of [
      `/v1/members/${member.id}`,
      '/v1/members?limit=200',
      `/v1/members/by-no/${member.memberNo}`,
    ]) {
      expect((await auditor.get(path).expect(200)).text, path).not.toMatch(marked)
    }
    const events = await auditor.get('/v1/events?limit=200').expect(200)
    expect(events.text).not.toMatch(marked)
  })
})
