import { z } from 'zod'
import { bodiesOn } from '../../committee/members/store.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { BelowId, Day, QueryFlag } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import { getParticipation } from './schema.ts'
import { participationIn } from './service.ts'

export function participationRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/participation',
      ...getParticipation,
      summary: 'What each member took part in, by type of meeting and kind of record; who did nothing at all',
      tag: 'trends',
      permission: 'rankings.read',
      query: z.strictObject({
        from: Day.optional().meta({ description: 'The first of January of the year of `to`.' }),
        to: Day.optional().meta({ description: 'Today.' }),
        nothing: QueryFlag.optional().meta({
          description: 'Those alone who did nothing, or those alone who did something.',
        }),
        committeeId: BelowId,
      }),
      failures: ['rule_violation'],
      tagged: true,
      read: async ({ storage, clock, committeeId, query }) => {
        const to = query.to ?? dayInZone(clock())
        const from = query.from ?? `${to.slice(0, 4)}-01-01`
        if (from > to) throw daysInOrder()
        const participation = await participationIn(storage, { committeeId, from, to })
        const rows = participation.filter(
          ({ nothing }) => query.nothing === undefined || nothing === query.nothing,
        )
        const held = new Set(participation.flatMap(({ byType }) => byType.map(({ code }) => code)))
        const items = await named(storage, committeeId, rows, to)
        return { body: { from, to, types: await typesNamed(storage, committeeId, held), items } }
      },
    }),
  ]
}

const daysInOrder = () =>
  ruleViolation('participation.days_in_order', {
    en: 'from must not be after to',
    zh: '起始日期不能晚于截止日期',
  })

/** With number, name and the sector of the last day, in the order of the numbers. */
async function named<T extends { memberId: string }>(
  storage: Storage,
  committeeId: string,
  rows: readonly T[],
  day: string,
) {
  const people = await from(inCommittee(storage, committeeId), 'members').pick('id', 'memberNo', 'name')
  const byId = new Map(people.map((person) => [person.id, person]))
  const bodies = await bodiesOn(
    storage,
    committeeId,
    rows.map(({ memberId }) => memberId),
    day,
  )
  return rows
    .map((row) => {
      const { memberNo, name } = byId.get(row.memberId)!
      return { ...row, memberNo, name, sector: bodies.get(row.memberId)?.sector?.name ?? null }
    })
    .sort((a, b) => (a.memberNo < b.memberNo ? -1 : a.memberNo > b.memberNo ? 1 : 0))
}

async function typesNamed(storage: Storage, committeeId: string, codes: ReadonlySet<string>) {
  const rows = await from(inCommittee(storage, committeeId), 'catalogueItems', { catalogue: 'meeting_type' })
    .pick('code', 'name')
    .orderBy('code')
  return rows.filter(({ code }) => codes.has(code))
}
