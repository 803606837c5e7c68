import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { openStorage } from '../../src/storage/open.ts'
import { administratorOf } from '../support/committees.ts'
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
    expect(listed.body.items.map(({ code }: { code: string }) => code)).toEqual(['luming', 'street'])
    const clerk = await world.as('clerk')
    expect((await clerk.get('/v1/committees').expect(200)).body.items).toHaveLength(1)
    await clerk.get(`/v1/committees/${body.id}`).expect(404)
  })

  it('two parents that give one code at the same moment: one has it, the other is told', async () => {
    const other = await administratorOf(world, 'parent')
    // On PostgreSQL the other parent asks another process.
    const storage =
      world.engine === 'postgres' ? await openStorage(world.databaseUrl, () => world.now) : world.storage
    const app = await buildApp({ ...world.deps, storage })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const elsewhere = (sent: object) =>
      request(app.server).post('/v1/committees').set('authorization', `Bearer ${other.token}`).send(sent)
    for (let round = 0; round < 20; round += 1) {
      const sent = { code: `same_${round}`, name: '某街道', level: 'district' }
      const answers = await Promise.all([world.admin.post('/v1/committees', sent), elsewhere(sent)])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
      const refused = answers.find(({ status }) => status === 409)!
      expect(refused.body).toMatchObject({
        code: 'already_exists',
        detail: expect.stringContaining(sent.code),
      })
    }
    await app.close()
    if (storage !== world.storage) await storage.close()
    const rows = await world.storage.query<{ n: number }>(
      "select count(*) as n from committees where code like 'same_%'",
      [],
    )
    expect(Number(rows[0]!.n)).toBe(20)
  })

  it('a code that the set-up took is taken', async () => {
    const sent = { code: 'luming', name: '某街道', level: 'district' }
    await world.admin.post('/v1/committees', sent).expect(409)
  })

  it('is renamed by its own administrator', async () => {
    const url = `/v1/committees/${world.committeeId}`
    const changed = await world.admin.patch(url, { name: '示例区' }, { 'if-match': '"1"' }).expect(200)
    expect(changed.body).toMatchObject({ name: '示例区', version: 2 })
    await world.admin.patch(url, { name: '别名' }, { 'if-match': '"1"' }).expect(412)
    await world.admin.patch(url, { name: '别名' }, {}).expect(428)
    await world.admin.patch(`/v1/committees/${ABSENT}`, { name: '别名' }, { 'if-match': '*' }).expect(404)
    await world.admin.get(`/v1/committees/${ABSENT}`).expect(404)
  })

  describe('one below, of another’s', () => {
    it('is not changed from above', async () => {
      const below = await post(world, '/v1/committees', { code: 'below', name: '下级', level: 'district' })
      const answer = await world.admin.patch(
        `/v1/committees/${below.id}`,
        { name: '越权' },
        { 'if-match': '*' },
      )
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
      // Whoever may not read it is not told that it is there.
      const elsewhere = await administratorOf(world, 'beside')
      await elsewhere.patch(`/v1/committees/${below.id}`, { name: '越权' }, { 'if-match': '*' }).expect(404)
    })
  })
})
