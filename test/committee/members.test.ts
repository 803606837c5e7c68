import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { aMember, aTerm } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

inEveryWorld('members', (world) => {
  it('201 records a member, says where, and GET returns the same bytes', async () => {
    const termId = await aTerm(world)
    const sent = { termId, memberNo: '09001', name: '曾国兰', phone: '19900000001', validFrom: '2017-02-20' }
    const created = await world.admin.post('/v1/members', sent).expect(201)
    expect(created.headers['location']).toBe(`/v1/members/${created.body.id}`)
    expect(created.body).toMatchObject({ name: '曾国兰', version: 1, maskedFields: [], sector: null })
    expect(created.body.pinyin).toMatch(/^zeng1 /)
    const read = await world.admin.get(created.headers['location']!).expect(200)
    expect(read.text).toBe(created.text)
    expect(read.headers['etag']).toBe(created.headers['etag'])
  })

  it('401 without a credential, 400 with every wrong field named, 404 for an id that is no id', async () => {
    await request(world.app.server).get('/v1/members').expect(401)
    const wrong = await world.admin.post('/v1/members', { name: '', nicname: 'x', memberNo: 5 }).expect(400)
    expect(wrong.body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/memberNo',
      '/name',
      '/nicname',
      '/termId',
      '/validFrom',
    ])
    await world.admin.get('/v1/members/not-an-id').expect(404)
  })

  it('by number: the newest term answers, another on request', async () => {
    const member = await aMember(world, { memberNo: '号/7', name: '解缙云' })
    const { body } = await world.admin.get(`/v1/members/by-no/${encodeURIComponent('号/7')}`).expect(200)
    expect(body).toEqual(member)
    await world.admin.get('/v1/members/by-no/nobody').expect(404)
  })

  describe('PATCH', () => {
    it('428 without If-Match, 412 with a stale one, 200 with the current one', async () => {
      const member = await aMember(world, { name: '单雄' })
      const url = `/v1/members/${member.id}`
      await world.admin.patch(url, { unit: '区农技站' }, {}).expect(428)
      await world.admin.patch(url, { unit: '区农技站' }, { 'if-match': '"9"' }).expect(412)
      const { body } = await world.admin.patch(url, { unit: '区农技站' }, { 'if-match': '"1"' }).expect(200)
      expect(body).toMatchObject({ unit: '区农技站', version: 2 })
    })
  })

  it('410 after withdrawal; the tombstone shows with modifiedSince', async () => {
    const member = await aMember(world, { name: '仇和平' })
    await world.admin.delete(`/v1/members/${member.id}`, { 'if-match': '*' }).expect(204)
    await world.admin.get(`/v1/members/${member.id}`).expect(410)
    const { body } = await world.admin
      .get('/v1/members?modifiedSince=2019-01-01T00:00:00.000Z&limit=200')
      .expect(200)
    const row = body.items.find((item: { id: string }) => item.id === member.id)
    expect(row.deletedAt).not.toBeNull()
  })
})
