import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, inject } from 'vitest'
import { endSessions } from '../../src/access/auth/service.ts'
import { hashPassword } from '../../src/access/passwords.ts'
import { hashSecret, tokensOf } from '../../src/access/tokens.ts'
import { buildApp, registerJobs } from '../../src/app.ts'
import { AppError } from '../../src/core/errors.ts'
import { newId } from '../../src/core/ids.ts'
import type { Deps } from '../../src/deps.ts'
import { verifyLog } from '../../src/storage/audit.ts'
import { inCommittee } from '../../src/storage/from.ts'
import { jobsOf } from '../../src/storage/jobs.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { openStorage } from '../../src/storage/open.ts'
import { findRow } from '../../src/storage/rows.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { type Answers, keepAnswers, observed } from './answers.ts'
import { TEMPLATE } from './servers.ts'

/** A fresh database of one engine with the application on it, and a clock that the test turns. */
export interface World {
  engine: 'sqlite' | 'postgres'
  databaseUrl: string
  storage: Storage
  deps: Deps
  app: FastifyInstance
  /** Where the application listens. */
  url: string
  /** The instant that everything in this world believes it is. */
  now: Date
  committeeId: string
  /** The test changes rows past the service: what its events wrote is not compared at its end. */
  rewritten?: true
  /** What the routes answered, held against what they declare. */
  answers: Answers
  admin: Client
  /** A client with one role; `departments` for clerks. */
  as(role: string, options?: { organizationId?: string; personId?: string }): Promise<Client>
  close(): Promise<void>
}

export interface Client {
  token: string
  userId: string
  get(path: string, headers?: Record<string, string>): request.Test
  head(path: string, headers?: Record<string, string>): request.Test
  post(path: string, body?: unknown, headers?: Record<string, string>): request.Test
  patch(path: string, body: unknown, headers?: Record<string, string>): request.Test
  delete(path: string, headers?: Record<string, string>): request.Test
}

const SETUP_TOKEN = 'the token of the test world'
/** When every world begins. */
const START = new Date('2019-12-31T04:00:00.000Z')
export const PASSWORD = 'correct horse battery staple'

/** Runs the suite once per engine, each in a world of its own. */
export function inEveryWorld(name: string, suite: (world: World) => void): void {
  const postgres = inject('postgres')
  for (const engine of postgres ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const))
    inWorld(engine, `${name} (${engine})`, suite)
}

/** For what takes long and asks nothing of the engine that a shorter suite has not asked of both. */
export function inWorld(engine: World['engine'], name: string, suite: (world: World) => void): void {
  describe(name, () => {
    const world = {} as World
    beforeAll(async () => {
      await openWorld(engine, world)
    })
    afterAll(async () => {
      await world.close?.()
      expect([...(world.answers?.undeclared ?? [])], 'answers that their routes do not declare').toEqual([])
    })
    suite(world)
  })
}

/** What the service of every world signs with. */
export const SECRET = 'a secret of at least thirty-two characters'

/** Opens a world; with `into` it is the one that the suite holds, so that the suite can turn its clock. */
export async function openWorld(engine: 'sqlite' | 'postgres', into: Partial<World> = {}): Promise<World> {
  foundings[engine] ??= founding(engine)
  const { committeeId, userId, copy } = await foundings[engine]
  const database = await copy()
  const start = { engine, committeeId, databaseUrl: database.url, now: START }
  const world = Object.assign(into, start) as World
  const clock = () => world.now
  world.storage = await openStorage(database.url, clock)
  world.deps = {
    storage: world.storage,
    clock,
    secret: SECRET,
    setup: { tokenHash: undefined },
    // A refusal is what a test asks for; anything else is a defect that it would like to hear of.
    jobs: jobsOf(world.storage, clock, (error) => {
      if (!(error instanceof AppError)) console.error(error)
    }),
  }
  world.app = await buildApp(world.deps)
  world.answers = observed(world.app)
  registerJobs(world.deps)
  // A server that does not listen is started and stopped for each request, at four times its cost.
  world.url = await world.app.listen({ port: 0, host: '127.0.0.1' })
  world.deps.jobs.start()
  world.admin = clientOf(world, tokenOf(world, { id: userId, committeeId, sessionVersion: 1 }), userId)
  world.as = (role, options) => withRole(world, role, options)
  world.close = async () => {
    await world.app.close()
    keepAnswers(world.answers)
    await world.deps.jobs.stop()
    const log = world.rewritten ? undefined : await verifyLog(world.storage)
    await world.storage.close()
    await database.drop()
    if (log)
      expect([log.broken, ...log.faults.slice(0, 5)], 'rows that their events did not write').toEqual([
        undefined,
      ])
  }
  return world
}

interface Database {
  url: string
  drop(): Promise<void>
}

interface Founding {
  committeeId: string
  /** The administrator. */
  userId: string
  copy(): Promise<Database>
}

/** To found the committee takes two passwords, each a tenth of a second: it is done once, and every world is a copy. */
const foundings: Partial<Record<World['engine'], Promise<Founding>>> = {}

