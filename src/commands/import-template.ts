import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import { clientFrom } from './client.ts'
import { save } from './save.ts'

interface Options {
  out?: string
  shape?: string
  meeting?: string
  from?: string
  to?: string
  kind?: string
  url?: string
}

/** `lvzhi import template`: a workbook to fill in. */
export function templateCommand(importing: Command): void {
  importing
    .command('template')
    .argument('<resource>', 'attendance, form (one page for a member), members, or a kind of records')
    .description('Save a workbook to fill in and import')
    .option('-o, --out <file>', 'where to write it; by its own name here')
    .option(
      '--shape <shape>',
      'of attendance: L (a row for each member and meeting) or W (a column for each session)',
    )
    .option('--meeting <id>', 'with --shape W: the sessions of this meeting')
    .option('--from <day>', 'with --shape W: sessions from this day')
    .option('--to <day>', 'with --shape W: sessions to this day')
    .option('--kind <code>', 'kind of duty records')
    .option('--url <url>', 'server')
    .action(async (resource: string, _options: Options, command: Command) => {
      // Options that the import has too are taken by it, wherever they stand.
      const { out, shape, meeting, from, to, kind, url } = command.optsWithGlobals<Options>()
      const options = { shape, meetingId: meeting, from, to, dutyKind: kind }
      const parameters = Object.entries(options).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      )
      const file = out ?? `${resource}.xlsx`
      const route = `/v1/imports/templates/${encodeURIComponent(resource)}?${new URLSearchParams(parameters)}`
      await save(clientFrom(environment, url), route, file)
      console.log(`${file} · 模板已保存`)
    })
}
