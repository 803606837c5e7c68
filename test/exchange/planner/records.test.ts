import { describe, expect, test } from 'vitest'
import { normalizeUnit } from '../../../src/exchange/imports/planner/names.ts'
import { nameOf, wordsOf } from '../../../src/exchange/imports/planner/records/record-header.ts'
import {
  RECORD_RESOURCES,
  type RecordResource,
} from '../../../src/exchange/imports/planner/records/record-table.ts'
import { recordTable } from '../../../src/exchange/imports/planner/records/record-tables.ts'
import { plan, planned } from './record-sheets.ts'

/** Sheets of records, planned without a database. */

describe('a header', () => {
  test.each(RECORD_RESOURCES)('of %s: no word means two columns, and each can be written', (resource) => {
    const { columns } = recordTable(resource)
    const words = columns
      .filter((column) => !column.cellOf)
      .flatMap((column) => wordsOf(column).map(normalizeUnit))
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
    for (const column of columns) expect(nameOf(column)).not.toMatch(/\s/)
  })

  test('that lacks a column is refused with its name; one that says a column twice, with both cells', () => {
    expect(
      plan('recognitions', [
        ['姓名', '荣誉名称'],
        ['冯一舟', '先进'],
      ]),
    ).toMatchObject({
      verdict: 'refuse',
      refusal: { code: 'columns_missing', message: { zh: expect.stringContaining('表彰日期') } },
    })
    expect(
      plan('proposals', [
        ['案由', '标题', '提案人'],
        ['照明', '停车', '冯一舟'],
      ]),
    ).toMatchObject({
      verdict: 'refuse',
      refusal: { code: 'columns_repeated', message: { en: expect.stringMatching(/A1 and B1/) } },
    })
    expect(
      plan('proposals', [
        ['甲', '乙'],
        ['1', '2'],
      ]),
    ).toMatchObject({ refusal: { code: 'header_not_found' } })
  })

  test('of opinions has authors or who brought it up; beside a column of authors, a member who did credits nobody', () => {
    expect(
      plan('opinions', [
        ['题目', '报送日期'],
        ['停车', '2025-03-01'],
      ]),
    ).toMatchObject({
      refusal: { message: { zh: expect.stringContaining('作者/非委员反映人') } },
    })
    const made = planned('opinions', [
      ['题目', '作者', '反映委员', '非委员反映人'],
      ['停车', '', '冯一舟', ''],
      ['照明', '', '冯一舟', '某居民'],
    ])
    expect(made.rows.map(({ result, errors }) => [result, ...errors.map(({ ref }) => ref)])).toEqual([
      ['invalid', 'B2'],
      ['new'],
    ])
  })

  test('stands below titles; unknown columns, totals and examples are shown as ignored', () => {
    const made = planned('proposals', [
      ['某区政协提案一览（2025年）', '', '', ''],
      ['序号', '案由', '提案人', '奇怪的列'],
      ['示例', '某案由', '某委员', ''],
      ['1', '照明', '冯一舟', '甲'],
      ['合计', '', '', '1'],
    ])
    expect(made.tables[0]).toMatchObject({
      headerRow: 2,
      ignoredColumns: [
        { col: 'A', header: '序号' },
        { col: 'D', header: '奇怪的列' },
      ],
      ignoredRows: [{ ref: 'A3' }, { ref: 'A5' }],
    })
    expect(made.warnings.map(({ code, ref }) => [code, ref])).toEqual([
      ['column_ignored', 'A2'],
      ['column_ignored', 'D2'],
      ['row_ignored', 'A3'],
      ['row_ignored', 'A5'],
    ])
    expect(made.counts).toMatchObject({ new: 1, invalid: 0 })
  })

  test('words of a profile name columns', () => {
    const rows = [
      ['题', '写的人', '姓名'],
      ['照明', '冯一舟', '谁'],
    ]
    const fields = { 题: 'title', 写的人: 'signers', 姓名: 'ignore' }
    expect(planned('proposals', rows, {}, { fields }).rows[0]).toMatchObject({
      result: 'new',
      body: { title: '照明', signers: [{ memberId: 'm0101' }] },
    })
  })
})

