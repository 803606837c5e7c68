import type { AnyRow } from './any-row.ts'
import type { Engine } from './columns.ts'
import type { Scope } from './from.ts'
import type { TableName } from './tables.ts'

/** What answers questions: committed data, a snapshot of it, or an open transaction. */
export type Db = Pick<Scope, 'query'>

/** Who acts, for the event log. */
export interface Actor {
  /** `user/<id>`, `key/<id>`, `job/<kind>`, `setup`, or `operator` on the command line. */
  readonly actor: string
  readonly requestId: string
}

/** SQL with `?` placeholders on the connection of an open transaction. */
export type Run = <R>(sql: string, parameters: readonly unknown[]) => Promise<{ rows: R[]; changes: number }>

/** Rows of one table as they are stored, under one event. */
export interface Wrote {
  readonly table: TableName
  readonly rows: readonly Readonly<AnyRow>[]
}

/** One change of one subject, as it enters the log. Personal values are masked before they come here. */
export interface Change {
  readonly type: string
  readonly subjectType: string
  readonly subjectId: string
  readonly subjectVersion: number
  /** Members whose scores may have changed; `all` when the rules themselves did. */
  readonly members?: readonly string[] | 'all'
  readonly ownerOrganizationId?: string | null
  readonly data?: unknown
  /** The rows that are written under this event, as they are stored; without their own `seq`, which this answers. */
  readonly wrote?: Wrote
}

/** An open transaction on one committee's records. */
export interface Tx extends Actor {
  readonly committeeId: string
  /** The instant of this write, the same for everything in it. */
  readonly at: string
  /** Adds one event to the committee's chain; answers its sequence number. */
  emit(change: Change, committeeId?: string): Promise<number>
  /** Prepared SQL with `?` placeholders, for bulk loads; answers rows changed. */
  run(sql: string, parameters: readonly unknown[]): Promise<number>
  /** Prepared SQL with `?` placeholders, for the hottest reads of a write: rows with camelCase names. */
  query<R>(sql: string, parameters: readonly unknown[]): Promise<R[]>
}

/** Another write holds the lock that this one asked for. */
export const LockTaken = Symbol('lock taken')

export interface SharedCounter {
  /** Adds to a key within its window; answers the sum over all processes. */
  penalty(key: string, points: number): Promise<{ consumedPoints: number; msBeforeNext: number }>
}

export interface Storage {
  readonly engine: Engine
  /** The path or address under which a thread of its own opens a `Reader`. */
  readonly url: string
  /** Committed data, by SQL with `?` placeholders: rows with camelCase names. */
  query<R>(sql: string, parameters: readonly unknown[]): Promise<R[]>
  /** The committee's sequence number: it moves with every write, so it versions everything that is read. */
  sequenceOf(committeeId: string): Promise<number>
  /**
   * Runs `work` in one transaction on one committee; a throw undoes all of it. Never nest. With `lock`, a second
   * write of that name is refused with `LockTaken` while the first one runs.
   */
  write<T>(committeeId: string, actor: Actor, work: (tx: Tx) => Promise<T>, lock?: string): Promise<T>
  /** What the engine refused: a key that exists, or a reference to nothing. */
  refusal(error: unknown): 'duplicate' | 'dangling' | undefined
  /** Committed transactions since the start, for the benchmark and `/metrics`. */
  commits(): number
  ping(): Promise<void>
  /** SQL without parameters on what is kept for readiness alone, so that a crowd does not look like a dead database. */
  probe<R>(sql: string): Promise<R[]>
  /** Throws where the database would refuse a write, without writing. */
  writable(): Promise<void>
  /** A counter that all processes on this database share; undefined where one process serves it. */
  sharedCounter?(options: { points: number; duration: number; keyPrefix: string }): SharedCounter
  /** The same database for logins: what holds others up does not keep people out. */
  readonly logins: Storage
  close(): Promise<void>
}

/** Committed data as it stood at the first question, for long work in a thread of its own. */
export interface Reader extends Pick<Storage, 'query'> {
  close(): Promise<void>
}
