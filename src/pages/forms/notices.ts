import { sayIn } from '../../core/words/word.ts'
import type { Page, PageContext, PageReply } from '../../http/page.ts'
import { listMyInbox, markMyInbox } from '../../reporting/me/inbox.ts'
import { ask, type Desk } from '../desk.ts'
import { html } from '../html.ts'
import { documentOf } from '../layout.ts'
import { dataTable, doneNotice } from '../parts.ts'
import { type Fault, formHtml, formPages } from './form.ts'

/** 消息: what waits for a person; those that were shown are marked as read, not those that came meanwhile. */

const SHOWN = '100'

export const noticePages = (desk: Desk): Page[] =>
  formPages(desk, {
    path: '/board/me/notices',
    needs: markMyInbox,
    show: (context, fault) => notices(desk, context, fault),
    sending: ({ form }) => ({
      operation: markMyInbox,
      body: { ids: (form.get('ids') ?? '').split(' ') },
      done: '/board/me/notices?done=read',
    }),
  })

async function notices(desk: Desk, context: PageContext, fault: Fault | undefined): Promise<PageReply> {
  const say = sayIn(context.language)
  const { items } = await ask(desk, context, listMyInbox, { query: { limit: SHOWN } })
  const unread = items.filter(({ readAt }) => readAt === null)
  const title = say('消息', 'Notices')
  const table = dataTable(
    title,
    [
      {
        head: say('时间', 'Time'),
        cell: (row) => html`<span class="nowrap">${row.createdAt.slice(0, 10)}</span>`,
      },
      {
        head: say('内容', 'Notice'),
        rowHead: true,
        cell: (row) =>
          row.readAt === null
            ? html`<strong>${row.title[context.language]}</strong>`
            : row.title[context.language],
      },
      {
        head: say('状态', 'State'),
        cell: (row) => (row.readAt === null ? say('未读', 'unread') : say('已读', 'read')),
      },
    ],
    items,
    say('没有消息', 'No notices'),
  )
  const mark = formHtml(context, {
    action: '/board/me/notices',
    fault,
    hidden: { ids: unread.map(({ id }) => id).join(' ') },
    fields: [],
    submit: say('全部标记为已读', 'Mark all as read'),
  })
  const done = doneNotice(context, { read: say('已标记为已读', 'Marked as read') })
  const main = html`${done}${table}${unread.length > 0 && mark}`
  return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
}
