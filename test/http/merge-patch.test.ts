import { describe, expect, it } from 'vitest'
import { merged } from '../../src/http/merge-patch.ts'
import { aMeeting, aMember, post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

describe('a merge patch', () => {
  // The cases of RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, result) => {
    const before = structuredClone(target)
    expect(merged(target, patch)).toEqual(result)
    expect(target).toEqual(before)
  })
})

inEveryWorld('changes in part', (world) => {
  const any = { 'if-match': '*' }

  it('null clears that field and no other', async () => {
    const member = await aMember(world, { phone: '19900001111', unit: '区农技站' })
    const url = `/v1/members/${member.id}`
    const { body } = await world.admin.patch(url, { phone: null }, any).expect(200)
    expect(body).toEqual({ ...member, phone: null, version: 2 })
  })

  it('what says nothing new writes nothing: the same version, the same tag, no event', async () => {
    const member = await aMember(world, { unit: '区农技站' })
    const url = `/v1/members/${member.id}`
    const { headers } = await world.admin.get(url).expect(200)
    const before = await sequence(world)
    for (const patch of [{}, { unit: '区农技站' }, { phone: null, unit: '区农技站' }]) {
      const answer = await world.admin.patch(url, patch, { 'if-match': headers['etag']! }).expect(200)
      expect(answer.headers['etag']).toBe(headers['etag'])
      expect(answer.body).toEqual(member)
    }
    expect(await sequence(world)).toBe(before)
  })

  it('an object is changed in the parts that are named; null takes one away; the whole is checked', async () => {
    const settings = {
      year: 2019,
      blankPolicy: 'absent',
      legend: { '○': { status: 'present' }, 事: { status: 'leave_approved', leaveType: 'personal' } },
    }
    const profile = await post(world, '/v1/import-profiles', { name: '分部', settings })
    const url = `/v1/import-profiles/${profile.id}`
    const patch = {
      settings: { year: 2020, blankPolicy: null, legend: { '○': null, 病: { status: 'leave_approved' } } },
    }
    const { body } = await world.admin.patch(url, patch).expect(200)
    expect(body.settings).toEqual({
      year: 2020,
      legend: { 事: { status: 'leave_approved', leaveType: 'personal' }, 病: { status: 'leave_approved' } },
    })
    const half = await world.admin.patch(url, { settings: { legend: { 假: { leaveType: 'sick' } } } })
    expect([half.status, half.body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/settings/legend/假/status', code: 'required' })],
    ])
    const unknown = await world.admin.patch(url, { settings: { yaer: 2020 } }).expect(400)
    expect(unknown.body.errors[0]).toMatchObject({ pointer: '/settings/yaer', code: 'unknown_field' })
    expect((await world.admin.get(url).expect(200)).body).toEqual(body)
  })

  it('an instant comes with any offset and leaves in UTC; a day is a day everywhere', async () => {
    const meeting = await aMeeting(world)
    const { id } = await aMember(world)
    const url = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    const mark = { memberId: id, presence: 'present', arrivedAt: '2019-05-10T08:30:00+08:00' }
    await post(world, url, { items: [mark] })
    const { body } = await world.admin.get(`/v1/attendance?memberId=${id}`).expect(200)
    expect(body.items[0].arrivedAt).toBe('2019-05-10T00:30:00.000Z')
    expect((await world.admin.get(`/v1/meetings/${meeting.id}`).expect(200)).body.startsOn).toBe('2019-05-10')
    for (const arrivedAt of ['2019-05-10T08:30:00', '2019-05-10', '9999-12-31T23:00:00-12:00', 'noon']) {
      const refused = await world.admin.post(url, { items: [{ ...mark, arrivedAt }] }).expect(400)
      expect(refused.body.errors[0].pointer).toBe('/items/0/arrivedAt')
    }
  })

  it('a mirror asks since the same instant, whatever offset it writes it with', async () => {
    await aMember(world)
    const since = (text: string) => world.admin.get(`/v1/members?modifiedSince=${encodeURIComponent(text)}`)
    const [utc, local] = [
      await since('2019-12-31T04:00:00.000Z').expect(200),
      await since('2019-12-31T12:00:00+08:00').expect(200),
    ]
    expect(local.body).toEqual(utc.body)
    expect(utc.body.items.length).toBeGreaterThan(0)
    expect((await since('2019-12-31T12:00:01+08:00').expect(200)).body.items).toEqual([])
  })
})
