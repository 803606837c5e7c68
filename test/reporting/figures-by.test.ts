import { expect, it } from 'vitest'
import { anOpinion, anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Figures by bodies and parties with their rates, by each level, and which events were held. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('a figure', (world) => {
  const read = async (key: string, query = ''): Promise<Body> =>
    (await world.admin.get(`/v1/statistics/${key}?year=2019${query}`).expect(200)).body

  it('has a rate for each body and each party, by the id of the body', async () => {
    const sectors = [
      await anOrganization(world, { kind: 'sector', name: '教育界' }),
      await anOrganization(world, { kind: 'sector', name: '科技界' }),
    ]
    const members = [
      await aMember(world, { politics: ['中共党员'] }),
      await aMember(world, { politics: ['民盟', '无党派人士'] }),
      await aMember(world),
    ]
    for (const [at, { id }] of sectors.entries()) {
      const place = { organizationId: id, role: 'member', validFrom: '2017-02-20' }
      await post(world, '/v1/body-roles', { ...place, memberId: members[at].id })
    }
    const meeting = await aMeeting(world)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: members.map(({ id }) => id) })
    const items = members.map(({ id }, at) => ({ memberId: id, presence: at === 0 ? 'present' : 'absent' }))
    await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    const by = async (name: string) =>
      (await read('attendance_rate', `&by=${name}`)).byOrganization.map((part: Body) => [
        part.part,
        part.organizationId,
        part.rate,
        part.records,
      ])
    expect((await by('sector')).toSorted()).toEqual(
      [
        ['教育界', sectors[0].id, 100, 1],
        ['科技界', sectors[1].id, 0, 1],
        [null, null, 0, 1],
      ].toSorted(),
    )
    expect((await by('party')).toSorted()).toEqual(
      [
        ['中共党员', null, 100, 1],
        ['民盟、无党派人士', null, 0, 1],
        [null, null, 0, 1],
      ].toSorted(),
    )
    const opinion = await post(world, '/v1/opinions', {
      title: '两党同撰',
      authorIds: [members[0].id, members[1].id],
    })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-20' })
    const written = await read('opinions_submitted', '&by=party')
    expect(written.byOrganization.map(({ part, value }: Body) => [part, value]).toSorted()).toEqual([
      ['中共党员', 1],
      ['民盟、无党派人士', 1],
    ])
  })

  it('of adoption counts by the highest level, by each of them, and as a share', async () => {
    const before = (await read('opinions_submitted')).value
    const both = await anOpinion(world, '2019-06-20')
    await anOpinion(world, '2019-06-21')
    for (const level of ['city', 'province'])
      await post(world, '/v1/opinion-adoptions', { opinionId: both.id, level, adoptedOn: '2019-07-01' })
    expect((await read('opinions_adopted')).parts).toEqual([{ part: 'province', value: 1, records: 1 }])
    expect((await read('opinions_adopted', '&rule=each_level')).parts).toEqual([
      { part: 'city', value: 1, records: 1 },
      { part: 'province', value: 1, records: 1 },
    ])
    expect(await read('adoption_rate')).toMatchObject({ numerator: 1, denominator: before + 2 })
    expect(await read('adoption_rate', '&rule=above_city')).toMatchObject({ numerator: 1 })
  })

  it('of events counts what its roll says was held, and notes what expected nobody', async () => {
    const event = async (title: string) =>
      aMeeting(world, {
        title,
        typeCode: 'come_consult_district',
        startsOn: '2019-06-10',
        endsOn: '2019-06-10',
      })
    const figures = async () => {
      const { value, excluded, noted } = await read('district_consultations')
      return [value, excluded, noted]
    }
    await event('无人受邀')
    const [empty, marked] = [await event('受邀未签'), await event('有人到会')]
    const member = await aMember(world)
    for (const { id } of [empty, marked])
      await post(world, `/v1/meetings/${id}/invite`, { memberIds: [member.id] })
    const items = [{ memberId: member.id, presence: 'present' }]
    await post(world, `/v1/meeting-sessions/${marked.sessions[0].id}/attendance`, { items })
    const noted = [{ reason: 'nobody_expected', records: 1 }]
    expect(await figures()).toEqual([2, [{ reason: 'no_roll', records: 1 }], noted])
    // Settled, it was held: with nobody there.
    await act(world, `/v1/meeting-sessions/${empty.sessions[0].id}`, 'settle', {
      acceptUnknown: true,
      acceptDuplicate: true,
    })
    expect(await figures()).toEqual([3, [], noted])
  })
})
