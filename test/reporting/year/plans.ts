import { act, aMeeting, aMember, post } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import { anEvent, type YearPart } from './makers.ts'

/** Consultations that the plan wants by number, and studios. */
async function record(world: World) {
  const planned = (values: object) => post(world, '/v1/plan-items', { year: 2019, title: '计划', ...values })
  const at = (typeCode: string, day: string, values: object = {}) =>
    aMeeting(world, { typeCode, startsOn: day, endsOn: day, ...values })

  await planned({ kind: 'leader_face_to_face', target: 3, floor: true })
  await planned({ kind: 'leader_face_to_face', target: 9, year: 2018 })
  const dropped = await planned({ kind: 'leader_face_to_face', target: 9 })
  await act(world, `/v1/plan-items/${dropped.id}`, 'cancel', { cancelledOn: '2019-06-01' })
  for (const day of ['2019-03-05', '2019-09-05', '2018-03-05'])
    await anEvent(world, 'leader_face_to_face', day)
  const off = await anEvent(world, 'leader_face_to_face', '2019-10-05')
  await act(world, `/v1/meetings/${off.id}`, 'cancel', { reason: '改期' })

  await planned({ kind: 'sector_and_counterpart', target: 2, floor: true })
  const [chair, former] = [(await aMember(world)).id, (await aMember(world)).id]
  const office = { office: 'vice_chair', validFrom: '2017-02-20' }
  await post(world, '/v1/offices', { memberId: chair, ...office })
  await post(world, '/v1/offices', { memberId: former, ...office, validTo: '2019-04-30' })
  await at('sector_consultation', '2019-05-10', { presidingMemberId: chair })
  await at('counterpart_consultation', '2019-06-10', { presidingMemberId: chair })
  await at('sector_consultation', '2019-04-30', { presidingMemberId: former })
  await at('sector_consultation', '2019-05-01', { presidingMemberId: former })
  await at('counterpart_consultation', '2019-07-10')
  await at('sector_consultation', '2018-05-10', { presidingMemberId: chair })

  await planned({ kind: 'studio', floor: true })
  const head = { kind: 'department_head', name: '某局长' }
  await at('studio', '2019-05-10', { guests: [head, head] })
  await at('studio', '2019-06-10', { guests: [head, { ...head, came: false }] })
  await at('studio', '2019-07-10', { guests: [{ ...head, came: false }] })
  await at('studio', '2019-08-10', { guests: [{ kind: 'expert', name: '某专家' }] })
}

export const plans: YearPart = {
  record,
  expected: {
    leader_consultations: [2, 2, null],
    sector_and_counterpart_consultations: [3, 3, null],
    studio_events: [4, 4, null],
    studio_events_with_heads: [2, 2, null],
  },
  beside: {
    leader_consultations: {
      plan: { items: 1, wanted: 3, floor: true, met: false },
      excluded: [{ reason: 'cancelled', records: 1 }],
    },
    sector_and_counterpart_consultations: {
      plan: { items: 1, wanted: 2, floor: true, met: true },
      excluded: [{ reason: 'without_leader', records: 2 }],
    },
    studio_events: { plan: { items: 1, wanted: null, floor: true, met: null } },
    studio_events_with_heads: { excluded: [{ reason: 'stayed_away', records: 1 }] },
  },
}
