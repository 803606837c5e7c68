import type { OPINION_STATES } from '../../core/words/proposals.ts'
import { legalSteps, type Moves } from '../moves.ts'

/**
 * The life of an opinion as data. Who adopted it, and which issue carries it, are records of their own and no states:
 * one item is adopted by several levels and stands in several issues.
 */

export const OPINION_MOVES = {
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  edit: { from: ['submitted', 'kept'], to: 'editing' },
  keep: { from: ['submitted', 'editing'], to: 'kept' },
  return: { from: ['submitted', 'editing'], to: 'returned' },
  archive: { from: ['submitted', 'editing', 'kept'], to: 'archived' },
} as const satisfies Moves<keyof typeof OPINION_STATES>

export const legalOpinionMoves = (state: string): string[] => legalSteps(OPINION_MOVES, state)

/** It was handed in, and neither given back nor taken back: it counts, and may be adopted and issued. */
export const HANDED_IN: readonly string[] = ['submitted', 'editing', 'kept', 'archived']
