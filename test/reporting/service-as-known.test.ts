import { expect, it } from 'vitest'
import { aMeeting, aMember } from '../support/records.ts'
import { aService } from '../support/service-kinds.ts'
import { inEveryWorld, login, type World } from '../support/world.ts'

/** Who took part and what was visited, as it was known on a day before somebody corrected it. */

const ANY = { 'if-match': '*' }

async function turnTo(world: World, day: string) {
  world.now = new Date(`${day}T04:00:00Z`)
  world.admin = await login(world, 'admin')
}

inEveryWorld('services and sites as they were known', (world) => {
  it('before a correction', async () => {
    await turnTo(world, '2019-06-30')
    const [a, b] = [(await aMember(world)).id, (await aMember(world)).id]
    const service = await aService(world, { memberIds: [a] })
    const visit = { typeCode: 'party_day', sitesVisited: ['南湖红船'] }
    const meeting = await aMeeting(world, visit)
    await turnTo(world, '2019-09-30')
    await world.admin.patch(`/v1/service-records/${service.id}`, { memberIds: [b, a] }, ANY).expect(200)
    const sites = { sitesVisited: ['一大会址', '南湖红船'] }
    await world.admin.patch(`/v1/meetings/${meeting.id}`, sites, ANY).expect(200)
    const value = async (key: string, view: string) => {
      const url = `/v1/statistics/${key}?year=2019&asOf=2019-06-30&view=${view}`
      return (await world.admin.get(url).expect(200)).body.value
    }
    for (const key of ['service_people', 'party_day_sites']) {
      expect([key, await value(key, 'as_known'), await value(key, 'restated')]).toEqual([key, 1, 2])
    }
  })
})
