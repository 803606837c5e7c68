import {
  APPEAL_KINDS,
  APPEAL_STATES,
  CORRECTION_STATES,
  HANDOVER_RECIPIENTS,
  NOTICES,
  type PUBLICATION_MODES,
  REPORT_STATES,
  REPORT_VERIFICATIONS,
} from '../../core/words/reports.ts'
import type { TableDefinition } from '../columns.ts'
import { blob, flag, id, integer, json, oneOf, optional, table, text } from '../columns.ts'
import { type Failure, record } from './record.ts'

/** Sector or member group of somebody. */
interface Body {
  organizationId: string
  code: string
  name: string
}

/** What stands beside the total: in a unit of its own, or with places of its own. */
export interface FigureHead {
  code: string
  title: string
  /** Null: points. */
  unit: string | null
  ordered: boolean
}
export interface FigureValue {
  code: string
  points: number
  place: number | null
}

/** One row of a ranking: who, how many points, in which groups. */
export interface RankingRow {
  rank: number | null
  memberId: string
  memberNo: string
  name: string
  total: number
  points: number
  fraction: string | null
  grade: string | null
  /** The list of the regulation that the member is placed in, and the place. */
  list: string | null
  listRank: number | null
  provisional: boolean
  sector: Body | null
  memberGroup: Body | null
  groups: { code: string; points: number }[]
  figures?: FigureValue[] | undefined
}

/** What a report says before it names anybody. */
export interface ReportHead {
  committee: { code: string; name: string }
  period: { id: string; name: string; kind: string; from: string; to: string }
  /** The period was not closed: what it says may still change. */
  interim: boolean
  /** Last day that counts. */
  asOf: string
  regulation: {
    id: string
    name: string
    number: number
    title: string
    sourceHash: string
    options: Record<string, string>
  }
  groups: { code: string; title: string }[]
  figures?: FigureHead[] | undefined
  counts: { members: number; ranked: number; unranked: number }
  /** Grades in the order of the regulation, the best first; null: without a grade. */
  grades: { grade: string | null; members: number }[]
}

type Audience = 'members' | 'units' | 'public'

/** A request of this very interface. */
export interface CorrectionRequest {
  method: 'POST' | 'PATCH' | 'DELETE'
  path: string
  body?: unknown
}

/** A record as events name it. */
export interface Subject {
  type: string
  id: string
}

