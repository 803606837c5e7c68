import type { z } from 'zod'
import type { Row, TableName } from '../storage/tables.ts'
import { plural } from './endpoints.ts'
import type { Resource } from './record.ts'
import type { Route } from './route.ts'

/**
 * An operation by what it is called and what it answers, apart from how. A page, an export or another route asks it by
 * this value, so that what it answers is typed; the route takes both from it, so that neither can say something else.
 */
export interface Operation<A = unknown> {
  readonly operationId: string
  readonly response?: z.ZodType<A>
}

/** The route of an operation; what it answers is of the type that the operation says. */
export type RouteOf<A> = Route & Operation<A>

/** What an operation answers. */
export type Answer<O> = O extends Operation<infer A> ? A : never

/** One of the items that an operation answers. */
export type Item<O> = Answer<O> extends { items: readonly (infer I)[] } ? I : never

/** Types a declaration; it stays plain data. */
export const operation = <A>(operationId: string, response: z.ZodType<A>) => ({ operationId, response })

/** A record as it is answered: its own columns, and `X`, what is joined or kept in other tables. */
export type Shown<N extends TableName, X = unknown> = Omit<Row<N>, 'committeeId' | keyof X> & X

export interface Items<T> {
  items: T[]
  nextCursor: string | null
  hasMore: boolean
}

/** Operations that every record has, and its steps, which answer with it too. */
export function recordOperations<N extends TableName, X = unknown>({ one }: Resource<N>) {
  const step = (operationId: string): Operation<Shown<N, X>> => ({ operationId })
  const list: Operation<Items<Shown<N, X>>> = { operationId: `list${plural(one.PascalCase)}` }
  return { list, read: step(`get${one.PascalCase}`), create: step(`create${one.PascalCase}`), step }
}
