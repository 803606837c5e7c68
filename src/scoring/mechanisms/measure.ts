import { z } from 'zod'
import {
  add,
  compare,
  divide,
  multiply,
  ONE,
  type Points,
  signOf,
  subtract,
  toWhole,
  whole,
  ZERO,
} from '../../core/points.ts'
import { Exact, filled, strict, token } from '../notation/vocabulary.ts'
import { type Figure, FigureRule, figureOn } from './figure.ts'

/**
 * Points that follow a measured value instead of single facts: a rate, a number, a place among others. The value of a
 * rate is in percent.
 */
export type MeasuredPoints =
  /** The figure of the highest band that the value reaches. */
  | { readonly kind: 'bands'; readonly bands: readonly (readonly [atLeast: Points, figure: Figure])[] }
  /** The figure of the first row that the place is not beyond. */
  | { readonly kind: 'places'; readonly places: readonly (readonly [upTo: number, figure: Figure])[] }
  /** A figure at the target, a step for each unit above and below it. */
  | {
      readonly kind: 'steps'
      readonly target: Points
      readonly at: Points
      readonly each: Points
      readonly above: Points
      readonly below: Points
      readonly round: 'exact' | 'down' | 'up'
    }
  /** The figure is for the whole of a rate, or for one of a number. */
  | { readonly kind: 'flat'; readonly figure: Figure }

/** A value and how it came about; `of` and `among` are the numbers behind a rate, the place and how many there are. */
export interface Measured {
  readonly unit: 'percent' | 'number' | 'place'
  readonly value: Points
  readonly of: Points | null
  readonly among: Points | null
  /** The records behind the value. */
  readonly factIds: readonly string[]
}

/** What a value earns on a day; undefined where nothing is in force or no band is reached. */
export function pointsFor(how: MeasuredPoints, { value, unit }: Measured, day: string): Points | undefined {
  switch (how.kind) {
    case 'bands': {
      const band = how.bands.find(([atLeast]) => compare(value, atLeast) >= 0)
      return band && figureOn(band[1], day)
    }
    case 'places': {
      const row = how.places.find(([upTo]) => compare(value, whole(upTo)) <= 0)
      return row && figureOn(row[1], day)
    }
    case 'steps': {
      const { target, at, each, above, below, round } = how
      const isAbove = compare(value, target) >= 0
      const exact = divide(isAbove ? subtract(value, target) : subtract(target, value), each)
      const many = round === 'exact' ? exact : whole(toWhole(exact, round))
      return add(at, multiply(isAbove ? above : below, many))
    }
    case 'flat': {
      const figure = figureOn(how.figure, day)
      if (!figure) return undefined
      return multiply(figure, unit === 'percent' ? divide(value, whole(100)) : value)
    }
  }
}

/** Some of a number in percent; undefined of nothing, of which there is no part. */
export function percentOf(of: Points, among: Points, factIds: readonly string[]): Measured | undefined {
  if (compare(among, ZERO) <= 0) return undefined
  return { unit: 'percent', value: divide(multiply(of, whole(100)), among), of, among, factIds }
}

const Limit = z.string().regex(/^-?\d+(\.\d+)?$/, { error: token('band') })
const UpTo = z.string().regex(/^[1-9]\d{0,5}$/, { error: token('band') })

/** Bands, places and steps: the points of a measured value. */
export const BandsRule = strict({ bands: filled(z.record(Limit, FigureRule)) }).transform(
  ({ bands }): MeasuredPoints => ({
    kind: 'bands',
    bands: Object.entries(bands)
      .map(([limit, figure]) => [Exact.parse(limit) as Points, figure] as const)
      .sort(([a], [b]) => compare(b, a)),
  }),
)
export const PlacesRule = strict({ places: filled(z.record(UpTo, FigureRule)) }).transform(
  ({ places }): MeasuredPoints => ({
    kind: 'places',
    places: Object.entries(places)
      .map(([upTo, figure]) => [Number(upTo), figure] as const)
      .sort(([a], [b]) => a - b),
  }),
)
export const StepsRule = strict({
  target: Exact,
  at: Exact.optional(),
  each: Exact.refine((each) => signOf(each) > 0, { error: token('above_zero') }).optional(),
  above: Exact.optional(),
  below: Exact.optional(),
  round: z.enum(['exact', 'down', 'up']).default('exact'),
}).transform(
  ({ target, at, each, above, below, round }): MeasuredPoints => ({
    kind: 'steps',
    target,
    at: at ?? ZERO,
    each: each ?? ONE,
    above: above ?? ZERO,
    below: below ?? ZERO,
    round,
  }),
)
