import { beforeAll, describe, expect, it } from 'vitest'
import { KINDS } from '../support/kinds.ts'
import { ABSENT } from '../support/makers.ts'
import { post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** What every kind of record does alike, asked of every kind. */

inEveryWorld('every kind of record', (world) => {
  describe.each(KINDS)('$name', (kind) => {
    const ifAny = { 'if-match': '*' }
    let record: Record<string, unknown>
    let url: string
    let tag: string

    beforeAll(async () => {
      record = await post(world, kind.path, { ...(await kind.body(world)), externalId: `x-${kind.name}` })
      url = `${kind.path}/${record['id']}`
    })

    const refresh = async () => {
      tag = (await world.admin.get(url).expect(200)).headers['etag']!
      return tag
    }

    it('201 says where it is; GET there answers the same bytes under the same tag, HEAD the same headers', async () => {
      const created = await world.admin.post(kind.path, await kind.body(world)).expect(201)
      const location = created.headers['location']!
      const read = await world.admin.get(location).expect(200)
      expect(read.text).toBe(created.text)
      expect(read.headers['etag']).toBe(created.headers['etag'])
      expect(read.headers['content-type']).toBe('application/json; charset=utf-8')
      const head = await world.admin.head(location).expect(200)
      for (const name of ['etag', 'content-type', 'content-length', 'vary', 'cache-control']) {
        expect(head.headers[name], name).toBe(read.headers[name])
      }
      expect(head.text ?? '').toBe('')
    })

    it('validateOnly answers as the real call and writes nothing', async () => {
      const body = await kind.body(world)
      const before = await sequence(world)
      const tried = await world.admin.post(`${kind.path}?validateOnly=true`, body).expect(200)
      expect(tried.body).toMatchObject({ version: 1 })
      expect(tried.headers['location']).toBeUndefined()
      const changed = await world.admin.patch(`${url}?validateOnly=true`, kind.change, ifAny).expect(200)
      expect(changed.body).toMatchObject(kind.change)
      await world.admin.delete(`${url}?validateOnly=true`, ifAny).expect(204)
      expect(await sequence(world)).toBe(before)
      await world.admin.get(url).expect(200)
    })

    it('304 for the tag that one holds, weak or in a list; a new tag after a change', async () => {
      await refresh()
      const same = await world.admin.get(url, { 'if-none-match': `"0.x", W/${tag}` }).expect(304)
      expect(same.headers['etag']).toBe(tag)
      expect(same.text).toBe('')
    })

    it('PATCH: equal values are no change; a change is a new version; null clears', async () => {
      const before = await refresh()
      const same = Object.fromEntries(Object.keys(kind.change).map((name) => [name, record[name]]))
      const equal = await world.admin.patch(url, same, { 'if-match': before }).expect(200)
      expect(equal.headers['etag']).toBe(before)
      const changed = await world.admin.patch(url, kind.change, { 'if-match': before }).expect(200)
      expect(changed.body).toMatchObject(kind.change)
      expect(changed.body.version).toBe(Number(equal.body.version) + 1)
      if (!kind.clear) return
      const cleared = await world.admin.patch(url, { [kind.clear]: null }, ifAny).expect(200)
      const expected = { ...changed.body, [kind.clear]: null }
      expect(withoutBook(cleared.body)).toEqual(withoutBook(expected))
      if (kind.clear === 'externalId') await world.admin.patch(url, { externalId: `x-${kind.name}` }, ifAny)
    })

    it('412 for a stale or weak tag, with the current one, and nothing written', async () => {
      await refresh()
      const before = await sequence(world)
      for (const sent of ['"999"', `W/${tag}`, 'nonsense']) {
        const refused = await world.admin.patch(url, kind.change, { 'if-match': sent }).expect(412)
        expect(refused.body).toMatchObject({ code: 'stale_version' })
        expect(refused.headers['etag']).toBe(`"${refused.body.currentVersion}"`)
        await world.admin.delete(url, { 'if-match': sent }).expect(412)
      }
      expect(await sequence(world)).toBe(before)
    })

    it('428 without If-Match', async () => {
      await world.admin.patch(url, kind.change, {}).expect(428)
      await world.admin.delete(url, {}).expect(428)
    })

    it('409 for a second record under the same externalId, at creation and by change', async () => {
      const body = { ...(await kind.body(world)), externalId: `x-${kind.name}` }
      expect((await world.admin.post(kind.path, body).expect(409)).body.code).toBe('already_exists')
      const other = await post(world, kind.path, await kind.body(world))
      const clash = { externalId: `x-${kind.name}` }
      await world.admin.patch(`${kind.path}/${other.id}`, clash, ifAny).expect(409)
    })

    it('422 for a field that names nothing', async () => {
      for (const name of kind.names?.create ?? []) {
        const body = { ...(await kind.body(world)), [name]: ABSENT }
        const refused = await world.admin.post(kind.path, body).expect(422)
        expect([name, refused.body.code]).toEqual([name, 'unknown_reference'])
      }
      for (const name of kind.names?.change ?? []) {
        const refused = await world.admin.patch(url, { [name]: ABSENT }, ifAny).expect(422)
        expect([name, refused.body.code]).toEqual([name, 'unknown_reference'])
      }
    })

    it('400 for fields that only the server sets, all of them named', async () => {
      const sent = Object.fromEntries(kind.readOnly.map((name) => [name, 1]))
      const refused = await world.admin.patch(url, sent, ifAny).expect(400)
      const named = refused.body.errors.map((error: { pointer: string }) => error.pointer).sort()
      expect(named).toEqual(kind.readOnly.map((name) => `/${name}`).sort())
      const after = await world.admin.get(url).expect(200)
      expect(after.body.id).toBe(record['id'])
    })

    it('lists: total on request, one field alone, tombstones for those who mirror, foreign cursors refused', async () => {
      await listsOf(world, kind.path)
    })

    it('withdrawn: 410 for whoever could read it, a tombstone in lists; 404 for an id that never was', async () => {
      const gone = await post(world, kind.path, await kind.body(world))
      const at = `${kind.path}/${gone.id}`
      await world.admin.delete(at, ifAny).expect(204)
      expect((await world.admin.get(at).expect(410)).body.code).toBe('gone')
      await world.admin.patch(at, kind.change, ifAny).expect(410)
      await world.admin.delete(at, ifAny).expect(410)
      const { body } = await world.admin
        .get(`${kind.path}?modifiedSince=2019-01-01T00:00:00.000Z&limit=200&sort=-updatedAt`)
        .expect(200)
      const tombstone = body.items.find((item: { id: string }) => item.id === gone.id)
      expect(tombstone.deletedAt).not.toBeNull()
      const { body: standing } = await world.admin.get(`${kind.path}?limit=200`).expect(200)
      expect(standing.items.some((item: { id: string }) => item.id === gone.id)).toBe(false)
      await world.admin.get(`${kind.path}/${ABSENT}`).expect(404)
      await world.admin.patch(`${kind.path}/${ABSENT}`, kind.change, ifAny).expect(404)
      await world.admin.delete(`${kind.path}/${ABSENT}`, ifAny).expect(404)
    })
  })
})

const withoutBook = ({ version: _, updatedAt: _at, ...rest }: Record<string, unknown>) => rest

async function listsOf(world: World, path: string): Promise<void> {
  const first = await world.admin.get(`${path}?limit=1&includeTotal=true`).expect(200)
  expect(first.body.total).toBeGreaterThan(1)
  expect(first.body).toMatchObject({ hasMore: true })
  const { nextCursor } = first.body
  const second = await world.admin.get(`${path}?limit=1&cursor=${nextCursor}`).expect(200)
  expect(second.body.items[0].id).not.toBe(first.body.items[0].id)
  expect(second.body).not.toHaveProperty('total')
  const tagged = first.headers['etag']!
  await world.admin.get(`${path}?limit=1&includeTotal=true`, { 'if-none-match': tagged }).expect(304)
  const ids = await world.admin.get(`${path}?fields=id`).expect(200)
  expect(Object.keys(ids.body.items[0])).toEqual(['id'])
  const wrong: [string, string][] = [
    [`cursor=${nextCursor}&externalId=other`, 'cursor_mismatch'],
    [`cursor=${nextCursor}x`, 'cursor_invalid'],
    ['cursor=abc', 'cursor_invalid'],
    ['fields=nothing', 'validation_failed'],
    ['sort=nothing', 'validation_failed'],
    ['limit=201', 'validation_failed'],
    ['limit=0', 'validation_failed'],
  ]
  for (const [query, code] of wrong) {
    expect([query, (await world.admin.get(`${path}?${query}`).expect(400)).body.code]).toEqual([query, code])
  }
}
