import { targetOf } from './open.ts'
import type { Reader } from './storage.ts'

/** Opens what a storage keeps, to read it in another thread: one snapshot, whatever is written meanwhile. */
export async function openReader(url: string): Promise<Reader> {
  return targetOf(url).engine === 'sqlite' ? sqliteReader(url) : postgresReader(url)
}

async function sqliteReader(file: string): Promise<Reader> {
  const { connect, statementsOf } = await import('./sqlite-connection.ts')
  const connection = connect(file)
  connection.pragma('query_only = on')
  connection.exec('begin')
  const { run } = statementsOf(connection)
  return {
    query: async <R>(sql: string, parameters: readonly unknown[]) => run<R>(sql, parameters).rows,
    async close() {
      connection.close()
    },
  }
}

async function postgresReader(url: string): Promise<Reader> {
  const [{ snapshotClient }, { runOn }] = await Promise.all([
    import('./postgres-connections.ts'),
    import('./postgres.ts'),
  ])
  const client = await snapshotClient(url)
  const run = runOn(client)
  return {
    query: async <R>(sql: string, parameters: readonly unknown[]) => (await run<R>(sql, parameters)).rows,
    close: () => client.end(),
  }
}
