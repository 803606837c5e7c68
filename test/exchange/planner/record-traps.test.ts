import { describe, expect, test } from 'vitest'
import { planned } from './record-sheets.ts'

/** Sheets of records as offices write them, in which a quick reader would credit the wrong thing. */

const errors = (made: ReturnType<typeof planned>) =>
  made.rows.map(({ result, errors: wrong }) => [result, ...wrong.map(({ ref, code }) => `${ref} ${code}`)])

describe('a header of two levels', () => {
  test('levels that are ticked are the levels that adopted it', () => {
    const made = planned('opinions', [
      ['题目', '作者', '报送日期', '采用情况', '', ''],
      ['', '', '', '区级', '市级', '省级'],
      ['照明', '冯一舟', '2025-03-01', '', '√', ''],
      ['绿化', '冯一舟', '2025-03-02', '区级', '综合', '×'],
      ['停车', '冯一舟', '2025-03-03', '', '', ''],
      ['水务', '冯一舟', '2025-03-04', '很好', '', ''],
    ])
    expect(made.tables[0]).toMatchObject({ headerRow: 1, ignoredColumns: [] })
    expect(made.rows.map(({ row }) => row)).toEqual([3, 4, 5, 6])
    const adopted = made.rows.map(({ steps }) =>
      steps.filter(({ name }) => name === 'adopt').map(({ body }) => [body['level'], body['kind']]),
    )
    expect(adopted).toEqual([
      [['city', 'single']],
      [
        ['district', 'single'],
        ['city', 'combined'],
      ],
      [],
      [],
    ])
    expect(errors(made)[3]).toEqual(['invalid', 'D6 unknown_level'])
  })

  test('the first and the last day stand in columns of their own', () => {
    const made = planned('service-records', [
      ['服务类别', '服务名称', '服务时间', '', '参加委员', ''],
      ['', '', '开始', '结束', '委员', '其他人员'],
      ['走访', '走访企业', '2025-04-01', '2025-04-03', '冯一舟', '某人'],
      ['走访', '走访学校', '2025-04-09', '2025-04-08', '冯一舟', ''],
    ])
    expect(made.rows[0]!.body).toMatchObject({
      startsOn: '2025-04-01',
      endsOn: '2025-04-03',
      memberIds: ['m0101'],
    })
    expect(errors(made)[1]).toEqual(['invalid', 'C4 bad_date'])
    // Part of what a known word says is lost: somebody has to have seen it.
    expect(made.warnings).toMatchObject([
      { code: 'column_ignored', ref: 'F1', mustBeAccepted: true, detail: { header: '参加委员 / 其他人员' } },
    ])
  })
})

describe('one record in several rows', () => {
  const rows = [
    ['流水号', '案由', '提案人', '提交日期'],
    ['21', '照明', '冯一舟', '2025-03-01'],
    ['', '', '阿里木·热合曼', ''],
    ['22', '绿化', '冯一舟', '2025-03-02'],
  ]

  test('rows that go on with names alone are not taken, and neither is the first', () => {
    expect(errors(planned('proposals', rows))).toEqual([
      ['invalid', 'C2 record_in_rows'],
      ['invalid', 'C3 record_in_rows'],
      ['new'],
    ])
  })

  test('nor those of a title that is merged', () => {
    const merges = [{ top: 1, left: 1, bottom: 2, right: 1 }]
    expect(errors(planned('proposals', rows, {}, {}, merges))).toEqual([
      ['invalid', 'C2 record_in_rows'],
      ['invalid', 'C3 record_in_rows'],
      ['new'],
    ])
  })
})

