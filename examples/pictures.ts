import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.ts'

/** The board as people see it: at a desk, on a phone, in the dark; written as pictures to look at. */

export interface Visit {
  /** Nobody in particular: what the public sees. */
  login?: string
  /** Where it goes, below the address of the server. */
  path: string
  file: string
  phone?: true
  dark?: true
}

export interface Visitors {
  url: string
  committee: string
  password: string
}

const DESK = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

/** Takes them one after another, each with a sign-in of its own; answers how many. */
export async function takePictures(
  visitors: Visitors,
  visits: readonly Visit[],
  folder: string,
): Promise<number> {
  mkdirSync(folder, { recursive: true })
  const browser = await openBrowser()
  try {
    for (const visit of visits) await take(browser, visitors, visit, path.join(folder, visit.file))
  } finally {
    await browser.close()
  }
  return visits.length
}

async function take(
  browser: Browser,
  { url, committee, password }: Visitors,
  visit: Visit,
  file: string,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: visit.phone ? PHONE : DESK,
    colorScheme: visit.dark ? 'dark' : 'light',
    javaScriptEnabled: false,
    locale: 'zh-CN',
  })
  const page = await context.newPage()
  if (visit.login) {
    await page.goto('/sign-in')
    await page.fill('#committee', committee)
    await page.fill('#login', visit.login)
    await page.fill('#password', password)
    await page.click('main button')
  }
  const answer = await page.goto(visit.path)
  if (!answer?.ok()) throw new Error(`${visit.path}: ${answer?.status()}`)
  await page.screenshot({ path: file, fullPage: true })
  await context.close()
}
