import { anOrganization } from '../../support/makers.ts'
import { aGroup, aReport, aSuggestion } from '../../support/plan-kinds.ts'
import { act, aMeeting, aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import { anEvent, aProposal, type YearPart } from './makers.ts'

/** Supervision groups and what they said; suggestions of consultations; documents that were followed up. */

const validFrom = '2019-03-01'

async function groups(world: World) {
  const member = async (values: Record<string, unknown> = {}) => (await aMember(world, values)).id as string
  const host = async () => (await anOrganization(world)).id as string
  const [a, b, c] = [await member(), await member(), await member()]
  const gone = await member({ validTo: '2019-06-30' })
  const [first, second, third] = [await host(), await host(), await host()]
  const one = await aGroup(world, {
    members: [a, b, gone].map((memberId) => ({ memberId, validFrom })),
    hosts: [{ organizationId: first, validFrom }],
  })
  await aGroup(world, {
    members: [
      { memberId: a, validFrom },
      { memberId: c, validFrom, validTo: '2019-06-30' },
    ],
    hosts: [
      { organizationId: first, validFrom },
      { organizationId: second, validFrom },
      { organizationId: third, validFrom, validTo: '2019-06-30' },
    ],
  })
  const former = { validFrom: '2018-03-01', validTo: '2018-12-31' }
  const over = await aGroup(world, {
    ...former,
    members: [{ memberId: c, ...former }],
    hosts: [{ organizationId: third, ...former }],
  })
  const raise = (values: object) => aSuggestion(world, { supervisionGroupId: one.id, ...values })
  await raise({})
  await raise({})
  await raise({ declaredCount: 5 })
  await raise({ supervisionGroupId: over.id, raisedOn: '2018-05-10' })
}

async function consultations(world: World) {
  const at = async (day: string) => (await anEvent(world, 'come_consult_district', day)).id as string
  const raise = (meetingId: string, values: object = {}) => aSuggestion(world, { meetingId, ...values })
  const meetingId = await at('2019-05-10')
  await raise(meetingId)
  await raise(meetingId)
  await raise(await at('2019-04-10'))
  await raise(meetingId, { declaredCount: 12 })
  await raise(meetingId, { raisedOn: '2020-01-05' })
  const off = await at('2019-05-10')
  await raise(off)
  await act(world, `/v1/meetings/${off}`, 'cancel', { reason: '改期' })
  await aSuggestion(world, {})
}

async function followedUp(world: World) {
  const follow = (documents: object[], day = '2019-06-10') =>
    aMeeting(world, { typeCode: 'proposal_supervision', startsOn: day, endsOn: day, documents })
  const { id: researchReportId } = await aReport(world)
  await act(world, `/v1/research-reports/${researchReportId}`, 'submit', { submittedOn: '2019-03-01' })
  const by = { leaderName: '某领导', leaderLevel: 'district', instructedOn: '2019-03-10' }
  const { id: instructionId } = await post(world, '/v1/instructions', { researchReportId, ...by })
  await follow([{ instructionId }])
  await follow([{ instructionId }, { instructionId }])
  await follow([{ instructionId }], '2018-06-10')
  const cancelled = await follow([{ instructionId }])
  await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '改期' })
  await anEvent(world, 'proposal_supervision', '2019-06-10')

  const filed = () => aProposal(world, '2019-02-26', '2019-03-08')
  const [key, ordinary] = [await filed(), await filed()]
  await act(world, `/v1/proposals/${key}`, 'choose-key', { chosenOn: '2019-04-01', leader: '某副区长' })
  await follow([{ proposalId: key }])
  await follow([{ proposalId: key }, { proposalId: ordinary }])
  await follow([{ proposalId: ordinary }])
}

async function record(world: World) {
  await groups(world)
  await consultations(world)
  await followedUp(world)
}

export const supervision: YearPart = {
  record,
  expected: {
    supervisors: [2, 2, null],
    supervision_groups: [2, 2, null],
    supervised_departments: [2, 2, null],
    supervision_suggestions: [2, 2, null],
    consultation_suggestions: [3, 3, null],
    instruction_supervisions: [2, 2, null],
    key_proposal_supervisions: [2, 2, null],
  },
  beside: {
    supervisors: { excluded: [{ reason: 'left_office', records: 1 }] },
    supervision_suggestions: { excluded: [{ reason: 'declared_only', records: 1 }] },
    consultation_suggestions: {
      excluded: [
        { reason: 'cancelled', records: 1 },
        { reason: 'declared_only', records: 1 },
      ],
    },
  },
}
