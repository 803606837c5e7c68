import { addDays, dayOf, isDay } from '../../../core/days.ts'
import { type CellKind, DATE_CELL, NUMBER_CELL } from './table.ts'
import type { Part } from './world.ts'

/** What a text says about a day. `day` and `to` are set only when the day exists and its year is known. */
export type DayText = {
  day: string | null
  to: string | null
  part: Part | null
  /** Start as HH:MM. */
  time: string | null
  problem: 'no_year' | 'no_such_day' | 'not_a_date' | null
}

/** Years a day without a year may lie in: told by a person, or read from the sheet's own title. */
export type YearHint = { years: readonly number[]; from: string | null; to: string | null }

export const NO_YEAR: YearHint = { years: [], from: null, to: null }

const FULL =
  /(?<!\d)((?:19|20)\d{2})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})(?!\d)\s*(?:日|号)?/
const COMPACT = /(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)/
const MONTH_DAY_HAN = /(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*(?:日|号)?/
const MONTH_DAY_PLAIN = /^(\d{1,2})\s*[./-]\s*(\d{1,2})(?!\d)/
const RANGE_REST =
  /^(?:[（(][^）)]*[）)])?\s*(?:至|到|[-–—~～]+|、)\s*(?:((?:19|20)\d{2})\s*(?:年|[-./])\s*)?(?:(\d{1,2})\s*(?:月|[-./])\s*)?(\d{1,2})(?![\d:：])\s*(?:日|号)?/
const CLOCK = /(?<!\d)(\d{1,2})\s*[:：时点]\s*(\d{2})?/
const SERIAL_MIN = 20_000
const SERIAL_MAX = 80_000
const SERIAL_LEAP_BUG = 60

/** The day an Excel serial stands for; the fraction is the time. 60 in the 1900 system is a day that never was. */
export function dayOfSerial(serial: number, date1904: boolean): DayText {
  const whole = Math.floor(serial)
  const minutes = Math.round((serial - whole) * 1440)
  if (!date1904 && whole === SERIAL_LEAP_BUG) return nothing('no_such_day')
  const base = date1904 ? '1904-01-01' : whole > SERIAL_LEAP_BUG ? '1899-12-30' : '1899-12-31'
  if (!Number.isFinite(serial) || whole < 1 || whole > 110_000) return nothing('not_a_date')
  const day = addDays(base, whole)
  if (!isDay(day)) return nothing('no_such_day')
  if (minutes === 0) return { day, to: null, part: null, time: null, problem: null }
  const time = `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`
  return { day, to: null, part: partOfTime(time), time, problem: null }
}

/**
 * Reads a day, a range of days, a part of the day and a time out of a cell. A day without a year is taken only
 * when exactly one year is possible; a day that does not exist is a problem, never the day after.
 */
export function parseDay(raw: string, hint: YearHint = NO_YEAR): DayText {
  const text = hanDigits(raw.normalize('NFKC').trim())
  if (text === '') return nothing('not_a_date')
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    const serial = Number(text)
    if (serial >= SERIAL_MIN && serial <= SERIAL_MAX) return dayOfSerial(serial, false)
  }
  const found = FULL.exec(text) ?? COMPACT.exec(text)
  if (found) return withRest(text, found, Number(found[1]), Number(found[2]), Number(found[3]), hint)
  const short = MONTH_DAY_HAN.exec(text) ?? MONTH_DAY_PLAIN.exec(text)
  if (!short) return { ...nothing('not_a_date'), part: partOfText(text), time: clockOf(text) }
  const [month, day] = [Number(short[1]), Number(short[2])]
  const years = possibleYears(month, day, hint)
  if (years.length !== 1) {
    const exists = dayOf(2000, month, day) !== undefined
    return { ...nothing(exists ? 'no_year' : 'no_such_day'), part: partOfText(text), time: clockOf(text) }
  }
  return withRest(text, short, years[0]!, month, day, hint)
}

