import { REPORT_STATES } from '../../core/words/reports.ts'
import { sayIn, termOf } from '../../core/words/word.ts'
import type { Answer } from '../../http/operation.ts'
import { type Page, type PageContext, type PageReply, view } from '../../http/page.ts'
import { getMyReport, listMyReports, verifyMyReport } from '../../reporting/me/schema.ts'
import { ask, type Desk } from '../desk.ts'
import { bdi, html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { reportTable } from '../me.ts'
import { doneNotice } from '../parts.ts'
import { attendanceHtml, entriesHtml, outlineHtml, totalHtml } from '../record.ts'
import { type Fault, formHtml, formPages, typed } from './form.ts'

/** 委员核对: a member looks at their own part of a report and says whether it is right. */

type Part = Answer<typeof getMyReport>

export function verificationPages(desk: Desk): Page[] {
  return [
    view('/board/me/reports', async (context) => {
      const say = sayIn(context.language)
      const { items } = await ask(desk, context, listMyReports)
      return documentOf(desk, context, {
        title: say('核对通报', 'Look at reports'),
        main: reportTable(items, context),
      })
    }),
    ...formPages(desk, {
      path: '/board/me/reports/:id',
      needs: verifyMyReport,
      show: (context, fault) => ownPart(desk, context, fault),
      sending: async (context) => {
        const id = context.params.id
        // Whoever may not see the part learns nothing by sending.
        const { row } = await ask(desk, context, getMyReport, { params: { id } })
        const state = context.form.get('state') ?? ''
        return {
          operation: verifyMyReport,
          body: { reportId: id, memberId: row.memberId, state, note: typed(context, 'note') },
          done: `/board/me/reports/${id}?done=${state === 'disputed' ? 'disputed' : 'confirmed'}`,
        }
      },
    }),
  ]
}

async function ownPart(desk: Desk, context: PageContext<'id'>, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const id = context.params.id
  const part = await ask(desk, context, getMyReport, { params: { id } })
  const words = {
    confirmed: say('已确认，谢谢', 'Confirmed, thank you'),
    disputed: say('异议已提交', 'What you object to was sent'),
  }
  const main = html`${doneNotice(context, words)}
<p class="small">${bdi(part.period.name)} · ${say('第', 'version ')}${part.number}${say('版', '')} · ${termOf(REPORT_STATES, part.state, say)} · ${say('截至', 'as of')} ${part.asOf}</p>
${saidHtml(context, part)}
${part.state === 'verifying' && verifyForm(context, part, fault)}${
  part.state !== 'verifying' && fault && html`<p class="notice bad" role="alert">${fault.message}</p>`
}
<div class="charts"><section><h2>${say('总分', 'Total')}</h2>${totalHtml(part.score, say)}</section>
<section><h2>${say('出席', 'Attendance')}</h2>${attendanceHtml(part.attendance, say)}</section></div>
<h2>${say('分数是怎样得来的', 'Where the points come from')}</h2><div class="panel" lang="zh-CN">${outlineHtml(part.text)}</div>
<h2>${say('履职记录', 'What was done')}</h2>${entriesHtml(part.entries, say)}
<p><a href="/board/me/appeals/new?report=${id}&amp;period=${part.period.id}">${say('提出申诉', 'Appeal')}</a></p>`
  const title = say('我在通报中的部分', 'My part of the report')
  return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
}

function saidHtml(context: PageContext, { verification, verifyUntil }: Part) {
  const say = sayIn(context.language)
  if (verification === null)
    return (
      verifyUntil !== null &&
      html`<p class="notice">${say(`请在 ${verifyUntil} 前核对`, `Please look at it by ${verifyUntil}`)}</p>`
    )
  const word =
    verification.state === 'confirmed'
      ? say('您已确认无误', 'You confirmed it')
      : say('您有异议：', 'You object: ')
  return html`<p class="notice">${word}${verification.note !== null && bdi(verification.note)}</p>`
}

function verifyForm(context: PageContext, part: Part, fault: Fault | undefined) {
  const say = sayIn(context.language)
  return formHtml(context, {
    action: `/board/me/reports/${part.reportId}`,
    fault,
    submit: '',
    fields: [
      {
        name: 'note',
        label: say('哪里有误', 'What is wrong'),
        kind: 'prose',
        max: 1_000,
        hint: say('有异议时必填', 'Needed where you object'),
      },
    ],
    buttons: {
      name: 'state',
      options: [
        { value: 'confirmed', label: say('确认无误', 'It is right') },
        { value: 'disputed', label: say('有异议', 'I object') },
      ],
    },
  })
}
