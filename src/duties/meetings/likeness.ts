import { dice, pairsOf, plain } from '../../core/likeness.ts'

/**
 * How alike two records of meetings are: was one occasion entered twice, as when two departments organised it? Pure.
 *
 * Three kinds of evidence, each from 0 to 1: the same place, titles that share pairs of characters, rolls that share
 * members. Their weighted mean over what is known of both is the score; a pair from `LIKELY` on is shown to people.
 */

export interface Occasion {
  id: string
  title: string
  place: string | null
  placeId: string | null
  ownerOrganizationId: string | null
  startsOn: string
  /** Members who came, observers included. */
  attendees: ReadonlySet<string>
  sessions: readonly { day: string; dayTo: string | null; part: string }[]
}

export interface Evidence {
  /** Null: one of them names no place. */
  samePlace: boolean | null
  titleSimilarity: number
  /** Null: nobody is on one of the rolls. */
  overlap: number | null
}

const WEIGHTS = { place: 0.2, title: 0.4, overlap: 0.4 }
/** Alike enough to be shown. A title that says what many say (界别活动) does not reach it beside different rolls. */
export const LIKELY = 0.6
const STRONG = { overlap: 0.5, title: 0.8 }

export function evidenceOf(a: Occasion, b: Occasion): Evidence {
  const known = a.attendees.size > 0 && b.attendees.size > 0
  return {
    samePlace: samePlace(a, b),
    titleSimilarity: dice(pairsOf(a.title), pairsOf(b.title)),
    overlap: known ? dice(a.attendees, b.attendees) : null,
  }
}

export function scoreOf({ samePlace: place, titleSimilarity, overlap }: Evidence): number {
  const known = [{ weight: WEIGHTS.title, value: titleSimilarity }]
  if (place !== null) known.push({ weight: WEIGHTS.place, value: place ? 1 : 0 })
  if (overlap !== null) known.push({ weight: WEIGHTS.overlap, value: overlap })
  const weights = known.reduce((sum, { weight }) => sum + weight, 0)
  return known.reduce((sum, { weight, value }) => sum + weight * value, 0) / weights
}

/** Strong enough to hold up a settlement: at the same time, and by the same people or under one title in one place. */
export function isStrong(a: Occasion, b: Occasion, evidence: Evidence): boolean {
  if (a.startsOn !== b.startsOn || !mayCoincide(a, b)) return false
  if ((evidence.overlap ?? 0) >= STRONG.overlap) return true
  return evidence.samePlace === true && evidence.titleSimilarity >= STRONG.title
}

/** Nobody is at two places at once: a morning and an afternoon are two occasions, whoever came. */
const mayCoincide = (a: Occasion, b: Occasion): boolean =>
  a.sessions.some((session) =>
    b.sessions.some(
      (other) =>
        session.day <= (other.dayTo ?? other.day) &&
        other.day <= (session.dayTo ?? session.day) &&
        (session.part === other.part || session.part === 'day' || other.part === 'day'),
    ),
  )

function samePlace(a: Occasion, b: Occasion): boolean | null {
  if (a.placeId && b.placeId) return a.placeId === b.placeId
  if (!a.place || !b.place) return null
  return plain(a.place) === plain(b.place)
}
