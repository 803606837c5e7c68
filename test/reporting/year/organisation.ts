import { anOrganization } from '../../support/makers.ts'
import { aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import type { YearPart } from './makers.ts'

/** Party branches, party groups, and whom they reach. */
const roleIn = (world: World, memberId: string, organizationId: string) =>
  post(world, '/v1/body-roles', { memberId, organizationId, validFrom: '2017-02-20' })

async function record(world: World) {
  const committee = await anOrganization(world, { kind: 'special_committee' })
  const group = await anOrganization(world, { kind: 'member_group' })
  const branch = async (values: object) =>
    (await anOrganization(world, { kind: 'party_branch', ...values })).id as string
  const [first] = [await branch({ parentId: committee.id }), await branch({ parentId: committee.id })]
  await branch({})
  await branch({ parentId: committee.id, validTo: '2018-12-31' })
  const partyGroup = async (values: object) =>
    (await anOrganization(world, { kind: 'party_group', ...values })).id as string
  const [party] = [await partyGroup({ parentId: group.id }), await partyGroup({ parentId: group.id })]
  await partyGroup({ parentId: committee.id })
  const politics = ['中共党员']
  for (const [inBranch, inGroup] of [
    [true, true],
    [true, true],
    [true, false],
    [false, false],
  ]) {
    const { id } = await aMember(world, { politics })
    if (inBranch) await roleIn(world, id, first)
    if (inGroup) await roleIn(world, id, party)
  }
  const left = await aMember(world, { politics, validTo: '2018-06-30' })
  await roleIn(world, left.id, first)
}

export const organisation: YearPart = {
  record,
  expected: {
    party_branches: [2, 2, null],
    party_groups: [2, 2, null],
    party_coverage: [50, 2, 4],
  },
}
