import { legalSteps, type Moves, movedTo } from '../../core/moves.ts'
import type { PROPOSAL_STATES } from '../../core/words/proposals.ts'
import type { Row } from '../../storage/tables.ts'

/**
 * The life of a proposal (提案) as data: from which states a step starts and where it leads. Stages are those of the
 * municipal standard DB3303/T 036—2021: 提出, 审查, 交办, 办理, 督办, 评议, 公开, 归档.
 */

export type ProposalState = keyof typeof PROPOSAL_STATES

export const MOVES = {
  // 提出
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  withdraw: { from: ['draft', 'returned', 'submitted', 'under_review', 'filed'], to: 'withdrawn' },
  // 审查
  review: { from: ['submitted'], to: 'under_review' },
  return: { from: ['submitted', 'under_review'], to: 'returned' },
  file: { from: ['submitted', 'under_review', 'not_filed'], to: 'filed' },
  decline: { from: ['submitted', 'under_review', 'filed'], to: 'not_filed' },
  merge: { from: ['submitted', 'under_review', 'filed'], to: 'merged' },
  convert: { from: ['submitted', 'under_review', 'not_filed'], to: 'converted' },
  // 交办, 办理
  assign: { from: ['filed', 'assigned', 'handling'], to: 'assigned' },
  handle: { from: ['assigned', 'handling'], to: 'handling' },
  reply: { from: ['assigned', 'handling', 'rehandling'], to: 'replied' },
  // 评议
  rehandle: { from: ['replied'], to: 'rehandling' },
  close: { from: ['replied'], to: 'closed' },
  // 归档
  archive: { from: ['closed'], to: 'archived' },
} as const satisfies Moves<ProposalState>

type MoveName = keyof typeof MOVES

/** The steps that a state allows. */
export const legalMoves = (state: string): string[] => legalSteps(MOVES, state)

/** The state after a step; 409 with the legal steps where it does not start from here. */
export const stateAfter = ({ state }: Row<'proposals'>, move: MoveName) => ({
  state: movedTo(MOVES, state, move),
})
