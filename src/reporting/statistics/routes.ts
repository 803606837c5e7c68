import { z } from 'zod'
import { LIMIT_DEFAULT } from '../../core/fields.ts'
import { canonical } from '../../core/ids.ts'
import { makeCursor, readCursor } from '../../http/cursor.ts'
import { type Route, route } from '../../http/route.ts'
import { knownOn, type Reader } from '../../storage/as-known.ts'
import type { Storage } from '../../storage/storage.ts'
import { allRecords, changesBetween, withCorrections } from './changes.ts'
import type { Query, Span } from './line.ts'
import {
  By,
  Compare,
  getStatistic,
  listStatisticChanges,
  listStatisticRecords,
  listStatistics,
  RecordsQuery,
  RuleName,
  SpanQuery,
  type StatisticRecord,
} from './schema.ts'
import { definitionOf, lineOf, spanOf, statisticOf, statisticsOf, sumOf } from './service.ts'

const CHANGES_MAX = 500

const params = z.object({ key: z.string().max(60).meta({ example: 'proposals_filed' }) })

export function statisticsRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/statistics',
      ...listStatistics,
      summary: 'The numbers of the yearly report, each with its definition and what it left out',
      tag: 'statistics',
      permission: 'statistics.read',
      query: SpanQuery.extend({ compare: Compare, by: By }),
      failures: ['not_found'],
      tagged: true,
      read: async ({ storage, clock, committeeId, query }) => {
        const span = await spanOf(storage, clock, committeeId, query)
        const options = { compare: query.compare !== undefined, by: query.by }
        return read(storage, span, query.view, async (reader) => ({
          body: { items: await statisticsOf(reader, span, options) },
        }))
      },
    }),
    route({
      method: 'GET',
      path: '/statistics/:key',
      ...getStatistic,
      summary: 'One number, under its usual definition or another',
      tag: 'statistics',
      permission: 'statistics.read',
      params,
      query: SpanQuery.extend({ compare: Compare, by: By, rule: RuleName }),
      failures: ['not_found'],
      tagged: true,
      read: async ({ storage, clock, committeeId, params: { key }, query }) => {
        const line = lineOf(key)
        const span = await spanOf(storage, clock, committeeId, query)
        const rule = query.rule ?? line.rule
        const options = { compare: query.compare !== undefined, by: query.by }
        return read(storage, span, query.view, async (reader) => ({
          body: await statisticOf(reader, span, line, rule, options),
        }))
      },
    }),
    route({
      method: 'GET',
      path: '/statistics/:key/changes',
      ...listStatisticChanges,
      summary: 'What was entered late, corrected or taken back since the day that a number is of',
      tag: 'statistics',
      permission: 'statistics.read',
      params,
      query: SpanQuery.omit({ view: true }).extend({ rule: RuleName }),
      failures: ['not_found'],
      tagged: true,
      read: async ({ storage, clock, committeeId, params: { key }, query }) => {
        const line = lineOf(key)
        const span = await spanOf(storage, clock, committeeId, query)
        const asked = definitionOf(line, query.rule ?? line.rule).records(span)
        const known = await read(storage, span, 'as_known', (reader) => allRecords(reader, asked))
        const standing = await allRecords(storage, asked)
        const items = changesBetween(known, standing)
        return {
          body: {
            asOf: span.asOf,
            known: sumOf(line, known),
            restated: sumOf(line, standing),
            items: await withCorrections(storage, committeeId, span.knownOn, items.slice(0, CHANGES_MAX)),
            more: Math.max(0, items.length - CHANGES_MAX),
          },
        }
      },
    }),
    route({
      method: 'GET',
      path: '/statistics/:key/records',
      ...listStatisticRecords,
      summary: 'The records behind a number: as many as it says',
      tag: 'statistics',
      permission: 'statistics.read',
      params,
      query: RecordsQuery,
      failures: ['not_found', 'cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: async ({ storage, clock, committeeId, principal, params: { key }, query }) => {
        const line = lineOf(key)
        const span = await spanOf(storage, clock, committeeId, query)
        const { records } = definitionOf(line, query.rule ?? line.rule)
        const { limit = LIMIT_DEFAULT, cursor, ...options } = query
        const scope = canonical([key, span, options, principal.view])
        const after = cursor === undefined ? undefined : readCursor(secret, scope, cursor)
        const rows = await read(storage, span, query.view, (reader) =>
          recordsOf(reader, records(span), after, limit + 1),
        )
        const items = rows.slice(0, limit)
        const last = items.at(-1)
        const hasMore = rows.length > limit
        const nextCursor = hasMore ? makeCursor(secret, scope, [last!.day ?? '', last!.subject]) : null
        return { body: { items, hasMore, nextCursor } }
      },
    }),
  ]
}

/** Reads the records as they say now, or as they were known on the last day that is looked at. */
async function read<T>(
  storage: Storage,
  span: Span,
  view: 'restated' | 'as_known' | undefined,
  ask: (reader: Reader) => Promise<T>,
): Promise<T> {
  if (view !== 'as_known') return ask(storage)
  const known = await knownOn(storage, span.committeeId, span.knownOn)
  try {
    return await ask(known)
  } finally {
    known.close()
  }
}

async function recordsOf(
  reader: Reader,
  { sql, parameters }: Query,
  after: readonly (string | number)[] | undefined,
  limit: number,
): Promise<z.infer<typeof StatisticRecord>[]> {
  const rows = await reader.query<z.infer<typeof StatisticRecord>>(
    `select subject, member_id, day, label, part, counted from (${sql}) r ${after ? "where (coalesce(day, ''), subject) > (?, ?)" : ''}
      order by coalesce(day, ''), subject limit ?`,
    [...parameters, ...(after ?? []), limit],
  )
  return rows.map((row) => ({ ...row, counted: Number(row.counted) }))
}
