import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../examples/browser.ts'
import { aBoardYear, type BoardYear } from '../support/board-year.ts'
import { atDevice, DESKTOP, type Device, PHONE, signInOn, weightOf } from '../support/browser.ts'
import { aVisitor } from '../support/visitor.ts'
import { openWorld, type World } from '../support/world.ts'

/** The pages in a real browser: who cannot see, who has a phone, who has no script, who has only a keyboard. */

const WEIGHT_MAX = 150 * 1024
/** `PICTURES=out/board` keeps what the browser drew. */
const PICTURES = process.env['PICTURES']

/** Each size and each theme once; who takes pictures asks for the other two as well. */
const LOOKS = [
  ['desktop', 'light', { viewport: DESKTOP }],
  ['phone', 'dark', { viewport: PHONE, dark: true }],
] as const
const OTHER_LOOKS = [
  ['desktop', 'dark', { viewport: DESKTOP, dark: true }],
  ['phone', 'light', { viewport: PHONE }],
] as const

interface Shown {
  name: string
  path: string
  who: 'admin' | 'member' | 'nobody'
}

function pagesOf(year: BoardYear): Shown[] {
  const of = (who: Shown['who'], pages: Record<string, string>) =>
    Object.entries(pages).map(([name, path]) => ({ name, path, who }))
  return [
    ...of('nobody', {
      'sign-in': '/sign-in',
      'public-list': '/board/public/luming',
      'public-report': `/board/public/luming/${year.publishedId}`,
      lost: '/board/nothing-here',
    }),
    ...of('member', {
      'own-record': '/board/me',
      'own-leave': '/board/me/leave',
      'own-reports': '/board/me/reports',
      'own-part': `/board/me/reports/${year.verifyingId}`,
      'own-appeals': '/board/me/appeals',
      'own-appeal': `/board/me/appeals/${year.appealId}`,
      'appeal-form': '/board/me/appeals/new',
      notices: '/board/me/notices',
      'own-code': '/board/me/code',
      'members-report': `/board/published/${year.publishedId}`,
    }),
    ...of('admin', {
      overview: '/board',
      'one-number': '/board/statistics/attendance_rate',
      ranking: '/board/ranking',
      member: `/board/members/${year.members[0].id}`,
      trends: '/board/trends',
      'trends-by-sector': '/board/trends?by=sector',
      plan: '/board/plan',
      timeliness: '/board/timeliness',
      'late-records': '/board/timeliness/office',
      published: '/board/published',
      desk: '/board/desk',
      meetings: '/board/meetings',
      'meeting-form': '/board/meetings/new',
      meeting: `/board/meetings/${year.meetingId}`,
      roll: `/board/sessions/${year.sessionId}`,
      'leave-waiting': '/board/leave',
      'leave-decision': `/board/leave/${year.leaveId}`,
      proposals: '/board/proposals',
      'proposal-form': '/board/proposals/new',
      proposal: `/board/proposals/${year.proposalId}`,
      'opinion-form': '/board/opinions/new',
      appeals: '/board/appeals',
      appeal: `/board/appeals/${year.appealId}`,
      windows: `/board/sessions/${year.sessionId}/windows`,
      door: `/board/sign-in-windows/${year.windowId}`,
      screen: `/board/sign-in-windows/${year.windowId}/screen`,
    }),
  ]
}

