import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { ID, LIMIT_DEFAULT, QueryLimit } from '../../core/fields.ts'
import { canonical } from '../../core/ids.ts'
import { makeCursor, readCursor } from '../../http/cursor.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import { SpanQuery } from '../statistics/schema.ts'
import { spanOf } from '../statistics/service.ts'
import { getEntryTimeliness, listLateRecords } from './schema.ts'
import { type Asked, type Entry, entriesOf, figuresOf } from './service.ts'

/** Whether departments record what they organised in time, and which records came late. */

const tag = 'entry-timeliness'
/** What no department owns is the office's. */
const OFFICE = 'office'

const Query = SpanQuery.pick({ year: true, from: true, to: true, committeeId: true })

export function timelinessRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/entry-timeliness',
      ...getEntryTimeliness,
      summary: 'By department: what was entered in time, late, or is missing',
      tag,
      permission: 'statistics.read',
      query: Query,
      failures: [],
      read: async (context) => {
        const options = await askedOf(context, context.query)
        const byOwner = Map.groupBy(await entriesOf(context.storage, options), ownerOf)
        const names = await namesOf(context.storage, options.committeeId)
        const items = [...byOwner].map(([organizationId, entries]) => ({
          organizationId,
          name: organizationId === null ? null : (names.get(organizationId) ?? null),
          ...figuresOf(entries),
        }))
        items.sort((a, b) => b.late + b.missing - a.late - a.missing || order(a.name ?? '', b.name ?? ''))
        return { body: { from: options.from, to: options.to, asOf: options.today, items } }
      },
    }),
    route({
      method: 'GET',
      path: '/entry-timeliness/:department/records',
      ...listLateRecords,
      summary: 'What a department entered late or has not entered, the oldest first; `office`: owned by none',
      tag,
      permission: 'statistics.read',
      params: z.object({ department: z.string().max(50).meta({ example: OFFICE }) }),
      query: Query.extend({ limit: QueryLimit.optional(), cursor: z.string().max(2_000).optional() }),
      failures: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
      read: async (context) => {
        const { limit = LIMIT_DEFAULT, cursor, ...query } = context.query
        const { department } = context.params
        const options = await askedOf(context, query)
        const owner = await departmentOf(context.storage, options.committeeId, department)
        const scope = canonical([
          'entry-timeliness',
          department,
          options.committeeId,
          options.from,
          options.to,
        ])
        const after = cursor === undefined ? undefined : readCursor(secret, scope, cursor)
        const entries = (await entriesOf(context.storage, options))
          .filter((entry) => ownerOf(entry) === owner && entry.state !== 'on_time')
          .sort((a, b) => order(keyOf(a).join('\n'), keyOf(b).join('\n')))
        const rest = after ? entries.filter((entry) => keyOf(entry).join('\n') > after.join('\n')) : entries
        const items = rest.slice(0, limit)
        const hasMore = rest.length > limit
        const nextCursor = hasMore ? makeCursor(secret, scope, keyOf(items.at(-1)!)) : null
        return { body: { items, hasMore, nextCursor } }
      },
    }),
  ]
}

const ownerOf = ({ ownerOrganizationId }: Entry) => ownerOrganizationId
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const keyOf = ({ day, subject, kind }: Entry): string[] => [day, subject, kind]

async function askedOf(context: Context, query: Parameters<typeof spanOf>[3]): Promise<Asked> {
  const { storage, clock, committeeId } = context
  const { from, to } = await spanOf(storage, clock, committeeId, query)
  return { committeeId, from, to, today: dayInZone(clock()) }
}

/** The owner that a path names. */
async function departmentOf(storage: Storage, committeeId: string, named: string): Promise<string | null> {
  if (named === OFFICE) return null
  const row = ID.test(named)
    ? await findRow(inCommittee(storage, committeeId), 'organizations', named)
    : undefined
  if (!row) throw notFound('organization', named)
  return row.id
}

async function namesOf(storage: Storage, committeeId: string): Promise<Map<string, string>> {
  const rows = await from(inCommittee(storage, committeeId), 'organizations').pick('id', 'name')
  return new Map(rows.map(({ id, name }) => [id, name]))
}
