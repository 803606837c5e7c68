import { anOrganization } from '../../support/makers.ts'
import { aMember } from '../../support/records.ts'
import { aRecognition, aService } from '../../support/service-kinds.ts'
import type { World } from '../../support/world.ts'
import type { YearPart } from './makers.ts'

/** Three services, other services, five stars. */
async function record(world: World) {
  const [a, b] = [(await aMember(world)).id as string, (await aMember(world)).id as string]
  // Over the leap day of 2020, and over New Year: days are counted by the calendar.
  await aService(world, {
    startsOn: '2019-12-28',
    endsOn: '2020-03-01',
    memberIds: [a, b],
    problemsRaised: 20,
    problemsSolved: 15,
    visits: 100,
  })
  await aService(world, {
    startsOn: '2019-04-08',
    endsOn: '2019-04-30',
    days: 3,
    memberIds: [a],
    outsiders: 7,
    problemsSolved: 30,
  })
  await aService(world, { startsOn: '2019-04-08', endsOn: '2019-04-09' })
  await aService(world, {
    startsOn: '2018-04-08',
    endsOn: '2018-04-30',
    memberIds: [a],
    visits: 9,
    problemsSolved: 9,
  })
  const visits = await aService(world, { kind: 'visit', memberIds: [b], visits: 67, problemsSolved: 4 })
  const withdrawn = await aService(world, { kind: 'visit', memberIds: [b], visits: 1 })
  await world.admin.delete(`/v1/service-records/${withdrawn.id}`, { 'if-match': '*' }).expect(204)
  await aService(world, { kind: 'charity', memberIds: [a], placeId: visits.placeId })
  await aRecognition(world, { kind: 'five_star', memberId: a })
  await aRecognition(world, { kind: 'five_star', organizationId: (await anOrganization(world)).id })
  await aRecognition(world, { kind: 'five_star', memberId: a, awardedOn: '2018-12-20' })
  await aRecognition(world, { kind: 'commendation', memberId: a })
}

export const service: YearPart = {
  record,
  expected: {
    three_services_days: [70, 70, null],
    service_days: [72, 72, null],
    problems_solved: [45, 45, null],
    members_visited: [167, 167, null],
    service_activities: [5, 5, null],
    service_people: [5, 5, null],
    five_star: [2, 2, null],
  },
  beside: {
    three_services_days: {
      range: { least: 2, most: 65 },
      parts: [
        { part: '2019-04', records: 2 },
        { part: '2019-12', records: 1 },
      ],
    },
    service_activities: {
      parts: [
        { part: 'charity', value: 1, records: 1 },
        { part: 'three_services', value: 3, records: 3 },
        { part: 'visit', value: 1, records: 1 },
      ],
    },
    five_star: {
      parts: [
        { part: 'member', value: 1, records: 1 },
        { part: 'organization', value: 1, records: 1 },
      ],
    },
  },
}
