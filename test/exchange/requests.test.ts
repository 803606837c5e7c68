import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../../src/main.ts'

/** The requests of the folder, sent in their order to a server of their own, as an editor would send them. */

const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-requests-'))
const FOLDER = path.join(import.meta.dirname, '../../requests')
const FILES = ['road', 'meetings', 'documents', 'service', 'plan', 'imports', 'reports']

type Body = Record<string, unknown>
interface Sent {
  title: string
  status: number
  body: Body
}

const named = new Map<string, Body>()
const variables = new Map<string, string>()
let server: RunningServer

beforeAll(async () => {
  server = await startServer({
    databaseUrl: path.join(folder, 'road.db'),
    host: '127.0.0.1',
    port: 0,
    secret: 'a secret of at least thirty-two characters',
    logLevel: 'silent',
    trustProxy: false,
  })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What stands between two braces: a variable, or a place in the answer of a named request. */
function toldBy(expression: string): string {
  if (expression === '$guid') return crypto.randomUUID()
  const [, name, place] = /^(\w+)\.response\.body\.(.+)$/.exec(expression) ?? []
  if (!name) return variables.get(expression) ?? `no variable ${expression}`
  const keys = place!.match(/\w+/g)!
  expect(place, 'one notation').toBe(
    keys.reduce((told, key) => told + (/^\d/.test(key) ? `[${key}]` : `.${key}`)),
  )
  return String(keys.reduce((value: unknown, key) => (value as Body | undefined)?.[key], named.get(name)))
}

async function send(text: string): Promise<Sent> {
  const filled = text.replace(/\{\{([^}]+)\}\}/g, (_, expression: string) => toldBy(expression.trim()))
  const [title = '', ...lines] = filled.split('\n')
  const name = lines.map((line) => /^# @name (\w+)$/.exec(line)?.[1]).find((found) => found)
  const written = lines.filter((line) => !/^# /.test(line))
  const gap = written.indexOf('')
  const [[, method, url] = [], ...headers] = written
    .slice(0, gap < 0 ? undefined : gap)
    .map((line, at) => (at === 0 ? ['', ...line.split(' ')] : /^([^:]+): (.*)$/.exec(line)!))
  const told = new Headers(headers.map(([, key, value]) => [key!, value!] as [string, string]))
  const content =
    gap < 0
      ? ''
      : written
          .slice(gap + 1)
          .join('\n')
          .trim()
  const multipart = told.get('content-type')?.startsWith('multipart')
  const answer = await fetch(url!, {
    method: method!,
    headers: told,
    ...(content ? { body: multipart ? `${content.replaceAll('\n', '\r\n')}\r\n` : content } : {}),
  })
  const body = (await answer.json()) as Body
  if (name) named.set(name, body)
  if (answer.status === 202) await jobEnd(`${body['jobId']}`, told.get('authorization')!)
  return { title: title.trim(), status: answer.status, body }
}

async function jobEnd(id: string, authorization: string): Promise<void> {
  for (;;) {
    const job = (await (
      await fetch(`${server.url}/v1/jobs/${id}`, { headers: { authorization } })
    ).json()) as Body
    if (job['status'] === 'succeeded') return
    if (job['status'] === 'failed') throw new Error(JSON.stringify(job['error']))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function run(file: string): Promise<Sent[]> {
  const [head, ...requests] = readFileSync(path.join(FOLDER, `${file}.http`), 'utf8').split(/^###/m)
  for (const [, name, value] of head!.matchAll(/^@(\w+) = (.*)$/gm)) variables.set(name!, value!)
  variables.set('url', server.url)
  const sent: Sent[] = []
  for (const request of requests) sent.push(await send(request))
  return sent
}

it.each(FILES)('%s succeeds from its first request to its last', async (file) => {
  variables.set('setupToken', server.setupToken!).set('password', 'correct horse battery staple')
  const sent = await run(file)
  expect(sent.filter(({ status }) => status >= 400)).toEqual([])
  expect(sent.filter(({ title }) => title === '')).toEqual([])
})

it('ends the road with a ranked report', () => {
  expect(named.get('ranking')).toMatchObject({ items: [{ rank: 1, name: '林清扬', total: 2 }] })
})
