import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as xlsx from '@e965/xlsx'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { isDateFormat } from '../../../src/exchange/imports/planner/containers/date-formats.ts'
import { readWorkbook } from '../../../src/exchange/imports/planner/containers/read-workbook.ts'
import { readXlsx } from '../../../src/exchange/imports/planner/containers/read-xlsx.ts'
import { readZipDirectory, STREAMED } from '../../../src/exchange/imports/planner/containers/zip-guard.ts'
import { linesFrom, type Table } from '../../../src/exchange/imports/planner/table.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = path.resolve(root, process.env['SAMPLES_DIR'] ?? '../shared/samples')

/** Workbooks read as a stream are the tables that the library makes of them. */

function streamed(bytes: Uint8Array): ReturnType<typeof readXlsx> {
  const directory = readZipDirectory(bytes, STREAMED)
  if ('problem' in directory) throw new Error(directory.problem)
  return readXlsx(bytes, directory.entries)
}

const shown = ({ name, hidden, date1904, merges, ...table }: Table) => ({
  name,
  hidden,
  date1904,
  merges,
  rows: [...linesFrom(table as Table, 0)].map(({ cells, kinds }) =>
    cells.map((text, col) => [text, text === '' ? 0 : (kinds?.[col] ?? 0)]),
  ),
})

async function expectSame(bytes: Uint8Array): Promise<void> {
  const [ours, library] = [streamed(bytes), await readWorkbook(bytes)]
  if ('problem' in library) throw new Error(library.problem)
  if (!('tables' in ours)) throw new Error(JSON.stringify(ours))
  expect(ours.tables.map(shown)).toEqual(library.tables.map(shown))
  expect(ours.date1904).toBe(library.date1904)
}

const samples = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xlsx')) : []

describe.runIf(samples.length > 0)('the samples', () => {
  it.each(samples)('%s', async (name) => expectSame(readFileSync(path.join(folder, name))))
})

const text = fc.oneof(
  fc.constantFrom(
    '出席',
    '√',
    ' 空格 ',
    'a&b<c>"d\'',
    '第一行\n第二行',
    "'=1+1",
    '=1+1',
    '00012',
    '\t',
    'A1',
  ),
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((one) => !/_x[\da-f]{4}_|[\ud800-\udfff\ufffe\uffff]|\r/i.test(one)),
)
const value = fc.oneof(
  { weight: 4, arbitrary: text.map((one): ExcelJS.CellValue => one.replace(/[\p{Cc}]/gu, ' ')) },
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 0, max: 60_000 }),
  fc.boolean(),
  fc.constant(null),
  fc.constant({ error: '#REF!' } as ExcelJS.CellValue),
  fc.record({ formula: fc.constant('A1+1'), result: fc.oneof(fc.integer(), fc.constant('缺席')) }),
  fc.array(fc.constantFrom('请', '假 ', 'x'), { minLength: 1, maxLength: 3 }).map(
    (runs): ExcelJS.CellValue => ({
      richText: runs.map((run, n) => ({ text: run, font: { bold: n === 0 } })),
    }),
  ),
  fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
)
const format = fc.constantFrom(
  undefined,
  'yyyy"年"m"月"d"日"',
  '0.00',
  '[h]:mm',
  '@',
  '[Red]0',
  'm/d',
  'h:mm AM/PM',
  '"days" 0',
)
const cell = fc.record({ row: fc.nat(30), col: fc.nat(12), value, format })
const sheet = fc.record({
  cells: fc.array(cell, { maxLength: 60 }),
  hidden: fc.boolean(),
  merge: fc.option(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(3), fc.nat(3))),
})

