import net from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Route, route } from '../../src/http/route.ts'
import { SECURITY_HEADERS } from '../../src/http/security-headers.ts'
import { buildServer } from '../../src/http/server.ts'
import { inEveryWorld } from '../support/world.ts'

/** What fails before or after every route has the form and the headers of all other failures, as bytes on the wire. */

interface Raw {
  status: number
  headers: Record<string, string>
  body: string
}

/** Sends bytes and reads until the other side ends. */
function raw(url: string, text: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const { port, hostname } = new URL(url)
    const socket = net.connect(Number(port), hostname, () => socket.write(text))
    socket.setTimeout(5_000, () => socket.end())
    socket.on('data', (piece) => {
      answer += piece
    })
    socket.on('error', reject)
    socket.on('close', () => {
      const [head = '', body = ''] = answer.split('\r\n\r\n')
      const [line = '', ...lines] = head.split('\r\n')
      const headers = Object.fromEntries(
        lines.map((one) => [
          one.slice(0, one.indexOf(':')).toLowerCase(),
          one.slice(one.indexOf(':') + 1).trim(),
        ]),
      )
      resolve({ status: Number(line.split(' ')[1]), headers, body })
    })
  })
}

function expectProblem({ status, headers, body }: Raw, wanted: number, code: string): void {
  expect([status, headers['content-type']]).toEqual([wanted, 'application/problem+json; charset=utf-8'])
  expect(headers).toMatchObject(SECURITY_HEADERS)
  const problem = JSON.parse(body)
  expect(problem).toMatchObject({ status: wanted, code, type: `/problems/${code}` })
  expect(headers['request-id']).toBe(problem.requestId)
  expect(headers['cache-control']).toBe('no-store')
  expect(Number(headers['content-length'])).toBe(Buffer.byteLength(body))
  expect(body).not.toMatch(/ERR_|FST_|node_modules|stack/)
}

const CLOSE = 'Host: x\r\nConnection: close\r\n'

inEveryWorld('broken requests', (world) => {
  let token: string
  beforeAll(() => {
    token = `Authorization: Bearer ${world.admin.token}\r\n`
  })

  it.each<[string, string, number, string]>([
    ['an id longer than any', `GET /v1/members/${'x'.repeat(300)} HTTP/1.1`, 404, 'not_found'],
    ['a URL that cannot be decoded', 'GET /v1/members/%zz HTTP/1.1', 400, 'bad_request'],
    ['a URL that ends in a percent sign', 'GET /v1/members/% HTTP/1.1', 400, 'bad_request'],
    ['an unknown path', 'GET /v1/nothing HTTP/1.1', 404, 'not_found'],
    ['a method that is not there', 'PUT /v1/members HTTP/1.1', 405, 'method_not_allowed'],
    [
      'a body that is no JSON',
      'POST /v1/members HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 1',
      400,
      'malformed_json',
    ],
    [
      'a body that is too long',
      'POST /v1/members HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99999999',
      413,
      'too_large',
    ],
    ['no line of a request', 'nonsense', 400, 'bad_request'],
    ['an unknown version', 'GET / HTTP/9.9', 400, 'bad_request'],
    ['a header that is none', 'GET /livez HTTP/1.1\r\nno colon here', 400, 'bad_request'],
    [
      'two lengths',
      'POST /v1/members HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2',
      400,
      'bad_request',
    ],
    ['headers without end', `GET /livez HTTP/1.1\r\nx: ${'y'.repeat(20_000)}`, 431, 'headers_too_large'],
  ])('%s', async (_name, head, status, code) => {
    expectProblem(
      await raw(world.url, `${head}\r\n${token}${CLOSE}\r\n${head.startsWith('POST') ? '{' : ''}`),
      status,
      code,
    )
  })

  it('an id of the sender is kept, and one that is none is not', async () => {
    const path = `GET /v1/members/${'x'.repeat(300)} HTTP/1.1\r\n${CLOSE}`
    expect((await raw(world.url, `${path}request-id: mine-1\r\n\r\n`)).headers['request-id']).toBe('mine-1')
    expect((await raw(world.url, `${path}request-id: a b\r\n\r\n`)).headers['request-id']).not.toBe('a b')
  })
})

describe('an answer that cannot be sent', () => {
  const broken = (operationId: string, name: string, value: string): Route =>
    route({
      method: 'GET',
      path: `/${operationId}`,
      operationId,
      summary: 'Answers with a header that no client could read',
      tag: 'broken',
      permission: 'public',
      status: 200,
      responseType: 'text/plain',
      failures: [],
      stream: async (_context, reply) =>
        reply.header(name, value).header('content-length', '99').send('text'),
    }) as Route

  it.each([
    ['name', 'content-disposition', 'attachment; filename="中文.pdf"'],
    ['line', 'x-line', 'a\nb'],
  ])('is a problem like any other (%s)', async (id, name, value) => {
    const app = await buildServer([broken(id, name, value)], {
      storage: {} as never,
      clock: () => new Date('2020-01-01T00:00:00Z'),
      jwt: { secret: 'nobody logs in here' },
      authenticate: async () => ({ committeeId: 'x', actor: 'x', permissions: new Set() }) as never,
      recheck: async () => {},
      mayRead: async () => false,
      knownPermissions: new Set(['public']),
      observe: () => {},
      logger: false,
      trustProxy: false,
    })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const answer = await raw(url, `GET /v1/${id} HTTP/1.1\r\n${CLOSE}\r\n`)
    await app.close()
    expectProblem(answer, 500, 'internal')
    expect(answer.headers[name]).toBeUndefined()
  })
})
