import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { readFile } from '../../../src/exchange/imports/planner/containers/read.ts'
import { inTime } from '../../../src/exchange/imports/planner/containers/read-workbook.ts'
import { refusal, workbook } from './small-world.ts'

const LIST = '姓名,会议名称,日期,出席情况\n冯一舟,五届十二次常委会议,2025-03-12,出席\n'
const BOOK = workbook({
  表: {
    cells: [
      ['姓名', '会议名称', '日期', '出席情况'],
      ['冯一舟', '五届十二次常委会议', '2025-03-12', '出席'],
    ],
  },
})
const PNG = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52,
])

/** In time of the processor: what else the machine does is no matter of the file. */
async function code(bytes: Uint8Array | string, name: string): Promise<string> {
  const start = process.cpuUsage()
  const result = await refusal(bytes, { name })
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1_000, 'takes less than a second').toBeLessThan(1000)
  return result
}

describe('a file that cannot be read is refused with its reason, within a second', () => {
  test('the library for workbooks is loaded before the clock runs', async () => {
    expect('reading' in (await readFile(BOOK, 'a.xlsx'))).toBe(true)
  })

  test.each([
    ['0 bytes', new Uint8Array(), 'a.csv', 'file_empty'],
    ['spaces alone', strToU8(' \n \n'), 'a.csv', 'file_empty'],
    ['a picture named xlsx', PNG, 'a.xlsx', 'not_a_spreadsheet'],
    ['a picture named csv', PNG, 'a.csv', 'not_a_spreadsheet'],
    ['a PDF', strToU8('%PDF-1.7 …'), 'a.xlsx', 'not_a_spreadsheet'],
    ['delimited text named xlsx', strToU8(LIST), 'a.xlsx', 'content_mismatch'],
    ['delimited text named xls', strToU8(LIST), 'a.xls', 'content_mismatch'],
    ['a workbook named csv', BOOK, 'a.csv', 'content_mismatch'],
    [
      'a web page named csv',
      strToU8('<html><table><tr><td>姓名</td></tr></table>'),
      'a.csv',
      'content_mismatch',
    ],
    ['a web page without a table', strToU8('<html><body>登录</body></html>'), 'a.xls', 'not_a_spreadsheet'],
    ['half a workbook', BOOK.subarray(0, BOOK.length >> 1), 'a.xlsx', 'file_corrupt'],
    ['a workbook without its end', BOOK.subarray(0, BOOK.length - 30), 'a.xlsx', 'file_corrupt'],
    [
      'a zip of something else',
      zipSync({ 'word/document.xml': strToU8('<w/>') }),
      'a.xlsx',
      'not_a_spreadsheet',
    ],
    ['text in Big5', Uint8Array.from(BIG5()), 'a.csv', 'encoding_unknown'],
    [
      'text in Latin-1',
      Uint8Array.from(Buffer.from('naïve,café,Zürich,Ærø,señor\né,è,ü,ö,ñ', 'latin1')),
      'a.csv',
      'encoding_unknown',
    ],
    [
      'a quote that never ends',
      strToU8('姓名,出席情况,日期\n"冯一舟,出席,2025-03-12\n'),
      'a.csv',
      'file_corrupt',
    ],
    ['prose', strToU8('今天天气很好。\n明天也好。\n'), 'a.csv', 'header_not_found'],
    ['an old binary file that is no workbook', OLE('WordDocument'), 'a.xls', 'not_a_spreadsheet'],
    ['an encrypted workbook', OLE('EncryptedPackage'), 'a.xlsx', 'file_encrypted'],
  ])('%s', async (_, bytes, name, expected) => {
    expect(await code(bytes, name)).toBe(expected)
  })

  test('random bytes, whatever their name', async () => {
    for (const name of ['a.csv', 'a.xlsx', 'a.xls', 'a.txt', 'a']) {
      for (let size = 1; size < 5000; size = size * 3 + 1) {
        expect(await code(new Uint8Array(randomBytes(size)), name)).not.toBe('read')
      }
    }
  })
})

