import { z } from 'zod'
import { addDays, startOfDay } from '../../core/days.ts'
import { BelowId, Day, LIMIT_DEFAULT, QueryLimit } from '../../core/fields.ts'
import { makeCursor, readCursor } from '../../http/cursor.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { atLeast, before, from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import { shownEvent } from './shown.ts'

/** The log as an auditor searches it: newest first, by day, by who did it, by what it was done to, by what was done. */

const Query = z.strictObject({
  from: Day.optional().meta({ description: 'First day, in the committee’s zone.' }),
  to: Day.optional().meta({ description: 'Last day, inclusive.' }),
  actor: z.string().max(60).optional().meta({ example: 'user/0190a2f0-7d3c-7c1e-9b1a-3f5d2c4b6a7f' }),
  subjectType: z.string().max(60).optional().meta({ example: 'members' }),
  subjectId: z.string().max(100).optional(),
  type: z.string().max(60).optional().meta({ example: 'member.changed' }),
  cursor: z.string().max(2_000).optional(),
  limit: QueryLimit.optional(),
  committeeId: BelowId,
})
type Query = z.infer<typeof Query>

/** Clocks of several processes differ by less than what so many events take. */
const MARGIN = 1_000

export function auditLogRoute(secret: string, Event: z.ZodType): Route {
  const Page = z
    .object({ items: z.array(Event), nextCursor: z.string().nullable(), hasMore: z.boolean() })
    .meta({ id: 'AuditLogPage' })
  return route({
    method: 'GET',
    path: '/audit-log',
    operationId: 'listAuditLog',
    summary: 'Search the audit log, newest first',
    tag: 'events',
    permission: 'audit.read',
    query: Query,
    response: Page,
    failures: ['cursor_invalid', 'cursor_mismatch'],
    tagged: true,
    read: async (context) => ({
      body: await searched(context, secret),
    }),
  })
}

async function searched({ storage, committeeId, principal, query }: Context<unknown, Query>, secret: string) {
  const { cursor, limit = LIMIT_DEFAULT, committeeId: _, ...filter } = query
  const scope = JSON.stringify([committeeId, filter])
  const last = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(readCursor(secret, scope, cursor)[0])
  const since = filter.from && startOfDay(filter.from).toISOString()
  const until = filter.to && startOfDay(addDays(filter.to, 1)).toISOString()
  const lowest = since ? (await firstSeqFrom(storage, committeeId, since)) - MARGIN : 0
  const highest = until ? (await firstSeqFrom(storage, committeeId, until)) + MARGIN : last
  const rows = await from(inCommittee(storage, committeeId), 'events', {
    seq: [before(Math.min(last, highest)), atLeast(lowest)],
    ...(since && until
      ? { at: [atLeast(since), before(until)] }
      : since
        ? { at: atLeast(since) }
        : until
          ? { at: before(until) }
          : {}),
    ...(filter.actor && { actor: filter.actor }),
    ...(filter.subjectType && { subjectType: filter.subjectType }),
    ...(filter.subjectId && { subjectId: filter.subjectId }),
    ...(filter.type && { type: filter.type }),
  })
    .orderBy('-seq')
    .limit(limit + 1)
  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  return {
    items: rows.map((row) => shownEvent(row, principal)),
    nextCursor: hasMore ? makeCursor(secret, scope, [rows.at(-1)!.seq]) : null,
    hasMore,
  }
}

/** Where an instant lies in a chain, by halves: numbers and times grow together, so that no index of times is needed. */
async function firstSeqFrom(storage: Storage, committeeId: string, instant: string): Promise<number> {
  let low = 1
  let high = (await storage.sequenceOf(committeeId)) + 1
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const event = await from(inCommittee(storage, committeeId), 'events', { seq: middle }).pick('at').first()
    if (event && event.at < instant) low = middle + 1
    else high = middle
  }
  return low
}
