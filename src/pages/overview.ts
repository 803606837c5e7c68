import { dayInZone } from '../core/days.ts'
import { EXCLUSIONS } from '../core/words/reports.ts'
import { type Say, sayIn, termOf } from '../core/words/word.ts'
import { type Page, type PageContext, view } from '../http/page.ts'
import type { Statistic } from '../reporting/statistics/schema.ts'
import { getStatistic, listStatisticRecords, listStatistics } from '../reporting/statistics/schema.ts'
import { getTrends } from '../reporting/trends/schema.ts'
import { figure, lineChart, type Series, spark } from './charts.ts'
import { ask, type Desk, may } from './desk.ts'
import { besideRate, number, percent } from './figures.ts'
import { EMPTY, type Html, href, html } from './html.ts'
import { documentOf, type PageContent } from './layout.ts'
import { cachedPage } from './page-cache.ts'
import { change, chooser, dataTable, recordLink } from './parts.ts'

/** The overview: the numbers of the yearly report beside those of the year before, and each by itself. */

const YEARS_BACK = 5
/** Years that can be chosen. */
const YEARS_SHOWN = 8

export function overviewPages(desk: Desk): Page[] {
  return [
    view('/board', async (context) => {
      if (!may(context, 'statistics.read')) {
        return { location: context.principal.personId === null ? '/board/published' : '/board/me' }
      }
      return documentOf(desk, context, await cachedPage(desk, context, () => overview(desk, context)))
    }),
    view('/board/statistics/:key', async (context) =>
      documentOf(desk, context, await cachedPage(desk, context, () => oneNumber(desk, context))),
    ),
  ]
}

const todayOf = (context: PageContext): string => dayInZone(context.clock())

/** The year that is asked for; a plain one, whatever stands in the address. */
function yearOf(context: PageContext): string {
  const year = context.query.year ?? ''
  return /^(19|20)\d\d$/.test(year) ? year : todayOf(context).slice(0, 4)
}

function yearChooser(context: PageContext, say: Say, path: string): Html {
  const now = Number(todayOf(context).slice(0, 4))
  const years = Array.from({ length: YEARS_SHOWN }, (_, at) => String(now - at))
  const options = [...new Set([...years, yearOf(context)])].map((value) => ({ value, label: value }))
  return chooser(path, say, [{ name: 'year', label: say('年度', 'Year'), value: yearOf(context), options }])
}

/** The last day of a year that is looked at: the same day of each. */
function lastDay(context: PageContext, year: string): string {
  const today = todayOf(context)
  return year === today.slice(0, 4) ? today : `${year}-12-31`
}

async function overview(desk: Desk, context: PageContext): Promise<PageContent> {
  const say = sayIn(context.language)
  const year = yearOf(context)
  const { items } = await ask(desk, context, listStatistics, { query: { year, compare: 'previous_year' } })
  const tiles = may(context, 'rankings.read') ? await trendTiles(desk, context, say, year) : null
  const rows = items
  const asOf = rows[0]?.asOf ?? todayOf(context)
  const main = html`${yearChooser(context, say, '/board')}
<p class="small">${say('截至', 'As of')} <time>${asOf}</time> · ${say('上年为同期', 'The year before: the same days')}</p>
${tiles}
<h2>${say('履职统计', 'Statistics')}</h2>
${dataTable(
  say('履职统计', 'Statistics'),
  [
    {
      head: say('指标', 'Number'),
      rowHead: true,
      cell: (row) =>
        html`<a href="${href(`/board/statistics/${row.key}`, { year })}">${row.title[context.language]}</a>`,
    },
    { head: say('本年', 'This year'), figure: true, cell: (row) => valueHtml(row, say) },
    {
      head: say('上年同期', 'Year before'),
      figure: true,
      wide: true,
      cell: (row) => shownValue(row.kind, row.previous),
    },
    {
      head: say('变化', 'Change'),
      figure: true,
      cell: (row) =>
        change(
          row.value,
          row.previous?.value ?? null,
          row.kind === 'rate' ? say(' 个百分点', ' pt') : '',
          say,
        ),
    },
  ],
  rows,
  say('没有统计', 'No numbers'),
)}`
  return { title: say(`${year}年履职总览`, `Overview ${year}`), main }
}

const shownValue = (kind: string, figure: { value: number | null } | undefined): string =>
  kind === 'rate' ? percent(figure?.value) : number(figure?.value)

/** A rate says what it is made of. */
function valueHtml(row: Statistic, say: Say): Html {
  const shown = shownValue(row.kind, row)
  if (row.kind === 'rate')
    return html`<strong>${shown}</strong> <span class="small nowrap">${row.numerator}/${row.denominator}${besideRate(row.excluded, say)}</span>`
  if (row.value === 0 && row.plan === undefined) return html`<span class="small">${shown}</span>`
  const { wanted, met } = row.plan ?? {}
  const plan =
    wanted !== undefined &&
    wanted !== null &&
    html` <span class="small nowrap">${say('计划', 'plan')} ${wanted}${met ? say('，已达', ', met') : ''}</span>`
  return html`<strong>${shown}</strong>${plan}`
}

