import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { startServer } from '../src/main.ts'
import { type Body, type Client, clientOf } from './client.ts'
import { colleagueOf } from './colleague.ts'

/**
 * A city council publishes who sat where: one row per member and sitting, with columns
 * `First Name, Last Name, Committee, MTG #, Session Date, Session Type, Session Start-End Time, Present`.
 * This derives roster, bodies, meetings and sittings from the file through the API, then imports the file itself as
 * attendance with a saved profile, and scores it: `node examples/city-council.ts FILE`.
 */

const FIELDS = [
  'First Name',
  'Last Name',
  'Committee',
  'MTG #',
  'Session Date',
  'Session Type',
  'Session Start-End Time',
]
const TERM = { number: 1, name: '2022-2026', startsOn: '2022-11-15', endsOn: '2026-11-14' }
const PASSWORD = 'for this example and nothing else'

/** What is known of this source, kept so that next week's file needs no questions. */
export const PROFILE = {
  columns: {
    _id: 'ignore',
    'First Name': 'firstName',
    'Last Name': 'lastName',
    'Session Date': 'date',
    'Session Type': 'ignore',
    'Session Start-End Time': 'ignore',
    Present: 'attendance',
  },
  valueMap: { Y: 'present', N: 'absent' },
  sessionKey: {
    event: '{Committee}/{MTG #}',
    session: '{Committee}/{MTG #}/{Session Date}/{Session Type}/{Session Start-End Time}',
  },
}

interface Sitting {
  key: string
  day: string
  part: string
  startTime: string | null
  members: Set<string>
}
interface Meeting {
  key: string
  body: string
  sittings: Map<string, Sitting>
}
interface Council {
  /** Name → first day seen. */
  members: Map<string, string>
  bodies: Map<string, Set<string>>
  meetings: Map<string, Meeting>
}

/** Roster, bodies, meetings and sittings as the rows imply them. */
export function readCouncil(file: string): Council {
  const rows = parse(readFileSync(file), { columns: true, bom: true }) as Record<string, string>[]
  const council: Council = { members: new Map(), bodies: new Map(), meetings: new Map() }
  for (const row of rows) {
    const [first, last, body, number, day, part, time] = FIELDS.map((field) => row[field]!.trim()) as string[]
    const name = `${first} ${last}`
    const since = council.members.get(name)
    if (!since || day! < since) council.members.set(name, day!)
    council.bodies.set(body!, (council.bodies.get(body!) ?? new Set()).add(name))
    const key = `${body}/${number}`
    const meeting = council.meetings.get(key) ?? { key, body: body!, sittings: new Map() }
    council.meetings.set(key, meeting)
    const sittingKey = `${key}/${day}/${part}/${time}`
    const sitting = meeting.sittings.get(sittingKey) ?? {
      key: sittingKey,
      day: day!,
      part: part === 'Morning' ? 'am' : part === 'Afternoon' ? 'pm' : 'evening',
      // Times are 24-hour with AM or PM behind: the number counts.
      startTime: /^\d{2}:\d{2}/.exec(time!)?.[0] ?? null,
      members: new Set(),
    }
    meeting.sittings.set(sittingKey, sitting)
    sitting.members.add(name)
  }
  return council
}

/** Records the council; answers member ids by name. */
export async function recordCouncil(client: Client, council: Council): Promise<Map<string, string>> {
  const term = await client.post('/v1/terms', TERM)
  const ids = new Map<string, string>()
  for (const [name, validFrom] of council.members) {
    const number = String(ids.size + 1).padStart(3, '0')
    const member = await client.post('/v1/members', { termId: term.id, memberNo: number, name, validFrom })
    ids.set(name, member.id)
  }
  for (const [name, members] of council.bodies) {
    const code = `B${ids.size}-${name}`.slice(0, 50)
    const body = await client.post('/v1/organizations', {
      kind: 'special_committee',
      code,
      name: name.slice(0, 100),
    })
    for (const member of members) {
      const role = {
        memberId: ids.get(member),
        organizationId: body.id,
        validFrom: council.members.get(member),
      }
      await client.post('/v1/body-roles', role)
    }
  }
  for (const meeting of council.meetings.values()) await recordMeeting(client, meeting, ids)
  return ids
}

