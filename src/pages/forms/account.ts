import { activateUser, changePassword } from '../../access/auth/schema.ts'
import { sayIn } from '../../core/words/word.ts'
import type { Page, PageContext, PageReply } from '../../http/page.ts'
import type { Desk } from '../desk.ts'
import { href } from '../html.ts'
import { documentOf } from '../layout.ts'
import { type Fault, type Field, formHtml, formPages, given } from './form.ts'

/** The password: the first one with the one-time code that the office has handed over, and every later one. */

export function accountPages(desk: Desk): Page[] {
  return [
    ...formPages(desk, {
      path: '/activate',
      needs: activateUser,
      access: 'public',
      show: activation,
      sending: (context) => {
        const [committee, login] = [given(context, 'committee'), given(context, 'login')]
        // A password is what was typed, spaces and all.
        const body = {
          committee,
          login,
          code: given(context, 'code'),
          password: context.form.get('password') ?? '',
        }
        return {
          operation: activateUser,
          body,
          done: href('/sign-in', { done: 'activated', committee, login }),
        }
      },
    }),
    ...formPages(desk, {
      path: '/board/password',
      needs: changePassword,
      show: passwords,
      sending: ({ form }) => ({
        operation: changePassword,
        body: {
          currentPassword: form.get('currentPassword') ?? '',
          newPassword: form.get('newPassword') ?? '',
        },
        done: '/sign-in?done=changed',
      }),
    }),
  ]

  function activation(context: PageContext, fault: Fault | undefined): Promise<PageReply> {
    const say = sayIn(context.language)
    const parameter = (name: string) => context.query[name] ?? ''
    const fields: Field[] = [
      {
        name: 'committee',
        label: say('单位代码', 'Committee code'),
        kind: 'line',
        required: true,
        max: 63,
        value: parameter('committee'),
      },
      {
        name: 'login',
        label: say('登录名', 'Login name'),
        kind: 'line',
        required: true,
        max: 100,
        value: parameter('login'),
        autocomplete: 'username',
      },
      {
        name: 'code',
        label: say('一次性代码', 'One-time code'),
        kind: 'line',
        required: true,
        max: 40,
        hint: say('由办公室交给您', 'Handed over by the office'),
      },
      passwordField('password', say('新密码', 'New password'), say('8 至 128 个字符', '8 to 128 characters')),
    ]
    const title = say('设置密码', 'Set a password')
    const main = formHtml(context, { action: '/activate', fault, fields, submit: title, narrow: true })
    return documentOf(desk, context, { title, main, open: true, ...(fault ? { status: fault.status } : {}) })
  }

  function passwords(context: PageContext, fault: Fault | undefined): Promise<PageReply> {
    const say = sayIn(context.language)
    const fields: Field[] = [
      {
        name: 'currentPassword',
        label: say('当前密码', 'Current password'),
        kind: 'password',
        required: true,
        max: 128,
        autocomplete: 'current-password',
      },
      passwordField(
        'newPassword',
        say('新密码', 'New password'),
        say('8 至 128 个字符；修改后所有设备须重新登录', '8 to 128 characters; every device signs in again'),
      ),
    ]
    const title = say('修改密码', 'Change the password')
    const main = formHtml(context, { action: '/board/password', fault, fields, submit: title, narrow: true })
    return documentOf(desk, context, { title, main, ...(fault ? { status: fault.status } : {}) })
  }
}

const passwordField = (name: string, label: string, hint: string): Field => ({
  name,
  label,
  hint,
  kind: 'password',
  required: true,
  max: 128,
  autocomplete: 'new-password',
})
