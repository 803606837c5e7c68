import type { z } from 'zod'
import type { ErrorCode } from '../core/errors.ts'
import { changeRow } from '../storage/rows.ts'
import type { Tx } from '../storage/storage.ts'
import type { Row, TableName } from '../storage/tables.ts'
import { childrenOf, type Fields, noteFor, type Resource, sameChildren } from './record.ts'
import type { Context } from './route.ts'

/** A step of a record's life cycle: a verb beside create, change and withdraw. */

export interface Action<N extends TableName> {
  verb: string
  /** Its past tense, as the event is named, where it is not `<verb>ed`. */
  past?: string
  operationId: string
  summary: string
  permission: string
  body?: z.ZodObject
  failures?: readonly ErrorCode[]
  /** Answers the values to change; throws when the state does not allow the verb. */
  run(tx: Tx, row: Row<N>, body: Fields, context: Context): Promise<Partial<Row<N>>>
}

/** Takes the step in the open transaction: the same for a posted step and one that a sheet tells. */
export async function takeStep<N extends TableName>(
  tx: Tx,
  resource: Resource<N>,
  action: Action<N>,
  before: Row<N>,
  body: Fields,
  context: Context,
): Promise<Row<N>> {
  const had = await childrenOf(resource, tx, context, before)
  const patch = await action.run(tx, before, body, context)
  const has = await childrenOf(resource, tx, context, before)
  const note = await noteFor(resource, tx, before, action.past ?? `${action.verb.replace(/e$/, '')}ed`)
  return changeRow(
    tx,
    resource.table,
    before,
    patch,
    sameChildren(had, has) ? note : { ...note, children: { before: had, after: has } },
  )
}
