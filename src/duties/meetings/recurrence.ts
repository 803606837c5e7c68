import { z } from 'zod'
import { exactlyOne, noneOf, when } from '../../core/cross-fields.ts'
import { addDays, dayOf, daysInMonth } from '../../core/days.ts'
import { Day } from '../../core/fields.ts'

/** The days of a series by its rule. Pure. */

export const OCCURRENCES_MAX = 60
/** Weekdays by ISO 8601: Monday is 1. */
const Weekday = z.int().min(1).max(7)

export const Rule = z
  .strictObject({
    frequency: z.enum(['weekly', 'monthly', 'quarterly']),
    interval: z
      .int()
      .min(1)
      .max(12)
      .default(1)
      .meta({ description: 'Every so many weeks, months, quarters.' }),
    weekday: Weekday.optional().meta({
      description: 'Monday is 1. In a month with `nth`. None: as the first day that is sent.',
    }),
    nth: z
      .union([z.int().min(1).max(5), z.literal(-1)])
      .optional()
      .meta({
        description: 'Which of these weekdays in the month; -1 is the last.',
      }),
    dayOfMonth: z.int().min(1).max(31).optional().meta({
      description: 'A month that has no such day is left out, and the answer says so.',
    }),
    until: Day.optional().meta({ description: 'No later than this day. One of until and count is given.' }),
    count: z.int().min(1).max(OCCURRENCES_MAX).optional().meta({ description: 'How many meetings.' }),
  })
  .refine(({ until, count }) => (until === undefined) !== (count === undefined), {
    error: 'give either until or count',
  })
  .refine(
    ({ frequency, weekday, nth, dayOfMonth }) =>
      frequency === 'weekly'
        ? nth === undefined && dayOfMonth === undefined
        : (weekday === undefined) === (nth === undefined) &&
          (weekday === undefined || dayOfMonth === undefined),
    { error: 'a week takes a weekday; a month a dayOfMonth, or nth with a weekday' },
  )
  .meta({
    allOf: [
      exactlyOne('until', 'count'),
      when('frequency', ['weekly'], noneOf('nth', 'dayOfMonth'), {
        oneOf: [{ required: ['weekday', 'nth'], ...noneOf('dayOfMonth') }, noneOf('weekday', 'nth')],
      }),
    ],
  })
export type Rule = z.output<typeof Rule>

interface Occurrences {
  days: string[]
  /** Months (`YYYY-MM`) that have no such day. */
  skipped: string[]
}

/** How many weeks or months are looked at before a rule that yields no day is given up. */
const STEPS_MAX = 600

/** From the first day on that fits; one more than is allowed tells that it were too many. */
export function occurrencesOf(rule: Rule, from: string): Occurrences {
  const wanted = rule.count ?? OCCURRENCES_MAX + 1
  const occurrences: Occurrences = { days: [], skipped: [] }
  for (const { month, day } of rule.frequency === 'weekly' ? weeks(rule, from) : months(rule, from)) {
    if (rule.until && (day ?? `${month}-01`) > rule.until) break
    if (!day) occurrences.skipped.push(month)
    else if (day >= from) occurrences.days.push(day)
    if (occurrences.days.length === wanted) break
  }
  return occurrences
}

interface Step {
  month: string
  day: string | undefined
}

/** Monday is 1, Sunday 7. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

function* weeks({ interval, weekday }: Rule, from: string): Generator<Step> {
  const first = addDays(from, ((weekday ?? weekdayOf(from)) - weekdayOf(from) + 7) % 7)
  for (let i = 0; i < STEPS_MAX; i += 1) {
    const day = addDays(first, i * 7 * interval)
    yield { month: day.slice(0, 7), day }
  }
}

function* months(rule: Rule, from: string): Generator<Step> {
  const apart = rule.interval * (rule.frequency === 'quarterly' ? 3 : 1)
  const [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]
  for (let i = 0; i < STEPS_MAX; i += 1) {
    const at = month - 1 + i * apart
    const [ofYear, ofMonth] = [year + Math.floor(at / 12), (at % 12) + 1]
    const day = dayIn(ofYear, ofMonth, rule, Number(from.slice(8)))
    yield { month: `${ofYear}-${String(ofMonth).padStart(2, '0')}`, day }
  }
}

function dayIn(year: number, month: number, rule: Rule, dayOfFirst: number): string | undefined {
  const { weekday, nth, dayOfMonth = dayOfFirst } = rule
  if (weekday === undefined || nth === undefined) return dayOf(year, month, dayOfMonth)
  const length = daysInMonth(year, month)
  const first = dayOf(year, month, 1)
  if (!first) return undefined
  const offset = (weekday - weekdayOf(first) + 7) % 7
  const last = offset + 1 + 7 * Math.floor((length - offset - 1) / 7)
  return dayOf(year, month, nth === -1 ? last : offset + 1 + 7 * (nth - 1))
}
