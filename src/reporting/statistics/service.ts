import { addDays, dayInZone, monthsFrom } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { rateOf } from '../../core/rates.ts'
import { isKeyOf } from '../../core/records.ts'
import { EXCLUSIONS, FIGURE_UNITS } from '../../core/words/reports.ts'
import { refused } from '../../http/validate.ts'
import type { Reader } from '../../storage/as-known.ts'
import { after, from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import { type Breakdown, brokenDown } from './breakdown.ts'
import type { Line, Query, Span } from './line.ts'
import { LINES, unitOf } from './lines.ts'
import type { SpanQuery, Statistic } from './schema.ts'

/** The numbers of a span of days; each is the count of the records that its line selects. */

/** What is asked of a number beside its span. */
export interface Asked {
  /** The same days a year before, beside it. */
  compare?: boolean
  by?: Breakdown | undefined
}

export async function statisticsOf(reader: Reader, span: Span, options: Asked): Promise<Statistic[]> {
  const statistics: Statistic[] = []
  for (const line of LINES) statistics.push(await statisticOf(reader, span, line, line.rule, options))
  return statistics
}

export async function statisticOf(
  reader: Reader,
  span: Span,
  line: Line,
  rule: string,
  { compare, by }: Asked,
): Promise<Statistic> {
  const { means, records } = definitionOf(line, rule)
  const query = records(span)
  const parts = await partsOf(reader, query)
  const excluded = line.excluded ? await partsOf(reader, line.excluded(span)) : []
  const unit = unitOf(line, rule)
  return {
    key: line.key,
    title: line.title,
    unit: { zh: FIGURE_UNITS[unit][0], en: FIGURE_UNITS[unit][1] },
    kind: line.kind,
    ...figureOf(line, rule, parts, span.asOf),
    rule,
    rules: [line.rule, ...Object.keys(line.others ?? {})],
    means,
    asOf: span.asOf,
    from: span.from,
    to: span.to,
    parts: shown(parts),
    excluded: excluded.map(reasonOf),
    ...(line.noted ? { noted: (await partsOf(reader, line.noted(span))).map(reasonOf) } : {}),
    ...(await beside(reader, span, line, query, parts)),
    ...(by ? { byOrganization: await byBodies(reader, brokenDown(query, span, by), line.kind) } : {}),
    ...(compare ? { previous: await previousOf(reader, span, line, rule) } : {}),
  }
}

const shown = (parts: readonly Part[]) =>
  parts.map(({ part, counted, records }) => ({ part, value: counted, records }))

const reasonOf = ({ part, records }: Part) => ({
  reason: part !== null && isKeyOf(EXCLUSIONS, part) ? part : ('other' as const),
  records,
})

/** By bodies, each with its rate where the figure is one. */
async function byBodies(reader: Reader, { sql, parameters }: Query, kind: Line['kind']) {
  const rows = await reader.query<Part & { organizationId: string | null }>(
    `select part, part_id as organization_id, count(*) as records, sum(counted) as counted from (${sql}) r
      group by part, part_id order by ${IN_ORDER}, part_id`,
    parameters,
  )
  return rows.map(({ part, organizationId, records, counted }) => ({
    part,
    organizationId,
    value: Number(counted),
    records: Number(records),
    rate: kind === 'rate' ? rateOf(Number(counted), Number(records), '', '').value : null,
  }))
}

async function previousOf(reader: Reader, span: Span, line: Line, rule: string) {
  const before = {
    ...span,
    from: yearBefore(span.from),
    to: yearBefore(span.to),
    asOf: yearBefore(span.asOf),
  }
  const parts = await partsOf(reader, definitionOf(line, rule).records(before))
  return { ...figureOf(line, rule, parts, before.asOf), asOf: before.asOf, from: before.from, to: before.to }
}

/** What stands beside the number of some kinds: least and most, the plan, the months without a record. */
async function beside(reader: Reader, span: Span, line: Line, query: Query, parts: readonly Part[]) {
  const extras: Pick<Statistic, 'range' | 'plan' | 'missingMonths'> = {}
  if (line.kind === 'range') {
    const [row] = await reader.query<{ least: number | null; most: number | null }>(
      `select min(counted) as least, max(counted) as most from (${query.sql}) r`,
      query.parameters,
    )
    extras.range = row?.least == null ? null : { least: Number(row.least), most: Number(row.most) }
  }
  if (line.planned) extras.plan = await planOf(reader, line.planned(span), figureSum(parts))
  if (line.monthly) extras.missingMonths = await monthsWithout(reader, query, span)
  return extras
}

/** What the plan wants: the targets added up; a floor without a number is neither met nor missed. */
async function planOf(reader: Reader, { sql, parameters }: Query, done: number) {
  const items = await reader.query<{ target: number | null; floor: number }>(sql, parameters)
  const numbers = items.flatMap(({ target }) => (target === null ? [] : [Number(target)]))
  const wanted = numbers.length > 0 ? numbers.reduce((sum, target) => sum + target, 0) : null
  const floor = items.some((item) => Number(item.floor) === 1)
  return { items: items.length, wanted, floor, met: wanted === null ? null : done >= wanted }
}

async function monthsWithout(reader: Reader, { sql, parameters }: Query, { from, asOf }: Span) {
  const rows = await reader.query<{ month: string }>(
    `select distinct substr(day, 1, 7) as month from (${sql}) r`,
    parameters,
  )
  const months = new Set(rows.map(({ month }) => month))
  return monthsFrom(from, asOf).filter((month) => !months.has(month))
}

/** What has no part comes last, on either engine. */
const IN_ORDER = 'case when part is null then 1 else 0 end, part'

interface Part {
  part: string | null
  records: number
  counted: number
}

async function partsOf(reader: Reader, { sql, parameters }: Query): Promise<Part[]> {
  const rows = await reader.query<{ part: string | null; records: number; counted: number }>(
    `select part, count(*) as records, sum(counted) as counted from (${sql}) r group by part order by ${IN_ORDER}`,
    parameters,
  )
  return rows.map(({ part, records, counted }) => ({
    part,
    records: Number(records),
    counted: Number(counted),
  }))
}

const figureSum = (parts: readonly Part[]): number => parts.reduce((sum, { counted }) => sum + counted, 0)
const recordSum = (parts: readonly Part[]): number => parts.reduce((sum, { records }) => sum + records, 0)

function figureOf(line: Line, rule: string, parts: readonly Part[], asOf: string) {
  const numerator = figureSum(parts)
  if (line.kind !== 'rate') return { value: numerator, numerator, denominator: null }
  const denominator = recordSum(parts)
  return { value: rateOf(numerator, denominator, rule, asOf).value, numerator, denominator }
}

/** What records come to, without the share that they make. */
export function sumOf(line: Line, records: readonly { counted: number }[]) {
  const counted = records.reduce((sum, record) => sum + record.counted, 0)
  return { numerator: counted, denominator: line.kind === 'rate' ? records.length : null }
}

/** The line of a key, 404 with the keys there are. */
export function lineOf(key: string): Line {
  const line = LINES.find((line) => line.key === key)
  if (line) return line
  throw notFound('statistic', key)
}

export function definitionOf(line: Line, rule: string): Pick<Line, 'means' | 'records'> {
  const definition = rule === line.rule ? line : line.others?.[rule]
  if (definition) return definition
  const names = [line.rule, ...Object.keys(line.others ?? {})].join(', ')
  throw refused([{ parameter: 'rule', code: 'unknown_rule', detail: `must be one of ${names}` }])
}

/** The span that a query names in one of its ways; the calendar year by default. */
export async function spanOf(
  storage: Storage,
  clock: () => Date,
  committeeId: string,
  query: SpanQuery,
): Promise<Span> {
  const today = dayInZone(clock())
  const { from, to } = await daysOf(storage, committeeId, query, today)
  const last = query.asOf ?? today
  return { committeeId, from, to, asOf: last < to ? last : to, knownOn: last }
}

async function daysOf(storage: Storage, committeeId: string, query: SpanQuery, today: string) {
  const ways = (['year', 'from', 'sinceSessionId', 'sessionYearId', 'termId'] as const).filter(
    (name) => query[name],
  )
  if (ways.length > 1) {
    const detail = `stands beside ${ways[0]}: name the days in one way`
    throw refused([{ parameter: ways[1]!, code: 'one_span', detail }])
  }
  if ((query.from === undefined) !== (query.to === undefined)) {
    const parameter = query.from === undefined ? 'from' : 'to'
    throw refused([{ parameter, code: 'required', detail: 'is required beside the other end' }])
  }
  if (query.from && query.to) {
    if (query.from > query.to) {
      throw refused([{ parameter: 'to', code: 'before_from', detail: 'lies before from' }])
    }
    return { from: query.from, to: query.to }
  }
  if (query.sinceSessionId) {
    const session = await findRow(inCommittee(storage, committeeId), 'plenarySessions', query.sinceSessionId)
    if (!session || session.deletedAt) throw notFound('plenary session', query.sinceSessionId)
    return { from: session.startsOn, to: today < session.startsOn ? session.startsOn : today }
  }
  if (query.sessionYearId) return sessionYear(storage, committeeId, query.sessionYearId)
  if (query.termId) {
    const term = await findRow(inCommittee(storage, committeeId), 'terms', query.termId)
    if (!term || term.deletedAt) throw notFound('term', query.termId)
    return { from: term.startsOn, to: term.endsOn }
  }
  const year = query.year ?? today.slice(0, 4)
  return { from: `${year}-01-01`, to: `${year}-12-31` }
}

async function sessionYear(storage: Storage, committeeId: string, id: string) {
  const session = await findRow(inCommittee(storage, committeeId), 'plenarySessions', id)
  if (!session || session.deletedAt) throw notFound('plenary session', id)
  const next = await from(inCommittee(storage, committeeId), 'plenarySessions', {
    startsOn: after(session.startsOn),
    deletedAt: null,
  })
    .pick('startsOn')
    .orderBy('startsOn')
    .first()
  const term = (await findRow(inCommittee(storage, committeeId), 'terms', session.termId))!
  return { from: session.startsOn, to: next ? addDays(next.startsOn, -1) : term.endsOn }
}

/** The same day a year before; the 29th of February becomes the 28th. */
export function yearBefore(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, '0')
  return `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
}
