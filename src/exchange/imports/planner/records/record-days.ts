import type { YearHint } from '../dates.ts'
import type { Text } from '../plan-types.ts'
import type { RecordColumn } from './record-table.ts'
import { futureDay, otherYear } from './record-texts.ts'

/** A day on which something was done: not after the upload, and not years away from the year of the title. */
export function wrongDay(
  { step }: RecordColumn,
  day: string,
  { years }: YearHint,
  today: string | undefined,
): { code: string; message: Text } | null {
  if (step === undefined) return null
  if (today !== undefined && day > today) return { code: 'future_day', message: futureDay(day) }
  const [year] = years
  if (years.length !== 1 || year === undefined || Math.abs(Number(day.slice(0, 4)) - year) <= 1) return null
  return { code: 'other_year', message: otherYear(year, day) }
}
