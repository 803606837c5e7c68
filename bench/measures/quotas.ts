import path from 'node:path'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { type Product, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** What counting requests costs: the same reads and creates with quotas and without. */

const ROUNDS = 7
const SECONDS = 1
const BODY = '{"kind":"participating_unit","code":"u{n}","name":"参加单位{n}"}'
const SHOTS = [
  { name: 'read', method: 'GET', path: '/v1/organizations?limit=50', connections: 8 },
  { name: 'create', method: 'POST', path: '/v1/organizations', body: BODY, connections: 8 },
] as const

export async function measureQuotas(folder: string): Promise<Measure[]> {
  const without = await startProduct(path.join(folder, 'without.db'), { settings: { LVZHI_QUOTAS: 'off' } })
  const counted = await startProduct(path.join(folder, 'with.db'))
  const gun = openGun()
  try {
    const measures: Measure[] = []
    for (const { name, ...shot } of SHOTS) {
      const at = (product: Product) => () =>
        gun.fire({
          ...shot,
          seconds: SECONDS,
          url: product.url,
          headers: { authorization: `Bearer ${product.token}` },
        })
      await at(without)()
      await at(counted)()
      const rounds = await inTurns(ROUNDS, at(without), at(counted))
      measures.push(
        measure(
          `quotas-${name}`,
          `${name}s/s with quotas ÷ without`,
          rounds.map(({ base, ours }) => ours.perSecond / base.perSecond),
          { floor: 0.97, aim: 0.99 },
          {
            perSecond: {
              without: short(median(rounds.map(({ base }) => base.perSecond))),
              with: short(median(rounds.map(({ ours }) => ours.perSecond))),
            },
          },
        ),
      )
    }
    return measures
  } finally {
    gun.close()
    await counted.stop()
    await without.stop()
  }
}
