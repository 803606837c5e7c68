import { once } from 'node:events'
import net from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { PATIENCE, type Patience } from '../../src/http/patience.ts'
import { observed } from '../support/answers.ts'
import { inEveryWorld } from '../support/world.ts'

/** How long a request may take to arrive, on servers with little patience. */

const LONG = 60_000
const SHORT = 60
const STILL = { headersMs: LONG, bodyMs: LONG, fileMs: LONG, checkMs: 20 }

describe('a slow uplink of 5 Mbit/s', () => {
  const ms = (bytes: number) => (bytes * 8) / 5_000
  it('brings the largest file and the largest batch in time', () => {
    expect(ms(64 * 2 ** 20)).toBeLessThan(PATIENCE.fileMs)
    expect(ms(8 * 2 ** 20)).toBeLessThan(PATIENCE.bodyMs)
  })
})

inEveryWorld('a request that comes slowly', (world) => {
  const apps: FastifyInstance[] = []
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
  })

  const serverWith = async (patience: Partial<Patience>) => {
    const app = await buildApp(world.deps, { patience: { ...STILL, ...patience } })
    observed(app)
    apps.push(app)
    return app.listen({ port: 0, host: '127.0.0.1' })
  }

  /** Everything that comes until the other side ends; the pieces are sent with a pause between them. */
  const sent = async (url: string, pieces: readonly string[], pauseMs = 0): Promise<string> => {
    const { port, hostname } = new URL(url)
    const socket = net.connect(Number(port), hostname)
    let answer = ''
    socket.on('data', (piece) => {
      answer += piece
    })
    // Whoever writes to a connection that was cut hears of it so.
    socket.on('error', () => {})
    const ended = new Promise((resolve) => socket.on('close', resolve))
    for (const piece of pieces) {
      if (!socket.destroyed) socket.write(piece)
      await setTimeout(pauseMs)
    }
    await ended
    return answer
  }

  const problemIn = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4))
  const post = (path: string, type: string, length: number, headers = '') =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n${headers}\r\n`
  const credential = () => `Authorization: Bearer ${world.admin.token}\r\n`

  it.each([
    ['without a credential', '/v1/auth/login', () => ''],
    ['with one', '/v1/terms', credential],
  ])('408 for a body that does not come, %s, and the connection ends', async (_who, path, headers) => {
    const url = await serverWith({ bodyMs: SHORT })
    const answer = await sent(url, [post(path, 'application/json', 1_000, headers()), '{'])
    expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*connection: close/i)
    expect(problemIn(answer)).toMatchObject({ code: 'request_timeout', retryable: true })
  })

  it('408 for a form of a page', async () => {
    const url = await serverWith({ bodyMs: SHORT })
    const answer = await sent(url, [post('/sign-in', 'application/x-www-form-urlencoded', 1_000), 'login='])
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('text/html')
  })

  it('408 for headers that do not come', async () => {
    const url = await serverWith({ headersMs: SHORT })
    const answer = await sent(url, ['GET /livez HTTP/1.1\r\nHost: x\r\n'])
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(problemIn(answer).code).toBe('request_timeout')
  })

  it('who was answered before their body came is not waited for either', async () => {
    const url = await serverWith({ bodyMs: SHORT })
    for (const path of ['/v1/terms', '/v1/nothing']) {
      const answer = await sent(url, [post(path, 'application/json', 1_000), '{'])
      expect(answer).toMatch(/^HTTP\/1\.1 40[14] /)
    }
  })

  it('one connection with many refused bodies gathers nothing', async () => {
    const url = await serverWith({})
    let held: net.Socket | undefined
    apps.at(-1)!.server.on('connection', (socket: net.Socket) => {
      held = socket
    })
    const { port, hostname } = new URL(url)
    const socket = net.connect(Number(port), hostname)
    const listeners: number[] = []
    for (let n = 0; n < 12; n += 1) {
      socket.write(post('/v1/terms', 'application/json', 2))
      await once(socket, 'data')
      socket.write('{}')
      await setTimeout(5)
      listeners.push(held!.listenerCount('close'))
    }
    socket.destroy()
    expect(listeners.at(-1)).toBe(listeners[0])
  })

  const BOUNDARY = 'a-boundary'
  const TYPE = `multipart/form-data; boundary=${BOUNDARY}`
  const FORM = [
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="resource"\r\n\r\nattendance\r\n`,
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n`,
    '姓名,日期\n',
    '甲,2019-01-01\n',
    `\r\n--${BOUNDARY}--\r\n`,
  ]
  const upload = () => {
    const key = `Idempotency-Key: ${crypto.randomUUID()}\r\nConnection: close\r\n`
    return post('/v1/imports', TYPE, Buffer.byteLength(FORM.join('')), `${credential()}${key}`)
  }

  it('a file may take longer than a body', async () => {
    const url = await serverWith({ bodyMs: SHORT })
    expect(await sent(url, [upload(), ...FORM], SHORT)).toMatch(/^HTTP\/1\.1 202 /)
  })

  it('408 for a file that does not come', async () => {
    const url = await serverWith({ fileMs: SHORT, headersMs: SHORT })
    const answer = await sent(url, [upload(), FORM[0]!])
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(problemIn(answer).code).toBe('request_timeout')
  })
})
