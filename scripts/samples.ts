import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Client, clientOf } from '../examples/client.ts'
import type { Decision } from '../src/core/import-questions.ts'
import { isRecordResource } from '../src/exchange/imports/planner/records/record-table.ts'
import { profileOfHint, toTruth } from '../src/exchange/imports/planner/truth.ts'
import { recordsToTruth } from '../src/exchange/imports/planner/truth-records.ts'
import { startServer } from '../src/main.ts'
import { backupSqlite } from '../src/storage/backup.ts'
import { loadCommittee } from './samples/load.ts'
import { answersOf, readTruths, storedBy, type Truth } from './samples/truth.ts'

/**
 * Plans every sheet of a samples folder through the API and compares with the right answers; with `--commit` also
 * answers, commits into a fresh database, reads back, reverts and looks whether all is as before.
 */

const root = path.resolve(import.meta.dirname, '..')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commit: { type: 'boolean' } },
})
const folder = path.resolve(root, positionals[0] ?? process.env['SAMPLES_DIR'] ?? '../shared/samples')
const STRICT = 'all'
const PASSWORD = 'samples only, for the run of this script'

if (!existsSync(path.join(folder, 'compare.mjs'))) {
  console.error(
    `${folder} holds no samples: give the folder, or set SAMPLES_DIR · 没有样例文件，请指定文件夹`,
  )
  process.exit(2)
}

const work = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-samples-'))
const out = path.join(root, 'out', 'samples')
mkdirSync(out, { recursive: true })

interface Server {
  client: Client
  close(): Promise<void>
}

async function open(databaseUrl: string): Promise<Server> {
  const secret = 'a secret for the samples, of no value'
  const server = await startServer({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    secret,
    logLevel: 'error',
    trustProxy: false,
  })
  const client = clientOf(server.url)
  if (server.setupToken) {
    await client.post('/v1/setup', {
      token: server.setupToken,
      committee: { code: 'luming', name: '样例政协', level: 'district' },
      administrator: { login: 'admin', displayName: '管理员', password: PASSWORD },
    })
  }
  await client.login('luming', 'admin', PASSWORD)
  return { client, close: server.close }
}

async function plan(client: Client, file: string, hint: Record<string, unknown>) {
  const fields = { profile: JSON.stringify(profileOfHint(hint)) }
  const bytes = readFileSync(path.join(folder, file))
  const started = await client.upload('/v1/imports', fields, { name: file, bytes })
  await client.finish(started.jobId)
  return client.get(`/v1/imports/${started.id}`)
}

/** The plan in the format of the right answers, read back through the API. */
async function truthOf(
  client: Client,
  row: { id: string; resource: string; state: string; refusal: unknown; decisions: Decision[] },
) {
  const meetings = (await client.all('/v1/meetings?limit=200')) as { id: string; externalId: string | null }[]
  const world = { members: [], meetings, invitedBySession: new Map(), attendance: new Map() } as never
  if (row.state === 'refused') {
    const { code, zh, en } = row.refusal as { code: never; zh: string; en: string }
    return toTruth({ verdict: 'refuse', refusal: { code, message: { zh, en } } }, world)
  }
  const rest = await client.get(`/v1/imports/${row.id}/plan`)
  const entries: never[] = []
  for (let page: number | null = 1; page !== null; ) {
    const answer: { items: never[]; nextPage: number | null } = await client.get(
      `/v1/imports/${row.id}/entries?page=${page}`,
    )
    entries.push(...answer.items)
    page = answer.nextPage
  }
  if (isRecordResource(row.resource))
    return recordsToTruth({ ...rest, resource: row.resource, rows: entries, decisions: row.decisions })
  return toTruth(
    { verdict: 'import', kind: 'attendance', ...rest, entries, decisions: row.decisions } as never,
    world,
  )
}

