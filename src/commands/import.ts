import cliProgress from 'cli-progress'
import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import { RECORD_RESOURCES } from '../exchange/imports/planner/records/record-table.ts'
import { type Client, clientFrom, jobEnd, Refused } from './client.ts'
import { answersIn, formOf, type GivenAnswer, profileOf, termNamed } from './import-inputs.ts'
import type { Import } from './import-report.ts'
import { report } from './import-report.ts'
import { templateCommand } from './import-template.ts'
import { truthOf } from './import-truth.ts'
import { withLocalServer } from './local.ts'
import { save } from './save.ts'

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
  result?: string
  failures?: string
  local?: string
  committee?: string
  login?: string
  url?: string
}

export function importCommand(program: Command): void {
  const importing = program.command('import')
  templateCommand(importing)
  importing
    .argument('<files...>', 'sheets: CSV, TSV, XLSX, XLS, ODS')
    .description('Import sheets: plan, decide, commit')
    .option('--resource <name>', `attendance, members, auto, ${RECORD_RESOURCES.join(', ')}`, 'attendance')
    .option(
      '--profile <profile>',
      'what is known of this source: a JSON file, or the name of a saved profile',
    )
    .option('--decide <file>', 'JSON file with answers: [{"id": "D-…", "answer": {"choice": "…"}}]')
    .option('--term <term>', 'term of a roster: its id, number or name')
    .option('--kind <code>', 'kind of duty records')
    .option('--on-conflict <policy>', 'ask, keep or overwrite', 'ask')
    .option('--dry-run', 'plan only, record nothing')
    .option('--leave-open', 'commit although decisions are open')
    .option('--accept-warnings', 'the warnings that must be looked at were looked at')
    .option('--json', 'one JSON line a file, its progress on the error stream; with --dry-run the whole plan')
    .option('--result <file>', 'save the sheet with what became of each row (XLSX)')
    .option('--failures <file>', 'save the rows that were not taken, to be corrected and imported')
    .option('--local <file>', 'database of no running server: one is started for this command')
    .option('--committee <code>', 'with --local: committee of the login')
    .option('--login <name>', 'with --local: who imports (LVZHI_PASSWORD or a prompt)')
    .option('--url <url>', 'server')
    .action(async (files: string[], options: Options) => {
      if (files.length > 1 && (options.result || options.failures)) {
        throw new Refused(
          '--result and --failures take one sheet · --result 和 --failures 一次只能导入一个文件',
          2,
        )
      }
      const { local, committee, login } = options
      process.exitCode = local
        ? await withLocalServer({ local, committee, login }, (client) => importAll(client, files, options))
        : await importAll(clientFrom(environment, options.url), files, options)
    })
}

/** One file after the other: a file that is refused is told, and the others go on. The worst outcome is the whole's. */
async function importAll(client: Client, files: string[], options: Options): Promise<number> {
  const answers = options.decide ? answersIn(options.decide) : []
  const termId = options.term && (await termNamed(client, options.term))
  const profile = options.profile ? await profileOf(client, options.profile) : {}
  const settings = { ...fieldsOf(options, termId), ...profile }
  const unused = new Set(answers.map(keyOf))
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
  const names = ids.map((key) => key.replace(/^(id|group) /, '')).join(' ')
  const text = `${ids.length} 个回答所答的问题没有出现，未采用：${names}\n${ids.length} answers no longer arise and are left out`
  if (json) console.error(text)
  else console.log(text)
}

async function importFile(
  client: Client,
  file: string,
  settings: Readonly<Record<string, string>>,
  given: Given,
  options: Options,
): Promise<Import> {
  const bar = progressBar(file, options)
  let row: Import
  try {
    const uploaded = await client.upload<Import>('/v1/imports', formOf(file, settings))
    row = await settled(client, uploaded, bar.tell)
    // The same bytes, planned some time ago: what changed since is seen only by a new plan.
    if (uploaded.state === 'planned') row = await plannedWith(client, row, [], bar.tell)
    row = await decided(client, row, given, bar.tell)
    if (row.state === 'planned' && !options.dryRun) row = await committed(client, row, options, bar.tell)
  } finally {
    bar.stop()
  }
  if (!options.json) await report(client, file, row)
  else console.log(JSON.stringify(options.dryRun ? await truthOf(client, row) : row))
  await saveAnswers(client, row, options)
  return row
}

