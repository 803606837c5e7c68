import ExcelJS from 'exceljs'
import { beforeAll, expect, it } from 'vitest'
import { aMeeting, post } from '../../support/records.ts'
import { inEveryWorld } from '../../support/world.ts'
import { planned, step } from '../records/sheets.ts'
import { aRoll, bookOf, fileOf, type Roll } from './answers-back.ts'

/** The form of a member is filled in as an office would, and comes back. */

const FORM = '/v1/imports/templates/form'
const FIRST = 8

type Filled = {
  name: string
  memberNo?: string
  unit?: string
  year?: string
  rows: { event: string; date: string; attendance: string; note?: string }[]
}

function fill(sheet: ExcelJS.Worksheet, { name, memberNo, unit, year, rows }: Filled): void {
  sheet.getCell('B3').value = name
  sheet.getCell('D3').value = memberNo ?? null
  sheet.getCell('B4').value = unit ?? null
  sheet.getCell('F4').value = year ?? null
  for (let at = 0; at < 12; at += 1) sheet.getCell(`A${FIRST + at}`).value = at + 1
  for (const [at, row] of rows.entries()) {
    sheet.getCell(`B${FIRST + at}`).value = row.event
    sheet.getCell(`C${FIRST + at}`).value = row.date
    sheet.getCell(`E${FIRST + at}`).value = row.attendance
    sheet.getCell(`F${FIRST + at}`).value = row.note ?? null
  }
}

/** Another sheet with the same cells, as a spreadsheet program copies one. */
function copyOf(book: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const [from, sheet] = [book.worksheets[0]!, book.addWorksheet(name)]
  from.eachRow((row, at) => {
    row.eachCell((cell, col) => {
      if (!cell.isMerged || cell.master === cell) sheet.getRow(at).getCell(col).value = cell.value
    })
  })
  return sheet
}

const bytesOf = async (book: ExcelJS.Workbook): Promise<Buffer> => Buffer.from(await book.xlsx.writeBuffer())

