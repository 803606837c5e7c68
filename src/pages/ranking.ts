import { organizationOperations } from '../committee/organizations/resource.ts'
import { FIELDS as HEADS } from '../core/words/fields.ts'
import { PERIOD_STATES } from '../core/words/reports.ts'
import { type Say, sayIn, termOf } from '../core/words/word.ts'
import type { Answer } from '../http/operation.ts'
import { type Page, type PageContext, view } from '../http/page.ts'
import { figureColumns } from '../reporting/ranking/figures.ts'
import { getRanking } from '../reporting/ranking/schema.ts'
import { ask, askAll, type Desk } from './desk.ts'
import { number } from './figures.ts'
import { bdi, type Html, html } from './html.ts'
import { documentOf, type PageContent } from './layout.ts'
import { cachedPage } from './page-cache.ts'
import { chooser, dataTable, memberLink, type Option, periodAsked, periodOptions } from './parts.ts'

/** The living ranking, for the office: whole, by list of the regulation, by body; and who has done nothing at all. */

type Ranking = Answer<typeof getRanking>
type Row = Ranking['items'][number]

export function rankingPages(desk: Desk): Page[] {
  return [
    view('/board/ranking', async (context) =>
      documentOf(desk, context, await cachedPage(desk, context, () => ranking(desk, context))),
    ),
  ]
}

async function ranking(desk: Desk, context: PageContext): Promise<PageContent> {
  const say = sayIn(context.language)
  const title = say('履职排名', 'Ranking')
  const { periods, period } = await periodAsked(desk, context, context.query.period)
  if (!period)
    return { title, main: html`<p class="empty">${say('还没有考核周期', 'There is no period yet')}</p>` }
  const { body: bodyId } = context.query
  const ranking = await ask(desk, context, getRanking, {
    params: { id: period.id },
    query: { organizationId: bodyId },
  })
  const rows = ranking.items
  const lists = [...new Set(rows.map(({ list }) => list).filter((list) => list !== null))]
  const idle = rows.filter(({ points }) => points === 0)
  const main = html`${chooser('/board/ranking', say, [
    { name: 'period', label: say('周期', 'Period'), value: period.id, options: periodOptions(periods) },
    {
      name: 'body',
      label: say('界别、委组', 'Body'),
      value: bodyId ?? '',
      options: await bodyOptions(desk, context, say),
    },
  ])}
<p class="small">${ranking.regulation.title} · ${say('第', 'version ')}${ranking.regulation.number}${say('版', '')} · ${say('截至', 'as of')} ${ranking.asOf} · ${termOf(PERIOD_STATES, ranking.period.state, say)}</p>
${lists.length > 1 ? lists.map((list) => listTable(rows, list, ranking, say)) : rankTable(say('排名', 'Ranking'), rows, ranking, say, ({ rank }) => rank)}
${[...rows, ...ranking.unranked].some(({ provisional }) => provisional) && html`<p class="small">${say('* 部分事实尚未确定，分数可能变化', '* Some facts may still change')}</p>`}
${idle.length > 0 && html`<section><h2>${say('尚无履职记录得分', 'No points yet')} <span class="count">${idle.length}</span></h2><p class="names">${idle.map(({ name }) => html`${bdi(name)} `)}</p></section>`}
${ranking.unranked.length > 0 && html`<h2>${say('不参加排名', 'Not ranked')}</h2>${rankTable(say('不参加排名', 'Not ranked'), ranking.unranked, ranking, say, () => null)}`}`
  return { title: `${title} · ${period.name}`, main }
}

function listTable(rows: readonly Row[], list: string, ranking: Ranking, say: Say): Html {
  const own = rows.filter((row) => row.list === list).sort((a, b) => a.listRank! - b.listRank!)
  return html`<h2>${bdi(list)}</h2>${rankTable(list, own, ranking, say, ({ listRank }) => listRank)}`
}

function rankTable(
  name: string,
  rows: readonly Row[],
  ranking: Ranking,
  say: Say,
  place: (row: Row) => number | null,
): Html {
  const graded = rows.some(({ grade }) => grade !== null)
  const groups = ranking.groups
  return dataTable(
    name,
    [
      { head: say(HEADS.rank, 'Rank'), figure: true, cell: (row) => place(row) ?? '—' },
      {
        head: say(HEADS['members.name'], 'Name'),
        rowHead: true,
        cell: (row: Row) =>
          html`${memberLink(row.memberId, row.name, ranking.period.id)} <span class="small">${row.memberNo}</span>`,
      },
      {
        head: say(HEADS.sector, 'Sector'),
        wide: true,
        cell: (row) => (row.sector ? bdi(row.sector.name) : '—'),
      },
      ...groups.map((group) => ({
        head: group.title,
        figure: true as const,
        wide: true as const,
        cell: (row: Row) =>
          number(row.groups.find(({ code }: { code: string }) => code === group.code)?.points ?? 0),
      })),
      {
        head: say(HEADS.total, 'Total'),
        figure: true,
        cell: (row) => html`<strong>${number(row.total)}</strong>${row.provisional && '*'}`,
      },
      ...(graded
        ? [
            {
              head: say(HEADS.grade, 'Grade'),
              cell: (row: Row) => (row.grade === null ? '—' : bdi(row.grade)),
            },
          ]
        : []),
      ...figureColumns(ranking.figures).map(({ title, of }) => ({
        head: title,
        figure: true as const,
        wide: true as const,
        cell: (row: Row) => number(of(row.figures)),
      })),
    ],
    rows,
    say('没有委员', 'Nobody'),
  )
}

const BODIES = ['sector', 'member_group', 'special_committee', 'street_body']

async function bodyOptions(desk: Desk, context: PageContext, say: Say): Promise<Option[]> {
  const bodies = await askAll(desk, context, organizationOperations.list)
  const own = bodies.filter(({ kind }) => BODIES.includes(kind))
  return [
    { value: '', label: say('全体', 'Everybody') },
    ...own.map(({ id, name }) => ({ value: id, label: name })),
  ]
}
