import type { RankedReport, RankedRow } from '../../../src/exchange/exports/ranked/ranked-report.ts'

/** A small report in which everything happens: a tie, a fraction, a provisional total, hostile text, a leader. */

const COLUMNS = [
  { code: 'meetings', title: '会议' },
  { code: 'proposals', title: '提案' },
  { code: 'activities', title: '活动' },
  { code: 'opinions', title: '社情民意' },
]

function row(
  rank: number | null,
  who: [memberNo: string, name: string, sector: string | null, memberGroup: string | null],
  points: number[],
  more: Partial<RankedRow> = {},
): RankedRow {
  const [memberNo, name, sector, memberGroup] = who
  const total = points.reduce((sum, one) => sum + one, 0)
  return {
    rank,
    memberNo,
    name,
    sector,
    memberGroup,
    groups: COLUMNS.map((column, at) => ({ ...column, points: points[at]! })),
    total,
    grade: total >= 60 ? '合格' : null,
    provisional: false,
    ...more,
  }
}

export const SAMPLE: RankedReport = {
  committee: '云溪区政协',
  period: { name: '2019年度', from: '2019-01-01', to: '2019-12-31' },
  regulation: {
    name: 'tongcheng-2019',
    number: 1,
    title: '政协桐城市委员会委员履职考核暂行办法',
    hash: '3f2a9b10c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f',
  },
  asOf: '2019-12-31',
  generatedAt: '2020年1月6日生成',
  columns: COLUMNS,
  rows: [
    row(1, ['09012', '沈望舒', '科技界', '桥东街道联络组'], [50, 25, 10, 15]),
    row(2, ['09003', '林清扬', '教育界', '溪口街道联络组'], [50, 12.5, 10, 15]),
    row(2, ['09031', '𠮷田·阿依努尔', '少数民族和宗教界', '南塘街道联络组'], [50, 25, 2.5, 10]),
    row(4, ['09044', '欧阳知远', '经济界（含工商联、非公有制经济）', null], [50, 25 / 6, 10, 0], {
      total: 64.17,
    }),
    row(5, ['-12', '=HYPERLINK("http://example.invalid","领奖")', '@界别', '+组'], [30, 0, 4, 0], {
      provisional: true,
    }),
    row(6, ['09058', '陈思齐', null, '-2'], [-5, 0, 0, 0]),
  ],
  unranked: [row(null, ['09001', '顾铭川', '中共界', '溪口街道联络组'], [50, 0, 6, 0])],
}

/** As many members as a district has, for looking at page breaks. */
export function manyMembers(count: number): RankedReport {
  const rows = Array.from({ length: count }, (_, at): RankedRow => {
    const model = SAMPLE.rows[at % 4]!
    return { ...model, rank: at + 1, memberNo: `0${9001 + at}`, total: 100 - at / 4 }
  })
  return { ...SAMPLE, rows }
}
