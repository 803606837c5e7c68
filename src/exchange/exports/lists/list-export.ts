import { catalogueItemOperations } from '../../../committee/catalogues/resource.ts'
import { AppError, unknownReference } from '../../../core/errors.ts'
import { LIMIT_MAX } from '../../../core/fields.ts'
import { type Call, type Operations, readAs } from '../../../http/operations.ts'
import { forbidden } from '../../../http/rights.ts'
import type { Principal, Route } from '../../../http/route.ts'
import { sightOf } from '../../../http/sight.ts'
import { refused } from '../../../http/validate.ts'
import type { Value } from '../files/sheet.ts'
import { type Labels, printed, toldOf, walked } from './cells.ts'
import { columnsOf, type ListColumn } from './columns.ts'
import { namesFor } from './names.ts'

/**
 * Any list as rows: its own route answers every page, with the rights and the masks of whoever asked, so that an
 * export never holds what its asker could not read.
 */

interface ListRequest {
  list: string
  filter: Readonly<Record<string, string | number | boolean>>
  /** Undefined: the standard ones. */
  columns?: 'all' | readonly string[] | undefined
  labels: Labels
}

export type Asker = Omit<Call, 'params' | 'query' | 'body' | 'ifMatch'>

/** A list that is there for its asker, with the columns that were chosen. */
interface OpenList {
  route: Route
  columns: readonly ListColumn[]
  labels: Labels
  /** Rows in all, where the list counts them. */
  total: number
  /** Rows as people read them, a page at a time. */
  pages(): AsyncGenerator<Value[][]>
  /** Rows as objects for programs, keys as the columns are called. */
  objects(): AsyncGenerator<Record<string, unknown>[]>
}

/** Parameters of a list that an export decides by itself. */
const OURS = ['limit', 'cursor', 'fields', 'includeTotal', 'committeeId']

/** 422 for a path that lists nothing, 403 and 400 as the list itself answers. */
export async function openList(
  operations: Operations,
  asker: Asker,
  request: ListRequest,
): Promise<OpenList> {
  const match = operations.matching('GET', `/v1${request.list}`)
  const known = match && columnsOf(match.target)
  if (!match || !known) throw unknownReference('/list', request.list)
  const query = queryOf(request.filter)
  const { target: route, params } = match
  const call: Call = { ...asker, params }
  const paged = 'cursor' in shapeOf(route)
  const first = await probed(route, {
    ...call,
    query: { ...query, ...(paged ? { limit: '1', ...totalOf(route) } : {}) },
  })
  const columns = chosen(known, request.columns, asker.principal)
  const items = () => pagesOf(route, { ...call, query }, paged)
  const names = namesFor(operations, asker)
  return {
    route,
    columns,
    labels: request.labels,
    total: first.total ?? first.items.length,
    async *pages() {
      const codes = await cataloguesOf(operations, asker, columns, request.labels)
      for await (const some of items()) {
        const rows: Value[][] = []
        for (const item of some) {
          const row: Value[] = []
          for (const column of columns) {
            // The usual case without a promise: most columns stand in the item itself.
            const plain = column.names ? await toldOf(column, item, names) : walked(item, column.path)
            row.push(printed(plain, column, request.labels, codes.get(column.catalogue!)))
          }
          rows.push(row)
        }
        yield rows
      }
    },
    async *objects() {
      for await (const some of items()) {
        const rows: Record<string, unknown>[] = []
        for (const item of some) {
          const row: Record<string, unknown> = {}
          for (const column of columns) row[column.key] = await toldOf(column, item, names)
          rows.push(row)
        }
        yield rows
      }
    },
  }
}

const shapeOf = (route: Route): Record<string, unknown> => route.query?.shape ?? {}

const totalOf = (route: Route) => ('includeTotal' in shapeOf(route) ? { includeTotal: 'true' } : {})

function queryOf(filter: ListRequest['filter']): Record<string, string> {
  const errors = Object.keys(filter)
    .filter((name) => OURS.includes(name))
    .map((name) => ({
      pointer: `/filter/${name}`,
      code: 'unknown_parameter',
      detail: 'is decided by the export',
    }))
  if (errors.length > 0) throw refused(errors)
  return Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]))
}

interface Page {
  items: Record<string, unknown>[]
  nextCursor?: string | null
  total?: number
}

/** A route whose items have columns answers a page of them. */
const pageOf = async (route: Route, call: Call): Promise<Page> => (await readAs(route, call)).body as Page

/** What is wrong with a filter is told where it stands in the request. */
async function probed(route: Route, call: Call): Promise<Page> {
  try {
    return await pageOf(route, call)
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'gone'].includes(error.code)) {
      throw unknownReference('/list', Object.values(call.params ?? {}).join(' '))
    }
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error
    const { errors = [] } = error.extras
    throw refused(
      errors.map(({ parameter, code, detail }) => ({ pointer: `/filter/${parameter ?? ''}`, code, detail })),
    )
  }
}

async function* pagesOf(route: Route, call: Call, paged: boolean): AsyncGenerator<Record<string, unknown>[]> {
  let cursor: string | null | undefined
  do {
    const place = paged ? { limit: String(LIMIT_MAX), ...(cursor ? { cursor } : {}) } : {}
    const body = await pageOf(route, { ...call, query: { ...call.query, ...place } })
    if (body.items.length > 0) yield body.items
    cursor = paged ? body.nextCursor : null
    // A long export lets requests that wait go first.
    await new Promise((resolve) => setImmediate(resolve))
  } while (cursor)
}

function chosen(
  known: readonly ListColumn[],
  wanted: ListRequest['columns'],
  principal: Principal,
): ListColumn[] {
  const whole = sightOf(principal) === 'clear'
  if (wanted === undefined) return known.filter(({ standard }) => standard)
  if (wanted === 'all') return known.filter(({ personal }) => whole || !personal)
  const byKey = new Map(known.map((column) => [column.key, column]))
  const errors = wanted.flatMap((key, at) => {
    if (wanted.indexOf(key) !== at) {
      return [{ pointer: `/columns/${at}`, code: 'repeated', detail: `${key} stands there already` }]
    }
    if (byKey.has(key)) return []
    const detail = `is no column; choose among ${[...byKey.keys()].join(', ')}`
    return [{ pointer: `/columns/${at}`, code: 'unknown_column', detail }]
  })
  if (errors.length > 0) throw refused(errors)
  const columns = wanted.map((key) => byKey.get(key)!)
  const withheld = columns.filter(({ personal }) => personal && !whole)
  if (withheld.length === 0) return columns
  const keys = withheld.map(({ key }) => key).join(', ')
  throw forbidden({
    en: `Personal columns need the permission personal.read: leave out ${keys}`,
    zh: `个人信息列需要 personal.read 权限，请去掉：${keys}`,
  })
}

/** Names of codes by catalogue, as the committee calls them. */
async function cataloguesOf(
  operations: Operations,
  asker: Asker,
  columns: readonly ListColumn[],
  labels: Labels,
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>()
  if (labels !== 'zh') return found
  const route = operations.of(catalogueItemOperations.list)
  for (const { catalogue } of columns) {
    if (!catalogue || found.has(catalogue) || !asker.principal.permissions.has(route.permission)) continue
    const words = new Map<string, string>()
    for await (const items of pagesOf(route, { ...asker, query: { catalogue } }, true)) {
      for (const { code, name } of items) words.set(String(code), String(name))
    }
    found.set(catalogue, words)
  }
  return found
}
