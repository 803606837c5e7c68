import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Client, clientOf } from '../../examples/client.ts'
import { openReader } from '../../src/storage/reader.ts'
import { type Random, randomOf } from '../../test/support/random.ts'
import { inspect } from './halves.ts'
import { type Killable, startKillable } from './server.ts'

/**
 * Kills the server while an import is planned, committed or taken back, again and again. Every import ends as one that was
 * left alone: the same marks, each recorded once, the same counts; and taken back, nothing of it stands.
 */

export interface ImportKills {
  kills: Record<Stage, number>
  /** Kills that found the work of their stage unfinished. */
  within: Record<Stage, number>
  halves: string[]
  different: string[]
  events: number
}

const STAGES = ['plan', 'commit', 'revert'] as const
type Stage = (typeof STAGES)[number]

const MEMBERS = 60
/** Of a sheet, unless it is said. */
const MEETINGS = 20
const SESSIONS = 5
/** Whole stages take about as long, on a machine that is not busy. */
const KILL_WITHIN_MS: Record<Stage, number> = { plan: 500, commit: 250, revert: 250 }
const PASSWORD = 'only for the campaign'
const WORDS = ['出席', '请假', '出席', '缺席'] as const

interface World {
  databaseUrl: string
  log: string
  meetings: number
  members: { id: string; memberNo: string; name: string }[]
}

export async function killImports(
  databaseUrl: string,
  folder: string,
  options: { kills: number; seed: number; meetings?: number },
  tell: (line: string) => void,
): Promise<ImportKills> {
  const { seed, meetings = MEETINGS } = options
  const random = randomOf(seed)
  const world: World = { databaseUrl, log: path.join(folder, 'import-kills.log'), meetings, members: [] }
  const none = { plan: 0, commit: 0, revert: 0 }
  const found: ImportKills = {
    kills: { ...none },
    within: { ...none },
    halves: [],
    different: [],
    events: 0,
  }
  const { run, stop } = await runner(world, random, found)
  try {
    const clean = await run(0, undefined)
    for (let round = 1; round <= options.kills; round += 1) {
      const stage = STAGES[round % STAGES.length]!
      const ended = await run(round, stage)
      if (ended !== clean) found.different.push(`round ${round}, killed in ${stage}: ${ended.slice(0, 300)}`)
      if (round % 5 === 0) tell(`${round} kills of imports`)
    }
  } finally {
    await stop()
  }
  return found
}

/** Runs one import to its end, killed once in a stage or never; answers what became of it, as text that can be compared. */
async function runner(world: World, random: Random, found: ImportKills) {
  let server: Killable = await startKillable(world.databaseUrl, world.log)
  let client = await signedIn(world, server)
  const killed = async (stage: Stage, importId: string, working: string) => {
    await setTimeout(random.below(KILL_WITHIN_MS[stage]))
    await server.kill()
    const { halves, events } = await inspect(world.databaseUrl)
    found.halves.push(...halves)
    found.events = events
    found.kills[stage] += 1
    server = await startKillable(world.databaseUrl, world.log)
    client = await signedIn(world, server)
    const now = await client.get(`/v1/imports/${importId}`)
    if (now.state === working) found.within[stage] += 1
  }
  const ended = async (importId: string) => {
    const { jobId } = await client.get(`/v1/imports/${importId}`)
    await client.finish(jobId)
    return client.get(`/v1/imports/${importId}`)
  }
  const run = async (round: number, stage: Stage | undefined): Promise<string> => {
    const { bytes, sessionIds } = await sheetOf(client, world, round)
    const file = { name: `round-${round}.csv`, bytes }
    const { id } = await client.upload('/v1/imports', { resource: 'attendance' }, file)
    if (stage === 'plan') await killed('plan', id, 'planning')
    const planned = await ended(id)
    await client.post(`/v1/imports/${id}/commit`, {})
    if (stage === 'commit') await killed('commit', id, 'committing')
    const committed = await ended(id)
    const marks = await marksOf(world, sessionIds, id)
    await client.post(`/v1/imports/${id}/revert`, {})
    if (stage === 'revert') await killed('revert', id, 'reverting')
    const reverted = await ended(id)
    const left = await marksOf(world, sessionIds, id)
    const { created, changed, unchanged, changedSince } = committed.summary.committed
    return JSON.stringify({
      planned: [planned.state, planned.summary.counts],
      committed: [committed.state, created, changed, unchanged, changedSince],
      reverted: [reverted.state, reverted.summary.kept],
      left,
      marks,
    })
  }
  return { run, stop: () => server.stop() }
}

