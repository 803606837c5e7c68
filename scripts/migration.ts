import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { migrationsOf } from '../src/storage/migrate.ts'
import { currentSnapshot, lastSnapshot, migrationBetween, snapshotFolder } from './migrations/schema.ts'

/**
 * `npm run migration -- NAME`: writes what leads from the newest migration to the tables as they are defined now, for both
 * engines under one number. To be read before it is committed, and completed where rows have to change with their table.
 */

const [name] = process.argv.slice(2)
if (!name || !/^[a-z][a-z0-9_]+$/.test(name)) {
  console.error('Give the migration a name, such as "npm run migration -- member_photos" · 请给出名称')
  process.exit(2)
}
const number = String(migrationsOf('sqlite').length + 1).padStart(4, '0')
for (const engine of ['sqlite', 'postgres'] as const) {
  const current = await currentSnapshot(engine)
  const statements = await migrationBetween(engine, lastSnapshot(engine), current)
  const folder = snapshotFolder(engine)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, '..', `${number}_${name}.sql`), `${statements.join('\n')}\n`)
  writeFileSync(path.join(folder, `${number}_snapshot.json`), `${JSON.stringify(current, null, 1)}\n`)
  console.log(`migrations/${engine}/${number}_${name}.sql: ${statements.length} statements`)
}
// drizzle-kit keeps a handle open.
process.exit(0)