describe('what cannot be', () => {
  test('two proposals under one number, in one file or in two', () => {
    const header = ['流水号', '案由', '提案人', '提交日期', '案号', '审查结果']
    const made = planned('proposals', [
      header,
      ['1', '照明', '冯一舟', '2025-03-01', '7', '立案'],
      ['1', '绿化', '冯一舟', '2025-03-02', '', ''],
      ['1', '停车', '冯一舟', '2026-03-02', '', ''],
      ['4', '水务', '冯一舟', '2025-03-03', '8', '立案'],
    ])
    expect(errors(made)).toEqual([
      ['conflict', 'A2 number_twice'],
      ['conflict', 'A3 number_twice'],
      ['new'],
      ['new'],
    ])
    const before = made.rows[3]!
    const imported = [{ ...before, bodyKey: before.bodyKey!, recordId: 'p1', withdrawn: false }]
    const again = (title: string) =>
      planned('proposals', [header, ['4', title, '冯一舟', '2025-03-03', '8', '立案']], { imported })
    expect(errors(again('水务'))).toEqual([['same']])
    expect(errors(again('水务建设'))).toEqual([['conflict', 'A2 differs']])
  })

  test('a number that several may share, when they are handled as one, has to have been seen', () => {
    const made = planned('proposals', [
      ['流水号', '案由', '提案人', '提交日期', '案号', '审查结果'],
      ['1', '照明', '冯一舟', '2025-03-01', '7', '立案'],
      ['2', '路灯', '阿里木·热合曼', '2025-03-02', '7', '立案'],
      ['3', '绿化', '冯一舟', '2025-03-03', '8', '立案'],
    ])
    expect(errors(made)).toEqual([['new'], ['new'], ['new']])
    expect(made.warnings.filter(({ code }) => code === 'number_repeated')).toMatchObject([
      { ref: 'E2', mustBeAccepted: true, detail: { refs: ['E2', 'E3'] } },
    ])
  })

  test('a day after the upload, or years away from the title', () => {
    const sheet = (day: string) => [
      ['2025年提案清单'],
      ['案由', '提案人', '提交日期'],
      ['照明', '冯一舟', day],
    ]
    const told = (day: string) => planned('proposals', sheet(day), {}, { today: '2026-01-31' }).rows[0]!
    expect(told('2091-03-01').errors).toMatchObject([{ ref: 'C3', code: 'future_day' }])
    expect(told('2019-03-01').errors).toMatchObject([{ ref: 'C3', code: 'other_year' }])
    expect(told('3月1日').steps).toMatchObject([{ name: 'submit', body: { submittedOn: '2025-03-01' } }])
  })

  test("a title that is a member's name: the cells of its row have moved", () => {
    const made = planned('proposals', [
      ['案由', '提案人', '提交日期'],
      ['阿里木·热合曼', '冯一舟', '2025-03-01'],
    ])
    expect(errors(made)).toEqual([['invalid', 'A2 columns_shifted']])
  })
})

describe('words of offices', () => {
  test('who has not signed, and nobody', () => {
    const signers = (coSigners: string) =>
      planned('proposals', [
        ['案由', '第一提案人', '联名人', '提交日期'],
        ['照明', '冯一舟', coSigners, '2025-03-01'],
      ]).rows[0]!.body?.['signers']
    expect(signers('阿里木·热合曼（未签）')).toEqual([{ memberId: 'm0101' }, { memberId: 'm0105' }])
    expect(signers('无')).toEqual([{ memberId: 'm0101' }])
  })

  test('adopted nowhere, and by whom it was', () => {
    const adopted = (text: string) =>
      planned('opinions', [
        ['题目', '作者', '报送日期', '采用情况'],
        ['照明', '冯一舟', '2025-03-01', text],
      ]).rows[0]!.steps.flatMap(({ name, body }) => (name === 'adopt' ? [body['level']] : []))
    expect(adopted('未采用')).toEqual([])
    expect(adopted('留存')).toEqual([])
    expect(adopted('全国政协采用')).toEqual(['national'])
    expect(adopted('市级 省级')).toEqual(['city', 'province'])
  })
})

describe('rows that are no records', () => {
  test('headings, totals, signatures and the header of the next page are named, and nothing is wrong with them', () => {
    const header = ['序号', '案由', '提案人', '提交日期']
    const made = planned('proposals', [
      ['提案目录', '', '', ''],
      header,
      ['一、经济建设类（2件）', '', '', ''],
      ['1', '照明', '冯一舟', '2025-03-01'],
      ['小计', '2件', '', ''],
      ['提案目录', '', '', ''],
      header,
      ['2', '绿化', '冯一舟', '2025-03-02'],
      ['合计', '2', '', ''],
      ['填表人：某人', '', '审核人：某人', ''],
    ])
    expect(errors(made)).toEqual([['new'], ['new']])
    expect(made.tables[0]!.ignoredRows.map(({ ref }) => ref)).toEqual(['A3', 'A5', 'A6', 'A7', 'A9', 'A10'])
  })

  test('a second table with its columns in another order is read by its own header', () => {
    const made = planned('proposals', [
      ['案由', '第一提案人', '联名人', '提交日期'],
      ['照明', '冯一舟', '阿里木·热合曼', '2025-03-01'],
      ['案由', '联名人', '第一提案人', '提交日期'],
      ['绿化', '冯一舟', '阿里木·热合曼', '2025-03-02'],
    ])
    expect(made.rows.map(({ body }) => body)).toMatchObject([
      { signers: [{ memberId: 'm0101' }, { memberId: 'm0105' }] },
      { signers: [{ memberId: 'm0105' }, { memberId: 'm0101' }] },
    ])
  })

  test('of two levels the header is the upper one, where it knows columns of its own', () => {
    const made = planned('opinions', [
      ['社情民意信息台账', '', '', '', ''],
      ['题目', '作者', '报送时间', '采用', ''],
      ['', '', '', '采用层级', '采用时间'],
      ['照明', '冯一舟', '2025-03-01', '市级', '2025-04-01'],
    ])
    expect(made.tables[0]!.headerRow).toBe(2)
    expect(made.rows[0]!.steps[1]).toMatchObject({
      name: 'adopt',
      body: { level: 'city', adoptedOn: '2025-04-01' },
    })
  })
})
