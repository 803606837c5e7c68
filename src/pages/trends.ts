import { dayInZone } from '../core/days.ts'
import { PROGRESS_STATES } from '../core/words/duties.ts'
import { TREND_SUBJECTS } from '../core/words/members.ts'
import { ENTRY_KINDS, FALL_REASONS } from '../core/words/reports.ts'
import type { Say } from '../core/words/word.ts'
import { sayIn, termOf } from '../core/words/word.ts'
import { listPlanProgress } from '../duties/plan-items/schema.ts'
import type { Item } from '../http/operation.ts'
import { type Page, type PageContext, type ParamsOf, view } from '../http/page.ts'
import { getEntryTimeliness, listLateRecords } from '../reporting/timeliness/schema.ts'
import { getTrends, listFallingParticipation } from '../reporting/trends/schema.ts'
import { barChart, figure, type Series, shortened } from './charts.ts'
import { ask, askAll, type Desk } from './desk.ts'
import { percent } from './figures.ts'
import { bdi, EMPTY, type Html, href, html } from './html.ts'
import { documentOf, type PageContent } from './layout.ts'
import { cachedPage } from './page-cache.ts'
import { change, chooser, dataTable, memberLink, optionsOf, recordLink } from './parts.ts'
import type { TrendYear } from './record.ts'

/** How it goes: participation year on year, the annual plan, and whether departments enter in time. */

type Timeliness = Item<typeof getEntryTimeliness>

export function trendPages(desk: Desk): Page[] {
  const shown = <Path extends string>(
    path: Path,
    make: (context: PageContext<ParamsOf<Path>>) => Promise<PageContent>,
  ): Page =>
    view(path, async (context) =>
      documentOf(desk, context, await cachedPage(desk, context, () => make(context))),
    )
  return [
    shown('/board/trends', (context) => trends(desk, context)),
    shown('/board/plan', (context) => plan(desk, context)),
    shown('/board/timeliness', (context) => timeliness(desk, context)),
    shown('/board/timeliness/:department', (context) => lateRecords(desk, context)),
  ]
}

const YEARS = '5'

async function trends(desk: Desk, context: PageContext): Promise<PageContent> {
  const say = sayIn(context.language)
  const by =
    context.query.by !== undefined && context.query.by in TREND_SUBJECTS ? context.query.by : 'committee'
  const whole = by === 'committee'
  const trends = await ask(desk, context, getTrends, { query: { by, years: whole ? YEARS : '2' } })
  const options = optionsOf(TREND_SUBJECTS, say)
  const main = html`${chooser('/board/trends', say, [{ name: 'by', label: say('按', 'By'), value: by, options }])}
<p class="small">${say('各年同期，截至', 'The same days of each year, until')} ${trends.asOf}</p>
${whole ? committeeCharts(trends.items[0]?.years ?? [], say) : bodiesTable(trends.items, by, say)}
${whole && (await falling(desk, context, say))}`
  return { title: say('履职趋势', 'Trends'), main }
}

/** One chart a figure: their scales have nothing to do with each other. */
function committeeCharts(latestFirst: readonly TrendYear[], say: Say): Html {
  const years = [...latestFirst].reverse()
  const labels = years.map(({ to }) => to.slice(0, 4))
  const rows: [string, (year: TrendYear) => number | null, number | undefined][] = [
    [say('出席率（%）', 'Attendance (%)'), ({ attendance }) => attendance.value, 100],
    [say('社情民意信息（条）', 'Opinions'), ({ opinions }) => opinions, undefined],
    [say('发言（次）', 'Speeches'), ({ speeches }) => speeches, undefined],
    [say('提案（件）', 'Proposals'), ({ proposals }) => proposals, undefined],
  ]
  return html`<div class="charts">${rows.map(([name, value, top]) => {
    const series: Series[] = [{ name, values: years.map(value) }]
    return figure(
      name,
      barChart(labels, series, name, top),
      { labels, series, head: say('年', 'Year') },
      say('数据表', 'Table'),
    )
  })}</div>`
}

