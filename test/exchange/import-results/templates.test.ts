import type ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { aTerm } from '../../support/records.ts'
import { inEveryWorld, type World } from '../../support/world.ts'
import { around } from '../records/around.ts'
import { SHEET_KINDS } from '../records/kinds.ts'
import { csv, planned, step } from '../records/sheets.ts'
import { aRoll, bookOf, fileOf } from './answers-back.ts'

/** A template is filled in as an office would, comes back, and all of it is taken but the example. */

const template = async (world: World, path: string): Promise<ExcelJS.Workbook> =>
  bookOf((await fileOf(world.admin, `/v1/imports/templates/${path}`)).bytes)

const headersOf = (sheet: ExcelJS.Worksheet, row = 1): string[] =>
  (sheet.getRow(row).values as unknown[]).slice(1).map(String)

/** Writes texts below the example, by their headers. */
function fill(sheet: ExcelJS.Worksheet, first: number, rows: readonly Record<string, string>[]): void {
  const headers = headersOf(sheet)
  for (const [at, row] of rows.entries()) {
    for (const [header, text] of Object.entries(row)) {
      const column = headers.indexOf(header)
      expect(column, header).toBeGreaterThanOrEqual(0)
      sheet.getRow(first + at).getCell(column + 1).value = text
    }
  }
}

const bytesOf = async (book: ExcelJS.Workbook): Promise<Buffer> => Buffer.from(await book.xlsx.writeBuffer())

