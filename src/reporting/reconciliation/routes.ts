import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { Id, QueryFlag, QueryYear } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import { loadFacts } from '../../scoring/store/sources.ts'
import type { Storage } from '../../storage/storage.ts'
import { computedFor } from './computed.ts'

/** 申报与记录对照: each count that an office declared, beside what the records give. */

const Reconciliation = z
  .object({
    year: z.int(),
    declared: z.int().meta({ description: 'Counts that were declared for the year.' }),
    differing: z.int().meta({ description: 'Of them, those that the records do not bear out.' }),
    items: z.array(
      z.object({
        declaredStatisticId: Id,
        memberId: Id,
        memberNo: z.string(),
        name: z.string(),
        measure: z.string(),
        declared: z.int(),
        computed: z.int(),
        differs: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Reconciliation' })

export function reconciliationRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/reconciliation',
      operationId: 'getReconciliation',
      summary: 'Declared counts of a year beside what the records give; the declared ones never count',
      tag: 'declared-statistics',
      permission: 'rankings.read',
      query: z.strictObject({
        year: QueryYear.optional().meta({ description: 'This year by default.' }),
        memberId: Id.optional(),
        differs: QueryFlag.optional().meta({
          description: 'Those alone that the records do not bear out, or the others.',
        }),
      }),
      response: Reconciliation,
      failures: [],
      tagged: true,
      read: async ({ storage, clock, committeeId, query }) => {
        const { memberId, differs, year = Number(dayInZone(clock()).slice(0, 4)) } = query
        const all = await reconciled(storage, { committeeId, year, memberId })
        const items = all.filter((item) => differs === undefined || item.differs === differs)
        const differing = all.filter((item) => item.differs).length
        return { body: { year, declared: all.length, differing, items } }
      },
    }),
  ]
}

interface DeclaredRow {
  declaredStatisticId: string
  memberId: string
  memberNo: string
  name: string
  measure: string
  declared: number
}

async function reconciled(
  storage: Storage,
  { committeeId, year, memberId }: { committeeId: string; year: number; memberId: string | undefined },
) {
  const rows = await storage.query<DeclaredRow>(
    `select d.id as declared_statistic_id, d.member_id, m.member_no, m.name, d.measure, d.value as declared
       from declared_statistics d join members m on m.committee_id = d.committee_id and m.id = d.member_id
      where d.committee_id = ? and d.year = ? and d.deleted_at is null${memberId ? ' and d.member_id = ?' : ''}
      order by m.member_no, d.measure`,
    [committeeId, year, ...(memberId ? [memberId] : [])],
  )
  if (rows.length === 0) return []
  const [from, to] = [`${year}-01-01`, `${year}-12-31`]
  const scope = { committeeId, perSession: true, from, to, today: to }
  const members = [...new Set(rows.map((row) => row.memberId))]
  const facts = await loadFacts(storage, memberId ? { ...scope, memberIds: members } : scope)
  const byMember = Map.groupBy(
    facts.filter(({ day }) => day >= from && day <= to),
    (fact) => fact.memberId,
  )
  return rows.map((row) => {
    const declared = Number(row.declared)
    const computed = computedFor(row.measure, byMember.get(row.memberId) ?? [])
    return { ...row, declared, computed, differs: declared !== computed }
  })
}
