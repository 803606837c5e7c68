import { organizationOperations } from '../../committee/organizations/resource.ts'
import { dayInZone } from '../../core/days.ts'
import { MEETING_STATES, PARTS, SESSION_STATES } from '../../core/words/meetings.ts'
import type { Say } from '../../core/words/word.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import { meetingOperations } from '../../duties/meetings/resource.ts'
import { inviteToMeeting } from '../../duties/meetings/schema.ts'
import type { Answer } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { ask, askAll, type Desk, may } from '../desk.ts'
import { bdi, type Html, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { dataTable, doneNotice, optionsOf } from '../parts.ts'
import { type Fault, type Field, formHtml, formPages, given, sendingTo, typed } from './form.ts'
import { catalogue } from './leave.ts'
import { membersToPick, pickedMembers } from './members.ts'

/** Meetings: the last ones, a new one, whom it expects, its sessions. */

const SHOWN = '60'

export function meetingPages(desk: Desk): Page[] {
  return [
    view('/board/meetings', (context) => listed(desk, context)),
    ...formPages(desk, {
      path: '/board/meetings/new',
      needs: meetingOperations.create,
      alone: true,
      show: (context, fault) => newMeeting(desk, context, fault),
      sending: (context) =>
        sendingTo(meetingOperations.create, {
          body: meetingBody(context),
          places: { sessions: 'startTime' },
          done: ({ id }) => `/board/meetings/${id}?done=created`,
        }),
    }),
    ...formPages(desk, {
      path: '/board/meetings/:id',
      needs: inviteToMeeting,
      show: (context, fault) => oneMeeting(desk, context, fault),
      sending: async (context) => ({
        operation: inviteToMeeting,
        params: { id: context.params.id },
        body: await invitation(desk, context),
        places: { rule: 'who', memberIds: 'members' },
        done: `/board/meetings/${context.params.id}?done=invited`,
      }),
    }),
  ]
}

async function listed(desk: Desk, context: PageContext): Promise<PageReply> {
  const say = sayIn(context.language)
  const { items } = await ask(desk, context, meetingOperations.list, {
    query: { sort: '-startsOn', limit: SHOWN },
  })
  const title = say('会议活动', 'Meetings')
  const main = html`${may(context, 'duties.record') && html`<p><a href="/board/meetings/new">${say('登记会议', 'A new meeting')}</a></p>`}${dataTable(
    title,
    [
      { head: say('日期', 'Day'), cell: (row) => html`<span class="nowrap">${row.startsOn}</span>` },
      {
        head: say('会议', 'Meeting'),
        rowHead: true,
        cell: (row) => html`<a href="/board/meetings/${row.id}">${bdi(row.title)}</a>`,
      },
      { head: say('场次', 'Sessions'), figure: true, cell: (row) => row.sessions.length },
      { head: say('状态', 'State'), cell: (row) => termOf(MEETING_STATES, row.state, say) },
    ],
    items,
    say('还没有会议', 'There is no meeting yet'),
  )}`
  return documentOf(desk, context, { title, main })
}

function meetingBody(context: PageContext) {
  const startsOn = given(context, 'startsOn')
  const session = {
    day: startsOn,
    part: given(context, 'part'),
    startTime: typed(context, 'startTime'),
  }
  return {
    title: given(context, 'title'),
    typeCode: given(context, 'typeCode'),
    startsOn,
    endsOn: startsOn,
    place: typed(context, 'place'),
    sessions: [session],
  }
}

async function newMeeting(desk: Desk, context: PageContext, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const fields: Field[] = [
    { name: 'title', label: say('名称', 'Title'), kind: 'line', required: true },
    {
      name: 'typeCode',
      label: say('类型', 'Kind'),
      kind: 'choice',
      required: true,
      options: await catalogue(desk, context, 'meeting_type'),
    },
    {
      name: 'startsOn',
      label: say('日期', 'Day'),
      kind: 'day',
      required: true,
      value: dayInZone(context.clock()),
    },
    {
      name: 'part',
      label: say('时段', 'Part of the day'),
      kind: 'radio',
      required: true,
      options: optionsOf(PARTS, say),
      value: 'am',
    },
    { name: 'startTime', label: say('开始时间', 'Begins at'), kind: 'time' },
    { name: 'place', label: say('地点', 'Place'), kind: 'line' },
  ]
  const title = say('登记会议', 'A new meeting')
  const main = formHtml(context, { action: '/board/meetings/new', fault, fields, submit: title })
  return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
}

/** Everybody, who holds an office, who belongs to a body; or the members that are named. */
async function invitation(desk: Desk, context: PageContext) {
  const names = typed(context, 'members')
  if (names !== null)
    return { memberIds: pickedMembers(await membersToPick(desk, context), context, 'members') }
  const [kind, value = ''] = (typed(context, 'who') ?? '').split(':')
  if (kind === 'office') return { rule: { offices: [value] } }
  if (kind === 'body') return { rule: { organizationIds: [value] } }
  return kind === 'all' ? { rule: { all: true } } : {}
}

async function oneMeeting(
  desk: Desk,
  context: PageContext<'id'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const meeting = await ask(desk, context, meetingOperations.read, { params: { id } })
  const words = {
    created: say('会议已登记', 'The meeting was recorded'),
    invited: say('邀请范围已确定', 'Who is expected was set'),
  }
  const records = may(context, 'duties.record') && meeting.state === 'published'
  const main = html`${doneNotice(context, words)}
<p>${meeting.startsOn}${meeting.endsOn !== meeting.startsOn && ` — ${meeting.endsOn}`} ${bdi(meeting.place ?? '')} <span class="small">${termOf(MEETING_STATES, meeting.state, say)}</span></p>
<h2>${say('场次', 'Sessions')}</h2>${sessionTable(meeting, say)}
${records && (await inviteForm(desk, context, id, fault))}
<p><a href="/board/meetings">${say('← 会议活动', '← Meetings')}</a></p>`
  return documentOf(desk, context, { title: meeting.title, main, ...(fault ? { status: fault.status } : {}) })
}

const sessionTable = ({ sessions }: Answer<typeof meetingOperations.read>, say: Say): Html =>
  dataTable(
    say('场次', 'Sessions'),
    [
      {
        head: say('场次', 'Session'),
        rowHead: true,
        cell: (row) =>
          html`<a href="/board/sessions/${row.id}">${row.day} ${termOf(PARTS, row.part, say)}</a> ${bdi(row.title ?? '')}`,
      },
      { head: say('开始', 'Begins'), cell: (row) => row.startTime ?? '—' },
      { head: say('状态', 'State'), cell: (row) => termOf(SESSION_STATES, row.state, say) },
    ],
    sessions,
    say('没有场次', 'No sessions'),
  )

async function inviteForm(
  desk: Desk,
  context: PageContext,
  id: string,
  fault: Fault | undefined,
): Promise<Html> {
  const say = sayIn(context.language)
  const offices = await catalogue(desk, context, 'office')
  const bodies = await askAll(desk, context, organizationOperations.list)
  const options = [
    { value: 'all', label: say('全体委员', 'All members') },
    ...offices.map(({ value, label }) => ({ value: `office:${value}`, label })),
    ...bodies.map(({ id: value, name }) => ({ value: `body:${value}`, label: name })),
  ]
  const hint = say(
    '用逗号分隔委员编号或姓名；填了就只邀请这些人',
    'Numbers or names by comma; then only they are expected',
  )
  return html`<h2>${say('邀请范围', 'Who is expected')}</h2>${formHtml(context, {
    action: `/board/meetings/${id}`,
    fault,
    fields: [
      { name: 'who', label: say('按范围', 'By rule'), kind: 'choice', options },
      { name: 'members', label: say('按名单', 'By list'), kind: 'prose', max: 20_000, hint },
    ],
    submit: say('确定邀请范围', 'Set who is expected'),
  })}`
}
