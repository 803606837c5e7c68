import type { Browser, BrowserContext, Page } from 'playwright-core'
import { PASSWORD } from './world.ts'

/** A real browser, started once a file; a context is a person at a device. */

export const PHONE = { width: 390, height: 844 }
export const DESKTOP = { width: 1280, height: 900 }

export interface Device {
  viewport?: { width: number; height: number }
  dark?: boolean
  /** Without a script, as the pages are made for. */
  scripts?: false
  language?: string
}

/** Somebody at a device, with every request that leaves the server of the test written down. */
export async function atDevice(browser: Browser, url: string, device: Device = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: device.viewport ?? DESKTOP,
    colorScheme: device.dark ? 'dark' : 'light',
    javaScriptEnabled: device.scripts !== false,
    locale: device.language ?? 'zh-CN',
    reducedMotion: 'reduce',
  })
  const strayed: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('about:')) strayed.push(request.url())
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { context, page, strayed, complaints }
}

export async function signInOn(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in')
  await page.fill('#committee', 'luming')
  await page.fill('#login', login)
  await page.fill('#password', PASSWORD)
  await page.click('main button')
  await page.waitForURL(/\/board/)
}

/** Bytes of a page with everything that it brings along, as they are before compression. */
export async function weightOf(context: BrowserContext, path: string): Promise<number> {
  const page = await context.newPage()
  let bytes = 0
  const sizes: Promise<void>[] = []
  page.on('response', (response) => {
    sizes.push(
      response.body().then(
        (body) => {
          bytes += body.length
        },
        () => {},
      ),
    )
  })
  await page.goto(path)
  await Promise.all(sizes)
  await page.close()
  return bytes
}