describe('the pages in a browser', () => {
  const world = {} as World
  let url: string
  let browser: Browser
  let year: BoardYear
  let logins: Record<'admin' | 'member', string>

  beforeAll(async () => {
    await openWorld('sqlite', world)
    year = await aBoardYear(world)
    const member = await aVisitor(world, 'member', { personId: year.members[1].personId })
    logins = { admin: 'admin', member: member.login }
    url = world.url
    browser = await openBrowser()
    if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await world.close?.()
  })

  const at = async (who: Shown['who'], device: Device = {}) => {
    const here = await atDevice(browser, url, device)
    if (who !== 'nobody') await signInOn(here.page, logins[who])
    return here
  }
  const picture = async (page: Page, name: string) => {
    if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true })
  }

  describe.each(PICTURES ? [...LOOKS, ...OTHER_LOOKS] : LOOKS)('on a %s, %s', (kind, theme, device) => {
    it.each(['nobody', 'member', 'admin'] as const)(
      '%s: no page has anything that keeps somebody out',
      async (who) => {
        const { context, page, strayed, complaints } = await at(who, device)
        const wrong: string[] = []
        for (const { name, path } of pagesOf(year).filter((one) => one.who === who)) {
          const answer = await page.goto(path)
          expect([name, answer!.status()]).toEqual([name, name === 'lost' ? 404 : 200])
          const { violations } = await new AxeBuilder({ page })
            // One page instead of two for each look.
            .setLegacyMode()
            .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
            .analyze()
          for (const { id, nodes } of violations)
            wrong.push(`${name}: ${id} ${nodes[0]?.html.slice(0, 160)} (${nodes.length})`)
          const wide = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
          if (Number(wide) > 0) wrong.push(`${name}: ${wide} pixels wider than the screen`)
          await picture(page, `${name}-${kind}-${theme}`)
        }
        expect(wrong).toEqual([])
        expect(strayed, 'requests to elsewhere').toEqual([])
        expect(complaints.filter((one) => !one.includes('404'))).toEqual([])
        await context.close()
      },
      240_000,
    )
  })

  it('reads as well in English', async () => {
    const { context, page } = await at('admin', { language: 'en-GB' })
    const wrong: string[] = []
    for (const { name, path } of pagesOf(year)
      .filter(({ who }) => who === 'admin')
      .slice(0, 12)) {
      await page.goto(path)
      expect(await page.getAttribute('html', 'lang')).toBe('en')
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      for (const { id, nodes } of violations) wrong.push(`${name}: ${id} ${nodes[0]?.html.slice(0, 160)}`)
      await picture(page, `${name}-english`)
    }
    expect(wrong).toEqual([])
    await context.close()
  }, 120_000)

  it('is light, and nothing moves once it is drawn', async () => {
    const { context, page } = await at('admin', { viewport: PHONE })
    const heavy: string[] = []
    for (const { name, path } of pagesOf(year).filter(({ who }) => who === 'admin')) {
      const bytes = await weightOf(context, path)
      if (bytes > WEIGHT_MAX) heavy.push(`${name}: ${bytes}`)
      await page.goto(path)
      const moved = await page.evaluate(
        `new Promise((done) => { let sum = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 60) })`,
      )
      if (moved !== 0) heavy.push(`${name}: moved by ${moved}`)
    }
    expect(heavy).toEqual([])
    await context.close()
  }, 120_000)

  it('prints without what is only for the screen', async () => {
    const { context, page } = await at('admin')
    await page.goto('/board/ranking')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').first().isVisible()).toBe(false)
    expect(await page.locator('main table').first().isVisible()).toBe(true)
    await picture(page, 'ranking-print')
    if (PICTURES) {
      await page.pdf({ path: path.join(PICTURES, 'ranking.pdf'), format: 'A4' })
      await page.goto(`/board/members/${year.members[0].id}`)
      await page.pdf({ path: path.join(PICTURES, 'member.pdf'), format: 'A4' })
    }
    await context.close()
  })

  it('a keyboard reaches the content first and everything after it', async () => {
    const { context, page } = await at('admin')
    await page.goto('/board')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.className')).toBe('skip')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    // Whatever can be pressed is reached by tabs alone, in the order of the page, and shows that it is reached.
    const all = await page.locator('main :is(a, button, select, summary, [tabindex="0"])').count()
    const mark = '(document.activeElement.dataset.at ??= String(window.tabs = (window.tabs ?? 0) + 1))'
    for (let step = 1; step <= all; step += 1) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(mark)).toBe(String(step))
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    }
    await context.close()
  })
})
