import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { z } from 'zod'
import { type Environment, environment } from '../core/environment.ts'
import { newId } from '../core/ids.ts'
import type { getJob } from '../exchange/jobs/schema.ts'
import type { Answer } from '../http/operation.ts'
import type { Problem } from '../http/problem.ts'

/** What the command line knows of a server, and how it speaks to it: plain HTTP with a key or a session. */

const URL_DEFAULT = 'http://127.0.0.1:8080'
const SESSION_FILE = path.join(os.homedir(), '.config', 'lvzhi', 'session.json')

/** A refusal that is told to the person as it is. */
export class Refused extends Error {
  readonly exitCode: number
  /** The code of the problem that a server answered with. */
  readonly code: string | undefined
  constructor(message: string, exitCode = 1, code?: string) {
    super(message)
    this.exitCode = exitCode
    this.code = code
  }
}

/** `A` is what the operation of the route answers: `Answer<typeof getImport>`. */
export interface Client {
  url: string
  get<A>(route: string): Promise<A>
  post<A>(route: string, body?: unknown, headers?: Record<string, string>): Promise<A>
  upload<A>(route: string, form: FormData): Promise<A>
  /** The bytes of a file, as they come. */
  download(route: string): Promise<ReadableStream<Uint8Array>>
}

interface Session {
  url: string
  accessToken: string
  refreshToken: string
}

export function saveSession(session: Session): void {
  mkdirSync(path.dirname(SESSION_FILE), { recursive: true })
  writeFileSync(SESSION_FILE, JSON.stringify(session), { mode: 0o600 })
  chmodSync(SESSION_FILE, 0o600)
}

function savedSession(): Session | undefined {
  try {
    return JSON.parse(readFileSync(SESSION_FILE, 'utf8')) as Session
  } catch {
    return undefined
  }
}

/** A client by `LVZHI_KEY`, else by the session that `lvzhi login` kept. */
export function clientFrom(env: Environment, given?: string): Client {
  const session = savedSession()
  const url = given ?? env.LVZHI_URL ?? session?.url ?? URL_DEFAULT
  const key = env.LVZHI_KEY
  if (!key && session?.url !== url) {
    throw new Refused(
      `No credential for ${url}: set LVZHI_KEY or run "lvzhi login" · 没有访问凭据：请设置 LVZHI_KEY 或先执行 lvzhi login`,
      2,
    )
  }
  return clientWith(url, key ?? session!.accessToken, key ? undefined : session)
}

/** `keep` is told of a session's new tokens. */
export function clientWith(
  url: string,
  token: string | undefined,
  session?: Session,
  keep: (session: Session) => void = saveSession,
): Client {
  let current = token
  const send = async (method: string, route: string, init: RequestInit) => {
    const text = await (await answered(method, route, init)).text()
    return text === '' ? undefined : JSON.parse(text)
  }
  const answered = async (method: string, route: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('accept-language', environment.LANG?.startsWith('zh') ? 'zh-CN' : 'en')
    if (current) headers.set('authorization', `Bearer ${current}`)
    const answer = await fetch(`${url}${route}`, { ...init, method, headers }).catch((error: Error) => {
      throw new Refused(
        `${url} does not answer (${error.message}): is the server running? · 服务没有应答，请确认已启动`,
      )
    })
    if (answer.status === 401 && session) {
      current = await refreshed(session, keep)
      return answered(method, route, init)
    }
    if (answer.ok) return answer
    const text = await answer.text()
    const body = text === '' ? undefined : JSON.parse(text)
    throw new Refused(problemText(body), answer.status === 400 ? 2 : 1, body?.code)
  }
  const json = (body: unknown, headers: Record<string, string>): RequestInit =>
    body === undefined
      ? { headers }
      : { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return {
    url,
    get: (route) => send('GET', route, {}),
    post: (route, body, headers = {}) =>
      send('POST', route, json(body, { 'idempotency-key': newId(), 'if-match': '*', ...headers })),
    upload: (route, form) => send('POST', route, { body: form, headers: { 'idempotency-key': newId() } }),
    download: async (route) => (await answered('GET', route, {})).body!,
  }
}

/** Rotates the refresh token once; a session that has ended says so. */
async function refreshed(session: Session, keep: (session: Session) => void): Promise<string> {
  const answer = await fetch(`${session.url}/v1/auth/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken: session.refreshToken }),
  })
  if (!answer.ok) throw new Refused('The session has ended: run "lvzhi login" · 会话已结束，请重新登录')
  const tokens = (await answer.json()) as { accessToken: string; refreshToken: string }
  session.refreshToken = tokens.refreshToken
  keep({ ...session, accessToken: tokens.accessToken })
  return tokens.accessToken
}

function problemText(body: Partial<z.infer<typeof Problem>> | undefined): string {
  const places = (body?.errors ?? []).map(
    (error) => `  ${error.pointer ?? error.parameter ?? error.header}: ${error.detail}`,
  )
  return [`${body?.title ?? 'Refused'}: ${body?.detail ?? ''}`, ...places].join('\n')
}

/** Waits for a job and tells its progress. */
export async function jobEnd(
  client: Client,
  jobId: string,
  tell: (progress: { phase: string; done: number; total: number }) => void,
): Promise<void> {
  for (;;) {
    const job = await client.get<Answer<typeof getJob>>(`/v1/jobs/${jobId}`)
    tell(job.progress)
    if (job.status === 'succeeded') return
    if (job.status === 'cancelled') throw new Refused('The job was cancelled · 任务已取消')
    if (job.status === 'failed') throw new Refused(`${job.error!.en} · ${job.error!.zh}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
