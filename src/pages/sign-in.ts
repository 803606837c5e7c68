import { Login, logout } from '../access/auth/schema.ts'
import { deviceOf, SESSION_SECONDS, signIn } from '../access/browser-sessions.ts'
import { AppError, ERRORS } from '../core/errors.ts'
import { sayIn } from '../core/words/word.ts'
import { type Page, type PageContext, type PageReply, page, view } from '../http/page.ts'
import { failureHeaders } from '../http/problem.ts'
import { bodyOf } from '../http/validate.ts'
import { type Desk, send } from './desk.ts'
import { html } from './html.ts'
import { documentOf } from './layout.ts'
import { doneNotice } from './parts.ts'

/** The way in and out: committee, login name and password, throttled as the login of the API is. */

export function signInPages(desk: Desk): Page[] {
  return [
    view('/sign-in', (context) => signInPage(desk, context, context.query.next, undefined), 'public'),
    page({
      method: 'POST',
      path: '/sign-in',
      access: 'public',
      answer: (context) => signedIn(desk, context),
    }),
    page({
      method: 'POST',
      path: '/sign-out',
      access: 'session',
      answer: async (context) => {
        await send(desk, context, logout, {})
        return { location: '/sign-in', session: 'ended' }
      },
    }),
  ]
}

async function signedIn(desk: Desk, context: PageContext): Promise<PageReply> {
  const { form } = context
  const [committee, login, password] = ['committee', 'login', 'password'].map((name) => form.get(name) ?? '')
  try {
    const body = bodyOf(Login, { committee, login, password })
    const device = deviceOf(context.device)
    const token = await signIn(desk.deps, body, { ...context, device })
    return { location: nextOf(form.get('next')), session: { token, seconds: SESSION_SECONDS }, device }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return signInPage(desk, context, form.get('next'), error)
  }
}

/** Only a page of ours: whatever else was asked for is not where a sign-in leads. */
const nextOf = (sent: string | null | undefined): string =>
  sent && /^\/(board|s)(\/|\?|$)/.test(sent) && !/[\\\r\n]/.test(sent) ? sent : '/board'

async function signInPage(
  desk: Desk,
  context: PageContext,
  next: string | null | undefined,
  error: AppError | undefined,
): Promise<PageReply> {
  const say = sayIn(context.language)
  const typed = (name: string) => context.form.get(name) ?? context.query[name] ?? ''
  // What does not fit the schema is no login either.
  const code = error?.code === 'validation_failed' ? 'login_failed' : error?.code
  const problem =
    error &&
    (code === 'login_failed'
      ? say(ERRORS.login_failed.zh, ERRORS.login_failed.en)
      : error.detail[context.language])
  const done = doneNotice(context, {
    activated: say('密码已设置，请登录', 'The password is set: sign in'),
    changed: say('密码已修改，请重新登录', 'The password was changed: sign in again'),
  })
  const main = html`${done}${
    problem && html`<p class="notice bad" role="alert" id="problem">${problem}</p>`
  }<form method="post" action="/sign-in" class="form narrow">
<input type="hidden" name="next" value="${nextOf(next)}">
<div class="field"><label for="committee">${say('单位代码', 'Committee code')}</label>
<input id="committee" name="committee" autocomplete="organization" autocapitalize="none" required maxlength="63" value="${typed('committee')}"></div>
<div class="field"><label for="login">${say('登录名', 'Login name')}</label>
<input id="login" name="login" autocomplete="username" autocapitalize="none" required maxlength="100" value="${typed('login')}"></div>
<div class="field"><label for="password">${say('密码', 'Password')}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="128"${problem && html` aria-describedby="problem"`}></div>
<button>${say('登录', 'Sign in')}</button>
</form>
<p><a href="/activate">${say('第一次登录，或忘记密码', 'First time here, or the password forgotten')}</a></p>`
  const status = code ? ERRORS[code].status : 200
  const shown = await documentOf(desk, context, { title: say('登录', 'Sign in'), main, status, open: true })
  return { ...shown, headers: error ? failureHeaders(error) : {} }
}
