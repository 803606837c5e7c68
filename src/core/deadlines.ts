import { addDays, addMonths, within } from './days.ts'

/** Limits of time as regulations word them, and the day on which they end. */

export interface Limit {
  count: number
  unit: 'calendar_days' | 'working_days' | 'months'
}

interface Days {
  from: string
  to: string
}

/** Days off that are no weekend, and weekends on which people work (调休). */
export interface WorkingCalendar {
  holidays: readonly Days[]
  workdays: readonly Days[]
}

/**
 * The last day of a limit that begins after `day`. Months end on the same day number, or on the last day of a shorter
 * month; working days leave out weekends and holidays, and count weekends that are worked.
 */
export function dueAfter(day: string, { count, unit }: Limit, calendar: WorkingCalendar): string {
  if (unit === 'calendar_days') return addDays(day, count)
  if (unit === 'months') return addMonths(day, count)
  let due = day
  for (let left = count; left > 0; ) {
    due = addDays(due, 1)
    if (isWorkingDay(due, calendar)) left -= 1
  }
  return due
}

function isWorkingDay(day: string, { holidays, workdays }: WorkingCalendar): boolean {
  const lies = ({ from, to }: Days) => within(day, from, to)
  if (workdays.some(lies)) return true
  if (holidays.some(lies)) return false
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}
