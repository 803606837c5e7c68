import type { Decision } from '../../../core/import-questions.ts'
import type { Container } from './table.ts'
import type { Part } from './world.ts'

/** The forms of a sheet that are known by sight; not all of them can be read. */
export type Shape = 'L' | 'W' | 'E' | 'M' | 'S' | 'F' | 'proposal_list' | 'opinion_list' | 'roster' | 'none'

export type Text = { zh: string; en: string }

/** Why nothing of a file can be taken, and what to do. */
export type Refusal = { code: RefusalCode; message: Text; shape?: Shape; table?: string }

export type RefusalCode =
  | 'file_empty'
  | 'file_too_large'
  | 'not_a_spreadsheet'
  | 'content_mismatch'
  | 'file_encrypted'
  | 'file_corrupt'
  | 'archive_suspicious'
  | 'encoding_unknown'
  | 'too_many_rows'
  | 'header_not_found'
  | 'columns_missing'
  | 'columns_repeated'
  | 'id_card_numbers'
  | 'shape_not_supported'
  | 'resource_unclear'
  | 'not_permitted'

export type EntryResult =
  | 'new'
  | 'update'
  | 'same'
  | 'duplicate_in_file'
  | 'conflict'
  | 'ambiguous_name'
  | 'unknown_name'
  | 'not_in_office_on_date'
  | 'not_invited'
  | 'unknown_symbol'
  | 'bad_date'
  | 'no_data'
  | 'needs_review'
  /** A person decided that this cell says nothing to record. */
  | 'skip'

export type Rung = 'member_no' | 'mobile' | 'name_unit' | 'name_sector' | 'name_unique' | 'alias' | 'decided'

/** One cell that says something about one member at one session. All keys are always there. */
export type PlanEntry = {
  table: string
  /** The sheet's own row number; in delimited text the number of the record. Counted from 1. */
  row: number
  /** Counted from 0. */
  col: number
  ref: string
  /** Exactly what the cell holds. */
  raw: string
  result: EntryResult
  memberId: string | null
  memberNo: string | null
  rung: Rung | null
  /** Of a meeting that exists; a planned one has only `eventKey` and `sessionKey`. */
  meetingId: string | null
  sessionId: string | null
  eventKey: string | null
  sessionKey: string | null
  /** The session's number in its meeting. */
  session: number | null
  day: string | null
  status: string | null
  leaveType: string | null
  /** The decision that this entry's own result asks for. */
  decisionId: string | null
  /** The result holds once this decision is answered so; before, nothing may be stored. */
  heldBy: string | null
  /** What is stored now, with the version the plan saw. */
  previous: { status: string; leaveType: string | null; version: number } | null
  /** Row of the file that already speaks of this member and session. */
  earlierRow: number | null
  /** Set when a person decided that the member belongs on the invitation list. */
  addInvitation: boolean
  note: string | null
}

export const DECISION_REFS_MAX = 500

export type PlanWarning = {
  code: string
  table: string
  ref: string | null
  message: Text
  mustBeAccepted: boolean
  detail: Record<string, unknown>
}

/**
 * A row of a table: who it speaks of, or why it is no data. In a list, whose entries say who, only rows that
 * are no data or whose person is asked about are named.
 */
export type PlanRow = {
  table: string
  /** null when the person stands in the sheet's name. */
  row: number | null
  ref: string | null
  raw: string
  memberId: string | null
  memberNo: string | null
  rung: Rung | null
  result: 'ignored_footer' | 'ambiguous_name' | 'unknown_name' | null
  decisionId: string | null
  reason: string | null
}

export type PlannedSession = {
  key: string
  number: number
  day: string
  dayTo: string | null
  part: Part
  startTime: string | null
  externalId: string | null
}

/** A meeting that the file speaks of. `new` and `near` ones wait for `decisionId`. */
export type PlanEvent = {
  key: string
  match: 'matched' | 'new' | 'near'
  title: string
  day: string | null
  meetingId: string | null
  externalId: string | null
  matchedBy: string | null
  decisionId: string | null
  ref: string | null
  /** What the committing code creates when the decision's answer is `create`. */
  create: {
    title: string
    typeCode: string | null
    externalId: string | null
    sessions: PlannedSession[]
  } | null
}

export type PlanTable = {
  name: string
  shape: Shape
  skipped: boolean
  reason: string | null
  /** From 0 to 1: how much of the header was understood. */
  confidence: number
  /** Why it was understood so. */
  evidence: Text[]
  /** The one year that the title states. */
  year: number | null
  /** Blocks of people side by side. */
  blocks: number
  titleRows: number[]
  headerRows: number[]
  dataRows: [number, number] | null
  footerRows: number[]
  columns: { col: string; field: string; header: string }[]
  legend: { symbol: string; status: string; leaveType: string | null; ref: string | null }[]
  /** Further tables below the first on the sheet, each with its own titles and header. */
  below?: Pick<PlanTable, 'titleRows' | 'headerRows' | 'dataRows' | 'columns'>[]
}

export type Measure = 'expected' | 'present' | 'leave' | 'absent'

/** What a line or column of totals states, and what the rows say. */
export type PlanTotal = {
  table: string
  ref: string
  /** The meeting: the title of the sheet, or the header of the column. */
  of: string
  stated: Partial<Record<Measure, number>>
  counted: Record<Measure, number>
  differing: Measure[]
  /** Cells wait for their meaning, so that sums cannot agree yet. */
  waits: boolean
}

export type PlanCounts = Record<EntryResult | 'ignored_footer', number> & {
  entries: number
  /** new, update and same entries that wait for nothing. */
  acceptable: number
  held: number
  openDecisions: number
}

export type Plan = {
  verdict: 'import'
  kind: 'attendance'
  shape: Shape
  /** What the file is, where it was read from one. */
  container?: Container
  tables: PlanTable[]
  events: PlanEvent[]
  entries: PlanEntry[]
  rows: PlanRow[]
  decisions: Decision[]
  warnings: PlanWarning[]
  totals: PlanTotal[]
  counts: PlanCounts
}

/** A plan whose entries have gone where they are kept. */
export type PlanFrame = Omit<Plan, 'entries'> & { meetingIds: string[]; sessionIds: string[] }

export type RefusedPlan = { verdict: 'refuse'; refusal: Refusal }

type Acceptable = { result: 'new' | 'update' | 'same' }

/** True for an entry that a commit stores (or finds stored) as it stands. */
export function isAcceptable<E extends Pick<PlanEntry, 'heldBy' | 'result'>>(
  entry: E,
): entry is E & Acceptable {
  if (entry.heldBy !== null) return false
  return entry.result === 'new' || entry.result === 'update' || entry.result === 'same'
}
