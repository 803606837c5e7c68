import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

/** A small client of the API: what any script of an office would need, with nothing but fetch. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, read where their contract is known
export type Body = any

export interface Client {
  url: string
  /** Requests answered so far. */
  count(): number
  login(committee: string, login: string, password: string): Promise<void>
  get(path: string): Promise<Body>
  /** Every item of a list, page by page. */
  all(path: string): Promise<Body[]>
  post(path: string, body?: unknown): Promise<Body>
  /** An action or a change that must see the version it was decided on. */
  act(path: string, version: number, body?: unknown): Promise<Body>
  patch(path: string, version: number, patch: unknown): Promise<Body>
  upload(path: string, fields: Record<string, string>, file: { name: string; bytes: Buffer }): Promise<Body>
  download(path: string): Promise<Buffer>
  /** Waits until a job has ended well, and tells how far it is meanwhile. */
  finish(jobId: string, tell?: (progress: Progress) => void): Promise<Body>
}

export interface Progress {
  done: number
  total: number
  phase: string
}

const POLL_MS = 50
const RETRY_MS = 100

export function clientOf(url: string): Client {
  let token: string | undefined
  let requests = 0

  async function send(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('accept-language', 'zh-CN')
    if (token) headers.set('authorization', `Bearer ${token}`)
    // A retry under the same key is answered with the first answer instead of doing the work twice.
    if (method === 'POST') headers.set('idempotency-key', randomUUID())
    const request = { ...init, method, headers }
    const again = method === 'GET' || method === 'POST'
    const answer = await fetch(url + path, request).catch(async (lost) => {
      // A connection that ended on the way: nobody knows whether the request arrived, and the key makes that safe.
      if (!again) throw lost
      await setTimeout(RETRY_MS)
      return fetch(url + path, request)
    })
    requests += 1
    if (!answer.ok) throw new Error(await problemText(method, path, answer))
    return answer
  }

  async function json(method: string, path: string, init?: RequestInit): Promise<Body> {
    const answer = await send(method, path, init)
    const text = await answer.text()
    return text === '' ? undefined : JSON.parse(text)
  }

  const withBody = (body: unknown, headers: Record<string, string> = {}): RequestInit =>
    body === undefined
      ? { headers }
      : { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }

  const client: Client = {
    url,
    count: () => requests,
    async login(committee, login, password) {
      const tokens = await client.post('/v1/auth/login', { committee, login, password })
      token = tokens.accessToken
    },
    get: (path) => json('GET', path),
    async all(path) {
      const items: Body[] = []
      let cursor: string | null = null
      do {
        const more: string = cursor
          ? `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
          : ''
        const page = await json('GET', path + more)
        items.push(...page.items)
        cursor = page.nextCursor
      } while (cursor)
      return items
    },
    post: (path, body) => json('POST', path, withBody(body)),
    act: (path, version, body) => json('POST', path, withBody(body, { 'if-match': `"${version}"` })),
    patch: (path, version, patch) =>
      json('PATCH', path, {
        headers: { 'content-type': 'application/merge-patch+json', 'if-match': `"${version}"` },
        body: JSON.stringify(patch),
      }),
    upload(path, fields, { name, bytes }) {
      const form = new FormData()
      for (const [field, value] of Object.entries(fields)) form.append(field, value)
      form.append('file', new Blob([new Uint8Array(bytes)]), name)
      return json('POST', path, { body: form })
    },
    async download(path) {
      return Buffer.from(await (await send('GET', path)).arrayBuffer())
    },
    async finish(jobId, tell) {
      for (;;) {
        const job = await json('GET', `/v1/jobs/${jobId}`)
        tell?.(job.progress)
        if (job.status === 'succeeded') return job.result
        if (job.status !== 'queued' && job.status !== 'running') {
          throw new Error(`任务未完成 · job ${job.status}: ${job.error?.zh ?? job.id}`)
        }
        await setTimeout(POLL_MS)
      }
    },
  }
  return client
}

/** A refusal as a person reads it: what, why, and every field that is wrong. */
async function problemText(method: string, path: string, answer: Response): Promise<string> {
  const text = await answer.text()
  const lines = [`${method} ${path} → ${answer.status}`]
  try {
    const problem = JSON.parse(text)
    lines.push(`${problem.title}：${problem.detail}（${problem.code}，${problem.requestId}）`)
    for (const error of problem.errors ?? []) {
      lines.push(`  ${error.pointer ?? error.parameter ?? error.header ?? ''} ${error.detail}`)
    }
  } catch {
    lines.push(text.slice(0, 500))
  }
  return lines.join('\n')
}
