import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { clientOf } from '../../examples/client.ts'
import { readStory } from '../../examples/committee.ts'
import { liveTheYear, PASSWORD } from '../../examples/year.ts'
import { type Growth, growths } from './growth/shapes.ts'
import type { Outcome } from './outcome.ts'
import { startKillable } from './server.ts'

/**
 * Requests that grow up to their limit, in every shape that an operation takes, while a second client asks `/livez`. How
 * long that one waits must stay short, and must not double with the last doubling of a request.
 */

/** Nobody waits longer beside one request. */
const HELD_MAX_MS = 250
/** Below it a doubling is noise. */
const QUIET_MS = 100
const DOUBLED = 1.8
const TRIES = 3
const SETTLE_MS = 15
const ANSWER_MAX_MS = 60_000
const LOGIN_AGAIN_MS = 300_000
const SHOWN_MAX = 12
const TOLD_EVERY = 200

interface Held {
  name: string
  halfMs: number
  fullMs: number
  bytes: number
}

/** `every` asks each n-th way of growing alone. */
export async function growth(every: number): Promise<Outcome[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-growth-'))
  const server = await startKillable(path.join(folder, 'growth.db'), path.join(folder, 'growth.log'))
  const probe = new Worker(new URL('./growth/probe.ts', import.meta.url), { workerData: { url: server.url } })
  try {
    const ids = await prepared(server.url, server.setupToken!)
    const send = senderOf(server.url, ids)
    const longest = async (): Promise<number> => {
      probe.postMessage('longest')
      const [ms] = await once(probe, 'message')
      return ms
    }
    /** The longest wait beside one request of this size. */
    const waited = async (grown: Growth, size: number): Promise<number> => {
      await longest()
      await send(grown, size)
      await setTimeout(SETTLE_MS)
      return longest()
    }
    const all = [...growths()].filter((_, n) => n % every === 0)
    const slowest: Held[] = []
    const wrong: string[] = []
    for (const [n, grown] of all.entries()) {
      if (n % TOLD_EVERY === 0) console.log(`  ${n} of ${all.length}: ${grown.name}`)
      const first = await waited(grown, grown.max)
      slowest.push({ name: grown.name, halfMs: 0, fullMs: first, bytes: grown.max })
      if (first <= QUIET_MS) continue
      const held = await median(grown, waited)
      slowest[slowest.length - 1] = held
      // What is so once more is no accident of the machine.
      if (!faultOf(held) || !faultOf(await median(grown, waited))) continue
      wrong.push(`${faultOf(held)}: ${told(held)}`)
      console.error(`  ${wrong.at(-1)}`)
    }
    slowest.sort((a, b) => b.fullMs - a.fullMs)
    for (const held of slowest.slice(0, SHOWN_MAX)) console.log(`  ${told(held)}`)
    const figures = `${all.length} ways of growing, longest wait of another ${Math.round(slowest[0]!.fullMs)} ms, ${wrong.length} too long`
    return [{ name: 'growth', ok: wrong.length === 0, figures }]
  } finally {
    await probe.terminate()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const faultOf = ({ halfMs, fullMs }: Held): string | undefined => {
  if (fullMs > HELD_MAX_MS) return 'holds others up'
  return fullMs > QUIET_MS && fullMs / halfMs >= DOUBLED ? 'grows' : undefined
}

const told = ({ name, halfMs, fullMs, bytes }: Held): string =>
  `${Math.round(fullMs)} ms beside ${name} of ${Math.round(bytes / 1_000)} kB${halfMs ? `, ${Math.round(halfMs)} ms of half` : ''}`

/** Of some tries the middle one, in turns, so that what the machine does besides falls on both. */
async function median(
  grown: Growth,
  waited: (grown: Growth, size: number) => Promise<number>,
): Promise<Held> {
  const [half, full]: [number[], number[]] = [[], []]
  for (let n = 0; n < TRIES; n += 1) {
    half.push(await waited(grown, grown.max / 2))
    full.push(await waited(grown, grown.max))
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(TRIES / 2)]!
  return { name: grown.name, halfMs: middle(half), fullMs: middle(full), bytes: grown.max }
}

type Ids = Record<string, string>

/** A committee with a year behind it, and ids for what requests speak of. */
async function prepared(url: string, setupToken: string): Promise<Ids> {
  const { period, records } = await liveTheYear(clientOf(url), readStory(), setupToken)
  const [meeting] = [...records.meetings.values()]
  return { period: period.id, term: records.termId, meeting: meeting!.id }
}

function senderOf(url: string, ids: Ids) {
  let token = ''
  let loggedInAt = Number.NEGATIVE_INFINITY
  const known = new Map<string, string>()
  const headersOf = () => ({ authorization: `Bearer ${token}` })

  async function login(): Promise<void> {
    if (performance.now() - loggedInAt < LOGIN_AGAIN_MS) return
    const body = JSON.stringify({ committee: readStory().committee.code, login: 'admin', password: PASSWORD })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}/v1/auth/login`, { method: 'POST', headers, body })
    token = ((await answer.json()) as { accessToken: string }).accessToken
    loggedInAt = performance.now()
  }

  /** The first record of the list above it, where there is one. */
  async function idFor(at: string): Promise<string> {
    const list = at.slice(0, at.indexOf('/{'))
    let id = known.get(list)
    if (!id) {
      const answer = await fetch(`${url}${list}?limit=1`, { headers: headersOf() })
      const body = answer.ok ? ((await answer.json()) as { items?: { id?: string }[] }) : {}
      id = body.items?.[0]?.id ?? ids['term']!
      known.set(list, id)
    }
    return id
  }

  return async ({ method, path: at, make }: Growth, size: number): Promise<void> => {
    await login()
    const made = make(size)
    const named = at.includes('/{') ? at.replaceAll(/\{\w+\}/g, await idFor(at)) : at
    const body = withIds(made.body, ids)
    const headers = {
      'if-match': '*',
      'idempotency-key': crypto.randomUUID(),
      ...headersOf(),
      ...made.headers,
    }
    const signal = AbortSignal.timeout(ANSWER_MAX_MS)
    const target = `${url}${named}${made.query ? `?${made.query}` : ''}`
    const answer = await fetch(target, { method, headers, signal, ...(body ? { body } : {}) }).catch(
      () => undefined,
    )
    await answer?.arrayBuffer().catch(() => {})
  }
}

/** Names in braces stand for ids. */
function withIds(body: string | FormData | undefined, ids: Ids): string | FormData | undefined {
  if (body === undefined) return undefined
  if (typeof body === 'string') {
    return body.replace('"{period}"', `"${ids['period']}"`)
  }
  for (const [name, value] of [...body.entries()]) {
    const id = typeof value === 'string' ? /^\{(\w+)\}$/.exec(value)?.[1] : undefined
    if (id) body.set(name, ids[id]!)
  }
  return body
}
