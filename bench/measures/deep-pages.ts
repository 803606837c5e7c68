import path from 'node:path'
import Database from 'better-sqlite3'
import { type Measure, measure, median, short } from '../figures.ts'
import { type Product, startProduct } from '../processes.ts'

/** Page 1 000 of a list of a million rows beside its first page. */

const ROWS = 1_000_000
const PAGE = 1_000
const LIMIT = 50
const ROUNDS = 9
const READS = 300
const LIST = `/v1/opinions?limit=${LIMIT}`

export async function measureDeepPages(folder: string): Promise<Measure[]> {
  const file = path.join(folder, 'deep.db')
  const first = await startProduct(file)
  const { committeeId } = await first.client.get('/v1/auth/me')
  await first.stop()
  fill(file, committeeId)
  const product = await startProduct(file)
  try {
    let deep = LIST
    for (let page = 1; page < PAGE; page += 1) {
      const { nextCursor } = await product.client.get(deep)
      deep = `${LIST}&cursor=${encodeURIComponent(nextCursor)}`
    }
    const [medians, tails]: [number[], number[]] = [[], []]
    await reads(product, LIST)
    await reads(product, deep)
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = round % 2 === 0 ? [LIST, deep] : [deep, LIST]
      const times = { [one]: await reads(product, one), [other]: await reads(product, other) }
      medians.push(median(times[deep]!) / median(times[LIST]!))
      tails.push(p99(times[deep]!) / p99(times[LIST]!))
    }
    const detail = { rows: ROWS, page: PAGE, readsARound: READS }
    return [
      measure(
        'deep-page',
        `page ${PAGE} of ${ROWS} rows, median time ÷ page 1`,
        medians,
        { floor: 1.2, aim: 1.1, atMost: true },
        detail,
      ),
      measure('deep-page-p99', `page ${PAGE} of ${ROWS} rows, p99 time ÷ page 1`, tails, {
        floor: 2,
        aim: 1.5,
        atMost: true,
      }),
    ]
  } finally {
    await product.stop()
  }
}

const p99 = (times: readonly number[]) =>
  short(times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!)

async function reads({ url, token }: Product, list: string): Promise<number[]> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' }
  const times: number[] = []
  for (let n = 0; n < READS; n += 1) {
    const begin = performance.now()
    const answer = await fetch(url + list, { headers })
    await answer.text()
    if (answer.status !== 200) throw new Error(`${list} → ${answer.status}`)
    times.push(performance.now() - begin)
  }
  return times
}

/** Rows as the product would have stored them, without their events: a list reads none. */
function fill(file: string, committeeId: string): void {
  const db = new Database(file)
  db.exec(`insert into opinions (committee_id, id, version, seq, created_at, updated_at, title, state)
    with recursive n(at) as (select 1 union all select at + 1 from n where at < ${ROWS})
    select '${committeeId}', printf('01900000-0000-7000-8000-%012x', at), 1, 1,
      strftime('%Y-%m-%dT%H:%M:%fZ', 1500000000 + at * 60, 'unixepoch'), '2024-01-01T00:00:00.000Z',
      '信息' || at, 'draft' from n`)
  db.exec('analyze')
  db.close()
}
