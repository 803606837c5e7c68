import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { type Product, startBase, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** Durable creates: record, event and idempotency record, answered once they would survive a power cut. */

const ROUNDS = 5
const SECONDS = 0.8
const BODY = '{"kind":"participating_unit","code":"u{n}","name":"参加单位{n}"}'
const BOUNDS = [
  { connections: 1, floor: 0.5, aim: 0.7 },
  { connections: 8, floor: 1.5, aim: 2.5 },
  { connections: 50, floor: 2.5, aim: 4 },
]

export async function measureCreate(folder: string): Promise<Measure[]> {
  const product = await startProduct(path.join(folder, 'create.db'))
  const base = await startBase('create.ts', path.join(folder, 'create-base.db'))
  const gun = openGun()
  try {
    const shot = { method: 'POST', path: '/v1/organizations', body: BODY, seconds: SECONDS } as const
    const headers = { authorization: `Bearer ${product.token}` }
    const found: Measure[] = []
    const commits: number[] = []
    for (const { connections, floor, aim } of BOUNDS) {
      const byBase = () => gun.fire({ ...shot, connections, url: base.url, headers: {} })
      const byOurs = async () => {
        const before = await commitsOf(product)
        const hits = await gun.fire({ ...shot, connections, url: product.url, headers })
        if (connections === 50) commits.push(((await commitsOf(product)) - before) / hits.requests)
        return hits
      }
      await byBase()
      await byOurs()
      commits.length = 0
      const rounds = await inTurns(ROUNDS, byBase, byOurs)
      const perSecond = {
        base: short(median(rounds.map((round) => round.base.perSecond))),
        ours: short(median(rounds.map((round) => round.ours.perSecond))),
      }
      found.push(
        measure(
          `create-${connections}`,
          `durable creates/s on ${connections} connections ÷ node:http that commits each request, synchronous=FULL`,
          rounds.map((round) => round.ours.perSecond / round.base.perSecond),
          { floor, aim },
          { perSecond, diskSyncsPerSecond: short(syncsPerSecond(folder)) },
        ),
      )
    }
    found.push(
      measure('create-commits', 'transactions per acknowledged create on 50 connections', commits, {
        floor: 0.1,
        aim: 0.05,
        atMost: true,
      }),
    )
    return found
  } finally {
    gun.close()
    await base.stop()
    await product.stop()
  }
}

async function commitsOf({ url, token }: Product): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  return Number(/^storage_commits_total (\d+)/m.exec(await answer.text())![1])
}

const SYNC_MS = 300

/** What the disk itself can do: the faster it is, the less there is to gain by sharing a commit. */
function syncsPerSecond(folder: string): number {
  const file = openSync(path.join(folder, 'sync'), 'w')
  const page = Buffer.alloc(4_096, 1)
  const begin = performance.now()
  let count = 0
  while (performance.now() - begin < SYNC_MS) {
    writeSync(file, page)
    fdatasyncSync(file)
    count += 1
  }
  const seconds = (performance.now() - begin) / 1_000
  closeSync(file)
  return count / seconds
}
