import type { Points } from '../core/points.ts'
import { subtract, ZERO } from '../core/points.ts'
import type { LOSS_REASONS } from '../core/words/scoring.ts'
import type { Finding } from './apply/finding.ts'
import type { Outcome, SessionCounts } from './mechanisms/attendance-outcome.ts'
import type { TableField } from './mechanisms/figure.ts'

/** Why a line earned less than its full points. */
export type LossReason = keyof typeof LOSS_REASONS

/** A part of the full points that does not count. `amount` has the sign of the points that were taken. */
export interface Loss {
  readonly reason: LossReason
  readonly amount: Points
  /** The cap or floor that was met, or the number of records that the clause asks for; null for other reasons. */
  readonly limit: Points | null
  /**
   * The clause or group whose rule it was; for `replaced` the fact that stands in its place, for `step_again` the day on
   * which the step counted.
   */
  readonly where: string
  /** For `not_met`, what the condition came to. */
  readonly because?: Finding
}

/** A value and how it came about; `of` and `among` are the numbers behind a rate, the place and how many there are. */
export interface Measured {
  readonly unit: 'percent' | 'number' | 'place'
  readonly value: Points
  readonly of: Points | null
  readonly among: Points | null
  /** The records behind the value. */
  readonly factIds: readonly string[]
}

/** How a number that is wanted came about, so that a reader can redo it: `count × part`, rounded, against what there is. */
export interface WantedSum {
  readonly count: number
  /** The part of the days with a mandate that is not exempt; null where the number does not shrink. */
  readonly part: Points | null
  readonly round: 'down' | 'half_up' | 'up' | null
  readonly wanted: number
  readonly there: number
}

/** A row of a table: the value of its field, and of its second one. */
export interface TableRow {
  readonly field: TableField
  readonly value: string
  readonly and?: { readonly field: TableField; readonly value: string }
}

/** The sum of a line, so that its words can be rendered: `rate × share.part = full`. */
export interface Arithmetic {
  /** The figure of the clause. */
  readonly rate: Points
  /** The field and value that chose the figure from a table. */
  readonly by: TableRow | null
  readonly share: { readonly position: number | null; readonly of: number; readonly part: Points } | null
  /** How many times the figure is earned, where it is for so much (`each`) of a unit. */
  readonly quantity: {
    readonly many: Points
    readonly unit: string
    readonly each: Points
    /** What the record says, of which `many` is the number of times, rounded or not. */
    readonly amount?: Points
  } | null
  /** The value that a clause measures, instead of a single fact. */
  readonly measured: Omit<Measured, 'factIds'> | null
  /** What the number of records came to that a clause wants. */
  readonly wanted: WantedSum | null
  /** The condition that gives the points. */
  readonly because: Finding | null
  /** Number of the record within the clause, where the clause counts records. */
  readonly nth: number | null
  /** Attendance: what the meeting or session came to, and the sessions behind it. */
  readonly outcome: Outcome | null
  readonly sessions: SessionCounts | null
}

/** What one fact earned under one clause. `full` = `points` + the amounts of `lost`. */
export interface ScoreLine {
  readonly memberId: string
  /** Code of the clause, or of the group that gives a start allotment. */
  readonly clause: string
  readonly article: string
  /** The step of a ladder; null without one. */
  readonly step: string | null
  /** The fact, or `start/<group>` for an allotment that is held from the start. */
  readonly factId: string
  readonly day: string
  /** The meeting that the fact belongs to. */
  readonly meetingId: string | null
  /** The group that the clause belongs to; null when it counts straight into the total. */
  readonly group: string | null
  readonly full: Points
  readonly points: Points
  readonly lost: readonly Loss[]
  readonly arithmetic: Arithmetic
  readonly provisional: boolean
  /** Place of the clause in the regulation, 0 for the first; -1 for a start allotment. */
  readonly order: number
}

/** The clause of the line that rounds the total; no clause of a file may be called so. */
export const ROUNDING = 'rounding'

export const NOTHING_LOST: readonly Loss[] = []

/** A line while the mechanisms still book on it. */
export type DraftLine = { -readonly [Key in keyof ScoreLine]: ScoreLine[Key] }

/** Books a loss. */
export function take(line: DraftLine, loss: Loss): void {
  line.lost = line.lost.length === 0 ? [loss] : [...line.lost, loss]
  line.points = subtract(line.points, loss.amount)
}

/** Books the loss of everything that is left. */
export function takeAll(
  line: DraftLine,
  reason: LossReason,
  where: string,
  limit: Points | null = null,
  because?: Finding,
): void {
  take(line, { reason, amount: line.points, limit, where, ...(because && { because }) })
  line.points = ZERO
}

/** The order of lines: member, day, clause, fact, then the step within the fact. */
export function byPlace(a: ScoreLine, b: ScoreLine): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1
  if (a.order !== b.order) return a.order - b.order
  if (a.factId !== b.factId) return a.factId < b.factId ? -1 : 1
  return 0
}
