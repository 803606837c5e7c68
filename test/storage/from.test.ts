import { describe, expect, it } from 'vitest'
import { newId } from '../../src/core/ids.ts'
import {
  after,
  among,
  atLeast,
  atMost,
  before,
  filled,
  from,
  inCommittee,
  inForce,
  is,
  not,
  notAmong,
  orNull,
  padded,
} from '../../src/storage/from.ts'
import { deletePlain, insertPlain, updatePlain } from '../../src/storage/plain.ts'
import { insertRow } from '../../src/storage/rows.ts'
import type { Tx } from '../../src/storage/storage.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Asking one table: what each test passes, in what order, and whose rows. */

const ACTOR = { actor: 'operator', requestId: 'test' }
const write = <T>(world: World, work: (tx: Tx) => Promise<T>, committeeId = world.committeeId) =>
  world.storage.write(committeeId, ACTOR, work)

const TERMS = [
  [1, '2007-02-20', null],
  [2, '2012-02-20', 'b'],
  [3, '2017-02-20', 'c'],
] as const

async function withTerms(world: World) {
  await write(world, async (tx) => {
    if (await from(tx, 'terms', { number: 101 }).exists()) return
    for (const [number, startsOn, externalId] of TERMS) {
      const term = { id: newId(), externalId, name: `${number}届`, startsOn, endsOn: '2030-01-01' }
      await insertRow(tx, 'terms', { ...term, number: number + 100 }, { type: 'term.created' })
    }
  })
  const scope = inCommittee(world.storage, world.committeeId)
  const numbers = async (match: Parameters<typeof from<'terms'>>[2]) => {
    const rows = await from(scope, 'terms', match).pick('number').orderBy('number')
    return rows.map(({ number }) => number - 100).filter((number) => number > 0)
  }
  return { scope, numbers }
}

inEveryWorld('one table', (world) => {
  it('each test passes what it says', async () => {
    const { numbers } = await withTerms(world)
    const day = '2012-02-20'
    expect(await numbers({ startsOn: day })).toEqual([2])
    expect(await numbers({ startsOn: is(day) })).toEqual([2])
    expect(await numbers({ startsOn: before(day) })).toEqual([1])
    expect(await numbers({ startsOn: atMost(day) })).toEqual([1, 2])
    expect(await numbers({ number: [after(101), before(103)] })).toEqual([2])
    expect(await numbers({ number: [atLeast(102), atMost(103)] })).toEqual([2, 3])
    expect(await numbers({ number: [atLeast(101), not(102)] })).toEqual([1, 3])
    expect(await numbers({ number: [101, 103] })).toEqual([1, 3])
    expect(await numbers({ number: among([]) })).toEqual([])
    expect(await numbers({ number: [atLeast(101), notAmong([101, 102])] })).toEqual([3])
    expect(await numbers({ number: atLeast(101), externalId: null })).toEqual([1])
    expect(await numbers({ number: atLeast(101), externalId: filled })).toEqual([2, 3])
    expect(await numbers({ number: atLeast(101), externalId: orNull(is('c')) })).toEqual([1, 3])
    expect(await numbers({ number: atLeast(101), externalId: orNull(among([])) })).toEqual([1])
  })

  it('the first, how many, the greatest, whether there are any', async () => {
    const { scope } = await withTerms(world)
    const match = { number: atLeast(101) }
    expect(await from(scope, 'terms', match).orderBy('-number').first()).toMatchObject({ number: 103 })
    expect(await from(scope, 'terms', { number: 999 }).first()).toBeUndefined()
    expect(await from(scope, 'terms', match).orderBy('number').limit(2)).toHaveLength(2)
    expect(await from(scope, 'terms', match).count()).toBe(3)
    expect(await from(scope, 'terms', match).max('number')).toBe(103)
    expect(await from(scope, 'terms', { number: 999 }).max('number')).toBe(0)
    expect(await from(scope, 'terms', match).exists()).toBe(true)
    expect(await from(scope, 'terms', { number: 999 }).exists()).toBe(false)
  })

  it('rows of another committee are not there, to be read or changed', async () => {
    const { scope } = await withTerms(world)
    const other = newId()
    expect(await from(inCommittee(world.storage, other), 'terms').count()).toBe(0)
    const changed = await write(world, (tx) => updatePlain(tx, 'terms', {}, { name: '改' }), other)
    expect(changed).toBe(0)
    expect(await write(world, (tx) => deletePlain(tx, 'terms', {}), other)).toBe(0)
    expect(await from(scope, 'terms', { name: '改' }).exists()).toBe(false)
  })

  it('flags and JSON are read as code sees them, or as they are stored', async () => {
    const scope = inCommittee(world.storage, world.committeeId)
    const [read] = await from(scope, 'organizations', {}).limit(1)
    const [stored] = await from(scope, 'organizations', {}).limit(1).stored()
    if (read) {
      expect(Array.isArray(read.aliases)).toBe(true)
      expect(stored?.aliases).toBe(JSON.stringify(read.aliases))
    }
    const jobs = await write(world, async (tx) => {
      const row = { id: newId(), cancelRequested: true, input: { a: [1] } }
      await insertPlain(tx, 'jobs', {
        ...row,
        kind: 'test',
        status: 'cancelled',
        fingerprint: null,
        phase: '',
        done: 0,
        total: 0,
        measuredFrom: null,
        eta: null,
        result: null,
        error: null,
        attempts: 0,
        leaseBy: null,
        leaseUntil: null,
        createdBy: 'test',
        createdAt: tx.at,
        runAt: null,
        startedAt: null,
        finishedAt: null,
        changes: 0,
      })
      return {
        read: await from(tx, 'jobs', { id: row.id, cancelRequested: true })
          .pick('cancelRequested', 'input')
          .first(),
        stored: await from(tx, 'jobs', { id: row.id }).pick('cancelRequested', 'input').stored().first(),
        not: await from(tx, 'jobs', { id: row.id, cancelRequested: false }).first(),
      }
    })
    expect(jobs.read).toEqual({ cancelRequested: true, input: { a: [1] } })
    expect(jobs.stored).toEqual({ cancelRequested: 1, input: '{"a":[1]}' })
    expect(jobs.not).toBeUndefined()
  })

  it('a value that is missing is a mistake, and no wider question', async () => {
    const scope = inCommittee(world.storage, world.committeeId)
    const match = { number: undefined } as never
    await expect(async () => from(scope, 'terms', match)).rejects.toThrow('number of a query is undefined')
    await expect(async () => from(scope, 'terms', { numbre: 1 } as never)).rejects.toThrow(
      'terms has no column numbre',
    )
  })
})

describe('lists', () => {
  it('in force on a day: from its first day to its last', () => {
    expect(inForce('2019-01-01')).toEqual({
      validFrom: { op: '<=', value: '2019-01-01' },
      validTo: { op: '>=', value: '2019-01-01', orNull: true },
    })
  })

  it('are filled up to a power of two with their last value, so that texts stay few', () => {
    expect(padded([])).toEqual([])
    expect(padded(['a'])).toEqual(['a'])
    expect(padded(['a', 'b', 'c'])).toEqual(['a', 'b', 'c', 'c'])
    expect(padded([1, 2, 3, 4, 5])).toHaveLength(8)
  })
})
