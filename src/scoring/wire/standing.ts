import { z } from 'zod'
import { toWire } from '../../core/points.ts'
import type { Quota } from '../apply/bounds.ts'
import type { Standing } from '../apply/conditions.ts'
import type { Finding } from '../apply/finding.ts'
import type { SideFigure } from '../apply/orders.ts'
import { conditionText, type Names } from '../words/conditions.ts'

/** What stands beside a score, on the wire. */

const Title = z.object({ zh: z.string(), en: z.string() }).meta({ id: 'StandingTitle' })

export const FindingView = z
  .object({
    holds: z.boolean(),
    text: Title,
    count: z
      .int()
      .nullable()
      .meta({ description: 'How many facts there are; of parts of a year the fewest.' }),
    points: z.number().nullable(),
    factIds: z.array(z.string()),
    get parts() {
      return z.array(FindingView)
    },
  })
  .meta({ id: 'ConditionFinding', description: 'What a condition came to.' })
type FindingView = z.infer<typeof FindingView>

const Side = z
  .object({
    code: z.string(),
    title: Title,
    unit: Title.nullable().meta({ description: 'What it is counted in; null: points.' }),
    points: z.number(),
    fraction: z.string().optional(),
    place: z.int().nullable().meta({ description: 'Place in the list, where it is an order.' }),
    of: z.int().nullable().meta({ description: 'How many are ranked there.' }),
  })
  .meta({ id: 'SideFigure', description: 'What stands beside the total: another unit, another order.' })

export const StandingFields = {
  grade: z.string().nullable(),
  colour: z.string().nullable().meta({ description: 'Of the grade, as the regulation shows it.' }),
  forced: FindingView.nullable().meta({
    description: 'Why the grade is this one whatever the total, where a condition forces it.',
  }),
  missed: z
    .array(z.object({ grade: z.string(), because: FindingView }))
    .meta({ description: 'Grades that the total reaches and a condition withholds.' }),
  consequences: z
    .array(
      z.object({
        code: z.string(),
        title: Title,
        article: z.string(),
        then: z.array(z.string()),
        because: FindingView,
      }),
    )
    .meta({ description: 'What follows beside the score.' }),
  figures: z.array(Side).optional().meta({
    description: 'Beside the total, where the regulation counts in another unit or has a further order.',
  }),
  requirements: z
    .array(
      z.object({
        code: z.string(),
        title: Title,
        article: z.string(),
        text: z.string().nullable(),
        because: FindingView,
      }),
    )
    .optional()
    .meta({
      description:
        'Conditions that quote their clause of the source, such as a minimum, met or not; absent in reports of formats before 4.',
    }),
}

export function findingView(finding: Finding, names?: Names): FindingView {
  const { holds, count, points, factIds, parts } = finding
  return {
    holds,
    text: conditionText(finding, names),
    count,
    points: points && toWire(points).value,
    factIds: [...factIds],
    parts: parts.map((part) => findingView(part, names)),
  }
}

const sideView = ({ points, ties: _, ordered: __, ...figure }: SideFigure): z.infer<typeof Side> => {
  const { value, fraction } = toWire(points)
  return { ...figure, points: value, ...(fraction !== undefined && { fraction }) }
}

export const QuotaView = z
  .object({
    grade: z.string(),
    number: z.int().meta({ description: 'How many may have the grade.' }),
    place: z.int().nullable(),
    among: z.int().nullable().meta({ description: 'Place among those who may have the grade.' }),
    of: z.int().meta({ description: 'How many are ranked in the list.' }),
    given: z.boolean(),
  })
  .meta({ id: 'GradeQuota', description: 'A grade of which there are only so many.' })

export const quotaView = ({ bound: _, ...quota }: Quota): z.infer<typeof QuotaView> => quota

export function standingView(
  { grade, colour, forced, missed, consequences, requirements, figures }: Omit<Standing, 'needs'>,
  names?: Names,
) {
  const told = names === undefined || names.words.requirements
  return {
    grade,
    colour,
    forced: forced && findingView(forced, names),
    missed: missed.map((miss) => ({ grade: miss.grade, because: findingView(miss.because, names) })),
    consequences: consequences.map(({ because, then, ...consequence }) => ({
      ...consequence,
      then: [...then],
      because: findingView(because, names),
    })),
    ...(figures.length > 0 && { figures: figures.map(sideView) }),
    ...(told && {
      requirements: requirements.map((each) => ({ ...each, because: findingView(each.because, names) })),
    }),
  }
}