inEveryWorld('templates', (world) => {
  let ids: Record<string, string>
  beforeAll(async () => {
    ids = await around(world)
  })

  const columnsOf = async (id: string): Promise<{ col: string; field: string; header: string }[]> =>
    (await world.admin.get(`/v1/imports/${id}/plan`).expect(200)).body.tables[0].columns

  it('a list of attendance: choices, notes, an explanation; filled in, all is taken', async () => {
    const { one, two, meeting } = await aRoll(world)
    const book = await template(world, 'attendance')
    expect(book.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ['出席情况', 'visible'],
      ['模板·填写说明', 'visible'],
      ...(book.worksheets.length > 2 ? [['模板·选项', 'hidden']] : []),
    ])
    const sheet = book.getWorksheet('出席情况')!
    expect(headersOf(sheet).slice(0, 8)).toEqual([
      '序号',
      '委员编号',
      '姓名',
      '界别',
      '会议名称',
      '时间',
      '场次',
      '出席情况',
    ])
    expect(sheet.getCell('A2').text).toBe('示例')
    expect(sheet.getCell('H3').dataValidation).toMatchObject({
      type: 'list',
      formulae: [expect.stringContaining('出席,迟到')],
    })
    expect(JSON.stringify(sheet.getCell('H1').note)).toContain('空白不会当作缺席')
    fill(sheet, 3, [
      { 序号: '1', 姓名: one.name, 会议名称: meeting.title, 时间: meeting.startsOn, 出席情况: '出席' },
      { 序号: '2', 姓名: two.name, 会议名称: meeting.title, 时间: meeting.startsOn, 出席情况: '病假' },
    ])
    const plan = await planned(world, await bytesOf(book), { resource: 'attendance' }, { name: 't.xlsx' })
    expect(plan.decisions).toEqual([])
    expect(plan.summary.counts).toMatchObject({ entries: 2, new: 2, ignored_footer: 1 })
    expect((await step(world, plan.id, 'commit', {})).results.applied).toBe(2)
  })

  it('a matrix of the sessions of a meeting, with those who are expected', async () => {
    const { one, twins, meeting } = await aRoll(world)
    const book = await template(world, `attendance?shape=W&meetingId=${meeting.id}`)
    const sheet = book.getWorksheet('考勤表')!
    expect(sheet.getCell('E1').text).toBe(meeting.title)
    expect(sheet.getCell('E2').text).toContain(meeting.startsOn)
    expect([4, 5, 6, 7].map((row) => sheet.getRow(row).getCell(2).text)).toContain(one.memberNo)
    for (const row of [4, 5, 6, 7]) sheet.getRow(row).getCell(5).value = row === 4 ? '缺席' : '出席'
    const plan = await planned(world, await bytesOf(book), { resource: 'attendance' }, { name: 'w.xlsx' })
    expect(plan.decisions).toEqual([])
    expect(plan.summary).toMatchObject({ shape: 'W', counts: { entries: 4, new: 4 } })
    expect(twins).toHaveLength(2)
    const days = await template(world, 'attendance?shape=W&from=2019-06-01&to=2019-06-30')
    expect(headersOf(days.getWorksheet('考勤表')!, 2).join(' ')).toContain(meeting.startsOn)
  })

  it('a roster', async () => {
    const termId = await aTerm(world)
    const book = await template(world, 'members')
    fill(book.getWorksheet('委员名册')!, 3, [
      { 委员编号: '09771', 姓名: '沈模板', 性别: '女', 手机: '19900009771', 任职开始: '2017-02-20' },
    ])
    const plan = await planned(
      world,
      await bytesOf(book),
      { resource: 'members', termId },
      { name: 'm.xlsx' },
    )
    expect(plan.summary.counts).toMatchObject({ new: 1, invalid: 0 })
    expect((await step(world, plan.id, 'commit', {})).results).toMatchObject({ total: 1, applied: 1 })
  })

  describe.each(SHEET_KINDS.map((kind) => [kind.resource, kind] as const))('%s', (resource, kind) => {
    it('is filled in, and all of it is taken but the example', async () => {
      const query = resource === 'duty-records' ? '?dutyKind=media_article' : ''
      const fields: Record<string, string> = { resource, ...(query ? { dutyKind: 'media_article' } : {}) }
      const book = await template(world, `${resource}${query}`)
      const sheet = book.worksheets[0]!
      const empty = await planned(world, await bytesOf(book), fields, { name: 'empty.xlsx' })
      expect(empty.results).toMatchObject({ total: 0 })
      const written = await planned(world, csv([kind.header, ...kind.rows(ids)]), fields)
      const [ofTemplate, ofSheet] = [await columnsOf(empty.id), await columnsOf(written.id)]
      const headerOf = new Map(ofTemplate.map(({ field, header }) => [field, header]))
      const rows = kind
        .rows(ids)
        .map((row) =>
          Object.fromEntries(
            ofSheet.map(({ col, field }) => [
              headerOf.get(field)!,
              String(row[col.charCodeAt(0) - 65] ?? ''),
            ]),
          ),
        )
      fill(sheet, 3, rows)
      const plan = await planned(world, await bytesOf(book), fields, { name: 'filled.xlsx' })
      expect(plan.summary.counts).toEqual(written.summary.counts)
      expect(plan.summary.counts).toMatchObject({ new: rows.length, invalid: 0, refused: 0 })
    })
  })

  it('names what it lacks and what there is not', async () => {
    const get = (path: string) => world.admin.get(`/v1/imports/templates/${path}`)
    expect((await get('nothing')).body).toMatchObject({ status: 404, code: 'not_found' })
    expect((await get('duty-records')).body).toMatchObject({ errors: [{ parameter: 'dutyKind' }] })
    expect((await get('duty-records?dutyKind=nowhere')).body.code).toBe('unknown_reference')
    expect((await get('attendance?shape=W')).body).toMatchObject({ errors: [{ parameter: 'meetingId' }] })
    expect((await get(`attendance?shape=W&meetingId=${crypto.randomUUID()}`)).body.code).toBe(
      'unknown_reference',
    )
    expect((await get('attendance?shape=W&from=1990-01-01&to=1990-01-02')).body.code).toBe('rule_violation')
    await (await world.as('auditor')).get('/v1/imports/templates/attendance').expect(403)
  })
})
