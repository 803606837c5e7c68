import { FIELDS as HEADS } from '../core/words/fields.ts'
import { type Say, sayIn } from '../core/words/word.ts'
import type { Answer, Item } from '../http/operation.ts'
import { type Page, view } from '../http/page.ts'
import { figureColumns } from '../reporting/ranking/figures.ts'
import type { ShownMember } from '../reporting/reports/audience.ts'
import {
  getPublicReport,
  getPublishedReport,
  listPublicReports,
  listPublishedReports,
} from '../reporting/reports/published.ts'
import { ask, type Desk } from './desk.ts'
import { number } from './figures.ts'
import { bdi, EMPTY, type Html, html, type Part } from './html.ts'
import { documentOf, type PageContent } from './layout.ts'
import { cachedPage } from './page-cache.ts'
import { type Column, dataTable } from './parts.ts'

/** 晾晒: what was published, as much of it as its audience is shown; for the public without signing in. */

type Report = Answer<typeof getPublishedReport>
type Shown = Report['shown']

export function publishedPages(desk: Desk): Page[] {
  return [
    view('/board/published', async (context) => {
      const { items } = await ask(desk, context, listPublishedReports)
      return documentOf(desk, context, listOf(items, '/board/published', sayIn(context.language)))
    }),
    view('/board/published/:id', async (context) =>
      documentOf(
        desk,
        context,
        await cachedPage(desk, context, async () => {
          const { id } = context.params
          const report = await ask(desk, context, getPublishedReport, { params: { id } })
          return reportOf(report, sayIn(context.language))
        }),
      ),
    ),
    view(
      '/board/public/:code',
      async (context) => {
        const { code } = context.params
        const { items } = await ask(desk, context, listPublicReports, { params: { code } })
        const page = listOf(items, `/board/public/${encodeURIComponent(code)}`, sayIn(context.language))
        return documentOf(desk, context, open(page, ''))
      },
      'public',
    ),
    view(
      '/board/public/:code/:id',
      async (context) => {
        const { code, id } = context.params
        const report = await ask(desk, context, getPublicReport, { params: { code, id } })
        return documentOf(
          desk,
          context,
          open(reportOf(report, sayIn(context.language)), report.shown.committee.name),
        )
      },
      'public',
    ),
  ]
}

/** Everybody reads the same, whoever has signed in here. */
const open = (page: PageContent, committee: string): PageContent => ({ ...page, open: true, committee })

function listOf(items: readonly Item<typeof listPublishedReports>[], path: string, say: Say): PageContent {
  const title = say('履职情况通报', 'Published reports')
  const main = dataTable(
    title,
    [
      {
        head: say('通报', 'Report'),
        rowHead: true,
        cell: (row) => html`<a href="${path}/${row.id}">${bdi(row.title)}</a>`,
      },
      { head: say('周期', 'Period'), cell: (row) => bdi(row.period.name) },
      { head: say('版次', 'Version'), figure: true, cell: (row) => row.number },
      {
        head: say('发布', 'Published'),
        cell: (row) => html`<span class="nowrap">${row.publishedAt.slice(0, 10)}</span>`,
      },
    ],
    items,
    say('目前没有公开的通报', 'Nothing is published'),
  )
  return { title, main }
}

