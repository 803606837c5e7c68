import { aPlanItem, aReport } from '../../support/plan-kinds.ts'
import { act, aMeeting, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import type { YearPart } from './makers.ts'

/** Research reports, and a topic each month. */
async function approved(world: World, approvedOn: string, values: object) {
  const { id } = await aReport(world, values)
  await act(world, `/v1/research-reports/${id}`, 'submit', { submittedOn: approvedOn })
  await act(world, `/v1/research-reports/${id}`, 'approve', { approvedOn })
  return id as string
}

async function record(world: World) {
  const kind = 'comprehensive'
  const written: [approvedOn: string, leaderLevel: string, isPrincipal: boolean][] = [
    ['2019-05-28', 'district', true],
    ['2019-06-28', 'district', true],
    ['2019-07-28', 'district', false],
    ['2019-08-28', 'city', true],
    ['2018-05-28', 'district', true],
  ]
  for (const [approvedOn, leaderLevel, isPrincipal] of written) {
    const researchReportId = await approved(world, approvedOn, { kind })
    const by = { leaderName: '某领导', leaderLevel, isPrincipal, instructedOn: approvedOn }
    await post(world, '/v1/instructions', { researchReportId, ...by })
  }
  await approved(world, '2019-05-28', { kind: 'special' })
  const open = await aReport(world, { kind })
  await act(world, `/v1/research-reports/${open.id}`, 'submit', { submittedOn: '2019-05-28' })

  const topic = async (values: object) => (await aPlanItem(world, values)).id as string
  await approved(world, '2019-03-31', { planItemId: await topic({ month: 3 }) })
  const late = { planItemId: await topic({ month: 4 }), startsOn: '2019-05-01', endsOn: '2019-05-01' }
  await aMeeting(world, late)
  await aMeeting(world, { ...late, startsOn: '2019-06-01', endsOn: '2019-06-01' })
  await topic({ month: 5 })
  await approved(world, '2019-06-30', { planItemId: await topic({}) })
  const dropped = await topic({ month: 7 })
  await act(world, `/v1/plan-items/${dropped}`, 'cancel', { cancelledOn: '2019-06-01' })
  await approved(world, '2018-03-31', { planItemId: await topic({ year: 2018, month: 3 }) })
}

export const research: YearPart = {
  record,
  expected: {
    comprehensive_reports: [4, 4, null],
    monthly_research: [2, 2, null],
  },
  beside: {
    monthly_research: {
      plan: { items: 3, wanted: 3, floor: false, met: false },
      parts: [
        { part: 'done', value: 1, records: 1 },
        { part: 'late', value: 1, records: 1 },
      ],
      excluded: [{ reason: 'missing', records: 1 }],
    },
  },
}
