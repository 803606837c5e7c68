import { APPEAL_KINDS, APPEAL_STATES, APPEAL_STEPS } from '../../core/words/reports.ts'
import type { Say } from '../../core/words/word.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import { meetingOperations } from '../../duties/meetings/resource.ts'
import type { Answer } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { appealOperations, withdrawAppeal } from '../../reporting/appeals/resource.ts'
import { listAppealSteps } from '../../reporting/appeals/schema.ts'
import { getMyArchive, openMyAppeal } from '../../reporting/me/schema.ts'
import { ask, askAll, type Desk } from '../desk.ts'
import { number } from '../figures.ts'
import { bdi, type Html, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { appealTable, ownMembership } from '../me.ts'
import { dataTable, doneNotice, type Option, periodAsked, periodOptions } from '../parts.ts'
import { type Fault, formHtml, formPages, given, seenVersion, sendingTo, typed } from './form.ts'

/** Meetings whose sessions are listed; more than a year has. */
const MEETINGS_MAX = 100

/** 申诉, by the member: about a line, a status, or something that is missing; and what became of it. */

export function ownAppealPages(desk: Desk): Page[] {
  return [
    view('/board/me/appeals', (context) => ownAppeals(desk, context)),
    ...formPages(desk, {
      path: '/board/me/appeals/new',
      needs: openMyAppeal,
      alone: true,
      show: (context, fault) => newAppeal(desk, context, fault),
      sending: sendingAppeal,
    }),
    ...formPages(desk, {
      path: '/board/me/appeals/:id',
      needs: withdrawAppeal,
      show: (context, fault) => oneAppeal(desk, context, fault),
      sending: (context) => ({
        operation: withdrawAppeal,
        params: { id: context.params.id },
        ifMatch: seenVersion(context),
        done: `/board/me/appeals/${context.params.id}?done=withdrawn`,
      }),
    }),
  ]
}

async function ownAppeals(desk: Desk, context: PageContext): Promise<PageReply> {
  const say = sayIn(context.language)
  const member = await ownMembership(desk, context)
  const appeals = await askAll(desk, context, appealOperations.list, {
    query: { memberId: member.id, sort: '-createdAt' },
  })
  const main = html`<p><a href="/board/me/appeals/new">${say('提出申诉', 'Appeal')}</a></p>${appealTable(appeals, '/board/me/appeals', context)}`
  return documentOf(desk, context, { title: say('申诉', 'Appeals'), main })
}

/** One field names what it is about: a line, a session, or nothing that is there. */
function sendingAppeal(context: PageContext) {
  const about = (typed(context, 'about') ?? '').split('|')
  const target =
    about[0] === 'line'
      ? { kind: 'line', clause: about[1] ?? '', factId: about[2] ?? '' }
      : about[0] === 'session'
        ? { kind: 'attendance_status', sessionId: about[1] ?? '' }
        : { kind: about[0] === 'missing' ? 'missing_fact' : '' }
  const body = {
    ...target,
    periodId: given(context, 'periodId'),
    reportId: typed(context, 'reportId'),
    reason: given(context, 'reason'),
  }
  const places = { kind: 'about', clause: 'about', factId: 'about', sessionId: 'about' }
  return sendingTo(openMyAppeal, {
    body,
    places,
    done: ({ id }) => `/board/me/appeals/${id}?done=opened`,
  })
}

async function newAppeal(desk: Desk, context: PageContext, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const title = say('提出申诉', 'Appeal')
  const periodId = context.form.get('periodId') ?? context.query.period
  const { periods, period } = await periodAsked(desk, context, periodId)
  if (!period)
    return documentOf(desk, context, {
      title,
      main: html`<p class="empty">${say('还没有考核周期', 'There is no period yet')}</p>`,
    })
  const archive = await ask(desk, context, getMyArchive, { query: { periodId: period.id } })
  const report = context.form.get('reportId') ?? context.query.report
  const form = formHtml(context, {
    action: '/board/me/appeals/new',
    fault,
    submit: title,
    ...(report ? { hidden: { reportId: report, periodId: period.id } } : { hidden: { periodId: period.id } }),
    fields: [
      {
        name: 'about',
        label: say('对什么有异议', 'What it is about'),
        kind: 'choice',
        required: true,
        options: await targetsOf(desk, context, archive),
      },
      {
        name: 'reason',
        label: say('理由', 'Reason'),
        kind: 'prose',
        required: true,
        max: 2_000,
        hint: say(
          '写明事实和依据，如签到表、会议记录',
          'The facts and what shows them, such as the sheet of signatures',
        ),
      },
    ],
  })
  const other = html`<form method="get" action="/board/me/appeals/new" class="choose"><div class="field"><label for="choose-period">${say('周期', 'Period')}</label><select id="choose-period" name="period">${periodOptions(
    periods,
  ).map(
    ({ value, label }) =>
      html`<option value="${value}"${value === period.id && html` selected`}>${label}</option>`,
  )}</select></div><button class="second">${say('换一个周期', 'Another period')}</button></form>`
  return documentOf(desk, context, {
    title,
    main: html`${form}${!report && other}`,
    ...(fault ? { status: fault.status } : {}),
  })
}

/** Each line of the record, each session of its meetings, and what is missing. */
async function targetsOf(
  desk: Desk,
  context: PageContext,
  archive: Answer<typeof getMyArchive>,
): Promise<Option[]> {
  const say = sayIn(context.language)
  const options: Option[] = [
    { value: 'missing', label: say('有履职事项漏记', 'Something that I did is missing') },
  ]
  const entries = archive.entries.flatMap(({ items }) => items)
  for (const { day, title, lines } of entries)
    for (const { clause, factId, points } of lines) {
      const words = `${day} ${title} · ${clause} ${number(points)}${say('分', '')}`
      options.push({ value: `line|${clause}|${factId}`, label: words })
    }
  const meetings = new Set(
    entries.flatMap(({ source }) => /^\/(?:v1\/)?meetings\/([0-9a-f-]{36})$/.exec(source)?.[1] ?? []),
  )
  for (const id of [...meetings].slice(0, MEETINGS_MAX)) {
    const { title, sessions } = await ask(desk, context, meetingOperations.read, { params: { id } })
    for (const session of sessions) {
      const label = say(`${session.day} ${title} · 出席状态`, `${session.day} ${title} · status`)
      options.push({ value: `session|${session.id}`, label })
    }
  }
  return options
}

async function oneAppeal(
  desk: Desk,
  context: PageContext<'id'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const appeal = await ask(desk, context, appealOperations.read, { params: { id } })
  const words = {
    opened: say('申诉已提交', 'The appeal was opened'),
    withdrawn: say('申诉已撤回', 'The appeal was withdrawn'),
  }
  const open = ['opened', 'accepted_for_review'].includes(appeal.state)
  const withdraw = formHtml(context, {
    action: `/board/me/appeals/${id}`,
    fault,
    hidden: { version: String(appeal.version) },
    fields: [],
    submit: say('撤回申诉', 'Withdraw the appeal'),
  })
  const main = html`${doneNotice(context, words)}${!open && fault && html`<p class="notice bad" role="alert">${fault.message}</p>`}
${appealHtml(appeal, say)}${await stepsHtml(desk, context, id, say)}${open && withdraw}
<p><a href="/board/me/appeals">${say('← 我的申诉', '← My appeals')}</a></p>`
  return documentOf(desk, context, {
    title: say('申诉', 'Appeal'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}

export function appealHtml(appeal: Answer<typeof appealOperations.read>, say: Say): Html {
  const facts: [string, string | null][] = [
    [say('事由', 'About'), termOf(APPEAL_KINDS, appeal.kind, say)],
    [say('条款', 'Clause'), appeal.clause],
    [say('理由', 'Reason'), appeal.reason],
    [say('状态', 'State'), termOf(APPEAL_STATES, appeal.state, say)],
    [say('办理期限', 'Due'), appeal.dueOn],
    [say('决定', 'Decision'), appeal.decision],
  ]
  return html`<dl class="facts">${facts.map(([name, value]) => value !== null && value !== undefined && html`<dt>${name}</dt><dd>${bdi(value)}</dd>`)}</dl>`
}

export async function stepsHtml(desk: Desk, context: PageContext, id: string, say: Say): Promise<Html> {
  const { items } = await ask(desk, context, listAppealSteps, { params: { id } })
  const title = say('办理过程', 'What became of it')
  return html`<h2>${title}</h2>${dataTable(
    title,
    [
      { head: say('时间', 'Time'), cell: (row) => row.at.slice(0, 10) },
      { head: say('步骤', 'Step'), rowHead: true, cell: (row) => termOf(APPEAL_STEPS, row.step, say) },
      { head: say('说明', 'Words'), cell: (row) => bdi(row.decision ?? '') },
    ],
    items,
    '',
  )}`
}
