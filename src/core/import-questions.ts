import type { Text } from './errors.ts'
import type { QUESTIONS } from './words/imports.ts'
import type { PARTS } from './words/meetings.ts'

/** What the plan of a sheet asks, and what a person answers: as it is planned, kept and told. */

type Part = keyof typeof PARTS

export type DecisionKind = keyof typeof QUESTIONS

export type Candidate = {
  memberId?: string
  memberNo?: string
  name?: string
  sector?: string | null
  unit?: string | null
  meetingId?: string
  externalId?: string | null
  title?: string
  sessionId?: string
  session?: number
  day?: string
  part?: Part
}

/**
 * What a person says to a decision. `choice` is one of the decision's `choices`; the other keys belong to a choice:
 * `member` wants memberId or memberNo, `match` wants sessionId (or sessionIds), `status` wants status,
 * `day` wants day, `create` may carry title, typeCode, day and part.
 */
export type Answer = {
  choice: string
  memberId?: string | undefined
  memberNo?: string | undefined
  organizationId?: string | undefined
  sessionId?: string | undefined
  sessionIds?: string[] | undefined
  status?: string | undefined
  leaveType?: string | null | undefined
  day?: string | undefined
  part?: Part | undefined
  title?: string | undefined
  typeCode?: string | undefined
}

/** Answers by decision id. The id of a decision depends on the file alone, so answers survive a new plan. */
export type Answers = Readonly<Record<string, Answer>>

/** What the sheet says of a question; whatever else a kind of question shows stands beside these. */
type QuestionEvidence = {
  name?: string | undefined
  symbol?: string
  title?: string
  day?: string
  [more: string]: unknown
}

export type Decision = {
  id: string
  kind: DecisionKind
  /** Decisions of one group ask the same thing of several rows; a person may want to answer them together. */
  group: string
  /** Cells concerned as `table!ref`; at most `DECISION_REFS_MAX` are named, `refCount` counts all. */
  refs: string[]
  refCount: number
  candidates: Candidate[]
  choices: string[]
  /** What the evidence leans to. Never applied by itself. */
  suggested?: Answer
  question: Text
  evidence: QuestionEvidence
  answer?: Answer
}
