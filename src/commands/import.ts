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
    .argument('<files...>', 'sheets: CSV, TSV, XLSX, XLS')
    .description('Import sheets: plan, decide, commit')
    .option('--resource <name>', `attendance, members, ${RECORD_RESOURCES.join(', ')}`, 'attendance')
    .option('--profile <file>', 'JSON file with what is known of this source')
    .option('--decide <file>', 'JSON file with answers: [{"id": "D-…", "answer": {"choice": "…"}}]')
    .option('--term <id>', 'term of a roster')
    .option('--kind <code>', 'kind of duty records')
    .option('--on-conflict <policy>', 'ask, keep or overwrite', 'ask')
    .option('--dry-run', 'plan only, record nothing')
    .option('--leave-open', 'commit although decisions are open')
    .option('--accept-warnings', 'the warnings that must be looked at were looked at')
    .option('--json', 'one JSON line a file')
    .option('--url <url>', 'server')
    .action(async (files: string[], options: Options) => {
      const client = clientFrom(process.env, options.url)
      let worst = 0
      for (const file of files) worst = Math.max(worst, await importFile(client, file, options))
      process.exitCode = worst
    })
}

async function importFile(client: Client, file: string, options: Options): Promise<number> {
  const bar = progressBar(options)
  let row = await client.upload('/v1/imports', formOf(file, options))
  row = await settled(client, row, bar.tell)
  if (row.state === 'planned' && options.decide) {
    row = await plannedWith(client, row, readJson(options.decide), bar.tell)
  }
  if (row.state === 'planned' && !options.dryRun) row = await committed(client, row, options, bar.tell)
  bar.stop()
  const open = openIn(row)
  if (options.json) console.log(JSON.stringify(row))
  else await report(client, file, row)
  if (row.state === 'refused') return 2
  const waits = row.state === 'planned' && !options.dryRun
  return row.state === 'failed' || waits || open.length > 0 || refusedRows(row) > 0 ? 1 : 0
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

type Tell = Parameters<typeof jobEnd>[2]

async function settled(client: Client, row: Answer, tell: Tell): Promise<Answer> {
  await jobEnd(client, row.jobId, tell)
  return client.get(`/v1/imports/${row.id}`)
}

function formOf(file: string, options: Options): FormData {
  const form = new FormData()
  form.set('resource', options.resource)
  form.set('onConflict', options.onConflict)
  if (options.profile) form.set('profile', JSON.stringify(readJson(options.profile)))
  if (options.term) form.set('termId', options.term)
  if (options.kind) form.set('dutyKind', options.kind)
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
