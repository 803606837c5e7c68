import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { recordMembers } from '../committee.ts'
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
  await recordMembers(first.client)
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
    ]
  } finally {
    gun.close()
    await base.stop()
    await product.stop()
  }
}
