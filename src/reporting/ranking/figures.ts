import { z } from 'zod'
import { ZERO } from '../../core/points.ts'
import { figuresOf, type SideFigure } from '../../scoring/apply/orders.ts'
import type { Regulation } from '../../scoring/format/regulation.ts'
import { pointsFields } from '../../scoring/wire/schema.ts'
import type { FigureHead, FigureValue } from '../../storage/tables/reports.ts'

/** What stands beside the total in lists of members: the heads of a regulation, and the values of a row. */

export const FigureHeads = z
  .array(
    z.object({
      code: z.string(),
      title: z.string(),
      unit: z.string().nullable().meta({ description: 'Null: points.' }),
      ordered: z.boolean().meta({ description: 'Members have a place by it.' }),
    }),
  )
  .optional()
  .meta({ description: 'What stands beside the total, where the regulation has such figures.' })
export const FigureValues = z
  .array(z.object({ code: z.string(), points: z.number(), place: z.int().nullable() }))
  .optional()

/** Nothing where the regulation has none. */
export function figureHeads(regulation: Regulation): { figures?: FigureHead[] | undefined } {
  const figures = figuresOf(regulation, () => ZERO).map(({ code, title, unit, ordered }) => ({
    code,
    title: title.zh,
    unit: unit?.zh ?? null,
    ordered,
  }))
  return figures.length > 0 ? { figures } : {}
}

export function figureValues(figures: readonly SideFigure[]): { figures?: FigureValue[] | undefined } {
  if (figures.length === 0) return {}
  return {
    figures: figures.map(({ code, points, place }) => ({ code, points: pointsFields(points).points, place })),
  }
}

/** `奖励金（元）`, and of an order its places: the columns of a head and the cells of a row beside it. */
export const figureColumns = (
  heads: readonly FigureHead[] | undefined,
): {
  key: string
  title: string
  isPlace: boolean
  of: (figures: readonly FigureValue[] | undefined) => number | null
}[] =>
  (heads ?? []).flatMap(({ code, title, unit, ordered }) => {
    const valueIn = (figures: readonly FigureValue[] | undefined) =>
      figures?.find((figure) => figure.code === code)
    return [
      {
        key: code,
        title: unit === null ? title : `${title}（${unit}）`,
        isPlace: false,
        of: (figures: readonly FigureValue[] | undefined) => valueIn(figures)?.points ?? null,
      },
      ...(ordered
        ? [
            {
              key: `${code}.place`,
              title: `${title}名次`,
              isPlace: true,
              of: (figures: readonly FigureValue[] | undefined) => valueIn(figures)?.place ?? null,
            },
          ]
        : []),
    ]
  })
