import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { kinds, planned, refusal, smallWorld, stored, told, workbook } from './small-world.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/imports')
const fixture = (name: string) => new Uint8Array(readFileSync(join(fixtures, name)))

const HEAD = '姓名,会议名称,日期,出席情况'
const list = (...rows: string[]) => [HEAD, ...rows].join('\n')

describe('a list, one row for a member and meeting', () => {
  test('in GBK without a mark; namesakes are told apart by their sector', async () => {
    const plan = await planned(fixture('list-gbk.csv'), { name: 'list.csv' })
    expect(told(plan)).toEqual([
      'F2 0101 standing.1 present new',
      'F3 0103 standing.1 leave_approved/personal new',
      'F4 0104 standing.1 late new',
      'F5 0108 visit.1 absent new',
    ])
    expect(plan.decisions).toEqual([])
    expect(plan.rows.map(({ row, result, raw }) => [row, result, raw])).toEqual([
      [6, 'ignored_footer', '合计'],
    ])
  })

  test('with every trap: each doubtful row asks, and nothing doubtful is accepted', async () => {
    const plan = await planned(fixture('list-traps.csv'), { name: 'list.csv', profile: { year: 2025 } })
    expect(told(plan)).toEqual([
      'E2 0101 visit.1 present new',
      'E3 0101 visit.1 present duplicate_in_file',
      'E4 0101 visit.1 leave_approved conflict',
      'E5 - visit.1 present ambiguous_name',
      'E6 - visit.1 present unknown_name',
      'E7 0107 visit.1 present not_in_office_on_date',
      'E8 0108 standing.1 present not_invited',
      'E9 0108 standing.1 observer new',
      'E10 0102 - present bad_date',
      'E11 0102 visit.1 present new',
      'E12 0105 visit.1 - needs_review',
      'E13 0106 held present new',
      'E14 0102 held - unknown_symbol',
    ])
    expect(kinds(plan).sort()).toEqual(
      [
        'ambiguous_name',
        'bad_date',
        'conflict',
        'new_event',
        'not_in_office',
        'not_invited',
        'proxy_signature',
        'unknown_name',
        'unknown_symbol',
      ].sort(),
    )
    expect(plan.entries[2]).toMatchObject({ earlierRow: 2 })
    expect(plan.events.find((event) => event.match === 'new')).toMatchObject({
      title: '河湖联组学习会',
      day: '2025-04-02',
      create: { sessions: [{ day: '2025-04-02', part: 'pm', number: 1 }] },
    })
  })

  test('its raw text is kept as it stands, with the number of its record', async () => {
    const plan = await planned(
      `${HEAD}\n"冯一\n舟",“智慧水务”视察,2025-05-20, 出席 \n卫青禾,“智慧水务”视察,2025-05-20,缺席`,
    )
    expect(plan.entries.map(({ row, ref, raw }) => [row, ref, raw])).toEqual([
      [2, 'D2', ' 出席 '],
      [3, 'D3', '缺席'],
    ])
  })

  test('in UTF-16 with tabs, as Excel writes Unicode text', async () => {
    const text =
      '\ufeff姓名\t活动主题\t活动时间\t出席情况\n冯一舟\t五届十二次常委会议\t2025.3.12 9:00\t已签到\n'
    const plan = await planned(new Uint8Array(Buffer.from(text, 'utf16le')), { name: 'a.txt' })
    expect(told(plan)).toEqual(['D2 0101 standing.1 present new'])
    expect(plan.tables[0]!.name).toBe('txt')
  })

  test('cells that are merged downward speak for their rows; blanks do so only if a profile says', async () => {
    const cells = [
      ['会议名称', '日期', '姓名', '出席情况'],
      ['“智慧水务”视察', new Date(Date.UTC(2025, 4, 20)), '冯一舟', '出席'],
      [null, null, '卫青禾', '缺席'],
    ]
    const merged = await planned(
      workbook({
        表: {
          cells,
          merges: [
            [1, 0, 2, 0],
            [1, 1, 2, 1],
          ],
        },
      }),
    )
    expect(told(merged)).toEqual(['D2 0101 visit.1 present new', 'D3 0102 visit.1 absent new'])
    expect(merged.entries[1]!.raw).toBe('缺席')
    const bare = await planned(workbook({ 表: { cells } }))
    expect(told(bare)).toEqual(['D2 0101 visit.1 present new', 'D3 0102 - absent bad_date'])
    const filled = await planned(workbook({ 表: { cells } }), { profile: { fillDown: ['event', 'date'] } })
    expect(told(filled)).toEqual(told(merged))
  })

  test('a meeting of several sessions needs its part of the day; a whole day is all of them', async () => {
    const title = '清河区政协五届四次会议'
    const plan = await planned(
      list(
        `冯一舟,${title},2025-1-10,出席`,
        `卫青禾,${title},2025-1-10全天,出席`,
        `王𠮷安,${title},2025年1月10日下午,出席`,
      ),
    )
    expect(told(plan)).toEqual([
      'D2 0101 held present new',
      'D3 0102 plenary.1 present new',
      'D3 0102 plenary.2 present new',
      'D4 0108 plenary.2 present new',
    ])
  })

  test('a title or day that nearly fits asks, and never makes a meeting beside the one it resembles', async () => {
    const plan = await planned(
      list(
        '冯一舟,智慧水务工作视察,2025-5-20,出席',
        '冯一舟,五届十二次常委会议,2025-3-13,出席',
        '冯一舟,“智慧水务”视察,2025-5-20上午,出席',
      ),
    )
    expect(plan.counts.acceptable).toBe(0)
    expect(
      plan.decisions.map(({ kind, candidates }) => [kind, candidates.map((one) => one.sessionId)]),
    ).toEqual([
      ['near_event', ['visit.1']],
      ['near_event', ['standing.1']],
      ['near_event', ['visit.1']],
    ])
  })

  test('numbers, phones, brackets and units are evidence, and contradictions ask', async () => {
    const head = '委员编号,姓名,手机,单位,会议名称,日期,出席情况'
    const at = '“智慧水务”视察,2025-05-20,出席'
    const plan = await planned(
      [
        head,
        `0101,卫青禾,,,${at}`,
        `101,冯一舟,,,${at}`,
        `,卫青禾,13000000103,,${at}`,
        `0199,王𠮷安,,,${at}`,
        `,韩小满,13000000103,,${at}`,
        `,沈见山,,清河托儿所,${at}`,
        `,韩小满（总工会）,,,${at}`,
        `,,13000000105,,${at}`,
      ].join('\n'),
    )
    expect(told(plan).map((line) => line.split(' ').slice(1, 2).concat(line.split(' ').at(-1)!))).toEqual([
      ['-', 'ambiguous_name'],
      ['0101', 'new'],
      ['-', 'ambiguous_name'],
      ['-', 'ambiguous_name'],
      ['0103', 'new'],
      ['0110', 'new'],
      ['0104', 'new'],
      ['0105', 'new'],
    ])
    expect(plan.entries.map((entry) => entry.rung)).toEqual([
      null,
      'member_no',
      null,
      null,
      'mobile',
      'name_unit',
      'name_sector',
      'mobile',
    ])
    expect(plan.decisions.map((one) => one.candidates.map((candidate) => candidate.memberNo))).toEqual([
      ['0101', '0102'],
      ['0103', '0102'],
      ['0108'],
    ])
  })

  test('a sector that the only member of the name never held asks; so does a note that says guest', async () => {
    const plan = await planned(
      [
        '姓名,界别,单位,备注,会议名称,日期,出席情况',
        '冯一舟,教育界,,,“智慧水务”视察,2025-05-20,出席',
        '卫青禾,,市发改委,特邀嘉宾,“智慧水务”视察,2025-05-20,出席',
        '王𠮷安,,市发改委,,“智慧水务”视察,2025-05-20,出席',
      ].join('\n'),
    )
    expect(kinds(plan)).toEqual(['evidence_conflict', 'evidence_conflict'])
    expect(plan.warnings).toMatchObject([{ code: 'unit_differs', mustBeAccepted: true }])
  })

  test('against what is stored: same, conflict, update if overwriting is chosen, and a leave without its kind agrees', async () => {
    const world = smallWorld({
      attendance: stored([
        ['visit.1', 'm0101', 'present'],
        ['visit.1', 'm0102', 'present'],
        ['visit.1', 'm0108', 'leave_approved', 'sick'],
      ]),
    })
    const text = list(
      '冯一舟,“智慧水务”视察,2025-05-20,出席',
      '卫青禾,“智慧水务”视察,2025-05-20,病假',
      '王𠮷安,“智慧水务”视察,2025-05-20,请假',
    )
    const asked = await planned(text, { world })
    expect(asked.entries.map((entry) => entry.result)).toEqual(['same', 'conflict', 'same'])
    expect(asked.entries[1]!.previous).toEqual({ status: 'present', leaveType: null, version: 3 })
    const over = await planned(text, { world, profile: { onConflict: 'overwrite' } })
    expect(over.entries.map((entry) => entry.result)).toEqual(['same', 'update', 'same'])
    const leave = await planned(list('王𠮷安,“智慧水务”视察,2025-05-20,事假'), { world })
    expect(leave.decisions[0]!.question.zh).toContain('请假（病假），这里是 请假（事假）')
    expect(leave.decisions[0]!.question.en).toContain('on leave (sick leave), here on leave (personal leave)')
    const kept = await planned(text, { world, profile: { onConflict: 'keep' } })
    expect(kept.entries.map((entry) => entry.result)).toEqual(['same', 'skip', 'same'])
  })

  test('dates of a workbook of the 1904 system are not four years early', async () => {
    const { read, write } = await import('@e965/xlsx')
    const bytes = workbook({
      表: { cells: [HEAD.split(','), ['冯一舟', '“智慧水务”视察', new Date(Date.UTC(2025, 4, 20)), '出席']] },
    })
    const book = read(bytes, { cellNF: true })
    book.Workbook = { ...book.Workbook, WBProps: { date1904: true } }
    const cell = book.Sheets.表!.C2!
    cell.v = Number(cell.v) - 1462
    const plan = await planned(new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer))
    expect(told(plan)).toEqual(['D2 0101 visit.1 present new'])
  })

  test.each([
    ['a roster', '委员编号,姓名,界别,手机\n0101,冯一舟,科技界,13000000101', 'shape_not_supported'],
    [
      'yearly counts',
      '姓名,界别,视察,调研,出席次数\n冯一舟,科技界,2,3,5\n卫青禾,教育界,1,1,2',
      'shape_not_supported',
    ],
    [
      'proposals',
      '提案号,案由,提案者,主办单位\n001,关于养老的建议,冯一舟、卫青禾,民政局',
      'shape_not_supported',
    ],
    ['opinions', '编号,题目,反映人,采用层级\n1,停车难,冯一舟,区级', 'shape_not_supported'],
    [
      'ID-card numbers',
      `姓名,证件,会议名称,日期,出席情况\n冯一舟,11010519491231002X,会,2025-05-20,出席\n卫青禾,110105194912310038,会,2025-05-20,出席`,
      'id_card_numbers',
    ],
    ['no attendance', '姓名,会议名称,日期\n冯一舟,“智慧水务”视察,2025-05-20', 'columns_missing'],
  ])('%s are refused', async (_, text, code) => expect(await refusal(text)).toBe(code))
})

describe('one sheet for each member', () => {
  test('its name is the member’s; empty sheets and hidden dictionaries are left aside', async () => {
    const rows = [
      ['序号', '活动主题', '活动时间', '出席情况'],
      [1, '“智慧水务”视察', new Date(Date.UTC(2025, 4, 20)), '公假'],
    ]
    const plan = await planned(
      workbook(
        {
          '韩小满（教育界）': { cells: [['履职情况'], ...rows] },
          韩小满: { cells: rows },
          Sheet1: { cells: [['']] },
        },
        'biff8',
      ),
      { name: 'members.xls' },
    )
    expect(told(plan)).toEqual([
      'D3 0103 visit.1 leave_approved/official new',
      'D2 - visit.1 leave_approved/official ambiguous_name',
    ])
    expect(plan.decisions).toMatchObject([{ kind: 'ambiguous_name', refs: ['韩小满!D2'] }])
  })
})