async function recordMeeting(
  client: Client,
  meeting: Meeting,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const sittings = [...meeting.sittings.values()].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  const { id, sessions } = await client.post('/v1/meetings', {
    title: meeting.body,
    typeCode: 'committee_meeting',
    startsOn: sittings[0]!.day,
    endsOn: sittings.at(-1)!.day,
    externalId: meeting.key,
    sessions: sittings.map(({ key, day, part, startTime }) => ({ day, part, startTime, externalId: key })),
  })
  for (const session of sessions as Body[]) {
    const { members } = meeting.sittings.get(session.externalId)!
    const memberIds = [...members].map((name) => ids.get(name)!)
    await client.post(`/v1/meetings/${id}/invite`, { sessionIds: [session.id], memberIds })
  }
}

export interface Outcome {
  planned: Body
  committed: Body
  /** Stored counts by name. */
  counts: Map<string, { present: number; absent: number }>
  ranking: Body
}

/** Imports the file under the saved profile, leaving its contradiction open, and scores by present and absent. */
export async function importCouncil(
  client: Client,
  file: string,
  ids: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const profile = await client.post('/v1/import-profiles', { name: 'city council', settings: PROFILE })
  const fields = { resource: 'attendance', profileId: profile.id }
  const started = await client.upload('/v1/imports', fields, {
    name: path.basename(file),
    bytes: readFileSync(file),
  })
  await client.finish(started.jobId)
  const planned = await client.get(`/v1/imports/${started.id}`)
  const committing = await client.post(`/v1/imports/${started.id}/commit`, {
    leaveOpen: true,
    acceptWarnings: true,
  })
  await client.finish(committing.jobId)
  const committed = await client.get(`/v1/imports/${started.id}`)
  return { planned, committed, counts: await countsOf(client, ids), ranking: await rankingOf(client) }
}

async function countsOf(client: Client, ids: ReadonlyMap<string, string>): Promise<Outcome['counts']> {
  const names = new Map([...ids].map(([name, id]) => [id, name]))
  const counts: Outcome['counts'] = new Map()
  for (const { memberId, presence } of await client.all('/v1/attendance?limit=200')) {
    const name = names.get(memberId)!
    const own = counts.get(name) ?? { present: 0, absent: 0 }
    counts.set(name, own)
    own[presence as 'present' | 'absent'] += 1
  }
  return counts
}

async function rankingOf(client: Client): Promise<Body> {
  const rules = path.resolve(import.meta.dirname, '../regulations/present-absent/rules.yaml')
  const regulation = await client.post('/v1/regulations', {
    name: 'present-absent',
    source: readFileSync(rules, 'utf8'),
  })
  const chair = { login: 'chair', displayName: 'Chair', role: 'approver' }
  const approver = await colleagueOf(client, 'council', chair, PASSWORD)
  await approver.act(`/v1/regulations/${regulation.id}/activate`, regulation.version)
  const period = await client.post('/v1/periods', {
    kind: 'custom',
    name: 'term to date',
    startsOn: '2022-11-15',
    endsOn: '2024-12-31',
    regulationId: regulation.id,
  })
  return client.get(`/v1/periods/${period.id}/ranking`)
}

/** The whole example on a database of its own. */
export async function runCouncil(file: string, databaseUrl: string): Promise<Outcome> {
  const server = await startServer({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    secret: 'a secret for the example, of no value',
    logLevel: 'error',
    trustProxy: false,
  })
  try {
    const client = clientOf(server.url)
    await client.post('/v1/setup', {
      token: server.setupToken,
      committee: { code: 'council', name: 'City Council', level: 'city' },
      administrator: { login: 'admin', displayName: 'Clerk', password: PASSWORD },
    })
    await client.login('council', 'admin', PASSWORD)
    const ids = await recordCouncil(client, readCouncil(file))
    return await importCouncil(client, file, ids)
  } finally {
    await server.close()
  }
}

if (import.meta.main) {
  const file = process.argv[2]
  if (!file) {
    console.error('usage: node examples/city-council.ts FILE · 用法：node examples/city-council.ts 文件')
    process.exit(2)
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-council-'))
  try {
    const { planned, committed, counts, ranking } = await runCouncil(file, path.join(folder, 'council.db'))
    console.log('planned  ', planned.summary.counts)
    console.log(
      'questions',
      planned.decisions.map((decision: Body) => decision.question.en),
    )
    console.log('committed', committed.summary.committed.created, 'of', counts.size, 'members')
    for (const { rank, name, total } of ranking.items.slice(0, 5)) console.log(`${rank}. ${name} ${total}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
