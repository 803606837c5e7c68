import { describe, expect, it } from 'vitest'
import { aMember, post } from './records.ts'
import { sequence } from './watch.ts'
import type { World } from './world.ts'

/** A table of requests that a rule refuses: what is sent, and how HTTP tells it. */

export type Sent = [method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object]
export type Row = [what: string, status: number, code: string, make: (world: World) => Promise<Sent>]

export const idOf = async (world: World, path: string, body: object) =>
  (await post(world, path, body)).id as string
export const memberId = async (world: World) => (await aMember(world)).id as string

export function refuses(world: World, rows: readonly Row[]): void {
  describe('refuse', () => {
    it.each(rows)('%s (%i %s)', async (_what, status, code, make) => {
      const [method, path, body] = await make(world)
      const before = await sequence(world)
      const answer = await send(world, method, path, body)
      expect([answer.status, answer.body.code], JSON.stringify(answer.body)).toEqual([status, code])
      expect(await sequence(world)).toBe(before)
    })
  })
}

/** With `If-Match: *` and a fresh key, as whoever wants it whatever stands. */
export function send(world: World, method: Sent[0], path: string, body?: object) {
  const headers = { 'if-match': '*', 'idempotency-key': crypto.randomUUID() }
  if (method === 'PATCH') return world.admin.patch(path, body, headers)
  return method === 'DELETE' ? world.admin.delete(path, headers) : world.admin.post(path, body, headers)
}
