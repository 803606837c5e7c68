import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Product, runProgram, type Server, startProduct } from './processes.ts'
import { openGun } from './shots.ts'

/** One import of a sheet of attendance, ours and by hand, and what others notice of ours meanwhile. */

const SAMPLE_MS = 25
const MB = 1_048_576
const WORDS = ['出席', '出席', '出席', '请假', '出席', '缺席', '出席']

export interface Alone {
  ms: number
  planMs: number
  overRestMb: number
  peakMb: number
}

export interface Imported extends Alone {
  baseMs: number
  idleP99: number
  busyP99: number
  writeMaxMs: number
}

export interface SheetOf {
  /** The database before the import; each round works on a copy. */
  seeded: string
  file: string
  rows: number
}

export async function importBothWays(folder: string, sheet: SheetOf, n: number): Promise<Imported> {
  const byHand = path.join(folder, `base-${n}.db`)
  copyFileSync(sheet.seeded, byHand)
  const base = await runProgram<{ ms: number; rows: number }>('base/import.ts', byHand, sheet.file)
  if (base.rows !== sheet.rows) throw new Error(`the base read ${base.rows} rows`)
  const ours = path.join(folder, `ours-${n}.db`)
  copyFileSync(sheet.seeded, ours)
  const product = await startProduct(ours)
  try {
    return { baseMs: base.ms, ...(await importWatched(product, sheet)) }
  } finally {
    await product.stop()
  }
}

async function importWatched(product: Product, sheet: SheetOf): Promise<Omit<Imported, 'baseMs'>> {
  const { token, url } = product
  const [reader, writer] = [openGun(), openGun()]
  const headers = { authorization: `Bearer ${token}` }
  const page = {
    url,
    method: 'GET',
    path: '/v1/members?limit=50',
    headers,
    connections: 1,
    pauseMs: 2,
  } as const
  const write = {
    url,
    method: 'POST',
    path: '/v1/import-profiles',
    body: '{"name":"{n}","settings":{}}',
    headers,
    connections: 1,
    pauseMs: 50,
  } as const
  try {
    await reader.fire({ ...page, pauseMs: 0, seconds: 1 })
    const idle = await reader.fire({ ...page, seconds: 2 })
    await writer.fire({ ...write, seconds: 0.5 })
    let running = true
    const reads: number[] = []
    const writes: number[] = []
    const others = Promise.all([
      (async () => {
        while (running) reads.push(...(await reader.fire({ ...page, seconds: 0.5, keep: true })).latencies!)
      })(),
      (async () => {
        while (running) writes.push((await writer.fire({ ...write, seconds: 0.5 })).max)
      })(),
    ])
    const alone = await importAlone(product, sheet)
    running = false
    await others
    reads.sort((a, b) => a - b)
    return {
      ...alone,
      idleP99: idle.p99,
      busyP99: reads[Math.floor(reads.length * 0.99)]!,
      writeMaxMs: Math.max(0, ...writes),
    }
  } finally {
    reader.close()
    writer.close()
  }
}

/** From a file to its committed records, and the memory that it takes. */
export async function importAlone(
  product: Product,
  { file, rows }: Pick<SheetOf, 'file' | 'rows'>,
): Promise<Alone> {
  const { client } = product
  const rest = (await product.memory(true)).rss
  const watch = watchMemory(product)
  const begin = performance.now()
  const started = await client.upload(
    '/v1/imports',
    { resource: 'attendance' },
    { name: path.basename(file), bytes: readFileSync(file) },
  )
  await client.finish(started.jobId)
  const planMs = performance.now() - begin
  const commit = await client.post(`/v1/imports/${started.id}/commit`, {})
  const done = await client.finish(commit.jobId)
  const ms = performance.now() - begin
  const peak = watch()
  if (done.created !== rows) throw new Error(`the import recorded ${done.created} rows`)
  return { ms, planMs, overRestMb: (peak - rest) / MB, peakMb: peak / MB }
}

/** Samples the resident memory; answers the peak. Where there is no /proc, the process itself is asked. */
export function watchMemory(server: Server): () => number {
  let peak = 0
  const file = `/proc/${server.process.pid}/statm`
  const proc = existsSync(file)
  const look = async () => {
    const rss = proc ? Number(readFileSync(file, 'utf8').split(' ')[1]) * 4_096 : (await server.memory()).rss
    peak = Math.max(peak, rss)
  }
  const timer = setInterval(() => void look(), SAMPLE_MS)
  return () => {
    clearInterval(timer)
    return peak
  }
}

/** A header and `count` rows: each member at each meeting, until they are enough. */
export function sheetRows(
  members: readonly { memberNo: string; name: string }[],
  meetings: readonly { title: string; day: string }[],
  count: number,
): (string | number)[][] {
  const rows: (string | number)[][] = [
    ['序号', '委员编号', '姓名', '界别', '活动名称', '活动时间', '出席情况'],
  ]
  for (const [m, { title, day }] of meetings.entries()) {
    for (const [at, { memberNo, name }] of members.entries()) {
      if (rows.length > count) return rows
      const word = WORDS[(m + at) % WORDS.length]!
      rows.push([rows.length, memberNo, name, `第${(at % 20) + 1}界别`, title, day, word])
    }
  }
  return rows
}

export const asText = (rows: readonly (readonly (string | number)[])[]): string =>
  `${rows.map((row) => row.join(',')).join('\n')}\n`
