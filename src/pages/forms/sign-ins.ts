import { dayInZone, instantOf, minuteOf } from '../../core/days.ts'
import { SIGN_IN_MEANS, STATUSES } from '../../core/words/meetings.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import { getSessionRoll } from '../../duties/attendance/schema.ts'
import { meetingOperations, sessionOperations } from '../../duties/meetings/resource.ts'
import { type PictureFormat, pictureOf, TYPES } from '../../duties/sign-ins/picture.ts'
import {
  getMySignInCode,
  getSignInCode,
  listSignIns,
  signMemberIn,
  signMyselfIn,
} from '../../duties/sign-ins/schema.ts'
import { signInWindowOperations } from '../../duties/sign-ins/windows.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { ask, askAll, type Desk, may } from '../desk.ts'
import { bdi, type Html, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { dataTable, doneNotice } from '../parts.ts'
import { type Fault, formHtml, formPages, sendingTo, typed } from './form.ts'
import { namesOf } from './leave.ts'
import { memberList, membersToPick, pickedMember } from './members.ts'

/**
 * 签到 without a script: the code on the screen of the hall, the page that it leads a member's phone to, the desk at the
 * door. A page with a code is read anew when its code is over (`Refresh`): that is what the code is for.
 */

const FORMATS = ['svg', 'png'] as const

export function signInFormPages(desk: Desk): Page[] {
  return [
    ...memberPages(desk),
    ...formPages(desk, {
      path: '/board/sessions/:id/windows',
      needs: signInWindowOperations.create,
      alone: true,
      show: (context, fault) => newWindow(desk, context, fault),
      sending: async (context) => {
        const { day } = await ask(desk, context, sessionOperations.read, {
          params: { id: context.params.id },
        })
        const at = (name: string) => instantAt(day, typed(context, name))
        const body = { sessionId: context.params.id, opensAt: at('opensAt'), closesAt: at('closesAt') }
        return sendingTo(signInWindowOperations.create, {
          body,
          done: ({ id }) => `/board/sign-in-windows/${id}?done=opened`,
        })
      },
    }),
    ...formPages(desk, {
      path: '/board/sign-in-windows/:id',
      needs: signMemberIn,
      alone: true,
      show: (context, fault) => door(desk, context, fault),
      sending: async (context) => ({
        operation: signMemberIn,
        params: { id: context.params.id },
        body: await arrivalIn(desk, context),
        places: { memberId: 'member' },
        done: `/board/sign-in-windows/${context.params.id}?done=signed`,
      }),
    }),
    view('/board/sign-in-windows/:id/screen', (context) => screen(desk, context)),
    ...FORMATS.flatMap((format) => [
      view(`/board/sign-in-windows/:id/code.${format}`, async (context) => {
        const { code } = await ask(desk, context, getSignInCode, { params: { id: context.params.id } })
        return pictureReply(`${context.origin}/s/${code}`, format)
      }),
      view(`/board/me/code.${format}`, async (context) =>
        pictureReply((await ask(desk, context, getMySignInCode)).code, format),
      ),
    ]),
  ]
}

/** What a member's phone opens, and the code that it shows at the door. */
function memberPages(desk: Desk): Page[] {
  return [
    ...formPages(desk, {
      path: '/s/:code',
      needs: signMyselfIn,
      alone: true,
      show: (context, fault) => signMyself(desk, context, fault),
      sending: (context) =>
        sendingTo(signMyselfIn, {
          body: { code: context.params.code },
          done: ({ presence }) => `/board/me/signed-in?as=${presence}`,
        }),
    }),
    view('/board/me/signed-in', (context) => signedIn(desk, context)),
    view('/board/me/code', (context) => ownCode(desk, context)),
  ]
}

async function pictureReply(text: string, format: PictureFormat): Promise<PageReply> {
  return { body: await pictureOf(text, format), type: TYPES[format] }
}

const instantAt = (day: string, time: string | null): string =>
  time !== null && /^\d\d:\d\d$/.test(time) ? instantOf(day, time).toISOString() : ''

/** Seconds until the next code, so that the page is read anew with it. */
const refreshing = (context: PageContext, nextAt: string): Record<string, string> => ({
  refresh: String(Math.max(1, Math.ceil((Date.parse(nextAt) - context.clock().getTime()) / 1_000))),
})

async function signMyself(
  desk: Desk,
  context: PageContext<'code'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const form = formHtml(context, {
    action: `/s/${encodeURIComponent(context.params.code)}`,
    fault,
    fields: [],
    submit: say('我到了，签到', 'I am here: sign me in'),
  })
  const main = html`<p>${say('请按下面的按钮完成签到。二维码半分钟一换，过时请重新扫码。', 'Press the button. The code changes every half minute: scan it again if it is over.')}</p>${form}`
  return documentOf(desk, context, {
    title: say('会议签到', 'Sign in'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}

function signedIn(desk: Desk, context: PageContext): Promise<PageReply> {
  const say = sayIn(context.language)
  const status = context.query.as === 'late' ? 'late' : 'present'
  const main = html`<p class="notice good" role="status">${say('签到成功：', 'Signed in: ')}${termOf(STATUSES, status, say)}</p><p><a href="/board/me">${say('我的履职', 'My record')}</a></p>`
  return documentOf(desk, context, { title: say('会议签到', 'Sign in'), main })
}

async function ownCode(desk: Desk, context: PageContext): Promise<PageReply> {
  const say = sayIn(context.language)
  const { nextAt } = await ask(desk, context, getMySignInCode)
  const main = html`<p>${say('请向门口的工作人员出示此码，半分钟一换。', 'Show this to the staff at the door; it changes every half minute.')}</p>
<img class="qr" src="/board/me/code.svg" width="416" height="416" alt="${say('我的签到码', 'My code')}">`
  const reply = await documentOf(desk, context, { title: say('我的签到码', 'My code'), main })
  return { ...reply, headers: refreshing(context, nextAt) }
}

async function newWindow(
  desk: Desk,
  context: PageContext<'id'>,
  fault: Fault | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const session = await ask(desk, context, sessionOperations.read, { params: { id } })
  const windows = await askAll(desk, context, signInWindowOperations.list, { query: { sessionId: id } })
  const main = html`<p><a href="/board/sessions/${id}">${say('← 点名', '← Roll call')}</a> · ${session.day}</p>
${windows.length > 0 && html`<ul>${windows.map((window) => html`<li><a href="/board/sign-in-windows/${window.id}">${timeOf(window.opensAt)} — ${timeOf(window.closesAt)}</a></li>`)}</ul>`}
${formHtml(context, {
  action: `/board/sessions/${id}/windows`,
  fault,
  fields: [
    {
      name: 'opensAt',
      label: say('开始签到', 'From'),
      kind: 'time',
      required: true,
      value: timeOf(context.clock().toISOString()),
    },
    { name: 'closesAt', label: say('结束签到', 'Until'), kind: 'time', required: true },
  ],
  submit: say('开放签到', 'Open the signing in'),
})}`
  return documentOf(desk, context, {
    title: say('签到时段', 'Signing in'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}

/** Hours and minutes in the committee's zone. */
const timeOf = (instant: string): string => minuteOf(instant).slice(11)

/** What a scanner typed, or the member that the desk knows. */
async function arrivalIn(desk: Desk, context: PageContext) {
  const memberCode = typed(context, 'memberCode')
  if (memberCode !== null) return { memberCode }
  const member = typed(context, 'member')
  return member === null
    ? {}
    : { memberId: pickedMember(await membersToPick(desk, context), member, 'member') }
}

async function door(desk: Desk, context: PageContext<'id'>, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const window = await ask(desk, context, signInWindowOperations.read, { params: { id } })
  const words = { opened: say('签到已开放', 'The signing in is open'), signed: say('已代签', 'Signed in') }
  const own = may(context, 'duties.record')
  const main = html`${doneNotice(context, words)}
<p><a href="/board/sessions/${window.sessionId}">${say('← 点名', '← Roll call')}</a> · ${dayInZone(new Date(window.opensAt))} ${timeOf(window.opensAt)} — ${timeOf(window.closesAt)}</p>
<p><a href="/board/sign-in-windows/${id}/screen">${say('打开会场二维码（投屏）', 'The code for the screen of the hall')}</a> · <a href="/board/sign-in-windows/${id}/code.png">PNG</a></p>
${own && memberList(await membersToPick(desk, context))}${own && doorForm(context, id, fault)}
${await arrivals(desk, context, window)}`
  return documentOf(desk, context, {
    title: say('签到台', 'The desk at the door'),
    main,
    ...(fault ? { status: fault.status } : {}),
  })
}

function doorForm(context: PageContext, id: string, fault: Fault | undefined): Html {
  const say = sayIn(context.language)
  return formHtml(context, {
    action: `/board/sign-in-windows/${id}`,
    fault,
    fields: [
      {
        name: 'memberCode',
        label: say('委员的签到码', 'The code of the member'),
        kind: 'line',
        max: 100,
        hint: say('用扫码枪扫委员手机', 'Read it from the phone with a scanner'),
      },
      {
        name: 'member',
        label: say('或者：委员', 'Or the member'),
        kind: 'member',
        hint: say('委员编号或姓名', 'Number or name'),
      },
    ],
    submit: say('签到', 'Sign in'),
  })
}

async function arrivals(
  desk: Desk,
  context: PageContext,
  { sessionId }: { sessionId: string },
): Promise<Html> {
  const say = sayIn(context.language)
  const signed = await askAll(desk, context, listSignIns, { query: { sessionId, sort: '-signedAt' } })
  const names = await namesOf(desk, context)
  const title = say('已签到', 'Signed in')
  return html`<h2>${title} <span class="count">${signed.length}</span></h2>${dataTable(
    title,
    [
      {
        head: say('委员', 'Member'),
        rowHead: true,
        cell: (row) => bdi(names.get(row.memberId) ?? '—'),
      },
      { head: say('时间', 'Time'), cell: (row) => timeOf(row.signedAt) },
      { head: say('方式', 'How'), cell: (row) => termOf(SIGN_IN_MEANS, row.means, say) },
      { head: say('状态', 'Status'), cell: (row) => termOf(STATUSES, row.presence, say) },
    ],
    signed,
    say('还没有人签到', 'Nobody yet'),
  )}`
}

async function screen(desk: Desk, context: PageContext<'id'>): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const { nextAt } = await ask(desk, context, getSignInCode, { params: { id } })
  const { sessionId } = await ask(desk, context, signInWindowOperations.read, { params: { id } })
  const session = await ask(desk, context, sessionOperations.read, { params: { id: sessionId } })
  const meeting = await ask(desk, context, meetingOperations.read, { params: { id: session.meetingId } })
  const { tally } = await ask(desk, context, getSessionRoll, { params: { id: sessionId } })
  const main = html`<div class="screen"><img class="qr" src="/board/sign-in-windows/${id}/code.svg" width="416" height="416" alt="${say('会议签到二维码', 'Code for signing in')}">
<div><p class="big">${say('请用手机扫码签到', 'Scan to sign in')}</p>
<p>${say('二维码半分钟一换。不方便扫码的，请到签到台。', 'It changes every half minute. Who cannot scan goes to the desk at the door.')}</p>
<p class="big">${say('实到', 'Present')} ${tally.present} / ${say('应到', 'expected')} ${tally.expected}</p>
<p><a href="/board/sign-in-windows/${id}">${say('签到台', 'The desk')}</a></p></div></div>`
  const reply = await documentOf(desk, context, { title: meeting.title, main })
  return { ...reply, headers: refreshing(context, nextAt) }
}
