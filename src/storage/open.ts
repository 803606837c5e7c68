import type { Engine } from './columns.ts'
import type { Storage } from './storage.ts'

/** `postgres://…` is a server, anything else the path of an SQLite file. */
export function targetOf(url: string): { engine: Engine; url: string } {
  return { engine: /^postgres(ql)?:\/\//.test(url) ? 'postgres' : 'sqlite', url }
}

// Each engine's driver is loaded when it is used: the other one costs memory and start time for nothing.
export async function openStorage(url: string, clock: () => Date): Promise<Storage> {
  if (targetOf(url).engine === 'sqlite') {
    const { openSqlite } = await import('./sqlite.ts')
    return openSqlite(url, clock)
  }
  const { openPostgres } = await import('./postgres.ts')
  return openPostgres(url, clock)
}
