import type { Engine } from './columns.ts'
import type { PostgresSettings } from './postgres-connections.ts'
import type { Storage } from './storage.ts'

/** `postgres://…` is a server, a path an SQLite file; of any other scheme nothing is made. */
export function targetOf(url: string): { engine: Engine; url: string } {
  // The rest of the URL may hold a password.
  const [scheme] = /^([a-z][a-z0-9+.-]*:\/\/|:memory:)/i.exec(url) ?? []
  if (scheme === undefined) return { engine: 'sqlite', url }
  if (/^postgres(ql)?:/i.test(scheme)) return { engine: 'postgres', url }
  throw new Error(
    `DATABASE_URL begins with ${scheme}: give the path of an SQLite file, or postgres://… · DATABASE_URL 须为 SQLite 文件的路径，或 postgres://…`,
  )
}

// Each engine's driver is loaded when it is used: the other one costs memory and start time for nothing.
export async function openStorage(
  url: string,
  clock: () => Date,
  postgres: Partial<PostgresSettings> = {},
): Promise<Storage> {
  if (targetOf(url).engine === 'sqlite') {
    const { openSqlite } = await import('./sqlite.ts')
    return openSqlite(url, clock)
  }
  const { openPostgres } = await import('./postgres.ts')
  return openPostgres(url, clock, postgres)
}
