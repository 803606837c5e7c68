import type pg from 'pg'
import RateLimiterPostgres from 'rate-limiter-flexible/lib/RateLimiterPostgres.js'
import { codeOf, fieldOf } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import { type ChainEnd, GENESIS } from './chain.ts'
import type { SaltCache } from './digests.ts'
import { INSTALLATION } from './installation.ts'
import { camel } from './naming.ts'
import { beginWith, POSTGRES_DEFAULTS, type PostgresSettings, poolOf } from './postgres-connections.ts'
import { LockTaken, type Run, type Storage } from './storage.ts'
import { type Turns, turnsOf } from './turns.ts'
import { failureOf, outcomeUnknown } from './unavailable.ts'
import { type Heads, refuseNesting, useCase } from './write.ts'

const RETRIES_MAX = 5
const TURNS = { waitingMax: 200, waitMs: 10_000 }

/**
 * PostgreSQL at `read committed`: the first statement of every write takes the committee's head row `for update`,
 * which orders the chain and every invariant of that committee. Serialization failures and deadlocks are retried.
 */
export function openPostgres(
  url: string,
  clock: () => Date,
  chosen: Partial<PostgresSettings> = {},
): Storage {
  const settings = { ...POSTGRES_DEFAULTS, ...chosen }
  const pools = {
    writes: poolOf(url, 'writes', settings),
    reads: poolOf(url, 'reads', settings),
    logins: poolOf(url, 'logins', settings),
    probe: poolOf(url, 'probe', settings),
  }
  const begin = beginWith(settings)
  const salts: SaltCache = new Map()
  let commits = 0
  /** Locks of writes that have their turn or wait for it here; those of other processes are told by the database. */
  const locks = new Set<string>()

  const once = async <T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let broken = false
    let committing = false
    try {
      await client.query(begin)
      const result = await work(client)
      committing = true
      await client.query('commit')
      commits += 1
      return result
    } catch (error) {
      // The server says `ERROR` of a commit that it has undone; of a cut connection nobody knows.
      if (committing && fieldOf(error, 'severity') !== 'ERROR') {
        broken = true
        throw outcomeUnknown(error)
      }
      await client.query('rollback').catch(() => {
        broken = true
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** The storage as one lane sees it: its own connections for what it reads and for what it writes. */
  const over = (reads: pg.Pool, writes: pg.Pool, turns: Turns): Omit<Storage, 'logins'> => ({
    engine: 'postgres',
    url,
    query: async <R>(sql: string, parameters: readonly unknown[]) =>
      (await passing(runOn(reads)<R>(sql, parameters))).rows,
    sequenceOf: async (committeeId) => (await passing(findHead(runOn(reads), committeeId, '')))?.seq ?? 0,
    async write(committeeId, actor, work, lock) {
      refuseNesting()
      if (lock && locks.has(lock)) throw LockTaken
      // What belongs to no committee has no head row to wait for.
      const apart = committeeId === INSTALLATION
      if (lock) locks.add(lock)
      let end: (() => void) | undefined
      try {
        if (!apart) end = await turns.take(committeeId, { always: actor.actor.startsWith('job/') })
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await once(writes, async (client) => {
              if (lock && !(await taken(client, lock))) throw LockTaken
              const at = clock().toISOString()
              const run = runOn(client)
              return useCase({ run, heads: headsOn(run), salts, at, committeeId, actor }, work)
            })
          } catch (error) {
            if (!goesAgain(error) || attempt >= RETRIES_MAX) throw failureOf('postgres', error)
          }
        }
      } finally {
        if (lock) locks.delete(lock)
        end?.()
      }
    },
    refusal: (error) => {
      const code = codeOf(error)
      return code === '23505' ? 'duplicate' : code === '23503' ? 'dangling' : undefined
    },
    commits: () => commits,
    async ping() {
      await pools.probe.query('select 1')
    },
    probe: async <R>(sql: string) => (await runOn(pools.probe)<R>(sql, [])).rows,
    async writable() {
      const { rows } = await pools.probe.query("select current_setting('transaction_read_only') as value")
      if (rows[0].value !== 'off') throw new Error('The database is read-only')
    },
    sharedCounter: (options) =>
      new RateLimiterPostgres({
        ...options,
        storeClient: pools.reads,
        storeType: 'pool',
        tableName: 'request_counts',
        tableCreated: true,
      }),
    async close() {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
    },
  })

  const logins: Storage = {
    ...over(pools.logins, pools.logins, turnsOf(TURNS)),
    get logins() {
      return logins
    },
  }
  return { ...over(pools.reads, pools.writes, turnsOf(TURNS)), logins }
}

/** 23505 on the head itself: two first writes of a new committee; the second finds the head next time. */
function goesAgain(error: unknown): boolean {
  const code = codeOf(error)
  if (code === '23505') return fieldOf(error, 'table') === 'committee_heads'
  return code === '40001' || code === '40P01'
}

/** The same answer; of failures, those that pass are 503. */
const passing = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error) => {
    throw failureOf('postgres', error)
  })

async function findHead(run: Run, committeeId: string, suffix: string): Promise<ChainEnd | undefined> {
  const sql = `select seq, hash from committee_heads where committee_id = ?${suffix}`
  return (await run<ChainEnd>(sql, [committeeId])).rows[0]
}

/** The head rows of one transaction: locked when read, written at its end. */
function headsOn(run: Run): Heads {
  const known = new Set<string>()
  return {
    async load(committeeId) {
      const head = await findHead(run, committeeId, ' for update')
      if (head) known.add(committeeId)
      return head ?? { seq: 0, hash: GENESIS }
    },
    async store(committeeId, { seq, hash }) {
      const sql = known.has(committeeId)
        ? 'update committee_heads set seq = ?, hash = ? where committee_id = ?'
        : 'insert into committee_heads (seq, hash, committee_id) values (?, ?, ?)'
      await run(sql, [seq, hash, committeeId])
    },
  }
}

/** An advisory lock that ends with the transaction. */
async function taken(client: pg.PoolClient, name: string): Promise<boolean> {
  const key = BigInt.asIntN(64, BigInt(`0x${sha256(name).slice(0, 16)}`)).toString()
  const answer = await client.query('select pg_try_advisory_xact_lock($1::bigint) as ok', [key])
  return answer.rows[0].ok
}

type Queryable = Pick<pg.Pool, 'query'>

/** `?` placeholders become `$n`; our SQL holds no question mark elsewhere. */
function numbered(sql: string): string {
  let n = 0
  return sql.replace(/\?/g, () => {
    n += 1
    return `$${n}`
  })
}

export function runOn(on: Queryable): Run {
  return async <R>(sql: string, parameters: readonly unknown[]) => {
    const text = numbered(sql)
    // A name makes the server keep the plan; texts are few because shapes are.
    const name = parameters.length > 200 ? undefined : sha256(text).slice(0, 32)
    const result = await on.query<unknown[]>({
      ...(name ? { name } : {}),
      text,
      values: parameters as unknown[],
      rowMode: 'array',
    })
    const names = result.fields.map((field) => camelName(field.name))
    const rows = result.rows.map((values) => {
      const row: Record<string, unknown> = {}
      for (let i = 0; i < names.length; i += 1) row[names[i]!] = values[i]
      return row
    })
    return { rows: rows as R[], changes: result.rowCount ?? 0 }
  }
}

const camelNames = new Map<string, string>()

function camelName(field: string): string {
  let name = camelNames.get(field)
  if (!name) {
    name = camel(field)
    camelNames.set(field, name)
  }
  return name
}
