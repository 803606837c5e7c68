import { copyFileSync } from 'node:fs'
import path from 'node:path'
import type { Client } from '../../examples/client.ts'
import { each, recordMeetings, recordMembers } from '../committee.ts'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { startBase, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** A page of 50 members with sector and group, and the same page unchanged. */

const ROUNDS = 7
const SECONDS = 1
const CONNECTIONS = 10
const PATH = '/v1/members?limit=50'

export async function measurePage(folder: string): Promise<Measure[]> {
  const database = path.join(folder, 'page.db')
  const first = await startProduct(database)
  const { members } = await recordMembers(first.client)
  await recordLists(first.client, members)
  await first.stop()
  copyFileSync(database, path.join(folder, 'page-base.db'))
  const product = await startProduct(database)
  const base = await startBase('page.ts', path.join(folder, 'page-base.db'))
  const gun = openGun()
  try {
    const authorization = `Bearer ${product.token}`
    const etag = (
      await fetch(product.url + PATH, { headers: { authorization, 'accept-encoding': 'identity' } })
    ).headers.get('etag')!
    const shot = { method: 'GET', path: PATH, connections: CONNECTIONS, seconds: SECONDS } as const
    const byBase = () => gun.fire({ ...shot, url: base.url, headers: {} })
    const byOurs = () => gun.fire({ ...shot, url: product.url, headers: { authorization } })
    const unchanged = () =>
      gun.fire({ ...shot, url: product.url, headers: { authorization, 'if-none-match': etag } })
    const list = (path: string) => gun.fire({ ...shot, path, url: product.url, headers: { authorization } })
    for (const warm of [byBase, byOurs, unchanged]) await warm()
    const full: number[] = []
    const held: number[] = []
    const perSecond = { base: [] as number[], ours: [] as number[], unchanged: [] as number[] }
    for (const round of await inTurns(ROUNDS, byBase, async () => {
      const ours = await byOurs()
      return { ...ours, unchanged: await unchanged() }
    })) {
      const ours = round.ours as typeof round.ours & { unchanged: { perSecond: number } }
      full.push(ours.perSecond / round.base.perSecond)
      held.push(ours.unchanged.perSecond / round.base.perSecond)
      perSecond.base.push(round.base.perSecond)
      perSecond.ours.push(ours.perSecond)
      perSecond.unchanged.push(ours.unchanged.perSecond)
    }
    const others = await slowestOf(LISTS, byBase, list)
    const rates = Object.fromEntries(
      Object.entries(perSecond).map(([name, all]) => [name, short(median(all))]),
    )
    return [
      measure(
        'page',
        'list page of 50 members with sector and group, requests/s ÷ node:http + prepared statement + JSON.stringify',
        full,
        { floor: 0.45, aim: 0.65 },
        { perSecond: rates },
      ),
      measure('page-unchanged', 'the same page with If-None-Match, requests/s ÷ the base page', held, {
        floor: 3,
        aim: 4,
      }),
      measure(
        'lists',
        'pages of 50 of the other lists, requests/s of the slowest ÷ the same base page of members',
        others.ratios,
        { floor: 0.45, aim: 0.65 },
        { slowest: others.path, all: others.all },
      ),
    ]
  } finally {
    gun.close()
    await base.stop()
    await product.stop()
  }
}

const LISTS = ['meetings', 'proposals', 'opinions', 'speeches', 'attendance', 'events'].map(
  (name) => `/v1/${name}?limit=50`,
)
const LIST_ROUNDS = 3

/** Every list beside the base page, in turns; answers the slowest one's rounds. */
async function slowestOf(
  paths: readonly string[],
  base: () => Promise<{ perSecond: number }>,
  list: (path: string) => Promise<{ perSecond: number }>,
) {
  const found: { path: string; ratios: number[] }[] = []
  for (const path of paths) {
    await list(path)
    const ratios = (await inTurns(LIST_ROUNDS, base, () => list(path))).map(
      (round) => round.ours.perSecond / round.base.perSecond,
    )
    found.push({ path, ratios })
  }
  const all = Object.fromEntries(found.map(({ path, ratios }) => [path, short(median(ratios))]))
  const [slowest] = found.toSorted((a, b) => median(a.ratios) - median(b.ratios))
  return { ...slowest!, all }
}

/** A page and more of each of the other lists. */
async function recordLists(client: Client, members: readonly { id: string }[]): Promise<void> {
  const meetings = await recordMeetings(client, 60, '2024-01-01')
  await each(meetings, async ({ id: meetingId, sessionId }) => {
    const items = members.slice(0, 30).map(({ id }) => ({ memberId: id, presence: 'present' }))
    await client.post(`/v1/meeting-sessions/${sessionId}/attendance`, { items })
    const memberId = members[0]!.id
    await client.post('/v1/speeches', { memberId, meetingId, title: '发言', form: 'oral' })
    await client.post('/v1/proposals', { title: '建议', signers: [{ memberId }] })
    await client.post('/v1/opinions', { title: '信息', authorIds: [memberId] })
  })
}
