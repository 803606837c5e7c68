import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { rankedCsv } from '../../../src/exchange/exports/ranked/csv.ts'
import { defused, notesOf, printPoints } from '../../../src/exchange/exports/ranked/ranked-report.ts'
import { rankedXlsx } from '../../../src/exchange/exports/ranked/xlsx.ts'
import { manyMembers, SAMPLE } from './ranked-samples.ts'

const golden = (name: string) => path.join(import.meta.dirname, '../../golden/exchange', name)
const url = (file: string) => new URL(file, import.meta.url).href

const SCRIPT = `
  const { rankedXlsx } = await import(${JSON.stringify(url('../../../src/exchange/exports/ranked/xlsx.ts'))})
  const { rankedCsv } = await import(${JSON.stringify(url('../../../src/exchange/exports/ranked/csv.ts'))})
  const { SAMPLE } = await import(${JSON.stringify(url('./ranked-samples.ts'))})
  const { createHash } = await import('node:crypto')
  const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
  console.log(hash(await rankedXlsx(SAMPLE)), hash(await rankedCsv(SAMPLE)))`

async function hashesInAnotherProcess(zone: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--no-warnings', '--eval', SCRIPT],
    { env: { ...process.env, TZ: zone } },
  )
  return stdout.trim()
}

describe('the ranked report as a workbook', () => {
  it('has the same bytes in two processes, three seconds and a time zone apart', async () => {
    const first = await hashesInAnotherProcess('Asia/Shanghai')
    await setTimeout(3_000)
    expect(await hashesInAnotherProcess('America/New_York')).toBe(first)
    const here = createHash('sha256')
      .update(await rankedXlsx(SAMPLE))
      .digest('hex')
    expect(first.split(' ')[0]).toBe(here)
  })

  it('has other bytes when a point moves', async () => {
    const [first, ...others] = SAMPLE.rows
    const moved = { ...SAMPLE, rows: [{ ...first!, total: first!.total - 0.01 }, ...others] }
    expect(Buffer.compare(await rankedXlsx(SAMPLE), await rankedXlsx(moved))).not.toBe(0)
  })

  it.each([
    ['xl/worksheets/sheet1.xml', 'ranked-sheet.xml'],
    ['xl/worksheets/sheet2.xml', 'unranked-sheet.xml'],
    ['xl/workbook.xml', 'ranked-workbook.xml'],
    ['docProps/core.xml', 'ranked-core.xml'],
  ])('%s is as it was signed off', async (entry, name) => {
    const xml = await entryOf(await rankedXlsx(SAMPLE), entry)
    await expect(xml.replaceAll('><', '>\n<')).toMatchFileSnapshot(golden(name))
  })

  it('keeps numbers as numbers and text as text', async () => {
    const sheet = await readBack(await rankedXlsx(SAMPLE), '排名')
    expect(sheet.getCell('A5').value).toBe(1)
    expect(sheet.getCell('B5').value).toBe('09012')
    expect(sheet.getCell('J6').value).toBe(87.5)
    expect(sheet.getCell('J6').numFmt).toBe('0.00')
    expect(sheet.getCell('C7').value).toBe('𠮷田·阿依努尔')
    expect(sheet.getCell('C9').value).toBe('\'=HYPERLINK("http://example.invalid","领奖")')
    expect(sheet.getCell('B9').value).toBe('-12')
    expect(sheet.getCell('E10').value).toBe('-2')
  })

  it('marks a shared rank and the one after it, and what is provisional', async () => {
    const sheet = await readBack(await rankedXlsx(SAMPLE), '排名')
    const column = (letter: string) =>
      [5, 6, 7, 8, 9, 10].map((row) => sheet.getCell(`${letter}${row}`).value)
    expect(column('A')).toEqual([1, 2, 2, 4, 5, 6])
    expect(column('L')).toEqual([null, '并列', '并列', null, '暂定', null])
  })

  it('is set up for A4 with the header on every page', async () => {
    const sheet = await readBack(await rankedXlsx(manyMembers(120)), '排名')
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '4:4',
    })
    expect(sheet.headerFooter.oddFooter).toContain('第 &P 页，共 &N 页')
    expect(sheet.autoFilter).toBe('A4:L124')
  })

  it('can be empty', async () => {
    const empty = { ...SAMPLE, rows: [], unranked: [] }
    const sheet = await readBack(await rankedXlsx(empty), '排名')
    expect(sheet.getCell('A4').value).toBe('名次')
    expect((await rankedCsv(empty)).split('\r\n')).toHaveLength(2)
  })
})

