import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { type Client, clientOf } from '../../examples/client.ts'
import { type Random, randomOf } from '../../test/support/random.ts'
import { inspect } from './halves.ts'
import { checkReport, type ReportsChecked, startReport, yearToReport } from './reports.ts'
import { type Killable, startKillable } from './server.ts'
import { type Checked, checkBook, type Sent, type Target, writer } from './writers.ts'

/**
 * Kills the server in the middle of work, again and again, on one database: what was acknowledged is there, what was
 * not is there whole or not at all, and an import that was being committed ends as if nothing had happened.
 */

export interface Kills extends Checked, ReportsChecked {
  kills: number
  halves: string[]
  imports: number
  importsDifferent: string[]
  /** Connections to the database that were cut before the kills. */
  cuts: number
  /** Kills that came while an import was being committed. */
  midCommit: number
  events: number
}

const MEMBERS = 60
const MEETINGS = 40
const ROLLS = 60
const WRITERS = 6
const CUTS = 3
/** Half of the kills come early, while the import is being committed. */
const KILL_AFTER_MS = { least: 15, early: 250, late: 800 }
const PASSWORD = 'only for the campaign'

interface World {
  databaseUrl: string
  log: string
  memberIds: string[]
  periodId: string
  members: { id: string; memberNo: string; name: string }[]
}

interface Imported {
  id: string
  /** `session/member` → presence, as the sheet says. */
  expected: Map<string, string>
}

export async function killAgainAndAgain(
  databaseUrl: string,
  folder: string,
  options: { kills: number; seed: number },
  tell: (line: string) => void,
): Promise<Kills> {
  const random = randomOf(options.seed)
  const world: World = {
    databaseUrl,
    log: path.join(folder, 'server.log'),
    memberIds: [],
    members: [],
    periodId: '',
  }
  const found: Kills = {
    kills: 0,
    acknowledged: 0,
    lost: [],
    halves: [],
    replaysEqual: 0,
    replaysDifferent: [],
    retried: 0,
    doubled: [],
    imports: 0,
    importsDifferent: [],
    cuts: 0,
    midCommit: 0,
    events: 0,
    reports: 0,
    midReport: 0,
    reportsWrong: [],
  }
  let reportId: string | undefined
  let book: Sent[] = []
  let before: Imported | undefined
  for (let round = 0; round <= options.kills; round += 1) {
    const server = await startKillable(databaseUrl, world.log)
    const client = clientOf(server.url)
    if (round === 0) await seedWorld(client, server, world)
    await client.login('campaign', 'campaign', PASSWORD)
    const token = await tokenOf(server.url)
    await checkBook({ url: server.url, token }, book, found)
    if (before) await checkImport(client, before, found)
    if (reportId) await checkReport(client, reportId, found)
    if (round === options.kills) {
      await server.stop()
      break
    }
    const target = await targetOf(client, server, token, world, round)
    const planned = await planSheet(client, world, round, random)
    reportId = await startReport(client, world.periodId)
    const cutting = databaseUrl.startsWith('postgres') && round % 2 === 1
    book = await workUntilKilled(target, client, planned.id, server, random, async () => {
      if (cutting) found.cuts += await cutConnections(databaseUrl, random)
    })
    before = planned
    const { halves, events, committing, making } = await inspect(databaseUrl)
    if (committing) found.midCommit += 1
    if (making) found.midReport += 1
    found.kills += 1
    found.halves.push(...halves)
    found.events = events
    if (found.kills % 5 === 0) tell(`${found.kills} kills, ${found.acknowledged} acknowledged writes checked`)
  }
  return found
}

async function seedWorld(client: Client, server: Killable, world: World): Promise<void> {
  await client.post('/v1/setup', {
    token: server.setupToken,
    committee: { code: 'campaign', name: '战役区政协', level: 'district' },
    administrator: { login: 'campaign', displayName: '战役', password: PASSWORD },
  })
  await client.login('campaign', 'campaign', PASSWORD)
  const term = await client.post('/v1/terms', {
    number: 9,
    name: '第九届',
    startsOn: '2017-02-20',
    endsOn: '2030-02-19',
  })
  for (let n = 0; n < MEMBERS; n += 1) {
    const memberNo = String(9_001 + n).padStart(5, '0')
    const name = `${'赵钱孙李周吴郑王冯陈'[n % 10]}${'安邦承德恩惠'[Math.floor(n / 10)]}${'刚国海和嘉建君凯立明'[(n * 3) % 10]}`
    const member = await client.post('/v1/members', {
      termId: term.id,
      memberNo,
      name,
      validFrom: '2017-02-20',
    })
    world.members.push({ id: member.id, memberNo, name })
  }
  world.memberIds = world.members.map(({ id }) => id)
  world.periodId = await yearToReport(client, 'campaign', PASSWORD)
}

