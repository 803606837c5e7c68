import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { clientOf } from '../../examples/client.ts'
import { startServer } from '../../src/main.ts'
import { verifyLog } from '../../src/storage/audit.ts'
import { backupSqlite, refuseLocked, restoreSqlite, tableHashes } from '../../src/storage/backup.ts'
import { enqueue } from '../../src/storage/enqueue.ts'
import { openStorage } from '../../src/storage/open.ts'

const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-backup-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string) => path.join(folder, name)
const config = (name: string) => ({
  databaseUrl: file(name),
  host: '127.0.0.1',
  port: 0,
  secret: 'a secret of at least thirty-two characters',
  logLevel: 'silent',
  trustProxy: false as const,
})
const PASSWORD = 'correct horse battery staple'

describe('backup and restore of SQLite', () => {
  it('made while writes go on, brought back into a fresh process: equal tables, a chain that holds, jobs that resume', async () => {
    const server = await startServer(config('live.db'))
    const client = clientOf(server.url)
    await client.post('/v1/setup', {
      token: server.setupToken,
      committee: { code: 'luming', name: '示例', level: 'district' },
      administrator: { login: 'admin', displayName: '管理员', password: PASSWORD },
    })
    await client.login('luming', 'admin', PASSWORD)
    let writing = true
    const writer = (async () => {
      for (let i = 1; writing; i += 1) {
        await client.post('/v1/organizations', { kind: 'sector', code: `S${i}`, name: `界别${i}` })
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, 200))
    const committees = await client.get('/v1/committees')
    const storage = await openStorage(file('live.db'), () => new Date())
    const actor = { actor: 'test', requestId: 'test' }
    // A job of a kind that the running server does not know waits for the next one.
    const job = await storage.write(committees.items[0].id, actor, (tx) =>
      enqueue(tx, 'import.plan.later', {}, 'test'),
    )
    await storage.close()
    backupSqlite(file('live.db'), file('copy.db'))
    expect(() => backupSqlite(file('live.db'), file('copy.db'))).toThrow(/exists/)
    expect(() => refuseLocked(file('live.db'))).toThrow(/server holds/)
    writing = false
    await writer
    await server.close()

    restoreSqlite(file('copy.db'), file('fresh.db'), false)
    expect(tableHashes(file('fresh.db'))).toEqual(tableHashes(file('copy.db')))
    expect(() => restoreSqlite(file('copy.db'), file('fresh.db'), false)).toThrow(/overwrite/)
    const fresh = await openStorage(file('fresh.db'), () => new Date())
    const verified = await verifyLog(fresh)
    expect(verified.broken).toBeUndefined()
    expect(verified.events).toBeGreaterThan(100)
    await fresh.close()

    const again = await startServer(config('fresh.db'))
    expect(again.setupToken).toBeUndefined()
    const reader = clientOf(again.url)
    await reader.login('luming', 'admin', PASSWORD)
    const waiting = await reader.get(`/v1/jobs/${job.id}`)
    expect(waiting.status).toBe('queued')
    await again.close()
  })
})
