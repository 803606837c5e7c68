import { addDays, daysInMonth } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import type { PERIOD_KINDS } from '../../core/words/reports.ts'
import { from } from '../../storage/from.ts'
import type { Tx } from '../../storage/storage.ts'

/** Which days a period of each kind may have (DOMAIN 2.1); both ends are counted. */

export type PeriodKind = keyof typeof PERIOD_KINDS

/** Months that a period of the calendar lasts, and begins with. */
const MONTHS: Partial<Record<PeriodKind, number>> = { calendar_year: 12, half_year: 6, quarter: 3, month: 1 }

export interface Days {
  startsOn: string
  endsOn: string
}

/** The period of the calendar in which a day lies; undefined for a kind that the calendar does not know. */
export function calendarSpan(kind: PeriodKind, day: string): Days | undefined {
  const months = MONTHS[kind]
  if (!months) return undefined
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  const first = Math.floor((month - 1) / months) * months + 1
  const last = first + months - 1
  const two = (number: number) => String(number).padStart(2, '0')
  const text = day.slice(0, 4)
  return {
    startsOn: `${text}-${two(first)}-01`,
    endsOn: `${text}-${two(last)}-${two(daysInMonth(year, last))}`,
  }
}

/** The last one of the kind that ended before a day. */
export function spanBefore(kind: PeriodKind, day: string): Days | undefined {
  const current = calendarSpan(kind, day)
  return current && calendarSpan(kind, addDays(current.startsOn, -1))
}

/** Refuses days that the kind does not have. */
export async function checkSpan(tx: Tx, kind: PeriodKind, { startsOn, endsOn }: Days): Promise<void> {
  const span = calendarSpan(kind, startsOn)
  if (span && (span.startsOn !== startsOn || span.endsOn !== endsOn)) {
    throw ruleViolation(
      'periods.days_of_kind',
      {
        en: `A ${kind} around ${startsOn} runs from ${span.startsOn} to ${span.endsOn}: send these days, or kind custom`,
        zh: `${startsOn} 所在的周期应为 ${span.startsOn} 至 ${span.endsOn}：请改用这些日期，或将类别设为 custom`,
      },
      '/startsOn',
    )
  }
  if (kind === 'session_year' || kind === 'since_session') await checkBegins(tx, 'plenarySessions', startsOn)
  if (kind === 'term_to_date') await checkBegins(tx, 'terms', startsOn)
}

/** A session year begins with its plenary session, a term to date with its term. */
async function checkBegins(tx: Tx, table: 'plenarySessions' | 'terms', startsOn: string): Promise<void> {
  if (await from(tx, table, { startsOn, deletedAt: null }).exists()) return
  const [en, zh] = table === 'terms' ? ['term', '届'] : ['plenary session', '次会议']
  throw ruleViolation(
    'periods.begins_with',
    {
      en: `No ${en} begins on ${startsOn}: send its first day, or kind custom`,
      zh: `没有在 ${startsOn} 开始的${zh}：请填其首日，或将类别设为 custom`,
    },
    '/startsOn',
  )
}