/** Every standing mark of the sessions, by their order and the members: what it says, and how often it was written. */
async function marksOf(
  { databaseUrl, members }: World,
  sessionIds: readonly string[],
  importId: string,
): Promise<string[]> {
  const places = new Map(sessionIds.map((id, at) => [id, at]))
  const numbers = new Map(members.map(({ id, memberNo }) => [id, memberNo]))
  const reader = await openReader(databaseUrl)
  try {
    const rows = await reader.query<Mark>(
      `select session_id, member_id, presence, version, import_id from attendance
        where deleted_at is null and session_id in (${sessionIds.map(() => '?').join(', ')})`,
      sessionIds,
    )
    const texts = rows.map(({ sessionId, memberId, presence, version, importId: by }) => {
      const ours = by === importId ? 'ours' : 'another'
      return `${places.get(sessionId)}/${numbers.get(memberId)} ${presence} ${version} ${ours}`
    })
    return texts.sort()
  } finally {
    await reader.close()
  }
}

interface Mark {
  sessionId: string
  memberId: string
  presence: string
  version: number
  importId: string | null
}

async function signedIn(world: World, server: Killable): Promise<Client> {
  const client = clientOf(server.url)
  if (world.members.length === 0) {
    await client.post('/v1/setup', {
      token: server.setupToken,
      committee: { code: 'campaign', name: '战役区政协', level: 'district' },
      administrator: { login: 'campaign', displayName: '战役', password: PASSWORD },
    })
  }
  await client.login('campaign', 'campaign', PASSWORD)
  if (world.members.length === 0) await recordMembers(client, world)
  return client
}

async function recordMembers(client: Client, world: World): Promise<void> {
  const term = { number: 9, name: '第九届', startsOn: '2017-02-20', endsOn: '2030-02-19' }
  const { id: termId } = await client.post('/v1/terms', term)
  for (let n = 0; n < MEMBERS; n += 1) {
    const memberNo = String(9_001 + n).padStart(5, '0')
    const name = `${'赵钱孙李周吴郑王冯陈'[n % 10]}${'安邦承德恩惠'[Math.floor(n / 10)]}${'刚国海和嘉建'[(n * 5) % 6]}`
    const { id } = await client.post('/v1/members', { termId, memberNo, name, validFrom: '2017-02-20' })
    world.members.push({ id, memberNo, name })
  }
}

/** Meetings of a round, and the same list about them in every round but for the round in their titles. */
async function sheetOf(client: Client, { members, meetings }: World, round: number) {
  const lines = ['序号,委员编号,姓名,活动名称,活动时间,出席情况']
  const sessionIds: string[] = []
  for (let n = 0; n < meetings; n += 1) {
    const days = Array.from(
      { length: SESSIONS },
      (_, at) => `2021-${String((n % 12) + 1).padStart(2, '0')}-1${at}`,
    )
    const title = `第${round}轮第${n + 1}次视察`
    const meeting = await client.post('/v1/meetings', {
      title,
      typeCode: 'research',
      startsOn: days[0],
      endsOn: days.at(-1),
      sessions: days.map((day) => ({ day })),
    })
    sessionIds.push(...meeting.sessions.map(({ id }: { id: string }) => id))
    for (const [at, day] of days.entries()) {
      for (const [m, { memberNo, name }] of members.entries()) {
        lines.push(
          `${lines.length},${memberNo},${name},${title},${day},${WORDS[(n + at + m) % WORDS.length]}`,
        )
      }
    }
  }
  return { bytes: Buffer.from(`${lines.join('\n')}\n`), sessionIds }
}
