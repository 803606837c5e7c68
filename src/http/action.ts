import type { AppError } from '../core/errors.ts'
import { textIn } from '../core/text-in.ts'
import { changeRow } from '../storage/rows.ts'
import type { Tx } from '../storage/storage.ts'
import type { Row, TableName } from '../storage/tables.ts'
import { type Action, childrenOf, type Fields, noteFor, type Resource, sameChildren } from './record.ts'
import { forbidden } from './rights.ts'
import type { Context } from './route.ts'
import { sightOf } from './sight.ts'

/** A step of a record's life cycle: a verb beside create, change and withdraw. */

/** Takes the step in the open transaction: the same for a posted step and one that a sheet tells. */
export async function takeStep<N extends TableName>(
  tx: Tx,
  resource: Resource<N>,
  action: Action<N>,
  before: Row<N>,
  body: Fields,
  context: Context,
): Promise<Row<N>> {
  const sight = sightOf(context.principal, resource.claim?.(before, context.principal))
  if (action.decides && sight === 'masked') throw blind(resource.one)
  const had = await childrenOf(resource, tx, context, before)
  const patch = await action.run(tx, before, body, context)
  const has = await childrenOf(resource, tx, context, before)
  const note = await noteFor(resource, tx, before, action.past ?? `${action.verb.replace(/e$/, '')}ed`)
  return changeRow(tx, resource.table, before, patch, {
    ...note,
    on: (action.on && textIn(body, action.on)) ?? undefined,
    reason: textIn(body, 'reason') ?? undefined,
    ...(sameChildren(had, has) ? {} : { children: { before: had, after: has } }),
  })
}

const blind = ({ en, zh }: { en: string; zh: string }): AppError =>
  forbidden({
    en: `This ${en} is masked for you, and nobody decides on what they cannot read: it takes records.read with personal.read, or with the permission to decide; ask an administrator for them, or leave it to somebody who has them`,
    zh: `您看不到该${zh}的内容，看不到内容的人不能审批：须有 records.read 及 personal.read（或相应审批）权限，请联系管理员授权，或由有权限的人员办理`,
  })
