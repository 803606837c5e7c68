import path from 'node:path'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { type Product, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** What counting requests costs: the same reads and creates with quotas and without. */

const ROUNDS = 5
const TURNS = 4
const SECONDS = 0.5
const BODY = '{"kind":"participating_unit","code":"u{n}","name":"参加单位{n}"}'
const SHOTS = [
  { name: 'read', method: 'GET', path: '/v1/organizations?limit=50', connections: 8 },
  { name: 'create', method: 'POST', path: '/v1/organizations', body: BODY, connections: 8 },
] as const

/** Each round has processes of its own: two that run the same code differ by more than what is looked for. */
export async function measureQuotas(folder: string): Promise<Measure[]> {
  const gun = openGun()
  const ratios: Record<string, number[]> = { read: [], create: [] }
  const rates: Record<string, { without: number; with: number }[]> = { read: [], create: [] }
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const settings = { LVZHI_QUOTAS: 'off' }
      const without = await startProduct(path.join(folder, `without-${round}.db`), { settings })
      const counted = await startProduct(path.join(folder, `with-${round}.db`))
      for (const { name, ...shot } of SHOTS) {
        const at = (product: Product) => async () => {
          const headers = { authorization: `Bearer ${product.token}` }
          return (await gun.fire({ ...shot, seconds: SECONDS, url: product.url, headers })).perSecond
        }
        await at(without)()
        await at(counted)()
        const turns = await inTurns(TURNS, at(without), at(counted))
        const rate = {
          without: median(turns.map(({ base }) => base)),
          with: median(turns.map(({ ours }) => ours)),
        }
        rates[name]!.push(rate)
        ratios[name]!.push(rate.with / rate.without)
      }
      await counted.stop()
      await without.stop()
    }
  } finally {
    gun.close()
  }
  return SHOTS.map(({ name }) =>
    measure(
      `quotas-${name}`,
      `${name}s/s with quotas ÷ without`,
      ratios[name]!,
      { floor: 0.97, aim: 0.99 },
      {
        perSecond: {
          without: short(median(rates[name]!.map((rate) => rate.without))),
          with: short(median(rates[name]!.map((rate) => rate.with))),
        },
      },
    ),
  )
}
