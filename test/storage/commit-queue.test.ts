import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../src/core/ids.ts'
import { logFlushOf } from '../../src/storage/log-flush.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { insertRow } from '../../src/storage/rows.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import type { Storage } from '../../src/storage/storage.ts'

/** What SQLite promises of the disk: nobody is told of, or reads, what a power cut could still take. */

const committeeId = newId()
const TURNS = 20

/** A flush that waits until the test lets it go, or fails. */
function heldFlush(file: string) {
  const real = logFlushOf(file)
  const waiting: { go(): void; fail(error: Error): void }[] = []
  return {
    waiting,
    flush: () =>
      new Promise<void>((resolve, reject) => {
        waiting.push({ go: () => real.flush(false).then(resolve, reject), fail: reject })
      }),
    close: real.close,
  }
}

describe('SQLite and the disk', () => {
  let folder: string
  let file: string
  let storage: Storage
  let held: ReturnType<typeof heldFlush>

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-flush-'))
    file = path.join(folder, 'a.db')
    await migrate({ engine: 'sqlite', url: file })
    held = heldFlush(file)
    storage = openSqlite(file, () => new Date(), held)
  })
  afterEach(async () => {
    for (const one of held.waiting) one.go()
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (number: number) =>
    storage.write(committeeId, { actor: 'test', requestId: 'test' }, (tx) =>
      insertRow(
        tx,
        'terms',
        { id: newId(), number, name: '届', startsOn: '2017-02-20', endsOn: '2022-02-19', externalId: null },
        { type: 'term.created' },
      ),
    )
  const numbers = async () =>
    (await storage.query<{ number: number }>('select number from terms order by number', [])).map(
      (row) => row.number,
    )
  const turns = async () => {
    for (let n = 0; n < TURNS; n += 1) await turnOfTheLoop()
  }

  it('a write is answered, and read, once the log is flushed and not before', async () => {
    let answered = false
    const done = write(1).then(() => {
      answered = true
    })
    await turns()
    expect(held.waiting).toHaveLength(1)
    expect(answered).toBe(false)
    expect(await numbers()).toEqual([])
    expect(await storage.sequenceOf(committeeId)).toBe(0)
    held.waiting[0]!.go()
    await done
    expect(await numbers()).toEqual([1])
    expect(await storage.sequenceOf(committeeId)).toBe(1)
  })

  it('writes that come while the disk works share the next flush', async () => {
    const first = write(1)
    await turns()
    const rest = [write(2), write(3), write(4)]
    await turns()
    expect(held.waiting).toHaveLength(1)
    held.waiting[0]!.go()
    await first
    await turns()
    expect(held.waiting).toHaveLength(2)
    expect(await numbers()).toEqual([1])
    held.waiting[1]!.go()
    await Promise.all(rest)
    expect(await numbers()).toEqual([1, 2, 3, 4])
  })

  it('a use case that is still at work when a flush ends waits for a flush of its own', async () => {
    let goOn = () => {}
    const gate = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const first = write(1)
    await turns()
    const second = write(2)
    await turns()
    let answered = false
    const third = storage
      .write(committeeId, { actor: 'test', requestId: 'test' }, async (tx) => {
        await gate
        return tx.emit({ type: 'x.y', subjectType: 'terms', subjectId: 'x', subjectVersion: 1 })
      })
      .then(() => {
        answered = true
      })
    await turns()
    held.waiting[0]!.go()
    await first
    await turns()
    // The flush for the second has begun; what the third commits now comes too late for it.
    expect(held.waiting).toHaveLength(2)
    goOn()
    await turns()
    held.waiting[1]!.go()
    await second
    await turns()
    expect(answered).toBe(false)
    expect(held.waiting).toHaveLength(3)
    held.waiting[2]!.go()
    await third
  })

  it('a flush that fails answers nobody with success, and nothing is built on it', async () => {
    const first = write(1)
    await turns()
    held.waiting[0]!.fail(new Error('the disk is gone'))
    // The log may hold it or not: only what comes later is surely not written.
    await expect(first).rejects.toMatchObject({ code: 'outcome_unknown' })
    await expect(write(2)).rejects.toMatchObject({ code: 'unavailable' })
    await expect(storage.writable()).rejects.toThrow('the disk is gone')
    expect(await numbers()).toEqual([])
  })

  it('a flush that fails while a use case is at work fails that one too', async () => {
    let goOn = () => {}
    const gate = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const first = write(1)
    await turns()
    const second = storage.write(committeeId, { actor: 'test', requestId: 'test' }, async (tx) => {
      await gate
      return tx.emit({ type: 'x.y', subjectType: 'terms', subjectId: 'x', subjectVersion: 1 })
    })
    await turns()
    held.waiting[0]!.fail(new Error('the disk is gone'))
    await expect(first).rejects.toMatchObject({ code: 'outcome_unknown' })
    goOn()
    await expect(second).rejects.toMatchObject({ code: 'unavailable' })
    expect(held.waiting).toHaveLength(1)
  })

  it('somebody else who writes to the file is waited for, and the loop turns meanwhile', async () => {
    const other = new Database(file)
    other.exec('begin immediate')
    const waiting = write(1)
    await turns()
    expect(await numbers()).toEqual([])
    other.exec('rollback')
    other.close()
    while (held.waiting.length === 0) await turnOfTheLoop()
    held.waiting[0]!.go()
    await waiting
    expect(await numbers()).toEqual([1])
  })

  it('a use case that fails leaves the chain where it was', async () => {
    const failing = storage.write(committeeId, { actor: 'test', requestId: 'test' }, async (tx) => {
      await tx.emit({ type: 'x.y', subjectType: 'terms', subjectId: 'x', subjectVersion: 1 })
      throw new Error('no')
    })
    const good = write(1)
    await expect(failing).rejects.toThrow('no')
    await turns()
    for (const one of held.waiting) one.go()
    await good
    const rows = await storage.query<{ seq: number }>('select seq from events', [])
    expect(rows).toEqual([{ seq: 1 }])
  })
})

describe('the log of SQLite', () => {
  it('starts again, however long writes go on', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-log-'))
    const file = path.join(folder, 'a.db')
    await migrate({ engine: 'sqlite', url: file })
    const storage = openSqlite(file, () => new Date())
    const bytes = Buffer.alloc(1_000_000, 7)
    // 400 files of a megabyte, four at a time: six times what the log may hold.
    for (let n = 0; n < 400; n += 4) {
      await Promise.all(
        Array.from({ length: 4 }, () =>
          storage.write(committeeId, { actor: 'test', requestId: 'test' }, async (tx) => {
            await tx.run('delete from files where committee_id = ?', [committeeId])
            await tx.run(
              'insert into files (committee_id, id, name, content_type, size, sha256, bytes, created_at, created_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
              [committeeId, newId(), 'a', 'a', bytes.length, 'a', bytes, tx.at, 'test'],
            )
          }),
        ),
      )
    }
    expect(statSync(`${file}-wal`).size).toBeLessThan(250_000_000)
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)
})
