import { beforeAll, expect, it } from 'vitest'
import { anOpinion, anOrganization } from '../support/makers.ts'
import { aFiled, aSubmitted } from '../support/proposals.ts'
import { act, aMember, post } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'
import { anEvent } from './year/makers.ts'

/** Numbers as they were known on a day, and as the records say now; numbers by organisation. */

inEveryWorld('numbers as they were known', (world) => {
  const turnTo = async (day: string) => {
    world.now = new Date(`${day}T04:00:00Z`)
    world.admin = await login(world, 'admin')
  }
  const value = async (key: string, query: string) =>
    (await world.admin.get(`/v1/statistics/${key}?year=2019&${query}`).expect(200)).body.value as number

  let kept: { id: string }
  let written: { id: string; authorIds: string[] }
  beforeAll(async () => {
    await turnTo('2019-06-30')
    kept = await aFiled(world, '2019-03-08')
    written = await anOpinion(world, '2019-05-20')
    const [a, b] = [(await aMember(world)).id as string, (await aMember(world)).id as string]
    await anEvent(world, 'come_consult_district', '2019-03-01', [a])
    await turnTo('2019-09-30')
    // Entered late, and changed late: all of it happened before the end of June.
    await aFiled(world, '2019-04-08')
    await act(world, `/v1/proposals/${kept.id}`, 'withdraw', { withdrawnOn: '2019-06-01' })
    await world.admin
      .patch(`/v1/opinions/${written.id}`, { authorIds: [a, b] }, { 'if-match': '*' })
      .expect(200)
    await anEvent(world, 'come_consult_district', '2019-03-02', [a, b])
  })

  it('see nothing that was entered or changed after the day', async () => {
    const then = 'asOf=2019-06-30&view=as_known'
    const now = 'asOf=2019-06-30&view=restated'
    expect([await value('proposals_filed', then), await value('proposals_filed', now)]).toEqual([1, 1])
    const opened = async (query: string) =>
      (
        await world.admin.get(`/v1/statistics/proposals_filed/records?year=2019&${query}`).expect(200)
      ).body.items.map((one: { subject: string }) => one.subject)
    expect(await opened(then)).toEqual([`proposals/${kept.id}`])
    expect(await opened(now)).not.toContain(`proposals/${kept.id}`)
    expect(await value('district_consultations', then)).toBe(1)
    expect(await value('district_consultations', now)).toBe(2)
    expect(await value('district_consultation_presences', then)).toBe(1)
    expect(await value('district_consultation_presences', now)).toBe(3)
  })

  it('of a span that is over see what was entered after its end, up to the day', async () => {
    const spring = async (query: string) => {
      const url = `/v1/statistics/district_consultations?from=2019-01-01&to=2019-06-30&view=as_known&${query}`
      return (await world.admin.get(url).expect(200)).body.value as number
    }
    expect([await spring('asOf=2019-06-30'), await spring('asOf=2019-09-30')]).toEqual([1, 2])
  })

  it('know who stood on an item then', async () => {
    const rule = 'asOf=2019-06-30&rule=person_times'
    expect(await value('opinions_submitted', `${rule}&view=as_known`)).toBe(1)
    expect(await value('opinions_submitted', rule)).toBe(2)
  })

  it('are told with each correction since, also of two within one second', async () => {
    const { id } = await aSubmitted(world, '2019-06-20')
    await turnTo('2019-10-20')
    for (const title of ['一稿', '二稿']) {
      await world.admin.patch(`/v1/proposals/${id}`, { title }, { 'if-match': '*' }).expect(200)
    }
    await act(world, `/v1/proposals/${id}`, 'withdraw', { withdrawnOn: '2019-06-25' })
    const url = '/v1/statistics/proposals_received/changes?from=2019-06-20&to=2019-06-30&asOf=2019-09-30'
    const { items } = (await world.admin.get(url).expect(200)).body
    const change = items.find(({ subject }: { subject: string }) => subject === `proposals/${id}`)
    expect(change).toMatchObject({ change: 'corrected', before: { part: 'undecided' } })
    expect(change.corrections).toHaveLength(3)
    const seqs = change.corrections.map(({ seq }: { seq: number }) => seq)
    expect(seqs).toEqual(seqs.toSorted((a: number, b: number) => a - b))
    await turnTo('2019-09-30')
  })

  it('are those of today where the day is today, over all numbers', async () => {
    const all = async (query: string) =>
      (await world.admin.get(`/v1/statistics?year=2019${query}`).expect(200)).body
    expect(await all('&view=as_known')).toEqual(await all(''))
  })

  it('are broken down by the owning department and by the bodies of members', async () => {
    const department = await anOrganization(world, { name: '提案委' })
    const sector = await anOrganization(world, { kind: 'sector', name: '教育界' })
    const { id } = await aMember(world)
    await post(world, '/v1/body-roles', { memberId: id, organizationId: sector.id, validFrom: '2017-02-20' })
    await aSubmitted(world, '2019-08-01', { ownerOrganizationId: department.id, signers: [{ memberId: id }] })
    await anEvent(world, 'come_consult_district', '2019-08-02', [id])
    const by = async (key: string, breakdown: string) => {
      const url = `/v1/statistics/${key}?from=2019-08-01&to=2019-08-31&by=${breakdown}`
      const { body } = await world.admin.get(url).expect(200)
      return body.byOrganization.map(({ part, value, records }: Record<string, unknown>) => ({
        part,
        value,
        records,
      }))
    }
    const other = await anOrganization(world, { kind: 'sector', name: '科技界' })
    const authorIds = [id, (await aMember(world)).id, (await aMember(world)).id]
    await post(world, '/v1/body-roles', {
      memberId: authorIds[1],
      organizationId: other.id,
      validFrom: '2017-02-20',
    })
    const opinion = await post(world, '/v1/opinions', { title: '信息', authorIds })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-08-03' })
    expect(await by('opinions_submitted', 'sector')).toEqual([
      { part: '教育界', value: 1, records: 1 },
      { part: '科技界', value: 1, records: 1 },
    ])
    expect(await by('proposals_received', 'owner')).toEqual([{ part: '提案委', value: 1, records: 1 }])
    expect(await by('proposals_received', 'sector')).toEqual([{ part: '教育界', value: 1, records: 1 }])
    expect(await by('district_consultation_presences', 'sector')).toEqual([
      { part: '教育界', value: 1, records: 1 },
    ])
    const { id: meetingId } = await anEvent(world, 'topic_consultation', '2019-08-04', [id])
    await world.admin
      .patch(`/v1/meetings/${meetingId}`, { ownerOrganizationId: department.id }, { 'if-match': '*' })
      .expect(200)
    await post(world, `/v1/meetings/${meetingId}/invite`, { memberIds: [id] })
    expect(await by('attendance_rate', 'owner')).toEqual([{ part: '提案委', value: 1, records: 1 }])
    expect(await by('district_consultation_presences', 'street_body')).toEqual([
      { part: null, value: 1, records: 1 },
    ])
  })
})
