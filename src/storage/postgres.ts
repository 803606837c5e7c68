import pg from 'pg'
import { sha256 } from '../core/ids.ts'
import { type ChainEnd, GENESIS } from './chain.ts'
import { camel } from './columns.ts'
import { builderOver, type Execute } from './kysely.ts'
import { LockTaken, type Storage } from './storage.ts'
import { type Heads, type Run, refuseNesting, useCase } from './write.ts'

const RETRIES_MAX = 5
const POOL_MAX = 10

// Sequence numbers stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/**
 * PostgreSQL at `read committed`: the first statement of every write takes the committee's head row `for update`,
 * which orders the chain and every invariant of that committee. Serialization failures and deadlocks are retried.
 */
export function openPostgres(url: string, clock: () => Date): Storage {
  const pool = new pg.Pool({ connectionString: url, max: POOL_MAX, application_name: 'lvzhi' })
  // An idle connection that the server drops is replaced at the next use.
  pool.on('error', () => {})
  let commits = 0

  const once = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('begin')
      const result = await work(client)
      await client.query('commit')
      commits += 1
      return result
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

  return {
    engine: 'postgres',
    url,
    read: builderOver('postgres', executeOn(pool)),
    query: async <R>(sql: string, parameters: readonly unknown[]) =>
      (await runOn(pool)(sql, parameters)).rows as R[],
    sequenceOf: async (committeeId) => (await findHead(runOn(pool), committeeId, ''))?.seq ?? 0,
    async write(committeeId, actor, work, lock) {
      refuseNesting()
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(async (client) => {
            if (lock && !(await taken(client, lock))) throw LockTaken
            const db = builderOver('postgres', executeOn(client))
            const at = clock().toISOString()
            const run = runOn(client)
            return useCase({ db, run, heads: headsOn(run), at, committeeId, actor }, work)
          })
        } catch (error) {
          const code = (error as { code?: unknown }).code
          // 23505 on the head itself: two first writes of a new committee; the second finds the head next time.
          const again =
            code === '40001' ||
            code === '40P01' ||
            (code === '23505' && (error as { table?: string }).table === 'committee_heads')
          if (!again || attempt >= RETRIES_MAX) throw error
        }
      }
    },
    refusal: (error) => {
      const code = (error as { code?: unknown })?.code
      return code === '23505' ? 'duplicate' : code === '23503' ? 'dangling' : undefined
    },
    commits: () => commits,
    async ping() {
      await pool.query('select 1')
    },
    async writable() {
      const { rows } = await pool.query("select current_setting('transaction_read_only') as value")
      if (rows[0].value !== 'off') throw new Error('The database is read-only')
    },
    close: () => pool.end(),
  }
}

async function findHead(run: Run, committeeId: string, suffix: string): Promise<ChainEnd | undefined> {
  const sql = `select seq, hash from committee_heads where committee_id = ?${suffix}`
  return (await run(sql, [committeeId])).rows[0] as ChainEnd | undefined
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
export function runOn(on: Queryable): Run {
  return async (sql, parameters) => {
    let n = 0
    return rowsOf(
      on,
      sql.replace(/\?/g, () => {
        n += 1
        return `$${n}`
      }),
      parameters,
    )
  }
}

function executeOn(on: Queryable): Execute {
  return async (query) => {
    const { rows, changes } = await rowsOf(on, query.sql, query.parameters)
    return { rows: rows as never[], numAffectedRows: BigInt(changes) }
  }
}

const camelNames = new Map<string, string>()

async function rowsOf(on: Queryable, sql: string, parameters: readonly unknown[]) {
  // A name makes the server keep the plan; texts are few because shapes are.
  const name = parameters.length > 200 ? undefined : sha256(sql).slice(0, 32)
  const result = await on.query({
    ...(name ? { name } : {}),
    text: sql,
    values: parameters as unknown[],
    rowMode: 'array',
  })
  const names = result.fields.map(({ name: field }) => {
    let known = camelNames.get(field)
    if (!known) {
      known = camel(field)
      camelNames.set(field, known)
    }
    return known
  })
  const rows = (result.rows as unknown as unknown[][]).map((values) => {
    const row: Record<string, unknown> = {}
    for (let i = 0; i < names.length; i += 1) row[names[i]!] = values[i]
    return row
  })
  return { rows: rows as unknown[], changes: result.rowCount ?? 0 }
}
