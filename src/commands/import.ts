import { readFileSync } from 'node:fs'
import path from 'node:path'
import cliProgress from 'cli-progress'
import type { Command } from 'commander'
import { RECORD_RESOURCES } from '../exchange/imports/planner/records/record-table.ts'
import { type Answer, type Client, clientFrom, jobEnd, Refused } from './client.ts'

/** Exit codes: 0 done, 1 decisions are open or rows were refused, 2 usage or a file that cannot be read. */

interface Options {
  resource: string
  profile?: string
  decide?: string
  term?: string
  onConflict: string
  dryRun?: boolean
  leaveOpen?: boolean
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
    .option('--decide <file>', 'JSON file with answers: [{id, answer}]')
    .option('--term <id>', 'term of a roster')
    .option('--kind <code>', 'kind of duty records')
    .option('--on-conflict <policy>', 'ask, keep or overwrite', 'ask')
    .option('--dry-run', 'plan only, record nothing')
    .option('--leave-open', 'commit although decisions are open')
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
    const answers = readJson(options.decide)
    row = await settled(client, await client.post(`/v1/imports/${row.id}/decisions`, { answers }), bar.tell)
  }
  const open = row.decisions.filter((decision: Answer) => !decision.answer)
  if (row.state === 'planned' && !options.dryRun && (open.length === 0 || options.leaveOpen)) {
    const body = { leaveOpen: options.leaveOpen === true }
    row = await settled(client, await client.post(`/v1/imports/${row.id}/commit`, body), bar.tell)
  }
  bar.stop()
  if (options.json) console.log(JSON.stringify(row))
  else {
    report(file, row, open)
    if (refusedRows(row) > 0 && row.summary.shape === 'records') await tellRefused(client, row)
  }
  if (row.state === 'refused') return 2
  return row.state === 'failed' || open.length > 0 || refusedRows(row) > 0 ? 1 : 0
}

/** Rows or cells that were not taken: because of the sheet, because of a rule, or because of what changed since. */
function refusedRows({ summary: { counts = {}, committed } }: Answer): number {
  const { conflict = 0, invalid = 0, refused = 0 } = counts
  return conflict + invalid + refused + (committed?.refused?.length ?? 0)
}

async function settled(client: Client, row: Answer, tell: Parameters<typeof jobEnd>[2]): Promise<Answer> {
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

const REFUSED_SHOWN_MAX = 50

/** Rows of records that are not taken, each cell with what to do. */
async function tellRefused(client: Client, row: Answer): Promise<void> {
  let shown = 0
  const tell = (table: string, { ref, header, message }: Answer): boolean => {
    console.log(`  ! ${table}!${ref} ${header} ${message.zh}\n    ${message.en}`)
    shown += 1
    return shown < REFUSED_SHOWN_MAX
  }
  let page: number | null = 1
  while (page !== null) {
    const entries: Answer = await client.get(`/v1/imports/${row.id}/entries?page=${page}`)
    for (const entry of entries.items) {
      if (!entry.errors.every((error: Answer) => tell(entry.table, error))) return
    }
    page = entries.nextPage
  }
  for (const { table, errors } of row.summary.committed?.refused ?? []) {
    if (!errors.every((error: Answer) => tell(table, error))) return
  }
}

function report(file: string, row: Answer, open: Answer[]): void {
  const { counts = {}, committed } = row.summary
  const parts = Object.entries(counts).filter(([name, count]) => Number(count) > 0 && name !== 'entries')
  console.log(`${file}: ${row.state} · ${parts.map(([name, count]) => `${name} ${count}`).join(', ')}`)
  if (row.refusal) console.log(`  ${row.refusal.zh}\n  ${row.refusal.en}`)
  if (committed) {
    console.log(
      `  created ${committed.created}, changed ${committed.changed}, unchanged ${committed.unchanged}`,
    )
  }
  for (const decision of open) {
    console.log(`  ? ${decision.id} ${decision.question.zh}`)
    console.log(`    ${decision.question.en}`)
    console.log(`    choices · 可选：${decision.choices.join(', ')}`)
  }
}
