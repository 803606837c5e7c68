import { describe, expect, it } from 'vitest'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { planned, refusal } from './small-world.ts'

/** JSON Lines are read as the same rows of delimited text would be. */

const ROWS = [
  ['姓名', '会议名称', '日期', '出席情况'],
  ['冯一舟', '五届十二次常委会议', '2025-03-12', '出席'],
  ['冯一舟', '全体会议', '2025-03-12', '请假'],
]
const LINES = ROWS.slice(1).map((row) =>
  JSON.stringify(Object.fromEntries(row.map((cell, at) => [ROWS[0]![at], cell]))),
)

describe('JSON Lines', () => {
  it('a plan is that of the same rows as delimited text', async () => {
    const csv = await planned(ROWS.map((row) => row.join(',')).join('\n'), { name: 'a.csv' })
    const lines = await planned(LINES.join('\n'), { name: 'a.jsonl' })
    expect(lines.counts).toEqual(csv.counts)
    expect(lines.entries.map(({ table: _, ...entry }) => entry)).toEqual(
      csv.entries.map(({ table: _, ...entry }) => entry),
    )
  })

  it('keys that come later, numbers, truth, null and empty lines', async () => {
    const text = '{"a":1.5,"b":null}\n\n{"c":true,"a":"x"}\n'
    const read = await readFile(Buffer.from(text), 'a.ndjson')
    if ('refusal' in read) throw new Error(read.refusal.code)
    expect(read.reading.container.format).toBe('jsonl')
    expect(read.reading.tables[0]!.rows).toEqual([['a', 'b', 'c'], ['1.5', ''], [], ['x', '', 'TRUE']])
  })

  it.each([
    ['a line that is no JSON', `${LINES[0]}\n{"姓名":`],
    ['a list', `${LINES[0]}\n["冯一舟"]`],
    ['a value within a value', `${LINES[0]}\n{"姓名":{"姓":"冯"}}`],
  ])('%s refuses the file by its line', async (_, text) => {
    const read = await readFile(Buffer.from(text), 'a.jsonl')
    expect(read).toMatchObject({ refusal: { code: 'file_corrupt' } })
    expect('refusal' in read && read.refusal.message.en).toContain('Line 2 ')
  })

  it('a picture of that name is none', async () => {
    expect(await refusal(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1]), { name: 'a.jsonl' })).toBe(
      'not_a_spreadsheet',
    )
  })
})
