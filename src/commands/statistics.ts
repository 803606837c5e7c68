import type { Command } from 'commander'
import { environment } from '../core/environment.ts'
import { FIELDS } from '../core/words/fields.ts'
import type { Answer } from '../http/operation.ts'
import type { listStatistics, Statistic } from '../reporting/statistics/schema.ts'
import { annualSpeech } from '../reporting/statistics/speech.ts'
import { clientFrom } from './client.ts'

/** `lvzhi statistics`: the numbers of a year, for the annual report. */

type Language = 'zh' | 'en'

export function statisticsCommand(program: Command): void {
  program
    .command('statistics')
    .description('The numbers of a year, each with its definition')
    .requiredOption('--year <year>', 'calendar year')
    .option('--as-of <day>', 'last day that is looked at')
    .option('--markdown', 'a table for the annual report')
    .option('--speech', 'the paragraphs of the annual speech, each number with its records')
    .option('--json', 'the answer as JSON')
    .option('--language <language>', 'zh or en', environment.LANG?.startsWith('en') ? 'en' : 'zh')
    .option('--url <url>', 'server')
    .action(async (options) => {
      const query = new URLSearchParams({ year: options.year, compare: 'previous_year' })
      if (options.asOf) query.set('asOf', options.asOf)
      const answer = await clientFrom(environment, options.url).get<Answer<typeof listStatistics>>(
        `/v1/statistics?${query}`,
      )
      if (options.speech) console.log(speech(answer.items, options))
      else if (options.json) console.log(JSON.stringify(answer, null, 2))
      else
        console.log(report(answer.items, options.language === 'en' ? 'en' : 'zh', Boolean(options.markdown)))
    })
}

function speech(items: Statistic[], options: { json?: boolean; language: string }): string {
  const language = options.language === 'en' ? 'en' : 'zh'
  const { paragraphs, sources } = annualSpeech(items, language)
  if (options.json) return JSON.stringify({ paragraphs, sources }, null, 2)
  const lines = paragraphs.map(({ about, text }) => `${about}${language === 'zh' ? '：' : ': '}${text}`)
  const notes = sources.map(
    ({ number, title, shown, records }) => `[${number}] ${title} ${shown}  ${records}`,
  )
  return [...lines, '', ...notes].join('\n')
}

const WORDS = {
  zh: {
    head: ['项目', '数值', '上年', '口径'],
    none: '—',
    asOf: '截止',
    comma: '、',
    semicolon: '；',
    target: FIELDS.target,
    missed: '未达到',
    several: '目标：若干',
    without: '未开展月份',
  },
  en: {
    head: ['Figure', 'Value', 'Year before', 'Definition'],
    none: '—',
    asOf: 'As of',
    comma: ', ',
    semicolon: '; ',
    target: 'target',
    missed: 'not reached',
    several: 'target: several',
    without: 'none in',
  },
}

/** What is told of a number, of this year or of the year before. */
interface Figure extends Pick<Statistic, 'value' | 'numerator' | 'denominator'> {
  kind: string
  parts?: readonly { part: string | null }[]
  range?: Statistic['range']
  plan?: Statistic['plan']
  missingMonths?: Statistic['missingMonths']
}
interface Told extends Figure, Pick<Statistic, 'title' | 'means' | 'asOf'> {
  previous?: Pick<Statistic, 'value' | 'numerator' | 'denominator'> | undefined
}

/** Numbers as lines of text, or as a Markdown table with the definitions. */
export function report(items: readonly Told[], language: Language, markdown: boolean): string {
  const words = WORDS[language]
  const asOf = `${words.asOf} ${items[0]?.asOf ?? words.none}`
  if (!markdown) {
    const lines = items.map((item) => `${item.title[language]}  ${figure(item, language)}`)
    return [asOf, ...lines].join('\n')
  }
  const rows = items.map((item) => [
    item.title[language],
    figure(item, language),
    item.previous ? figure({ kind: item.kind, ...item.previous }, language) : words.none,
    item.means[language],
  ])
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [asOf, '', line(words.head), line(words.head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A number with what it is made of, so that it can be checked by hand. */
function figure(item: Figure, language: Language): string {
  const { kind, value, numerator, denominator, parts: list = [], range, plan, missingMonths = [] } = item
  const words = WORDS[language]
  const parts: string[] = []
  if (kind === 'rate') parts.push(value === null ? words.none : `${value}% (${numerator}/${denominator})`)
  else if (kind === 'range') parts.push(range ? `${value} (${range.least}–${range.most})` : String(value))
  else if (kind === 'list' && list.length > 0) {
    parts.push(`${value}: ${list.map((part) => part.part ?? words.none).join(words.comma)}`)
  } else parts.push(String(value))
  if (plan && plan.items > 0) parts.push(planned(plan, language))
  if (missingMonths.length > 0) parts.push(`${words.without} ${missingMonths.join(words.comma)}`)
  return parts.join(words.semicolon)
}

/** What the plan wanted: a number, a floor, or several without a number. */
function planned(
  { wanted, floor, met }: { wanted: number | null; floor: boolean; met: boolean | null },
  language: Language,
) {
  const words = WORDS[language]
  if (wanted === null) return words.several
  const target = `${words.target} ${floor ? '≥ ' : ''}${wanted}`
  return met ? target : `${target} (${words.missed})`
}
