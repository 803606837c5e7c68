import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import type { getExport } from '../exchange/exports/schema.ts'
import type { Answer } from '../http/operation.ts'
import { clientFrom, jobEnd, Refused } from './client.ts'
import { save } from './save.ts'

/** `lvzhi export`: any list, a report or a document of a member as a file. */

type Export = Answer<typeof getExport>

interface Options {
  format: string
  out?: string
  filter: Record<string, string>
  columns?: string
  labels?: string
  template?: string
  period?: string
  report?: string
  member?: string
  dutyReport?: string
  regulation?: string
  asOf?: string
  organization?: string
  office?: string
  view?: string
  json?: boolean
  url?: string
}

export function exportCommand(program: Command): void {
  program
    .command('export')
    .argument(
      '<what>',
      'path of a list such as /members, or ranking, report, registration_form, notice, notices, duty_report, term_archive, annual_speech, regulation',
    )
    .description('Export a list, a report or a document as a file')
    .option('--format <format>', 'xlsx, csv, jsonl, pdf, docx or json', 'xlsx')
    .option('--out <file>', 'where to write it; by its own name here')
    .option('--filter <name=value>', 'of a list, again for each', filterOf, {})
    .option('--columns <names>', 'names by comma, or all')
    .option('--labels <language>', 'zh, en or fields')
    .option('--template <id>', 'export template, with list as <what>')
    .option('--period <id>', 'period')
    .option('--report <id>', 'report')
    .option('--member <id>', 'member')
    .option('--duty-report <id>', 'duty report')
    .option('--regulation <id>', 'version of a regulation')
    .option('--as-of <day>', 'last day that counts')
    .option('--organization <id>', 'only members of this body')
    .option('--office <code>', 'only members in this office')
    .option('--view <view>', 'of a report: full or published')
    .option('--json', 'the record of the export as JSON')
    .option('--url <url>', 'server')
    .action(async (what: string, options: Options) => {
      const client = clientFrom(environment, options.url)
      const started = await client.post<Export>('/v1/exports', requestOf(what, options))
      await jobEnd(client, started.jobId!, () => {})
      const record = await client.get<Export>(`/v1/exports/${started.id}`)
      const file = options.out ?? record.fileName!
      await save(client, `/v1/exports/${started.id}/file`, file)
      tell(record, file, options)
    })
}

function filterOf(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=')
  if (at > 0) return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
  throw new Refused(`--filter ${text}: write NAME=VALUE · --filter 须写作 名称=值`, 2)
}

/** Only what was said: the server knows what each kind needs. */
function requestOf(what: string, options: Options): Record<string, unknown> {
  const list = what.startsWith('/') ? { list: what.replace(/^\/v1(?=\/)/, '') } : {}
  const all = {
    kind: what.startsWith('/') ? 'list' : what,
    format: options.format,
    ...list,
    templateId: options.template,
    filter: Object.keys(options.filter).length > 0 ? options.filter : undefined,
    columns: options.columns === 'all' ? 'all' : options.columns?.split(','),
    labels: options.labels,
    periodId: options.period,
    reportId: options.report,
    memberId: options.member,
    dutyReportId: options.dutyReport,
    regulationId: options.regulation,
    asOf: options.asOf,
    organizationId: options.organization,
    office: options.office,
    view: options.view,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function tell(record: Export, file: string, options: Options): void {
  if (options.json) {
    console.log(JSON.stringify({ ...record, file }))
    return
  }
  console.log(`${file}: ${record.rows} rows · ${record.rows} 行`)
  for (const { character, codePoint, where } of record.missingGlyphs) {
    console.error(`${character} (${codePoint}) has no glyph, in "${where}" · 字体缺字：${where}`)
  }
}