inEveryWorld('the form of a member', (world) => {
  let roll: Roll
  let second: { title: string; startsOn: string }
  beforeAll(async () => {
    roll = await aRoll(world)
    const meeting = await aMeeting(world, {
      title: '会议工作座谈会',
      startsOn: '2019-07-02',
      endsOn: '2019-07-02',
    })
    const memberIds = [roll.one, roll.two, ...roll.twins].map(({ id }) => id)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
    second = meeting
  })

  const template = async (): Promise<ExcelJS.Workbook> => bookOf((await fileOf(world.admin, FORM)).bytes)
  const imported = async (book: ExcelJS.Workbook, fields: Record<string, string> = {}) =>
    planned(world, await bytesOf(book), { resource: 'attendance', ...fields }, { name: 'form.xlsx' })
  const both = (attendance: [string, string]) => [
    { event: roll.meeting.title, date: roll.meeting.startsOn, attendance: attendance[0] },
    { event: second.title, date: '7月2日', attendance: attendance[1] },
  ]

  it('filled in for two members, all of it is taken but the examples and a sheet without the mark', async () => {
    const book = await template()
    const sheet = book.worksheets[0]!
    expect([sheet.getCell('A1').text, sheet.getCell('A3').text, sheet.getCell('A7').text]).toEqual([
      '表号：履职登记表-1',
      '姓名',
      '示例',
    ])
    expect(sheet.getCell('E9').dataValidation).toMatchObject({ type: 'list' })
    const other = copyOf(book, 'Sheet1 (2)')
    fill(sheet, { name: roll.one.name, year: '2019', rows: both(['出席', '病假']) })
    fill(other, {
      name: roll.two.name,
      memberNo: roll.two.memberNo,
      year: '2019年度',
      rows: both(['缺席', '出席']),
    })
    book.addWorksheet('Sheet3').addRows([
      ['姓名', '会议名称', '日期', '出席情况'],
      [roll.one.name, roll.meeting.title, roll.meeting.startsOn, '缺席'],
    ])
    const plan = await imported(book, { resource: 'auto' })
    expect(plan).toMatchObject({ state: 'planned', resource: 'attendance', decisions: [] })
    expect(plan.summary).toMatchObject({
      shape: 'F',
      mustAccept: 1,
      counts: { entries: 4, new: 4, ignored_footer: 2 },
    })
    const { warnings } = (await world.admin.get(`/v1/imports/${plan.id}/plan`).expect(200)).body
    expect(warnings.map((one: { code: string; table: string }) => [one.code, one.table])).toEqual([
      ['table_skipped', 'Sheet3'],
    ])
    expect(warnings[0].message.zh).toContain('没有履职登记表的表号')
    const { items } = (await world.admin.get(`/v1/imports/${plan.id}/entries`).expect(200)).body
    expect(
      items.map((one: Record<string, string>) => [one['memberNo'], one['ref'], one['day'], one['status']]),
    ).toEqual([
      [roll.one.memberNo, 'E8', roll.meeting.startsOn, 'present'],
      [roll.one.memberNo, 'E9', '2019-07-02', 'leave_approved'],
      [roll.two.memberNo, 'E8', roll.meeting.startsOn, 'absent'],
      [roll.two.memberNo, 'E9', '2019-07-02', 'present'],
    ])
    expect((await step(world, plan.id, 'commit', { acceptWarnings: true })).results).toMatchObject({
      total: 4,
      applied: 4,
    })
  })

  it('a name that two bear is asked about once, and the answer settles every row', async () => {
    const book = await template()
    fill(book.worksheets[0]!, { name: roll.twins[0].name, year: '2019', rows: both(['出席', '迟到']) })
    const plan = await imported(book)
    expect(plan.decisions).toMatchObject([
      {
        kind: 'ambiguous_name',
        candidates: [{ memberNo: roll.twins[0].memberNo }, { memberNo: roll.twins[1].memberNo }],
      },
    ])
    const answer = { choice: 'member', memberNo: roll.twins[1].memberNo }
    const answered = await step(world, plan.id, 'decisions', {
      answers: [{ id: plan.decisions[0].id, answer }],
    })
    expect(answered.summary.counts).toMatchObject({ entries: 2, new: 2, openDecisions: 0 })
  })

  it('what its other sections say is not read, and is told with the cells and the import for it', async () => {
    const book = await template()
    const sheet = book.worksheets[0]!
    fill(sheet, { name: roll.two.name, year: '2019', rows: [] })
    const at = (title: string) => {
      let found = 0
      sheet.eachRow((row, number) => {
        if (row.getCell(1).text === title) found = number
      })
      return found + 2
    }
    sheet.getCell(`B${at('二、提案')}`).value = '关于河道清淤的提案'
    sheet.getCell(`B${at('四、表彰奖励')}`).value = '优秀委员'
    const plan = await imported(book)
    expect(plan.summary).toMatchObject({ mustAccept: 2, counts: { entries: 0 } })
    const { warnings } = (await world.admin.get(`/v1/imports/${plan.id}/plan`).expect(200)).body
    expect(warnings).toMatchObject([
      { code: 'section_not_read', detail: { resource: 'proposals', refs: [`B${at('二、提案')}`] } },
      { code: 'section_not_read', detail: { resource: 'recognitions', refs: [`B${at('四、表彰奖励')}`] } },
    ])
    const { zh, en } = warnings[0].message
    expect(
      [zh, en].every((text) => text.includes('resource=proposals') && text.includes(`B${at('二、提案')}`)),
    ).toBe(true)
  })

  it('a form of another make, of another version, or with other labels is refused by the name of the template', async () => {
    const foreign = new ExcelJS.Workbook()
    foreign
      .addWorksheet('Sheet1')
      .addRows([
        ['××区政协委员履职情况登记表'],
        ['姓名', roll.one.name, '性别', '女', '界别', '科技界'],
        ['工作单位', '某厂', '职务', '主任', '年度', '2019'],
        ['会议名称', '日期', '出席情况'],
        [roll.meeting.title, roll.meeting.startsOn, '出席'],
      ])
    const changed = await template()
    changed.worksheets[0]!.getCell('E6').value = '是否缺席'
    const newer = await template()
    newer.worksheets[0]!.getCell('A1').value = '表号：履职登记表-2'
    for (const book of [foreign, changed, newer]) {
      for (const resource of ['attendance', 'auto']) {
        const { state, refusal } = await imported(book, { resource })
        expect([state, refusal.code], JSON.stringify(refusal)).toEqual(['refused', 'shape_not_supported'])
        expect([refusal.zh, refusal.en].every((text) => text.includes('import template form'))).toBe(true)
      }
    }
  })
})
