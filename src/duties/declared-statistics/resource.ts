import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { declared } from '../../committee/declared/declared.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { Code, Count, ExternalId, Id, QueryYear } from '../../core/fields.ts'
import type { Tx } from '../../storage/storage.ts'
import { partsOfMeasure } from './measures.ts'

/**
 * Counts of a year as an office declares them (履职情况统计表), without the facts behind them: kept beside what the
 * records give, and never a part of a score.
 */
export const declaredStatistics = declared({
  table: 'declaredStatistics',
  path: '/declared-statistics',
  one: { en: 'declared statistic', zh: '申报统计', PascalCase: 'DeclaredStatistic' },
  input: z.strictObject({
    memberId: Id,
    year: z.int().min(1949).max(2199),
    measure: Code.meta({
      description:
        'A meeting type’s code (sessions present), the same with `_expected` or `_attended`, or one of expected, attended, ' +
        'leave, absent, late, left_early, proposals, proposals_first, proposals_joint, opinions, opinions_adopted, ' +
        'speeches, research_reports, service, recognitions.',
      example: 'committee_meeting',
    }),
    value: Count(),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['memberId', 'year', 'measure'],
  by: ['memberId', 'year', 'measure'],
  filters: z.object({ year: QueryYear.optional(), measure: Code.optional() }),
  sorts: ['year', 'measure'],
  defaultSort: 'year',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => ofPerson(principal.personId),
  onCreate: async (tx, input) => {
    await checkMeasure(tx, input.measure)
    return input
  },
  example: {
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    year: 2019,
    measure: 'committee_meeting',
    value: 5,
  },
  refuses: { create: ['rule_violation', 'already_exists'] },
})

async function checkMeasure(tx: Tx, measure: string): Promise<void> {
  const parts = partsOfMeasure(measure)
  if ('general' in parts) return
  await checkCode(tx, tx.committeeId, 'meeting_type', parts.meetingType, '/measure')
}
