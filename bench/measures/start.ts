import path from 'node:path'
import { type Measure, measure, median, short } from '../figures.ts'
import { startBase, startProduct } from '../processes.ts'

/** From nothing to the first answer, and what the process holds then. */

const ROUNDS = 7
const MB = 1_048_576

export async function measureStart(folder: string): Promise<Measure[]> {
  const database = path.join(folder, 'start.db')
  await (await startProduct(database)).stop()
  const starts: number[] = []
  const heaps: number[] = []
  const residents: number[] = []
  const bare: number[] = []
  const ours: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) {
    const base = await startBase('bare.js', path.join(folder, 'bare'))
    const baseRss = (await base.memory(true)).rss
    await base.stop()
    const product = await startProduct(database)
    for (let read = 0; read < 5; read += 1) await product.client.get('/v1/members?limit=50')
    const { heapUsed, rss } = await product.memory(true)
    await product.stop()
    starts.push(product.startMs / 1_000)
    heaps.push(heapUsed / MB)
    residents.push(rss / baseRss)
    bare.push(baseRss / MB)
    ours.push(rss / MB)
  }
  return [
    measure('start', 'from the start of the process to its first answer', starts, {
      unit: 's',
      floor: 1.2,
      aim: 0.5,
      atMost: true,
    }),
    measure('heap', 'heap after a collection', heaps, { unit: 'MB', floor: 40, aim: 40, atMost: true }),
    measure(
      'resident',
      'resident memory ÷ a bare node:http server',
      residents,
      { floor: 5, aim: 2.5, atMost: true },
      { bareMb: short(median(bare)), oursMb: short(median(ours)) },
    ),
  ]
}