async function founding(engine: World['engine']): Promise<Founding> {
  const { url } = await emptyDatabase(engine)
  const clock = () => START
  const storage = await openStorage(url, clock)
  const setup = { tokenHash: hashSecret(SETUP_TOKEN) }
  const app = await buildApp({
    storage,
    clock,
    secret: SECRET,
    setup,
    jobs: jobsOf(storage, clock, console.error),
  })
  const answers = observed(app)
  await app.ready()
  const { status, body } = await request(app.server)
    .post('/v1/setup')
    .send({
      token: SETUP_TOKEN,
      committee: { code: 'luming', name: '示例区政协', level: 'district' },
      administrator: { login: 'admin', displayName: '管理员', password: PASSWORD },
    })
  if (status !== 201) throw new Error(`set-up failed: ${JSON.stringify(body)}`)
  await app.close()
  keepAnswers(answers)
  await storage.close()
  const copy = () => (engine === 'sqlite' ? sqliteDatabase(url) : postgresDatabase(url))
  return { committeeId: body.committeeId, userId: body.userId, copy }
}

/** A migrated database with nothing in it, for a server that a test starts itself. */
export const emptyDatabase = (engine: World['engine']) =>
  engine === 'sqlite' ? sqliteDatabase() : postgresDatabase()

async function sqliteDatabase(template?: string): Promise<Database> {
  const folder = mkdtempSync(path.join(inject('scratch'), 'lvzhi-world-'))
  const url = path.join(folder, 'world.db')
  if (template) copyFileSync(template, url)
  else await migrate({ engine: 'sqlite', url })
  return { url, drop: async () => rmSync(folder, { recursive: true, force: true }) }
}

async function postgresDatabase(template = TEMPLATE): Promise<Database> {
  const server = inject('postgres')!
  const name = `w_${newId().replaceAll('-', '')}`
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: `${server}/postgres` })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  // By its files: to copy it through the log takes half as long again.
  await run(`create database ${name} template ${path.basename(template)} strategy file_copy`)
  return { url: `${server}/${name}`, drop: () => run(`drop database ${name} with (force)`) }
}

export async function login(
  world: World,
  name: string,
  password = PASSWORD,
  committee = 'luming',
): Promise<Client> {
  const answer = await request(world.app.server)
    .post('/v1/auth/login')
    .send({ committee, login: name, password })
  if (answer.status !== 200) throw new Error(`login failed: ${JSON.stringify(answer.body)}`)
  const me = await request(world.app.server)
    .get('/v1/auth/me')
    .set('authorization', `Bearer ${answer.body.accessToken}`)
  return clientOf(world, answer.body.accessToken, me.body.id)
}

export function clientOf(world: World, token: string, userId = ''): Client {
  const send = (test: request.Test, headers: Record<string, string> = {}) => {
    test.set('authorization', `Bearer ${token}`)
    for (const [name, value] of Object.entries(headers)) test.set(name, value)
    return test
  }
  const agent = () => request(world.app.server)
  return {
    token,
    userId,
    get: (url, headers) => send(agent().get(url), headers),
    head: (url, headers) => send(agent().head(url), headers),
    post: (url, body, headers) => {
      const test = send(agent().post(url), headers)
      return body === undefined ? test : test.send(body as object)
    },
    // What is not about versions changes the one that stands.
    patch: (url, body, headers = { 'if-match': '*' }) =>
      send(agent().patch(url).set('content-type', 'application/merge-patch+json'), headers).send(
        JSON.stringify(body),
      ),
    delete: (url, headers = { 'if-match': '*' }) => send(agent().delete(url), headers),
  }
}

/** A further user of the administrator's committee, with one role. */
export async function withRole(
  world: World,
  role: string,
  options: { organizationId?: string; personId?: string } = {},
): Promise<Client> {
  const name = `${role}-${newId().slice(-6)}`
  const user = await world.admin
    .post('/v1/users', { login: name, displayName: name, personId: options.personId ?? null })
    .expect(201)
  const grant = {
    userId: user.body.id,
    role,
    organizationId: options.organizationId ?? null,
    validFrom: '2017-01-01',
  }
  await world.admin.post('/v1/user-roles', grant).expect(201)
  return clientOf(world, await activated(world, user.body.id), user.body.id)
}

/** The same user with further roles for the whole committee, and a token that knows of them. */
export async function alsoAs(world: World, client: Client, ...roles: string[]): Promise<Client> {
  for (const role of roles) {
    const grant = { userId: client.userId, role, validFrom: '2017-01-01' }
    await world.admin.post('/v1/user-roles', grant).expect(201)
  }
  return clientOf(world, await activated(world, client.userId), client.userId)
}

let hash: Promise<string> | undefined

/**
 * The user as activation leaves them, and an access token of theirs. A password takes a tenth of a second each time, so
 * the road through code and login is walked where it is tested, and the hash is made once a file.
 */
async function activated(world: World, id: string): Promise<string> {
  hash ??= hashPassword(PASSWORD)
  const [known] = await world.storage.query<{ committeeId: string }>(
    'select committee_id from users where id = ?',
    [id],
  )
  const { committeeId } = known!
  const patch = { state: 'active' as const, passwordHash: await hash }
  const by = { actor: 'test', requestId: 'test' }
  const { sessionVersion } = await world.storage.write(committeeId, by, async (tx) => {
    const row = (await findRow(inCommittee(tx, committeeId), 'users', id))!
    return endSessions(tx, row, patch, 'user.activated')
  })
  return tokenOf(world, { id, committeeId, sessionVersion })
}

const tokenOf = (
  { app, now }: World,
  { id, committeeId, sessionVersion }: { id: string; committeeId: string; sessionVersion: number },
): string => tokensOf(() => app.jwt).sign({ sub: id, committeeId, sessionVersion }, now)
