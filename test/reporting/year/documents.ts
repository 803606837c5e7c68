import { anOpinion } from '../../support/makers.ts'
import { act, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import { aProposal, type YearPart } from './makers.ts'

/** Proposals, reports of public opinion, instructions. */
async function record(world: World) {
  await aProposal(world, '2019-02-26', '2019-03-08')
  await aProposal(world, '2019-02-26', '2019-03-09')
  await aProposal(world, '2019-02-27')
  await aProposal(world, '2018-02-26', '2018-03-08')
  const withdrawn = await aProposal(world, '2019-02-27', '2019-03-10')
  await act(world, `/v1/proposals/${withdrawn}`, 'withdraw', { withdrawnOn: '2019-04-01' })

  const opinions: { id: string }[] = []
  for (const day of ['2019-05-20', '2019-05-21', '2019-05-22', '2018-05-20'])
    opinions.push(await anOpinion(world, day))
  await anOpinion(world)
  const adopt = (n: number, level: string, adoptedOn: string) =>
    post(world, '/v1/opinion-adoptions', { opinionId: opinions[n]!.id, level, adoptedOn })
  await adopt(0, 'national', '2019-06-12')
  await adopt(0, 'province', '2019-06-01')
  await adopt(1, 'province', '2019-06-01')
  await adopt(2, 'city', '2019-06-01')
  const instruct = (n: number, leaderLevel: string, leaderName: string, instructedOn: string) =>
    post(world, '/v1/instructions', { opinionId: opinions[n]!.id, leaderLevel, leaderName, instructedOn })
  await instruct(0, 'province', '甲', '2019-07-01')
  await instruct(0, 'city', '乙', '2019-07-02')
  await instruct(1, 'city', '乙', '2019-07-03')
  await instruct(1, 'district', '丙', '2019-07-03')
  await instruct(3, 'city', '乙', '2018-07-03')
}

export const documents: YearPart = {
  record,
  expected: {
    proposals_filed: [2, 2, null],
    filing_rate: [66.7, 2, 3],
    opinions_submitted: [3, 3, null],
    opinions_adopted_above_city: [2, 2, null],
    opinion_instructions: [3, 3, null],
  },
}
