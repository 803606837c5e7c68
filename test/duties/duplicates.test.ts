import { describe, expect, it } from 'vitest'
import { evidenceOf, isStrong, LIKELY, type Occasion, scoreOf } from '../../src/duties/meetings/likeness.ts'
import { anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** One occasion that two departments entered: found by its evidence, and no settlement passes it by (DOMAIN 12.15). */

const mark = (world: World, meeting: { sessions: { id: string }[] }, memberIds: string[]) =>
  post(world, `/v1/meeting-sessions/${meeting.sessions[0]!.id}/attendance`, {
    items: memberIds.map((memberId) => ({ memberId, presence: 'present' })),
  })
const on = (day: string, values: object) => ({ startsOn: day, endsOn: day, ...values })

inEveryWorld('meetings entered twice', (world) => {
  const members = async (count: number) => {
    const ids: string[] = []
    for (let n = 0; n < count; n += 1) ids.push((await aMember(world)).id)
    return ids
  }
  const found = async (query: string) =>
    (await world.admin.get(`/v1/meetings/duplicates?${query}`).expect(200)).body

  it('are listed with what speaks for it, those of two departments first', async () => {
    const [one, two] = [(await anOrganization(world)).id, (await anOrganization(world)).id]
    const [a, b, c, d] = (await members(4)) as [string, string, string, string]
    const day = { ownerOrganizationId: one, place: '区图书馆 三楼' }
    const first = await aMeeting(world, on('2019-03-05', { ...day, title: '“请你来协商”：老旧小区加装电梯' }))
    const second = await aMeeting(
      world,
      on('2019-03-06', {
        title: '请你来协商老旧小区加装电梯',
        place: '区图书馆三楼',
        ownerOrganizationId: two,
      }),
    )
    await mark(world, first, [a, b, c])
    await mark(world, second, [a, b, d])
    const same = { title: '走访企业', ownerOrganizationId: one }
    const twice = [
      await aMeeting(world, on('2019-03-20', same)),
      await aMeeting(world, on('2019-03-20', same)),
    ]
    // A day too far, another title, a cancelled one.
    await aMeeting(world, on('2019-03-22', same))
    await aMeeting(world, on('2019-03-20', { title: '读书沙龙' }))
    const off = await aMeeting(world, on('2019-03-20', same))
    await act(world, `/v1/meetings/${off.id}`, 'cancel', { reason: '重复' })

    const { items, total } = await found('from=2019-03-01&to=2019-03-31')
    expect(total).toBe(2)
    expect(items).toMatchObject([
      {
        samePlace: true,
        titleSimilarity: 1,
        overlap: 0.67,
        score: 0.87,
        strong: false,
        twoDepartments: true,
      },
      { samePlace: null, titleSimilarity: 1, overlap: null, score: 1, strong: false, twoDepartments: false },
    ])
    const ids = items.map(({ meetings }: { meetings: { id: string }[] }) => meetings.map(({ id }) => id))
    expect(ids[0]).toEqual([first.id, second.id])
    expect(ids[1].sort()).toEqual(twice.map(({ id }) => id).sort())
    expect((await found('from=2019-03-01&to=2019-03-31&limit=1')).items).toHaveLength(1)
    expect((await found('from=2019-03-06&to=2019-03-31')).total).toBe(1)
    expect((await found('to=2018-12-31')).total).toBe(0)
    expect((await found('')).total).toBe(2)
    await world.admin.get('/v1/meetings/duplicates?from=2019-03-02&to=2019-03-01').expect(400)
  })

  describe('settling', () => {
    const settle = (meeting: { sessions: { id: string }[] }, body: object = {}) =>
      world.admin.post(`/v1/meeting-sessions/${meeting.sessions[0]!.id}/settle`, body, { 'if-match': '*' })

    it('409 with the other one while most came to both, and 200 once somebody says that they are two', async () => {
      const came = await members(3)
      const first = await aMeeting(world, on('2019-04-02', {}))
      const second = await aMeeting(world, on('2019-04-02', { title: '另一个名字' }))
      await mark(world, first, came)
      await mark(world, second, came)
      const refused = await settle(first).expect(409)
      expect(refused.body).toMatchObject({ code: 'state_conflict', duplicateId: second.id })
      const { body } = await found('from=2019-04-02&to=2019-04-02').then((body) => ({ body }))
      expect(body.items).toMatchObject([{ strong: true, overlap: 1 }])
      await settle(first, { acceptDuplicate: true }).expect(200)
      expect((await settle(second).expect(409)).body.duplicateId).toBe(first.id)
      await act(world, `/v1/meetings/${second.id}`, 'cancel', { reason: '重复' })
      const third = await aMeeting(world, on('2019-04-02', {}))
      await settle(third).expect(200)
    })

    it('409 under one title in one place, before anybody is registered', async () => {
      const held = on('2019-04-03', { title: '提案办理协商会', place: '二楼会议室' })
      const [first, second] = [await aMeeting(world, held), await aMeeting(world, held)]
      expect((await settle(first).expect(409)).body.duplicateId).toBe(second.id)
    })

    it('200 where they were at different times, on different days, or of different people', async () => {
      const came = await members(2)
      const half = (part: string) => ({ sessions: [{ day: '2019-04-04', part }] })
      const morning = await aMeeting(world, on('2019-04-04', half('am')))
      const afternoon = await aMeeting(world, on('2019-04-04', half('pm')))
      await mark(world, morning, came)
      await mark(world, afternoon, came)
      await settle(morning).expect(200)
      await settle(afternoon).expect(200)
      const next = await aMeeting(world, on('2019-04-05', {}))
      await mark(world, next, came)
      const others = await aMeeting(world, on('2019-04-05', {}))
      await mark(world, others, [...(await members(4)), came[0]!])
      await settle(next).expect(200)
      await settle(others).expect(200)
    })
  })
})

describe('likeness', () => {
  const occasion = (values: Partial<Occasion>): Occasion => ({
    id: 'x',
    title: '主题协商',
    place: null,
    placeId: null,
    ownerOrganizationId: null,
    startsOn: '2019-05-10',
    attendees: new Set(),
    sessions: [{ day: '2019-05-10', dayTo: null, part: 'day' }],
    ...values,
  })
  const of = (a: Partial<Occasion>, b: Partial<Occasion>) => evidenceOf(occasion(a), occasion(b))

  it('of titles: width, case, spaces and punctuation are no difference', () => {
    expect(of({ title: '“Ａi”与 治理' }, { title: 'ai与治理' }).titleSimilarity).toBe(1)
    expect(of({ title: '甲乙丙' }, { title: '乙丙丁' }).titleSimilarity).toBe(0.5)
    expect(of({ title: '甲' }, { title: '甲' }).titleSimilarity).toBe(1)
    expect(of({ title: '甲乙' }, { title: '丙丁' }).titleSimilarity).toBe(0)
    expect(of({ title: '！' }, { title: '？' }).titleSimilarity).toBe(0)
  })

  it('of places: the recorded place before its name, nothing where one of them has none', () => {
    expect(of({ place: '二 楼' }, { place: '二楼' }).samePlace).toBe(true)
    expect(of({ place: '二楼' }, { place: '三楼' }).samePlace).toBe(false)
    expect(of({ place: '二楼' }, {}).samePlace).toBeNull()
    expect(of({ place: '二楼', placeId: 'a' }, { place: '二楼', placeId: 'b' }).samePlace).toBe(false)
  })

  it('of rolls: twice the shared over both', () => {
    const roll = (...ids: string[]) => ({ attendees: new Set(ids) })
    expect(of(roll('a', 'b'), roll('a', 'b')).overlap).toBe(1)
    expect(of(roll('a', 'b', 'c'), roll('a')).overlap).toBe(0.5)
    expect(of(roll('a'), roll('b')).overlap).toBe(0)
    expect(of(roll('a'), roll()).overlap).toBeNull()
  })

  it('what many meetings are called does not make them one', () => {
    const [a, b] = [
      occasion({ attendees: new Set(['a', 'b']) }),
      occasion({ attendees: new Set(['c', 'd']) }),
    ]
    expect(scoreOf(evidenceOf(a, b))).toBeLessThan(LIKELY)
    expect(scoreOf({ samePlace: null, titleSimilarity: 0.7, overlap: null })).toBeCloseTo(0.7)
    expect(scoreOf({ samePlace: true, titleSimilarity: 0.5, overlap: 0.5 })).toBeCloseTo(0.6)
  })

  it('strong: on the same day, when both can have been', () => {
    const attendees = new Set(['a', 'b'])
    const strong = (a: Partial<Occasion>, b: Partial<Occasion>) => {
      const [one, two] = [occasion({ attendees, ...a }), occasion({ attendees, ...b })]
      return isStrong(one, two, evidenceOf(one, two))
    }
    const part = (name: string, dayTo: string | null = null) => ({
      sessions: [{ day: '2019-05-10', dayTo, part: name }],
    })
    expect(strong({}, {})).toBe(true)
    expect(strong({}, { startsOn: '2019-05-11' })).toBe(false)
    expect(strong(part('am'), part('pm'))).toBe(false)
    expect(strong(part('am'), part('day'))).toBe(true)
    expect(strong(part('am', '2019-05-12'), part('am'))).toBe(true)
    expect(strong({}, { attendees: new Set(['a', 'c', 'd']) })).toBe(false)
    const named = { attendees: new Set<string>(), place: '二楼' }
    expect(strong(named, named)).toBe(true)
    expect(strong(named, { ...named, title: '别的' })).toBe(false)
    expect(strong(named, { ...named, place: null })).toBe(false)
  })
})
