import { describe, expect, test } from 'vitest'
import { inMemory } from '../../../src/exchange/imports/planner/containers/bytes.ts'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { resourceOf } from '../../../src/exchange/imports/planner/resource-of.ts'
import { SHEET_KINDS } from '../records/kinds.ts'
import { csv, type Rows } from '../records/sheets.ts'

/** What a sheet is about, told by the sheet alone. */

async function told(rows: Rows): Promise<string> {
  const read = await readFile(inMemory(csv(rows)), 'sheet.csv')
  if ('refusal' in read) throw new Error(read.refusal.code)
  const found = resourceOf(read.reading, {})
  return 'refusal' in found ? found.refusal.code : found.resource
}

const ids = new Proxy({}, { get: () => 'id' }) as Record<string, string>

describe('a sheet of', () => {
  test.each(SHEET_KINDS.filter(({ resource }) => resource !== 'duty-records'))(
    '$resource is told by its header',
    async ({ resource, header, rows }) => {
      expect(await told([[...header], ...rows(ids)])).toBe(resource)
    },
  )

  test.each([
    [
      'attendance',
      [
        ['姓名', '会议名称', '日期', '出席情况'],
        ['冯一舟', '常委会议', '2025-03-12', '出席'],
      ],
    ],
    [
      'resource_unclear',
      [
        ['委员编号', '姓名', '界别', '工作单位'],
        ['0101', '冯一舟', '科技界', '仪表厂'],
      ],
    ],
    ['declared-statistics', [['统计表（2025年度）'], ['姓名', '请假', '缺席'], ['冯一舟', 1, 0]]],
    // Nothing is known of it: the attendance planner says what a header would need.
    [
      'attendance',
      [
        ['甲', '乙'],
        ['1', '2'],
      ],
    ],
  ] as [string, Rows][])('%s', async (resource, rows) => {
    expect(await told(rows)).toBe(resource)
  })
})
