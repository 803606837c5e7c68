import { expect, it } from 'vitest'
import { anOrganization } from '../support/makers.ts'
import { act, aMember, post } from '../support/records.ts'
import { inEveryWorld, inWorld, login, type World } from '../support/world.ts'

/** Figures that committees have published, from records made to fit. */

const AT_ONCE = 16
const BATCH = 200

/** Does something for each, several at a time: thousands of records, one by one, would take minutes. */
async function each<T>(items: readonly T[], work: (item: T, at: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at]!, at)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function make(world: World, path: string, items: readonly object[]): Promise<string[]> {
  const ids: string[] = []
  for (let from = 0; from < items.length; from += BATCH) {
    const body = { items: items.slice(from, from + BATCH) }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const made = await world.admin.post(`${path}/batch`, body, headers).expect(201)
    ids.push(...made.body.items.map((one: { id: string }) => one.id))
  }
  return ids
}

const times = <T>(count: number, make_: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make_(at))

inEveryWorld('a published year of a district', (world) => {
  const of = async (key: string, query = '') =>
    (await world.admin.get(`/v1/statistics/${key}?year=2019${query}`).expect(200)).body

  it('272 proposals received and 238 filed are a filing rate of 87.5 percent, 15 of them key', async () => {
    const { id: memberId } = await aMember(world)
    const ids = await make(
      world,
      '/v1/proposals',
      times(272, (at) => ({ title: `建议${at}`, signers: [{ memberId }] })),
    )
    await each(ids, async (id, at) => {
      await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-02-26' })
      if (at < 238) await act(world, `/v1/proposals/${id}`, 'file', { filedOn: '2019-03-20' })
      const key = { chosenOn: '2019-04-01', leader: '区领导', leaderLevel: 'district' }
      if (at < 15) await act(world, `/v1/proposals/${id}`, 'choose-key', key)
    })
    expect(await of('filing_rate')).toMatchObject({ value: 87.5, numerator: 238, denominator: 272 })
    expect((await of('proposals_filed')).value).toBe(238)
    expect((await of('key_proposals')).value).toBe(15)
  }, 60_000)

  it('a law service team of 10 members grows to 102 people', async () => {
    const roster = { code: 'law_team', kind: 'law_service', name: '法律服务团' }
    const { id: rosterId } = await post(world, '/v1/rosters', roster)
    const members = await Promise.all(times(10, () => aMember(world)))
    await make(world, '/v1/roster-entries', [
      ...members.map(({ id: memberId, name }) => ({
        rosterId,
        category: 'member',
        memberId,
        name,
        validFrom: '2018-05-01',
      })),
      ...times(92, (at) => ({ rosterId, category: 'external', name: `律师${at}`, validFrom: '2019-06-01' })),
    ])
    expect((await of('law_team_members_before')).value).toBe(10)
    const team = await of('law_team')
    expect(team.value).toBe(102)
    expect(team.parts).toEqual([
      { part: 'external', value: 92, records: 92 },
      { part: 'member', value: 10, records: 10 },
    ])
  })
})

inWorld('sqlite', 'a published year of a capital', (world) => {
  let tenth: string
  const of = async (key: string, query = '') =>
    (await world.admin.get(`/v1/statistics/${key}?year=2023${query}`).expect(200)).body
  const parts = async (rule: string) =>
    Object.fromEntries(
      (await of('proposals_received', `&rule=${rule}`)).parts.map(
        ({ part, value }: { part: string; value: number }) => [part, value],
      ),
    )

  it('1 290 proposals are 129 of bodies and 1 161 of members, 1 122 of the plenary and 168 between; 1 248 are filed', async () => {
    world.now = new Date('2024-01-15T04:00:00Z')
    world.admin = await login(world, 'admin')
    const days = { startsOn: '2022-02-20', endsOn: '2027-02-19' }
    tenth = (await post(world, '/v1/terms', { number: 10, name: '十届', ...days })).id
    const session = {
      termId: tenth,
      number: 1,
      name: '一次会议',
      startsOn: '2023-01-15',
      endsOn: '2023-01-19',
    }
    const { id: plenarySessionId } = await post(world, '/v1/plenary-sessions', session)
    const { id: organizationId } = await anOrganization(world, { kind: 'participating_unit' })
    const { id: memberId } = await aMember(world, { termId: tenth, validFrom: '2022-02-20' })
    const ids = await make(
      world,
      '/v1/proposals',
      times(1_290, (at) => ({
        title: `建议${at}`,
        ...(at < 129 ? { proposerKind: 'collective', organizationId } : { signers: [{ memberId }] }),
        ...(at < 1_122 ? { plenarySessionId } : {}),
      })),
    )
    await each(ids, async (id, at) => {
      await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2023-01-16' })
      if (at < 1_248) await act(world, `/v1/proposals/${id}`, 'file', { filedOn: '2023-02-20' })
      else
        await act(world, `/v1/proposals/${id}`, 'decline', { reason: 'duplicate', declinedOn: '2023-02-20' })
    })
    expect(await of('proposals_received')).toMatchObject({ value: 1_290 })
    expect(await parts('submitted_in_period')).toEqual({ filed: 1_248, not_filed: 42 })
    expect(await parts('by_proposer')).toEqual({ collective: 129, individual: 1_161 })
    expect(await parts('by_timing')).toEqual({ plenary: 1_122, between: 168 })
  }, 120_000)

  it('494 members wrote 1 812 opinion items', async () => {
    const members = await make(
      world,
      '/v1/members',
      times(494, (at) => ({
        termId: tenth,
        memberNo: `bj${at}`,
        name: `委员${at}`,
        validFrom: '2022-02-20',
      })),
    )
    const ids = await make(
      world,
      '/v1/opinions',
      times(1_812, (at) => ({ title: `信息${at}`, authorIds: [members[at % members.length]] })),
    )
    await each(ids, (id) => act(world, `/v1/opinions/${id}`, 'submit', { submittedOn: '2023-06-01' }))
    expect((await of('opinions_submitted')).value).toBe(1_812)
    expect((await of('opinions_submitted', '&rule=persons')).value).toBe(494)
    expect((await of('opinions_submitted', '&rule=person_times')).value).toBe(1_812)
  }, 120_000)
})