describe('workbooks that another program writes', () => {
  it('of any cells, formats, merges and hidden sheets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sheet, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (sheets, date1904) => {
          const book = new ExcelJS.Workbook()
          book.properties.date1904 = date1904
          for (const [n, { cells, hidden, merge }] of sheets.entries()) {
            const made = book.addWorksheet(`表 ${n + 1}`, { state: hidden && n > 0 ? 'hidden' : 'visible' })
            for (const one of cells) {
              const at = made.getCell(one.row + 1, one.col + 1)
              at.value = one.value
              if (one.format) at.numFmt = one.format
            }
            if (merge)
              made.mergeCells(merge[0] + 1, merge[1] + 1, merge[0] + merge[2] + 2, merge[1] + merge[3] + 1)
          }
          await expectSame(new Uint8Array(await book.xlsx.writeBuffer()))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('written by the library itself, with shared strings and without', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)), { maxLength: 6 }), {
          maxLength: 20,
        }),
        fc.boolean(),
        async (rows, shared) => {
          const book = xlsx.utils.book_new(xlsx.utils.aoa_to_sheet(rows), '表')
          await expectSame(xlsx.write(book, { type: 'buffer', bookSST: shared }))
        },
      ),
      { numRuns: 150 },
    )
  })
})

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of one sheet, given the XML of its rows. */
function bookOf(
  sheetData: string,
  more: { strings?: string; after?: string; root?: string } = {},
): Uint8Array {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  const list = (items: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`
  const part = (type: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml`
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${part('sheet.main')}"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${part('worksheet')}"/><Override PartName="/xl/sharedStrings.xml" ContentType="${part('sharedStrings')}"/></Types>`,
    ),
    '_rels/.rels': strToU8(list(relation('r', 'officeDocument', 'xl/workbook.xml'))),
    'xl/_rels/workbook.xml.rels': strToU8(
      list(
        relation('a', 'worksheet', 'worksheets/sheet1.xml') +
          relation('b', 'sharedStrings', 'sharedStrings.xml'),
      ),
    ),
    'xl/workbook.xml': strToU8(
      `<workbook ${MAIN} xmlns:r="${RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="a"/></sheets></workbook>`,
    ),
    'xl/sharedStrings.xml': strToU8(`<sst ${MAIN}>${more.strings ?? ''}</sst>`),
    'xl/worksheets/sheet1.xml': strToU8(
      more.root ?? `<worksheet ${MAIN}><sheetData>${sheetData}</sheetData>${more.after ?? ''}</worksheet>`,
    ),
  })
}

describe('what programs leave out or put in', () => {
  it.each([
    [
      'cells and rows without their names',
      '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
    ],
    [
      'rows and columns that are left out',
      '<row r="3"><c r="C3"><v>1</v></c><c r="F3" t="b"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>',
    ],
    [
      'rows of styles alone',
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="20"/><row r="7"><c r="A7" s="0"/></row>',
    ],
    [
      'a formula without a value',
      '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1" t="str"><f>A1</f><v></v></c><c r="C1"><v>1</v></c></row>',
    ],
    ['single quotes', "<row r='1'><c r='B1' t='str'><v>x</v></c></row>"],
    ['days as text of a standard', '<row r="1"><c r="A1" t="d"><v>2019-01-03T00:00:00Z</v></c></row>'],
  ])('%s', (_, rows) => expectSame(bookOf(rows)))

  it('tags over several lines and characters by number, which the library does not read', () => {
    const rows =
      '<row\n r="1"\n spans="1:2"><c\n r="B1"\n t="str"><v>&#20986;&#x5e2d;&amp;_x0041_</v></c></row>'
    const read = streamed(bookOf(rows))
    if (!('tables' in read)) throw new Error(JSON.stringify(read))
    expect(shown(read.tables[0]!).rows).toEqual([
      [
        ['', 0],
        ['出席&A', 0],
      ],
    ])
  })

  it('shared strings with runs, pronunciation and none at all', async () => {
    const strings =
      '<si><t xml:space="preserve"> 甲 </t></si><si><r><t>请</t></r><r><rPr><b/></rPr><t>假</t></r></si><si><t>冯</t><rPh sb="0" eb="1"><t>feng</t></rPh></si><si><r><t>乙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si>'
    const rows = `<row r="1">${[0, 1, 2, 3].map((n) => `<c t="s"><v>${n}</v></c>`).join('')}</row>`
    await expectSame(bookOf(rows, { strings }))
  })

  it('is left to the library where it is written in another way', async () => {
    const prefixed = `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>`
    expect(streamed(bookOf('', { root: prefixed }))).toHaveProperty('unsure')
    expect(streamed(bookOf('<row r="2"/><row r="1"/>'))).toHaveProperty('unsure')
    expect(streamed(bookOf('<row r="1"><!-- a --></row>'))).toHaveProperty('unsure')
  })

  it('a string that the workbook does not hold is no cell', () => {
    expect(streamed(bookOf('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))).toEqual({ problem: 'corrupt' })
  })

  it('formats of Chinese programs show days', () => {
    for (const code of [
      'yyyy"年"m"月"',
      'm"月"d"日"',
      '[$-804]yyyy/m/d',
      'yyyy\\-mm\\-dd',
      'h"时"mm"分"',
      '上午/下午h"时"mm"分"',
    ]) {
      expect([code, isDateFormat(code)]).toEqual([code, true])
    }
    for (const code of [
      'General',
      '0.00E+00',
      '#,##0;[Red]-#,##0',
      '"day" 0',
      '@',
      '0_);(0)',
      'G/通用格式',
      '[红色]0',
    ]) {
      expect([code, isDateFormat(code)]).toEqual([code, xlsx.SSF.is_date(code)])
    }
  })
})
