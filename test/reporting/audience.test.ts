import { describe, expect, it } from 'vitest'
import { PUBLICATION_MODES } from '../../src/core/words/reports.ts'
import { codesOf } from '../../src/core/words/word.ts'
import { type Mode, shownTo } from '../../src/reporting/reports/audience.ts'
import type { RankingRow, ReportHead } from '../../src/storage/tables/reports.ts'

/** What leaves the office: by mode and field, and nothing beside it. */

const EVERY_FIELD = ['memberNo', 'rank', 'total', 'grade', 'sector', 'memberGroup', 'groups'] as const
const body = (name: string) => ({ organizationId: name, code: name, name })

const row = (values: Partial<RankingRow>): RankingRow => ({
  rank: 1,
  memberId: 'id',
  memberNo: '09001',
  name: '甲',
  total: 90,
  points: 90,
  fraction: null,
  grade: '优秀',
  list: null,
  listRank: null,
  provisional: false,
  sector: body('经济界'),
  memberGroup: body('第一组'),
  groups: [{ code: 'meetings', points: 40 }],
  ...values,
})
const ROWS = [
  row({ rank: 1, name: '郑一', memberNo: '09001', total: 99 }),
  row({ rank: 2, name: '安二', memberNo: '09002', total: 88 }),
  row({ rank: 3, name: '毕三', memberNo: '09003', total: 77 }),
  row({ rank: 4, name: '丁四', memberNo: '09004', total: 66, grade: '合格' }),
  row({
    rank: null,
    name: '曾五',
    memberNo: '09006',
    total: 0,
    grade: null,
    sector: null,
    memberGroup: null,
  }),
  row({ rank: null, name: '白六', memberNo: '09005', total: 0, grade: null }),
]
const HEAD = {
  committee: { code: 'luming', name: '示例区政协' },
  period: { id: 'p', name: '2019年度', from: '2019-01-01', to: '2019-12-31' },
  regulation: { id: 'r', title: '办法', number: 3 },
  interim: false,
  asOf: '2020-01-10',
  counts: { members: 6, ranked: 4, unranked: 2 },
  groups: [{ code: 'meetings', title: '会议' }],
  grades: [
    { grade: '优秀', members: 3 },
    { grade: '合格', members: 1 },
  ],
} as unknown as ReportHead

const shown = (mode: Mode, fields: readonly string[] = EVERY_FIELD) =>
  shownTo('public', mode, {
    head: HEAD,
    rows: ROWS,
    fields: { members: [], units: [], public: [...fields] as (typeof EVERY_FIELD)[number][] },
  })

describe('what an audience is shown', () => {
  it('ranks: everybody in order, every field that the committee shows', () => {
    const { items, bands, unranked, groups } = shown('ranks')
    expect(items.map(({ name }) => name)).toEqual(['郑一', '安二', '毕三', '丁四'])
    expect(items[0]).toEqual({
      name: '郑一',
      memberNo: '09001',
      rank: 1,
      total: 99,
      grade: '优秀',
      sector: '经济界',
      memberGroup: '第一组',
      groups: [{ code: 'meetings', points: 40 }],
    })
    expect(bands).toEqual([
      { grade: '优秀', members: 3, names: [] },
      { grade: '合格', members: 1, names: [] },
    ])
    expect(unranked.map(({ name, sector }) => [name, sector])).toEqual([
      ['白六', '经济界'],
      ['曾五', null],
    ])
    expect(groups).toEqual(HEAD.groups)
  })

  it('bands: names by the alphabet, and nothing from which a rank could be told', () => {
    const { items, bands, unranked, groups } = shown('bands')
    expect(items).toEqual([])
    expect(groups).toEqual([])
    expect(bands.map(({ names }) => names.map(({ name }) => name))).toEqual([
      ['安二', '毕三', '郑一'],
      ['丁四'],
    ])
    for (const member of [...bands.flatMap(({ names }) => names), ...unranked])
      expect(Object.keys(member).sort()).toEqual(['grade', 'memberGroup', 'memberNo', 'name', 'sector'])
  })

  it('unnamed: how many have which grade, no name at all, and no number that names somebody', () => {
    const report = shown('unnamed')
    expect([report.items, report.unranked, report.groups]).toEqual([[], [], []])
    expect(report.bands).toEqual([{ grade: '优秀、合格', members: 4, names: [] }])
    for (const { name, memberNo } of ROWS)
      expect(JSON.stringify(report)).not.toMatch(new RegExp(`${name}|${memberNo}`))
  })

  it('unnamed: a band of three keeps its number, one of two has none of its own', () => {
    const bandsOf = (...members: number[]) => {
      const grades = members.map((many, at) => ({ grade: '优良'[at]!, members: many }))
      const head = { ...HEAD, grades }
      const fields = { members: [], units: [], public: [] }
      const rows = grades.flatMap(({ grade, members: many }) =>
        Array.from({ length: many }, () => row({ grade })),
      )
      return shownTo('public', 'unnamed', { head, rows, fields }).bands.map((band) => band.members)
    }
    expect(bandsOf(3, 3)).toEqual([3, 3])
    expect(bandsOf(2, 3)).toEqual([5])
    expect(bandsOf(3, 2)).toEqual([5])
  })

  it.each(EVERY_FIELD)('%s is left out where the committee does not show it', (field) => {
    const { items, groups } = shown(
      'ranks',
      EVERY_FIELD.filter((each) => each !== field),
    )
    for (const member of items) expect(member).not.toHaveProperty(field)
    expect(groups).toEqual(field === 'groups' ? [] : HEAD.groups)
  })

  it('nothing but the name without any field', () => {
    expect(shown('ranks', []).items[0]).toEqual({ name: '郑一' })
  })

  it.each(codesOf(PUBLICATION_MODES))('%s is of one audience: what others see changes nothing', (mode) => {
    const fields = { members: [...EVERY_FIELD], units: [...EVERY_FIELD], public: [] }
    expect(shownTo('public', mode, { head: HEAD, rows: ROWS, fields })).toEqual(shown(mode, []))
  })
})
