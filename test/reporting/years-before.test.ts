import { expect, it } from 'vitest'
import { scoredPeriod } from '../../src/scoring/boards/periods.ts'
import { periodsBefore, reportedResults } from '../../src/scoring/store/earlier.ts'
import { actAs, aMeeting, aMember, approve, closePeriod, post, second } from '../support/records.ts'
import { aReportOf, publishing } from '../support/report-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** What a period came to that is over: as its report was published, and nothing else. */

const RULES = `
regulation: before
title: { zh: 样例, en: Sample }
period: calendar_year
clauses: { came: { title: 参加, counts: attendance, where: { outcome: attended }, points: 10 } }
grades: [{ grade: 优秀, min: 10 }, { grade: 合格 }]
`

inEveryWorld('a period that is over', (world) => {
  it('comes to what its published report says, once there is one', async () => {
    const [first, last] = [await aMember(world), await aMember(world)]
    const made = await post(world, '/v1/regulations', { name: 'before', source: RULES })
    await approve(world, made.id)
    const year = (number: number) =>
      post(world, '/v1/periods', {
        kind: 'calendar_year',
        name: `${number}年度`,
        startsOn: `${number}-01-01`,
        endsOn: `${number}-12-31`,
        regulationId: made.id,
      })
    const [before, now] = [await year(2018), await year(2019)]
    const meeting = await aMeeting(world, { startsOn: '2018-05-01', endsOn: '2018-05-01' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [first.id] })
    const items = [{ memberId: first.id, presence: 'present' }]
    await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    const keyOf = async (id: string) => (await scoredPeriod(world.storage, world.committeeId, id)).key
    const [key] = await periodsBefore(world.storage, await keyOf(now.id))
    expect(key).toMatchObject({ periodId: before.id, from: '2018-01-01', to: '2018-12-31' })
    expect(await periodsBefore(world.storage, await keyOf(before.id))).toEqual([])
    const results = () => reportedResults(world.storage, key!)
    await publishing(world, { verifyDays: 0 })
    await aReportOf(world, before.id)
    await world.admin
      .post(`/v1/meeting-sessions/${meeting.sessions[0].id}/settle`, {}, { 'if-match': '*' })
      .expect(200)
    await closePeriod(world, before.id)
    const { id } = await aReportOf(world, before.id)
    const path = `/v1/reports/${id}`
    const reviewer = await world.as('reviewer')
    await actAs(reviewer, path, 'submit')
    await actAs(await second(world), path, 'approve')
    expect(await results()).toBeUndefined()
    await actAs(await second(world), path, 'publish', { audiences: { members: 'ranks' }, legalBasis: '办法' })
    const days = { from: '2018-01-01', to: '2018-12-31' }
    expect(await results()).toEqual([
      { ...days, memberId: first.id, total: 10, grade: '优秀', place: 1, tied: 1, of: 2 },
      { ...days, memberId: last.id, total: 0, grade: '合格', place: 2, tied: 1, of: 2 },
    ])
  })
})
