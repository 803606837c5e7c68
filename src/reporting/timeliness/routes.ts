import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { Day, ID, Id, LIMIT_DEFAULT, QueryLimit } from '../../core/fields.ts'
import { canonical } from '../../core/ids.ts'
import { ENTRY_KINDS, ENTRY_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { makeCursor, readCursor } from '../../http/cursor.ts'
import { page } from '../../http/paging.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import { SpanQuery } from '../statistics/schema.ts'
import { spanOf } from '../statistics/service.ts'
import { type Asked, type Entry, entriesOf, figuresOf } from './service.ts'

/** Whether departments record what they organised in time, and which records came late. */

const tag = 'entry-timeliness'
/** What no department owns is the office's. */
const OFFICE = 'office'

const Query = SpanQuery.pick({ year: true, from: true, to: true, committeeId: true })

const Figures = {
  records: z.int().meta({ description: 'Entered: `onTime` and `late`.' }),
  onTime: z.int(),
  late: z.int(),
  missing: z.int().meta({ description: 'Rolls of events that were held, with no mark past the deadline.' }),
  longestDelay: z
    .int()
    .meta({ description: 'Days past a deadline, of what is late and of what is missing.' }),
}

const Timeliness = z
  .object({
    from: Day,
    to: Day,
    asOf: Day,
    items: z.array(
      z.object({
        organizationId: Id.nullable().meta({
          description: 'Null: the office, whose records no department owns.',
        }),
        name: z.string().nullable(),
        ...Figures,
      }),
    ),
  })
  .meta({ id: 'EntryTimeliness' })

const LateRecord = z
  .object({
    subject: z.string().meta({ description: 'Table and id, as events name it.' }),
    kind: coded(ENTRY_KINDS),
    title: z.string(),
    day: Day.meta({ description: 'Last day of the event; of a report the day on which it was handed in.' }),
    dueOn: Day,
    enteredOn: Day.nullable().meta({ description: 'Null: it is missing.' }),
    state: coded(ENTRY_STATES),
    delay: z.int().meta({ description: 'Days past the deadline.' }),
  })
  .meta({ id: 'LateRecord' })

export function timelinessRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/entry-timeliness',
      operationId: 'getEntryTimeliness',
      summary: 'By department: what was entered in time, late, or is missing',
      tag,
      permission: 'statistics.read',
      query: Query,
      status: 200,
      response: Timeliness,
      failures: [],
      read: async (context) => {
        const asked = await askedOf(context as Context, context.query)
        const byOwner = Map.groupBy(await entriesOf(context.storage, asked), ownerOf)
        const names = await namesOf(context.storage, asked.committeeId)
        const items = [...byOwner].map(([organizationId, entries]) => ({
          organizationId,
          name: organizationId === null ? null : (names.get(organizationId) ?? null),
          ...figuresOf(entries),
        }))
        items.sort((a, b) => b.late + b.missing - a.late - a.missing || order(a.name ?? '', b.name ?? ''))
        return { body: { from: asked.from, to: asked.to, asOf: asked.today, items } }
      },
    }),
    route({
      method: 'GET',
      path: '/entry-timeliness/:department/records',
      operationId: 'listLateRecords',
      summary: 'What a department entered late or has not entered, the oldest first; `office`: owned by none',
      tag,
      permission: 'statistics.read',
      params: z.object({ department: z.string().max(50).meta({ example: OFFICE }) }),
      query: Query.extend({ limit: QueryLimit.optional(), cursor: z.string().max(2_000).optional() }),
      status: 200,
      response: page(LateRecord, 'LateRecordPage'),
      failures: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
      read: async (context) => {
        const { limit = LIMIT_DEFAULT, cursor, ...query } = context.query
        const { department } = context.params
        const asked = await askedOf(context as Context, query)
        const owner = await departmentOf(context.storage, asked.committeeId, department)
        const scope = canonical(['entry-timeliness', department, asked.committeeId, asked.from, asked.to])
        const after = cursor === undefined ? undefined : readCursor(secret, scope, cursor)
        const entries = (await entriesOf(context.storage, asked))
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
  const row = ID.test(named) ? await findRow(storage.read, 'organizations', committeeId, named) : undefined
  if (!row) throw notFound('organization', named)
  return row.id
}

async function namesOf(storage: Storage, committeeId: string): Promise<Map<string, string>> {
  const rows = await storage.query<{ id: string; name: string }>(
    'select id, name from organizations where committee_id = ?',
    [committeeId],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