function bodiesTable(items: readonly Item<typeof getTrends>[], by: string, say: Say): Html {
  const two =
    (value: (year: TrendYear) => number | null, unit: string, shown: (value: number | null) => string) =>
    (row: Item<typeof getTrends>) => {
      const [now, before] = row.years.map(value)
      return html`${shown(now ?? null)} ${change(now ?? null, before ?? null, unit, say)}`
    }
  const plain = (value: number | null) => String(value ?? '—')
  return dataTable(
    say('各年同期', 'The same days of each year'),
    [
      {
        head: termOf(TREND_SUBJECTS, by, say),
        rowHead: true,
        cell: (row) => (by === 'member' ? memberLink(row.subjectId, row.name) : bdi(row.name)),
      },
      {
        head: say('出席率', 'Attendance'),
        figure: true,
        cell: two(({ attendance }) => attendance.value, say(' 个百分点', ' pt'), percent),
      },
      { head: say('信息', 'Opinions'), figure: true, cell: two(({ opinions }) => opinions, '', plain) },
      { head: say('发言', 'Speeches'), figure: true, cell: two(({ speeches }) => speeches, '', plain) },
      { head: say('提案', 'Proposals'), figure: true, cell: two(({ proposals }) => proposals, '', plain) },
    ],
    items,
    say('没有记录', 'Nothing'),
  )
}

/** A reason to call on somebody, not to blame them: it is shown to the office alone. */
async function falling(desk: Desk, context: PageContext, say: Say): Promise<Html> {
  const falling = await ask(desk, context, listFallingParticipation)
  const title = say('参与明显减少的委员', 'Members whose participation falls')
  return html`<h2>${title} <span class="count">${falling.items.length}</span></h2>
<p class="small">${say(`应到不少于${falling.sessionsMin}场，出席率下降${falling.fallMin}个百分点以上，或今年尚无履职`, `At least ${falling.sessionsMin} expected sessions; fell by ${falling.fallMin} points or more, or nothing yet`)}</p>
${dataTable(
  title,
  [
    { head: say('委员', 'Member'), rowHead: true, cell: (row) => memberLink(row.subjectId, row.name) },
    { head: say('情形', 'Why'), cell: (row) => termOf(FALL_REASONS, row.reason, say) },
    { head: say('今年', 'This year'), figure: true, cell: ({ now }) => percent(now.attendance.value) },
    { head: say('上年', 'Before'), figure: true, cell: ({ before }) => percent(before.attendance.value) },
  ],
  falling.items,
  say('没有', 'Nobody'),
)}`
}

/** A plain year, or this one. */
const yearAsked = ({ query, clock }: PageContext): string => {
  const year = query.year ?? ''
  return /^(19|20)\d\d$/.test(year) ? year : dayInZone(clock()).slice(0, 4)
}

function yearForm(context: PageContext, path: string, say: Say): Html {
  const year = Number(yearAsked(context))
  const options = [year + 1, year, year - 1, year - 2].map((option) => ({
    value: String(option),
    label: String(option),
  }))
  return chooser(path, say, [{ name: 'year', label: say('年度', 'Year'), value: String(year), options }])
}

async function plan(desk: Desk, context: PageContext): Promise<PageContent> {
  const say = sayIn(context.language)
  const items = await askAll(desk, context, listPlanProgress, { query: { year: yearAsked(context) } })
  const title = say('年度计划进度', 'The annual plan')
  const counts = Object.keys(PROGRESS_STATES).map((state) => ({
    state,
    many: items.filter((item) => item.state === state).length,
  }))
  const tiles = counts.map(
    ({ state, many }) =>
      html`<li class="tile"><h2>${termOf(PROGRESS_STATES, state, say)}</h2><p class="big">${many}</p></li>`,
  )
  const main = html`${yearForm(context, '/board/plan', say)}<ul class="tiles">${tiles}</ul>${dataTable(
    title,
    [
      { head: say('月', 'Month'), figure: true, cell: (row) => row.month ?? '—' },
      { head: say('事项', 'Item'), rowHead: true, cell: (row) => bdi(row.title) },
      {
        head: say('已办', 'Done'),
        figure: true,
        cell: (row) => html`${row.done}${row.target !== null && `/${row.target}`}`,
      },
      {
        head: say('状态', 'State'),
        cell: (row) =>
          html`<span${row.state === 'missing' && html` class="late"`}>${termOf(PROGRESS_STATES, row.state, say)}</span>`,
      },
      { head: say('完成日期', 'Reached'), wide: true, cell: (row) => row.reachedOn ?? '—' },
      {
        head: say('记录', 'Records'),
        wide: true,
        cell: (row) =>
          html`${row.records.map((record) => html`<div>${record.day} ${recordLink(record.subject, record.title)}</div>`)}`,
      },
    ],
    items,
    say('这一年没有计划', 'There is no plan for this year'),
  )}`
  return { title: `${title} ${yearAsked(context)}`, main }
}

