import { z } from 'zod'
import { within } from '../../core/days.ts'
import { ONE, type Points } from '../../core/points.ts'
import type { ScoredMember } from '../facts.ts'
import { shaped } from '../notation/shaped.ts'
import { Code, filled, hasKey, strict } from '../notation/vocabulary.ts'
import { type Figure, FigureRule, figureOn, figureText } from './figure.ts'
import { type Saying, type Told, zh } from './mechanism.ts'
import { presentPart, type Span } from './presence.ts'

/** An allotment that is held from the start: by the first office of the list that is held on the day, or for others. */
export interface Start {
  readonly offices: readonly (readonly [office: string, figure: Figure])[]
  readonly figure: Figure
  /** The allotment is for the whole period: who has the mandate for a part of it, or is exempt, has a part of it. */
  readonly prorated: 'days' | 'months' | null
}

/** The allotment of a member on the first of their days in a period; undefined where no figure is in force. */
export function startOn(
  { offices, figure, prorated }: Start,
  member: ScoredMember,
  day: string,
  period: Span,
): { figure: Points; part: Points } | undefined {
  const ofOffice = offices.find(([office]) =>
    member.offices.some((role) => role.code === office && within(day, role.from, role.to)),
  )
  const value = figureOn(ofOffice ? ofOffice[1] : figure, day)
  return value && { figure: value, part: prorated ? presentPart(member, period, prorated) : ONE }
}

const Prorated = z.enum(['days', 'months']).optional()

/** What is held from the start: one figure, or one for each office that is held on the first day. */
export const StartRule = shaped(
  'start',
  [
    FigureRule.transform((figure): Start => ({ offices: [], figure, prorated: null })),
    strict({
      office: filled(z.record(Code, FigureRule)),
      others: FigureRule,
      prorated: Prorated,
    }).transform(
      ({ office, others, prorated }): Start => ({
        offices: Object.entries(office),
        figure: others,
        prorated: prorated ?? null,
      }),
    ),
    strict({ figure: FigureRule, prorated: Prorated }).transform(
      ({ figure, prorated }): Start => ({ offices: [], figure, prorated: prorated ?? null }),
    ),
  ],
  (value, figure, byOffice, prorated): z.ZodType<Start> =>
    hasKey(value, 'office') ? byOffice : hasKey(value, 'figure') ? prorated : figure,
)

const BY_PART = { days: '按在任的天数折算', months: '按在任的月数折算' } as const

/** `70分`; `常务委员120分，其他100分（以在任第一天的职务为准）`. */
export function startTold({ offices, figure, prorated }: Start, { word, unit }: Saying): Told {
  const given = (of: Figure) => figureText(of, (points) => zh(points, unit))
  const own = offices.map(([office, held]) => word('office', office) + given(held))
  const all =
    own.length === 0 ? given(figure) : `${own.join('，')}，其他${given(figure)}（以在任第一天的职务为准）`
  return { slot: '先给', text: prorated ? `${all}；任职不满全期或有免计的，${BY_PART[prorated]}` : all }
}
