import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf } from '../examples/client.ts'
import { type RunningServer, startServer } from '../src/main.ts'

/** `lvzhi import` and what it brings back, against a server that runs. */

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-import-'))
const database = path.join(folder, 'import.db')
const PASSWORD = 'correct horse battery staple'
let server: RunningServer

async function lvzhi(
  args: string[],
  more: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    LANG: 'zh_CN.UTF-8',
    LVZHI_URL: server.url,
    LVZHI_PASSWORD: PASSWORD,
    DATABASE_URL: database,
    ...more,
  }
  const node = path.join(root, 'node_modules/.bin/node')
  try {
    const done = await run(node, [path.join(root, 'bin/lvzhi.js'), ...args], { env, cwd: folder })
    return { code: 0, ...done }
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string }
  }
}

const file = (name: string, text: string): string => {
  const target = path.join(folder, name)
  writeFileSync(target, text)
  return target
}

beforeAll(async () => {
  server = await startServer({
    databaseUrl: database,
    host: '127.0.0.1',
    port: 0,
    secret: 'a secret of at least thirty-two characters',
    logLevel: 'silent',
    trustProxy: false,
  })
  const names = ['--committee', 'luming', '--name', '示例区政协', '--login', 'admin']
  await lvzhi(['admin', 'create', ...names, '--token', server.setupToken!])
  await lvzhi(['login', '--committee', 'luming', '--login', 'admin'])
  const client = clientOf(server.url)
  await client.login('luming', 'admin', PASSWORD)
  const term = { number: 9, name: '九届', startsOn: '2017-02-20', endsOn: '2022-02-19' }
  await client.post('/v1/terms', term)
  const days = { startsOn: '2019-06-20', endsOn: '2019-06-20' }
  await client.post('/v1/meetings', { title: '河道巡查', typeCode: 'inspection', ...days })
  const roster = '委员编号,姓名,界别\n001,林清扬,教育界\n002,陈静,教育界\n003,陈静,科技界\n'
  await lvzhi(['import', file('roster.csv', roster), '--resource', 'members', '--term', '9'])
}, 60_000)

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('lvzhi import', () => {
  it('prints a plan as right answers are written down, saves the sheet back and what was not taken', async () => {
    const list = file(
      'back.csv',
      '姓名,会议名称,时间,出席情况\n林清扬,河道巡查,2019-06-20,缺岗\n陈静,河道巡查,2019-06-20,列席\n',
    )
    const [result, failures] = [path.join(folder, 'back.xlsx'), path.join(folder, 'left.csv')]
    const dry = await lvzhi([
      'import',
      list,
      '--dry-run',
      '--json',
      '--result',
      result,
      '--failures',
      failures,
    ])
    expect(dry.code).toBe(1)
    const plan = JSON.parse(dry.stdout)
    expect(plan).toMatchObject({
      state: 'planned',
      verdict: 'import',
      shape: 'L',
      results: { total: 2, applied: 0, failed: 0, unprocessed: 2 },
      sheets: [{ name: 'csv', header_rows: [1] }],
    })
    expect(plan.entries.map((one: { ref: string; result: string }) => [one.ref, one.result]).sort()).toEqual([
      ['D2', 'unknown_symbol'],
      ['D3', 'ambiguous_name'],
    ])
    expect(JSON.parse(dry.stderr.trim().split('\n').at(-1)!)).toMatchObject({
      file: list,
      progress: { phase: expect.any(String) },
    })
    expect(readFileSync(result).subarray(0, 2).toString()).toBe('PK')
    expect(readFileSync(failures, 'utf8').split('\r\n')).toEqual([
      '姓名,会议名称,时间,出席情况,错误代码,错误说明',
      expect.stringMatching(/^林清扬,.*缺席/),
      expect.stringMatching(/^陈静,.*ambiguous_name/),
      '',
    ])
    const two = await lvzhi(['import', list, list, '--result', result])
    expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining('--result') })
    const unread = await lvzhi(['import', file('none.csv', '甲,乙\n1,2\n'), '--dry-run', '--json'])
    expect([unread.code, JSON.parse(unread.stdout)]).toMatchObject([
      2,
      { verdict: 'refuse', refusal: { code: 'header_not_found' } },
    ])
  })

  it('takes a profile that the committee keeps, by its name', async () => {
    const client = clientOf(server.url)
    await client.login('luming', 'admin', PASSWORD)
    await client.post('/v1/import-profiles', { name: '签到机', settings: { valueMap: { 到场: 'observer' } } })
    const list = file('machine.csv', '姓名,会议名称,时间,出席情况\n林清扬,河道巡查,2019-06-20,到场\n')
    const args = ['import', list, '--dry-run', '--on-conflict', 'overwrite', '--profile']
    expect(await lvzhi([...args, '签到机'])).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('unknown_symbol'),
    })
    const unknown = await lvzhi([...args, '别的'])
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('签到机') })
    expect(await lvzhi([...args, 'nowhere.json'])).toMatchObject({ code: 2 })
  })

  it('imports into a database of no running server, by key or login; into no other', async () => {
    const copy = path.join(folder, 'copy.db')
    expect(await lvzhi(['backup', copy])).toMatchObject({ code: 0 })
    const list = file('local.csv', '姓名,会议名称,时间,出席情况\n林清扬,河道巡查,2019-06-20,列席\n')
    const args = ['import', list, '--local']
    const who = ['--committee', 'luming', '--login', 'admin']
    const done = await lvzhi([...args, copy, ...who], { LVZHI_PASSWORD: PASSWORD })
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('created 1') })
    const nobody = await lvzhi([...args, copy])
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('LVZHI_KEY') })
    const nowhere = path.join(folder, 'nowhere.db')
    const missing = await lvzhi([...args, nowhere, ...who], { LVZHI_PASSWORD: PASSWORD })
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining(nowhere) })
    expect(existsSync(nowhere)).toBe(false)
    const held = await lvzhi([...args, database, ...who], { LVZHI_PASSWORD: PASSWORD })
    expect(held).toMatchObject({ code: 1, stderr: expect.stringContaining('已有服务正在使用') })
  })

  it('saves a template, of the kind of records that is meant', async () => {
    const out = path.join(folder, 'attendance.xlsx')
    const made = await lvzhi(['import', 'template', 'attendance', '-o', out])
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining(out) })
    expect(readFileSync(out).subarray(0, 2).toString()).toBe('PK')
    const matrix = ['import', 'template', 'attendance', '--shape', 'W', '--out', out]
    expect(await lvzhi([...matrix, '--from', '2019-06-01', '--to', '2019-06-30'])).toMatchObject({ code: 0 })
    expect(await lvzhi(matrix)).toMatchObject({ code: 2, stderr: expect.stringContaining('meetingId') })
    const kind = await lvzhi(['import', 'template', 'duty-records', '--kind', 'nowhere'])
    expect(kind).toMatchObject({ code: 1, stderr: expect.stringContaining('nowhere') })
  })
})