/** The four figures of participation, as they went over the years. */
async function trendTiles(desk: Desk, context: PageContext, say: Say, year: string): Promise<Html> {
  const query = { by: 'committee', years: String(YEARS_BACK), asOf: lastDay(context, year) }
  const { items } = await ask(desk, context, getTrends, { query })
  const years = [...(items[0]?.years ?? [])].reverse()
  if (years.length === 0) return EMPTY
  const labels = years.map(({ to }) => to.slice(0, 4))
  const points = say(' 个百分点', ' pt')
  const name = say('出席率', 'Attendance')
  const rate: Series = { name, values: years.map(({ attendance }) => attendance.value) }
  const counts: Series[] = [
    { name: say('社情民意信息', 'Opinions'), values: years.map(({ opinions }) => opinions) },
    { name: say('发言', 'Speeches'), values: years.map(({ speeches }) => speeches) },
    { name: say('提案', 'Proposals'), values: years.map(({ proposals }) => proposals) },
  ]
  const tile = (series: Series, shown: (value: number | null) => string, unit: string) =>
    html`<li class="tile"><h3>${series.name}</h3><p class="big">${shown(series.values.at(-1) ?? null)}</p>${spark(series.values)}<p>${change(series.values.at(-1) ?? null, series.values.at(-2) ?? null, unit, say)}</p></li>`
  const [head, table] = [say('年', 'Year'), say('数据表', 'Table')]
  const rateTitle = say('出席率（%）', 'Attendance (%)')
  const countTitle = say('信息、发言、提案（件）', 'Opinions, speeches, proposals')
  return html`<h2>${say('历年同期', 'The same days of each year')}</h2>
<ul class="tiles">${tile(rate, percent, points)}${counts.map((series) => tile(series, number, ''))}</ul>
<div class="charts">
${figure(rateTitle, lineChart(labels, [rate], rateTitle, 100), { labels, series: [rate], head }, table, percent)}
${figure(countTitle, lineChart(labels, counts, countTitle), { labels, series: counts, head }, table)}
</div>`
}

async function oneNumber(desk: Desk, context: PageContext<'key'>): Promise<PageContent> {
  const say = sayIn(context.language)
  const year = yearOf(context)
  const params = { key: context.params.key }
  const { rule, cursor } = context.query
  const number_ = await ask(desk, context, getStatistic, { params, query: { year, rule } })
  const { items, nextCursor } = await ask(desk, context, listStatisticRecords, {
    params,
    query: { year, rule, cursor, limit: '100' },
  })
  const path = `/board/statistics/${encodeURIComponent(params.key)}`
  const main = html`<p><a href="${href('/board', { year })}">${say('← 总览', '← Overview')}</a></p>
${yearChooser(context, say, path)}
<p class="big">${shownValue(number_.kind, number_)}${number_.denominator !== null && html` <span class="small">${number_.numerator}/${number_.denominator}</span>`}</p>
<dl class="facts"><dt>${say('口径', 'What counts')}</dt><dd>${number_.means[context.language]}</dd>
<dt>${say('起止', 'Days')}</dt><dd>${number_.from} — ${number_.to}${say('，截至 ', ', as of ')}${number_.asOf}</dd></dl>
${await history(desk, context, number_, say, year)}
${recordsBy(say('未计入', 'Left out'), number_.excluded, say)}
${recordsBy(say('计入，另注', 'Counted, and noted'), number_.noted ?? [], say)}
<h2>${say('背后的记录', 'The records behind it')}</h2>
${dataTable(
  say('背后的记录', 'The records behind it'),
  [
    { head: say('日期', 'Day'), cell: (row) => row.day ?? '—' },
    { head: say('记录', 'Record'), rowHead: true, cell: (row) => recordLink(row.subject, row.label) },
    { head: say('计', 'Counts'), figure: true, cell: (row) => row.counted },
  ],
  items,
  say('没有记录', 'No records'),
)}
${nextCursor && html`<p><a href="${href(path, { year, rule, cursor: nextCursor })}">${say('下一页', 'Next page')}</a></p>`}`
  return { title: number_.title[context.language], main }
}

/** The same days of the years before. */
async function history(
  desk: Desk,
  context: PageContext,
  shown: Statistic,
  say: Say,
  year: string,
): Promise<Html> {
  const years = Array.from({ length: YEARS_BACK }, (_, at) => String(Number(year) - YEARS_BACK + 1 + at))
  const monthDay = lastDay(context, year).slice(4).replace('-02-29', '-02-28')
  const values: (number | null)[] = []
  for (const year of years) {
    const query = { year: year, asOf: `${year}${monthDay}`, rule: shown.rule }
    values.push((await ask(desk, context, getStatistic, { params: { key: shown.key }, query })).value)
  }
  const series = [{ name: shown.title[context.language], values }]
  const title = say('历年同期', 'The same days of each year')
  const top = shown.kind === 'rate' ? 100 : undefined
  return figure(
    title,
    lineChart(years, series, title, top),
    { labels: years, series, head: say('年', 'Year') },
    say('数据表', 'Table'),
  )
}

/** Records beside a number, by what is to be known of them. */
const recordsBy = (title: string, reasons: Statistic['excluded'], say: Say): Html | false =>
  reasons.length > 0 &&
  html`<h2>${title}</h2><ul>${reasons.map(
    ({ reason, records }) =>
      html`<li>${termOf(EXCLUSIONS, reason, say)} ${records} ${say('条', 'records')}</li>`,
  )}</ul>`
