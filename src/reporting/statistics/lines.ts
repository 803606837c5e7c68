import type { Line } from './line.ts'
import { DOCUMENTS } from './lines/documents.ts'
import { EVENTS } from './lines/events.ts'
import { ORGANISATION } from './lines/organisation.ts'
import { ROSTERS } from './lines/rosters.ts'

/** The numbers of the yearly report, in its order. */
export const LINES: readonly Line[] = [...ORGANISATION, ...EVENTS, ...ROSTERS, ...DOCUMENTS]
