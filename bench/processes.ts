import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Client, clientOf } from '../examples/client.ts'
import { colleagueOf } from '../examples/colleague.ts'

/** The processes that the bench starts: the product as it is run, hand-written bases, and the load. */

const ROOT = path.resolve(import.meta.dirname, '..')
/** What `npm start` gives to Node. */
const START: string[] = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .slice(1)
const PROBE = path.join(import.meta.dirname, 'probe.js')
const START_MAX_MS = 20_000
const SECRET = 'only for the bench, gone with its folder'
const PASSWORD = 'only for the bench'
const COMMITTEE = 'bench'
/** Counted as for everybody, and never reached. */
const QUOTAS = Object.fromEntries(
  ['REQUESTS', 'COMMITTEE_REQUESTS', 'ADDRESS_REQUESTS', 'JOBS', 'COMMITTEE_JOBS'].map((name) => [
    `LVZHI_QUOTA_${name}`,
    '1000000000',
  ]),
)

export interface Server {
  url: string
  process: ChildProcess
  /** Milliseconds from the start of the process to its first answer. */
  startMs: number
  /** Memory in bytes, as it is or after a collection. */
  memory(collected?: boolean): Promise<{ heapUsed: number; rss: number }>
  stop(): Promise<void>
}

export interface Product extends Server {
  client: Client
  token: string
}

/** `lvzhi serve` on a database; its log goes to a file, as a service manager would keep it. */
export async function startProduct(
  databaseUrl: string,
  { log = `${databaseUrl}.log`, settings = {} }: { log?: string; settings?: Record<string, string> } = {},
): Promise<Product> {
  const env = {
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LVZHI_SECRET: SECRET,
    HOST: '127.0.0.1',
    ...QUOTAS,
    ...settings,
  }
  const { server, output } = await startServer(START, env, log)
  const setupToken = /--token (\S+)/.exec(output)?.[1]
  const client = clientOf(server.url)
  if (setupToken) {
    await client.post('/v1/setup', {
      token: setupToken,
      committee: { code: COMMITTEE, name: '基准区政协', level: 'district' },
      administrator: { login: 'bench', displayName: '基准', password: PASSWORD },
    })
  }
  return { ...server, client, ...(await loggedIn(server.url, client)) }
}

/** A second person, who approves what the first one has uploaded. */
export const approverOf = (client: Client): Promise<Client> =>
  colleagueOf(client, COMMITTEE, { login: 'approver', displayName: '审定', role: 'approver' }, PASSWORD)

async function loggedIn(url: string, client: Client): Promise<{ token: string }> {
  await client.login(COMMITTEE, 'bench', PASSWORD)
  return { token: await tokenOf(url, COMMITTEE) }
}

/** An access token of the bench in a committee. */
export async function tokenOf(url: string, committee: string): Promise<string> {
  const answer = await fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ committee, login: 'bench', password: PASSWORD }),
  })
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** The cookie of a browser in which the bench has signed in. */
export async function pageCookie(url: string): Promise<string> {
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ committee: COMMITTEE, login: 'bench', password: PASSWORD }).toString(),
  })
  const [cookie] = answer.headers.getSetCookie()
  if (answer.status !== 303 || !cookie) throw new Error(`the bench cannot sign in: ${answer.status}`)
  return cookie.split(';')[0]!
}

/** A server of `bench/base/`, written by hand. */
export async function startBase(name: string, ...parameters: string[]): Promise<Server> {
  const file = path.join(import.meta.dirname, 'base', name)
  const log = path.join(
    path.dirname(parameters[0] ?? '.'),
    `${path.parse(name).name}-${randomBytes(4).toString('hex')}.log`,
  )
  return (await startServer([file, ...parameters], {}, log)).server
}

async function startServer(
  command: string[],
  env: Record<string, string>,
  log: string,
): Promise<{ server: Server; output: string }> {
  const begin = performance.now()
  const file = openSync(log, 'w')
  const child = spawn(process.execPath, ['--import', PROBE, ...command], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', file, file, 'ipc'],
  })
  closeSync(file)
  child.once('exit', (code, signal) => {
    if (code === 0 || signal === 'SIGTERM') return
    console.error(
      `${command.join(' ')} ended with ${code ?? signal}:\n${readFileSync(log, 'utf8').slice(-4_000)}`,
    )
  })
  const output = await saysUrl(child, log)
  const url = /listens on (\S+)/.exec(output)![1]!
  await fetch(`${url}/livez`).then((answer) => answer.text())
  const startMs = performance.now() - begin
  const server: Server = {
    url,
    process: child,
    startMs,
    memory: async (collected) => {
      child.send(collected ? 'collect' : 'look')
      const [answer] = await once(child, 'message')
      return answer as { heapUsed: number; rss: number }
    },
    stop: () => ended(child),
  }
  return { server, output }
}

async function saysUrl(child: ChildProcess, log: string): Promise<string> {
  const end = performance.now() + START_MAX_MS
  while (performance.now() < end) {
    const output = readFileSync(log, 'utf8')
    if (/listens on \S+/.test(output) && output.endsWith('\n')) return output
    if (child.exitCode !== null) break
    await setTimeout(2)
  }
  child.kill('SIGKILL')
  throw new Error(`the server did not start:\n${readFileSync(log, 'utf8').slice(-2_000)}`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const late = globalThis.setTimeout(() => child.kill('SIGKILL'), 12_000)
  await exit
  clearTimeout(late)
}

/** Runs a program of the bench to its end; answers the JSON document that it prints. */
export async function runProgram<T>(file: string, ...parameters: string[]): Promise<T> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, file), ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${file} ended with ${code}`)
  return JSON.parse(output) as T
}
