import { LEAVE_STATES } from '../core/words/meetings.ts'
import { APPEAL_KINDS, APPEAL_STATES, REPORT_STATES, REPORT_VERIFICATIONS } from '../core/words/reports.ts'
import { sayIn, termOf } from '../core/words/word.ts'
import type { leaveRequestOperations } from '../duties/leave-requests/resource.ts'
import { savedAs } from '../http/file-name.ts'
import type { Item } from '../http/operation.ts'
import { type Page, type PageContext, view } from '../http/page.ts'
import type { appealOperations } from '../reporting/appeals/resource.ts'
import { getMyData } from '../reporting/me/data.ts'
import type { listMyReports } from '../reporting/me/schema.ts'
import { listMyMemberships } from '../reporting/me/schema.ts'
import { ask, type Desk } from './desk.ts'
import { bdi, type Html, html } from './html.ts'
import { documentOf } from './layout.ts'
import { recordOf } from './member.ts'
import { dataTable } from './parts.ts'

/** 我的履职: what a member sees of themselves, and the way to everything that they may say to it. */

type Membership = Item<typeof listMyMemberships>
type Appeal = Item<typeof appealOperations.list>

export function ownPages(desk: Desk): Page[] {
  return [
    view('/board/me', (context) => ownRecord(desk, context)),
    view('/board/me/data', async (context) => ({
      body: JSON.stringify(await ask(desk, context, getMyData), null, 2),
      type: 'application/json; charset=utf-8',
      headers: { 'content-disposition': savedAs('my-data.json') },
    })),
  ]
}

/** The membership that a member's pages are about: the latest. */
export async function ownMembership(desk: Desk, context: PageContext): Promise<Membership> {
  return (await ask(desk, context, listMyMemberships)).items[0]!
}

async function ownRecord(desk: Desk, context: PageContext) {
  const say = sayIn(context.language)
  const { id, name } = await ownMembership(desk, context)
  const { main } = await recordOf(desk, context, id, '/board/me')
  const ways: [string, string][] = [
    ['/board/me/code', say('我的签到码', 'My code')],
    ['/board/me/leave', say('请假', 'Leave')],
    ['/board/me/reports', say('核对通报', 'Look at reports')],
    ['/board/me/appeals', say('申诉', 'Appeals')],
    ['/board/me/notices', say('消息', 'Notices')],
    ['/board/me/data', say('下载我的数据', 'A copy of my data')],
  ]
  const list = html`<nav aria-label="${say('我的事项', 'My matters')}" class="ways"><ul>${ways.map(([path, word]) => html`<li><a href="${path}">${word}</a></li>`)}</ul></nav>`
  return documentOf(desk, context, {
    title: say(`${name}的履职`, `Record of ${name}`),
    main: html`${list}${main}`,
  })
}

export function leaveTable(
  rows: readonly Item<typeof leaveRequestOperations.list>[],
  titles: ReadonlyMap<string, string>,
  context: PageContext,
): Html {
  const say = sayIn(context.language)
  return dataTable(
    say('我的请假', 'My leave'),
    [
      {
        head: say('会议', 'Meeting'),
        rowHead: true,
        cell: (row) => bdi(titles.get(row.meetingId) ?? '—'),
      },
      {
        head: say('提出', 'Asked'),
        cell: (row) => html`<span class="nowrap">${row.submittedAt.slice(0, 10)}</span>`,
      },
      { head: say('状态', 'State'), cell: (row) => termOf(LEAVE_STATES, row.state, say) },
      { head: say('批注', 'Note'), wide: true, cell: (row) => bdi(row.decisionNote ?? '') },
    ],
    rows,
    say('没有请假', 'No leave'),
  )
}

export function appealTable(
  rows: readonly Appeal[],
  path: string,
  context: PageContext,
  who?: (row: Appeal) => string,
): Html {
  const say = sayIn(context.language)
  return dataTable(
    say('申诉', 'Appeals'),
    [
      {
        head: say('申诉', 'Appeal'),
        rowHead: true,
        cell: (row) =>
          html`<a href="${path}/${row.id}">${termOf(APPEAL_KINDS, row.kind, say)} ${row.createdAt.slice(0, 10)}</a>`,
      },
      ...(who ? [{ head: say('委员', 'Member'), cell: (row: Appeal) => bdi(who(row)) }] : []),
      { head: say('状态', 'State'), cell: (row) => termOf(APPEAL_STATES, row.state, say) },
      { head: say('办理期限', 'Due'), cell: (row) => html`<span class="nowrap">${row.dueOn ?? '—'}</span>` },
    ],
    rows,
    say('没有申诉', 'No appeals'),
  )
}

export function reportTable(rows: readonly Item<typeof listMyReports>[], context: PageContext): Html {
  const say = sayIn(context.language)
  return dataTable(
    say('涉及我的通报', 'Reports that speak of me'),
    [
      {
        head: say('通报', 'Report'),
        rowHead: true,
        cell: (row) => html`<a href="/board/me/reports/${row.reportId}">${bdi(row.title)}</a>`,
      },
      { head: say('版次', 'Version'), figure: true, cell: (row) => row.number },
      { head: say('状态', 'State'), cell: (row) => termOf(REPORT_STATES, row.state, say) },
      {
        head: say('核对截止', 'Until'),
        cell: (row) => html`<span class="nowrap">${row.verifyUntil ?? '—'}</span>`,
      },
      {
        head: say('我的意见', 'What I said'),
        cell: (row) => (row.verification ? termOf(REPORT_VERIFICATIONS, row.verification, say) : '—'),
      },
    ],
    rows,
    say('没有通报', 'No reports'),
  )
}
