import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { partOf, wholeFields } from '../../src/http/merge-patch.ts'
import { post } from '../support/records.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

describe('a field that is an object', () => {
  const Address = z.strictObject({ city: z.string(), floor: z.int().default(1), note: z.string().nullish() })
  const input = z.object({ address: Address.nullable().default(null) })
  const change = (held: object | null, patch: object | null) =>
    wholeFields(input, { address: held }, { address: partOf(input.shape.address).parse(patch) })['address']

  it('keeps what the patch leaves out, a value that has a default too', () => {
    expect(change({ city: '桐城', floor: 7, note: '东' }, { city: '安庆' })).toEqual({
      city: '安庆',
      floor: 7,
      note: '东',
    })
  })

  it('has its default again where null takes the value away', () => {
    expect(change({ city: '桐城', floor: 7, note: '东' }, { floor: null, note: null })).toEqual({
      city: '桐城',
      floor: 1,
    })
  })

  it('begins anew where there was none, and goes where null stands for the whole', () => {
    expect(change(null, { city: '桐城', note: null })).toEqual({ city: '桐城', floor: 1 })
    expect(change({ city: '桐城', floor: 7 }, null)).toBeNull()
  })

  it('is refused where null takes away what it must have', () => {
    expect(() => change({ city: '桐城', floor: 7 }, { city: null })).toThrow('/address/city')
  })
})

inEveryWorld('changes of an object', (world) => {
  const profileOf = async (settings: object) => {
    const profile = await post(world, '/v1/import-profiles', {
      name: `分部 ${crypto.randomUUID()}`,
      settings,
    })
    const url = `/v1/import-profiles/${profile.id}`
    return { profile, url, change: (patch: object) => world.admin.patch(url, { settings: patch }) }
  }

  it('a list is replaced as a whole, what stands beside it stays', async () => {
    const { change } = await profileOf({ year: 2019, fillDown: ['date', 'event'], tables: ['一', '二'] })
    const { body } = await change({ fillDown: ['place'] }).expect(200)
    expect(body.settings).toEqual({ year: 2019, fillDown: ['place'], tables: ['一', '二'] })
  })

  it('a value of several forms is changed in part where it is an object, replaced where it is none', async () => {
    const { change } = await profileOf({
      valueMap: { 假: { status: 'leave_approved', leaveType: 'sick' }, 到: 'present' },
    })
    const part = await change({ valueMap: { 假: { leaveType: 'personal' } } }).expect(200)
    expect(part.body.settings.valueMap).toEqual({
      假: { status: 'leave_approved', leaveType: 'personal' },
      到: 'present',
    })
    const other = await change({ valueMap: { 假: 'absent', 到: { status: 'late' } } }).expect(200)
    expect(other.body.settings.valueMap).toEqual({ 假: 'absent', 到: { status: 'late' } })
  })

  it('400 where the whole is wrong although each part is right; the record stays as it was', async () => {
    const { profile, url, change } = await profileOf({ sessionKey: { event: '{A}', session: '{B}' } })
    const before = await sequence(world)
    const { body } = await change({ sessionKey: { session: null } }).expect(400)
    expect(body.code).toBe('validation_failed')
    expect(body.errors).toEqual([
      expect.objectContaining({ pointer: '/settings/sessionKey/session', code: 'required' }),
    ])
    expect((await world.admin.get(url).expect(200)).body).toEqual(profile)
    expect(await sequence(world)).toBe(before)
  })

  it('null for a member that is not there writes nothing', async () => {
    const { profile, change } = await profileOf({ year: 2019 })
    const before = await sequence(world)
    const { body } = await change({ blankPolicy: null }).expect(200)
    expect(body).toEqual(profile)
    expect(await sequence(world)).toBe(before)
  })

  it('what the form of a creation passes over, a change passes over too', async () => {
    const legend = { '○': { status: 'present', colour: 'red' } }
    const { profile, change } = await profileOf({ legend })
    expect(profile.settings).toEqual({ legend: { '○': { status: 'present' } } })
    const { body } = await change({ legend }).expect(200)
    expect(body).toEqual(profile)
  })
})
