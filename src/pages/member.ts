import { memberOperations } from '../committee/members/resource.ts'
import { FIELDS } from '../core/words/fields.ts'
import { type Say, sayIn } from '../core/words/word.ts'
import type { Answer } from '../http/operation.ts'
import { type Page, type PageContext, view } from '../http/page.ts'
import { getArchive } from '../reporting/archive/schema.ts'
import { getMemberTrends } from '../reporting/trends/schema.ts'
import { getMemberScore } from '../scoring/wire/member-score.ts'
import { ask, type Desk, may } from './desk.ts'
import { bdi, type Html, href, html } from './html.ts'
import { documentOf, type PageContent } from './layout.ts'
import { cachedPage } from './page-cache.ts'
import type { Period } from './parts.ts'
import { chooser, periodAsked, periodOptions } from './parts.ts'
import { attendanceHtml, entriesHtml, outlineHtml, totalHtml, yearsTable } from './record.ts'

/** One member and one period: what they did, what it earned, why. */

const YEARS = '5'

export function memberPages(desk: Desk): Page[] {
  return [
    view('/board/members/:id', async (context) =>
      documentOf(desk, context, await cachedPage(desk, context, () => memberPage(desk, context))),
    ),
  ]
}

async function memberPage(desk: Desk, context: PageContext<'id'>): Promise<PageContent> {
  const id = context.params.id
  const member = await ask(desk, context, memberOperations.read, { params: { id } })
  const { main } = await recordOf(desk, context, id, `/board/members/${id}`)
  return { title: member.name, main }
}

/** The record of a member in the period that is asked for; 404 where this person may not see it. */
export async function recordOf(
  desk: Desk,
  context: PageContext,
  id: string,
  path: string,
): Promise<{ main: Html; period: Period | undefined }> {
  const say = sayIn(context.language)
  const { periods, period } = await periodAsked(desk, context, context.query.period)
  if (!period)
    return { main: html`<p class="empty">${say('还没有考核周期', 'There is no period yet')}</p>`, period }
  const query = { periodId: period.id }
  const archive = await ask(desk, context, getArchive, { params: { id }, query })
  const score = await ask(desk, context, getMemberScore, {
    params: { id },
    query: { ...query, text: context.language },
  })
  const trends = await ask(desk, context, getMemberTrends, { params: { id }, query: { years: YEARS } })
  const main = html`${chooser(path, say, [
    { name: 'period', label: say('周期', 'Period'), value: period.id, options: periodOptions(periods) },
  ])}
${basicHtml(archive, say)}
<div class="charts"><section><h2>${say('总分', 'Total')}</h2>${totalHtml(score, say)}</section>
<section><h2>${say('出席', 'Attendance')}</h2>${attendanceHtml(archive.attendance, say)}</section></div>
<h2>${say('分数是怎样得来的', 'Where the points come from')}</h2>
<p class="small">${score.regulation.title[context.language]} · ${say('第', 'version ')}${archive.regulation.number}${say('版', '')} · ${say('截至', 'as of')} ${archive.asOf}</p>
<div class="panel">${outlineHtml(score.text ?? '')}</div>
<h2>${say('履职记录', 'What was done')}</h2>${entriesHtml(archive.entries, say)}
<h2>${say('历年同期', 'The same days of each year')}</h2>${yearsTable(trends.items[0]?.years ?? [], say)}
${may(context, 'rankings.read') && html`<p><a href="${href('/board/ranking', { period: period.id })}">${say('← 排名', '← Ranking')}</a></p>`}`
  return { main, period }
}

function basicHtml({ basic }: Answer<typeof getArchive>, say: Say): Html {
  const facts: [string, string | null][] = [
    [say(FIELDS.memberNo, 'Number'), basic.memberNo],
    [say(FIELDS.term, 'Term'), basic.term],
    [say('单位职务', 'Unit and post'), [basic.unit, basic.post].filter(Boolean).join(' ') || null],
    [say(FIELDS.sector, 'Sector'), basic.sector?.name ?? null],
    [say(FIELDS.memberGroup, 'Group'), basic.memberGroup?.name ?? null],
    [say('职务', 'Office'), basic.offices.map(({ name }) => name).join('、') || null],
    [say('任期', 'In office'), `${basic.validFrom} — ${basic.validTo ?? say('今', 'today')}`],
  ]
  const rows = facts.flatMap(([name, value]) =>
    value === null ? [] : [html`<dt>${name}</dt><dd>${bdi(value)}</dd>`],
  )
  return html`<dl class="facts">${rows}</dl>`
}