async function commit(client: Client, row: { id: string; jobId: string }) {
  const started = await client.post(`/v1/imports/${row.id}/commit`, { leaveOpen: true, acceptWarnings: true })
  await client.finish(started.jobId)
  return client.get(`/v1/imports/${row.id}`)
}

/** Everything that an import may touch. */
async function stored(client: Client): Promise<Map<string, string>> {
  const members = new Map((await client.all('/v1/members?limit=200')).map((one) => [one.id, one.memberNo]))
  const sessions = new Map<string, string>()
  for (const meeting of await client.all('/v1/meetings?limit=200')) {
    const event = meeting.externalId ?? `new ${meeting.startsOn}`
    for (const session of meeting.sessions) sessions.set(session.id, `${event} ${session.number}`)
  }
  const found = new Map<string, string>()
  for (const row of await client.all('/v1/attendance?limit=200')) {
    const status = row.presence === 'leave' ? 'leave_approved' : row.presence
    found.set(
      `${members.get(row.memberId)} ${sessions.get(row.sessionId)}`,
      `${status} ${row.leaveType ?? ''}`.trim(),
    )
  }
  for (const [id, name] of sessions) {
    const { items } = await client.get(`/v1/meeting-sessions/${id}/attendance`)
    found.set(
      `expected at ${name}`,
      String(items.filter((item: { invited: boolean }) => item.invited).length),
    )
  }
  await storedRecords(client, members, found)
  return found
}

/** Who is credited by a record, what became of it, and what was declared. */
async function storedRecords(
  client: Client,
  members: ReadonlyMap<string, string>,
  found: Map<string, string>,
): Promise<void> {
  const codes = new Map((await client.all('/v1/organizations?limit=200')).map((one) => [one.id, one.code]))
  for (const { serialNo, state, organizationId, signers } of await client.all('/v1/proposals?limit=200')) {
    const credited = signers
      .filter((one: { signedOn: string | null }, at: number) => (at === 0 && !organizationId) || one.signedOn)
      .map((one: { memberId: string }) => members.get(one.memberId))
    const bodies = organizationId ? [codes.get(organizationId)] : []
    found.set(`proposal ${serialNo}`, [state, ...bodies, ...credited.sort()].join(' '))
  }
  const named = <T extends { opinionId: string | null }>(rows: T[], text: (row: T) => string) =>
    Map.groupBy(
      rows.map((row) => ({ id: row.opinionId, text: text(row) })),
      ({ id }) => id,
    )
  const adopted = named(
    await client.all('/v1/opinion-adoptions?limit=200'),
    ({ level, kind }) => `${level}:${kind}`,
  )
  const leaders = named(
    await client.all('/v1/instructions?limit=200'),
    ({ leaderLevel, leaderName }) => `${leaderLevel}:${leaderName}`,
  )
  for (const { id, externalId, title, state, authorIds } of await client.all('/v1/opinions?limit=200')) {
    const authors = authorIds.map((one: string) => members.get(one)).sort()
    const more = [adopted, leaders].flatMap((of) => (of.get(id) ?? []).map(({ text }) => text).sort())
    // What a proposal became bears no number of its own.
    const key = externalId ?? `of the proposal ${title}`
    found.set(`opinion ${key}`, [state === 'adopted' ? 'submitted' : state, ...authors, ...more].join(' '))
  }
  for (const { memberId, year, measure, value } of await client.all('/v1/declared-statistics?limit=200')) {
    found.set(`declared ${members.get(memberId)} ${year} ${measure}`, String(value))
  }
}

/** One sheet that cannot be planned or committed is a fault of that sheet. */
async function guarded(truth: Truth, work: (truth: Truth) => Promise<void>): Promise<void> {
  try {
    await work(truth)
  } catch (error) {
    fault(`${truth.file}: ${String((error as Error).message ?? error)}`)
  }
}

let faults = 0
function fault(text: string): void {
  faults += 1
  if (faults <= 20) console.log(`    ${text}`)
}

