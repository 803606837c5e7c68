import pg from 'pg'
import request from 'supertest'
import { describe, expect, it, vi } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { type Readiness, readinessOf } from '../../src/http/readiness.ts'
import { openStorage } from '../../src/storage/open.ts'
import { connect } from '../../src/storage/sqlite-connection.ts'
import { inEveryWorld, type World } from '../support/world.ts'

const MIB = 1_048_576
const PASSED = [{ status: 'pass', output: null }]
const NAMES = ['database', 'writes', 'migrations', 'draining', 'disk']

/** Behind the back of the application, as an operator would. */
async function execute({ engine, databaseUrl }: World, ...statements: string[]): Promise<void> {
  if (engine === 'sqlite') {
    const db = connect(databaseUrl)
    for (const sql of statements) db.exec(sql)
    db.close()
    return
  }
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  for (const sql of statements) await client.query(sql)
  await client.end()
}

inEveryWorld('/readyz', (world) => {
  const probe = async (readiness: Partial<Readiness> = {}, storage = world.storage) => {
    const app = await buildApp(
      { ...world.deps, storage },
      { readiness: { draining: () => false, freeBytes: async () => 2_000 * MIB, ...readiness } },
    )
    await app.ready()
    const answer = await request(app.server).get('/readyz')
    await app.close()
    return answer
  }
  /** Of a process that starts now. */
  const probeAnew = async () => {
    const storage = await openStorage(world.databaseUrl, () => world.now)
    const answer = await probe({}, storage)
    await storage.close()
    return answer
  }
  const failing = (answer: request.Response) =>
    Object.entries(answer.body.checks as Record<string, { status: string }[]>)
      .filter(([, [check]]) => check!.status !== 'pass')
      .map(([name]) => name)

  it('200 with every check, in a form of its own', async () => {
    const { status, body, headers } = await probe()
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/health+json; charset=utf-8')
    expect(body).toEqual({ status: 'pass', checks: Object.fromEntries(NAMES.map((name) => [name, PASSED])) })
  })

  it.each([
    ['ping', 'database', 'The database does not answer'],
    ['writable', 'writes', 'The database takes no writes'],
  ] as const)('503 when %s fails, and /livez turns on', async (asked, name, output) => {
    const down = vi.spyOn(world.storage, asked).mockRejectedValue(new Error('connect 10.0.0.7:5432'))
    const answer = await probe()
    await request(world.app.server).get('/readyz').expect(503)
    await request(world.app.server).get('/livez').expect(200)
    down.mockRestore()
    expect(answer.status).toBe(503)
    expect(answer.headers['content-type']).toBe('application/health+json; charset=utf-8')
    expect(answer.headers['retry-after']).toBe('1')
    expect(answer.body.status).toBe('fail')
    expect(failing(answer)).toEqual([name])
    // What the driver says of hosts stays here.
    expect(answer.body.checks[name]).toEqual([{ status: 'fail', output }])
    await request(world.app.server).get('/readyz').expect(200)
  })

  it('503 while the database is read-only', async () => {
    if (world.engine === 'sqlite') return
    const name = new URL(world.databaseUrl).pathname.slice(1)
    await execute(world, `alter database ${name} set default_transaction_read_only = on`)
    const answer = await probeAnew()
    await execute(world, 'set default_transaction_read_only = off', `alter database ${name} reset all`)
    expect([answer.status, failing(answer)]).toEqual([503, ['writes']])
    expect((await probeAnew()).status).toBe(200)
  })

  it('a probe during a write neither waits for it nor disturbs it', async () => {
    const before = world.storage.commits()
    const actor = { actor: 'setup', requestId: 'test' }
    await world.storage.write(world.committeeId, actor, async () => {
      await request(world.app.server).get('/readyz').expect(200)
    })
    expect(world.storage.commits()).toBe(before + 1)
  })

  it('503 with pending migrations, and with tables of another release', async () => {
    await execute(
      world,
      'create table kept as select * from schema_migrations',
      'delete from schema_migrations',
    )
    const pending = await probeAnew()
    await execute(world, "insert into schema_migrations values ('9999_later.sql', 'x', 'y')")
    const newer = await probeAnew()
    await execute(
      world,
      'delete from schema_migrations',
      'insert into schema_migrations select * from kept',
      'drop table kept',
    )
    expect([pending.status, failing(pending)]).toEqual([503, ['migrations']])
    expect(pending.body.checks.migrations[0].output).toMatch(/^\d+ migrations are pending$/)
    expect([newer.status, failing(newer)]).toEqual([503, ['migrations']])
    expect(newer.body.checks.migrations[0].output).toBe('The tables are not those of this release')
    expect((await probeAnew()).status).toBe(200)
  })

  it('503 from the moment at which the process ends', async () => {
    const answer = await probe({ draining: () => true })
    expect([answer.status, answer.body.status, failing(answer)]).toEqual([503, 'fail', ['draining']])
  })

  it.each([
    [2_000, 200, 'pass'],
    [1_000, 200, 'warn'],
    [100, 503, 'fail'],
  ])('%d MiB free beside the file: %d, %s', async (free, status, word) => {
    const answer = await probe({ freeBytes: async () => free * MIB })
    const own = world.engine === 'sqlite'
    expect([answer.status, answer.body.status]).toEqual(own ? [status, word] : [200, 'pass'])
    expect(failing(answer)).toEqual(own && word !== 'pass' ? ['disk'] : [])
    const unknown = await probe({ freeBytes: async () => Promise.reject(new Error('no such folder')) })
    expect(unknown.status).toBe(own ? 503 : 200)
  })
})

describe('a check that hangs', () => {
  it('fails after two seconds', async () => {
    vi.useFakeTimers()
    const passing = async () => {}
    const storage = { engine: 'postgres', ping: () => new Promise(() => {}), writable: passing } as never
    const told = readinessOf(storage, { draining: () => false })()
    await vi.advanceTimersByTimeAsync(2_000)
    vi.useRealTimers()
    const { status, checks } = await told
    expect(status).toBe('fail')
    expect(checks.database).toEqual([{ status: 'fail', output: 'No answer within 2 seconds' }])
    expect(checks.writes).toEqual(PASSED)
  })
})
