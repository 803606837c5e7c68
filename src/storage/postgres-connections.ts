import pg from 'pg'

/**
 * Connections to PostgreSQL, apart by what they serve: writes, reads, logins and the probe of readiness never wait for
 * each other's. Everything has an end: connecting, waiting for a connection, a lock, a statement, an idle transaction.
 */

export interface PostgresSettings {
  /** Connections for writes, for reads and for logins; one more is kept for readiness. */
  writes: number
  reads: number
  logins: number
  /** To connect, or to wait for a free connection. */
  connectMs: number
  statementMs: number
  lockMs: number
  /** A transaction in which nothing is asked. */
  idleMs: number
}

export const POSTGRES_DEFAULTS: PostgresSettings = {
  writes: 10,
  reads: 10,
  logins: 4,
  connectMs: 5_000,
  statementMs: 30_000,
  lockMs: 5_000,
  idleMs: 30_000,
}

/** The server's own limit answers first; this one is for a network that swallows answers. */
const ANSWER_MARGIN_MS = 5_000

// Sequence numbers stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

type Lane = 'writes' | 'reads' | 'logins' | 'probe'

/** A pool for one kind of work; `lane` tells it apart in `pg_stat_activity`. */
export function poolOf(url: string, lane: Lane, settings: PostgresSettings): pg.Pool {
  const { connectMs, statementMs } = settings
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `lvzhi ${lane}`,
    max: lane === 'probe' ? 1 : settings[lane],
    connectionTimeoutMillis: connectMs,
    query_timeout: statementMs + ANSWER_MARGIN_MS,
    keepAlive: true,
    onConnect: async (client) => {
      // Heard for as long as the client lives: the pool itself hears idle clients only, and an `error` that nobody hears
      // ends the process. Whoever uses the client learns of the cut from the statement that fails.
      client.on('error', () => {})
      // For single statements; transactions set their own, because a pooler in between forgets this one.
      await client.query(`set statement_timeout = ${statementMs}; set lock_timeout = ${settings.lockMs}`)
    },
  })
  pool.on('error', () => {})
  return pool
}

/** The first words of every transaction, in one round trip: `begin` with its limits. */
export const beginWith = ({ statementMs, lockMs, idleMs }: PostgresSettings): string =>
  `begin; set local statement_timeout = ${statementMs}; set local lock_timeout = ${lockMs}; set local idle_in_transaction_session_timeout = ${idleMs}`

/** A connection of its own for a thread, with one snapshot; what is read there takes minutes at the most. */
export async function snapshotClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'lvzhi snapshot',
    connectionTimeoutMillis: POSTGRES_DEFAULTS.connectMs,
    keepAlive: true,
  })
  client.on('error', () => {})
  await client.connect()
  await client.query(
    `begin isolation level repeatable read read only; set local statement_timeout = ${SNAPSHOT_MS}; set local idle_in_transaction_session_timeout = ${SNAPSHOT_MS}`,
  )
  return client
}

const SNAPSHOT_MS = 15 * 60_000