async function tokenOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ committee: 'campaign', login: 'campaign', password: PASSWORD }),
  })
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** Meetings for the roll calls of a round. */
async function targetOf(
  client: Client,
  { url }: Killable,
  token: string,
  world: World,
  round: number,
): Promise<Target> {
  const freshSessions: string[] = []
  for (let from = 0; from < ROLLS; from += 30) {
    const sessions = Array.from({ length: 30 }, () => ({ day: '2023-05-05' }))
    const title = `第${round + 1}轮点名 ${from}`
    const body = { title, typeCode: 'research', startsOn: '2023-05-05', endsOn: '2023-05-05', sessions }
    const meeting = await client.post('/v1/meetings', body)
    freshSessions.push(...meeting.sessions.map(({ id }: { id: string }) => id))
  }
  return { url, token, memberIds: world.memberIds, freshSessions }
}

const WORDS = { 出席: 'present', 请假: 'leave', 缺席: 'absent' } as const

async function planSheet(client: Client, world: World, round: number, random: Random): Promise<Imported> {
  const lines = ['序号,委员编号,姓名,活动名称,活动时间,出席情况']
  const expected = new Map<string, string>()
  const first = Date.UTC(2018, 0, 1) + round * MEETINGS * 86_400_000
  for (let n = 0; n < MEETINGS; n += 1) {
    const day = new Date(first + n * 86_400_000).toISOString().slice(0, 10)
    const title = `第${round + 1}轮第${n + 1}次活动`
    const meeting = await client.post('/v1/meetings', {
      title,
      typeCode: 'research',
      startsOn: day,
      endsOn: day,
    })
    for (const { id, memberNo, name } of world.members) {
      const word = random.pick(Object.keys(WORDS) as (keyof typeof WORDS)[])
      lines.push(`${lines.length},${memberNo},${name},${title},${day},${word}`)
      expected.set(`${meeting.sessions[0].id}/${id}`, WORDS[word])
    }
  }
  const file = { name: `round-${round + 1}.csv`, bytes: Buffer.from(`${lines.join('\n')}\n`) }
  const started = await client.upload('/v1/imports', { resource: 'attendance' }, file)
  await client.finish(started.jobId)
  const planned = await client.get(`/v1/imports/${started.id}`)
  if (planned.state !== 'planned') throw new Error(`the sheet of round ${round + 1} is ${planned.state}`)
  return { id: started.id, expected }
}

async function workUntilKilled(
  target: Target,
  client: Client,
  importId: string,
  server: Killable,
  random: Random,
  disturb: () => Promise<void>,
): Promise<Sent[]> {
  const book: Sent[] = []
  let stopped = false
  await client.post(`/v1/imports/${importId}/commit`, {})
  const writers = Array.from({ length: WRITERS }, (_, n) =>
    writer(target, randomOf(random.below(2 ** 31) + n), book, () => stopped),
  )
  const disturbed = disturb()
  await setTimeout(KILL_AFTER_MS.least + random.below(random.pick([KILL_AFTER_MS.early, KILL_AFTER_MS.late])))
  await server.kill()
  stopped = true
  await Promise.all([...writers, disturbed])
  return book
}

/** Cuts connections of the product one by one, whatever they are at; answers how many there were. */
async function cutConnections(databaseUrl: string, random: Random): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  let cuts = 0
  for (let n = 0; n < CUTS; n += 1) {
    await setTimeout(random.below(KILL_AFTER_MS.early / CUTS))
    const { rowCount } = await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'lvzhi %' and state <> 'idle' order by random() limit 1`,
    )
    cuts += rowCount ?? 0
  }
  await client.end()
  return cuts
}

/** The import goes on by itself and ends with exactly the marks of its sheet, each recorded once. */
async function checkImport(client: Client, { id, expected }: Imported, found: Kills): Promise<void> {
  const now = await client.get(`/v1/imports/${id}`)
  if (now.state === 'committing') await client.finish(now.jobId)
  found.imports += 1
  const done = await client.get(`/v1/imports/${id}`)
  const marks = new Map<string, string>()
  for (const sessionId of new Set([...expected.keys()].map((key) => key.split('/')[0]!))) {
    for (const row of await client.all(`/v1/attendance?sessionId=${sessionId}&limit=200`)) {
      marks.set(
        `${row.sessionId}/${row.memberId}`,
        row.version === 1 && row.importId === id ? row.presence : '?',
      )
    }
  }
  const same =
    marks.size === expected.size && [...expected].every(([key, presence]) => marks.get(key) === presence)
  const counted = done.summary.committed?.created === expected.size
  if (done.state === 'committed' && same && counted) return
  found.importsDifferent.push(
    `${id} is ${done.state}: ${marks.size} of ${expected.size} marks, ${done.summary.committed?.created} counted`,
  )
}
