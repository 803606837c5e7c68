import { catalogueItemOperations } from '../../committee/catalogues/resource.ts'
import { memberOperations } from '../../committee/members/resource.ts'
import { dayInZone } from '../../core/days.ts'
import { LEAVE_STATES } from '../../core/words/meetings.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import { approveLeave, leaveRequestOperations, refuseLeave } from '../../duties/leave-requests/resource.ts'
import { meetingOperations } from '../../duties/meetings/resource.ts'
import type { Item } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { requestMyLeave } from '../../reporting/me/schema.ts'
import { ask, askAll, type Desk } from '../desk.ts'
import { bdi, type Html, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { leaveTable } from '../me.ts'
import { dataTable, doneNotice, type Option } from '../parts.ts'
import { type Fault, formHtml, formPages, given, seenVersion, typed } from './form.ts'

/** Leave: asked for by a member, decided by the office. */

const MEETINGS_SHOWN = 100

export function leavePages(desk: Desk): Page[] {
  return [
    ...formPages(desk, {
      path: '/board/me/leave',
      needs: requestMyLeave,
      show: (context, fault) => ownLeave(desk, context, fault),
      sending: (context) => ({
        operation: requestMyLeave,
        body: {
          meetingId: given(context, 'meetingId'),
          leaveType: given(context, 'leaveType'),
          reason: typed(context, 'reason'),
        },
        done: '/board/me/leave?done=asked',
      }),
    }),
    view('/board/leave', (context) => waiting(desk, context)),
    ...formPages(desk, {
      path: '/board/leave/:id',
      needs: approveLeave,
      show: (context, fault) => decision(desk, context, fault),
      sending: (context) => ({
        operation: context.form.get('verb') === 'approve' ? approveLeave : refuseLeave,
        params: { id: context.params.id },
        body: { note: typed(context, 'note') },
        ifMatch: seenVersion(context),
        done: `/board/leave?done=${context.form.get('verb') === 'approve' ? 'approved' : 'refused'}`,
      }),
    }),
  ]
}

async function ownLeave(desk: Desk, context: PageContext, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const today = dayInZone(context.clock())
  const meetings = await meetingsFrom(desk, context, today)
  const own = await ask(desk, context, leaveRequestOperations.list, {
    query: { sort: '-submittedAt', limit: '50' },
  })
  const titles = await titlesOf(desk, context, own.items, meetings)
  const title = say('请假', 'Leave')
  const form = formHtml(context, {
    action: '/board/me/leave',
    fault,
    submit: say('提交请假', 'Ask for leave'),
    fields: [
      {
        name: 'meetingId',
        label: say('会议', 'Meeting'),
        kind: 'choice',
        required: true,
        options: meetings.map(({ id, title: name, startsOn }) => ({
          value: id,
          label: `${startsOn} ${name}`,
        })),
        value: context.query.meeting ?? '',
      },
      {
        name: 'leaveType',
        label: say('类型', 'Kind'),
        kind: 'radio',
        required: true,
        options: await catalogue(desk, context, 'leave_type'),
      },
      {
        name: 'reason',
        label: say('事由', 'Reason'),
        kind: 'prose',
        max: 500,
        hint: say('只有审批人和办公室看得到', 'Only who decides and the office see it'),
      },
    ],
  })
  const notice = doneNotice(context, { asked: say('请假已提交', 'The request was sent') })
  const main = html`${notice}${form}<h2>${say('我的请假', 'My leave')}</h2>${leaveTable(own.items, titles, context)}`
  return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
}

const meetingsFrom = async (
  desk: Desk,
  context: PageContext,
  from: string,
): Promise<Item<typeof meetingOperations.list>[]> => {
  const query = { from, sort: 'startsOn', limit: String(MEETINGS_SHOWN) }
  const { items } = await ask(desk, context, meetingOperations.list, { query })
  return items.filter(({ state }) => state === 'published')
}

/** Titles of the meetings of these requests. */
async function titlesOf(
  desk: Desk,
  context: PageContext,
  requests: readonly { meetingId: string }[],
  known: readonly { id: string; title: string }[],
): Promise<Map<string, string>> {
  const titles = new Map<string, string>(known.map(({ id, title }) => [id, title]))
  for (const { meetingId } of requests) {
    if (titles.has(meetingId)) continue
    const { title } = await ask(desk, context, meetingOperations.read, { params: { id: meetingId } })
    titles.set(meetingId, title)
  }
  return titles
}

const itemsOf = (desk: Desk, context: PageContext, catalogue: string) =>
  askAll(desk, context, catalogueItemOperations.list, { query: { catalogue } })

/** What the committee calls the kinds of leave, those that it has retired too. */
async function leaveTypes(desk: Desk, context: PageContext): Promise<ReadonlyMap<string, string>> {
  const items = await itemsOf(desk, context, 'leave_type')
  return new Map(items.map(({ code, name }) => [code, name]))
}

/** The items of a catalogue that hold today. */
export async function catalogue(desk: Desk, context: PageContext, name: string): Promise<Option[]> {
  const today = dayInZone(context.clock())
  const items = await itemsOf(desk, context, name)
  return items
    .filter(({ validFrom, validTo }) => (validFrom ?? '') <= today && (validTo === null || validTo >= today))
    .map(({ code, name: label }) => ({ value: code, label }))
}

async function waiting(desk: Desk, context: PageContext): Promise<PageReply> {
  const say = sayIn(context.language)
  const query = { state: 'submitted', sort: 'submittedAt' }
  const requests = await askAll(desk, context, leaveRequestOperations.list, { query }, 200)
  const titles = await titlesOf(desk, context, requests, [])
  const names = await namesOf(desk, context)
  const types = await leaveTypes(desk, context)
  const title = say('待审批的请假', 'Leave to be decided')
  const words = { approved: say(...LEAVE_STATES.approved), refused: say(...LEAVE_STATES.refused) }
  const main = html`${doneNotice(context, words)}${dataTable(
    title,
    [
      {
        head: say('委员', 'Member'),
        rowHead: true,
        cell: (row) => html`<a href="/board/leave/${row.id}">${bdi(names.get(row.memberId) ?? '—')}</a>`,
      },
      { head: say('会议', 'Meeting'), cell: (row) => bdi(titles.get(row.meetingId) ?? '—') },
      { head: say('类型', 'Kind'), cell: (row) => bdi(types.get(row.leaveType) ?? row.leaveType ?? '') },
      {
        head: say('提出', 'Asked'),
        cell: (row) => html`<span class="nowrap">${row.submittedAt.slice(0, 10)}</span>`,
      },
    ],
    requests,
    say('没有待审批的请假', 'Nothing waits'),
  )}`
  return documentOf(desk, context, { title, main })
}

export async function namesOf(desk: Desk, context: PageContext): Promise<Map<string, string>> {
  const members = await askAll(desk, context, memberOperations.list, { query: { fields: 'id,name' } })
  return new Map(members.map(({ id, name }) => [id, name]))
}

async function decision(
  desk: Desk,
  context: PageContext<'id'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const request = await ask(desk, context, leaveRequestOperations.read, { params: { id } })
  const meeting = await ask(desk, context, meetingOperations.read, { params: { id: request.meetingId } })
  const member = await ask(desk, context, memberOperations.read, { params: { id: request.memberId } })
  const types = await leaveTypes(desk, context)
  const facts: [string, string | null][] = [
    [say('委员', 'Member'), member.name],
    [say('会议', 'Meeting'), `${meeting.startsOn} ${meeting.title}`],
    [say('类型', 'Kind'), types.get(request.leaveType) ?? request.leaveType],
    [say('事由', 'Reason'), request.reason],
    [say('状态', 'State'), termOf(LEAVE_STATES, request.state, say)],
    [say('批注', 'Note'), request.decisionNote],
  ]
  const rows: Html[] = facts.flatMap(([name, value]) =>
    value ? [html`<dt>${name}</dt><dd>${bdi(value)}</dd>`] : [],
  )
  const form =
    request.state === 'submitted' &&
    formHtml(context, {
      action: `/board/leave/${id}`,
      fault,
      hidden: { version: String(request.version) },
      submit: '',
      fields: [{ name: 'note', label: say('批注', 'Note'), kind: 'prose', max: 500 }],
      buttons: {
        name: 'verb',
        options: [
          { value: 'approve', label: say('批准', 'Approve') },
          { value: 'refuse', label: say('不批准', 'Refuse') },
        ],
      },
    })
  const refused =
    fault && request.state !== 'submitted' && html`<p class="notice bad" role="alert">${fault.message}</p>`
  const main = html`${refused}<dl class="facts">${rows}</dl>${form}<p><a href="/board/leave">${say('← 待审批', '← What waits')}</a></p>`
  return documentOf(desk, context, {
    title: say('请假审批', 'Leave'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}
