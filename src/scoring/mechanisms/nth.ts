import { z } from 'zod'
import { whole, ZERO } from '../../core/points.ts'
import type { DraftLine } from '../lines.ts'
import { takeAll } from '../lines.ts'
import { inPart, limitOf, list, mechanism, type Saying, type Slots } from './mechanism.ts'

/**
 * Clauses in which the number of a record matters. The records of a period are numbered by day, then by fact id;
 * a record that earned nothing for a reason of its own has no number.
 */
export type Nth =
  /** The first qualifying record earns the item, the others nothing. */
  | { readonly kind: 'once' }
  /** Only the records from this number on earn, or up to a number. */
  | { readonly kind: 'from'; readonly number: number; readonly upTo: number | null }
  /** The item is given in whole when the count reaches this number. */
  | { readonly kind: 'fullAt'; readonly number: number }

/** Books what the numbering takes; `lines` are those of one clause, in order. */
export function number(nth: Nth, lines: readonly DraftLine[], where: string): void {
  let count = 0
  for (const line of lines) {
    if (line.lost.length > 0) continue
    count += 1
    line.arithmetic = { ...line.arithmetic, nth: count }
    if (nth.kind === 'once') {
      if (count > 1) takeAll(line, 'once', where)
    } else if (nth.kind === 'from') {
      if (count < nth.number) takeAll(line, 'from', where, whole(nth.number))
      else if (nth.upTo !== null && count > nth.upTo) takeAll(line, 'up_to', where, whole(nth.upTo))
    } else if (count !== nth.number) {
      line.full = ZERO
      line.points = ZERO
      const reason = count < nth.number ? 'not_reached' : 'full'
      line.lost = [{ reason, amount: ZERO, limit: whole(nth.number), where }]
    }
  }
}

/** The ways of counting by number that a clause has; `from` and `upTo` are one. */
export function numberingOf(clause: Slots): ('once' | 'from' | 'upTo' | 'fullAt')[] {
  const range = clause.from === undefined ? 'upTo' : 'from'
  return (['once', range, 'fullAt'] as const).filter((key) => clause[key] !== undefined)
}

/** What the slots of a clause say of numbers; null where they say nothing. */
export function nthOf({ once, from, upTo, fullAt }: Omit<Slots, 'points'>): Nth | null {
  if (once) return { kind: 'once' }
  if (from !== undefined || upTo !== undefined) return { kind: 'from', number: from ?? 1, upTo: upTo ?? null }
  return fullAt === undefined ? null : { kind: 'fullAt', number: fullAt }
}

/** `每季度只计前3件`. */
function nthText(nth: Nth, { one, over }: Saying): string {
  if (nth.kind === 'once') return `${over}只计第1${one}`
  if (nth.kind === 'fullAt') return `${over}满${nth.number}${one}才计，并且只计这一次`
  const { number: first, upTo } = nth
  if (upTo === null) return `${over}从第${first}${one}起计，此前的不计`
  return first === 1 ? `${over}只计前${upTo}${one}` : `${over}只计第${first}至第${upTo}${one}`
}

export const nthMechanism = mechanism({
  keys: {
    once: z.literal(true).optional(),
    from: z.int().min(2).max(1000).optional(),
    upTo: z.int().min(1).max(1000).optional(),
    fullAt: z.int().min(2).max(1000).optional(),
  },
  tells(clause, say) {
    const nth = nthOf(clause)
    return nth ? [{ slot: '次序', text: nthText(nth, say) }] : []
  },
  check(clause, report) {
    const { from, upTo, points } = clause
    const numbering = numberingOf(clause)
    if (upTo !== undefined && from !== undefined && upTo < from) report(['upTo'], 'count_never')
    if (numbering.length > 1) report([numbering[1]!], 'one_numbering', numbering.join(','))
    if (points.kind === 'ladder' && points.rungs.length > 1 && numbering[0])
      report([numbering[0]], 'numbering_ladder', numbering[0])
  },
  refusals: {
    one_numbering: ([keys]) => ({
      zh: `once、from（upTo）、fullAt 只能用一个（现有：${list(keys)}）`,
      en: `only one of once, from (upTo) and fullAt may be used (found ${list(keys)})`,
    }),
    numbering_ladder: ([key]) => ({
      zh: `“${key}”不能与多级的 ladder 同用`,
      en: `"${key}" cannot go with a ladder of several steps`,
    }),
  },
  losses: {
    from: (loss, _before, { part }) => [
      `${part}从第${limitOf(loss)}项起计，此项不计`,
      `counts from number ${limitOf(loss)} on${inPart(part)}, this one does not`,
    ],
    up_to: (loss, _before, { part }) => [
      `${part}只计前${limitOf(loss)}项，此项不计`,
      `only the first ${limitOf(loss)} count${inPart(part)}, this one does not`,
    ],
    once: (_loss, _before, { part }) => [
      `${part}只计一次，此项不再计`,
      `counts once${inPart(part)}, this one is not counted again`,
    ],
    not_reached: (loss, _before, { part }) => [
      `${part}满${limitOf(loss)}项才计，此项尚未满`,
      `counts when ${limitOf(loss)} are reached${inPart(part)}, not yet`,
    ],
    full: (loss, _before, { part }) => [
      `${part}满${limitOf(loss)}项已计，此项不再计`,
      `counted when ${limitOf(loss)} were reached${inPart(part)}, no more`,
    ],
  },
})
