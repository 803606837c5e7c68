import { describe, expect, it } from 'vitest'
import { ABSENT } from '../support/makers.ts'
import { post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

inEveryWorld('committees', (world) => {
  it('201 makes one below with its catalogues; a trial makes none; 409 for a code that is taken', async () => {
    const sent = { code: 'street', name: '某街道', level: 'district' }
    const before = await sequence(world)
    await world.admin.post('/v1/committees?validateOnly=true', sent).expect(200)
    expect(await sequence(world)).toBe(before)
    const made = await world.admin.post('/v1/committees', sent).expect(201)
    const { body, headers } = await world.admin.get(made.headers['location']!).expect(200)
    expect(body).toMatchObject({ ...sent, parentId: world.committeeId })
    await world.admin.get(made.headers['location']!, { 'if-none-match': headers['etag']! }).expect(304)
    const items = await world.admin
      .get(`/v1/catalogue-items?committeeId=${body.id}&includeTotal=true`)
      .expect(200)
    expect(items.body.total).toBeGreaterThan(50)
    expect((await world.admin.post('/v1/committees', sent).expect(409)).body.code).toBe('already_exists')
    const listed = await world.admin.get('/v1/committees').expect(200)
    expect(listed.body.items).toHaveLength(2)
    const clerk = await world.as('clerk')
    expect((await clerk.get('/v1/committees').expect(200)).body.items).toHaveLength(1)
    await clerk.get(`/v1/committees/${body.id}`).expect(404)
  })

  it('is renamed by its own administrator', async () => {
    const url = `/v1/committees/${world.committeeId}`
    const changed = await world.admin.patch(url, { name: '示例区' }, { 'if-match': '"1"' }).expect(200)
    expect(changed.body).toMatchObject({ name: '示例区', version: 2 })
    await world.admin.patch(url, { name: '别名' }, { 'if-match': '"1"' }).expect(412)
    await world.admin.patch(url, { name: '别名' }).expect(428)
    await world.admin.patch(`/v1/committees/${ABSENT}`, { name: '别名' }, { 'if-match': '*' }).expect(404)
    await world.admin.get(`/v1/committees/${ABSENT}`).expect(404)
  })

  describe('one below, of another’s', () => {
    it('is not changed from above', async () => {
      const below = await post(world, '/v1/committees', { code: 'below', name: '下级', level: 'district' })
      await world.admin.patch(`/v1/committees/${below.id}`, { name: '越权' }, { 'if-match': '*' }).expect(404)
    })
  })
})
