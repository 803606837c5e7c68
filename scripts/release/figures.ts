import { type Body, type Client, clientOf } from '../../examples/client.ts'
import { readStory } from '../../examples/committee.ts'
import { PASSWORD } from '../../examples/year.ts'
import { contractRoutes } from '../../src/app.ts'
import { pathOf } from '../../src/http/route.ts'
import { openStorage } from '../../src/storage/open.ts'

/** What a stored year of the invented committee says, asked as anybody would ask it. */

/** By name of the figure; whatever is answered over HTTP is kept whole. */
export type Figures = Record<string, Body>

/** When the figures are asked: what is told of a day does not depend on the day of the test. */
export const ASKED_AT = '2020-01-20'

/** Figures of a running server that lived the year; `seq` is the event whose hash is asked, by default the last one. */
export async function figuresOf(url: string, seq?: number): Promise<Figures> {
  const client = clientOf(url)
  await client.login(readStory().committee.code, 'admin', PASSWORD)
  const [period] = await client.all('/v1/periods')
  const { startsOn, endsOn } = period
  const members = (await client.all('/v1/members?limit=100')).sort((a, b) =>
    a.memberNo < b.memberNo ? -1 : 1,
  )
  const each = async (pathFor: (member: Body) => string) => {
    const answers: Record<string, Body> = {}
    for (const member of members) answers[member.memberNo] = await client.get(pathFor(member))
    return answers
  }
  return {
    period,
    ranking: await client.get(`/v1/periods/${period.id}/ranking`),
    scores: await each(({ id }) => `/v1/members/${id}/score?periodId=${period.id}&text=zh`),
    archives: await each(({ id }) => `/v1/members/${id}/archive?periodId=${period.id}`),
    reports: await reportsOf(client),
    statistics: await client.get(`/v1/statistics?year=${startsOn.slice(0, 4)}`),
    participation: await client.get(`/v1/participation?from=${startsOn}&to=${endsOn}`),
    publicReports: await publicReportsOf(client),
    chain: await eventAt(client, seq ?? (await lastSeq(client))),
  }
}

/** Each report with what was frozen in it, and whether it is still made of its input byte for byte. */
async function reportsOf(client: Client): Promise<Record<string, Body>> {
  const answers: Record<string, Body> = {}
  for (const report of await client.all('/v1/reports')) {
    const path = `/v1/reports/${report.id}`
    answers[report.number] = {
      report,
      content: await client.get(`${path}/content`),
      changes: await client.get(`${path}/changes`),
      check: await client.get(`${path}/check`),
    }
  }
  return answers
}

async function publicReportsOf(client: Client): Promise<Body[]> {
  const path = `/v1/public/committees/${readStory().committee.code}/reports`
  const { items } = await client.get(path)
  return Promise.all(items.map(({ id }: Body) => client.get(`${path}/${id}`)))
}

/** An event whose hash covers all that came before it. */
async function eventAt(client: Client, seq: number): Promise<Body> {
  return (await client.get(`/v1/events?after=${seq - 1}&limit=1`)).items[0]
}

async function lastSeq(client: Client): Promise<number> {
  let page = { lastSeq: 0, hasMore: true }
  while (page.hasMore) page = await client.get(`/v1/events?after=${page.lastSeq}&limit=200`)
  return page.lastSeq
}

/** How many rows each of the named tables holds; null where there is none of that name. */
export async function rowsIn(databaseUrl: string, names: readonly string[]): Promise<Figures> {
  const storage = await openStorage(databaseUrl, () => new Date())
  try {
    const rows: Record<string, number | null> = {}
    for (const name of names) {
      const count = storage.query<{ n: number }>(`select count(*) as n from ${name}`, [])
      rows[name] = await count.then(
        ([row]) => row!.n,
        () => null,
      )
    }
    return rows
  } finally {
    await storage.close()
  }
}

/** Every operation by its name, with how it is called. */
export const operations = (): Record<string, string> =>
  Object.fromEntries(contractRoutes().map((route) => [route.operationId, `${route.method} ${pathOf(route)}`]))

export interface Difference {
  /** Where, as the names on the way to it; `*` stands for any one of them. */
  path: string
  kind: 'added' | 'removed' | 'changed'
  before?: unknown
  after?: unknown
}

/** What differs between two values, each place once. */
export function differencesOf(earlier: unknown, later: unknown, path = ''): Difference[] {
  const [before, after] = [byKey(earlier), byKey(later)]
  if (before === after) return []
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, kind: 'changed', before, after }]
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name): Difference[] => {
    const at = path === '' ? name : `${path}/${name}`
    if (!Object.hasOwn(before, name)) return [{ path: at, kind: 'added', after: after[name] }]
    if (!Object.hasOwn(after, name)) return [{ path: at, kind: 'removed', before: before[name] }]
    return differencesOf(before[name], after[name], at)
  })
}

/** Items that say their `key` are compared by it: a number more between two others moves none of them. */
function byKey(value: unknown): unknown {
  if (!Array.isArray(value) || value.length === 0) return value
  const keyed = value.filter(
    (item): item is { key: string } => isObject(item) && typeof item.key === 'string',
  )
  return keyed.length === value.length ? Object.fromEntries(keyed.map((item) => [item.key, item])) : value
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
