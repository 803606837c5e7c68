import { describe, expect, it } from 'vitest'
import { ABSENT } from './makers.ts'
import { act } from './records.ts'
import { sequence } from './watch.ts'
import type { World } from './world.ts'

/** The steps of a record's life: each from the right state, and what refuses them all alike. */

export interface Action {
  name: string
  path: string
  verb: string
  body?: object
  /** A record that this step starts from, and one from which it does not. */
  ready(world: World): Promise<{ id: string }>
  wrong(world: World): Promise<{ id: string }>
  after: object
  /** A record that can be withdrawn, where the ready one cannot. */
  gone?(world: World): Promise<{ id: string }>
  /** `If-Match` is not demanded. */
  free?: true
}

export function stepsOf(world: World, actions: readonly Action[]): void {
  describe.each(actions)('$name', ({ path, verb, body, ready, wrong, after, gone = ready, free }) => {
    const send = (id: string, ifMatch = '*') =>
      world.admin.post(`${path}/${id}/${verb}`, body, { 'if-match': ifMatch })

    it('from the right state: a new version, and the same answer again for a retry', async () => {
      const { id } = await ready(world)
      const { headers } = await world.admin.get(`${path}/${id}`).expect(200)
      const key = { 'idempotency-key': crypto.randomUUID(), 'if-match': headers['etag']! }
      const done = await world.admin.post(`${path}/${id}/${verb}`, body, key).expect(200)
      expect(done.body).toMatchObject(after)
      const again = await world.admin.post(`${path}/${id}/${verb}`, body, key).expect(200)
      expect(again.headers['idempotency-replayed']).toBe('true')
      expect(again.text).toBe(done.text)
    })

    it('409 from another state, on trial as well', async () => {
      const { id } = await wrong(world)
      expect((await send(id).expect(409)).body.code).toBe('state_conflict')
      await world.admin.post(`${path}/${id}/${verb}?validateOnly=true`, body, { 'if-match': '*' }).expect(409)
    })

    it('a trial tells what would be and does nothing', async () => {
      const { id } = await ready(world)
      const { text } = await world.admin.get(`${path}/${id}`).expect(200)
      const before = await sequence(world)
      const trial = `${path}/${id}/${verb}?validateOnly=true`
      const { body: would } = await world.admin.post(trial, body, { 'if-match': '*' }).expect(200)
      expect(would).toMatchObject(after)
      expect(await sequence(world)).toBe(before)
      expect((await world.admin.get(`${path}/${id}`).expect(200)).text).toBe(text)
    })

    it('404 unknown, 410 withdrawn, 412 stale, 428 without If-Match where it is demanded', async () => {
      await send(ABSENT).expect(404)
      const { id } = await ready(world)
      await send(id, '"999"').expect(412)
      if (!free) await world.admin.post(`${path}/${id}/${verb}`, body).expect(428)
      const withdrawn = await gone(world)
      if (verb === 'reopen' && path === '/v1/periods') await act(world, `${path}/${withdrawn.id}`, verb, body)
      await world.admin.delete(`${path}/${withdrawn.id}`, { 'if-match': '*' }).expect(204)
      await send(withdrawn.id).expect(410)
    })
  })
}
