import { read, utils } from '@e965/xlsx'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { columnLetters, type Value } from '../../../src/exchange/exports/files/sheet.ts'
import { memorySink } from '../../../src/exchange/exports/files/sink.ts'
import type { Table } from '../../../src/exchange/exports/files/table.ts'
import { linesOf, textWidth } from '../../../src/exchange/exports/files/widths.ts'
import { writeXlsx } from '../../../src/exchange/exports/files/xlsx-table.ts'
import { xmlText } from '../../../src/exchange/exports/files/xml.ts'

/** Workbooks that are written while their rows come, read back by two programs that did not write them. */

const ROWS_A_PAGE = 200

function tableOf(rows: number, cell: (row: number, column: number) => Value, columns = 4): Table {
  return {
    title: '名册: [第/1]*页？',
    author: '示例区政协 & 某',
    columns: Array.from({ length: columns }, (_, at) => ({
      key: `c${at}`,
      label: `列${at}`,
      kind: at === 0 ? 'number' : 'text',
    })),
    pages: (async function* () {
      for (let from = 0; from < rows; from += ROWS_A_PAGE) {
        const length = Math.min(ROWS_A_PAGE, rows - from)
        yield Array.from({ length }, (_, at) =>
          Array.from({ length: columns }, (_cell, column) => cell(from + at, column)),
        )
      }
    })(),
  }
}

async function written(table: Table): Promise<Buffer> {
  const sink = memorySink()
  await writeXlsx(table, sink)
  return sink.bytes()
}

const rowsOf = (book: Buffer): Value[][] => {
  const { Sheets, SheetNames } = read(book)
  return utils.sheet_to_json(Sheets[SheetNames[0]!]!, { header: 1 })
}

describe('a workbook of many rows', () => {
  const cell = (row: number, column: number): Value => (column === 0 ? row : `第${row}行第${column}列`)
  const many = () => tableOf(20_000, cell)

  it('holds each of them, and a second archive reader agrees', async () => {
    const book = await written(many())
    const rows = rowsOf(book)
    expect(rows).toHaveLength(20_001)
    expect(rows[0]).toEqual(['列0', '列1', '列2', '列3'])
    expect(rows[20_000]).toEqual([19_999, '第19999行第1列', '第19999行第2列', '第19999行第3列'])
    const sheet = new TextDecoder().decode(unzipSync(book)['xl/worksheets/sheet1.xml'])
    expect(sheet).toContain('<autoFilter ref="A1:D20001"/>')
    expect(sheet.length).toBeGreaterThan(1_000_000)
  })

  it('has the same bytes again', async () => {
    expect((await written(many())).equals(await written(many()))).toBe(true)
  })
})

describe('a workbook', () => {
  it('keeps what XML has no way to hold, spaces at the edges, and line breaks', async () => {
    const texts = [' a ', 'a\nb', 'a\u0001b', '_x0041_', '\uFFFE', ' ', '&amp;', 'a\r\nb', '𠮷\u202E']
    const rows = rowsOf(
      await written(tableOf(texts.length, (row, column) => (column === 1 ? texts[row]! : null))),
    )
    expect(rows.slice(1).map((row) => row[1])).toEqual(texts.map((text) => text.replace('\r\n', '\n')))
  })

  it('has more columns than letters', async () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
    const rows = rowsOf(await written(tableOf(1, (_, column) => `c${column}`, 60)))
    expect(rows[1]).toHaveLength(60)
  })

  it('names its sheet as far as a sheet may be named so', async () => {
    const { SheetNames } = read(await written(tableOf(0, () => null)))
    expect(SheetNames).toEqual(['名册   第 1  页？'])
  })

  it('is well-formed in each part', async () => {
    for (const [name, bytes] of Object.entries(unzipSync(await written(tableOf(3, () => '<&">'))))) {
      expect(new TextDecoder().decode(bytes), name).toMatch(/^<\?xml version="1\.0"/)
    }
    expect(xmlText('<a/>')).toMatch(/\?>\n<a\/>$/)
  })
})

describe('the width of text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['林清扬', 6],
    ['𠮷', 2],
    ['“甲”·乙', 10],
    ['é', 1],
    ['（1）', 5],
  ])('%j is %d', (text, width) => expect(textWidth(text)).toBe(width))

  it('lines', () => {
    expect(linesOf('', 10)).toBe(1)
    expect(linesOf('一二三四五六', 8)).toBe(2)
    expect(linesOf('a\nb\nc', 8)).toBe(3)
  })
})