/** What is shown: frozen reports, what members say of them, and what corrects a closed period. */
export const reportTables = {
  /** A frozen, numbered statement of a period; what it says is in `reportMembers` and never changes. */
  reports: table(
    {
      ...record,
      periodId: id(),
      regulationId: id(),
      number: integer(),
      title: text(),
      /** Why there is this version: the first, a correction, a reopened period. */
      reason: text(),
      correctionIds: json<string[]>(),
      /** Last day that it counts; `interim` while the period is not closed. */
      asOf: text(),
      interim: flag(),
      state: oneOf(REPORT_STATES),
      rulesHash: optional(text()),
      inputHash: optional(text()),
      contentHash: optional(text()),
      head: optional(json<ReportHead>()),
      members: integer(),
      /** Where the log stood when it was read; corrections after that are for the next version. */
      readAt: integer(),
      /** Whose points changed since the version before, and through which lines. */
      changes: optional(json<unknown[]>()),
      previousId: optional(id()),
      preparedBy: text(),
      verifyUntil: optional(text()),
      submittedBy: optional(text()),
      submittedAt: optional(text()),
      approvedBy: optional(text()),
      approvedAt: optional(text()),
      publishedBy: optional(text()),
      publishedAt: optional(text()),
      /** Audience → how it is shown to them. */
      audiences: optional(json<Record<Audience, keyof typeof PUBLICATION_MODES | null>>()),
      /** What each of them sees of a member, as the committee had it when it was published. */
      shownFields: optional(json<Record<Audience, string[]>>()),
      legalBasis: optional(text()),
      note: optional(text()),
      jobId: optional(id()),
      error: optional(json<Failure>()),
    },
    {
      unique: [['periodId', 'number'], ['externalId']],
      indexes: [['createdAt', 'id'], ['state']],
      references: { periodId: 'periods', regulationId: 'regulations', previousId: 'reports' },
    },
  ),
  /** Everything that a report was computed from, compressed: computing it again gives the same bytes. */
  reportInputs: table(
    { reportId: id(), input: blob() },
    { key: ['reportId'], references: { reportId: 'reports' }, appended: true },
  ),
  /** One member's part, compressed, in the order of the report. */
  reportMembers: table(
    {
      reportId: id(),
      memberId: id(),
      position: integer(),
      rank: optional(integer()),
      total: text(),
      grade: optional(text()),
      /** Place in the member's list, and how many were ranked in it. */
      place: optional(integer()),
      placesOf: integer(),
      /** The row of the ranking. */
      row: json<RankingRow>(),
      document: blob(),
    },
    {
      key: ['reportId', 'memberId'],
      indexes: [['memberId']],
      references: { reportId: 'reports', memberId: 'members' },
    },
  ),
  /** What each member said of their own part before it was published. */
  reportVerifications: table(
    {
      ...record,
      reportId: id(),
      memberId: id(),
      state: oneOf(REPORT_VERIFICATIONS),
      note: optional(text()),
      saidBy: text(),
    },
    {
      unique: [['reportId', 'memberId'], ['externalId']],
      indexes: [['createdAt', 'id'], ['memberId']],
      references: { reportId: 'reports', memberId: 'members' },
    },
  ),
  /** Reports and reminders that are made of themselves when their day comes. */
  schedules: table(
    {
      ...record,
      name: text(),
      task: text(),
      frequency: text(),
      daysAfter: integer(),
      regulationId: optional(id()),
      active: flag(),
      nextOn: optional(text()),
      lastOn: optional(text()),
      createdBy: text(),
    },
    {
      unique: [['externalId']],
      indexes: [['createdAt', 'id']],
      references: { regulationId: 'regulations' },
    },
  ),
  /** The only writes that a closed period takes: a request as one person sent it, decided by another. */
  corrections: table(
    {
      ...record,
      /** Method, path and body of the request, as they would be sent. */
      request: json<CorrectionRequest>(),
      /** The version of the record that the proposer saw. */
      seen: optional(integer()),
      /** Where the log stood when it was tried: what has moved since is looked at again. */
      triedAt: integer(),
      reason: text(),
      state: oneOf(CORRECTION_STATES),
      /** What it would touch, as the trial found: subjects of events, members, closed periods. */
      subjects: json<Subject[]>(),
      memberIds: json<string[]>(),
      periodIds: json<string[]>(),
      appealId: optional(id()),
      proposedBy: text(),
      decidedBy: optional(text()),
      decidedAt: optional(text()),
      decision: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['createdAt', 'id'], ['state'], ['appealId']],
      references: { appealId: 'appeals' },
    },
  ),
  /** A member objects to a line, to a fact that is missing, or to an attendance status. */
  appeals: table(
    {
      ...record,
      memberId: id(),
      periodId: id(),
      reportId: optional(id()),
      kind: oneOf(APPEAL_KINDS),
      clause: optional(text()),
      factId: optional(text()),
      sessionId: optional(id()),
      reason: text(),
      state: oneOf(APPEAL_STATES),
      openedBy: text(),
      dueOn: text(),
      handler: optional(text()),
      acceptedAt: optional(text()),
      decidedAt: optional(text()),
      decision: optional(text()),
      correctionIds: json<string[]>(),
    },
    {
      unique: [['externalId']],
      indexes: [['createdAt', 'id'], ['memberId'], ['state', 'dueOn']],
      references: {
        memberId: 'members',
        periodId: 'periods',
        reportId: 'reports',
        sessionId: 'meetingSessions',
      },
    },
  ),
  /** 常委年度履职报告: what a member of the standing committee says of the year, by a day. */
  dutyReports: table(
    {
      ...record,
      memberId: id(),
      year: integer(),
      dueOn: text(),
      text: optional(text()),
      state: text(),
      submittedOn: optional(text()),
      decidedBy: optional(text()),
      decidedOn: optional(text()),
      note: optional(text()),
    },
    {
      unique: [['memberId', 'year'], ['externalId']],
      indexes: [['dueOn', 'id'], ['year']],
      references: { memberId: 'members' },
    },
  ),
  /** What waits for a person (`person/<id>`) or a user (`user/<id>`): each entry is an event of the log. */
  inbox: table(
    {
      id: id(),
      recipient: text(),
      seq: integer(),
      type: oneOf(NOTICES),
      subjectType: text(),
      subjectId: text(),
      createdAt: text(),
      readAt: optional(text()),
    },
    { indexes: [['recipient', 'seq'], ['subjectId']] },
  ),
  /** The archive of a member's term was given out of hand. */
  archiveHandovers: table(
    {
      ...record,
      memberId: id(),
      exportId: optional(id()),
      givenBy: text(),
      takenBy: text(),
      recipient: oneOf(HANDOVER_RECIPIENTS),
      handedOn: text(),
      note: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['handedOn', 'id'], ['memberId']],
      references: { memberId: 'members', exportId: 'exports' },
    },
  ),
} satisfies Record<string, TableDefinition>
