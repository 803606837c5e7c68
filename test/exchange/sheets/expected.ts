import type { Profile } from '../../../src/core/import-profile.ts'
import type { WorldMember } from '../../../src/exchange/imports/planner/world.ts'
import type { Grid } from './grid.ts'

/** What a careful clerk would make of a sheet, known because the sheet was made from it. */

export interface Entry {
  grid: string
  ref: string
  /** Results that are right; a cell is taken only where `new` is among them. */
  results: readonly string[]
  memberNo: string | null
  sessionId: string | null
  status: string | null
  leaveType: string | null
  /** Nothing about the cell is a trap: it should be taken at once. */
  plain: boolean
}

export interface Question {
  kind: string
  /** Member numbers, sorted; empty where the question is of something else. */
  candidates: readonly string[]
}

export interface RandomSheet {
  shape: string
  traps: string[]
  grids: Grid[]
  profile: Profile
  entries: Entry[]
  questions: Question[]
  /** Questions that one may ask or leave. */
  optional: Question[]
  /** Rows of data and the columns that hold them, for mutations. */
  data: { grid: string; header: number; first: number; last: number; name: number }[]
}

export type Status = { status: string; leaveType: string | null }

export const PRESENT: Status = { status: 'present', leaveType: null }
export const ABSENT: Status = { status: 'absent', leaveType: null }
export const LEAVE = (leaveType: string | null): Status => ({ status: 'leave_approved', leaveType })

export const numbersOf = (members: readonly WorldMember[]): string[] =>
  members.map(({ memberNo }) => memberNo).sort()
