import { sayIn } from '../../core/words/word.ts'
import { type Page, type PageContext, view } from '../../http/page.ts'
import { type Desk, may } from '../desk.ts'
import { html } from '../html.ts'
import { documentOf } from '../layout.ts'

/** 办理: the plain forms that this person has. */

const FORMS = [
  { path: '/board/meetings', permission: 'duties.read', zh: '会议与点名', en: 'Meetings and roll calls' },
  { path: '/board/leave', permission: 'leave.decide', zh: '请假审批', en: 'Leave' },
  { path: '/board/proposals', permission: 'duties.record', zh: '提案', en: 'Proposals' },
  { path: '/board/opinions', permission: 'duties.record', zh: '社情民意信息', en: 'Opinions' },
  { path: '/board/imports', permission: 'imports.run', zh: '导入表格', en: 'Import of sheets' },
  { path: '/board/appeals', permission: 'appeals.handle', zh: '申诉办理', en: 'Appeals' },
] as const

export const deskPage = (desk: Desk): Page =>
  view('/board/desk', (context) =>
    documentOf(desk, context, { title: sayIn(context.language)('办理', 'Desk'), main: formsOf(context) }),
  )

function formsOf(context: PageContext) {
  const say = sayIn(context.language)
  const own = FORMS.filter(({ permission }) => may(context, permission))
  return html`<ul class="tiles">${own.map(({ path, zh, en }) => html`<li class="tile"><a href="${path}">${say(zh, en)}</a></li>`)}</ul>`
}
