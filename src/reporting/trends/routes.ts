import { z } from 'zod'
import { members } from '../../committee/members/resource.ts'
import { dayInZone } from '../../core/days.ts'
import { BelowId, Day, IdParams } from '../../core/fields.ts'
import { TREND_SUBJECTS } from '../../core/words/members.ts'
import { coded } from '../../core/words/word.ts'
import { readable } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { loadMembers } from '../../scoring/store/members.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import { getMemberTrends, getTrends, listFallingParticipation } from './schema.ts'
import { FALL_MIN, fallingIn, SESSIONS_MIN, type Trend, type TrendBy, trendsOf } from './service.ts'

/** 履职趋势: the same days of each year beside each other, and who takes part less and less. */

const tag = 'trends'
const YEARS_MAX = 5

const years = z
  .string()
  .regex(/^[1-5]$/, { error: `must be 1 to ${YEARS_MAX}` })
  .transform(Number)
  .optional()
  .meta({ override: { type: 'integer', minimum: 1, maximum: YEARS_MAX, default: 2 } })

export function trendRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/trends',
      ...getTrends,
      summary: 'Attendance, opinions, speeches and proposals of the same days, year by year',
      tag,
      permission: 'rankings.read',
      query: z.strictObject({
        by: coded(TREND_SUBJECTS).optional(),
        years,
        asOf: Day.optional().meta({ description: 'Last day of each year that is looked at; today.' }),
        committeeId: BelowId,
      }),
      failures: [],
      tagged: true,
      read: async ({ storage, clock, committeeId, query }) => {
        const { by = 'committee', asOf = dayInZone(clock()), years: count = 2 } = query
        const trends = await trendsOf(storage, { committeeId, asOf, years: count, by })
        const names = await namesOf(storage, committeeId, by)
        return { body: { by, asOf, items: named(trends, names) } }
      },
    }),
    route({
      method: 'GET',
      path: '/members/:id/trends',
      ...getMemberTrends,
      summary: 'The same of one member',
      tag,
      permission: 'scores.read',
      params: IdParams,
      query: z.strictObject({ years, asOf: Day.optional(), committeeId: BelowId }),
      failures: ['not_found', 'gone'],
      tagged: true,
      read: async (context) => {
        const { storage, clock, committeeId, query } = context
        const member = await readable(members, context, context.params.id)
        const { asOf = dayInZone(clock()), years: count = 2 } = query
        const memberIds = [member.id]
        const options = { committeeId, asOf, years: count, by: 'member' as const, memberIds }
        const trends = await trendsOf(storage, options)
        const names = new Map([[member.id, { name: member.name, memberNo: member.memberNo }]])
        return { body: { by: 'member', asOf, items: named(trends, names) } }
      },
    }),
    route({
      method: 'GET',
      path: '/falling-participation',
      ...listFallingParticipation,
      summary: 'Members who take part less than in the same days of the year before, or not at all yet',
      tag,
      permission: 'rankings.read',
      query: z.strictObject({ asOf: Day.optional(), committeeId: BelowId }),
      failures: [],
      tagged: true,
      read: async ({ storage, clock, committeeId, query }) => {
        const asOf = query.asOf ?? dayInZone(clock())
        const trends = await trendsOf(storage, { committeeId, asOf, years: 2, by: 'member' })
        const scope = { committeeId, from: '', to: asOf, perSession: false, today: asOf }
        const falling = fallingIn(trends, await loadMembers(storage, scope), asOf)
        const names = await namesOf(storage, committeeId, 'member')
        const items = falling.map(({ memberId: subjectId, ...rest }) => ({
          subjectId,
          ...nameIn(names, subjectId),
          ...rest,
        }))
        return { body: { asOf, sessionsMin: SESSIONS_MIN, fallMin: FALL_MIN, items } }
      },
    }),
  ]
}

type Names = ReadonlyMap<string, { name: string; memberNo: string | null }>

async function namesOf(storage: Storage, committeeId: string, by: TrendBy): Promise<Names> {
  const scope = inCommittee(storage, committeeId)
  const rows =
    by === 'member'
      ? await from(scope, 'members').pick('id', 'name', 'memberNo')
      : (await from(scope, by === 'committee' ? 'committees' : 'organizations').pick('id', 'name')).map(
          (row) => ({
            ...row,
            memberNo: null,
          }),
        )
  const named = new Map(rows.map(({ id, name, memberNo }) => [id, { name, memberNo }]))
  const own = named.get(committeeId)
  return by === 'committee' && own ? new Map([['committee', own]]) : named
}

const nameIn = (names: Names, id: string) => names.get(id) ?? { name: '', memberNo: null }

const named = (trends: readonly Trend[], names: Names) =>
  trends.map(({ subjectId, years: of }) => ({ subjectId, ...nameIn(names, subjectId), years: of }))
