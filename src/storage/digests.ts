import { hash, randomBytes } from 'node:crypto'
import type { AnyRow } from './any-row.ts'
import type { Change, Run, Wrote } from './storage.ts'
import { definitionOf, type TableName, tableOf } from './tables.ts'

/**
 * What an event says of the rows that it wrote, without saying what stands in them: `members:1:4f0c…`, the table, how
 * many rows, and a hash over all of them in the order of their keys. A row that somebody changed past us, or that is
 * missing or too many, no longer fits its event (`audit.ts`).
 *
 * The last event of a record in its transaction says the same of what hangs on the record, in a fourth part
 * (`hanging.ts`).
 *
 * What is about a person is hashed with a salt of that person, kept in a table of its own: a phone number has few
 * possibilities, so a bare hash would tell it. Once the salt is erased, nothing can be told from the digest any more.
 */

/** Salts by committee and subject. */
export type SaltCache = Map<string, string>

/** Where a write looks for salts before it asks the database. */
export interface Salts {
  /** Those that are in the database for good; the engine empties it after a rollback. */
  readonly cache: SaltCache
  /** Those that this transaction has made: gone if it is undone. */
  readonly fresh: SaltCache
}

const CACHED_MAX = 50_000
const SALT_BYTES = 16
/** Parameters of one statement. */
const ASKED_MAX = 200

/** Whom a row is about: a person, or a membership of one; null for what is about nobody. */
export const subjectOf = (row: Readonly<AnyRow>): string | null => row.personId ?? row.memberId ?? null

/** The digest of an event's rows, with salts that are made where they are missing. */
export async function digestOf(wrote: Wrote, run: Run, known: Salts): Promise<string> {
  const subjects = new Set<string>()
  for (const row of wrote.rows) {
    const subject = subjectOf(row)
    if (subject) subjects.add(subject)
  }
  const { committeeId } = wrote.rows[0]!
  return digestWith(wrote, subjects.size === 0 ? NO_SALTS : await saltsOf(committeeId, subjects, run, known))
}

const NO_SALTS: ReadonlyMap<string, string> = new Map()

/** The digest of rows whose salts are known; a subject without one is hashed as it never was, and so fits nothing. */
export function digestWith({ table, rows }: Wrote, salts: ReadonlyMap<string, string>): string {
  const keyed = rows.map((row): [key: string, text: string] => {
    const subject = subjectOf(row)
    return [keyIn(table, row), `${subject ? salts.get(subject) : ''} ${canonical(table, row)}`]
  })
  if (keyed.length > 1) keyed.sort(([a], [b]) => (a < b ? -1 : 1))
  return `${table}:${rows.length}:${hash('sha256', keyed.map(([, text]) => text).join('\n'))}`
}

/** The parts of a digest: what it says of the rows, and of what hangs on the record (`hanging.ts`), where it does. */
export function partsOf(digest: string): {
  table: TableName
  count: number
  ofRows: string
  hanging: string | undefined
} {
  const [table = '', count, hashed, hanging] = digest.split(':')
  return { table: tableOf(table), count: Number(count), ofRows: `${table}:${count}:${hashed}`, hanging }
}

/** The key of a row as events and versions spell it. */
export const keyIn = (table: TableName, row: Readonly<Record<string, unknown>>): string => {
  const { key } = definitionOf(table)
  return key.length === 1 ? String(row[key[0]!]) : key.map((name) => String(row[name])).join('/')
}

const columnsBy = new Map<TableName, string[]>()

/**
 * Names and values of what is not null, by name: a column that a later release adds changes no older row. The event
 * that wrote the row is left out, since it is the one that carries the digest.
 */
function canonical(table: TableName, row: Readonly<AnyRow>): string {
  let columns = columnsBy.get(table)
  if (!columns) {
    columns = Object.keys(definitionOf(table).columns)
      .filter((name) => name !== 'seq')
      .sort()
    columnsBy.set(table, columns)
  }
  const values: unknown[] = []
  for (const name of columns) {
    const value = row[name]
    if (value !== null && value !== undefined) values.push(name, value)
  }
  return JSON.stringify(values)
}

/** Salts of some subjects of a committee, made where they are missing. */
export async function saltsOf(
  committeeId: string,
  subjects: ReadonlySet<string>,
  run: Run,
  { cache, fresh }: Salts,
): Promise<ReadonlyMap<string, string>> {
  const salts = new Map<string, string>()
  const unknown: string[] = []
  for (const subject of subjects) {
    const salt = fresh.get(`${committeeId}/${subject}`) ?? cache.get(`${committeeId}/${subject}`)
    if (salt) salts.set(subject, salt)
    else unknown.push(subject)
  }
  for (let from = 0; from < unknown.length; from += ASKED_MAX) {
    const chunk = unknown.slice(from, from + ASKED_MAX)
    const stored = await storedSalts(committeeId, chunk, run)
    if (cache.size > CACHED_MAX) cache.clear()
    for (const [subject, salt] of stored) {
      salts.set(subject, salt)
      cache.set(`${committeeId}/${subject}`, salt)
    }
    for (const subject of chunk) {
      if (salts.has(subject)) continue
      const salt = randomBytes(SALT_BYTES).toString('base64url')
      await run('insert into salts (committee_id, subject_id, salt) values (?, ?, ?)', [
        committeeId,
        subject,
        salt,
      ])
      salts.set(subject, salt)
      fresh.set(`${committeeId}/${subject}`, salt)
    }
  }
  return salts
}

/** Salts of some subjects of a committee; asked for at most 200 at a time. */
export async function storedSalts(
  committeeId: string,
  subjects: readonly string[],
  run: Run,
): Promise<Map<string, string>> {
  const marks = subjects.map(() => '?').join(', ')
  const { rows } = await run<{ subjectId: string; salt: string }>(
    `select subject_id, salt from salts where committee_id = ? and subject_id in (${marks})`,
    [committeeId, ...subjects],
  )
  return new Map(rows.map(({ subjectId, salt }) => [subjectId, salt]))
}

/** Forgets how a person's rows were hashed; that it was done stays in the log. */
export async function eraseSalt(
  tx: {
    committeeId: string
    emit(change: Change): Promise<number>
    run: (sql: string, p: readonly unknown[]) => Promise<number>
  },
  subjectId: string,
): Promise<void> {
  const erased = await tx.run('delete from salts where committee_id = ? and subject_id = ?', [
    tx.committeeId,
    subjectId,
  ])
  if (erased > 0) await tx.emit({ type: 'salt.erased', subjectType: 'salts', subjectId, subjectVersion: 1 })
}
