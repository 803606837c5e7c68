import { act, aMember } from '../../support/records.ts'
import type { World } from '../../support/world.ts'
import { anEvent, type YearPart } from './makers.ts'

/** Consultations, learning, the public school. */
async function record(world: World) {
  const [a, b] = [(await aMember(world)).id as string, (await aMember(world)).id as string]
  await anEvent(world, 'come_consult_district', '2019-03-01', [a, b])
  await anEvent(world, 'come_consult_district', '2019-05-01', [a])
  await anEvent(world, 'come_consult_district', '2018-05-01', [a])
  const cancelled = await anEvent(world, 'come_consult_district', '2019-06-01')
  await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '改期' })
  for (const typeCode of ['come_consult_grassroots', 'forum', 'training', 'public_school']) {
    await anEvent(world, typeCode, '2019-04-01')
    await anEvent(world, typeCode, '2019-09-01')
    await anEvent(world, typeCode, '2018-09-01')
  }
}

export const events: YearPart = {
  record,
  expected: {
    district_consultations: [2, 2, null],
    district_consultation_presences: [3, 3, null],
    grassroots_consultations: [2, 2, null],
    learning_events: [4, 4, null],
    public_school_events: [2, 2, null],
  },
}
