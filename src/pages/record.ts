import { smallest } from '../core/long-lists.ts'
import { entryRole, entryStatus } from '../core/words/records.ts'
import { RATE_RULES } from '../core/words/reports.ts'
import { type Language, type Say, termOf } from '../core/words/word.ts'
import type { Answer, Item } from '../http/operation.ts'
import type { getArchive } from '../reporting/archive/schema.ts'
import type { getTrends } from '../reporting/trends/schema.ts'
import type { ScoreTree } from '../scoring/wire/schema.ts'
import { figure, radarChart } from './charts.ts'
import { besideRate, number, percent } from './figures.ts'
import { bdi, EMPTY, type Html, html } from './html.ts'
import { dataTable, tallied } from './parts.ts'

/** A member's record as it is shown: to the office, to the member, and frozen in a report. */

type Archive = Answer<typeof getArchive>
type Entry = Archive['entries'][number]['items'][number]
export type TrendYear = Item<typeof getTrends>['years'][number]

/** Fewer categories are no shape. */
const RADAR_MIN = 3

/** Total, grade and the categories with what they may give at most. */
export function totalHtml(score: ScoreTree, say: Say): Html {
  const head = html`<p class="big">${number(score.total)} <span class="small">${say('分', 'points')}${score.cap !== null && say(`，封顶${number(score.cap)}分`, `, at most ${number(score.cap)}`)}</span></p>
<p>${score.grade !== null && html`${say('等次：', 'Grade: ')}<strong>${bdi(score.grade)}</strong> `}${score.provisional && html`<span class="small">${say('暂计：部分事实尚未确定', 'Provisional: some facts may still change')}</span>`}</p>
${score.consequences.map(({ title, because }) => html`<p class="notice bad">${say(title.zh, title.en)}: ${say(because.text.zh, because.text.en)}</p>`)}`
  const axes = score.groups.flatMap(({ title, points, cap }) =>
    cap !== null && cap > 0 ? [{ name: say(title.zh, title.en), value: points, full: cap }] : [],
  )
  return html`${head}${axes.length >= RADAR_MIN ? radar(axes, say) : EMPTY}`
}

function radar(axes: Parameters<typeof radarChart>[0], say: Say): Html {
  const title = say('各类得分占封顶的比例', 'Points of each category of what it gives at most')
  const series = [
    { name: say('得分', 'Points'), values: axes.map(({ value }) => value) },
    { name: say('封顶', 'At most'), values: axes.map(({ full }) => full) },
  ]
  return figure(
    title,
    radarChart(axes, title),
    { labels: axes.map(({ name }) => name), series, head: say('类别', 'Category'), bare: true },
    say('数据表', 'Table'),
    number,
  )
}

/**
 * The explanation as the API prints it, one step of indentation one list deeper: clause, fact, sum, cap.
 *
 * @param text lines of the explanation, two spaces a level, the total first
 */
export function outlineHtml(text: string): Html {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ depth: (line.length - line.trimStart().length) / 2, words: line.trim() }))
  const [first, ...rest] = lines
  return first ? html`<p><strong>${bdi(first.words)}</strong></p>${listOf(rest)}` : EMPTY
}

function listOf(lines: readonly { depth: number; words: string }[]): Html {
  if (lines.length === 0) return EMPTY
  const least = smallest(lines.map(({ depth }) => depth))
  const starts = lines.flatMap(({ depth }, at) => (depth === least ? [at] : []))
  const items = starts.map((start, nth) => {
    const inner = lines.slice(start + 1, starts[nth + 1] ?? lines.length)
    return html`<li>${bdi(lines[start]!.words)}${listOf(inner)}</li>`
  })
  // Lines that begin deeper than those after them have no line above to hang on.
  return html`${listOf(lines.slice(0, starts[0]))}<ul class="outline">${items}</ul>`
}

/** What the member did, class by class, with what each came to. */
export function entriesHtml(classes: Archive['entries'], say: Say): Html {
  const all = classes.filter(({ items }) => items.length > 0)
  if (all.length === 0)
    return html`<p class="empty">${say('这段时间没有履职记录', 'Nothing was recorded in these days')}</p>`
  return html`${all.map(
    ({ title, items }) =>
      html`<h3>${bdi(title)} <span class="count">${items.length}</span></h3>${dataTable(
        title,
        [
          { head: say('日期', 'Day'), cell: (row) => html`<span class="nowrap">${row.day}</span>` },
          { head: say('事项', 'Record'), rowHead: true, cell: (row) => bdi(row.title) },
          { head: say('状态', 'Status'), cell: (row) => statusOf(row, say) },
          { head: say('录入部门', 'Entered by'), wide: true, cell: (row) => bdi(row.unit ?? '—') },
          { head: say('得分', 'Points'), figure: true, cell: pointsOf },
        ],
        items,
        '',
      )}`,
  )}`
}

/** How the record stands, and the part in it. */
function statusOf({ status, role, source }: Entry, say: Say): string {
  const language: Language = say('zh', 'en') === 'zh' ? 'zh' : 'en'
  const words = [entryStatus(status, source, language), entryRole(role, source, language)]
  return words.filter(Boolean).join(say('，', ', ')) || '—'
}

const pointsOf = ({ lines }: Entry): string =>
  lines.length === 0 ? '—' : number(lines.reduce((sum, { points }) => sum + points, 0))

/** The count of sessions, and the rates with what they are made of. */
export function attendanceHtml({ tally, rates }: Archive['attendance'], say: Say): Html {
  const shown = tallied(tally, say).map(
    ([name, value]) => html`<li class="tile"><h3>${name}</h3><p class="big">${value}</p></li>`,
  )
  return html`<ul class="tiles">${shown}</ul>
<dl class="facts">${rates.map(
    ({ value, numerator, denominator, rule, asOf, excluded }) =>
      html`<dt>${say('出席率', 'Attendance')}</dt><dd><strong>${percent(value)}</strong> <span class="small">${numerator}/${denominator}${besideRate(excluded, say)} · ${termOf(RATE_RULES, rule, say)} · ${say('截至', 'as of')} ${asOf}</span></dd>`,
  )}</dl>`
}

/** Attendance, opinions, speeches and proposals, the latest year first. */
export function yearsTable(years: readonly TrendYear[], say: Say): Html {
  return dataTable(
    say('历年同期', 'The same days of each year'),
    [
      { head: say('年', 'Year'), rowHead: true, cell: (row) => row.to.slice(0, 4) },
      {
        head: say('出席率', 'Attendance'),
        figure: true,
        cell: ({ attendance }) =>
          html`${percent(attendance.value)} <span class="small">${attendance.numerator}/${attendance.denominator}${besideRate(attendance.excluded, say)}</span>`,
      },
      { head: say('信息', 'Opinions'), figure: true, cell: (row) => row.opinions },
      { head: say('发言', 'Speeches'), figure: true, cell: (row) => row.speeches },
      { head: say('提案', 'Proposals'), figure: true, cell: (row) => row.proposals },
    ],
    years,
    say('没有记录', 'Nothing'),
  )
}
