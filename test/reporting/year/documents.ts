import { anOpinion } from '../../support/makers.ts'
import { post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import type { YearPart } from './makers.ts'

/** Reports of public opinion, instructions. */
async function record(world: World) {
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
  const principal = { leaderLevel: 'city', leaderName: '乙', isPrincipal: true }
  for (const instructedOn of ['2019-08-01', '2019-08-02']) {
    await post(world, '/v1/instructions', { opinionId: opinions[1]!.id, ...principal, instructedOn })
  }
}

export const documents: YearPart = {
  record,
  expected: {
    opinions_submitted: [3, 3, null],
    opinions_adopted: [3, 3, null],
    adoption_rate: [100, 3, 3],
    opinions_adopted_above_city: [2, 2, null],
    opinion_instructions: [3, 3, null],
    instructions: [4, 4, null],
  },
}