/** A cell of a workbook: a date by its serial, a plain number only where it can mean one day alone. */
export function parseDayCell(raw: string, kind: CellKind, date1904: boolean, hint: YearHint): DayText {
  if (kind === DATE_CELL) return dayOfSerial(Number(raw), date1904)
  if (kind !== NUMBER_CELL) return parseDay(raw, hint)
  const value = Number(raw)
  if (value >= SERIAL_MIN && value <= SERIAL_MAX) return dayOfSerial(value, date1904)
  // A number 9.1 may be 1 or 10 September: the cell has lost the zero.
  if (/^\d{1,2}\.\d$/.test(raw)) return nothing('not_a_date')
  return parseDay(raw, hint)
}

function withRest(
  text: string,
  found: RegExpExecArray,
  year: number,
  month: number,
  date: number,
  hint: YearHint,
): DayText {
  const day = dayOf(year, month, date)
  const rest = text.slice(found.index + found[0].length)
  const time = clockOf(rest)
  const part = partOfText(text.slice(0, found.index) + rest) ?? (time ? partOfTime(time) : null)
  if (!day) return { day: null, to: null, part, time, problem: 'no_such_day' }
  const range = RANGE_REST.exec(rest.replace(/^\s*(上午|下午|晚上|全天)/, ''))
  if (!range) return { day, to: null, part, time, problem: null }
  const toMonth = range[2] ? Number(range[2]) : month
  const toYear = range[1] ? Number(range[1]) : toMonth < month && hint.years.length !== 1 ? year + 1 : year
  const to = dayOf(toYear, toMonth, Number(range[3]))
  if (!to || to < day) return { day: null, to: null, part, time, problem: 'no_such_day' }
  return { day, to: to === day ? null : to, part: to === day ? part : null, time, problem: null }
}

function possibleYears(month: number, day: number, hint: YearHint): number[] {
  if (hint.from && hint.to) {
    const years: number[] = []
    for (let year = Number(hint.from.slice(0, 4)); year <= Number(hint.to.slice(0, 4)); year += 1) {
      const at = dayOf(year, month, day)
      if (at && at >= hint.from && at <= hint.to) years.push(year)
    }
    if (years.length > 0) return years
  }
  return [...hint.years]
}

/** The years, and the span of days if one is stated, in the texts above a table. */
export function yearsOf(texts: readonly string[], told: number | undefined): YearHint {
  const years = new Set<number>()
  let span: DayText | null = null
  for (const raw of texts) {
    const text = hanDigits(raw.normalize('NFKC'))
    for (const match of text.matchAll(
      /(?<!\d)((?:19|20)\d{2})\s*(?:年|[-./]\s*\d{1,2}\s*[-./]|(?<=[（(](?:19|20)\d{2})[）)])/g,
    )) {
      years.add(Number(match[1]))
    }
    for (const match of text.matchAll(/(?<!\d)((?:19|20)\d{2})\s*[-–—~～至到]+\s*((?:19|20)\d{2})(?!\d)/g)) {
      years.add(Number(match[1])).add(Number(match[2]))
    }
    const day = parseDay(text)
    if (day.day && day.to) span = day
  }
  const from = span?.day ?? null
  const to = span?.to ?? null
  if (told === undefined) return { years: [...years], from, to }
  // A person's year that the sheet's title contradicts leaves the year open.
  if (years.size > 0 && !years.has(told)) return { years: [told, ...years], from: null, to: null }
  return { years: [told], from: from && years.size > 1 ? from : null, to: from && years.size > 1 ? to : null }
}

/** A day of the week; without its word it stands in brackets behind a day: 25日（一）. */
const WEEKDAY = /[（(]?(星期|周|礼拜)[一二三四五六日天][）)]?|(?<=[日号\d])\s*[（(][一二三四五六日天][）)]/g

/** True when a text is nothing but a day, a month, a part of day or a clock time. */
export function isOnlyDay(raw: string): boolean {
  const text = hanDigits(raw.normalize('NFKC')).replace(WEEKDAY, '')
  const rest = text
    .replace(/\d+/g, '')
    .replace(/上午|下午|晚上|晚间|夜间|中午|傍晚|全天|全日|[年月日号时点分至到]/g, '')
    .replace(/am|pm/gi, '')
    .replace(/[\s\-–—~～./:：、()（）]/g, '')
  return rest === '' && /\d|上午|下午|晚|全天|全日|中午/.test(text)
}

