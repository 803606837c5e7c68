import { readFileSync } from 'node:fs'
import { getCommittee } from '../committee/committees/schema.ts'
import { type AppError, ERRORS } from '../core/errors.ts'
import { sha256 } from '../core/ids.ts'
import { type Say, sayIn } from '../core/words/word.ts'
import { type Page, type PageContext, type PageReply, view } from '../http/page.ts'
import { ask, type Desk, may } from './desk.ts'
import { bdi, type Html, href, html, markup } from './html.ts'

/** The frame around what a page says: head, ways to the other pages, foot. */

const STYLE = readFileSync(new URL('pages.css', import.meta.url), 'utf8')
const STYLE_PATH = `/board/style-${sha256(STYLE).slice(0, 12)}.css`

/** Named by its content, so that it may be kept for ever. */
export const stylePage = (): Page =>
  view(
    STYLE_PATH,
    async () => ({
      body: STYLE,
      type: 'text/css; charset=utf-8',
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    }),
    'public',
  )

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#1f5f99" d="M1 1h14v14H1z"/><path stroke="#fff" stroke-width="2" fill="none" d="M4 8l3 3 5-6"/></svg>'

export const iconPage = (): Page =>
  view(
    '/board/icon.svg',
    async () => ({
      body: ICON,
      type: 'image/svg+xml',
      headers: { 'cache-control': 'public, max-age=86400' },
    }),
    'public',
  )

export interface PageContent {
  title: string
  main: Html
  status?: number
  /** Not part of anybody's session: no ways to pages behind the sign-in. */
  open?: true
  /** The name over the page, where it is not that of the session's committee. */
  committee?: string
}

interface Way {
  path: string
  zh: string
  en: string
  /** Pages that are part of it and stand elsewhere. */
  over?: readonly string[]
  /** Whether this person has anything there. */
  for(context: PageContext): boolean
}

const DESK = ['meetings', 'sessions', 'sign-in-windows', 'leave', 'proposals', 'opinions', 'appeals'].map(
  (name) => `/board/${name}`,
)

const WAYS: readonly Way[] = [
  {
    path: '/board',
    over: ['/board/statistics'],
    zh: '总览',
    en: 'Overview',
    for: (c) => may(c, 'statistics.read'),
  },
  { path: '/board/me', zh: '我的履职', en: 'My record', for: (c) => c.principal.personId !== null },
  {
    path: '/board/ranking',
    over: ['/board/members'],
    zh: '排名',
    en: 'Ranking',
    for: (c) => may(c, 'rankings.read'),
  },
  { path: '/board/published', zh: '通报', en: 'Reports', for: () => true },
  { path: '/board/trends', zh: '趋势', en: 'Trends', for: (c) => may(c, 'rankings.read') },
  { path: '/board/plan', zh: '计划进度', en: 'Plan', for: (c) => may(c, 'statistics.read') },
  { path: '/board/timeliness', zh: '录入时效', en: 'Timeliness', for: (c) => may(c, 'statistics.read') },
  {
    path: '/board/desk',
    over: DESK,
    zh: '办理',
    en: 'Desk',
    for: (c) => may(c, 'duties.record') || may(c, 'appeals.handle'),
  },
]

/** The whole document. */
export async function documentOf(desk: Desk, context: PageContext, page: PageContent): Promise<PageReply> {
  const say = sayIn(context.language)
  const committee = page.committee ?? (await committeeName(desk, context))
  const product = say('履职', 'Duty record')
  const signedIn = context.formToken !== undefined && !page.open
  const body = html`<!doctype html>
<html lang="${context.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${[page.title, committee, product].filter(Boolean).join(' · ')}</title>
<link rel="icon" href="/board/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<a class="skip" href="#main">${say('跳到正文', 'Skip to content')}</a>
<header class="top">
<p class="brand"><a href="${signedIn ? '/board' : context.url.split('?')[0]!}">${product}</a> ${bdi(committee)}</p>
${aside(context, say, signedIn)}
${signedIn && waysHtml(context, say)}
</header>
<main id="main" tabindex="-1">
<h1>${bdi(page.title)}</h1>
${page.main}
</main>
<footer class="foot"><p>${say('每个数字都可以追溯到事实、条款和上限。', 'Every number can be walked back to its facts, its clause and its cap.')}</p></footer>
</body>
</html>
`
  return { body: markup(body), ...(page.status ? { status: page.status } : {}) }
}

function waysHtml(context: PageContext, say: Say): Html {
  const here = context.url.split('?')[0]!
  const ways = WAYS.filter((way) => way.for(context))
  const within = (path: string) => path !== '/board' && here.startsWith(`${path}/`)
  const current = ways.find(
    ({ path, over = [] }) => here === path || [path, ...over].some((path) => here === path || within(path)),
  )
  const items = ways.map(
    (way) =>
      html`<li><a href="${way.path}"${way === current && html` aria-current="page"`}>${say(way.zh, way.en)}</a></li>`,
  )
  return html`<nav aria-label="${say('主导航', 'Main')}"><ul>${items}</ul></nav>`
}

function aside(context: PageContext, say: Say, signedIn: boolean): Html {
  const [path, search = ''] = context.url.split('?')
  const query = Object.fromEntries(new URLSearchParams(search))
  const other = context.language === 'zh' ? 'en' : 'zh'
  const language = html`<a href="${href(path!, { ...query, lang: other })}" hreflang="${other}" lang="${other}">${other === 'en' ? 'English' : '中文'}</a>`
  if (!signedIn) return html`<div class="aside">${language}</div>`
  return html`<div class="aside">${language} <a href="/board/password">${say('密码', 'Password')}</a>
<form method="post" action="/sign-out"><input type="hidden" name="token" value="${context.formToken!}"><button class="plain">${say('退出', 'Sign out')}</button></form></div>`
}

async function committeeName(desk: Desk, context: PageContext): Promise<string> {
  if (context.principal.kind === 'anonymous' || !may(context, 'committee.read')) return ''
  const { name } = await ask(desk, context, getCommittee, { params: { id: context.principal.committeeId } })
  return name
}

/** A failure in the words of the problem, and where to go from it. */
export async function failurePage(desk: Desk, context: PageContext, error: AppError): Promise<PageReply> {
  const say = sayIn(context.language)
  const signedOut = error.code === 'unauthenticated'
  // What was typed into a form would be lost on the way: the page says it and stays.
  if (signedOut && context.form.size === 0) return { location: href('/sign-in', { next: context.url }) }
  const { status, zh, en } = ERRORS[error.code]
  // Who may not see a thing is not told whether it is there, nor by which name it was asked for.
  const detail =
    status === 404
      ? say('没有这个页面，或您无权查看。', 'There is no such page, or it is not for you.')
      : error.detail[context.language]
  const main = html`<p class="notice bad" role="alert">${detail}</p>
<p><a href="/board">${say('回到首页', 'Back to the start')}</a></p>${signedOut && html`<p><a href="/sign-in">${say('登录', 'Sign in')}</a></p>`}
<p class="small">${say('请求编号', 'Request')} <code>${context.requestId}</code></p>`
  return documentOf(desk, context, {
    title: say(zh, en),
    main,
    status,
    ...(context.formToken ? {} : { open: true }),
  })
}
