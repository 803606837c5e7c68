import { instantOf } from '../../core/days.ts'
import type { AttendanceMark } from './schema.ts'

/** Who came later than the meeting allows was late, whatever the mark says: a device tells the time, not the rule. */
export function lateBy(
  { day, startTime }: { day: string; startTime: string | null },
  graceMinutes: number,
  marks: readonly AttendanceMark[],
): AttendanceMark[] {
  if (startTime === null) return [...marks]
  const last = instantOf(day, startTime).getTime() + graceMinutes * 60_000
  return marks.map((mark) =>
    mark.presence === 'present' && mark.arrivedAt !== null && Date.parse(mark.arrivedAt) > last
      ? { ...mark, presence: 'late' }
      : mark,
  )
}
