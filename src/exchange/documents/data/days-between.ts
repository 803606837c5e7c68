import { addDays } from '../../../core/days.ts'

interface Days {
  from: string
  to: string
}

/** The days of a span that none of these spans has, each stretch within one calendar year. */
export function daysBetween(spans: readonly Days[], first: string, last: string): Days[] {
  const free: Days[] = []
  let from = first
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (span.from > from) free.push({ from, to: earlier(addDays(span.from, -1), last) })
    if (span.to >= from) from = addDays(span.to, 1)
  }
  if (from <= last) free.push({ from, to: last })
  return free.filter(({ from: day, to }) => day <= to && day <= last).flatMap(byYear)
}

const earlier = (a: string, b: string): string => (a < b ? a : b)

function byYear({ from, to }: Days): Days[] {
  const years: Days[] = []
  for (let day = from; day <= to; ) {
    const end = earlier(`${day.slice(0, 4)}-12-31`, to)
    years.push({ from: day, to: end })
    day = addDays(end, 1)
  }
  return years
}
