import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import type { Client } from '../../examples/client.ts'
import { cellsOf, columnsOf, type RankedReport } from '../../src/exchange/exports/ranked/ranked-report.ts'
import { rankedXlsx } from '../../src/exchange/exports/ranked/xlsx.ts'
import { plainWorkbook } from '../base/xlsx.ts'
import { each, MEMBERS, recordMeetings, recordMembers } from '../committee.ts'
import { inTurns, type Measure, measure, median, short } from '../figures.ts'
import { watchMemory } from '../imports.ts'
import { approverOf, type Product, startProduct } from '../processes.ts'
import { openGun } from '../shots.ts'

/** What goes out: a styled ranking beside a hand-written one, a long list in flat memory, pages that are set. */

const MB = 1_048_576
const REGULATION = path.resolve(import.meta.dirname, '../../regulations/tongcheng-2019/rules.yaml')

export async function measureExport(folder: string): Promise<Measure[]> {
  return [
    await styledRanking(),
    ...(await longLists(path.join(folder, 'long.db'))),
    ...(await pagesSet(path.join(folder, 'pages.db'))),
  ]
}

const WORKBOOK_ROUNDS = 15

async function styledRanking(): Promise<Measure> {
  const report = rankedReport(MEMBERS)
  const rows = [columnsOf(report).map(({ header }) => header), ...cellsOf(report, report.rows)]
  const timed = async (work: () => unknown) => {
    const begin = performance.now()
    await work()
    return performance.now() - begin
  }
  const base = () => timed(() => plainWorkbook(rows))
  const ours = () => timed(() => rankedXlsx(report))
  for (let warm = 0; warm < 5; warm += 1) {
    await base()
    await ours()
  }
  const rounds = await inTurns(WORKBOOK_ROUNDS, base, ours)
  return measure(
    'export-xlsx',
    'a ranking of 300 as a styled workbook, speed ÷ a hand writer of a plain one',
    rounds.map((round) => round.base / round.ours),
    { floor: 0.2, aim: 0.8 },
    {
      oursMs: short(median(rounds.map(({ ours: ms }) => ms))),
      baseMs: short(median(rounds.map(({ base: ms }) => ms))),
    },
  )
}

function rankedReport(members: number): RankedReport {
  const columns = ['会议', '提案', '活动', '社情民意'].map((title, at) => ({ code: `g${at}`, title }))
  return {
    committee: '基准区政协',
    period: { name: '2024年度', from: '2024-01-01', to: '2024-12-31' },
    regulation: { name: 'tongcheng-2019', number: 1, title: '履职考核办法', hash: 'a'.repeat(64) },
    asOf: '2024-12-31',
    generatedAt: '数据截至 2024-12-31',
    columns,
    rows: Array.from({ length: members }, (_, at) => ({
      rank: at + 1,
      memberNo: String(9_001 + at).padStart(5, '0'),
      name: `委员${at}`,
      sector: `第${at % 20}界别`,
      memberGroup: `第${at % 12}活动小组`,
      groups: columns.map(({ code, title }, n) => ({ code, title, points: ((at * 7 + n * 3) % 50) / 4 })),
      total: 100 - at / 4,
      grade: at < 100 ? '优秀' : '合格',
      provisional: at % 17 === 0,
    })),
    unranked: [],
  }
}

const LONG_ROWS = 100_000
const LONG_ROUNDS = 3
/** Peak over rest, in megabytes. */
const LONG_BOUNDS = { csv: { floor: 60, aim: 40 }, xlsx: { floor: 220, aim: 60 } }

async function longLists(file: string): Promise<Measure[]> {
  const first = await startProduct(file)
  const { committeeId } = await first.client.get('/v1/auth/me')
  await first.stop()
  fill(file, committeeId)
  const measures: Measure[] = []
  for (const format of ['csv', 'xlsx'] as const) {
    const peaks: number[] = []
    const seconds: number[] = []
    let bytes = 0
    for (let round = 0; round < LONG_ROUNDS; round += 1) {
      const product = await startProduct(file)
      const small = { kind: 'list', list: '/terms', format }
      await finished(product, small)
      const rest = (await product.memory(true)).rss
      const watch = watchMemory(product)
      const record = await finished(product, { kind: 'list', list: '/opinions', format })
      await product.client.download(`/v1/exports/${record.id}/file`)
      peaks.push((watch() - rest) / MB)
      seconds.push(record.seconds)
      bytes = record.size
      await product.stop()
      if (record.rows !== LONG_ROWS) throw new Error(`the export holds ${record.rows} rows`)
    }
    measures.push(
      measure(
        `export-${format}-memory`,
        `${LONG_ROWS} rows as ${format}, made and fetched: peak memory over rest`,
        peaks,
        { unit: 'MB', ...LONG_BOUNDS[format], atMost: true },
        { seconds: short(median(seconds)), fileMb: short(bytes / MB) },
      ),
    )
  }
  return measures
}

interface Finished {
  id: string
  rows: number
  size: number
  seconds: number
}

