import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { committeeFile, readStory } from '../../examples/committee.ts'
import { makeSheets } from '../../examples/make-sheets.ts'
import { table } from '../../examples/show.ts'

const ROOT = path.join(import.meta.dirname, '../..')

async function runDemo(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['examples/demo.ts'], { cwd: ROOT })
  return stdout
}

const out = (name: string) => readFileSync(path.join(ROOT, 'out', name))
const hash = (name: string) => createHash('sha256').update(out(name)).digest('hex')

describe('the invented committee', () => {
  it('has the sheets that its story makes', async () => {
    for (const [name, bytes] of await makeSheets(readStory())) {
      expect(
        readFileSync(committeeFile(name)).equals(bytes),
        `${name}: run node examples/make-sheets.ts`,
      ).toBe(true)
    }
  })

  it('has 66 members or more, and two of one name', () => {
    const { roster } = readStory()
    expect(roster.length).toBeGreaterThanOrEqual(66)
    expect(new Set(roster.map(({ memberNo }) => memberNo)).size).toBe(roster.length)
    expect(roster.length - new Set(roster.map(({ name }) => name)).size).toBe(1)
  })
})

describe('the demonstration', () => {
  let text: string
  let rows: Record<string, string>[]
  const row = (memberNo: string) => rows.find((one) => one['委员编号'] === memberNo)!

  beforeAll(async () => {
    text = await runDemo()
    rows = parse(out('ranking.csv'), { bom: true, columns: true })
  })

  it('asks exactly one question on the way', () => {
    expect(text.match(/^ {4}\? /gm)).toHaveLength(1)
    expect(text).toContain('“苏明澈”是哪位委员')
  })

  it.each([
    ['09005', { 名次: '1', 提案: '25.00', 总分: '100.00' }],
    ['09006', { 名次: '7', 总分: '85.00', 备注: '并列' }],
    ['09024', { 名次: '7', 总分: '85.00', 备注: '并列' }],
    ['09043', { 名次: '9', 提案: '12.50' }],
    ['09010', { 提案: '4.17' }],
    ['09012', { 提案: '12.50', 活动: '10.00' }],
    ['09015', { 会议: '43.00' }],
    ['09009', { 提案: '12.50' }],
    ['09040', { 提案: '6.25' }],
    ['09038', { 提案: '10.00' }],
    ['09014', { 提案: '25.00' }],
    ['09050', { 提案: '0.00' }],
    ['09031', { 会议: '30.00' }],
    ['09034', { 会议: '0.00' }],
    ['09068', { 会议: '0.00', 提案: '25.00' }],
    ['09049', { 会议: '50.00' }],
    ['09001', { 名次: '', 备注: '不参加排名' }],
  ])('%s scores what its README tells', (memberNo, cells) => expect(row(memberNo)).toMatchObject(cells))

  it('explains the written speech that took the place of attending', () => {
    expect(text).toMatch(/TC-13 列为书面发言 5分/)
    expect(text).toContain('优化营商环境专题协商会：出席，2分；同一会议已由另一条代替计分，计0分')
  })

  it('tells how one appeal moved one member, and that nothing of it opened the year again', () => {
    expect(text).toContain('2019-07-25 记为缺席，应于 2020-01-29 前答复')
    expect(text).toContain('第 2 版，1 人分数有变')
    expect(text).toContain('贺兰舟：78 → 83')
    expect(text).toContain('members: ranks，units: bands，public: bands')
  })

  it('gives the same files on every empty database', async () => {
    await expect(out('ranking.csv').toString()).toMatchFileSnapshot('../golden/examples/ranking.csv')
    expect(hash('ranking.xlsx')).toMatchInlineSnapshot(
      `"9e9096fbdf8a797e05429bd80df334c0cfa621f425d293721d4aa3366022ca74"`,
    )
  })
})

it('tables line up in Chinese', () => {
  const text = table(
    ['姓名', '总分'],
    [
      ['林清扬', '85.00'],
      ['古丽娜尔·艾山', '100.00'],
    ],
  )
  expect(text.split('\n')).toEqual([
    '姓名             总分',
    '─────────────────────',
    '林清扬          85.00',
    '古丽娜尔·艾山  100.00',
  ])
})
