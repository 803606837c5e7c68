import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Killable, startKillable } from '../../scripts/campaign/server.ts'
import { type PostgresServer, startPostgres } from '../support/servers.ts'

/** Real processes on a real server of their own: connections are cut, the database goes away, a row is held. */

const PASSWORD = 'correct horse battery staple'
const SETTINGS = { LVZHI_PG_LOCK_MS: '700', LVZHI_PG_STATEMENT_MS: '1500', LVZHI_PG_CONNECT_MS: '1500' }
const LOAD_MS = 700

interface Answer {
  status: number
  retryAfter: string | null
  // biome-ignore lint/suspicious/noExplicitAny: bodies of answers, read where their contract is known
  body: any
}

describe.skipIf(!inject('postgres'))('a PostgreSQL that goes away', () => {
  let postgres: PostgresServer
  let folder: string
  let servers: Killable[]
  /** Tokens of the committee above and of the one below it. */
  let above: string
  let below: string
  let aboveId: string

  const sql = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: `${postgres.url}/postgres` })
    client.on('error', () => {})
    await client.connect()
    const results = []
    for (const statement of statements) results.push(await client.query(statement))
    await client.end()
    return results.at(-1)!.rows
  }
  const send = async (
    server: Killable,
    method: string,
    target: string,
    { token, body, key }: { token?: string; body?: object; key?: string } = {},
  ): Promise<Answer> => {
    const answer = await fetch(`${server.url}${target}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      body: await answer.json(),
    }
  }
  const write = (server: Killable, token: string, code: string, key?: string) =>
    send(server, 'POST', '/v1/organizations', {
      token,
      body: { kind: 'sector', code, name: code },
      ...(key ? { key } : {}),
    })
  const login = (server: Killable, committee: string) =>
    send(server, 'POST', '/v1/auth/login', { body: { committee, login: 'office', password: PASSWORD } })
  const codes = async () => (await sql('select code from organizations')).map(({ code }) => code as string)
  /** Held by a session of somebody else until `release`. */
  const holdHead = async (committeeId: string) => {
    const client = new pg.Client({ connectionString: `${postgres.url}/postgres` })
    await client.connect()
    await client.query('begin')
    await client.query('select 1 from committee_heads where committee_id = $1 for update', [committeeId])
    return async () => {
      await client.query('rollback')
      await client.end()
    }
  }
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lvzhi writes'`
  /** Until a statement of the product waits in the server: for a row, or asleep in a trigger. */
  const untilWaiting = async (event: 'Lock' | 'Timeout') => {
    for (;;) {
      const rows = await sql(
        `select 1 from pg_stat_activity where application_name = 'lvzhi writes' and wait_event_type = '${event}'`,
      )
      if (rows.length > 0) return
      await setTimeout(10)
    }
  }
  const onOrganizations = (when: string, body: string) =>
    sql(
      `create or replace function t_fault() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
      `create constraint trigger t_fault after insert on organizations deferrable initially ${when} for each row execute function t_fault()`,
    )

  beforeAll(async () => {
    postgres = await startPostgres()
    folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-cuts-'))
    const start = (name: string) =>
      startKillable(`${postgres.url}/postgres`, path.join(folder, name), SETTINGS)
    servers = [await start('a.log')]
    await send(servers[0]!, 'POST', '/v1/setup', {
      body: {
        token: servers[0]!.setupToken,
        committee: { code: 'above', name: '示例市政协', level: 'city' },
        administrator: { login: 'office', displayName: '办公室', password: PASSWORD },
      },
    })
    const session = await login(servers[0]!, 'above')
    above = session.body.accessToken
    const made = await send(servers[0]!, 'POST', '/v1/committees', {
      token: above,
      body: { code: 'below', name: '示例区政协', level: 'district' },
    })
    aboveId = made.body.parentId
    // The same office, in the committee below.
    await sql(
      `create temp table u as select * from users`,
      `update u set committee_id = '${made.body.id}'`,
      `insert into users select * from u`,
      `create temp table r as select * from user_roles`,
      `update r set committee_id = '${made.body.id}'`,
      `insert into user_roles select * from r`,
    )
    below = (await login(servers[0]!, 'below')).body.accessToken
    servers.push(await start('b.log'))
  }, 60_000)
  afterEach(async () => {
    await sql('drop trigger if exists t_fault on organizations')
  })
  afterAll(async () => {
    for (const server of servers ?? []) await server.stop()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('a connection that is cut while a write waits is 503, and the next request works', async () => {
    const release = await holdHead(aboveId)
    const waiting = write(servers[0]!, above, 'cut-waiting')
    await untilWaiting('Lock')
    await sql(cut)
    const { status, body, retryAfter } = await waiting
    await release()
    expect([status, body.code, body.retryable, retryAfter]).toEqual([503, 'unavailable', true, '2'])
    expect((await write(servers[0]!, above, 'cut-waiting')).status).toBe(201)
    expect((await codes()).filter((code) => code === 'cut-waiting')).toHaveLength(1)
  })

  it.each([
    ['with a key: the same request is safe, and is answered once', randomUUID(), true],
    ['without a key: nobody repeats it blindly', undefined, false],
  ])('a commit that is cut is of unknown outcome; %s', async (_, key, retryable) => {
    const code = `cut-commit-${retryable}`
    await onOrganizations('deferred', 'perform pg_sleep(1);')
    const committing = write(servers[0]!, above, code, key)
    await untilWaiting('Timeout')
    await sql(cut)
    const { status, body, retryAfter } = await committing
    expect([status, body.code, body.retryable, retryAfter]).toEqual([503, 'outcome_unknown', retryable, '2'])
    await sql('drop trigger t_fault on organizations')
    if (key) expect((await write(servers[0]!, above, code, key)).status).toBe(201)
    expect((await codes()).filter((stored) => stored === code)).toHaveLength(key ? 1 : 0)
  })

  it.each([
    ['a statement that takes too long', 'perform pg_sleep(60);'],
    ['a full disk', "raise exception 'could not extend file' using errcode = '53100';"],
    ['a server that ends', "raise exception 'shutting down' using errcode = '57P03';"],
  ])('%s is 503 and leaves nothing', async (name, body) => {
    await onOrganizations('immediate', body)
    const answer = await write(servers[0]!, above, 'never')
    expect([name, answer.status, answer.body.code, answer.body.retryable]).toEqual([
      name,
      503,
      'unavailable',
      true,
    ])
    expect(await codes()).not.toContain('never')
  })

  it('who holds one committee holds nobody else: reads, writes and logins of others, and readiness', async () => {
    const release = await holdHead(aboveId)
    const held = Array.from({ length: 40 }, (_, n) => write(servers[0]!, above, `held-${n}`))
    await untilWaiting('Lock')
    const others = await Promise.all([
      send(servers[0]!, 'GET', '/v1/organizations', { token: below }),
      send(servers[0]!, 'GET', '/v1/organizations', { token: above }),
      write(servers[0]!, below, 'beside'),
      login(servers[0]!, 'below'),
      send(servers[0]!, 'GET', '/readyz'),
    ])
    // The lock has a limit, shorter than this test: whoever waits for it is told.
    const first = await Promise.race(held)
    await release()
    expect(others.map(({ status }) => status)).toEqual([200, 200, 201, 200, 200])
    expect([first.status, first.body.code]).toEqual([503, 'unavailable'])
    const answers = await Promise.all(held)
    const stored = await codes()
    for (const [n, { status }] of answers.entries()) {
      expect([201, 503]).toContain(status)
      expect(stored.includes(`held-${n}`)).toBe(status === 201)
    }
  })

  it.each(['fast', 'immediate'] as const)(
    'a restart (%s) under load: two processes live on, nothing acknowledged is lost, nothing is doubled',
    async (how) => {
      const acknowledged: string[] = []
      const unanswered: { code: string; key: string }[] = []
      const odd: Answer[] = []
      const end = performance.now() + LOAD_MS + 1_500
      const writer = async (number: number) => {
        const server = servers[number % 2]!
        for (let n = 0; performance.now() < end; n += 1) {
          const [code, key] = [`${how}-${number}-${n}`, randomUUID()]
          const answer = await write(server, number % 4 < 2 ? above : below, code, key)
          if (answer.status === 201) acknowledged.push(code)
          else if (answer.status === 503 && answer.body.retryable) unanswered.push({ code, key })
          else odd.push(answer)
        }
      }
      const reader = async (server: Killable) => {
        while (performance.now() < end) {
          const answer = await send(server, 'GET', '/v1/organizations?limit=1', { token: above })
          if (![200, 503].includes(answer.status)) odd.push(answer)
        }
      }
      const load = Promise.all([
        ...Array.from({ length: 8 }, (_, number) => writer(number)),
        ...servers.map(reader),
      ])
      await setTimeout(LOAD_MS)
      await postgres.down(how)
      const away = await Promise.all(
        servers.flatMap((server) => [
          send(server, 'GET', '/v1/organizations', { token: above }),
          login(server, 'above'),
          send(server, 'GET', '/readyz'),
          send(server, 'GET', '/livez'),
        ]),
      )
      await postgres.up()
      await load
      expect(away.map(({ status }) => status)).toEqual([503, 503, 503, 200, 503, 503, 503, 200])
      expect(odd).toEqual([])
      expect(servers.map((server) => server.exited())).toEqual([false, false])
      expect(acknowledged.length).toBeGreaterThan(0)
      expect(unanswered.length).toBeGreaterThan(0)
      for (const { code, key } of unanswered) {
        const number = Number(code.split('-')[1])
        const answer = await write(servers[number % 2]!, number % 4 < 2 ? above : below, code, key)
        expect(answer.status).toBe(201)
      }
      const stored = (await codes()).filter((code) => code.startsWith(how))
      expect(stored.sort()).toEqual([...acknowledged, ...unanswered.map(({ code }) => code)].sort())
    },
    30_000,
  )
})
