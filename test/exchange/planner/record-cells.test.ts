import { describe, expect, test } from 'vitest'
import type { Answer } from '../../../src/core/import-questions.ts'
import type { RecordResource } from '../../../src/exchange/imports/planner/records/record-table.ts'
import { planned } from './record-sheets.ts'

/** Cells of proposals and opinions that say more than one thing: signers, reviews, adoptions, instructions. */

const row = (cells: Record<string, string>, resource: RecordResource = 'proposals') =>
  planned(resource, [Object.keys(cells), Object.values(cells)]).rows[0]!
const good = { 案由: '照明', 提案人: '冯一舟' }

describe('cells of several things', () => {
  test('nobody of a name is a question: a member after all, left out of the record, or the row is skipped', () => {
    const rows = [
      ['案由', '提案人', '提交日期'],
      ['照明', '韩小满（教育界）、无此人', '2025-03-01'],
    ]
    const asked = planned('proposals', rows)
    expect(asked.rows[0]).toMatchObject({ result: 'unknown_name', body: null })
    expect(asked.decisions).toMatchObject([{ kind: 'unknown_name', refs: ['csv!B2'], candidates: [] }])
    const { id, choices } = asked.decisions[0]!
    expect(choices).toEqual(['member', 'organization', 'not_a_member', 'skip'])
    const told = (answer: Answer) => planned('proposals', rows, {}, { answers: { [id]: answer } }).rows[0]!
    const left = told({ choice: 'not_a_member' })
    expect(left).toMatchObject({ result: 'new', leftOut: [{ raw: '无此人' }] })
    expect(left.body).toMatchObject({ signers: [{ memberId: 'm0103' }], proposerKind: 'individual' })
    expect(told({ choice: 'member', memberNo: '0101' }).body).toMatchObject({
      signers: [{ memberId: 'm0103' }, { memberId: 'm0101', signedOn: '2025-03-01' }],
    })
    expect(told({ choice: 'organization', organizationId: 'o2' }).body).toMatchObject({
      proposerKind: 'collective',
      organizationId: 'o2',
    })
    expect(told({ choice: 'organization', organizationId: 'none' })).toMatchObject({ result: 'unknown_name' })
    expect(told({ choice: 'skip' })).toMatchObject({ result: 'skip' })
  })

  test('a mark behind a co-signer says that they have not signed; the first proposer has to', () => {
    const signers = (cells: Record<string, string>) => row({ 案由: '照明', ...cells }).body?.['signers']
    const [one, two] = [{ memberId: 'm0101' }, { memberId: 'm0105' }]
    expect(signers({ 提案者: '冯一舟、阿里木·热合曼', 提交日期: '2025-03-01' })).toEqual([
      one,
      { ...two, signedOn: '2025-03-01' },
    ])
    expect(signers({ 提案者: '冯一舟、阿里木·热合曼*', 提交日期: '2025-03-01' })).toEqual([one, two])
    expect(signers({ 提案者: '冯一舟、阿里木·热合曼' })).toEqual([one, two])
    expect(row({ 案由: '照明', 提案者: '冯一舟*、阿里木·热合曼' }).errors).toMatchObject([
      { code: 'first_unsigned' },
    ])
  })

  test('what the review made of a proposal is a step, and a day that no column tells is said to be assumed', () => {
    const review = (cells: Record<string, string>) =>
      planned('proposals', [
        Object.keys({ ...good, ...cells }),
        Object.values({ ...good, 提交日期: '2025-03-01', ...cells }),
      ])
    const at = { 提交日期: '2025-03-01' }
    const filed = review({ ...at, 审查结果: '立案', 提案号: '7' })
    expect(filed.rows[0]!.steps).toEqual([
      { name: 'submit', body: { submittedOn: '2025-03-01' } },
      { name: 'file', body: { filedOn: '2025-03-01', caseNo: '7' } },
    ])
    expect(filed.warnings).toMatchObject([
      { code: 'day_assumed', mustBeAccepted: true, detail: { field: 'filedOn', rows: 1 } },
    ])
    const told = review({ ...at, 审查结果: '立案', 提案号: '7', 立案日期: '2025-03-09' })
    expect([told.rows[0]!.steps[1]!.body['filedOn'], told.warnings]).toEqual(['2025-03-09', []])
    expect(review({ ...at, 审查结果: '不予立案' }).rows[0]!.steps[1]).toEqual({
      name: 'decline',
      body: { reason: 'unstated', declinedOn: '2025-03-01' },
    })
    expect(review({ ...at, 审查结果: '转社情民意' }).rows[0]!.steps[1]).toMatchObject({ name: 'convert' })
    expect(review({ ...at, 审查结果: '不予立案', 提案号: '7' }).rows[0]!.errors).toMatchObject([
      { code: 'contradiction', ref: 'D2' },
    ])
  })

  test.each([
    [
      '区级、市级（综合）',
      [
        ['district', 'single'],
        ['city', 'combined'],
      ],
    ],
    [
      '全国 ( 单篇 )；省级',
      [
        ['national', 'single'],
        ['province', 'single'],
      ],
    ],
    ['—', []],
    ['区级、区级', 'unknown_level'],
    ['街道级', 'unknown_level'],
    ['市级（头条）', 'unknown_level'],
  ])('levels of adoption: %s', (cell, wanted) => {
    const made = row({ 题目: '照明', 反映人: '冯一舟', 报送日期: '2025-03-01', 采用层级: cell }, 'opinions')
    if (typeof wanted === 'string') expect(made.errors).toMatchObject([{ code: wanted }])
    else {
      const adopted = made.steps.filter(({ name }) => name === 'adopt').map(({ body }) => body)
      expect(adopted).toEqual(wanted.map(([level, kind]) => ({ level, kind, adoptedOn: '2025-03-01' })))
    }
  })

  test.each([
    ['区长方立诚', [['方立诚', '区长', 'district', true]]],
    [
      '省政协主席柏承志；副区长方立诚',
      [
        ['柏承志', '省政协主席', 'province', false],
        ['方立诚', '副区长', 'district', false],
      ],
    ],
    [
      '市委书记石敬川、市委秘书长温如海',
      [
        ['石敬川', '市委书记', 'city', true],
        ['温如海', '市委秘书长', 'city', false],
      ],
    ],
    ['方立诚', 'unknown_leader'],
    ['书记方立诚', 'unknown_leader'],
  ])('leaders who wrote on it: %s', (cell, wanted) => {
    const made = row({ 题目: '照明', 反映人: '冯一舟', 报送日期: '2025-03-01', 批示人: cell }, 'opinions')
    if (typeof wanted === 'string') expect(made.errors).toMatchObject([{ code: wanted }])
    else {
      const told = made.steps.filter(({ name }) => name === 'instruct').map(({ body }) => body)
      expect(told).toEqual(
        wanted.map(([leaderName, leaderTitle, leaderLevel, isPrincipal]) => ({
          leaderName,
          leaderTitle,
          leaderLevel,
          isPrincipal,
          instructedOn: '2025-03-01',
        })),
      )
    }
  })

  test('who brought a matter up wrote it where a sheet has no authors, and earns nothing beside them', () => {
    const alone = row({ 题目: '照明', 反映人: '冯一舟' }, 'opinions')
    expect(alone.body).toMatchObject({ authorIds: ['m0101'] })
    const beside = row({ 题目: '照明', 作者: '阿里木·热合曼', 反映人: '冯一舟' }, 'opinions')
    expect(beside.body).toMatchObject({ authorIds: ['m0105'], reflectorIds: ['m0101'] })
    expect(row({ 题目: '照明', 作者: '', 反映人: '冯一舟' }, 'opinions').result).toBe('invalid')
  })
})
