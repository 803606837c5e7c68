import type { z } from 'zod'
import { AppError, type ErrorCode, notFound, ruleViolation } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import { type AnyFields, idOf, versionOf } from '../storage/any-row.ts'
import { inCommittee } from '../storage/from.ts'
import { type Condition, listRows } from '../storage/list.ts'
import { findRow, insertRow, isNamed, withdrawRow } from '../storage/rows.ts'
import type { Db, Tx } from '../storage/storage.ts'
import { definitionOf, type Row, TABLE_NAMES, type TableName } from '../storage/tables.ts'
import { noteClearRead, shownInClear } from './clear-reads.ts'
import { checkPrecondition } from './etag.ts'
import { forbidden, requireOwner } from './rights.ts'
import type { Context, Principal, Reply } from './route.ts'
import { type Claim, sightOf } from './sight.ts'

/**
 * A record and its own rules, as a resource declares them, and what every use case on a record shares: who sees it,
 * who may change it, what is masked.
 */

/** Fields of a record by name, as they are sent, stored or answered: those that many records have are known. */
export type Fields = AnyFields

export interface Resource<N extends TableName> {
  table: N
  /** URL segment, plural, and the words for one of them. */
  path: string
  one: { en: string; zh: string; PascalCase: string }
  /** Fields that a client sends; `create` and `change` are derived from them. */
  input: z.ZodObject
  /** Further fields that only the server sets, in the answer. */
  output: z.ZodObject
  /** Sent at creation, never changed afterwards. */
  fixed?: readonly string[]
  filters?: z.ZodObject
  where?(query: Fields, context: Context): Condition[]
  sorts: readonly string[]
  defaultSort: string
  permission: { read: string; write: string }
  /** Masked for those who do not see it (`sight.ts`). */
  personal?: readonly string[]
  /** To whom else its personal values are shown. */
  claim?(row: Fields, principal: Principal): Claim
  /** A department owns the record: its clerks may write it. */
  owned?: boolean
  /** Rows that a member may see: their own. Undefined: a member sees none but by this table's permission. */
  ownRows?(principal: Principal): Condition
  /** Rows that not everybody who may read the others may see. */
  secluded?(principal: Principal): Condition[]
  /** Fields joined from elsewhere, for a whole page at once. */
  decorate?(db: Db, rows: Row<N>[], context: Context): Promise<Fields[]>
  /** Stored values of a new record; checks its rules. */
  onCreate?(tx: Tx, input: Fields, context: Context): Promise<Fields>
  onChange?(tx: Tx, before: Row<N>, patch: Fields, context: Context): Promise<Fields>
  /** Refuses, or does first what withdrawing needs. */
  onWithdraw?(tx: Tx, row: Row<N>, context: Context): Promise<unknown>
  /** Children and effects in the same transaction, once the record stands. */
  afterWrite?(tx: Tx, row: Row<N>, input: Fields, before: Row<N> | undefined): Promise<void>
  /** Members whose scores may move; else the one of its `memberId`. */
  members?(tx: Tx, row: Row<N>, input: Fields): Promise<readonly string[] | 'all'>
  /** Verbs beside create, change and withdraw. */
  steps?: readonly Action<N>[]
  example: Fields
  /** What its own rules refuse, beside what its table refuses (keys, references). */
  refuses?: { create?: readonly ErrorCode[]; change?: readonly ErrorCode[]; withdraw?: readonly ErrorCode[] }
  /** Records that name it may outlive it; by default it stays while there are any. */
  mayLeaveRecords?: true
  /** Nothing withdraws it: steps end it, and it stays to be read. */
  stays?: true
}

