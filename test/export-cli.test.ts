import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningServer, startServer } from '../src/main.ts'

/** `lvzhi export` against a server that runs. */

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-export-'))
let server: RunningServer

async function lvzhi(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    LANG: 'zh_CN.UTF-8',
    LVZHI_URL: server.url,
    LVZHI_PASSWORD: 'correct horse battery staple',
  }
  const node = path.join(root, 'node_modules/.bin/node')
  try {
    const done = await run(node, [path.join(root, 'bin/lvzhi.js'), ...args], { env, cwd: folder })
    return { code: 0, ...done }
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string }
  }
}

beforeAll(async () => {
  server = await startServer({
    databaseUrl: path.join(folder, 'export.db'),
    host: '127.0.0.1',
    port: 0,
    secret: 'a secret of at least thirty-two characters',
    logLevel: 'silent',
    trustProxy: false,
  })
  const names = ['--committee', 'luming', '--name', '示例区政协', '--login', 'admin']
  await lvzhi(['admin', 'create', ...names, '--token', server.setupToken!])
  await lvzhi(['login', '--committee', 'luming', '--login', 'admin'])
}, 60_000)

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('lvzhi export', () => {
  it('a list, with a filter and columns, to a file', async () => {
    const out = path.join(folder, 'items.csv')
    const filter = ['--filter', 'catalogue=leave_type', '--filter', 'sort=code']
    const args = ['export', '/catalogue-items', '--format', 'csv', '--out', out, '--columns', 'code,name']
    const done = await lvzhi([...args, ...filter])
    expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/items\.csv: \d+ rows/) })
    expect(readFileSync(out, 'utf8')).toMatch(/^\uFEFF代码,名称\r\n/)
  })

  it('by its own name, with the record as JSON', async () => {
    const done = await lvzhi(['export', '/v1/catalogue-items', '--json'])
    expect(JSON.parse(done.stdout)).toMatchObject({ state: 'succeeded', file: 'catalogueItems.xlsx' })
    expect(readFileSync(path.join(folder, 'catalogueItems.xlsx')).subarray(0, 2).toString()).toBe('PK')
  })

  it('2 for what the server does not know, with where it stands', async () => {
    const wrong = await lvzhi(['export', '/catalogue-items', '--columns', 'colour'])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('/columns/0') })
    const none = await lvzhi(['export', 'ranking'])
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('/periodId') })
    const filter = await lvzhi(['export', '/members', '--filter', 'x'])
    expect(filter).toMatchObject({ code: 2, stderr: expect.stringContaining('名称=值') })
  })

  it('1 for a period that is not there', async () => {
    const wrong = await lvzhi(['export', 'ranking', '--period', '01a22249-8203-7c5f-8cfb-8b0eba87f9cf'])
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('/periodId') })
  })
})
