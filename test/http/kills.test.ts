import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { emptyDatabase, PASSWORD } from '../support/world.ts'

/** A server that is killed while it writes, and clients that send the same again. */

const root = path.resolve(import.meta.dirname, '../..')
const ROUNDS = 3
const CLIENTS = 8
const START_MS = 20_000

interface Server {
  url: string
  token: string | undefined
  kill(): Promise<void>
}

interface Sent {
  key: string
  code: string
  /** What came back before the kill, if anything did. */
  text: string | undefined
}

/** The first start prints the token two lines below the address. */
async function serve(databaseUrl: string, first = false): Promise<Server> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LVZHI_SECRET: 'a secret of at least thirty-two characters',
    LOG_LEVEL: 'silent',
    LVZHI_QUOTAS: 'off',
  }
  const child: ChildProcess = spawn(process.execPath, [path.join(root, 'bin/lvzhi.js'), 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let url: string | undefined
  let token: string | undefined
  const patience = setTimeout(() => child.kill('SIGKILL'), START_MS)
  for await (const line of createInterface({ input: child.stdout! })) {
    url ??= /http:\/\/\S+/.exec(line)?.[0]
    token = /--token (\S+)/.exec(line)?.[1]
    if (url && (token || !first)) break
  }
  clearTimeout(patience)
  if (!url) throw new Error('the server did not start')
  return {
    url,
    token,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const call = (url: string, target: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${url}${target}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const engines = inject('postgres') ? (['sqlite', 'postgres'] as const) : (['sqlite'] as const)

describe.each(engines)('killed while it writes (%s)', (engine) => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>
  let server: Server
  let headers: Record<string, string>

  const post = (code: string, key: string) =>
    call(
      server.url,
      '/v1/organizations',
      { kind: 'sector', code, name: code },
      {
        ...headers,
        'idempotency-key': key,
      },
    )

  beforeAll(async () => {
    database = await emptyDatabase(engine)
    server = await serve(database.url, true)
    const setup = {
      token: server.token,
      committee: { code: 'luming', name: '示例区政协', level: 'district' },
      administrator: { login: 'admin', displayName: '管理员', password: PASSWORD },
    }
    expect((await call(server.url, '/v1/setup', setup)).status).toBe(201)
    const login = { committee: 'luming', login: 'admin', password: PASSWORD }
    const answer = await call(server.url, '/v1/auth/login', login)
    const { accessToken } = (await answer.json()) as { accessToken: string }
    headers = { authorization: `Bearer ${accessToken}` }
  }, 60_000)

  afterAll(async () => {
    await server?.kill()
    await database?.drop()
  })

  /** Sends one after the other until the server is gone. */
  async function client(name: string, acknowledged: () => void): Promise<Sent[]> {
    const sent: Sent[] = []
    for (;;) {
      const one: Sent = { key: crypto.randomUUID(), code: `${name}-${sent.length}`, text: undefined }
      sent.push(one)
      try {
        const answer = await post(one.code, one.key)
        const text = await answer.text()
        expect(answer.status, text).toBe(201)
        one.text = text
        acknowledged()
      } catch (error) {
        if (error instanceof TypeError) return sent
        throw error
      }
    }
  }

  it('one effect each, and the first answer to whoever asks again', async () => {
    let recorded = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      // However slow the machine: in the middle of work, once something was acknowledged.
      const begun = Promise.withResolvers<void>()
      const clients = Array.from({ length: CLIENTS }, (_, i) => client(`R${round}C${i}`, begun.resolve))
      await begun.promise
      await new Promise((resolve) => setTimeout(resolve, 150 + 7 * round))
      await server.kill()
      const sent = (await Promise.all(clients)).flat()
      expect(sent.filter(({ text }) => text !== undefined).length).toBeGreaterThan(0)
      expect(sent.filter(({ text }) => text === undefined)).toHaveLength(CLIENTS)

      server = await serve(database.url)
      for (const { code, key, text } of sent) {
        const again = await post(code, key)
        const body = await again.text()
        expect(again.status, body).toBe(201)
        if (text === undefined) continue
        expect(body).toBe(text)
        expect(again.headers.get('idempotency-replayed')).toBe('true')
      }
      for (const { code } of sent) {
        const taken = await post(code, crypto.randomUUID())
        expect(taken.status).toBe(409)
      }
      const counted = await fetch(`${server.url}/v1/organizations?limit=1&includeTotal=true&kind=sector`, {
        headers,
      })
      const { total } = (await counted.json()) as { total: number }
      recorded += sent.length
      expect(total).toBe(recorded)
    }
  }, 120_000)
})
