import { utils, write } from '@e965/xlsx'
import { describe, expect, it } from 'vitest'
import { encodeText } from '../../../src/exchange/imports/result/encode.ts'
import { inEveryWorld } from '../../support/world.ts'
import { csv, planned, step } from '../records/sheets.ts'
import { aRoll, fileOf, type Roll, resultBook, textAt, toneAt } from './answers-back.ts'

const HEADER = ['序号', '委员编号', '姓名', '会议名称', '时间', '出席情况', '备注']

const listOf = ({ one, two, twins, meeting }: Roll): string[][] => [
  ['区政协委员参加会议情况'],
  HEADER,
  ['1', '', one.name, meeting.title, meeting.startsOn, '出席', '=1+1'],
  ['2', '', twins[0].name, meeting.title, meeting.startsOn, '出席', ''],
  ['3', '', two.name, meeting.title, meeting.startsOn, '缺岗', '19900001234'],
  ['合计', '', '', '', '', '3', ''],
]

describe('text in the encoding of a file', () => {
  it('is what the platform decodes, for every character of the basic plane and beyond', () => {
    const points = Array.from({ length: 0xffff - 0x80 }, (_, at) => at + 0x80)
    // Halves of pairs, characters of private use, and the sign for what cannot be read.
    const told = points.filter((point) => (point < 0xd800 || point > 0xf8ff) && point !== 0xfffd)
    const text =
      String.fromCodePoint(...told.slice(0, 40_000)) +
      String.fromCodePoint(...told.slice(40_000), 0x20bb7, 0x4dae, 0x10ffff)
    for (const encoding of ['gb18030', 'utf-8', 'utf-16le', 'utf-16be']) {
      const decoder = new TextDecoder(encoding, { ignoreBOM: true, fatal: true })
      const decoded = decoder.decode(encodeText(text, encoding))
      expect(decoded === text, encoding).toBe(true)
    }
  })
})

