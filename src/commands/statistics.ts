import type { Command } from 'commander'
import { type Answer, clientFrom } from './client.ts'

type Language = 'zh' | 'en'

/** `lvzhi statistics`: the numbers of a year, for the annual report. */
export function statisticsCommand(program: Command): void {
  program
    .command('statistics')
    .description('The numbers of a year, each with its definition')
    .requiredOption('--year <year>', 'calendar year')
    .option('--as-of <day>', 'last day that is looked at')
    .option('--markdown', 'a table for the annual report')
    .option('--json', 'the answer as JSON')
    .option('--language <language>', 'zh or en', process.env['LANG']?.startsWith('en') ? 'en' : 'zh')
    .option('--url <url>', 'server')
    .action(async (options) => {
      const query = new URLSearchParams({ year: options.year, compare: 'previous_year' })
      if (options.asOf) query.set('asOf', options.asOf)
      const answer = await clientFrom(process.env, options.url).get(`/v1/statistics?${query}`)
      if (options.json) console.log(JSON.stringify(answer, null, 2))
      else
        console.log(report(answer.items, options.language === 'en' ? 'en' : 'zh', Boolean(options.markdown)))
    })
}

const WORDS = {
  zh: { head: ['项目', '数值', '上年', '口径'], none: '—', asOf: '截止' },
  en: { head: ['Figure', 'Value', 'Year before', 'Definition'], none: '—', asOf: 'As of' },
}

/** Numbers as lines of text, or as a Markdown table with the definitions. */
export function report(items: readonly Answer[], language: Language, markdown: boolean): string {
  const words = WORDS[language]
  const asOf = `${words.asOf} ${items[0]?.asOf ?? words.none}`
  if (!markdown) {
    const lines = items.map((one) => `${one.title[language]}  ${figure(one)}`)
    return [asOf, ...lines].join('\n')
  }
  const rows = items.map((one) => [
    one.title[language],
    figure(one),
    one.previous ? figure({ ...one, ...one.previous }) : words.none,
    one.means[language],
  ])
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [asOf, '', line(words.head), line(words.head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A rate with what it is made of, so that it can be checked by hand. */
function figure({ kind, value, numerator, denominator }: Answer): string {
  if (kind !== 'rate') return String(value)
  return value === null ? '—' : `${value}% (${numerator}/${denominator})`
}
