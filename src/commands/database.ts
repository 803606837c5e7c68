import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import { verifyLog } from '../storage/audit.ts'
import type { RowFault } from '../storage/audit-reads.ts'
import { migrate } from '../storage/migrate.ts'
import { openStorage, targetOf } from '../storage/open.ts'
import { Refused } from './client.ts'

/** What looks after the database itself, not through the server. */

const FAULTS_SHOWN = 50
const FAULTS: Record<RowFault['reason'], string> = {
  changed: 'was changed past the service · 被绕过系统改动',
  missing: 'is missing · 缺失',
  surplus: 'was written by no event · 没有对应的事件',
  hanging:
    'has something on it that its newest event did not write (signers, authors, sessions of leave …), or lacks it · 其附属内容（提案人、作者、请假场次等）与最近事件不符',
  salt: 'cannot be compared: its salt is gone, and no event erased it · 缺少校验盐值，且没有清除记录',
}

const databaseUrl = (): string => environment.DATABASE_URL ?? 'data/lvzhi.db'

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
    .description('Copy the database while the server runs; readable to you alone (DATABASE_URL)')
    .action(async (file: string) => {
      const { engine, url } = targetOf(databaseUrl())
      if (engine === 'sqlite') (await import('../storage/backup.ts')).backupSqlite(url, file)
      else await (await import('../storage/backup-postgres.ts')).backupPostgres(url, file)
      console.log(`Backup written to ${file} · 备份已写入`)
    })

  program
    .command('restore')
    .argument('<file>', 'a copy made by backup')
    .option('--overwrite', 'replace the database that is there (SQLite)')
    .description(
      'Bring a copy back: SQLite with no server on it, PostgreSQL into an empty database (DATABASE_URL)',
    )
    .action(async (file: string, { overwrite }: { overwrite?: boolean }) => {
      const { engine, url } = targetOf(databaseUrl())
      if (engine === 'sqlite') {
        const { restoreSqlite } = await import('../storage/backup.ts')
        restoreSqlite(file, url, overwrite === true)
      } else {
        if (overwrite) throw new Refused(ONLY_EMPTY, 2)
        await (await import('../storage/backup-postgres.ts')).restorePostgres(file, url)
      }
      // The address of a server may hold a password.
      console.log(`Restored ${file}${engine === 'sqlite' ? ` to ${url}` : ''} · 已恢复`)
    })

  const audit = program.command('audit').description('The event log')
  audit
    .command('verify')
    .description('Walk every hash chain; names the first broken row, exit 1 (DATABASE_URL)')
    .action(async () => {
      const storage = await openStorage(existingDatabase(), () => new Date())
      try {
        const { committees, events, rows, forgotten, older, broken, faults } = await verifyLog(storage)
        for (const { committeeId, lastSeq } of older)
          console.log(
            `Committee ${committeeId}: events 1 to ${lastSeq} are from before there were digests; their rows were not compared · 事件 1 至 ${lastSeq} 没有摘要，其记录未核对`,
          )
        if (broken) {
          throw new Refused(
            `Committee ${broken.committeeId}: the chain breaks at event ${broken.seq} (${broken.reason}) · 事件 ${broken.seq} 处校验不符`,
          )
        }
        for (const { committeeId, seq, table, key, reason } of faults.slice(0, FAULTS_SHOWN)) {
          const row = key === null ? `one of the rows of ${table}` : `${table} ${key}`
          console.error(`Committee ${committeeId}, event ${seq}: ${row} ${FAULTS[reason]}`)
        }
        if (faults.length > 0)
          throw new Refused(
            `${faults.length} rows do not say what their events wrote: compare them with a backup · ${faults.length} 条记录与其事件不符，请与备份比对`,
          )
        const gone = forgotten > 0 ? `, ${forgotten} rows of people who were forgotten left out` : ''
        console.log(
          `${events} events of ${committees} committees and ${rows} rows verified${gone} · 全部校验通过`,
        )
      } finally {
        await storage.close()
      }
    })
}

const ONLY_EMPTY =
  'On PostgreSQL a copy comes back into an empty database: make one with createdb and set DATABASE_URL to it · ' +
  'PostgreSQL 只能恢复到空库：请先用 createdb 新建，并把 DATABASE_URL 指向它'
