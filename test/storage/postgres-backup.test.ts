import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newId } from '../../src/core/ids.ts'
import { verifyLog } from '../../src/storage/audit.ts'
import { backupPostgres, restorePostgres } from '../../src/storage/backup-postgres.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { openStorage } from '../../src/storage/open.ts'
import { lvzhi } from '../support/command.ts'
import { barePostgres, contentOf, onDatabase } from '../support/databases.ts'
import { aMember } from '../support/records.ts'
import { openWorld, type World } from '../support/world.ts'

/** Copies of PostgreSQL are made and brought back by the product itself: no client tools are asked for. */

const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-pg-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (name: string) => path.join(folder, name)

/** What a text format trips over: ends of blocks and lines, escapes, emptiness beside nothing, many bytes. */
const ODD = ['\\.', 'a\n\\.\nb', '\\N', '', 'tab\there', 'line\r\nline', '反斜杠\\', '\u2028', '\ufffe']

describe.runIf(inject('postgres'))('backup and restore of PostgreSQL', () => {
  let world: World
  const bare: Awaited<ReturnType<typeof barePostgres>>[] = []
  const empty = async () => {
    const database = await barePostgres()
    bare.push(database)
    return database.url
  }

  beforeAll(async () => {
    world = await openWorld('postgres')
    await aMember(world)
    await world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, async (tx) => {
      for (const [n, text] of [...ODD, 'x'.repeat(3_000_000)].entries()) {
        await tx.emit({ type: 'odd', subjectType: 'x', subjectId: `${n}`, subjectVersion: 1, data: { text } })
        const values = [world.committeeId, newId(), text, 'text/plain', 1, 'h', tx.at, 'test']
        const bytes = Buffer.from([0, 10, 92, 46, 10, 255, n])
        await tx.run(
          'insert into files (committee_id, id, name, content_type, size, sha256, created_at, created_by, bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          [...values, bytes],
        )
      }
    })
    await backupPostgres(world.databaseUrl, file('whole.gz'))
  })
  afterAll(async () => {
    await world.close()
    for (const { drop } of bare) await drop()
  })

  it('what comes back is what there was, and its chains hold', async () => {
    const url = await empty()
    await restorePostgres(file('whole.gz'), url)
    expect(await contentOf('postgres', url)).toEqual(await contentOf('postgres', world.databaseUrl))
    const storage = await openStorage(url, () => new Date())
    const { broken, events } = await verifyLog(storage)
    await storage.close()
    expect(broken).toBeUndefined()
    expect(events).toBeGreaterThan(10)
    expect(await migrate({ engine: 'postgres', url })).toEqual([])
  })

  it('a copy made while writes go on is one instant of it', async () => {
    let writing = true
    const writer = (async () => {
      for (let i = 1; writing; i += 1) {
        await world.admin.post('/v1/organizations', { kind: 'sector', code: `S${i}`, name: `界别${i}` })
      }
    })()
    for (const n of [1, 2]) await backupPostgres(world.databaseUrl, file(`live-${n}.gz`))
    writing = false
    await writer
    const url = await empty()
    await restorePostgres(file('live-2.gz'), url)
    const storage = await openStorage(url, () => new Date())
    expect((await verifyLog(storage)).broken).toBeUndefined()
    await storage.close()
  })

  it('nobody else reads the copy, and a name that is taken is left alone', async () => {
    expect(statSync(file('whole.gz')).mode & 0o777).toBe(0o600)
    await expect(backupPostgres(world.databaseUrl, file('whole.gz'))).rejects.toThrow(/exists.*已存在/)
    await expect(backupPostgres(world.databaseUrl, file('no/copy.gz'))).rejects.toThrow(/no folder/)
    await expect(backupPostgres(await empty(), file('empty.gz'))).rejects.toThrow(/no tables/)
    expect(() => statSync(file('empty.gz'))).toThrow()
  })

  const script = () => gunzipSync(readFileSync(file('whole.gz'))).toString()
  const cuts: [string, () => Buffer][] = [
    ['cut in the middle of its bytes', () => readFileSync(file('whole.gz')).subarray(0, 20_000)],
    ['without its last line', () => gzipSync(script().slice(0, script().lastIndexOf('-- rows')))],
    [
      'cut within a block of rows',
      () => gzipSync(script().slice(0, script().indexOf('copy "events"') + 400)),
    ],
    [
      'with a row less than it counted',
      () => gzipSync(script().replace(/(copy "events"[^\n]*\n)[^\n]*\n/, '$1')),
    ],
    ['of something else', () => gzipSync('select 1;\n')],
    ['that is no archive', () => Buffer.from('hello')],
    ['with a statement of its own', () => gzipSync(script().replace('\ncopy "', '\ndrop table x;\ncopy "'))],
  ]
  let refusing: string
  it.each(cuts)('a file %s is refused', async (_name, bytes) => {
    refusing ??= await empty()
    writeFileSync(file('cut.gz'), bytes())
    await expect(restorePostgres(file('cut.gz'), refusing)).rejects.toThrow(
      /is damaged or no whole backup.*备份已损坏/,
    )
  })

  it('what was begun of those is undone: the whole copy still finds an empty database', async () => {
    await restorePostgres(file('whole.gz'), refusing)
    expect(await contentOf('postgres', refusing)).toHaveProperty('events')
  })

  it('the copy of a newer release, a filled database and a missing file are refused', async () => {
    const url = await empty()
    const newer = script().replace('"0001_initial.sql"', '"0999_later.sql"')
    writeFileSync(file('newer.gz'), gzipSync(newer))
    await expect(restorePostgres(file('newer.gz'), url)).rejects.toThrow(/newer release.*新版本/)
    writeFileSync(file('format.gz'), gzipSync(script().replace('{"format":1', '{"format":2')))
    await expect(restorePostgres(file('format.gz'), url)).rejects.toThrow(/newer release/)
    await expect(restorePostgres(file('whole.gz'), world.databaseUrl)).rejects.toThrow(/has tables.*已有表/)
    await expect(restorePostgres(file('none.gz'), url)).rejects.toThrow(/no backup/)
  })

  it('the commands do the same, and tell no password', async () => {
    const url = await empty()
    await onDatabase('postgres', url, 'select 1')
    const at = (databaseUrl: string) => ({ DATABASE_URL: databaseUrl })
    expect(await lvzhi(['backup', file('by-command.gz')], at(world.databaseUrl))).toMatchObject({ code: 0 })
    const overwriting = await lvzhi(['restore', file('by-command.gz'), '--overwrite'], at(url))
    expect(overwriting).toMatchObject({ code: 2, stderr: expect.stringContaining('createdb') })
    const restored = await lvzhi(['restore', file('by-command.gz')], at(url))
    expect(restored).toMatchObject({ code: 0 })
    expect(restored.stdout).not.toContain('postgres:postgres')
    expect(await lvzhi(['audit', 'verify'], at(url))).toMatchObject({ code: 0 })
  })
})
