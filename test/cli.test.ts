import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf } from '../examples/client.ts'
import { type RunningServer, startServer } from '../src/main.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
const node = path.join(root, 'node_modules/.bin/node')
const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-cli-'))
const database = path.join(folder, 'cli.db')
const PASSWORD = 'correct horse battery staple'
let server: RunningServer

beforeAll(async () => {
  server = await startServer({
    databaseUrl: database,
    host: '127.0.0.1',
    port: 0,
    secret: 'a secret of at least thirty-two characters',
    logLevel: 'silent',
    trustProxy: false,
  })
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

async function lvzhi(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const options = {
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      LANG: 'zh_CN.UTF-8',
      LVZHI_URL: server.url,
      DATABASE_URL: database,
      ...env,
    },
  }
  try {
    return { code: 0, ...(await run(node, [path.join(root, 'bin/lvzhi.js'), ...args], options)) }
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome
    return { code, stdout, stderr }
  }
}

const file = (name: string, text: string): string => {
  const target = path.join(folder, name)
  writeFileSync(target, text)
  return target
}

describe('the command line', () => {
  it('makes the first administrator with the token, once, and logs in', async () => {
    const args = ['admin', 'create', '--committee', 'luming', '--name', '示例区政协', '--login', 'admin']
    const env = { LVZHI_PASSWORD: PASSWORD }
    const wrong = await lvzhi([...args, '--token', 'not the token'], env)
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('令牌') })
    const made = await lvzhi([...args, '--token', server.setupToken!], env)
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('lvzhi login') })
    const again = await lvzhi([...args, '--token', server.setupToken!], env)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('已有管理员') })
    expect(await lvzhi(['login', '--committee', 'luming', '--login', 'admin'], env)).toMatchObject({
      code: 0,
    })
  })

  it('ends a lock through the server, and in the database of one that does not run', async () => {
    const enter = async (url: string, password: string) => {
      const sent = { committee: 'luming', login: 'admin', password }
      const body = JSON.stringify(sent)
      const headers = { 'content-type': 'application/json' }
      return fetch(`${url}/v1/auth/login`, { method: 'POST', headers, body })
    }
    /** Five at once lock; where some were answered first, there is a wait of seconds before the others. */
    const lock = async (url: string) => {
      let seconds = 0
      while (seconds < 60) {
        await Promise.all(Array.from({ length: 5 }, () => enter(url, 'guess')))
        seconds = Number((await enter(url, PASSWORD)).headers.get('retry-after'))
      }
    }
    await lock(server.url)
    const done = { code: 0, stdout: expect.stringContaining('可以重新登录') }
    expect(await lvzhi(['admin', 'unlock', '--login', 'admin'])).toMatchObject(done)
    expect((await enter(server.url, PASSWORD)).status).toBe(200)
    const nobody = await lvzhi(['admin', 'unlock', '--login', 'nobody'])
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('没有用户 nobody') })
    // Beside a server on SQLite the log would get two ends.
    const inside = ['admin', 'unlock', '--committee', 'luming', '--login', 'admin']
    expect(await lvzhi(inside)).toMatchObject({ code: 1, stderr: expect.stringContaining('请先停止') })

    const config = { host: '127.0.0.1', port: 0, secret: 'x'.repeat(40), logLevel: 'silent' }
    const elsewhere = { ...config, databaseUrl: path.join(folder, 'locked.db'), trustProxy: false as const }
    const before = await startServer(elsewhere)
    const env = { DATABASE_URL: elsewhere.databaseUrl, LVZHI_PASSWORD: PASSWORD }
    const create = ['admin', 'create', '--committee', 'luming', '--name', '示例', '--login', 'admin']
    await lvzhi([...create, '--url', before.url, '--token', before.setupToken!], env)
    await lock(before.url)
    await before.close()
    expect(await lvzhi(inside, env)).toMatchObject(done)
    const lost = await lvzhi(['admin', 'unlock', '--committee', 'nowhere', '--login', 'admin'], env)
    expect(lost).toMatchObject({ code: 1, stderr: expect.stringContaining('没有用户 admin') })
    expect(await lvzhi(['audit', 'verify'], env)).toMatchObject({ code: 0 })
    const after = await startServer(elsewhere)
    expect((await enter(after.url, PASSWORD)).status).toBe(200)
    const client = clientOf(after.url)
    await client.login('luming', 'admin', PASSWORD)
    const { items } = await client.get('/v1/audit-log?type=user.unlocked')
    await after.close()
    expect(items).toMatchObject([{ actor: 'operator' }])
  })

  it('imports a roster and a list, asks, and says so by its exit code', async () => {
    const client = clientOf(server.url)
    await client.login('luming', 'admin', PASSWORD)
    await client.post('/v1/terms', {
      number: 9,
      name: '九届',
      startsOn: '2017-02-20',
      endsOn: '2022-02-19',
    })
    const roster = file(
      'roster.csv',
      '委员编号,姓名,界别\n001,林清扬,教育界\n002,陈静,教育界\n003,陈静,科技界\n',
    )
    const members = ['--resource', 'members', '--term']
    const looked = await lvzhi(['import', roster, ...members, '九届', '--dry-run'])
    expect(looked).toMatchObject({ code: 0, stdout: expect.stringContaining('将新建界别：教育界、科技界') })
    const first = await lvzhi(['import', roster, ...members, '9'])
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('created 3') })
    expect(first.stdout).toMatch(/^.*: committed · new 3 · import [0-9a-f-]{36}\n/)
    const noTerm = await lvzhi(['import', roster, ...members, '十届'])
    expect(noTerm).toMatchObject({ code: 2, stderr: expect.stringContaining('9 九届') })

    await client.post('/v1/meetings', {
      title: '河道巡查',
      typeCode: 'inspection',
      startsOn: '2019-06-20',
      endsOn: '2019-06-20',
    })
    const list = file(
      'list.csv',
      '姓名,会议名称,时间,出席情况\n林清扬,河道巡查,2019-06-20,列席\n陈静,河道巡查,2019-06-20,列席\n',
    )
    const dry = await lvzhi(['import', list, '--dry-run', '--json'])
    expect(dry.code).toBe(1)
    const plan = JSON.parse(dry.stdout)
    expect(plan).toMatchObject({ state: 'planned', summary: { counts: { new: 1, ambiguous_name: 1 } } })
    const asked = await lvzhi(['import', list])
    expect(asked.code).toBe(1)
    expect(asked.stdout).toMatch(/\n {4}- 002 陈静 教育界\n {4}- 003 陈静 科技界\n/)
    expect(asked.stdout).toMatch(
      /--decide[^[]+\[\{"id":"[^"]+","answer":\{"choice":"member","memberNo":"002"\}\}\]/,
    )
    const answers = file(
      'answers.json',
      JSON.stringify([{ id: plan.decisions[0].id, answer: { choice: 'member', memberNo: '002' } }]),
    )
    const done = await lvzhi(['import', list, '--decide', answers])
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('created 2') })
    expect(done.stdout).not.toContain('no longer arise')
    const same = await lvzhi(['import', list, '--decide', answers])
    expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('unchanged 2') })
    expect(same.stdout).toContain('同一文件')
  })

  it('commits what a warning is about once somebody has looked at it', async () => {
    const list = file(
      'units.csv',
      '姓名,单位,会议名称,时间,出席情况\n林清扬,市发改委,河道巡查,2019-06-20,请假\n',
    )
    const roster = file('units-roster.csv', '委员编号,姓名,界别,工作单位\n001,林清扬,教育界,云溪中学\n')
    const client = clientOf(server.url)
    await client.login('luming', 'admin', PASSWORD)
    const { items } = (await client.get('/v1/terms')) as { items: { id: string }[] }
    await lvzhi(['import', roster, '--resource', 'members', '--term', items[0]!.id])
    const waits = await lvzhi(['import', list, '--on-conflict', 'overwrite'])
    expect(waits).toMatchObject({ code: 1, stdout: expect.stringContaining('  ! csv!A2 ') })
    expect(waits.stdout).toContain('--accept-warnings')
    const done = await lvzhi(['import', list, '--on-conflict', 'overwrite', '--accept-warnings'])
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('changed 1') })
  })

  it('imports records, names every cell that is wrong, and says so by its exit code', async () => {
    const header = '编号,案由,提案者,提交日期\n'
    const good = 'P1,关于沿江照明的建议,林清扬,2019-02-26\n'
    const args = ['--resource', 'proposals']
    const wrong = await lvzhi([
      'import',
      file('wrong.csv', `${header}${good}P2,关于停车的建议,无此人,2月30日\n`),
      ...args,
    ])
    expect(wrong).toMatchObject({ code: 1, stdout: expect.stringContaining('created 1') })
    expect(wrong.stdout).toMatch(/csv!D3 提交日期 .*2025-03-01/)
    const mended = file('mended.csv', `${header}${good}P2,关于停车的建议,林清扬,2019-02-27\n`)
    const dry = await lvzhi(['import', mended, ...args, '--dry-run'])
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('new 1, same 1') })
    const done = await lvzhi(['import', mended, ...args])
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('created 1, changed 0, unchanged 1'),
    })
    const kind = await lvzhi(['import', mended, '--resource', 'duty-records', '--kind', 'nowhere'])
    expect(kind).toMatchObject({ code: 1, stderr: expect.stringContaining('nowhere') })
  })

  it('plans anew what waits for answers; those whose question is gone are left out and told', async () => {
    const client = clientOf(server.url)
    await client.login('luming', 'admin', PASSWORD)
    const list = file('later.csv', '姓名,会议名称,时间,出席情况\n林清扬,后来的会,2019-07-20,△\n')
    const asked = await lvzhi(['import', list, '--json'])
    const { id, decisions } = JSON.parse(asked.stdout)
    expect(decisions.map((one: { kind: string }) => one.kind).sort()).toEqual(['new_event', 'unknown_symbol'])
    await client.post('/v1/meetings', {
      title: '后来的会',
      typeCode: 'inspection',
      startsOn: '2019-07-20',
      endsOn: '2019-07-20',
    })
    const answerTo: Record<string, object> = {
      new_event: { choice: 'create' },
      unknown_symbol: { choice: 'status', status: 'observer' },
    }
    const answers = decisions.map((one: { id: string; kind: string }) => ({
      id: one.id,
      answer: answerTo[one.kind],
    }))
    const done = await lvzhi(['import', list, '--decide', file('later.json', JSON.stringify(answers))])
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining(`import ${id}`) })
    expect(done.stdout).toContain('1 answers no longer arise')
    expect(done.stdout).toContain('created 1')
  })

  it('takes the answer about a meeting whose title is as long as titles may be', async () => {
    const title = '关于推进老旧小区改造的专题协商会'.repeat(20).slice(0, 200)
    const list = file('long.csv', `姓名,会议名称,时间,出席情况\n林清扬,${title},2019-07-21,列席\n`)
    const { decisions } = JSON.parse((await lvzhi(['import', list, '--json'])).stdout)
    const answers = [{ id: decisions[0].id, answer: { choice: 'create', typeCode: 'inspection' } }]
    const done = await lvzhi(['import', list, '--decide', file('long.json', JSON.stringify(answers))])
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('created 1') })
  })

  it('goes on with the other files when one cannot be read', async () => {
    const list = file('again.csv', '姓名,会议名称,时间,出席情况\n林清扬,后来的会,2019-07-20,列席\n')
    const nowhere = path.join(folder, 'nowhere.csv')
    const done = await lvzhi(['import', nowhere, list])
    expect(done).toMatchObject({ code: 2, stderr: expect.stringContaining(nowhere) })
    expect(done.stdout).toContain('unchanged 1')
    const refused = await lvzhi(['import', file('empty.csv', '甲,乙\n1,2\n')])
    expect(refused).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/: refused · import [0-9a-f-]{36}\n/),
    })
  })

  it('2 for a file that cannot be read and for words that are no command', async () => {
    expect(await lvzhi(['import', path.join(folder, 'nowhere.csv')])).toMatchObject({ code: 2 })
    const broken = await lvzhi(['import', file('broken.xlsx', 'PK not a workbook')])
    expect(broken.code).toBe(2)
    expect(await lvzhi(['imprt'])).toMatchObject({ code: 2, stderr: expect.stringContaining('import') })
  })

  it('explains a total, verifies the chain, names a member that is not there', async () => {
    const unknown = await lvzhi(['explain', '999', '--period', '2019年度'])
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('999') })
    expect(await lvzhi(['audit', 'verify'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('全部校验通过'),
    })
    const nowhere = path.join(folder, 'nowhere.db')
    const missing = await lvzhi(['audit', 'verify'], { DATABASE_URL: nowhere })
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining(nowhere) })
    expect(existsSync(nowhere)).toBe(false)
    const lost = await lvzhi(['backup', path.join(folder, 'no', 'copy.db')])
    expect(lost).toMatchObject({ code: 1, stderr: expect.stringContaining('没有目录') })
  })

  it('refuses a database of another kind before anything is made for it', async () => {
    for (const command of [['serve'], ['migrate'], ['audit', 'verify'], ['backup', path.join(folder, 'x')]]) {
      const refused = await lvzhi(command, { DATABASE_URL: 'mysql://root:word@localhost/lvzhi' })
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('postgres://') })
      expect(refused.stderr).not.toContain('word@')
    }
    expect(existsSync('mysql:')).toBe(false)
  })

  it('refuses a second server on the same database', async () => {
    const second = await lvzhi(['serve'], { PORT: '0', LVZHI_SECRET: 'x'.repeat(40) })
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('已有服务正在使用') })
  })
})