/** A step of a record's life cycle: a verb beside create, change and withdraw. */
export interface Action<N extends TableName, B extends z.ZodObject = z.ZodObject> {
  verb: string
  /** Its past tense, as the event is named, where it is not `<verb>ed`. */
  past?: string
  operationId: string
  summary: string
  permission: string
  /** What it decides on is personal: 403 for whoever is not shown it. */
  decides?: true
  body?: B
  /** The field of the body with the day on which it was taken, where no column keeps it. */
  on?: keyof z.output<B> & string
  failures?: readonly ErrorCode[]
  /** Answers the values to change; throws when the state does not allow the verb. */
  run(tx: Tx, row: Row<N>, body: z.output<B>, context: Context): Promise<Partial<Row<N>>>
}

/** A step that is named apart from its routes, because a sheet takes it too. */
export const action = <N extends TableName, B extends z.ZodObject>(
  _table: N,
  step: Action<N, B>,
): Action<N> => step

/** A declaration whose hooks see what its own schemas say. */
export type Declared<N extends TableName, I extends z.ZodObject, F extends z.ZodObject> = Omit<
  Resource<N>,
  | 'input'
  | 'filters'
  | 'where'
  | 'onCreate'
  | 'onChange'
  | 'afterWrite'
  | 'members'
  | 'fixed'
  | 'personal'
  | 'claim'
> & {
  table: N
  input: I
  filters?: F
  fixed?: readonly (keyof z.output<I> & string)[]
  personal?: readonly ((keyof z.output<I> | keyof Row<N>) & string)[]
  claim?(row: Row<N> & Fields, principal: Principal): Claim
  where?(query: z.output<F>, context: Context): Condition[]
  onCreate?(tx: Tx, input: z.output<I>, context: Context): Promise<Fields>
  onChange?(tx: Tx, before: Row<N>, patch: Partial<z.output<I>>, context: Context): Promise<Fields>
  afterWrite?(tx: Tx, row: Row<N>, input: Partial<z.output<I>>, before: Row<N> | undefined): Promise<void>
  members?(tx: Tx, row: Row<N>, input: Partial<z.output<I>>): Promise<readonly string[] | 'all'>
}

/** A record as it is declared: from here on its routes know it by its table alone. */
export const resource = <N extends TableName, I extends z.ZodObject, F extends z.ZodObject = z.ZodObject>(
  declared: Declared<N, I, F>,
): Resource<N> => declared

/** The row as this principal may see it: 404 when not, 410 when it was withdrawn. */
export async function readable<N extends TableName>(
  resource: Resource<N>,
  context: Context,
  id: string,
  db: Db = context.storage,
): Promise<Row<N>> {
  const row = await findRow(inCommittee(db, context.committeeId), resource.table, id)
  if (!row || !(await sees(resource, context, row))) throw notFound(resource.one.en, id)
  const { deletedAt, mergedIntoId }: Fields = row
  // Entered twice and merged: the old id leads to the record that stands.
  if (deletedAt && mergedIntoId) return readable(resource, context, mergedIntoId, db)
  if (deletedAt) {
    throw new AppError('gone', {
      en: `This ${resource.one.en} was withdrawn; lists show it with modifiedSince`,
      zh: `该${resource.one.zh}已撤回；可在列表中用 modifiedSince 查到`,
    })
  }
  return row
}

/** The row in the open transaction, once ownership and `If-Match`, which may be `demanded`, allow a change. */
export async function changeable<N extends TableName>(
  resource: Resource<N>,
  tx: Tx,
  context: Context<{ id: string }>,
  demanded: boolean,
): Promise<Row<N>> {
  const row = await readable(resource, context, context.params.id, tx)
  const { ownerOrganizationId = null }: Fields = row
  if (resource.owned) requireOwner(context.principal, ownerOrganizationId)
  checkPrecondition(context.ifMatch, versionOf(row), demanded)
  return row
}

export async function noteFor<N extends TableName>(
  resource: Resource<N>,
  tx: Tx,
  row: Row<N>,
  verb: string,
  input: Fields = {},
) {
  return {
    type: `${resource.one.en.replaceAll(' ', '_')}.${verb}`,
    members: resource.members ? await resource.members(tx, row, input) : memberOf(row),
  }
}

