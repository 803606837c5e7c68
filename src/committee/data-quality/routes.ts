import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { BelowId, Day, Id } from '../../core/fields.ts'
import { ROSTER_FINDINGS } from '../../core/words/members.ts'
import { coded } from '../../core/words/word.ts'
import { type Route, route } from '../../http/route.ts'
import { findingsOf } from './findings.ts'

const Finding = z
  .object({
    kind: coded(ROSTER_FINDINGS),
    memberIds: z.array(Id).meta({ description: 'Whom it concerns; of likely duplicates both.' }),
    names: z.array(z.string()),
    detail: z
      .object({ en: z.string(), zh: z.string() })
      .meta({ description: 'What is wrong, and the next step.' }),
  })
  .meta({ id: 'DataQualityFinding' })

export function dataQualityRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/data-quality',
      operationId: 'listDataQualityFindings',
      summary: 'What looks wrong in the roster: overlaps, gaps, likely duplicates',
      tag: 'members',
      permission: 'members.manage',
      query: z.strictObject({
        kind: coded(ROSTER_FINDINGS).optional(),
        asOf: Day.optional().meta({ description: 'The day that is looked at; today by default.' }),
        committeeId: BelowId,
      }),
      response: z.object({ asOf: Day, items: z.array(Finding) }).meta({ id: 'DataQuality' }),
      failures: [],
      tagged: true,
      read: async ({ storage, clock, committeeId, query }) => {
        const asOf = query.asOf ?? dayInZone(clock())
        const items = await findingsOf(storage, committeeId, asOf)
        return { body: { asOf, items: items.filter(({ kind }) => !query.kind || kind === query.kind) } }
      },
    }),
  ]
}
