import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'

/** `lvzhi regulation`: files alone, no server and no database. */

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
const node = path.join(root, 'node_modules/.bin/node')
const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-regulation-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

async function regulation(...args: string[]): Promise<Outcome> {
  const options = { cwd: root, env: { PATH: process.env['PATH'], HOME: folder, LANG: 'en_US.UTF-8' } }
  try {
    return { code: 0, ...(await run(node, ['bin/lvzhi.js', 'regulation', ...args], options)) }
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome
    return { code, stdout, stderr }
  }
}

const file = (name: string, text: string): string => {
  const target = path.join(folder, name)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, text)
  return target
}

const REGULATIONS = path.join(root, 'regulations')
const JINAN = path.join(REGULATIONS, 'jinan-2015')
const absent = (memberId: string) => ({
  id: `attendance/m1/${memberId}`,
  memberId,
  day: '2024-01-05',
  kind: 'attendance',
  type: 'plenary',
  scope: 'meeting',
  outcome: 'absent',
})
const facts = file(
  'facts.json',
  JSON.stringify({
    period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
    members: ['a', 'b'].map((id) => ({ id, validFrom: '2022-01-01' })),
    facts: [absent('a')],
  }),
)

describe('a regulation on the command line', () => {
  it('is validated with line, column and the nearest word', async () => {
    const wrong = file(
      'wrong.yaml',
      'regulation: wrong\ntitle: X\nperiod: calendar_year\nclauses:\n  a: { titel: A, counts: visit, points: 2 }\n',
    )
    const { code, stdout } = await regulation('validate', JINAN, wrong)
    expect(code).toBe(1)
    expect(stdout).toContain('rules.yaml: no errors')
    expect(stdout).toMatch(/wrong\.yaml:5:8: .*titel.*title/)
    expect((await regulation('validate', path.join(folder, 'absent.yaml'))).code).toBe(2)
  })

  it('runs the cases beside it, and says by how much one failed', async () => {
    expect(await regulation('test', JINAN)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+ cases passed, 0 failed/),
    })
    const copy = path.join(folder, 'own-rules')
    expect((await regulation('new', copy, '--from', 'jinan-2015')).code).toBe(0)
    expect(readFileSync(path.join(copy, 'rules.yaml'), 'utf8')).toContain('regulation: own-rules\n')
    expect((await regulation('test', copy)).code).toBe(0)
    expect((await regulation('new', copy)).code).toBe(1)
    const cases = path.join(copy, 'cases.yaml')
    writeFileSync(cases, readFileSync(cases, 'utf8').replace('{ JN-03: -30,', '{ JN-03: -31,'))
    const failed = await regulation('test', copy)
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('JN-03: expected -31, got -30')
    expect(failed.stdout).not.toContain('Total ')
    const explained = await regulation('test', copy, '--explain')
    expect(explained.stdout).toMatch(
      /expected -31, got -30\n {4}Total [^\n]+\n[\s\S]*JN-03 [^\n]+ -30 points/,
    )
    const changed = path.join(copy, 'rules.yaml')
    writeFileSync(changed, readFileSync(changed, 'utf8').replace('points: -30', 'points: -35'))
    const { stdout } = await regulation('diff', JINAN, copy)
    expect(stdout).toContain('~ clauses/JN-03')
    expect(stdout).toMatch(/points: -30 → -?\d+/)
    expect(stdout).not.toContain('JN-04')
  })

  it('begins with a file of one clause, which is right and whose case passes', async () => {
    const fresh = path.join(folder, 'yunxi-2026')
    expect((await regulation('new', fresh)).code).toBe(0)
    const validated = await regulation('validate', fresh)
    expect(validated).toMatchObject({ code: 0, stdout: `${path.join(fresh, 'rules.yaml')}: no errors\n` })
    expect(await regulation('test', fresh)).toMatchObject({ code: 0, stdout: '1 cases passed, 0 failed\n' })
    const rules = readFileSync(path.join(fresh, 'rules.yaml'), 'utf8')
    expect(rules).toContain('\nregulation: yunxi-2026\n')
    expect(rules.split('\n').length).toBeLessThan(40)
    for (const file of ['rules.yaml', 'cases.yaml']) {
      const [, schema] = /\$schema=(.+)$/m.exec(readFileSync(path.join(fresh, file), 'utf8'))!
      expect(existsSync(path.resolve(fresh, schema!))).toBe(true)
    }
  })

  it('a copy names the schema, too, from wherever it lies', async () => {
    const copy = path.join(folder, 'deep', 'own-2')
    expect((await regulation('new', copy, '--from', 'tongcheng-2019')).code).toBe(0)
    const [first] = readFileSync(path.join(copy, 'rules.yaml'), 'utf8').split('\n')
    expect(existsSync(path.resolve(copy, first!.split('$schema=')[1]!))).toBe(true)
  })

  it.each(['云溪办法', '2026-yunxi', 'Yunxi'])(
    'a name that the file would be refused for is refused: %s',
    async (name) => {
      const { code, stderr } = await regulation('new', path.join(folder, name))
      expect(code).toBe(2)
      expect(stderr).toContain('lower-case letters, digits and hyphens, a letter first')
      expect(existsSync(path.join(folder, name))).toBe(false)
    },
  )

  it('a file that was saved as GBK is told so, also where it would be read', async () => {
    const title = Buffer.from([0xb0, 0xec, 0xb7, 0xa8])
    const rest = '\nperiod: calendar_year\nclauses:\n  a: { title: A, counts: proposal, points: 2 }\n'
    const gbk = path.join(folder, 'gbk.yaml')
    writeFileSync(gbk, Buffer.concat([Buffer.from('regulation: gbk\ntitle: '), title, Buffer.from(rest)]))
    const { code, stdout } = await regulation('validate', gbk)
    expect(code).toBe(1)
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/gbk\.yaml:2:8: .*saved as GBK\. Save it as UTF-8/),
    ])
    expect((await regulation('score', gbk, '--facts', facts)).code).toBe(1)
  })

  it('takes all that a shell finds in the folder of regulations, and the folder itself', async () => {
    const all = readdirSync(REGULATIONS).map((name) => path.join(REGULATIONS, name))
    for (const paths of [all, [REGULATIONS]]) {
      const { code, stdout } = await regulation('test', ...paths)
      expect([code, stdout.trim()]).toEqual([0, expect.stringMatching(/^\d{3} cases passed, 0 failed$/)])
    }
    expect((await regulation('validate', ...all)).code).toBe(0)
    expect((await regulation('test', path.join(REGULATIONS, 'schema.json'))).code).toBe(2)
    expect((await regulation('test', JINAN, path.join(REGULATIONS, 'nowhere'))).code).toBe(2)
  })

  it('scores facts in JSON without a database, and explains a member', async () => {
    const { code, stdout } = await regulation('score', JINAN, '--facts', facts, '--json')
    expect(code).toBe(0)
    const { members } = JSON.parse(stdout)
    expect(members.map((one: { memberId: string }) => one.memberId)).toEqual(['b', 'a'])
    expect(members[1]).toMatchObject({
      rank: 2,
      total: 40,
      grade: '不称职',
      consequences: [{ code: 'JN-talk', then: ['talk'] }],
    })
    expect(members[1].lines).toContainEqual(expect.objectContaining({ clause: 'JN-03', points: -30 }))
    const table = await regulation('score', JINAN, '--facts', facts)
    expect(table.stdout).toBe('1\tb\t70\t不称职\t\t\t\n2\ta\t40\t不称职\t\t\tBelow 60\n')
    const told = await regulation('explain', JINAN, '--facts', facts, '--member', 'a')
    expect(told.stdout).toContain('JN-talk Below 60 → talk: the total is 40 (below 60)')
    expect((await regulation('explain', JINAN, '--facts', facts, '--member', 'z')).code).toBe(1)
    const draft = path.join(folder, 'draft.yaml')
    const rules = readFileSync(path.join(JINAN, 'rules.yaml'), 'utf8')
    writeFileSync(draft, rules.replace('points: -30', 'points: -8'))
    const moved = await regulation('simulate', draft, '--against', JINAN, '--facts', facts)
    expect(moved.stdout).toContain('2 members, 1 up, 0 down, 0 in another grade')
    expect(moved.stdout).toMatch(/\+22\ta\t40 → 62\t2 → 2\n\tJN-03: -30 → -8/)
    expect((await regulation('simulate', draft)).code).toBe(2)
    const bent = file('bent.json', '{ "members": [] }')
    const refused = await regulation('score', JINAN, '--facts', bent)
    expect(refused.code).toBe(2)
    expect(refused.stdout).toContain('/period')
  })

  it('scores with exact figures, which add up, and shows the place in each list', async () => {
    const rules = file(
      'shares/rules.yaml',
      `regulation: shares
title: 样例
period: calendar_year
clauses: { a: { title: 提案, counts: proposal, points: 5, share: { each: equal } } }
lists:
  standing: { title: { zh: 常委, en: Standing }, who: { office: standing_member } }
  others: { title: { zh: 委员, en: Members }, who: { office: { not: standing_member } } }
`,
    )
    const shared = (id: string, memberId: string) => ({
      ...{ id, memberId, day: '2024-03-01', kind: 'proposal', scope: 'record' },
      share: { position: 1, of: 3 },
    })
    const some = file(
      'shares.json',
      JSON.stringify({
        period: { kind: 'calendar_year', from: '2024-01-01', to: '2024-12-31' },
        members: [
          { id: 'a', validFrom: '2022-01-01' },
          { id: 'b', validFrom: '2022-01-01', offices: [{ code: 'standing_member', from: '2022-01-01' }] },
        ],
        facts: [shared('proposal/1', 'a'), shared('proposal/2', 'a'), shared('proposal/1', 'b')],
      }),
    )
    const { members } = JSON.parse((await regulation('score', rules, '--facts', some, '--json')).stdout)
    expect(members[0]).toMatchObject({ total: 3.33, exact: '10/3', list: 'others', place: 1 })
    expect(members[0].lines).toMatchObject([
      { points: 1.67, exact: '5/3' },
      { points: 1.67, exact: '5/3' },
    ])
    const table = await regulation('score', rules, '--facts', some)
    expect(table.stdout).toBe('1\ta\t3.33\t\tMembers\t1\t\n2\tb\t1.67\t\tStanding\t1\t\n')
  })

  it('prints a regulation for people who read no YAML, by its file or the name it ships under', async () => {
    const out = path.join(folder, 'jinan.pdf')
    const printed = await regulation('document', 'jinan-2015', '-o', out)
    expect(printed).toMatchObject({ code: 0, stdout: `${out}: 22 rows, 19 cases\n`, stderr: '' })
    expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-')
    const word = path.join(folder, 'jinan.docx')
    expect((await regulation('document', JINAN, '--format', 'docx', '-o', word)).code).toBe(0)
    expect(readFileSync(word).subarray(0, 2).toString()).toBe('PK')
    const own = file(
      'own/rules.yaml',
      'regulation: own\ntitle: X\nperiod: calendar_year\nclauses:\n  a: { title: A, counts: visit, points: 2 }\n',
    )
    const json = path.join(folder, 'own.json')
    const bare = await regulation('document', own, '--format', 'json', '-o', json)
    expect(bare).toMatchObject({
      code: 0,
      stdout: `${json}: 2 rows, 0 cases\n`,
      stderr: expect.stringContaining('visit'),
    })
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ unnamed: ['visit'], cases: null })
    expect((await regulation('document', own, '--format', 'xlsx')).code).toBe(2)
    expect((await regulation('document', own, '--option', 'a=other')).code).toBe(2)
    expect((await regulation('document', 'nowhere-2020')).code).toBe(2)
    const wrong = file(
      'own/cases.yaml',
      'regulation: other\nyear: 2024\ncases:\n  - { name: A, facts: [], expect: {} }\n',
    )
    const refused = await regulation('document', own, '-o', json)
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain(`${wrong}:1:1: `)
  })
})
