import { z } from 'zod'
import { BelowId, Id, LIMIT_DEFAULT, QueryLimit } from '../../core/fields.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import {
  among,
  from,
  inCommittee,
  is,
  type Match,
  notAmong,
  orNull,
  after as past,
} from '../../storage/from.ts'
import { auditLogRoute } from './audit-log.ts'
import { shownEvent } from './shown.ts'

const tag = 'events'
const AUDIT_ONLY = ['personal.read', 'login.failed', 'login.locked', 'export.downloaded', 'import.downloaded']

const Event = z
  .object({
    seq: z.int(),
    at: z.string(),
    type: z.string().meta({ example: 'meeting.created' }),
    subjectType: z.string(),
    subjectId: z.string(),
    subjectVersion: z.int(),
    actor: z.string(),
    requestId: z.string(),
    members: z.union([z.literal('all'), z.array(Id)]).meta({ description: 'Whose scores it may move.' }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Before and after; personal values are masked.' }),
    hash: z.string(),
  })
  .meta({ id: 'Event' })

const EventPage = z
  .object({
    items: z.array(Event),
    lastSeq: z.int().meta({ description: 'Send as after next time.' }),
    hasMore: z.boolean(),
  })
  .meta({ id: 'EventPage' })

const Query = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional()
    .meta({ override: { type: 'integer', minimum: 0 } }),
  limit: QueryLimit.optional(),
  type: z.string().max(60).optional(),
  subjectId: z.string().max(100).optional(),
  actor: z.string().max(60).optional(),
  committeeId: BelowId,
})

export function eventRoutes(secret: string): Route[] {
  return [
    // One cursor for everything: a consumer that falls behind never loses anything.
    route({
      method: 'GET',
      path: '/events',
      operationId: 'listEvents',
      summary: 'Follow every change with one cursor',
      tag,
      permission: 'events.read',
      query: Query,
      response: EventPage,
      failures: [],
      tagged: true,
      read: async (context) => ({ body: await eventsAfter(context) }),
    }),
    auditLogRoute(secret, Event),
  ]
}

async function eventsAfter({
  storage,
  committeeId,
  principal,
  query,
}: Context<unknown, z.infer<typeof Query>>) {
  const { after = 0, limit = LIMIT_DEFAULT, type, subjectId, actor } = query
  // Who looked at what, and whose guesses failed, is for those who audit.
  const types = [
    ...(type ? [is(type)] : []),
    ...(principal.permissions.has('audit.read') ? [] : [notAmong(AUDIT_ONLY)]),
  ]
  const match: Match<'events'> = {
    seq: past(after),
    ...(subjectId ? { subjectId } : {}),
    ...(actor ? { actor } : {}),
    ...(types.length > 0 && { type: types }),
    // A department's own clerk or key follows the records of that department.
    ...(principal.departments && { ownerOrganizationId: orNull(among(principal.departments)) }),
  }
  const rows = await from(inCommittee(storage, committeeId), 'events', match)
    .orderBy('seq')
    .limit(limit + 1)
  const more = rows.length > limit
  if (more) rows.pop()
  return {
    items: rows.map((row) => shownEvent(row, principal)),
    lastSeq: rows.at(-1)?.seq ?? after,
    hasMore: more,
  }
}