describe('a file that would keep its reader busy is read or refused within a second', () => {
  const pageOf = (attribute: string) =>
    `<html><table><tr><td ${attribute}>姓名</td></tr><tr><td>冯一舟</td></tr></table></html>`

  test.each([
    ['colspan="20001"', 'archive_suspicious'],
    ["rowspan='99999999'", 'archive_suspicious'],
    // As browsers have it, each of these is a span of one.
    ['colspan="1e9"', 'header_not_found'],
    ['colspan=0xffffff', 'header_not_found'],
    ['rowspan="2" colspan="0"', 'header_not_found'],
    ['rowspan=2 colspan=-1', 'header_not_found'],
    ['rowspan=2 colspan_x=0', 'header_not_found'],
    ['rowspan=2 x:colspan=" 0"', 'header_not_found'],
    ['rowspan=2 <x colspan=0', 'archive_suspicious'],
  ])('a page with %s', async (attribute, result) => {
    expect(await code(pageOf(attribute), 'a.xls')).toBe(result)
  })

  test('a page of more spans than its cells can be held against', async () => {
    const cells = '<td colspan="2">出席</td>'.repeat(20_001)
    expect(await code(`<html><table><tr>${cells}</tr></table></html>`, 'a.xls')).toBe('archive_suspicious')
  })

  test('a page whose columns are few and far apart', async () => {
    const row = '<td colspan="20000"></td>'.repeat(5_000)
    expect(await code(`<html><table><tr>${row}<td>出席</td></tr></table></html>`, 'a.xls')).toBe(
      'too_many_rows',
    )
  })

  test.each([
    ['xl/sharedStrings.xml', 'read'],
    ['xl/worksheets/sheet1.xml', 'header_not_found'],
  ])('a workbook whose %s never comes to an end', async (part, result) => {
    const book = unzipSync(BOOK)
    const rels = strFromU8(book['xl/_rels/workbook.xml.rels']!)
    const strings =
      '<Relationship Id="strings" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    const parts = {
      ...book,
      'xl/_rels/workbook.xml.rels': strToU8(rels.replace('</Relationships>', strings)),
      [part]: strToU8(`<sst><si><t>${' '.repeat(10_000_000)}`),
    }
    expect(await code(zipSync(parts, { level: 0 }), 'a.xlsx')).toBe(result)
  })

  test('tags that are opened and never closed', async () => {
    const open = '<mergeCell '.repeat(300_000)
    const parts = unzipSync(BOOK)
    const sheet = strFromU8(parts['xl/worksheets/sheet1.xml']!).replace('</sheetData>', `</sheetData>${open}`)
    const book = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': strToU8(sheet) }, { level: 0 })
    expect(await code(book, 'a.xlsx')).toBe('read')
  })
})

describe('a library that goes round for ever', () => {
  test('is ended', () => {
    const endless = () => {
      for (let at = 0; ; at += 1) if (at < 0) return at
    }
    expect(() => inTime(endless, 50)).toThrow(/timed out/)
    expect(inTime(() => 7, 50)).toBe(7)
  })
})

test('a sheet without a name is called by its place', async () => {
  const parts = unzipSync(workbook({ 表: { cells: [['姓名', '出席情况']] } }, 'ods'))
  const nameless = strFromU8(parts['content.xml']!).replace(/ table:name="[^"]*"/, '')
  const read = await readFile(zipSync({ ...parts, 'content.xml': strToU8(nameless) }), 'a.ods')
  expect('reading' in read && read.reading.tables.map(({ name }) => name)).toEqual(['Sheet1'])
})

describe('an archive that would burst is refused before it is inflated', () => {
  test('by its stated size and ratio', async () => {
    const bomb = zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/worksheets/sheet1.xml': new Uint8Array(120_000_000),
    })
    expect(bomb.length).toBeLessThan(1_000_000)
    expect(await code(bomb, 'a.xlsx')).toBe('archive_suspicious')
  })

  test('by its number of entries', async () => {
    const many: Record<string, Uint8Array> = { 'xl/workbook.xml': strToU8('<workbook/>') }
    for (let at = 0; at < 2500; at += 1) many[`xl/a${at}.xml`] = new Uint8Array()
    expect(await code(zipSync(many), 'a.xlsx')).toBe('archive_suspicious')
  })

  test('by inflating no more than its directory states', async () => {
    const lie = lyingZip('xl/workbook.xml', new Uint8Array(50_000_000), 1_000)
    expect(await code(lie, 'a.xlsx')).toBe('archive_suspicious')
  })

  test('when it declares entities', async () => {
    const xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><workbook/>'
    expect(await code(zipSync({ 'xl/workbook.xml': strToU8(xml) }), 'a.xlsx')).toBe('archive_suspicious')
  })
})

/** Enough of an old binary Office file: its magic and the name of a stream. */
function OLE(stream: string): Uint8Array {
  const magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
  return Uint8Array.from([
    ...magic,
    ...new Array(504).fill(0),
    ...Buffer.from(stream, 'utf16le'),
    ...new Array(600).fill(0),
  ])
}

/** 姓名,會議,日期,出席 and a row in Big5. */
function BIG5(): number[] {
  const header = [
    0xa9, 0x6d, 0xa6, 0x57, 0x2c, 0xb7, 0x7c, 0xc4, 0xb3, 0x2c, 0xa4, 0xe9, 0xb4, 0xc1, 0x2c, 0xa5, 0x58,
    0xae, 0x75,
  ]
  return [...header, 0x0a, 0xa7, 0xf5, 0xa4, 0x70, 0xa9, 0xfa, 0x2c, 0xa5, 0x58, 0xae, 0x75, 0x0a]
}

function lyingZip(name: string, content: Uint8Array, stated: number): Uint8Array {
  const packed = deflateRawSync(content)
  const label = strToU8(name)
  const local = Buffer.alloc(30 + label.length)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(8, 8)
  local.writeUInt32LE(packed.length, 18)
  local.writeUInt32LE(stated, 22)
  local.writeUInt16LE(label.length, 26)
  local.set(label, 30)
  const central = Buffer.alloc(46 + label.length)
  central.writeUInt32LE(0x02014b50, 0)
  central.writeUInt16LE(8, 10)
  central.writeUInt32LE(packed.length, 20)
  central.writeUInt32LE(stated, 24)
  central.writeUInt16LE(label.length, 28)
  central.set(label, 46)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length + packed.length, 16)
  return new Uint8Array(Buffer.concat([local, packed, central, end]))
}
