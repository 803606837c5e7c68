import { ABSENT, LEAVE, PRESENT, type Status } from './expected.ts'
import type { Random } from './random.ts'

/** How offices write headers, days, states of attendance and their marks. */

export const HEADERS = {
  seq: ['序号', '编号', '序 号'],
  memberNo: ['委员编号', '委员证号'],
  name: ['姓名', '委员姓名', '姓 名', '姓\n名', '委员'],
  sector: ['界别', '所属界别', '界  别'],
  unit: ['工作单位', '单位名称', '单位'],
  mobile: ['手机', '联系电话', '手机号码'],
  event: ['会议名称', '活动主题', '会议活动名称'],
  date: ['日期', '时间', '会议时间', '活动开始时间'],
  attendance: ['出席情况', '参会情况', '考勤', '签到情况'],
  signature: ['签名', '签到'],
  note: ['备注', '说明'],
  group: ['活动组', '小组'],
} as const

export const header = (field: keyof typeof HEADERS, random: Random): string => random.pick(HEADERS[field])

const WORDS: [Status, string[]][] = [
  [PRESENT, ['出席', '已出席', '到会', '已签到', '出席', '出席']],
  [LEAVE(null), ['请假']],
  [LEAVE('personal'), ['事假']],
  [LEAVE('sick'), ['病假']],
  [LEAVE('official'), ['公假']],
  [ABSENT, ['缺席', '未到', '缺席']],
  [{ status: 'late', leaveType: null }, ['迟到']],
  [{ status: 'left_early', leaveType: null }, ['早退']],
]

export const wordFor = (status: Status, random: Random): string =>
  random.pick(WORDS.find(([one]) => one.status === status.status && one.leaveType === status.leaveType)![1])

export function statusFor(random: Random): Status {
  if (random.chance(0.72)) return PRESENT
  return random.pick(WORDS)[0]
}

const PARTS = { am: ['上午'], pm: ['下午'] }

/** A day as text; with the part of the day where the day alone would not tell the session. */
export function dayText(
  day: string,
  part: string,
  wantsPart: boolean,
  random: Random,
  withYear = true,
): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const forms = withYear
    ? [day, `${year}年${month}月${date}日`, `${year}.${month}.${date}`, `${year}/${month}/${date}`]
    : [`${month}月${date}日`]
  const text = random.pick(forms)
  const clock = part === 'pm' ? '14:30' : '09:00'
  if (!wantsPart) return random.chance(0.2) && withYear ? `${day} ${clock}` : text
  return `${text}${random.pick([...PARTS[part as 'am' | 'pm'], ...(withYear ? [` ${clock}`] : [])])}`
}

/** Marks of one office: what each means, so that a legend can tell. */
export type Marks = { mark: string; status: Status; word: string }[]

const SETS: [string, string, Status][][] = [
  [
    ['√', '出席', PRESENT],
    ['△', '事假', LEAVE('personal')],
    ['○', '病假', LEAVE('sick')],
    ['×', '缺席', ABSENT],
    ['+', '迟到', { status: 'late', leaveType: null }],
  ],
  [
    ['√', '出席', PRESENT],
    ['△', '迟到', { status: 'late', leaveType: null }],
    ['○', '事假', LEAVE('personal')],
    ['▲', '病假', LEAVE('sick')],
    ['×', '缺席', ABSENT],
  ],
  [
    ['√', '出席', PRESENT],
    ['△', '公假', LEAVE('official')],
    ['○', '病假', LEAVE('sick')],
    ['◇', '迟到', { status: 'late', leaveType: null }],
    ['◆', '早退', { status: 'left_early', leaveType: null }],
    ['×', '缺席', ABSENT],
  ],
  [
    ['●', '到会', PRESENT],
    ['○', '请假', LEAVE(null)],
    ['×', '未到', ABSENT],
  ],
]

export const marksOf = (random: Random): Marks =>
  random.pick(SETS).map(([mark, word, status]) => ({ mark, word, status }))

/** Other glyphs for one sign, where the set does not use them for another. */
const GLYPHS: Record<string, string[]> = { '√': ['√', '√', '✓', '✔'], '×': ['×', '×', '╳', '✗'] }
export const glyphFor = (mark: string, random: Random): string => random.pick(GLYPHS[mark] ?? [mark])

export function legendText(marks: Marks, random: Random): string {
  const lead = random.pick(['注：', '符号说明：', '图例：', ''])
  const [between, join] = random.pick([
    ['，', ''],
    ['  ', ''],
    ['；', '表示'],
    ['，', '：'],
    ['、', '—'],
  ] as const)
  return lead + marks.map(({ mark, word }) => `${mark}${join}${word}`).join(between)
}