describe('the ranked report as CSV', () => {
  it('is as it was signed off', async () => {
    await expect(await rankedCsv(SAMPLE)).toMatchFileSnapshot(golden('ranked.csv'))
  })

  it('begins with a mark, ends its lines with CRLF, and has one width', async () => {
    const text = await rankedCsv(SAMPLE)
    expect(text.startsWith('\uFEFF名次,')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const rows = parse(text, { bom: true }) as string[][]
    expect(rows).toHaveLength(1 + SAMPLE.rows.length + SAMPLE.unranked.length)
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([15]))
  })
})

describe('text that a spreadsheet program might run', () => {
  it.each(['=1+1', '+cmd', '-cmd', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '-1-1', '+1e9', '-', '+12.'])(
    '%j is defused',
    (text) => expect(defused(text)).toBe(`'${text}`),
  )

  it.each(['-2', '+2', '-2.50', '09001', '林清扬', '', 'a=b', "'=1"])('%j is left alone', (text) =>
    expect(defused(text)).toBe(text),
  )

  it('headers and titles are defused too', async () => {
    const report = {
      ...SAMPLE,
      committee: '=政协',
      columns: [{ code: 'meetings', title: '@会议' }],
    }
    const sheet = await readBack(await rankedXlsx(report), '排名')
    expect(String(sheet.getCell('A1').value)).toMatch(/^'=政协/)
    expect(sheet.getCell('F4').value).toBe("'@会议")
    expect(await rankedCsv(report)).toContain(",'@会议,")
  })
})

describe('what is printed', () => {
  it.each([
    [12.5, '12.50'],
    [1.005, '1.01'],
    [0.125, '0.13'],
    [-0.125, '-0.13'],
    [25 / 6, '4.17'],
    [-0.001, '0.00'],
    [100, '100.00'],
  ])('%d as %s', (points, text) => expect(printPoints(points)).toBe(text))

  it('notes appear only where they are needed', () => {
    expect(notesOf(SAMPLE, SAMPLE.rows)).toHaveLength(2)
    expect(notesOf(SAMPLE, SAMPLE.unranked)).toEqual([])
  })

  it('the rounding note is there when the columns do not add up to the total', () => {
    const third = {
      ...SAMPLE.rows[0]!,
      groups: [{ code: 'meetings', title: '会议', points: 1 / 3 }],
      total: 0.34,
    }
    expect(notesOf(SAMPLE, [third])).toHaveLength(1)
  })
})

describe('zip dates', () => {
  it('are the as-of day in every header', async () => {
    const bytes = await rankedXlsx(SAMPLE)
    const dates = new Set<number>()
    for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 1)) {
      dates.add(bytes.readUInt32LE(at + 10))
    }
    expect([...dates]).toEqual([((((2019 - 1980) << 9) | (12 << 5) | 31) << 16) >>> 0])
  })
})

async function entryOf(bytes: Buffer, name: string): Promise<string> {
  const entry = unzipSync(bytes)[name]
  if (!entry) throw new Error(`no ${name}`)
  return new TextDecoder().decode(entry)
}

async function readBack(bytes: Buffer, name: string) {
  const { default: ExcelJS } = await import('exceljs')
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  return workbook.getWorksheet(name)!
}
