import { clues, integer, member, NUMBER, OWNER, type RecordTable, required, sheetOf } from './record-table.ts'

/**
 * Counts of a year, one to a row. A yearly table, with a column for each measure, is turned into such rows first
 * (`yearly-table.ts`).
 */
export const declaredStatistics: RecordTable = {
  ...sheetOf('declared-statistics'),
  owned: true,
  columns: [
    NUMBER,
    required(member('memberId', '姓名 委员姓名 委员 member name')),
    ...clues('memberId'),
    required(integer('year', '年度 年份')),
    required({ field: 'measure', words: '统计项目 项目 指标', read: { kind: 'measure' } }),
    required(integer('value', '数值 次数 数量')),
    OWNER,
  ],
}
