import { within } from '../../core/days.ts'
import type { Points } from '../../core/points.ts'
import type { ScoredMember } from '../facts.ts'
import { type Figure, figureOn } from './figure.ts'

/** An allotment that is held from the start: by the first office of the list that is held on the day, or for others. */
export interface Start {
  readonly offices: readonly (readonly [office: string, figure: Figure])[]
  readonly figure: Figure
}

/** The allotment of a member on a day; undefined where no figure is in force. */
export function startOn({ offices, figure }: Start, member: ScoredMember, day: string): Points | undefined {
  const held = offices.find(([office]) =>
    member.offices.some((one) => one.code === office && within(day, one.from, one.to)),
  )
  return figureOn(held ? held[1] : figure, day) ?? undefined
}
