import { z } from 'zod'
import { fieldsIn, partIn } from '../core/bare.ts'
import { AppError } from '../core/errors.ts'
import { BelowId, ExternalId, LIMIT_DEFAULT, QueryFlag, QueryLimit, SentInstant } from '../core/fields.ts'
import { canonical } from '../core/ids.ts'
import { type Condition, countRows, type ListQuery, listRows, type Sort } from '../storage/list.ts'
import type { Storage } from '../storage/storage.ts'
import type { Row, TableName } from '../storage/tables.ts'
import { makeCursor, readCursor } from './cursor.ts'
import type { Context, Reply } from './route.ts'
import { pointer } from './validate.ts'

/** What every list takes beside its own filters. */
export const PageQuery = z.strictObject({
  limit: QueryLimit.optional(),
  cursor: z
    .string()
    .max(2_000)
    .optional()
    .meta({ description: 'nextCursor of the page before, or that of a link.' }),
  sort: z.string().max(200).optional().meta({ description: 'Fields by comma; a leading - turns the order.' }),
  fields: z.string().max(500).optional().meta({ description: 'Only these fields, by comma.' }),
  includeTotal: QueryFlag.optional().meta({ description: 'Adds the exact total.' }),
  modifiedSince: SentInstant.optional().meta({
    description: 'Rows changed since, tombstones (deletedAt) included: for clients that mirror.',
  }),
  externalId: ExternalId.optional(),
  committeeId: BelowId,
})
export type PageQuery = z.infer<typeof PageQuery>

export const page = <T extends z.ZodType>(item: T, name: string) =>
  z
    .object({
      items: z.array(item),
      nextCursor: z.string().nullable(),
      hasMore: z.boolean(),
      total: z.int().optional(),
    })
    .meta({ id: name })

interface ListOptions<N extends TableName> {
  table: N
  path: string
  where: readonly Condition[]
  sorts: readonly string[]
  defaultSort: string
  /** Closes every sort so that it is total. */
  key: readonly string[]
  /** Tables whose rows are never withdrawn have no tombstones. */
  tombstones: boolean
  present(rows: Row<N>[]): Promise<Record<string, unknown>[]>
  secret: string
}

/** One page of a table, with its cursor and links. */
export async function listPage<N extends TableName>(
  storage: Storage,
  context: Context,
  query: PageQuery & Record<string, unknown>,
  options: ListOptions<N>,
): Promise<Reply> {
  const limit = query.limit ?? LIMIT_DEFAULT
  const sort = sortOf(query, options)
  const where: Condition[] = [...options.where]
  if (query.externalId) where.push({ column: 'externalId', op: '=', value: query.externalId })
  if (query.modifiedSince) where.push({ column: 'updatedAt', op: '>=', value: query.modifiedSince })
  else if (options.tombstones) where.push({ column: 'deletedAt', op: 'null' })
  const { cursor, limit: _limit, includeTotal, fields, ...filter } = query
  const scope = canonical([options.path, context.committeeId, context.principal.view, filter, sort])
  const place = cursor ? placeOf(options.secret, scope, cursor) : undefined
  const list = { committeeId: context.committeeId, where, sort, limit: limit + 1 }
  const { rows, before, more } = await rowsAt(storage, options.table, list, place)
  const nextCursor = more ? makeCursor(options.secret, scope, keyOf(sort, rows.at(-1)!)) : null
  const previous = before ? BACK + makeCursor(options.secret, BACK + scope, keyOf(sort, rows[0]!)) : null
  const items = await options.present(rows)
  return {
    body: {
      items: fields ? items.map((item) => projected(item, fields)) : items,
      nextCursor,
      hasMore: more,
      ...(includeTotal ? { total: await countRows(storage, options.table, list) } : {}),
    },
    headers: links(options.path, query, previous, nextCursor),
  }
}

/** Marks a cursor that is read backwards; its signature holds for that direction alone. */
const BACK = 'back.'

interface Place {
  backwards: boolean
  values: (string | number)[]
}

function placeOf(secret: string, scope: string, cursor: string): Place {
  const backwards = cursor.startsWith(BACK)
  const values = backwards
    ? readCursor(secret, BACK + scope, cursor.slice(BACK.length))
    : readCursor(secret, scope, cursor)
  return { backwards, values }
}