async function commitSheet(truth: Truth, base: string): Promise<void> {
  const file = path.join(work, `${truth.file}.db`)
  copyFileSync(base, file)
  copyFileSync(`${base}.secret`, `${file}.secret`)
  const { client, close } = await open(file)
  try {
    for (const earlier of truth.baseline.after ?? []) await commit(client, await plan(client, earlier, {}))
    const before = await stored(client)
    let row = await plan(client, truth.file, truth.profile_hint)
    if (row.state === 'refused') {
      console.log(`${truth.file}: refused, nothing to commit`)
      return
    }
    const answers = answersOf(row.decisions, truth, fault)
    if (answers.length > 0) {
      const again = await client.post(`/v1/imports/${row.id}/decisions`, { answers })
      await client.finish(again.jobId)
      row = await client.get(`/v1/imports/${row.id}`)
    }
    const done = await commit(client, row)
    const right = compare(truth, before, await stored(client))
    const reverting = await client.post(`/v1/imports/${done.id}/revert`)
    await client.finish(reverting.jobId)
    const after = await stored(client)
    const restored = JSON.stringify([...after].sort()) === JSON.stringify([...before].sort())
    if (!restored) {
      const left = [...after].filter(([key, value]) => before.get(key) !== value).slice(0, 3)
      fault(`${truth.file}: the store is not as before after the revert: ${left.join('; ')}`)
    }
    console.log(
      `${truth.file}: ${right} stored as they should be, reverted ${restored ? 'to what was before' : 'WRONGLY'}`,
    )
  } finally {
    await close()
  }
}

function compare(truth: Truth, before: Map<string, string>, have: Map<string, string>): number {
  const want = storedBy(truth)
  let right = 0
  for (const [key, status] of want) {
    const found = have.get(key)
    // 请假 without a word about its kind is stored without a kind.
    if (found === status) right += 1
    else fault(`${truth.file}: ${key} is ${found ?? 'not stored'}, should be ${status}`)
  }
  for (const [key, status] of have) {
    if (key.startsWith('expected at') || want.has(key) || before.get(key) === status) continue
    if (key.startsWith('opinion of the proposal')) continue
    fault(`${truth.file}: WRONG CREDIT ${key} ${status}`)
  }
  return right
}

const truths = readTruths(folder)
const base = path.join(work, 'base.db')
try {
  const first = await open(path.join(work, 'first.db'))
  await loadCommittee(first.client, folder)
  backupSqlite(path.join(work, 'first.db'), base)
  writeFileSync(`${base}.secret`, 'unused')
  console.log(`committee of ${folder} loaded through the API`)
  const planAndWrite = async (truth: Truth) => {
    const name = path.join(out, truth.file)
    writeFileSync(
      `${name}.plan.json`,
      JSON.stringify(await truthOf(first.client, await plan(first.client, truth.file, truth.profile_hint))),
    )
    if (truth.profile_needed?.length) {
      writeFileSync(
        `${name}.bare.json`,
        JSON.stringify(await truthOf(first.client, await plan(first.client, truth.file, {}))),
      )
    }
  }
  for (const truth of truths) if (!truth.baseline.after) await guarded(truth, planAndWrite)
  for (const file of new Set(truths.flatMap((truth) => truth.baseline.after ?? []))) {
    await commit(first.client, await plan(first.client, file, {}))
  }
  for (const truth of truths) if (truth.baseline.after) await guarded(truth, planAndWrite)
  await first.close()
  const judged = spawnSync(
    process.execPath,
    [path.join(folder, 'compare.mjs'), out, folder, '--strict', STRICT],
    {
      encoding: 'utf8',
    },
  )
  console.log(judged.stdout + judged.stderr)
  if (values.commit) {
    for (const truth of truths) await guarded(truth, (one) => commitSheet(one, base))
  }
  if (faults > 0) console.log(`${faults} faults`)
  process.exitCode = judged.status !== 0 || faults > 0 ? 1 : 0
} finally {
  rmSync(work, { recursive: true, force: true })
}