describe('cells', () => {
  const row = (cells: Record<string, string>, resource: RecordResource = 'proposals') =>
    planned(resource, [Object.keys(cells), Object.values(cells)]).rows[0]!
  const good = { 案由: '照明', 提案人: '冯一舟' }

  test.each([
    ['no such day', { 提交日期: '2025-02-30' }, 'bad_date'],
    ['a day without a year', { 提交日期: '3月1日' }, 'bad_date'],
    ['two days where one belongs', { 提交日期: '2025-03-01至03-02' }, 'bad_date'],
    ['a word that is no choice', { 是否公开: '随便' }, 'unknown_value'],
    ['an organization that there is not', { 归口部门: '无此委' }, 'unknown_reference'],
    ['a name with a mark of unknown meaning', { 联名人: '阿里木·热合曼~' }, 'marked_name'],
    ['a word that is no result of a review', { 审查结果: '研究中' }, 'unknown_value'],
    ['a step that lacks its day', { 案号: '第1号' }, 'required'],
  ])('%s', (_what, cells, code) => {
    const made = row({ ...good, ...cells })
    expect(made.result).toBe('invalid')
    expect(made.errors).toMatchObject([{ code, ref: 'C2', value: Object.values(cells)[0] }])
  })

  test('what lacks is named by its cell', () => {
    expect(row({ 案由: ' ', 提案人: '冯一舟' }).errors).toMatchObject([{ code: 'required', ref: 'A2' }])
    expect(row({ 案由: '照明', 提案人: '－' }).errors).toMatchObject([{ code: 'required', ref: 'B2' }])
  })

  test('two members in a cell for one are not taken', () => {
    const cells = { 类别: '表彰', 姓名: '冯一舟、韩小满（教育界）', 荣誉名称: '先进', 日期: '2025-03-01' }
    expect(row(cells, 'recognitions').errors).toMatchObject([{ code: 'one_name', ref: 'B2' }])
  })

  test.each([
    ['number', { 委员编号: '0104' }, 'm0104', 'member_no'],
    ['unit', { 工作单位: '清河一小' }, 'm0103', 'name_unit'],
    ['sector', { 界别: '总工会' }, 'm0104', 'name_sector'],
  ])('a member of a common name by %s', (_what, clue, memberId, rung) => {
    const made = row({ 案由: '照明', 第一提案人: '韩小满', ...clue })
    expect(made).toMatchObject({ result: 'new', people: [{ memberId, rung }] })
    expect(row({ 案由: '照明', 提案人: '韩小满', ...clue }).people).toMatchObject([{ memberId, rung }])
  })

  test('a clue beside several names speaks of none of them', () => {
    const made = row({ 案由: '照明', 提案人: '冯一舟、韩小满', 界别: '总工会' })
    expect(made).toMatchObject({ result: 'ambiguous_name', body: null })
  })

  test('one name in several rows is a question for each, in one group, and the answer may be to skip', () => {
    const rows = [
      ['案由', '提案人'],
      ['照明', '韩小满'],
      ['停车', '韩小满'],
      ['食堂', '冯一舟、韩小满'],
    ]
    const asked = planned('proposals', rows)
    expect(asked.decisions.map(({ refs }) => refs)).toEqual([['csv!B2'], ['csv!B3'], ['csv!B4']])
    expect(new Set(asked.decisions.map(({ group }) => group)).size).toBe(1)
    const told = (answer: { choice: string; memberNo?: string }) =>
      planned(
        'proposals',
        rows,
        {},
        {
          answers: Object.fromEntries(asked.decisions.map(({ id }) => [id, answer])),
        },
      )
    expect(told({ choice: 'member', memberNo: '0104' }).counts).toMatchObject({ new: 3 })
    expect(told({ choice: 'skip' }).counts).toMatchObject({ skip: 3 })
    const nobody = told({ choice: 'member', memberNo: '9999' })
    expect(nobody.counts).toMatchObject({ ambiguous_name: 3 })
    expect(nobody.decisions[0]!.answer).toBeUndefined()
  })
})

describe('rows of one file', () => {
  const header = ['编号', '案由', '提案人']

  test('that say the same are taken once; two of one number that differ, not at all', () => {
    const made = planned('proposals', [
      header,
      ['', '照明', '冯一舟'],
      ['', '照明', '冯 一舟'],
      ['7', '停车', '冯一舟'],
      ['7', '停车场', '冯一舟'],
      ['8', '食堂', '冯一舟'],
      ['8', '食堂', '冯一舟'],
    ])
    expect(made.rows.map(({ result }) => result)).toEqual([
      'new',
      'duplicate_in_file',
      'conflict',
      'conflict',
      'new',
      'duplicate_in_file',
    ])
    expect(made.rows[2]!.errors).toMatchObject([{ code: 'number_twice', ref: 'A4' }])
  })

  test('against what stands: entered by hand, withdrawn, without its zeros', () => {
    const numbers = [
      { externalId: '7', recordId: 'r7', withdrawn: false },
      { externalId: '8', recordId: 'r8', withdrawn: true },
      { externalId: '009', recordId: 'r9', withdrawn: false },
    ]
    const rows = [header, ['7', '甲', '冯一舟'], ['8', '乙', '冯一舟'], ['9', '丙', '冯一舟']]
    const made = planned('proposals', rows, { numbers })
    expect(made.counts).toMatchObject({ conflict: 3, new: 0 })
    expect(made.rows.map(({ errors }) => errors[0]!.code)).toEqual([
      'entered_elsewhere',
      'withdrawn_since',
      'number_without_zeros',
    ])
  })

  test('ID-card numbers refuse the file', () => {
    const card = '110101199003070011'
    expect(
      plan('proposals', [
        [...header, '备注'],
        ['1', '照明', '冯一舟', card],
        ['2', '停车', '冯一舟', card],
      ]),
    ).toMatchObject({
      refusal: { code: 'id_card_numbers' },
    })
  })
})
