import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../examples/browser.ts'
import { aBoardYear, type BoardYear } from '../support/board-year.ts'
import { atDevice, PHONE, signInOn } from '../support/browser.ts'
import { aVisitor } from '../support/visitor.ts'
import { openWorld, type World } from '../support/world.ts'

/** Each plain form in a real browser in which scripts are switched off, by the role that it is for. */

describe('forms without a script', () => {
  const world = {} as World
  let url: string
  let browser: Browser
  let year: BoardYear
  let member: Page
  let office: Page
  let reviewer: Page

  const person = async (login: string, phone = false) => {
    const device = { scripts: false as const, ...(phone ? { viewport: PHONE } : {}) }
    const { page } = await atDevice(browser, url, device)
    await signInOn(page, login)
    return page
  }
  const said = (page: Page) => page.locator('.notice').first().innerText()

  beforeAll(async () => {
    await openWorld('sqlite', world)
    year = await aBoardYear(world)
    const own = await aVisitor(world, 'member', { personId: year.members[0].personId })
    const other = await aVisitor(world, 'reviewer')
    url = world.url
    browser = await openBrowser()
    member = await person(own.login, true)
    office = await person('admin')
    reviewer = await person(other.login)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await world.close?.()
  })

  it('a member asks for leave; a mistake is told at its field and what was typed stays', async () => {
    await member.goto('/board/me/leave')
    await member.selectOption('#f-meetingId', year.meetingId)
    await member.fill('#f-reason', '外出开会')
    // A browser stops an empty choice by itself: without its help the server says it.
    await member.locator('form.form').evaluate((form) => form.setAttribute('novalidate', ''))
    await member.click('form.form button')
    expect(await said(member)).toContain('没有写入')
    expect(await member.inputValue('#f-reason')).toBe('外出开会')
    expect(await member.locator('fieldset .wrong').innerText()).toBe('必填')
    await member.check('input[name=leaveType][value=official]')
    await member.click('form.form button')
    expect(await said(member)).toBe('请假已提交')
    expect(await member.locator('main table').innerText()).toContain('年终协商会')
  })

  it('the office decides leave', async () => {
    await office.goto('/board/leave')
    await office.click('text=吴嘉禾')
    await office.fill('#f-note', '同意')
    await office.click('button[value=approve]')
    expect(await said(office)).toBe('已准')
  })

  it('the office records a meeting, says who is expected, calls the roll and settles it', async () => {
    await office.goto('/board/meetings/new')
    await office.fill('#f-title', '补记的调研')
    await office.selectOption('#f-typeCode', 'research')
    await office.fill('#f-startsOn', '2019-11-20')
    await office.check('input[name=part][value=pm]')
    await office.click('form.form button')
    expect(await said(office)).toBe('会议已登记')
    await office.selectOption('#f-who', 'all')
    await office.click('form.form button')
    expect(await said(office)).toBe('邀请范围已确定')
    await office.click('text=2019-11-20 下午')
    for (const { memberNo } of year.members.slice(0, 3))
      await office.check(`input[name="m.${memberNo}"][value=present]`)
    await office.check(`input[name="m.${year.members[3].memberNo}"][value=absent]`)
    await office.click('text=登记点名')
    expect(await said(office)).toBe('点名已登记')
    expect(await office.isChecked(`input[name="m.${year.members[0].memberNo}"][value=present]`)).toBe(true)
    await office.check('input[name=acceptUnknown]')
    await office.click('text=结算本场')
    expect(await said(office)).toBe('本场已结算')
  })

  it.each(['proposals', 'opinions'])('the office enters and submits %s', async (path) => {
    await office.goto(`/board/${path}/new`)
    await office.fill('#f-title', '关于社区托育的建议')
    await office.fill('#f-first', `${year.members[2].memberNo} ${year.members[2].name}`)
    await office.fill('#f-content', '建议增设托育点。')
    await office.click('form.form button')
    expect(await said(office)).toBe('已保存为草稿')
    await office.fill('#f-submittedOn', '2019-12-20')
    await office.click('form.form button')
    expect(await said(office)).toBe('已提交')
  })

  it('a member disputes their part of a report and appeals; the office looks into it and decides', async () => {
    await member.goto('/board/me/reports')
    await member.click('main table a >> nth=0')
    await member.fill('#f-note', '少了一次调研')
    await member.click('button[value=disputed]')
    expect(await said(member)).toBe('异议已提交')
    await member.click('text=提出申诉')
    await member.selectOption('#f-about', 'missing')
    await member.fill('#f-reason', '十月的调研我参加了')
    await member.click('form.form button')
    expect(await said(member)).toBe('申诉已提交')
    const id = /[0-9a-f-]{36}/.exec(member.url())![0]
    await reviewer.goto('/board/appeals')
    await reviewer.click(`a[href$="${id}"]`)
    await reviewer.click('form.form button')
    expect(await said(reviewer)).toBe('已受理')
    await reviewer.check('input[name=outcome][value=rejected]')
    await reviewer.fill('#f-decision', '名单和签到表均无记录')
    await reviewer.click('form.form button')
    expect(await said(reviewer)).toBe('已作出决定')
    await member.reload()
    expect(await member.locator('main').innerText()).toContain('名单和签到表均无记录')
  })

  it('a member signs in with the code of the hall; another one at the desk', async () => {
    await office.goto(`/board/sign-in-windows/${year.windowId}/screen`)
    expect(await office.locator('img.qr').getAttribute('alt')).toBe('会议签到二维码')
    const { body } = await world.admin.get(`/v1/sign-in-windows/${year.windowId}/code`).expect(200)
    await member.goto(`/s/${body.code}`)
    await member.click('form.form button')
    expect(await said(member)).toBe('签到成功：出席')
    await office.goto(`/board/sign-in-windows/${year.windowId}`)
    await office.fill('#f-member', year.members[5].name)
    await office.click('form.form button')
    expect(await said(office)).toBe('已代签')
    expect(await office.locator('main table').innerText()).toContain('会场扫码')
  })

  it('signs out', async () => {
    await member.click('text=退出')
    expect(member.url()).toBe(`${url}/sign-in`)
    await member.goto('/board/me')
    expect(member.url()).toContain('/sign-in?next=')
  })
})
