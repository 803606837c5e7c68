/**
 * Days are `YYYY-MM-DD` text in the committee's own zone, instants are UTC ISO text. Nothing here reads a clock.
 */
export const ZONE_DEFAULT = 'Asia/Shanghai'

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const MS_PER_DAY = 86_400_000

/** True for a day that exists: 2025-02-30 does not. */
export function isDay(text: string): boolean {
  const match = DAY.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return false
  return day >= 1 && day <= daysInMonth(year, month)
}

/** Number of days in a month of the Gregorian calendar; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** `YYYY-MM-DD` from numbers, or undefined when there is no such day. */
export function dayOf(year: number, month: number, day: number): string | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isDay(text) ? text : undefined
}

/** The day that lies `count` days after `day` (before, when negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * MS_PER_DAY).toISOString().slice(0, 10)
}

const MONTHS_PER_YEAR = 12

/** The same day number so many months later (earlier, when negative), or the last day of a shorter month. */
export function addMonths(day: string, count: number): string {
  const months = Number(day.slice(0, 4)) * MONTHS_PER_YEAR + Number(day.slice(5, 7)) - 1 + count
  const [year, month] = [Math.floor(months / MONTHS_PER_YEAR), (months % MONTHS_PER_YEAR) + 1]
  const number = Math.min(Number(day.slice(8)), daysInMonth(year, month))
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(number).padStart(2, '0')}`
}

/** Days from `from` to `to`, both counted: the same day is 1. */
export function daysInclusive(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY) + 1
}

/** The instant at which a day begins in the zone of the committees, which knows no summer time. */
export const startOfDay = (day: string): Date => instantOf(day, '00:00')

/** The instant of a time of day (`HH:MM`) in the same zone. */
export const instantOf = (day: string, time: string): Date => new Date(`${day}T${time.slice(0, 5)}:00+08:00`)

/** The months (`YYYY-MM`) from one day to another, both included. */
export function monthsFrom(from: string, to: string): string[] {
  const months: string[] = []
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  for (;;) {
    const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
    if (text > to.slice(0, 7)) return months
    months.push(text)
    ;[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
  }
}

const MS_PER_MINUTE = 60_000
/** The last answer of each zone: offsets are whole minutes, so a day holds for the minute, and formatters are dear. */
const lastDays = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: string }>()

/** The calendar day of an instant in a zone. */
export function dayInZone(instant: Date, zone: string = ZONE_DEFAULT): string {
  const minute = Math.floor(instant.getTime() / MS_PER_MINUTE)
  let last = lastDays.get(zone)
  if (!last) {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
    last = { format, minute: Number.NaN, day: '' }
    lastDays.set(zone, last)
  }
  if (last.minute !== minute) {
    last.day = last.format.format(instant)
    last.minute = minute
  }
  return last.day
}

/** An instant as people of the same zone read it, to the minute: `2019-03-05 09:00`. */
export const minuteOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 60 * MS_PER_MINUTE).toISOString().slice(0, 16).replace('T', ' ')

/** Whether `day` lies in a range whose ends are inclusive and may be open (`null`). */
export function within(day: string, from: string | null, to: string | null): boolean {
  return (from === null || day >= from) && (to === null || day <= to)
}

/** Whether a span has a day of a range; both have inclusive ends, and the span's last may be open (`null`). */
export const overlaps = (
  { validFrom, validTo }: { validFrom: string; validTo: string | null },
  from: string,
  to: string,
): boolean => validFrom <= to && (validTo === null || validTo >= from)
