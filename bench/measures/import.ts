import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { recordMeetings, recordMembers } from '../committee.ts'
import { type Measure, measure, median, short } from '../figures.ts'
import { type Product, runProgram, type Server, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** 100 000 attendance rows from a sheet to committed records with provenance, and what others notice meanwhile. */

const ROUNDS = 3
const MEETINGS = 334
const ROWS = 100_000
const SAMPLE_MS = 25
const MB = 1_048_576
const WORDS = ['出席', '出席', '出席', '请假', '出席', '缺席', '出席']

interface Round {
  ms: number
  planMs: number
  baseMs: number
  overRestMb: number
  idleP99: number
  busyP99: number
}

export async function measureImport(folder: string): Promise<Measure[]> {
  const seeded = path.join(folder, 'import-seed.db')
  const seed = await startProduct(seeded)
  const { members } = await recordMembers(seed.client)
  const meetings = await recordMeetings(seed.client, MEETINGS, '2024-01-01')
  await seed.stop()
  const sheet = path.join(folder, 'attendance.csv')
  writeFileSync(sheet, sheetOf(members, meetings))
  const rounds: Round[] = []
  for (let n = 0; n < ROUNDS; n += 1) rounds.push(await round(folder, seeded, sheet, n))
  const of = (pick: (one: Round) => number) => rounds.map(pick)
  return [
    measure(
      'import',
      '100 000 rows from CSV to committed with provenance, speed ÷ hand parse + bulk insert of the attendance rows',
      of((one) => one.baseMs / one.ms),
      { floor: 0.1, aim: 0.25 },
      {
        ms: short(median(of((one) => one.ms))),
        planMs: short(median(of((one) => one.planMs))),
        baseMs: short(median(of((one) => one.baseMs))),
      },
    ),
    measure(
      'import-memory',
      'peak resident memory during the import, over rest',
      of((one) => one.overRestMb),
      {
        unit: 'MB',
        floor: 200,
        aim: 200,
        atMost: true,
      },
    ),
    measure(
      'import-reads',
      'p99 of list pages read by another process during the import ÷ p99 at rest',
      of((one) => one.busyP99 / one.idleP99),
      { floor: 5, aim: 3, atMost: true },
      { idleP99: short(median(of((one) => one.idleP99))), busyP99: short(median(of((one) => one.busyP99))) },
    ),
  ]
}

async function round(folder: string, seeded: string, sheet: string, n: number): Promise<Round> {
  const [ours, byHand] = [`import-${n}.db`, `import-base-${n}.db`].map((name) => path.join(folder, name))
  copyFileSync(seeded, ours!)
  copyFileSync(seeded, byHand!)
  const base = await runProgram<{ ms: number; rows: number }>('base/import.ts', byHand!, sheet)
  if (base.rows !== ROWS) throw new Error(`the base read ${base.rows} rows`)
  const product = await startProduct(ours!)
  try {
    return { baseMs: base.ms, ...(await importOnce(product, sheet)) }
  } finally {
    await product.stop()
  }
}

async function importOnce(product: Product, sheet: string): Promise<Omit<Round, 'baseMs'>> {
  const { client, token, url } = product
  const gun = openGun()
  const page = {
    url,
    method: 'GET',
    path: '/v1/members?limit=50',
    headers: { authorization: `Bearer ${token}` },
    connections: 1,
    pauseMs: 2,
  } as const
  try {
    await gun.fire({ ...page, pauseMs: 0, seconds: 1 })
    const idle = await gun.fire({ ...page, seconds: 2 })
    const rest = (await product.memory(true)).rss
    const watch = watchMemory(product)
    let reading = true
    const latencies: number[] = []
    const reads = (async () => {
      while (reading) latencies.push(...(await gun.fire({ ...page, seconds: 0.5, keep: true })).latencies!)
    })()
    const begin = performance.now()
    const started = await client.upload(
      '/v1/imports',
      { resource: 'attendance' },
      { name: 'attendance.csv', bytes: readFileSync(sheet) },
    )
    await client.finish(started.jobId)
    const planMs = performance.now() - begin
    const commit = await client.post(`/v1/imports/${started.id}/commit`, {})
    const done = await client.finish(commit.jobId)
    const ms = performance.now() - begin
    reading = false
    await reads
    const peak = watch()
    if (done.created !== ROWS) throw new Error(`the import recorded ${done.created} rows`)
    latencies.sort((a, b) => a - b)
    const busyP99 = latencies[Math.floor(latencies.length * 0.99)]!
    return { ms, planMs, overRestMb: (peak - rest) / MB, idleP99: idle.p99, busyP99 }
  } finally {
    gun.close()
  }
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

export function sheetOf(
  members: readonly { memberNo: string; name: string }[],
  meetings: readonly { title: string; day: string }[],
): string {
  const lines = ['序号,委员编号,姓名,界别,活动名称,活动时间,出席情况']
  for (const [m, { title, day }] of meetings.entries()) {
    for (const [at, { memberNo, name }] of members.entries()) {
      if (lines.length > ROWS) break
      const n = lines.length
      const word = WORDS[(m + at) % WORDS.length]
      lines.push(`${n},${memberNo},${name},第${(at % 20) + 1}界别,${title},${day},${word}`)
    }
  }
  return `${lines.join('\n')}\n`
}
