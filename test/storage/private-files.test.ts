import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/main.ts'
import { backupSqlite, restoreSqlite } from '../../src/storage/backup.ts'

/** What holds personal data is its owner's alone, however wide the mask of the process is. */

const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-private-'))
const file = (name: string) => path.join(folder, name)
const modeOf = (name: string) => (statSync(file(name)).mode & 0o777).toString(8)
const start = (name: string): Promise<RunningServer> =>
  startServer({ ...readConfig({ DATABASE_URL: file(name), LOG_LEVEL: 'silent' }), port: 0 })

let mask: number
beforeEach(() => {
  mask = process.umask(0)
})
afterEach(() => void process.umask(mask))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('files of SQLite', () => {
  it('the database, its log and index, its lock, its secret and a copy of it are made for their owner alone', async () => {
    const server = await start('new.db')
    const made = ['new.db', 'new.db-wal', 'new.db-shm', 'new.db.lock', 'new.db.secret']
    const modes = made.map((name) => [name, modeOf(name)])
    backupSqlite(file('new.db'), file('copy.db'))
    await server.close()
    expect(modes).toEqual(made.map((name) => [name, '600']))
    expect(modeOf('copy.db')).toBe('600')
  })

  it('what others could read is narrowed at the start, and a copy that they could read when it is brought back', async () => {
    await (await start('wide.db')).close()
    backupSqlite(file('wide.db'), file('wide-copy.db'))
    const wide = ['wide.db', 'wide.db.lock', 'wide.db.secret', 'wide-copy.db']
    for (const name of wide) chmodSync(file(name), 0o644)
    const server = await start('wide.db')
    const modes = wide.slice(0, 3).map(modeOf)
    await server.close()
    expect(modes).toEqual(['600', '600', '600'])
    restoreSqlite(file('wide-copy.db'), file('back.db'), false)
    expect(modeOf('back.db')).toBe('600')
  })

  it('a folder is left as it is', async () => {
    chmodSync(folder, 0o755)
    await expect(start('.')).rejects.toThrow()
    expect(statSync(folder).mode & 0o777).toBe(0o755)
  })
})

describe('one server for a database', () => {
  it('by whatever name it is called: through a symbolic link, too', async () => {
    const server = await start('real.db')
    symlinkSync(file('real.db'), file('link.db'))
    await expect(start('link.db')).rejects.toThrow(/Another server serves .*已有服务/)
    await server.close()
    const through = await start('link.db')
    await expect(start('real.db')).rejects.toThrow(/Another server serves/)
    await through.close()
    expect(existsSync(file('link.db.lock'))).toBe(false)
  })

  it('a link to nothing makes the database where it leads', async () => {
    symlinkSync(file('later.db'), file('later-link.db'))
    const server = await start('later-link.db')
    await expect(start('later.db')).rejects.toThrow(/Another server serves/)
    await server.close()
  })
})
