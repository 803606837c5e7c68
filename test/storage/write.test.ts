import { describe, expect, it } from 'vitest'
import { newId } from '../../src/core/ids.ts'
import { verifyLog } from '../../src/storage/audit.ts'
import { from, inCommittee } from '../../src/storage/from.ts'
import { changeRow, findRow, insertRow, PERSONAL, withoutPersonal } from '../../src/storage/rows.ts'
import type { Tx } from '../../src/storage/storage.ts'
import { inEveryWorld, type World } from '../support/world.ts'

const ACTOR = { actor: 'test', requestId: 'test' }

const newTerm = (number: number) => ({
  id: newId(),
  number,
  name: `${number}届`,
  startsOn: '2017-02-20',
  endsOn: '2022-02-19',
  externalId: null,
})

const write = <T>(world: World, work: (tx: Tx) => Promise<T>) =>
  world.storage.write(world.committeeId, ACTOR, work)

const termNumbers = async (world: World) => {
  const rows = await from(inCommittee(world.storage, world.committeeId), 'terms').orderBy('number')
  return rows.map((row) => row.number)
}

it('what an old event says in clear is masked for whoever sees no personal values', () => {
  const data = {
    before: { name: '林清扬', phone: '13800000000', birthDate: null },
    after: { phone: null },
    reason: '换号',
  }
  expect(withoutPersonal('members', data)).toEqual({
    before: { name: '林清扬', phone: '***', birthDate: null },
    after: { phone: null },
    reason: '换号',
  })
  expect(withoutPersonal('terms', data)).toBe(data)
  expect(withoutPersonal('members', null)).toBe(null)
})

it('these values never enter the log as they are', () => {
  const masked = Object.entries(PERSONAL).map(([table, fields]) => `${table}: ${fields.toSorted().join(' ')}`)
  expect(masked.toSorted()).toEqual([
    'apiKeys: keyHash',
    'appeals: decision reason',
    'assessments: reason',
    'attachments: name',
    'attendance: leaveType note',
    'calendarLinks: tokenHash',
    'changeRequests: fields note',
    'corrections: request',
    'dutyReports: note text',
    'exemptions: note reason',
    'imports: answers decisions summary',
    'instructions: summary',
    'leaveRequests: decisionNote leaveType reason',
    'members: birthDate note phone',
    'recognitions: reason',
    'reportVerifications: note',
    'users: codeHash passwordHash',
  ])
})

inEveryWorld('writes', (world) => {
  it('a use case that throws leaves nothing, also when it shared its commit', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        write(world, async (tx) => {
          await insertRow(tx, 'terms', newTerm(100 + i), { type: 'term.created' })
          await new Promise((resolve) => setTimeout(resolve, 1))
          if (i % 3 === 0) throw new Error('changed my mind')
        }),
      ),
    )
    expect(outcomes.map((one) => one.status === 'fulfilled')).toEqual(outcomes.map((_, i) => i % 3 !== 0))
    const kept = Array.from({ length: 20 }, (_, i) => 100 + i).filter((_, i) => i % 3 !== 0)
    expect(await termNumbers(world)).toEqual(kept)
    expect((await verifyLog(world.storage)).broken).toBeUndefined()
  })

  it('the event of a new row says what it is', async () => {
    const { seq } = await write(world, (tx) => insertRow(tx, 'terms', newTerm(200), { type: 'term.created' }))
    const [event] = await from(inCommittee(world.storage, world.committeeId), 'events', { seq: seq! })
    expect(event!.data).toMatchObject({ after: { number: 200, name: '200届', startsOn: '2017-02-20' } })
  })

  it('two use cases never interleave: fifty increments of one row are fifty versions', async () => {
    const term = await write(world, (tx) => insertRow(tx, 'terms', newTerm(1), { type: 'term.created' }))
    await Promise.all(
      Array.from({ length: 50 }, () =>
        write(world, async (tx) => {
          const row = (await findRow(tx, 'terms', term.id))!
          await new Promise((resolve) => setImmediate(resolve))
          await changeRow(
            tx,
            'terms',
            row,
            { name: `${Number.parseInt(row.name, 10) + 1}届` },
            { type: 'term.changed' },
          )
        }),
      ),
    )
    const row = await findRow(inCommittee(world.storage, world.committeeId), 'terms', term.id)
    expect(row).toMatchObject({ name: '51届', version: 51 })
    const versions = await world.storage.query<{ version: number; fromSeq: number; toSeq: number }>(
      "select version, from_seq, to_seq from row_versions where committee_id = ? and resource = 'terms' and row_key = ? order by version",
      [world.committeeId, term.id],
    )
    expect(versions.map((one) => one.version)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    // Each version ends where the next one begins.
    for (const [i, one] of versions.entries()) expect(one.toSeq).toBe(versions[i + 1]?.fromSeq ?? row!.seq)
  })

  it('a write inside a write is refused instead of waiting for itself', async () => {
    await expect(write(world, () => write(world, async () => {}))).rejects.toThrow(/inside/)
  })

  it('equal values change nothing: no version, no event', async () => {
    const term = await write(world, (tx) => insertRow(tx, 'terms', newTerm(2), { type: 'term.created' }))
    const same = await write(world, (tx) =>
      changeRow(tx, 'terms', term, { name: term.name }, { type: 'term.changed' }),
    )
    expect(same.version).toBe(1)
    const events = await world.storage.query(
      'select seq from events where committee_id = ? and subject_id = ?',
      [world.committeeId, term.id],
    )
    expect(events).toHaveLength(1)
  })

  describe('the chain', () => {
    const tamper = (sql: string) =>
      world.engine === 'sqlite'
        ? ['drop trigger events_no_update', 'drop trigger events_no_delete', sql]
        : ['alter table events disable trigger all', sql]

    it('has no gaps, and events cannot be changed or removed', async () => {
      const rows = await world.storage.query<{ seq: number }>(
        'select seq from events where committee_id = ? order by seq',
        [world.committeeId],
      )
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
      const emptied = world.engine === 'postgres' ? ['truncate events'] : []
      for (const sql of ["update events set actor = 'me'", 'delete from events', ...emptied]) {
        await expect(write(world, (tx) => tx.run(sql, []))).rejects.toThrow(/append-only/)
      }
    })

    it('verification names the first broken row', async () => {
      world.rewritten = true
      for (const sql of tamper("update events set actor = 'somebody else' where seq = 7")) {
        await write(world, (tx) => tx.run(sql, []))
      }
      expect((await verifyLog(world.storage)).broken).toMatchObject({ seq: 7, reason: 'changed' })
    })
  })
})
