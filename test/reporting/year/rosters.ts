import { aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import type { YearPart } from './makers.ts'

/** The law service team and the ambassadors. */
async function record(world: World) {
  const [a, b] = [(await aMember(world)).id as string, (await aMember(world)).id as string]
  const roster = async (kind: string, entries: object[]) => {
    const { id: rosterId } = await post(world, '/v1/rosters', { code: `${kind}_1`, kind, name: '团' })
    for (const entry of entries) await post(world, '/v1/roster-entries', { rosterId, name: '某', ...entry })
  }
  const outside = { category: 'external', validFrom: '2019-03-01' }
  await roster('law_service', [
    { category: 'member', memberId: a, validFrom: '2018-01-01' },
    { category: 'member', memberId: b, validFrom: '2018-06-01' },
    { category: 'member', memberId: b, validFrom: '2019-06-01' },
    outside,
    { ...outside, validFrom: '2018-03-01', validTo: '2018-12-31' },
  ])
  await roster('overseas_ambassador', [
    { category: 'member', memberId: a, batch: 1, validFrom: '2019-03-01' },
    { category: 'scholar', batch: 1, validFrom: '2019-03-01' },
    { category: 'overseas', batch: 2, validFrom: '2019-09-01' },
  ])
}

export const rosters: YearPart = {
  record,
  expected: {
    law_team_members_before: [2, 2, null],
    law_team: [3, 3, null],
    overseas_ambassadors_first_batch: [2, 2, null],
  },
}
