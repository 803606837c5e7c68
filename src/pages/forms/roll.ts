import { newId } from '../../core/ids.ts'
import { PARTS, PRESENCES, SESSION_STATES, STATUSES } from '../../core/words/meetings.ts'
import { type Say, sayIn, termOf } from '../../core/words/word.ts'
import { getSessionRoll, rollOperation } from '../../duties/attendance/schema.ts'
import { meetingOperations, sessionOperations, settleSession } from '../../duties/meetings/resource.ts'
import type { Answer } from '../../http/operation.ts'
import type { Page, PageContext, PageReply } from '../../http/page.ts'
import { ask, type Desk, may } from '../desk.ts'
import { bdi, type Html, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { doneNotice, tallied } from '../parts.ts'
import { type Fault, faultHtml, fieldHtml, formHtml, formPages, seenVersion } from './form.ts'
import { membersToPick, pickedMembers } from './members.ts'

/** 点名: the roll of a session, one choice a member, one form; and settling it. */

type Roll = Answer<typeof getSessionRoll>
type Mark = Roll['items'][number]

export function rollPages(desk: Desk): Page[] {
  return [
    ...formPages(desk, {
      path: '/board/sessions/:id',
      needs: rollOperation,
      show: (context, fault) => rollPage(desk, context, fault),
      sending: async (context) => ({
        operation: rollOperation,
        params: { id: context.params.id },
        body: { items: await marksOf(desk, context), method: 'staff' },
        done: `/board/sessions/${context.params.id}?done=recorded`,
      }),
    }),
    ...formPages(desk, {
      path: '/board/sessions/:id/settle',
      needs: settleSession,
      show: (context, fault) => rollPage(desk, context, fault),
      sending: (context) => ({
        operation: settleSession,
        params: { id: context.params.id },
        body: {
          acceptUnknown: context.form.get('acceptUnknown') === 'on',
          acceptDuplicate: context.form.get('acceptDuplicate') === 'on',
        },
        ifMatch: seenVersion(context),
        done: `/board/sessions/${context.params.id}?done=settled`,
      }),
    }),
  ]
}

/** What a roll call says of most members; the rest of the marks is for who has another client. */
const { present, late, leave, absent } = PRESENCES
const CHOICES = { present, late, leave, absent }

/** The mark that a status shows; a status of the leave request or of nothing shows none. */
const markOf = (item: Mark): string => (item.version > 0 && item.status in CHOICES ? item.status : '')

/** Only what was chosen otherwise than it was shown: nobody overwrites what another person has recorded meanwhile. */
async function marksOf(desk: Desk, context: PageContext<'id'>) {
  const { form } = context
  const { items } = await ask(desk, context, getSessionRoll, { params: { id: context.params.id } })
  const marks = items.flatMap(({ memberId, memberNo }) => {
    const [chosen, shown] = [form.get(`m.${memberNo}`) ?? '', form.get(`w.${memberNo}`) ?? '']
    return chosen === '' || chosen === shown ? [] : [{ memberId, presence: chosen }]
  })
  const others = pickedMembers(await membersToPick(desk, context), context, 'others')
  return [...marks, ...others.map((memberId) => ({ memberId, presence: 'present' }))]
}

async function rollPage(
  desk: Desk,
  context: PageContext<'id'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const session = await ask(desk, context, sessionOperations.read, { params: { id } })
  const meeting = await ask(desk, context, meetingOperations.read, { params: { id: session.meetingId } })
  const roll = await ask(desk, context, getSessionRoll, { params: { id } })
  const words = {
    recorded: say('点名已登记', 'The roll was recorded'),
    settled: say('本场已结算', 'The session was settled'),
  }
  const open = session.state !== 'settled' && meeting.state === 'published'
  const settling = context.url.split('?')[0]!.endsWith('/settle')
  const main = html`${doneNotice(context, words)}
<p><a href="/board/meetings/${meeting.id}">${bdi(meeting.title)}</a> · ${session.day} ${termOf(PARTS, session.part, say)} ${session.startTime ?? ''} · ${termOf(SESSION_STATES, session.state, say)}</p>
${tallyHtml(roll, say)}
${open && may(context, 'duties.record') ? rollForm(context, roll, settling ? undefined : fault) : rollList(roll, say)}
${open && may(context, 'duties.record') && html`<p><a href="/board/sessions/${id}/windows">${say('扫码签到', 'Signing in by code')}</a></p>`}
${open && may(context, 'meetings.settle') && settleForm(context, session, settling ? fault : undefined)}
${!open && fault && html`<p class="notice bad" role="alert">${fault.message}</p>`}`
  return documentOf(desk, context, {
    title: say('点名', 'Roll call'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}

function tallyHtml({ tally, quorum }: Roll, say: Say): Html {
  const line = tallied(tally, say).map(([name, value]) => html`<li>${name} <strong>${value}</strong></li>`)
  return html`<ul class="legend">${line}${
    quorum !== null &&
    html`<li>${say('法定人数', 'Quorum')} ${quorum.needed} <strong>${quorum.met ? say('已达', 'met') : say('未达', 'not met')}</strong></li>`
  }</ul>`
}

function rollForm(context: PageContext, roll: Roll, fault: Fault | undefined): Html {
  const say = sayIn(context.language)
  const hidden = { token: context.formToken ?? '', key: newId() }
  const others = {
    name: 'others',
    label: say('未列入名单的到会委员', 'Members present who are not on the list'),
    kind: 'prose',
    max: 5_000,
    hint: say('用逗号分隔委员编号或姓名', 'Numbers or names by comma'),
  } as const
  return html`${fault && faultHtml(fault, [others], say)}<form method="post" action="/board/sessions/${roll.sessionId}">
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="roll">${roll.items.map((item) => memberRow(context, item, say))}</div>
${fieldHtml(context, others, fault, say)}
<p class="actions"><button>${say('登记点名', 'Record the roll')}</button></p></form>`
}

function memberRow({ form }: PageContext, item: Mark, say: Say): Html {
  const shown = markOf(item)
  const name = `m.${item.memberNo}`
  const chosen = form.get(name) ?? shown
  const options = Object.keys(CHOICES).map(
    (value) =>
      html`<label><input type="radio" name="${name}" value="${value}"${value === chosen && html` checked`}>${termOf(CHOICES, value, say)}</label>`,
  )
  const note =
    shown === '' &&
    item.status !== 'unknown' &&
    html` <span class="small">${termOf(STATUSES, item.status, say)}</span>`
  return html`<fieldset><legend>${bdi(item.name)} <span class="small">${item.memberNo}</span>${note}</legend>${options}<input type="hidden" name="w.${item.memberNo}" value="${shown}"></fieldset>`
}

const rollList = ({ items }: Roll, say: Say): Html =>
  html`<ul>${items.map(({ name, status }) => html`<li>${bdi(name)} <span class="small">${termOf(STATUSES, status, say)}</span></li>`)}</ul>`

function settleForm(
  context: PageContext,
  session: { id: string; version: number },
  fault: Fault | undefined,
): Html {
  const say = sayIn(context.language)
  const box = (name: string, words: string) =>
    html`<p><label class="check"><input type="checkbox" name="${name}"${context.form.get(name) === 'on' && html` checked`}> ${words}</label></p>`
  return html`<h2>${say('结算', 'Settle')}</h2>${formHtml(context, {
    action: `/board/sessions/${session.id}/settle`,
    fault,
    hidden: { version: String(session.version) },
    fields: [],
    submit: say('结算本场', 'Settle the session'),
    more: html`${box('acceptUnknown', say('仍有人未登记，也予结算', 'Settle although some are not recorded'))}${box('acceptDuplicate', say('与当天另一会议相似，但不是同一会议', 'It is another meeting than the one it looks like'))}`,
  })}`
}
