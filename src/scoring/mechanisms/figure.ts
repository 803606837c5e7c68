import type { Points } from '../../core/points.ts'

/**
 * A figure of the regulation, with the days from which it holds. A flat figure is one entry without a day; `null`
 * means that from that day on there is none (repealed).
 */
export type Figure = readonly { readonly from: string | null; readonly value: Points | null }[]

/** The figure in force on a day; undefined before the first day and after a repeal. */
export function figureOn(figure: Figure, day: string): Points | undefined {
  for (let at = figure.length - 1; at >= 0; at -= 1) {
    const entry = figure[at]
    if (entry && (entry.from === null || entry.from <= day)) return entry.value ?? undefined
  }
  return undefined
}

/** What a table of figures may be keyed by. */
export const TABLE_FIELDS = ['level', 'type', 'class', 'outcome', 'form', 'occasion', 'role'] as const
export type TableField = (typeof TABLE_FIELDS)[number]

/** One figure, or one for each value of a field (by level, by type …). */
export type Rate =
  | { readonly kind: 'flat'; readonly figure: Figure }
  | { readonly kind: 'by'; readonly field: TableField; readonly is: ReadonlyMap<string, Figure> }
