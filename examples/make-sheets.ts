import { readFileSync, writeFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import ExcelJS, { type Worksheet } from 'exceljs'
import {
  committeeFile,
  expectedAt,
  type Happened,
  readStory,
  type Story,
  type StoryMeeting,
  whatHappened,
} from './committee.ts'
import { fixZipDates } from './zip-dates.ts'

/**
 * Writes the attendance sheets of the invented committee from `meetings.json`, each the way some office would keep
 * it: `node examples/make-sheets.ts`, or with `--check` to say whether the files are what the story says.
 */

type Status = 'present' | Happened

const WORDS: Record<Status, string> = {
  present: '出席',
  late: '迟到',
  left_early: '早退',
  personal: '事假',
  sick: '病假',
  official: '公假',
  absent: '缺席',
}
const SHEET_DAY = '2019-12-31'
const LINE = { style: 'thin' } as const
const BORDER = { top: LINE, left: LINE, bottom: LINE, right: LINE }

/** Every sheet by its file name. Equal stories give equal bytes. */
export async function makeSheets(story: Story): Promise<Map<string, Buffer>> {
  return new Map([
    ['attendance-plenary.xlsx', await plenarySheet(story)],
    ['attendance-standing.xlsx', await standingSheet(story)],
    ['attendance-activities-1.csv', activityList(story, 'activities-1', true)],
    ['attendance-activities-2.csv', activityList(story, 'activities-2', false)],
    ['attendance-studio.xlsx', await signInSheet(story)],
  ])
}

/** A matrix of half-days under their days, with a legend below, as the plenary's secretariat keeps it. */
async function plenarySheet(story: Story): Promise<Buffer> {
  const signs = {
    present: '√',
    sick: '△',
    personal: '○',
    official: '□',
    absent: '×',
    late: '◇',
    left_early: '▲',
  }
  const meeting = meetingsOf(story, 'plenary')[0]!
  const { sheet, bytes } = newSheet('全会考勤')
  const days = [...new Set(meeting.sessions.map(({ day }) => day))]
  const width = 3 + meeting.sessions.length
  const first = printDay(days[0]!)
  addTitle(sheet, `${meeting.title}委员考勤表`, width)
  addTitle(sheet, `（2019年${first}—${days.at(-1)!.slice(-2)}日）`, width)
  sheet.addRow(['序号', '姓名', '界别', ...meeting.sessions.map(({ day }) => printDay(day))])
  sheet.addRow(['', '', '', ...meeting.sessions.map(({ part }) => (part === 'am' ? '上午' : '下午'))])
  for (let column = 1; column <= 3; column += 1) sheet.mergeCells(3, column, 4, column)
  for (let column = 4; column <= width; column += 2) sheet.mergeCells(3, column, 3, column + 1)
  const people = expectedAt(story, meeting)
  const rows = people.map((one) => whatHappened(meeting, one))
  for (const [at, one] of people.entries()) {
    sheet.addRow([at + 1, one.name, one.sector, ...rows[at]!.map((status) => signs[status])])
  }
  const came = meeting.sessions.map((_, at) => rows.filter((row) => cameIn(row[at]!)).length)
  sheet.addRow(['合计', '', '', ...came])
  addBorders(sheet, 3)
  addNote(sheet, '注：√出席　△病假　○事假　□公假　×缺席　◇迟到　▲早退', width)
  setWidths(sheet, [6, 14, 18, ...meeting.sessions.map(() => 7)])
  return bytes()
}

/** One column a meeting; its legend gives other meanings to the signs of the plenary's sheet. */
async function standingSheet(story: Story): Promise<Buffer> {
  const signs = {
    present: '√',
    official: '△',
    sick: '○',
    personal: '▽',
    absent: '×',
    late: '●',
    left_early: '▲',
  }
  const meetings = meetingsOf(story, 'standing')
  const { sheet, bytes } = newSheet('常委会议')
  const width = 4 + meetings.length
  addTitle(sheet, '政协云溪区第九届委员会常委会组成人员出席会议情况（2019年）', width)
  const headers = meetings.map(({ title, startsOn }) => `${title}\n（${printDay(startsOn)}上午）`)
  sheet.addRow(['序号', '委员编号', '姓名', '政协职务', ...headers])
  const people = expectedAt(story, meetings[0]!)
  for (const [at, one] of people.entries()) {
    const marks = meetings.map((meeting) => signs[whatHappened(meeting, one)[0]!])
    sheet.addRow([at + 1, one.memberNo, one.name, one.office, ...marks])
  }
  addBorders(sheet, 2)
  addNote(sheet, '符号说明：√出席　△公假　○病假　▽事假　×缺席　●迟到　▲早退', width)
  setWidths(sheet, [6, 11, 12, 12, ...meetings.map(() => 20)])
  sheet.getRow(2).height = 48
  return bytes()
}

/** A list with a row for every member and activity; one office writes the late into the remarks. */
function activityList(story: Story, name: string, lateInRemarks: boolean): Buffer {
  const records = [['序号', '委员编号', '姓名', '界别', '活动名称', '活动时间', '出席情况', '备注']]
  for (const meeting of meetingsOf(story, name)) {
    const [session] = meeting.sessions
    const part = { am: '上午', pm: '下午', day: '全天' }[session!.part]
    for (const one of expectedAt(story, meeting)) {
      const [status] = whatHappened(meeting, one)
      const remark = lateInRemarks && status === 'late'
      records.push([
        String(records.length),
        one.memberNo,
        one.name,
        one.sector,
        meeting.title,
        `2019年${printDay(meeting.startsOn)}${part}`,
        WORDS[remark ? 'present' : status!],
        remark ? WORDS.late : '',
      ])
    }
  }
  return Buffer.from(`\uFEFF${stringify(records, { record_delimiter: 'windows' })}`)
}

/** A signing-in sheet of one street: names alone, so that a name borne by two members is a question. */
async function signInSheet(story: Story): Promise<Buffer> {
  const meeting = meetingsOf(story, 'studio')[0]!
  const people = expectedAt(story, meeting)
  const statuses = people.map((one) => whatHappened(meeting, one)[0]!)
  const count = (wanted: (status: Status) => boolean) => statuses.filter(wanted).length
  const { sheet, bytes } = newSheet('签到表')
  addTitle(sheet, `${meeting.title}签到表`, 4)
  addNote(sheet, `活动名称：${meeting.title}`, 4)
  addNote(sheet, `时间：2019年${printDay(meeting.startsOn)}下午　　　地点：${meeting.place}`, 4)
  sheet.addRow(['序号', '姓名', '签到', '备注'])
  for (const [at, one] of people.entries()) sheet.addRow([at + 1, one.name, ...signature(statuses[at]!)])
  addBorders(sheet, 4)
  const came = count(cameIn)
  const absent = count((status) => status === 'absent')
  const leave = people.length - came - absent
  addNote(sheet, `应到：${people.length}人　实到：${came}人　请假：${leave}人　缺席：${absent}人`, 4)
  setWidths(sheet, [7, 18, 12, 24])
  return bytes()
}

function signature(status: Status): [signed: string, remark: string] {
  if (status === 'present') return ['已签到', '']
  if (cameIn(status)) return ['已签到', WORDS[status]]
  return status === 'absent' ? ['缺席', ''] : ['请假', WORDS[status]]
}

const cameIn = (status: Status): boolean => ['present', 'late', 'left_early'].includes(status)

const meetingsOf = (story: Story, sheet: string): StoryMeeting[] =>
  story.meetings.filter((meeting) => meeting.sheet === sheet)

const printDay = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`

function newSheet(name: string): { sheet: Worksheet; bytes: () => Promise<Buffer> } {
  const workbook = new ExcelJS.Workbook()
  workbook.creator = '云溪区政协'
  workbook.created = new Date(`${SHEET_DAY}T00:00:00Z`)
  workbook.modified = workbook.created
  const sheet = workbook.addWorksheet(name, { pageSetup: { paperSize: 9, fitToPage: true, fitToHeight: 0 } })
  return {
    sheet,
    bytes: async () => fixZipDates(Buffer.from(await workbook.xlsx.writeBuffer()), SHEET_DAY),
  }
}

function addTitle(sheet: Worksheet, text: string, width: number): void {
  const row = sheet.addRow([text])
  sheet.mergeCells(row.number, 1, row.number, width)
  row.getCell(1).font = { name: '宋体', size: row.number === 1 ? 16 : 12, bold: row.number === 1 }
  row.getCell(1).alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
  row.height = row.number === 1 ? 30 : 20
}

function addNote(sheet: Worksheet, text: string, width: number): void {
  const row = sheet.addRow([text])
  sheet.mergeCells(row.number, 1, row.number, width)
}

function addBorders(sheet: Worksheet, from: number): void {
  for (let row = from; row <= sheet.rowCount; row += 1) {
    sheet.getRow(row).eachCell({ includeEmpty: true }, (cell) => {
      cell.border = BORDER
      cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true }
    })
  }
}

function setWidths(sheet: Worksheet, widths: readonly number[]): void {
  for (const [at, width] of widths.entries()) sheet.getColumn(at + 1).width = width
}

if (import.meta.main) {
  const checking = process.argv.includes('--check')
  for (const [name, bytes] of await makeSheets(readStory())) {
    if (!checking) writeFileSync(committeeFile(name), bytes)
    else if (!readFileSync(committeeFile(name)).equals(bytes)) {
      console.error(`${name} is stale: run node examples/make-sheets.ts`)
      process.exitCode = 1
    }
  }
}