/** The day inside a longer text, cut out of it: `九届十次常委会议（1月22日上午）` gives title and day text. */
export function cutDay(raw: string): { text: string; dayText: string } | null {
  const text = hanDigits(raw.normalize('NFKC'))
  const found = FULL.exec(text) ?? MONTH_DAY_HAN.exec(text) ?? COMPACT.exec(text) ?? TAIL_DAY.exec(text)
  if (!found) return null
  let end = found.index + found[0].length
  const tail =
    /^(\s*(?:[（(]?(?:星期|周|礼拜)[一二三四五六日天][）)]?|[（(][一二三四五六日天][）)])?\s*(?:至|[-–—~～]+)?\s*(?:\d{1,2}月)?(?:\d{1,2}[日号])?\s*(?:上午|下午|晚上|全天|晚)?\s*(?:\d{1,2}[:：]\d{2})?)/.exec(
      text.slice(end),
    )
  end += tail ? tail[0].length : 0
  const rest = `${text.slice(0, found.index)} ${text.slice(end)}`.replace(/[（(]\s*[）)]/g, ' ').trim()
  return { text: rest, dayText: text.slice(found.index, end) }
}

const TAIL_DAY = /(?<=[\s(（\n])\d{1,2}[./-]\d{1,2}(?=[)）\s]*$)/

/** Part of the day by a word; afternoon words come before 午 alone. */
function partOfText(raw: string): Part | null {
  const text = raw.normalize('NFKC')
  if (/全天|全日|整天|一天|上下午|上午、下午|all day/i.test(text)) return 'day'
  if (/上午|早上|早晨|morning/i.test(text)) return 'am'
  if (/下午|午后|afternoon/i.test(text)) return 'pm'
  if (/晚上|晚间|夜间|傍晚|晚$|evening/i.test(text)) return 'evening'
  return null
}

/** Before 12 morning, before 18 afternoon, else evening. */
function partOfTime(time: string): Part {
  const hour = Number(time.slice(0, 2))
  return hour < 12 ? 'am' : hour < 18 ? 'pm' : 'evening'
}

function clockOf(text: string): string | null {
  const found = CLOCK.exec(text)
  if (!found) return null
  let hour = Number(found[1])
  const minute = Number(found[2] ?? '0')
  if (hour < 12 && /下午|晚/.test(text.slice(0, found.index))) hour += 12
  // Midnight is how programs write a day without a time.
  if (hour > 23 || minute > 59 || (hour === 0 && minute === 0)) return null
  return `${pad(hour)}:${pad(minute)}`
}

const HAN_DIGITS = '〇一二三四五六七八九'

/** 二〇一九年三月十五日 → 2019年3月15日; other texts stay as they are. */
function hanDigits(text: string): string {
  if (!/[〇零一二三四五六七八九十]\s*[年月日号]/.test(text)) return text
  return text
    .replace(/[〇零一二三四五六七八九]{4}(?=\s*年)/g, (year) =>
      [...year].map((char) => (char === '零' ? 0 : HAN_DIGITS.indexOf(char))).join(''),
    )
    .replace(
      /(?<![\u4e00-\u9fff])[一二三四五六七八九十]{1,3}(?=\s*[月日号])|(?<=[年月])[一二三四五六七八九十]{1,3}(?=\s*[月日号])/g,
      (number) => String(hanNumber(number)),
    )
}

function hanNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text]
  const digit = (char: string | undefined) => (char ? HAN_DIGITS.indexOf(char) : 0)
  if (!text.includes('十')) return digit(ones)
  return (tens ? digit(tens) : 1) * 10 + digit(ones)
}

function nothing(problem: DayText['problem']): DayText {
  return { day: null, to: null, part: null, time: null, problem }
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
