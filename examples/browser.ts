import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'

/** A real browser with the Chinese font of the reports: a bare machine has none, and pictures of boxes show nothing. */

/** Meant for a machine that runs one page; with them the browser ends with its first context. */
const ONE_PROCESS = ['--single-process', '--no-zygote']

/** Both packages come with `npm ci`, not with an installation that only serves. */
export async function openBrowser(): Promise<Browser> {
  const { default: chromium } = await import('@sparticuz/chromium')
  const { chromium: playwright } = await import('playwright-core')
  return playwright.launch({
    args: chromium.args.filter((one) => !ONE_PROCESS.includes(one)),
    executablePath: await chromium.executablePath(),
    env: { ...process.env, FONTCONFIG_FILE: fontsFile() } as Record<string, string>,
  })
}

function fontsFile(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-fonts-'))
  const fonts = path.join(import.meta.dirname, '../node_modules/@expo-google-fonts/noto-serif-sc')
  const dirs = [path.join(fonts, '400Regular'), path.join(fonts, '700Bold')]
  const file = path.join(folder, 'fonts.conf')
  const listed = dirs.map((dir) => `<dir>${dir}</dir>`).join('')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${listed}<cachedir>${folder}</cachedir></fontconfig>`,
  )
  return file
}