inEveryWorld('the sheet back', (world) => {
  it('a list: texts in place, a column of results, colours, the questions with their candidates', async () => {
    const roll = await aRoll(world)
    const { id } = await planned(world, csv(listOf(roll)), { resource: 'attendance' })
    const book = await resultBook(world, id)
    expect(book.worksheets.map(({ name }) => name)).toEqual(['csv', '结果·问题', '结果·颜色'])
    const sheet = book.getWorksheet('csv')!
    expect(HEADER.map((_, at) => sheet.getRow(2).getCell(at + 1).text)).toEqual(HEADER)
    expect([textAt(sheet, 'A1'), textAt(sheet, 'C3'), textAt(sheet, 'F5')]).toEqual([
      '区政协委员参加会议情况',
      roll.one.name,
      '缺岗',
    ])
    expect(textAt(sheet, 'H2')).toBe('结果')
    expect(textAt(sheet, 'H3')).toBe(
      `将录入：出席，${roll.one.memberNo} ${roll.one.name}（按唯一的姓名匹配）`,
    )
    expect(textAt(sheet, 'H4')).toMatch(/^待定：“李同.”是哪位委员？名册上有多位同名委员/)
    expect(textAt(sheet, 'H5')).toMatch(/^待定：工作表“csv”里的“缺岗”是什么意思/)
    expect(textAt(sheet, 'H6')).toContain('合计行')
    expect(['F3', 'H3', 'C4', 'F4', 'F5', 'A6', 'A3'].map((ref) => toneAt(sheet, ref))).toEqual([
      'accepted',
      'accepted',
      'question',
      'question',
      'question',
      'ignored',
      undefined,
    ])
    const formula = sheet.getCell('G3')
    expect(formula.formula ?? '').toBe('')
    expect(formula.text).toBe("'=1+1")
    const questions = book.getWorksheet('结果·问题')!
    const rows = questions.getSheetValues().slice(2) as unknown[][]
    const twin = rows.find((row) => row[1] === '同名')!
    expect(twin[3]).toBe('csv!F4')
    expect(String(twin[5])).toContain(roll.twins[0].memberNo)
    expect(JSON.stringify(rows)).not.toContain('19900007703')
  })

  it('the rows that were not taken, in the encoding that came: corrected, all of them are', async () => {
    const roll = await aRoll(world)
    const text = listOf(roll)
      .map((row) => row.join('\t'))
      .join('\r\n')
    const bytes = Buffer.from(encodeText(text, 'gb18030'))
    const { id } = await planned(world, bytes, { resource: 'attendance' }, { name: '六月 巡查.csv' })
    await step(world, id, 'commit', { leaveOpen: true })
    const { bytes: back, headers } = await fileOf(world.admin, `/v1/imports/${id}/result?only=failures`)
    expect(decodeURIComponent(headers['content-disposition'])).toContain("UTF-8''六月 巡查-未录入.csv")
    const lines = new TextDecoder('gb18030', { fatal: true }).decode(back).trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toContain('区政协委员参加会议情况')
    expect(lines[1]).toBe([...HEADER, '错误代码', '错误说明'].join('\t'))
    expect(lines[2]!.split('\t').slice(0, 8)).toEqual([
      '2',
      '',
      roll.twins[0].name,
      roll.meeting.title,
      roll.meeting.startsOn,
      '出席',
      '',
      'ambiguous_name',
    ])
    expect(lines[3]).toMatch(/\tunknown_symbol\t.*可改为：缺席/)
    const corrected = lines
      .join('\r\n')
      .replace('2\t\t', `2\t${roll.twins[1].memberNo}\t`)
      .replace('缺岗', '缺席')
    const again = await planned(world, Buffer.from(encodeText(corrected, 'gb18030')), {
      resource: 'attendance',
    })
    expect(again.decisions).toEqual([])
    expect(again.summary.counts).toMatchObject({ entries: 2, acceptable: 2, new: 2 })
    const done = await step(world, again.id, 'commit', {})
    expect(done.results).toEqual({ total: 2, applied: 2, failed: 0, unprocessed: 0 })
    const whole = await fileOf(world.admin, `/v1/imports/${again.id}/result?only=failures`)
    expect(new TextDecoder('gb18030').decode(whole.bytes).trimEnd().split('\r\n')).toHaveLength(2)
  })

  it('rows that were not taken keep the titles, headers and headings that speak for them', async () => {
    const { one, two, meeting } = await aRoll(world)
    const rows = [
      ['某读书会签到表（2019年4月1日）', '', ''],
      ['序号', '姓名', '签到'],
      ['1', one.name, '出席'],
      [`${meeting.title}签到表（${meeting.startsOn}）`, '', ''],
      ['序号', '姓名', '签到'],
      ['1', one.name, '出席'],
      ['二、请假人员', '', ''],
      ['1', two.name, '出席'],
    ]
    const { id } = await planned(world, csv(rows), {})
    const { bytes } = await fileOf(world.admin, `/v1/imports/${id}/result?only=failures`)
    const lines = new TextDecoder().decode(bytes).trimEnd().split('\r\n')
    expect(lines.map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
      '某读书会签到表（2019年4月1日）,,',
      '序号,姓名,签到',
      `1,${one.name},出席`,
      `${meeting.title}签到表（${meeting.startsOn}）,,`,
      '序号,姓名,签到',
      '二、请假人员,,',
      `1,${two.name},出席`,
    ])
    const again = await planned(world, bytes, {})
    const { items } = (await world.admin.get(`/v1/imports/${again.id}/entries`).expect(200)).body
    expect(
      items.map((entry: Record<string, string>) => [entry['ref'], entry['day'], entry['result']]),
    ).toEqual([
      ['C3', '2019-04-01', 'new'],
      ['C7', meeting.startsOn, 'unknown_symbol'],
    ])
  })

  it('a matrix: merges stay, each cell has its colour, what stood above a failing row is said in it', async () => {
    const roll = await aRoll(world)
    const { one, two, twins, meeting } = roll
    const day = Number(meeting.startsOn.slice(8))
    const rows = [
      ['2019年度考勤表', '', '', '', ''],
      ['序号', '界别', '姓名', `6月${day}日`, '备注'],
      [1, '教育界', one.name, '√', ''],
      [2, '', two.name, '☆', ''],
      [3, '', twins[0].name, '√', ''],
      ['注：√出席 ×缺席', '', '', '', ''],
      ['合计', '', '', 2, ''],
    ]
    const sheet = utils.aoa_to_sheet(rows)
    sheet['!merges'] = ['A1:E1', 'B3:B5'].map((one) => utils.decode_range(one))
    const source = utils.book_new()
    utils.book_append_sheet(source, sheet, '考勤')
    const bytes = write(source, { type: 'buffer', bookType: 'xlsx' }) as Buffer
    const { id } = await planned(world, bytes, { resource: 'attendance' }, { name: '考勤.xlsx' })
    const book = await resultBook(world, id)
    const back = book.getWorksheet('考勤')!
    expect(back.getCell('C1').isMerged && back.getCell('C1').master.address).toBe('A1')
    expect(back.getCell('B5').master.address).toBe('B3')
    expect(['D3', 'D4', 'D5'].map((ref) => toneAt(back, ref))).toEqual(['accepted', 'question', 'question'])
    expect(textAt(back, 'F4')).toContain('☆')
    const failures = (await resultBook(world, id, '?only=failures')).getWorksheet('考勤')!
    expect(failures.rowCount).toBe(5)
    expect([3, 4, 5].map((row) => failures.getRow(row).getCell(2).text)).toEqual(['教育界', '教育界', ''])
    expect(textAt(failures, 'A5')).toBe('注：√出席 ×缺席')
    expect(failures.getRow(2).getCell(6).text).toBe('错误代码')
  })

  it('a sheet that went back comes in again: its columns and sheets of ours say nothing', async () => {
    const roll = await aRoll(world)
    const { id } = await planned(world, csv(listOf(roll)), { resource: 'attendance' })
    const { bytes } = await fileOf(world.admin, `/v1/imports/${id}/result`)
    const again = await planned(world, bytes, { resource: 'attendance' }, { name: 'back.xlsx' })
    expect(again.summary.counts).toMatchObject({ entries: 3, new: 1, ambiguous_name: 1, unknown_symbol: 1 })
    const { body: plan } = await world.admin.get(`/v1/imports/${again.id}/plan`).expect(200)
    expect(plan.tables).toHaveLength(1)
    const twice = (await resultBook(world, again.id)).getWorksheet('csv')!
    expect(twice.getRow(2).getCell(8).text).toBe('结果')
    expect(twice.getRow(2).getCell(9).text).toBe('')
  })

  it('a download stands in the log; without the right to import there is none', async () => {
    const roll = await aRoll(world)
    const { id } = await planned(world, csv(listOf(roll)), { resource: 'attendance' })
    await fileOf(world.admin, `/v1/imports/${id}/result?only=failures&format=xlsx`)
    const { body } = await world.admin.get(`/v1/events?subjectId=${id}&limit=50`)
    const event = body.items.find((one: { type: string }) => one.type === 'import.downloaded')
    expect(event.data).toEqual({ only: 'failures', format: 'xlsx', rows: 2 })
    const auditor = await world.as('auditor')
    await auditor.get(`/v1/imports/${id}/result`).expect(403)
    await world.admin.get(`/v1/imports/${crypto.randomUUID()}/result`).expect(404)
  })

  it('409 where nothing could be planned', async () => {
    const refused = await planned(world, Buffer.from('%PDF-1.7'), { resource: 'attendance' })
    await world.admin.get(`/v1/imports/${refused.id}/result`).expect(409)
    await world.admin.get(`/v1/imports/${refused.id}/errors`).expect(409)
  })

  it('totals that a sheet states are compared with its rows, in JSON and on a sheet', async () => {
    const { one, two, meeting } = await aRoll(world)
    const rows = [
      ['签到表'],
      [`会议名称：${meeting.title}`],
      [`时间：${meeting.startsOn}`],
      ['序号', '姓名', '签名', '备注'],
      ['1', one.name, '√', ''],
      ['2', two.name, '', '请假'],
      ['应到 2 人，实到 2 人，请假 1 人，缺席 0 人'],
    ]
    const profile = JSON.stringify({ signatureNonblank: 'present', legend: { '√': { status: 'present' } } })
    const { id } = await planned(world, csv(rows), { resource: 'attendance', profile })
    const { body } = await world.admin.get(`/v1/imports/${id}/reconciliation`).expect(200)
    expect(body).toMatchObject({
      differing: 1,
      items: [
        {
          table: 'csv',
          ref: 'A7',
          stated: { expected: 2, present: 2, leave: 1, absent: 0 },
          counted: { expected: 2, present: 1, leave: 1, absent: 0 },
          differing: ['present'],
          waits: false,
        },
      ],
    })
    const sheet = (await resultBook(world, id)).getWorksheet('结果·核对')!
    expect(['F2', 'G2', 'L2'].map((ref) => [textAt(sheet, ref), toneAt(sheet, ref)])).toEqual([
      ['2', 'refused'],
      ['1', 'refused'],
      ['不一致，请核对', 'refused'],
    ])
  })

  it('errors for programs: place, code, masked value, and what would do', async () => {
    const roll = await aRoll(world)
    const rows = listOf(roll)
    rows[3]![5] = '13800001111'
    const { id, results } = await planned(world, csv(rows), { resource: 'attendance' })
    expect(results).toEqual({ total: 3, applied: 0, failed: 0, unprocessed: 3 })
    const { body } = await world.admin.get(`/v1/imports/${id}/errors`).expect(200)
    expect(body.nextPage).toBeNull()
    const byRow = Object.fromEntries(body.items.map((one: { row: number }) => [one.row, one]))
    expect(byRow[5]).toMatchObject({
      table: 'csv',
      columnIndex: 5,
      column: 'F',
      header: '出席情况',
      value: '缺岗',
      code: 'unknown_symbol',
      hint: '缺席',
    })
    expect(byRow[4]).toMatchObject({ value: '138****11', code: 'unknown_symbol', hint: null })
  })
})
