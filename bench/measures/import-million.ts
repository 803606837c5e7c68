import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { MEMBERS, recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure, short } from '../figures.ts'
import { type Alone, asText, importAlone, sheetRows } from '../imports.ts'
import { startProduct } from '../processes.ts'

/**
 * A million rows need hardly more memory than a hundred thousand of the same committee. One server takes a million in ten
 * files and then another million in one; the first of the ten is that of a server that has just started.
 */

const MEETINGS = 3_334
const ROWS = 1_000_000
const FILES = 10

export async function measureMillion(folder: string): Promise<Measure[]> {
  const product = await startProduct(path.join(folder, 'million.db'))
  try {
    const { members } = await recordMembers(product.client, 2 * MEMBERS)
    const meetings = await recordMeetings(product.client, MEETINGS, '2017-03-01')
    const rowsOf = (from: number) => {
      const [header, ...rows] = sheetRows(members.slice(from, from + MEMBERS), meetings, ROWS)
      return { header: header!, rows }
    }
    const imported = (name: string, rows: (string | number)[][]): Promise<Alone> => {
      const file = path.join(folder, name)
      writeFileSync(file, asText(rows))
      return importAlone(product, { file, rows: rows.length - 1 })
    }
    const split = rowsOf(0)
    const parts: Alone[] = []
    const each = ROWS / FILES
    for (let from = 0; from < ROWS; from += each) {
      parts.push(await imported(`${from}.csv`, [split.header, ...split.rows.slice(from, from + each)]))
    }
    const whole = rowsOf(MEMBERS)
    const one = await imported('whole.csv', [whole.header, ...whole.rows])
    const [first, last] = [parts[0]!, parts.at(-1)!]
    return [
      measure(
        'import-million',
        'peak resident memory of 1 000 000 rows in one file ÷ that of the first 100 000 after a start, nobody else about',
        [one.peakMb / first.peakMb],
        { floor: 1.2, aim: 1.1, atMost: true },
        {
          // The tenth of ten files, on a server that has been at work.
          ofLastPart: short(one.peakMb / last.peakMb),
          firstPartOverRestMb: short(first.overRestMb),
          lastPartOverRestMb: short(last.overRestMb),
          overRestMb: short(one.overRestMb),
          partsMs: short(parts.reduce((ms, part) => ms + part.ms, 0)),
          ms: short(one.ms),
          rowsPerSecond: short((ROWS / one.ms) * 1_000),
        },
      ),
    ]
  } finally {
    await product.stop()
  }
}