/** An export that is done, and how long its job took by the clock of the server. */
async function finished({ client }: Pick<Product, 'client'>, body: object): Promise<Finished> {
  const { id, jobId } = await client.post('/v1/exports', body)
  await client.finish(jobId)
  const job = await client.get(`/v1/jobs/${jobId}`)
  const { rows, size } = await client.get(`/v1/exports/${id}`)
  return { id, rows, size, seconds: (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1_000 }
}

/** Rows as the product would have stored them, without their events. */
function fill(file: string, committeeId: string): void {
  const db = new Database(file)
  db.exec(`insert into opinions (committee_id, id, version, seq, created_at, updated_at, title, state)
    with recursive n(at) as (select 1 union all select at + 1 from n where at < ${LONG_ROWS})
    select '${committeeId}', printf('01900000-0000-7000-8000-%012x', at), 1, 1,
      strftime('%Y-%m-%dT%H:%M:%fZ', 1500000000 + at * 60, 'unixepoch'), '2024-01-01T00:00:00.000Z',
      '关于第' || at || '号小区停车难问题的信息', 'draft' from n`)
  db.close()
}

const SET_ROUNDS = 7
const NOTICE_ROUNDS = 3
const MEETINGS = 20

async function pagesSet(file: string): Promise<Measure[]> {
  const product = await startProduct(file)
  const gun = openGun()
  try {
    const { client, url, token } = product
    const periodId = await recordYear(client)
    const ranking = { kind: 'ranking', format: 'pdf', periodId }
    for (let warm = 0; warm < 2; warm += 1) await finished(product, ranking)
    const rankings: number[] = []
    for (let n = 0; n < SET_ROUNDS; n += 1) {
      // Something has changed: nobody asks for the same pages twice.
      await client.post('/v1/proposals', { title: '建议' })
      rankings.push((await finished(product, ranking)).seconds * 1_000)
    }
    const headers = { authorization: `Bearer ${token}` }
    const shot = {
      url,
      method: 'GET',
      path: '/v1/members?limit=50',
      headers,
      connections: 1,
      pauseMs: 2,
    } as const
    await gun.fire({ ...shot, pauseMs: 0, seconds: 1 })
    const sets: number[] = []
    const waits: number[] = []
    const p99s = { idle: [] as number[], busy: [] as number[] }
    for (let n = 0; n < NOTICE_ROUNDS; n += 1) {
      // Another report each time: the engine remembers what it has laid out.
      const report = await client.post('/v1/reports', { periodId, asOf: `2024-12-${10 + n}` })
      await client.finish(report.jobId)
      const notices = { kind: 'notices', format: 'pdf', reportId: report.id }
      const idle = await gun.fire({ ...shot, seconds: 2 })
      const latencies: number[] = []
      let setting = true
      const reads = (async () => {
        while (setting) latencies.push(...(await gun.fire({ ...shot, seconds: 0.5, keep: true })).latencies!)
      })()
      sets.push((await finished(product, notices)).seconds)
      setting = false
      await reads
      latencies.sort((a, b) => a - b)
      const busy = latencies[Math.floor(latencies.length * 0.99)]!
      p99s.idle.push(idle.p99)
      p99s.busy.push(busy)
      waits.push(busy / idle.p99)
    }
    const told = { idleP99: short(median(p99s.idle)), busyP99: short(median(p99s.busy)) }
    return [
      measure('export-pdf-ranking', 'a ranking of 300 as PDF, the whole job, engine warm', rankings, {
        unit: 'ms',
        floor: 500,
        aim: 250,
        atMost: true,
      }),
      measure('export-pdf-notices', '300 notices in one PDF, the whole job, reads going on', sets, {
        unit: 's',
        floor: 5,
        aim: 3,
        atMost: true,
      }),
      measure(
        'export-pdf-reads',
        'p99 of list pages read by another process while notices are set ÷ p99 at rest',
        waits,
        { floor: 3, aim: 1.5, atMost: true },
        told,
      ),
    ]
  } finally {
    gun.close()
    await product.stop()
  }
}

/** A year of 300 members: meetings with everybody's marks, a proposal each. */
async function recordYear(client: Client): Promise<string> {
  const { members } = await recordMembers(client)
  const source = readFileSync(REGULATION, 'utf8')
  const { id, version } = await client.post('/v1/regulations', { name: 'tongcheng-2019', source })
  await (await approverOf(client)).act(`/v1/regulations/${id}/activate`, version)
  const period = await client.post('/v1/periods', {
    kind: 'calendar_year',
    name: '2024年度',
    startsOn: '2024-01-01',
    endsOn: '2024-12-31',
    regulationId: id,
  })
  const meetings = await recordMeetings(client, MEETINGS, '2024-01-08')
  await each(meetings, async ({ sessionId }) => {
    const items = members.map(({ id: memberId }, at) => ({
      memberId,
      presence: at % 9 === 0 ? 'absent' : 'present',
    }))
    await client.post(`/v1/meeting-sessions/${sessionId}/attendance`, { items })
  })
  await each(members, async ({ id: memberId }) => {
    const proposal = await client.post('/v1/proposals', { title: '关于停车的建议', signers: [{ memberId }] })
    await client.act(`/v1/proposals/${proposal.id}/submit`, proposal.version, { submittedOn: '2024-03-01' })
  })
  return period.id
}