/** Who is named in the row itself: a record that forgot to say whose points it moves would leave them as they were. */
function memberOf(row: Fields): string[] {
  return typeof row.memberId === 'string' ? [row.memberId] : []
}

export async function answered<N extends TableName>(
  resource: Resource<N>,
  tx: Tx,
  context: Context,
  row: Row<N>,
): Promise<Reply> {
  const [body] = await presented(resource, context, [row], tx)
  return { body, version: versionOf(row) }
}

/** A new record in the open transaction: the same rules for a posted row, an imported one and a batch. */
export async function createRecord<N extends TableName>(
  tx: Tx,
  resource: Resource<N>,
  input: Fields,
  context: Context,
): Promise<Row<N>> {
  const sent = { ...input }
  if (resource.owned) {
    const owner = sent.ownerOrganizationId ?? context.principal.departments?.[0] ?? null
    requireOwner(context.principal, owner)
    sent.ownerOrganizationId = owner
  }
  const values = resource.onCreate ? await resource.onCreate(tx, sent, context) : sent
  const id = values.id ?? newId()
  const own = columnsOf(resource.table, values)
  const complete = { committeeId: tx.committeeId, ...blankOf(resource.table), ...own, id } as Row<N>
  const note = await noteFor(resource, tx, complete, 'created', values)
  const row = await insertRow(tx, resource.table, complete, note)
  await resource.afterWrite?.(tx, row, { ...sent, ...values }, undefined)
  return row
}

/** Leaves a tombstone, once the record's own rules and what hangs on it allow; the row must be `changeable`. */
export async function withdrawRecord<N extends TableName>(
  tx: Tx,
  resource: Resource<N>,
  before: Row<N>,
  context: Context,
  freed: Partial<Row<N>> = {},
): Promise<Row<N>> {
  await resource.onWithdraw?.(tx, before, context)
  // What had to be done first may have changed it.
  const row = (await findRow(tx, resource.table, idOf(before)))!
  await refuseInUse(resource, tx, row)
  return withdrawRow(tx, resource.table, row, await noteFor(resource, tx, row, 'withdrawn'), freed)
}

/** Tables whose rows name a row of this one and would be left behind without it. */
export function dependants(
  resource: Pick<Resource<TableName>, 'table' | 'mayLeaveRecords'>,
): { table: TableName; column: string }[] {
  if (resource.mayLeaveRecords) return []
  return TABLE_NAMES.flatMap((table) => {
    const { references, columns } = definitionOf(table)
    if (!columns.deletedAt) return []
    const naming = Object.entries(references).filter(([, target]) => target === resource.table)
    return naming.map(([column]) => ({ table, column }))
  })
}

/** A record that others name is not withdrawn: what hangs on it would hang on nothing. */
async function refuseInUse<N extends TableName>(resource: Resource<N>, tx: Tx, row: Row<N>): Promise<void> {
  for (const { table, column } of dependants(resource)) {
    if (!(await isNamed(tx, table, column, idOf(row)))) continue
    throw new AppError('in_use', {
      en: `Records of ${table} name this ${resource.one.en}: change or withdraw them first`,
      zh: `还有 ${table} 记录引用该${resource.one.zh}，请先更改或撤回`,
    })
  }
}

/** Values of the table's own columns; what else a body holds belongs to children. */
export function columnsOf<N extends TableName>(table: N, values: Fields): Partial<Row<N>> {
  const { columns } = definitionOf(table)
  const own: Fields = {}
  for (const name of Object.keys(values)) {
    if (name in columns && values[name] !== undefined) own[name] = values[name]
  }
  return own as Partial<Row<N>>
}

/** Every column that may be null, as null; made once per table, because every create begins with it. */
const blanks = new Map<TableName, Fields>()

