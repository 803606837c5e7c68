import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../examples/browser.ts'
import { aRoll, type Roll } from '../exchange/import-results/answers-back.ts'
import { atDevice, signInOn } from '../support/browser.ts'
import { post } from '../support/records.ts'
import { aVisitor } from '../support/visitor.ts'
import { openWorld, type World } from '../support/world.ts'

/** A sheet on its way through a real browser; the pages have no script, and the headers allow none. */

const PICTURES = process.env['PICTURES']

describe('a sheet in the browser', () => {
  const world = {} as World
  let browser: Browser
  let page: Page
  let roll: Roll
  let url: string

  const picture = (name: string) =>
    PICTURES && page.screenshot({ path: `out/import-${name}.png`, fullPage: true })
  const settled = async () => {
    for (let i = 0; i < 100; i += 1) {
      // The page looks again by itself: two loads at once end one of them.
      const shown = await page
        .reload()
        .then(() => page.locator('dl.facts').innerText())
        .catch(() => '正在')
      if (!/正在/.test(shown)) return
      await page.waitForTimeout(100)
    }
    throw new Error('the import is still under way after a hundred looks')
  }
  const accessible = async () => {
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  }

  beforeAll(async () => {
    await openWorld('sqlite', world)
    roll = await aRoll(world)
    await post(world, '/v1/import-profiles', { name: '签到机导出', settings: { year: 2019 } })
    url = world.url
    browser = await openBrowser()
    const device = await atDevice(browser, url)
    page = device.page
    await signInOn(page, 'admin')
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await world.close?.()
  })

  it('is sent, understood, asked about, recorded, fetched and taken back', async () => {
    const { one, two, twins, meeting } = roll
    const rows = [
      ['序号', '姓名', '会议名称', '时间', '出席情况'],
      ['1', one.name, meeting.title, meeting.startsOn, '出席'],
      ['2', twins[0].name, meeting.title, meeting.startsOn, '出席'],
      ['3', two.name, meeting.title, meeting.startsOn, '☆'],
      ['4', twins[1].name, meeting.title, meeting.startsOn, ''],
    ]
    const text = `\ufeff${rows.map((row) => row.join(',')).join('\n')}\n`
    await page.goto('/board/desk')
    await page.click('text=导入表格')
    await accessible()
    await picture('list')
    await page.setInputFiles('#f-file', {
      name: '六月巡查.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    })
    await page.selectOption('#f-profileId', { label: '签到机导出' })
    await page.click('form.form button')
    await page.waitForURL(/\/board\/imports\/[0-9a-f-]{36}/, { timeout: 5000 })
    await settled()
    expect(await page.locator('h1').innerText()).toBe('六月巡查.csv')
    const sheet = page.locator('table.sheet')
    expect(await sheet.locator('tbody tr').count()).toBe(5)
    expect(await sheet.locator('tbody tr').nth(1).innerText()).toContain('将录入：出席')
    expect(await sheet.locator('tbody tr').nth(3).locator('td.t-question').count()).toBeGreaterThan(0)
    await accessible()
    await picture('plan')

    const questions = page.locator('form.question')
    expect(await questions.count()).toBe(3)
    await questions.filter({ hasText: '☆' }).locator('input[value=status]').check()
    await questions
      .filter({ hasText: '☆' })
      .locator('select[name=status]')
      .selectOption('leave_approved/sick')
    await questions.filter({ hasText: '☆' }).locator('button').click()
    await settled()
    await questions.filter({ hasText: '空白格' }).locator('input[value=absent]').check()
    await questions.filter({ hasText: '空白格' }).locator('button').click()
    await settled()
    const twin = questions.filter({ hasText: twins[0].name })
    await twin.first().getByLabel(twins[0].memberNo).check()
    await twin.first().locator('button').click()
    await settled()
    while ((await questions.count()) > 0) {
      await questions.first().getByLabel(twins[1].memberNo).check()
      await questions.first().locator('button').click()
      await settled()
    }

    await page.click('text=提交录入')
    await settled()
    expect(await page.locator('dl.facts').innerText()).toMatch(/已录入/)
    await picture('done')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('text=下载结果')])
    expect(download.suggestedFilename()).toBe('六月巡查-导入结果.xlsx')
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')

    await page.click('text=撤回这次导入')
    await settled()
    expect(await page.locator('dl.facts').innerText()).toContain('已撤回')
    await accessible()
  }, 120_000)

  it('remembers who a name means, and what was explained of a source, where somebody asks for it', async () => {
    const { one, meeting } = roll
    const text = `姓名,会议名称,时间,出席情况\n${one.name}的旧名,${meeting.title},${meeting.startsOn},☆\n`
    await page.goto('/board/imports')
    await page.setInputFiles('#f-file', { name: '七月.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.click('form.form button')
    await page.waitForURL(/\/board\/imports\/[0-9a-f-]{36}/, { timeout: 5000 })
    await settled()
    await page.click('text=怎样读懂这张表')
    expect(await page.locator('details').innerText()).toContain('第 1 行是表头')
    const questions = page.locator('form.question')
    const mark = questions.filter({ hasText: '☆' })
    await mark.locator('input[value=status]').check()
    await mark.locator('select[name=status]').selectOption('late')
    await mark.locator('button').click()
    await settled()
    const name = questions.filter({ hasText: '旧名' })
    await name.locator('input[name=memberNo]').fill(one.memberNo)
    await name.locator('input[value=member]').check()
    await name.locator('input[name=remember]').check()
    await name.locator('button').click()
    await settled()
    await page.fill('input[name=name]', '七月的表')
    await page.click('text=保存')
    await settled()
    await accessible()
    const { body: aliases } = await world.admin.get('/v1/import-aliases').expect(200)
    expect(aliases.items).toMatchObject([{ name: `${one.name}的旧名`, memberId: one.id }])
    const { body: profiles } = await world.admin.get('/v1/import-profiles').expect(200)
    expect(profiles.items.map((profile: { name: string }) => profile.name)).toContain('七月的表')
  }, 120_000)

  it('says what is missing, and is for those alone who may import', async () => {
    await page.goto('/board/imports')
    await page
      .locator('form.form')
      .first()
      .evaluate((form) => form.setAttribute('novalidate', ''))
    await page.locator('#f-file').evaluate((input) => input.removeAttribute('required'))
    await page.click('form.form button')
    expect(await page.locator('.notice.bad').innerText()).toContain('没有写入')
    const other = await aVisitor(world, 'auditor')
    const { page: theirs } = await atDevice(browser, url, { scripts: false })
    await signInOn(theirs, other.login)
    expect((await theirs.goto('/board/imports'))!.status()).toBe(403)
  })
})