async function timeliness(desk: Desk, context: PageContext): Promise<PageContent> {
  const say = sayIn(context.language)
  const year = yearAsked(context)
  const { items, asOf } = await ask(desk, context, getEntryTimeliness, { query: { year } })
  const rows = items
  const title = say('录入时效', 'Entry in time')
  const name = (row: Timeliness) => row.name ?? say('办公室', 'the office')
  const main = html`${yearForm(context, '/board/timeliness', say)}
<p class="small">${say('谁组织谁记录，截至', 'Who organises records it; as of')} ${asOf}</p>
${rows.length > 0 ? timelinessChart(rows.slice(0, 8), name, say) : EMPTY}
${dataTable(
  title,
  [
    {
      head: say('部门', 'Department'),
      rowHead: true,
      cell: (row) =>
        html`<a href="${href(`/board/timeliness/${row.organizationId ?? 'office'}`, { year })}">${bdi(name(row))}</a>`,
    },
    { head: say('已录', 'Entered'), figure: true, cell: (row) => row.records },
    { head: say('按时', 'In time'), figure: true, cell: (row) => row.onTime },
    { head: say('迟录', 'Late'), figure: true, cell: (row) => row.late },
    {
      head: say('未录', 'Missing'),
      figure: true,
      cell: (row) => html`<span${row.missing > 0 && html` class="late"`}>${row.missing}</span>`,
    },
    {
      head: say('最长逾期（天）', 'Longest delay (days)'),
      figure: true,
      wide: true,
      cell: (row) => row.longestDelay,
    },
  ],
  rows,
  say('这一年没有应录的事项', 'Nothing was to be entered'),
)}`
  return { title: `${title} ${year}`, main }
}

/** Latin signs below all bars together. */
const ROOM = 56

function timelinessChart(rows: readonly Timeliness[], name: (row: Timeliness) => string, say: Say): Html {
  const labels = rows.map((row) => shortened(name(row), ROOM / rows.length))
  const series: Series[] = [
    { name: say('按时', 'In time'), values: rows.map(({ onTime }) => onTime) },
    { name: say('迟录', 'Late'), values: rows.map(({ late }) => late) },
    { name: say('未录', 'Missing'), values: rows.map(({ missing }) => missing) },
  ]
  const title = say('各部门录入情况（项）', 'Entries by department')
  return figure(
    title,
    barChart(labels, series, title),
    { labels: rows.map(name), series, head: say('部门', 'Department') },
    say('数据表', 'Table'),
  )
}

async function lateRecords(desk: Desk, context: PageContext<'department'>): Promise<PageContent> {
  const say = sayIn(context.language)
  const year = yearAsked(context)
  const params = { department: context.params.department }
  const { items, nextCursor } = await ask(desk, context, listLateRecords, {
    params,
    query: { year, cursor: context.query.cursor, limit: '100' },
  })
  const path = `/board/timeliness/${encodeURIComponent(params.department)}`
  const title = say('迟录和未录的事项', 'What is late or missing')
  const main = html`<p><a href="${href('/board/timeliness', { year })}">${say('← 录入时效', '← Entry in time')}</a></p>${dataTable(
    title,
    [
      { head: say('日期', 'Day'), cell: (row) => html`<span class="nowrap">${row.day}</span>` },
      {
        head: say('事项', 'Record'),
        rowHead: true,
        cell: (row) => html`${termOf(ENTRY_KINDS, row.kind, say)} ${recordLink(row.subject, row.title)}`,
      },
      { head: say('应录日期', 'Due'), cell: (row) => html`<span class="nowrap">${row.dueOn}</span>` },
      {
        head: say('录入日期', 'Entered'),
        cell: (row) => html`<span class="nowrap">${row.enteredOn ?? say('未录', 'missing')}</span>`,
      },
      { head: say('逾期（天）', 'Delay (days)'), figure: true, cell: (row) => row.delay },
    ],
    items,
    say('没有', 'Nothing'),
  )}${nextCursor && html`<p><a href="${href(path, { year, cursor: nextCursor })}">${say('下一页', 'Next page')}</a></p>`}`
  return { title, main }
}