function reportOf(report: Report, say: Say): PageContent {
  const { shown } = report
  const facts: [string, Part][] = [
    [say('周期', 'Period'), html`${bdi(shown.period.name)} ${shown.period.from} — ${shown.period.to}`],
    [
      say('依据', 'Regulation'),
      html`${bdi(shown.regulation.title)} ${say('第', 'version ')}${shown.regulation.number}${say('版', '')}`,
    ],
    [say('发布依据', 'Legal basis'), bdi(report.legalBasis ?? '—')],
    [say('版次、截至', 'Version, as of'), `${report.number} · ${report.asOf}`],
    [say('人数', 'Members'), countsOf(shown.counts, say)],
    [say('内容指纹', 'Hash'), html`<code>${report.contentHash}</code>`],
  ]
  const main = html`${shown.interim && html`<p class="notice">${say('周期尚未关闭，内容可能变化。', 'The period is not closed: this may change.')}</p>`}
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${shown.mode === 'ranks' ? membersTable(say('排名', 'Ranking'), shown.items, shown, say) : bandsHtml(shown, say)}
${shown.unranked.length > 0 && html`<h2>${say('不参加排名', 'Not ranked')}</h2>${membersTable(say('不参加排名', 'Not ranked'), shown.unranked, NO_COLUMNS, say)}`}`
  return { title: report.title, main }
}

const countsOf = ({ members, ranked, unranked }: Shown['counts'], say: Say): string =>
  say(
    `共${members}人，参加排名${ranked}人，不参加${unranked}人`,
    `${members}; ranked ${ranked}, not ranked ${unranked}`,
  )

/** Names under their grade in the order of the alphabet, or only how many have it. */
function bandsHtml({ bands, mode }: Shown, say: Say): Html {
  return html`${bands.map(
    ({ grade, members, names }) =>
      html`<section><h2>${bdi(grade ?? say('未定等次', 'No grade'))} <span class="count">${members} ${say('人', '')}</span></h2>${
        mode === 'bands'
          ? membersTable(
              grade ?? say('未定等次', 'No grade'),
              names.map(({ grade: _, ...row }) => row),
              NO_COLUMNS,
              say,
            )
          : EMPTY
      }</section>`,
  )}`
}

const NO_COLUMNS = { groups: [], figures: undefined }

/** Only columns that the committee shows this audience. */
function membersTable(
  name: string,
  rows: readonly ShownMember[],
  { groups, figures }: Pick<Shown, 'groups' | 'figures'>,
  say: Say,
): Html {
  const has = (field: keyof ShownMember) => rows.some((row) => row[field] !== undefined)
  const columns: Column<ShownMember>[] = [
    ...(has('rank')
      ? [
          {
            head: say(HEADS.rank, 'Rank'),
            figure: true as const,
            cell: (row: ShownMember) => row.rank ?? '—',
          },
        ]
      : []),
    { head: say(HEADS['members.name'], 'Name'), rowHead: true, cell: (row: ShownMember) => bdi(row.name) },
    ...(has('memberNo')
      ? [{ head: say(HEADS.memberNo, 'Number'), cell: (row: ShownMember) => row.memberNo }]
      : []),
    ...(has('sector')
      ? [{ head: say(HEADS.sector, 'Sector'), cell: (row: ShownMember) => bdi(row.sector ?? '—') }]
      : []),
    ...(has('memberGroup')
      ? [
          {
            head: say(HEADS.memberGroup, 'Group'),
            wide: true as const,
            cell: (row: ShownMember) => bdi(row.memberGroup ?? '—'),
          },
        ]
      : []),
    ...groups.map((group) => ({
      head: group.title,
      figure: true as const,
      wide: true as const,
      cell: (row: ShownMember) => number(row.groups?.find(({ code }) => code === group.code)?.points ?? null),
    })),
    ...(has('total')
      ? [
          {
            head: say(HEADS.total, 'Total'),
            figure: true as const,
            cell: (row: ShownMember) => html`<strong>${number(row.total)}</strong>`,
          },
        ]
      : []),
    ...(has('grade')
      ? [{ head: say(HEADS.grade, 'Grade'), cell: (row: ShownMember) => bdi(row.grade ?? '—') }]
      : []),
    ...figureColumns(figures).map(({ title, of }) => ({
      head: title,
      figure: true as const,
      wide: true as const,
      cell: (row: ShownMember) => number(of(row.figures)),
    })),
  ]
  return dataTable(name, columns, rows, say('没有委员', 'Nobody'))
}
