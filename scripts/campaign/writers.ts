import { randomUUID } from 'node:crypto'
import type { Random } from '../../test/support/random.ts'

/** Writers that keep a book of what they sent and what was acknowledged. */

export interface Sent {
  path: string
  key: string
  body: string
  /** Where the record can be read again; a roll call is read by its session. */
  readBy: 'location' | string
  /** The acknowledgement; undefined when the connection broke before it. */
  answer?: { status: number; text: string; location: string | null }
}

export interface Target {
  url: string
  token: string
  memberIds: readonly string[]
  /** Sessions without marks; each roll call takes one. */
  freshSessions: string[]
}

export const ROLL = 20
export const SIGNERS = 2

const headersOf = (token: string, key?: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  ...(key ? { 'idempotency-key': key } : {}),
})

/** Sends until `stopped`, one request after the other; a broken connection ends it. */
export async function writer(
  target: Target,
  random: Random,
  book: Sent[],
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    const sent = nextOf(target, random)
    if (!sent) return
    book.push(sent)
    try {
      sent.answer = await send(target, sent)
    } catch {
      return
    }
    const { status, text } = sent.answer
    if (status === 503 && JSON.parse(text).retryable === true) {
      // The connection behind it was cut: the retry under the same key tells.
      delete sent.answer
      continue
    }
    if (status >= 300) throw new Error(`${sent.path} → ${status} ${text}`)
  }
}

function nextOf({ memberIds, freshSessions }: Target, random: Random): Sent | undefined {
  const key = randomUUID()
  const start = random.below(memberIds.length - ROLL)
  const kind = random.below(3)
  if (kind === 0) {
    const signers = memberIds.slice(start, start + SIGNERS).map((memberId) => ({ memberId }))
    const body = { title: `提案 ${key}`, proposerKind: 'joint', signers, externalId: key }
    return { path: '/v1/proposals', key, body: JSON.stringify(body), readBy: 'location' }
  }
  if (kind === 1) {
    const body = { title: `社情民意 ${key}`, authorIds: memberIds.slice(start, start + 2), externalId: key }
    return { path: '/v1/opinions', key, body: JSON.stringify(body), readBy: 'location' }
  }
  const sessionId = freshSessions.pop()
  if (!sessionId) return undefined
  const items = memberIds.slice(start, start + ROLL).map((memberId) => ({ memberId, presence: 'present' }))
  const path = `/v1/meeting-sessions/${sessionId}/attendance`
  return { path, key, body: JSON.stringify({ items }), readBy: path }
}

async function send({ url, token }: Pick<Target, 'url' | 'token'>, { path, key, body }: Sent) {
  const answer = await fetch(url + path, { method: 'POST', headers: headersOf(token, key), body })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    location: answer.headers.get('location'),
    replayed: answer.headers.get('idempotency-replayed') === 'true',
  }
}

export interface Checked {
  acknowledged: number
  lost: string[]
  replaysEqual: number
  replaysDifferent: string[]
  /** Writes without acknowledgement, each of which now stands exactly once. */
  retried: number
  doubled: string[]
}

/** Every acknowledged write is there, and the same request under the same key gets the first answer. */
export async function checkBook(
  to: Pick<Target, 'url' | 'token'>,
  book: readonly Sent[],
  found: Checked,
): Promise<void> {
  for (const sent of book) {
    const first = sent.answer
    const again = await send(to, sent)
    const name = `${sent.path} ${sent.key}`
    if (!first) {
      // Nobody was told: done or not, the retry is answered and the record stands once.
      if (again.status >= 300) found.doubled.push(`${name} → ${again.status}`)
      else found.retried += 1
      if (sent.readBy === 'location' && (await countOf(to, sent)) !== 1) found.doubled.push(name)
      continue
    }
    found.acknowledged += 1
    if (again.replayed && again.status === first.status && again.text === first.text) found.replaysEqual += 1
    else found.replaysDifferent.push(name)
    if (!(await isThere(to, sent))) found.lost.push(name)
  }
}

async function isThere({ url, token }: Pick<Target, 'url' | 'token'>, sent: Sent): Promise<boolean> {
  const path = sent.readBy === 'location' ? sent.answer!.location! : sent.readBy
  const answer = await fetch(url + path, { headers: headersOf(token) })
  const text = await answer.text()
  if (answer.status !== 200) return false
  if (sent.readBy === 'location') return text === sent.answer!.text
  const wanted = (JSON.parse(sent.body) as { items: { memberId: string }[] }).items
  const marked = (JSON.parse(text) as { items: { memberId: string; version: number }[] }).items
  return wanted.every((mark) => marked.some((row) => row.memberId === mark.memberId && row.version === 1))
}

async function countOf({ url, token }: Pick<Target, 'url' | 'token'>, { path, key }: Sent): Promise<number> {
  const answer = await fetch(`${url}${path}?externalId=${key}`, { headers: headersOf(token) })
  return ((await answer.json()) as { items: unknown[] }).items.length
}
