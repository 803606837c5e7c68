import { expect, it, vi } from 'vitest'
import { ABSENT } from '../support/makers.ts'
import { post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { clientOf, inEveryWorld } from '../support/world.ts'

inEveryWorld('API keys', (world) => {
  it('201 shows the secret once; it does what its scopes say and ends at its revocation', async () => {
    const sent = { name: '签到系统', scopes: ['committee.read'] }
    const made = await world.admin.post('/v1/api-keys', sent).expect(201)
    expect(made.body.key).toMatch(/^lvk_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/)
    const listed = await world.admin.get('/v1/api-keys').expect(200)
    expect(listed.text).not.toContain(made.body.key)
    expect(listed.body.items[0]).not.toHaveProperty('keyHash')
    const machine = clientOf(world, made.body.key)
    await machine.get('/v1/terms').expect(200)
    await machine.get('/v1/members').expect(403)
    await world.admin.post(`/v1/api-keys/${made.body.id}/revoke`).expect(200)
    const again = await world.admin.post(`/v1/api-keys/${made.body.id}/revoke`).expect(200)
    expect(again.body.revokedAt).not.toBeNull()
    await machine.get('/v1/terms').expect(401)
    await world.admin.post(`/v1/api-keys/${ABSENT}/revoke`).expect(404)
  })

  it('shows the hour of its last use, which costs one write an hour and is no event', async () => {
    const made = await post(world, '/v1/api-keys', { name: '记时', scopes: ['committee.read'] })
    expect(made.lastUsedAt).toBeNull()
    const machine = clientOf(world, made.key)
    const shown = async () => {
      const { body } = await world.admin.get('/v1/api-keys?limit=200').expect(200)
      return body.items.find((item: { id: string }) => item.id === made.id).lastUsedAt
    }
    expect(await shown()).toBeNull()
    const now = world.now
    const [seq, commits] = [await sequence(world), world.storage.commits()]
    for (const [minutes, hour] of [
      [17, '04'],
      [75, '05'],
      [300, '09'],
    ] as const) {
      world.now = new Date(now.getTime() + minutes * 60_000)
      for (let i = 0; i < 5; i += 1) await machine.get('/v1/terms').expect(200)
      await machine.get('/v1/members').expect(403)
      world.now = now
      await vi.waitFor(async () => expect(await shown()).toBe(`2019-12-31T${hour}:00:00.000Z`))
    }
    expect([await sequence(world), world.storage.commits()]).toEqual([seq, commits + 3])
    const revoked = await world.admin.post(`/v1/api-keys/${made.id}/revoke`).expect(200)
    expect(revoked.body.lastUsedAt).toBe('2019-12-31T09:00:00.000Z')
  })

  it('its use is noted at the next request when it could not be', async () => {
    const made = await post(world, '/v1/api-keys', { name: '再记', scopes: ['committee.read'] })
    const machine = clientOf(world, made.key)
    const write = vi.spyOn(world.storage, 'write').mockRejectedValueOnce(new Error('busy'))
    await machine.get('/v1/terms').expect(200)
    write.mockRestore()
    await vi.waitFor(async () => {
      await machine.get('/v1/terms').expect(200)
      const rows = await world.storage.query('select used_at from api_key_uses where key_id = ?', [made.id])
      expect(rows).toHaveLength(1)
    })
  })

  it('ends on its day, also for a write that began before it', async () => {
    const made = await post(world, '/v1/api-keys', {
      name: '短',
      scopes: ['committee.read'],
      expiresInDays: 1,
    })
    const machine = clientOf(world, made.key)
    await machine.get('/v1/terms').expect(200)
    const now = world.now
    world.now = new Date(now.getTime() + 86_400_000)
    await machine.get('/v1/terms').expect(401)
    world.now = now
  })

  it('403 for scopes that its maker does not have; a key makes no key beyond its own', async () => {
    const scopes = ['keys.manage', 'committee.read']
    const maker = clientOf(world, (await post(world, '/v1/api-keys', { name: '管理', scopes })).key)
    const beyond = await maker.post('/v1/api-keys', { name: '多', scopes: ['members.manage'] }).expect(403)
    expect(beyond.body.code).toBe('forbidden')
    await maker.post('/v1/api-keys', { name: '同', scopes: ['committee.read'] }).expect(201)
    await world.admin.post('/v1/api-keys', { name: '错', scopes: ['everything'] }).expect(400)
  })

  it('a trial makes none', async () => {
    const sent = { name: '试', scopes: ['committee.read'] }
    const before = (await world.admin.get('/v1/api-keys?includeTotal=true').expect(200)).body.total
    await world.admin.post('/v1/api-keys?validateOnly=true', sent).expect(200)
    expect((await world.admin.get('/v1/api-keys?includeTotal=true').expect(200)).body.total).toBe(before)
  })

  it('lists in pages', async () => {
    const page = await world.admin.get('/v1/api-keys?limit=1').expect(200)
    const { nextCursor } = page.body
    expect(page.headers).not.toHaveProperty('etag')
    await world.admin.get(`/v1/api-keys?cursor=${nextCursor}`).expect(200)
    expect((await world.admin.get(`/v1/api-keys?cursor=${nextCursor}&sort=name`).expect(400)).body.code).toBe(
      'cursor_mismatch',
    )
    expect((await world.admin.get('/v1/api-keys?cursor=x').expect(400)).body.code).toBe('cursor_invalid')
  })

  it('a key of a department acts for that department alone: its keys reach no further', async () => {
    const department = await post(world, '/v1/organizations', {
      kind: 'department',
      code: 'D1',
      name: '部门',
    })
    const scopes = ['keys.manage', 'duties.record']
    const sent = { name: '部门管理', scopes, organizationIds: [department.id] }
    const maker = clientOf(world, (await post(world, '/v1/api-keys', sent)).key)
    const all = await maker.post('/v1/api-keys', { name: '全', scopes: ['duties.record'] })
    expect(all.status).toBe(403)
    const own = { name: '本', scopes: ['duties.record'], organizationIds: [department.id] }
    await maker.post('/v1/api-keys', own).expect(201)
  })
})
