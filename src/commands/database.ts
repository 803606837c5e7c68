import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { verifyChains } from '../storage/audit.ts'
import { migrate } from '../storage/migrate.ts'
import { openStorage, targetOf } from '../storage/open.ts'
import { Refused } from './client.ts'

/** What looks after the database itself, not through the server. */

const databaseUrl = (): string => process.env['DATABASE_URL'] ?? 'data/lvzhi.db'

/** The database that is looked after; none is made where a path is mistyped. */
export function existingDatabase(): string {
  const { engine, url } = targetOf(databaseUrl())
  if (engine === 'postgres' || existsSync(url)) return databaseUrl()
  throw new Refused(
    `There is no database ${url}: set DATABASE_URL · 没有数据库 ${url}，请设置 DATABASE_URL`,
    2,
  )
}

export function databaseCommands(program: Command): void {
  program
    .command('migrate')
    .description('Apply pending migrations (DATABASE_URL)')
    .action(async () => {
      const applied = await migrate(targetOf(databaseUrl()))
      console.log(
        applied.length > 0 ? applied.map((name) => `migrated ${name}`).join('\n') : 'nothing to migrate',
      )
    })

  program
    .command('backup')
    .argument('<file>', 'where the copy goes')
    .description('Copy an SQLite database while the server runs (DATABASE_URL)')
    .action(async (file: string) => {
      const { backupSqlite } = await import('../storage/backup.ts')
      backupSqlite(sqliteOnly(), file)
      console.log(`Backup written to ${file} · 备份已写入`)
    })

  program
    .command('restore')
    .argument('<file>', 'a copy made by backup')
    .option('--overwrite', 'replace the database that is there')
    .description('Bring a copy back; no server may be running on it (DATABASE_URL)')
    .action(async (file: string, { overwrite }: { overwrite?: boolean }) => {
      const { restoreSqlite } = await import('../storage/backup.ts')
      restoreSqlite(file, sqliteOnly(), overwrite === true)
      console.log(`Restored ${file} to ${databaseUrl()} · 已恢复`)
    })

  const audit = program.command('audit').description('The event log')
  audit
    .command('verify')
    .description('Walk every hash chain; names the first broken row, exit 1 (DATABASE_URL)')
    .action(async () => {
      const storage = await openStorage(existingDatabase(), () => new Date())
      try {
        const { committees, events, broken } = await verifyChains(storage)
        if (broken) {
          throw new Refused(
            `Committee ${broken.committeeId}: the chain breaks at event ${broken.seq} (${broken.reason}) · 事件 ${broken.seq} 处校验不符`,
          )
        }
        console.log(`${events} events of ${committees} committees verified · 全部校验通过`)
      } finally {
        await storage.close()
      }
    })
}

function sqliteOnly(): string {
  const { engine, url } = targetOf(databaseUrl())
  if (engine === 'sqlite') return url
  throw new Refused(
    'Use pg_dump and pg_restore for PostgreSQL; see docs/operations.md · PostgreSQL 请用 pg_dump',
    2,
  )
}
