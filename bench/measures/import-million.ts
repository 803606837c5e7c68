import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure, short } from '../figures.ts'
import { asText, importOnce, sheetRows } from '../imports.ts'
import { startProduct } from '../processes.ts'

/** A million rows need hardly more memory than a hundred thousand of the same committee. */

const MEETINGS = 3_334
const ROWS = [100_000, 1_000_000] as const

export async function measureMillion(folder: string): Promise<Measure[]> {
  const seeded = path.join(folder, 'seed.db')
  const seed = await startProduct(seeded)
  const { members } = await recordMembers(seed.client)
  const meetings = await recordMeetings(seed.client, MEETINGS, '2017-03-01')
  await seed.stop()
  const found = []
  for (const rows of ROWS) {
    const file = path.join(folder, `${rows}.csv`)
    writeFileSync(file, asText(sheetRows(members, meetings, rows)))
    found.push(await importOnce(folder, { seeded, file, rows, quiet: true }, rows))
  }
  const [few, many] = found as [(typeof found)[0], (typeof found)[0]]
  return [
    measure(
      'import-million',
      'peak resident memory of 1 000 000 rows ÷ that of 100 000, with nobody else about',
      [many.peakMb / few.peakMb],
      { floor: 1.2, aim: 1.1, atMost: true },
      {
        overRestMb: [short(few.overRestMb), short(many.overRestMb)],
        ms: [short(few.ms), short(many.ms)],
        rowsPerSecond: found.map(({ ms }, at) => short((ROWS[at]! / ms) * 1_000)),
      },
    ),
  ]
}
