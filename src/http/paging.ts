import { z } from 'zod'
import { AppError } from '../core/errors.ts'
import { BelowId, ExternalId, LIMIT_DEFAULT, QueryFlag, QueryLimit, SentInstant } from '../core/fields.ts'
import { canonical } from '../core/ids.ts'
import { type Condition, countRows, listRows, type Sort } from '../storage/list.ts'
import type { Storage } from '../storage/storage.ts'
import type { Row, TableName } from '../storage/tables.ts'
import { makeCursor, readCursor } from './cursor.ts'
import type { Context, Reply } from './route.ts'
import { pointer } from './validate.ts'

/** What every list takes beside its own filters. */
export const PageQuery = z.strictObject({
  limit: QueryLimit.optional(),
  cursor: z.string().max(2_000).optional().meta({ description: 'nextCursor of the page before.' }),
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

export const page = (item: z.ZodType, name: string) =>
  z
    .object({
      items: z.array(item),
      nextCursor: z.string().nullable(),
      hasMore: z.boolean(),
      total: z.int().optional(),
    })
    .meta({ id: name })

export interface ListOptions<N extends TableName> {
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
  const after = cursor ? readCursor(options.secret, scope, cursor) : undefined
  const list = { committeeId: context.committeeId, where, sort, after, limit: limit + 1 }
  const rows = await listRows(storage, options.table, list)
  const more = rows.length > limit
  if (more) rows.pop()
  const last = rows.at(-1) as Record<string, string | number> | undefined
  const nextCursor =
    more && last
      ? makeCursor(
          options.secret,
          scope,
          sort.map(({ column }) => last[column]!),
        )
      : null
  const items = await options.present(rows)
  return {
    body: {
      items: fields ? items.map((item) => projected(item, fields)) : items,
      nextCursor,
      hasMore: more,
      ...(includeTotal ? { total: await countRows(storage, options.table, list) } : {}),
    },
    headers: links(options.path, query, nextCursor),
  }
}

function sortOf<N extends TableName>(query: PageQuery, options: ListOptions<N>): Sort[] {
  const wanted = query.sort ?? (query.modifiedSince ? 'updatedAt' : options.defaultSort)
  const sort = wanted.split(',').map((word) => {
    const column = word.trim().replace(/^-/, '')
    if (!options.sorts.includes(column) && column !== 'updatedAt') throw unsortable(column, options.sorts)
    return { column, descending: word.trim().startsWith('-') }
  })
  for (const column of options.key) {
    if (!sort.some((one) => one.column === column)) sort.push({ column, descending: sort[0]!.descending })
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

/** Only the wanted fields; one that does not exist is refused with its name. */
function projected(item: Record<string, unknown>, fields: string): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const field of fields.split(',').map((word) => word.trim())) {
    if (!(field in item)) {
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
    out[field] = item[field]
  }
  return out
}

/** RFC 8288 links with every filter kept. */
function links(path: string, query: Record<string, unknown>, next: string | null): Record<string, string> {
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
  if (next) all.push(`<${link(next)}>; rel="next"`)
  return { link: all.join(', ') }
}