function blankOf(table: TableName): Fields {
  let blank = blanks.get(table)
  if (!blank) {
    const nullable = Object.entries(definitionOf(table).columns).filter(([, column]) => column.nullable)
    blank = Object.fromEntries(nullable.map(([name]) => [name, null]))
    blanks.set(table, blank)
  }
  return blank
}

/** Fields of the input that live in tables of their own, as they stand now. */
export async function childrenOf<N extends TableName>(
  resource: Resource<N>,
  tx: Tx,
  context: Context,
  row: Row<N>,
): Promise<Fields> {
  if (!resource.decorate) return {}
  const names = Object.keys(resource.input.shape).filter(
    (name) => !(name in definitionOf(resource.table).columns),
  )
  if (names.length === 0) return {}
  const [whole] = await resource.decorate(tx, [row], context)
  return Object.fromEntries(names.map((name) => [name, whole![name]]))
}

export const sameChildren = (a: Fields, b: Fields): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A member's own rows; everybody else with the permission sees all. */
export function ownOnly<N extends TableName>(resource: Resource<N>, principal: Principal): Condition[] {
  const among = resource.secluded?.(principal) ?? []
  if (principal.permissions.has('records.read') || !resource.ownRows) return among
  refuseNobody(principal)
  return [...among, resource.ownRows(principal)]
}

/** A machine has no records of its own: an empty list would say that there are none at all. */
export function refuseNobody({ kind, permissions }: Principal): void {
  if (kind !== 'key' || permissions.has('records.read')) return
  throw forbidden({
    en: 'This key has no records.read, and no records of its own: ask an administrator for a key with that scope',
    zh: '该接口密钥没有 records.read 权限，也没有本人的记录：请管理员发放带此权限的密钥',
  })
}

async function sees<N extends TableName>(
  resource: Resource<N>,
  context: Context,
  row: Row<N>,
): Promise<boolean> {
  const own = ownOnly(resource, context.principal)
  if (own.length === 0) return true
  const where: Condition[] = [...own, { column: 'id', op: '=', value: idOf(row) }]
  const sort = [{ column: 'id', descending: false }]
  const query = { committeeId: context.committeeId, where, sort, limit: 1 }
  return (await listRows(context.storage, resource.table, query)).length === 1
}

export async function presented<N extends TableName>(
  resource: Resource<N>,
  context: Context,
  rows: Row<N>[],
  db: Db,
): Promise<Fields[]> {
  const decorated = resource.decorate ? await resource.decorate(db, rows, context) : rows
  const { personal, table, claim } = resource
  if (!personal) return decorated
  const { principal } = context
  const sights = decorated.map((row) => sightOf(principal, claim?.(row, principal)))
  // An answer to a write shows what was just sent.
  if (db === context.storage) {
    const clear = decorated.filter((_row, at) => sights[at] === 'clear')
    await noteClearRead(context, table, shownInClear(clear, personal, principal.personId))
  }
  return decorated.map((row, at) =>
    sights[at] === 'masked' ? masked(personal, row) : { ...row, maskedFields: [] },
  )
}

/** A phone keeps its ends so that people recognise it; everything else personal is withheld and named. */
export function masked(personal: readonly string[], row: Fields): Fields {
  const out: Fields = { ...row }
  const withheld = personal.filter((field) => row[field] !== null && row[field] !== undefined)
  for (const field of withheld) {
    const text = String(row[field])
    out[field] = field === 'phone' && text.length >= 7 ? `${text.slice(0, 3)}****${text.slice(-4)}` : null
  }
  out.maskedFields = withheld
  return out
}

/** Start before end, both inclusive. */
export function checkRange(from: unknown, to: unknown, pointerTo = '/validTo'): void {
  if (typeof from !== 'string' || typeof to !== 'string' || from <= to) return
  throw ruleViolation(
    'dates.from_before_to',
    { en: `The range ends on ${to}, before it begins on ${from}`, zh: `结束日 ${to} 早于开始日 ${from}` },
    pointerTo,
  )
}
