import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { zipSync } from 'fflate'
import { plainWorkbook } from '../base/xlsx.ts'
import { recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure } from '../figures.ts'
import { watchMemory } from '../imports.ts'
import { type Product, startProduct } from '../processes.ts'

/** A matrix of an ordinary year, and files that must cost nothing: refused ones, a zip that would burst, a huge upload. */

const ROUNDS = 3
const MEMBERS = 200
const MEETINGS = 60
const MB = 1_048_576
const BOMB_BYTES = 500_000_000
const UPLOAD_BYTES = 200_000_000

interface Planned {
  ms: number
  overRestMb: number
  state: string
}

async function planned(product: Product, name: string, bytes: Buffer): Promise<Planned> {
  const { client } = product
  const rest = (await product.memory(true)).rss
  const watch = watchMemory(product)
  const begin = performance.now()
  const started = await client.upload('/v1/imports', { resource: 'attendance' }, { name, bytes })
  await client.finish(started.jobId)
  const ms = performance.now() - begin
  const { state } = await client.get(`/v1/imports/${started.id}`)
  return { ms, overRestMb: (watch() - rest) / MB, state }
}

export async function measureImportEdges(folder: string): Promise<Measure[]> {
  const product = await startProduct(path.join(folder, 'edges.db'))
  try {
    const { members } = await recordMembers(product.client, MEMBERS)
    const meetings = await recordMeetings(product.client, MEETINGS, '2024-01-01')
    // Of other bytes in each round: the same file in flight is the same import.
    const matrixOf = (n: number) =>
      plainWorkbook([
        ['姓名', ...meetings.map(({ day }) => day)],
        ...members.map(({ name }, row) => [
          name,
          ...meetings.map((_, at) => ((row + at + n) % 9 === 0 ? '缺席' : '出席')),
        ]),
      ])
    const proseOf = (n: number) => Buffer.from(`今天天气很好。${n}\n${'明天也好。\n'.repeat(5_000)}`)
    const bomb = Buffer.from(
      zipSync({
        'xl/workbook.xml': Buffer.from('<workbook/>'),
        'xl/worksheets/sheet1.xml': new Uint8Array(BOMB_BYTES),
      }),
    )
    const noise = Buffer.from(`姓名,出席情况\n${randomBytes(UPLOAD_BYTES / 2).toString('hex')}`)
    const times = { matrix: [] as number[], refused: [] as number[] }
    const memory = { bomb: [] as number[], upload: [] as number[] }
    for (let n = 0; n < ROUNDS; n += 1) {
      times.matrix.push(expected(await planned(product, `matrix-${n}.xlsx`, matrixOf(n)), 'planned').ms)
      times.refused.push(expected(await planned(product, `prose-${n}.csv`, proseOf(n)), 'refused').ms)
      memory.bomb.push(expected(await planned(product, 'bomb.xlsx', bomb), 'refused').overRestMb)
      memory.upload.push(expected(await planned(product, 'noise.csv', noise), 'refused').overRestMb)
    }
    const atMost = true
    return [
      measure('import-matrix', 'upload to plan of a matrix of 200 members × 60 meetings', times.matrix, {
        unit: 'ms',
        floor: 1_000,
        aim: 600,
        atMost,
      }),
      measure('import-refusal', 'upload to refusal of a file without a table', times.refused, {
        unit: 'ms',
        floor: 1_000,
        aim: 500,
        atMost,
      }),
      measure('import-bomb', 'resident memory over rest while a zip of 500 MB is refused', memory.bomb, {
        unit: 'MB',
        floor: 100,
        aim: 60,
        atMost,
      }),
      measure('import-upload', 'resident memory over rest while 200 MB are uploaded', memory.upload, {
        unit: 'MB',
        floor: 150,
        aim: 100,
        atMost,
      }),
    ]
  } finally {
    await product.stop()
  }
}

function expected(found: Planned, state: string): Planned {
  if (found.state !== state) throw new Error(`an import is ${found.state}, not ${state}`)
  return found
}
