import type { Client } from '../examples/client.ts'

/** The committee of the bench, recorded over the API: members with a sector and a group, meetings with sessions. */

export const MEMBERS = 300
const SECTORS = 20
const GROUPS = 12
const AT_ONCE = 16

export interface Committee {
  members: { id: string; memberNo: string; name: string }[]
}

export async function recordMembers(client: Client, count = MEMBERS): Promise<Committee> {
  const term = await client.post('/v1/terms', {
    number: 9,
    name: '第九届',
    startsOn: '2017-02-20',
    endsOn: '2030-02-19',
  })
  const bodies = async (kind: string, name: string, many: number) => {
    const ids: string[] = []
    for (let n = 1; n <= many; n += 1) {
      const code = `${kind}-${n}`
      ids.push(
        (await client.post('/v1/organizations', { kind, code, name: `第${n}${name}`, sortOrder: n })).id,
      )
    }
    return ids
  }
  const sectors = await bodies('sector', '界别', SECTORS)
  const groups = await bodies('member_group', '活动小组', GROUPS)
  const numbers = Array.from({ length: count }, (_, at) => at)
  const members = await each(numbers, async (at) => {
    const memberNo = String(9_001 + at).padStart(5, '0')
    const member = await client.post('/v1/members', {
      termId: term.id,
      memberNo,
      name: nameOf(at),
      sex: at % 3 === 0 ? 'female' : 'male',
      nation: '汉族',
      unit: `第${(at % 40) + 1}工作单位`,
      post: '主任',
      phone: `139${String(10_000_000 + at)}`,
      validFrom: '2017-02-20',
    })
    for (const organizationId of [sectors[at % SECTORS]!, groups[at % GROUPS]!]) {
      await client.post('/v1/body-roles', { memberId: member.id, organizationId, validFrom: '2017-02-20' })
    }
    return { id: member.id as string, memberNo, name: member.name as string }
  })
  return { members }
}

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许'
const GIVEN = '安邦承德恩惠方刚国海和嘉建君凯立明宁平清荣山诗文新雅毅泽'
/** A different name for each member. */
const nameOf = (at: number): string =>
  `${SURNAMES[at % SURNAMES.length]}${GIVEN[Math.floor(at / SURNAMES.length) % GIVEN.length]}${GIVEN[(at * 7 + 3) % GIVEN.length]}`

const TYPES = ['plenary', 'sc_meeting', 'research', 'training', 'committee_meeting', 'sc_topic']

/** One meeting of one session on each of `count` days from a day on. */
export async function recordMeetings(client: Client, count: number, from: string) {
  const numbers = Array.from({ length: count }, (_, at) => at)
  return each(numbers, async (at) => {
    const day = new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10)
    const title = `第${at + 1}次活动`
    const meeting = await client.post('/v1/meetings', {
      title,
      typeCode: TYPES[at % TYPES.length],
      startsOn: day,
      endsOn: day,
      externalId: `bench-${at + 1}`,
    })
    return { id: meeting.id as string, sessionId: meeting.sessions[0].id as string, title, day }
  })
}

/** In order, a few at a time. */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next
      next += 1
      results[at] = await work(items[at]!)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return results
}