async function saveAnswers(client: Client, row: Import, { result, failures }: Options): Promise<void> {
  if (row.state !== 'planned' && row.state !== 'committed') return
  if (result) await save(client, `/v1/imports/${row.id}/result`, result)
  if (failures) await save(client, `/v1/imports/${row.id}/result?only=failures`, failures)
}

function exitCodeOf(row: Import, options: Options): number {
  if (row.state === 'refused') return 2
  const waits = row.state === 'planned' && !options.dryRun
  return row.state === 'failed' || waits || openIn(row).length > 0 || refusedRows(row) > 0 ? 1 : 0
}

/** Gives the answers whose questions are asked; one of them may raise the question that another answers. */
async function decided(
  client: Client,
  planned: Import,
  { answers, unused }: Given,
  tell: Tell,
): Promise<Import> {
  const taken = new Set<string>()
  let row = planned
  while (row.state === 'planned') {
    const open = new Set(row.decisions.flatMap(({ id, group }) => [`id ${id}`, `group ${group}`]))
    const now = answers.filter((answer) => open.has(keyOf(answer)) && !taken.has(keyOf(answer)))
    if (now.length === 0) break
    for (const answer of now) {
      taken.add(keyOf(answer))
      unused.delete(keyOf(answer))
    }
    row = await plannedWith(client, row, now, tell)
  }
  return row
}

const openIn = (row: Import): Import['decisions'] => row.decisions.filter((decision) => !decision.answer)

async function plannedWith(client: Client, row: Import, answers: unknown, tell: Tell): Promise<Import> {
  return settled(client, await client.post<Import>(`/v1/imports/${row.id}/decisions`, { answers }), tell)
}

/** Commits what no person has to decide on. What changed since the plan is planned again, once, and looked at again. */
async function committed(client: Client, row: Import, options: Options, tell: Tell): Promise<Import> {
  const { leaveOpen = false, acceptWarnings = false } = options
  const mayCommit = (planned: Import) =>
    planned.state === 'planned' &&
    (openIn(planned).length === 0 || leaveOpen) &&
    (!planned.summary.mustAccept || acceptWarnings)
  const commit = (planned: Import) =>
    client.post<Import>(`/v1/imports/${planned.id}/commit`, { leaveOpen, acceptWarnings })
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
function refusedRows({ summary: { counts = {}, committed } }: Import): number {
  const { conflict = 0, invalid = 0, refused = 0 } = counts
  return conflict + invalid + refused + (committed?.refused?.length ?? 0)
}

/** What an answer is given to, in one text. */
const keyOf = ({ id, group }: GivenAnswer): string => (id === undefined ? `group ${group}` : `id ${id}`)

/** `unused`: answers that no file has asked for yet, by their keys. */
type Given = { answers: readonly GivenAnswer[]; unused: Set<string> }
type Tell = Parameters<typeof jobEnd>[2]

async function settled(client: Client, row: Import, tell: Tell): Promise<Import> {
  await jobEnd(client, row.jobId!, tell)
  return client.get(`/v1/imports/${row.id}`)
}

function fieldsOf(options: Options, termId: string | undefined): Record<string, string> {
  return {
    resource: options.resource,
    onConflict: options.onConflict,
    ...(termId ? { termId } : {}),
    ...(options.kind ? { dutyKind: options.kind } : {}),
  }
}

/** A bar on a terminal; with --json a line for each change on the error stream, for whoever watches. */
function progressBar(file: string, options: Options) {
  if (options.json) return { tell: lineTeller(file), stop: () => {} }
  if (!process.stdout.isTTY) return { tell: () => {}, stop: () => {} }
  const bar = new cliProgress.SingleBar({ format: '{bar} {percentage}% {phase}', hideCursor: true })
  bar.start(1, 0, { phase: '' })
  return {
    tell: ({ phase, done, total }: Progress) => {
      bar.setTotal(Math.max(total, 1))
      bar.update(done, { phase })
    },
    stop: () => bar.stop(),
  }
}

type Progress = { phase: string; done: number; total: number }

function lineTeller(file: string): (progress: Progress) => void {
  let last = ''
  return (progress) => {
    const line = JSON.stringify({ file, progress })
    if (line !== last) console.error(line)
    last = line
  }
}
