import { readFileSync } from 'node:fs'
import path from 'node:path'
import cliProgress from 'cli-progress'
import type { Command } from 'commander'
import { RECORD_RESOURCES } from '../exchange/imports/planner/records/record-table.ts'
import { type Answer, type Client, clientFrom, jobEnd, Refused } from './client.ts'
import { report } from './import-report.ts'

/** Exit codes: 0 done, 1 decisions are open or rows were refused, 2 usage or a file that cannot be read. */

interface Options {
  resource: string
  profile?: string
  decide?: string
  term?: string
  onConflict: string
  dryRun?: boolean
  leaveOpen?: boolean
  acceptWarnings?: boolean
  kind?: string
  json?: boolean
  url?: string
}

export function importCommand(program: Command): void {
  program
    .command('import')
    .argument('<files...>', 'sheets: CSV, TSV, XLSX, XLS, ODS')
    .description('Import sheets: plan, decide, commit')
    .option('--resource <name>', `attendance, members, ${RECORD_RESOURCES.join(', ')}`, 'attendance')
    .option('--profile <file>', 'JSON file with what is known of this source')
    .option('--decide <file>', 'JSON file with answers: [{"id": "D-…", "answer": {"choice": "…"}}]')
    .option('--term <term>', 'term of a roster: its id, number or name')
    .option('--kind <code>', 'kind of duty records')
    .option('--on-conflict <policy>', 'ask, keep or overwrite', 'ask')
    .option('--dry-run', 'plan only, record nothing')
    .option('--leave-open', 'commit although decisions are open')
    .option('--accept-warnings', 'the warnings that must be looked at were looked at')
    .option('--json', 'one JSON line a file')
    .option('--url <url>', 'server')
    .action(async (files: string[], options: Options) => {
      const client = clientFrom(process.env, options.url)
      process.exitCode = await importAll(client, files, options)
    })
}

/** One file after the other: a file that is refused is told, and the others go on. The worst outcome is the whole's. */
async function importAll(client: Client, files: string[], options: Options): Promise<number> {
  const answers = options.decide ? answersIn(options.decide) : []
  const termId = options.term && (await termNamed(client, options.term))
  const settings = fieldsOf(options, termId)
  const unused = new Set(answers.map(({ id }) => id))
  let worst = 0
  let read = 0
  for (const file of files) {
    try {
      const row = await importFile(client, file, settings, { answers, unused }, options)
      if (row.state !== 'refused') read += 1
      worst = Math.max(worst, exitCodeOf(row, options))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      console.error(error.message.startsWith(file) ? error.message : `${file}: ${error.message}`)
      worst = Math.max(worst, error.exitCode)
    }
  }
  // A file that nobody could read says nothing of its questions.
  if (unused.size > 0 && read > 0) tellUnused([...unused], options)
  return worst
}

function tellUnused(ids: readonly string[], { json }: Options): void {
  const text = `${ids.length} 个回答所答的问题没有出现，未采用：${ids.join(' ')}\n${ids.length} answers no longer arise and are left out`
  if (json) console.error(text)
  else console.log(text)
}

async function importFile(
  client: Client,
  file: string,
  settings: Readonly<Record<string, string>>,
  given: Given,
  options: Options,
): Promise<Answer> {
  const bar = progressBar(options)
  let row: Answer
  try {
    const uploaded = await client.upload('/v1/imports', formOf(file, settings))
    row = await settled(client, uploaded, bar.tell)
    // The same bytes, planned some time ago: what changed since is seen only by a new plan.
    if (uploaded.state === 'planned') row = await plannedWith(client, row, [], bar.tell)
    row = await decided(client, row, given, bar.tell)
    if (row.state === 'planned' && !options.dryRun) row = await committed(client, row, options, bar.tell)
  } finally {
    bar.stop()
  }
  if (options.json) console.log(JSON.stringify(row))
  else await report(client, file, row)
  return row
}

function exitCodeOf(row: Answer, options: Options): number {
  if (row.state === 'refused') return 2
  const waits = row.state === 'planned' && !options.dryRun
  return row.state === 'failed' || waits || openIn(row).length > 0 || refusedRows(row) > 0 ? 1 : 0
}

/** Gives the answers whose questions are asked; one of them may raise the question that another answers. */
async function decided(
  client: Client,
  planned: Answer,
  { answers, unused }: Given,
  tell: Tell,
): Promise<Answer> {
  const taken = new Set<string>()
  let row = planned
  while (row.state === 'planned') {
    const asked = new Set(row.decisions.map((decision: Answer) => decision.id))
    const now = answers.filter(({ id }) => asked.has(id) && !taken.has(id))
    if (now.length === 0) break
    for (const { id } of now) {
      taken.add(id)
      unused.delete(id)
    }
    row = await plannedWith(client, row, now, tell)
  }
  return row
}