const keyOf = (sort: readonly Sort[], row: object): (string | number)[] =>
  sort.map(({ column }) => (row as Record<string, string | number>)[column]!)

interface Found<N extends TableName> {
  rows: Row<N>[]
  /** Whether rows stand before these, and after them. */
  before: boolean
  more: boolean
}

/** One row more than the page is asked for: it tells whether the list goes on in that direction. */
async function rowsAt<N extends TableName>(
  storage: Storage,
  table: N,
  list: ListQuery,
  place: Place | undefined,
): Promise<Found<N>> {
  if (place?.backwards) return rowsBefore(storage, table, list, place.values)
  const rows = await listRows(storage, table, { ...list, after: place?.values })
  const more = rows.length === list.limit
  if (more) rows.pop()
  return { rows, more, before: place !== undefined && rows.length > 0 }
}

/** The same order read from its other end, and answered in its own. */
async function rowsBefore<N extends TableName>(
  storage: Storage,
  table: N,
  list: ListQuery,
  values: (string | number)[],
): Promise<Found<N>> {
  const turned = list.sort.map(({ column, descending }) => ({ column, descending: !descending }))
  const rows = await listRows(storage, table, { ...list, sort: turned, after: values })
  // What stood before is gone: the page is the first now.
  if (rows.length === 0) return rowsAt(storage, table, list, undefined)
  const before = rows.length === list.limit
  if (before) rows.pop()
  rows.reverse()
  const after = keyOf(list.sort, rows.at(-1)!)
  const more = (await listRows(storage, table, { ...list, after, limit: 1 })).length > 0
  return { rows, more, before }
}

function sortOf<N extends TableName>(query: PageQuery, options: ListOptions<N>): Sort[] {
  const wanted = query.sort ?? (query.modifiedSince ? 'updatedAt' : options.defaultSort)
  const sort = wanted.split(',').map((word) => {
    const column = word.trim().replace(/^-/, '')
    if (!options.sorts.includes(column) && column !== 'updatedAt') throw unsortable(column, options.sorts)
    return { column, descending: word.trim().startsWith('-') }
  })
  for (const column of options.key) {
    if (!sort.some((entry) => entry.column === column)) sort.push({ column, descending: sort[0]!.descending })
  }
  return sort
}

function unsortable(field: string, sorts: readonly string[]): AppError {
  const list = [...sorts, 'updatedAt'].join(', ')
  return new AppError(
    'validation_failed',
    { en: `Cannot sort by ${field}; choose among ${list}`, zh: `不能按 ${field} 排序，可选：${list}` },
    { errors: [{ parameter: 'sort', code: 'unknown_sort', detail: `choose among ${list}` }] },
  )
}

/** The names in `fields`; one that a page of this form never has is refused, also where the page is empty. */
export function checkFields(page: z.ZodType | undefined, fields: unknown): void {
  if (typeof fields !== 'string') return
  const { items } = fieldsIn(page)
  if (!(items instanceof z.ZodArray)) return
  const known = fieldsIn(partIn(items.element))
  for (const field of fields.split(',').map((word) => word.trim())) {
    if (Object.hasOwn(known, field)) continue
    throw new AppError(
      'validation_failed',
      { en: `There is no field ${field}`, zh: `没有字段 ${field}` },
      {
        errors: [
          { parameter: 'fields', code: 'unknown_field', detail: `${pointer([field])} is not a field` },
        ],
      },
    )
  }
}

/** Only the wanted fields. */
function projected(item: Record<string, unknown>, fields: string): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const field of fields.split(',').map((word) => word.trim())) out[field] = item[field]
  return out
}

/** RFC 8288 links with every filter kept. */
function links(
  path: string,
  query: Record<string, unknown>,
  previous: string | null,
  next: string | null,
): Record<string, string> {
  const link = (cursor: string | undefined) => {
    const parameters = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) {
      if (name !== 'cursor' && value !== undefined) parameters.set(name, String(value))
    }
    if (cursor) parameters.set('cursor', cursor)
    const text = parameters.toString()
    return `/v1${path}${text ? `?${text}` : ''}`
  }
  const all = [`<${link(undefined)}>; rel="first"`]
  if (previous) all.push(`<${link(previous)}>; rel="prev"`)
  if (next) all.push(`<${link(next)}>; rel="next"`)
  return { link: all.join(', ') }
}
