import { describe, expect, it } from 'vitest'
import { ABSENT } from './makers.ts'
import { act } from './records.ts'
import { sequence } from './watch.ts'
import type { World } from './world.ts'

/** The steps of a record's life: each from the right state, and what refuses them all alike. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Made = any

export interface Action {
  name: string
  path: string
  verb: string
  /** What is sent; it may name what the record was made with. */
  body?: object | ((record: Made) => object)
  /** A record that this step starts from, and one from which it does not. */
  ready(world: World): Promise<Made>
  wrong(world: World): Promise<Made>
  after: object
  /** A record that can be withdrawn, where the ready one cannot. */
  gone?(world: World): Promise<Made>
}

export function stepsOf(world: World, actions: readonly Action[]): void {
  describe.each(actions)('$name', ({ path, verb, body, ready, wrong, after, gone = ready }) => {
    const bodyOf = (record: Made) => (typeof body === 'function' ? body(record) : body)
    const send = (record: Made, ifMatch = '*') =>
      world.admin.post(`${path}/${record.id}/${verb}`, bodyOf(record), { 'if-match': ifMatch })

    it('from the right state: a new version, and the same answer again for a retry', async () => {
      const record = await ready(world)
      const { id } = record
      const { headers } = await world.admin.get(`${path}/${id}`).expect(200)
      const key = { 'idempotency-key': crypto.randomUUID(), 'if-match': headers['etag']! }
      const done = await world.admin.post(`${path}/${id}/${verb}`, bodyOf(record), key).expect(200)
      expect(done.body).toMatchObject(after)
      const again = await world.admin.post(`${path}/${id}/${verb}`, bodyOf(record), key).expect(200)
      expect(again.headers['idempotency-replayed']).toBe('true')
      expect(again.text).toBe(done.text)
    })

    it('409 from another state, on trial as well', async () => {
      const record = await wrong(world)
      expect((await send(record).expect(409)).body.code).toBe('state_conflict')
      const trial = `${path}/${record.id}/${verb}?validateOnly=true`
      await world.admin.post(trial, bodyOf(record), { 'if-match': '*' }).expect(409)
    })

    it('a trial tells what would be and does nothing', async () => {
      const record = await ready(world)
      const { id } = record
      const { text } = await world.admin.get(`${path}/${id}`).expect(200)
      const before = await sequence(world)
      const trial = `${path}/${id}/${verb}?validateOnly=true`
      const { body: would } = await world.admin.post(trial, bodyOf(record), { 'if-match': '*' }).expect(200)
      expect(would).toMatchObject(after)
      expect(await sequence(world)).toBe(before)
      expect((await world.admin.get(`${path}/${id}`).expect(200)).text).toBe(text)
    })

    it('404 unknown, 410 withdrawn, 412 stale; the state guards a step that tells no version', async () => {
      const record = await ready(world)
      await send({ ...record, id: ABSENT }).expect(404)
      await send(record, '"999"').expect(412)
      await world.admin.post(`${path}/${record.id}/${verb}`, bodyOf(record)).expect(200)
      const withdrawn = await gone(world)
      if (verb === 'reopen' && path === '/v1/periods') {
        await act(world, `${path}/${withdrawn.id}`, verb, bodyOf(withdrawn))
      }
      await world.admin.delete(`${path}/${withdrawn.id}`, { 'if-match': '*' }).expect(204)
      await send(withdrawn).expect(410)
    })
  })
}
