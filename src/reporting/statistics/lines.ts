import type { Line } from './line.ts'
import { DOCUMENTS } from './lines/documents.ts'
import { EVENTS } from './lines/events.ts'
import { INSTRUCTIONS } from './lines/instructions.ts'
import { ORGANISATION } from './lines/organisation.ts'
import { PARTICIPATION } from './lines/participation.ts'
import { PLANS } from './lines/plans.ts'
import { PROPOSALS } from './lines/proposals.ts'
import { PROPOSERS } from './lines/proposers.ts'
import { RESEARCH } from './lines/research.ts'
import { ROSTERS } from './lines/rosters.ts'
import { SERVICE } from './lines/service.ts'
import { SUPERVISION } from './lines/supervision.ts'

/** The numbers of the yearly report, in its order. */
export const LINES: readonly Line[] = [
  ...ORGANISATION,
  ...PLANS,
  ...EVENTS,
  ...PARTICIPATION,
  ...RESEARCH,
  ...SUPERVISION,
  ...ROSTERS,
  ...SERVICE,
  ...PROPOSALS,
  ...PROPOSERS,
  ...DOCUMENTS,
  ...INSTRUCTIONS,
]