const openIn = (row: Answer): Answer[] => row.decisions.filter((decision: Answer) => !decision.answer)

async function plannedWith(client: Client, row: Answer, answers: unknown, tell: Tell): Promise<Answer> {
  return settled(client, await client.post(`/v1/imports/${row.id}/decisions`, { answers }), tell)
}

/** Commits what no person has to decide on. What changed since the plan is planned again, once, and looked at again. */
async function committed(client: Client, row: Answer, options: Options, tell: Tell): Promise<Answer> {
  const { leaveOpen = false, acceptWarnings = false } = options
  const mayCommit = (planned: Answer) =>
    planned.state === 'planned' &&
    (openIn(planned).length === 0 || leaveOpen) &&
    (!planned.summary.mustAccept || acceptWarnings)
  const commit = (planned: Answer) =>
    client.post(`/v1/imports/${planned.id}/commit`, { leaveOpen, acceptWarnings })
  if (!mayCommit(row)) return row
  try {
    return await settled(client, await commit(row), tell)
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'plan_outdated') throw error
    const again = await plannedWith(client, row, [], tell)
    return mayCommit(again) ? settled(client, await commit(again), tell) : again
  }
}

/** Rows or cells that were not taken: because of the sheet, because of a rule, or because of what changed since. */
function refusedRows({ summary: { counts = {}, committed } }: Answer): number {
  const { conflict = 0, invalid = 0, refused = 0 } = counts
  return conflict + invalid + refused + (committed?.refused?.length ?? 0)
}

type GivenAnswer = { id: string; answer: unknown }
/** `unused`: ids that no file has asked for yet. */
type Given = { answers: readonly GivenAnswer[]; unused: Set<string> }
type Tell = Parameters<typeof jobEnd>[2]

async function settled(client: Client, row: Answer, tell: Tell): Promise<Answer> {
  await jobEnd(client, row.jobId, tell)
  return client.get(`/v1/imports/${row.id}`)
}

function fieldsOf(options: Options, termId: string | undefined): Record<string, string> {
  return {
    resource: options.resource,
    onConflict: options.onConflict,
    ...(options.profile ? { profile: JSON.stringify(readJson(options.profile)) } : {}),
    ...(termId ? { termId } : {}),
    ...(options.kind ? { dutyKind: options.kind } : {}),
  }
}

/** The id of the term that is written by its id, its number or its name. */
async function termNamed(client: Client, written: string): Promise<string> {
  const { items }: { items: Answer[] } = await client.get('/v1/terms?limit=200')
  const found = items.filter(({ id, number, name }) => [id, String(number), name].includes(written.trim()))
  if (found.length === 1) return found[0].id
  const known = items.map(({ number, name }) => `${number} ${name}`).join(', ')
  throw new Refused(
    `No single term is ${written}: write the id, number or name of one (${known}) · 没有或不止一个届次是“${written}”，请写明编号、届数或名称：${known}`,
    2,
  )
}

function formOf(file: string, settings: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(settings)) form.set(name, value)
  form.set('file', new Blob([bytesOf(file)]), path.basename(file))
  return form
}

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (error) {
    throw new Refused(`${file} cannot be read (${(error as Error).message}) · 文件无法读取`, 2)
  }
}

function answersIn(file: string): GivenAnswer[] {
  const answers = readJson(file)
  if (Array.isArray(answers) && answers.every((one) => typeof one?.id === 'string' && one.answer))
    return answers
  throw new Refused(
    `${file} holds no list of answers such as [{"id": "…", "answer": {"choice": "…"}}] · 不是回答的列表`,
    2,
  )
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Refused(`${file} is no JSON file (${(error as Error).message}) · 不是有效的 JSON 文件`, 2)
  }
}

function progressBar(options: Options) {
  if (options.json || !process.stdout.isTTY) return { tell: () => {}, stop: () => {} }
  const bar = new cliProgress.SingleBar({ format: '{bar} {percentage}% {phase}', hideCursor: true })
  bar.start(1, 0, { phase: '' })
  return {
    tell: ({ phase, done, total }: { phase: string; done: number; total: number }) => {
      bar.setTotal(Math.max(total, 1))
      bar.update(done, { phase })
    },
    stop: () => bar.stop(),
  }
}
