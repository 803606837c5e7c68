import type { Profile } from '../../core/import-profile.ts'
import type { Answers, Decision } from '../../core/import-questions.ts'
import { IMPORT_SHEETS, IMPORT_STATES, ON_CONFLICT } from '../../core/words/imports.ts'
import type { PRESENCES } from '../../core/words/meetings.ts'
import { blob, id, integer, json, oneOf, optional, type TableDefinition, table, text } from '../columns.ts'
import { type Failure, record } from './record.ts'

/** Sheets that came in: what they said, what was asked, and which of their cells stand. */

/** What a plan counts and a commit has done; each kind of sheet says a part of it. */
export interface ImportSummary {
  shape?: string
  /** Entries by what becomes of them. */
  counts?: Record<string, number>
  entries?: number
  warnings?: number
  /** Warnings that a person has to have seen. */
  mustAccept?: number
  /** What the plan of attendance rests on. */
  sessionIds?: string[]
  meetingIds?: string[]
  /** Profiles that were learned from sheets like this one. */
  profiles?: { id: string; name: string }[]
  committed?: Committed
  /** What a revert left as it is. */
  kept?: KeptRecord[]
  cancelled?: boolean
}

/** What a commit has done so far. */
export interface Committed {
  created: number
  changed: number
  unchanged: number
  changedSince?: Overtaken[]
  /** Meetings that the file brought, and planned session → session that was created for it. */
  createdMeetings?: string[]
  createdSessions?: Record<string, string>
  /** Rows of records that a rule refused although the plan took them; the list is cut at some length. */
  refused?: RefusedRow[]
  /** How many there are, where there are any. */
  refusals?: number
}

/** A mark whose record moved between plan and commit: left alone and listed. */
export interface Overtaken {
  ref: string
  memberId: string
  sessionId: string
}

export interface RefusedRow {
  table: string
  row: number
  errors: { field: string; ref: string; header: string; code: string; message: { zh: string; en: string } }[]
}

export interface KeptRecord {
  ref: string
  targetKey: string
  /** `changed_since`, or the code of what refused; of attendance it is always the first. */
  reason?: string
}

/** Place in the chunk, the version that was written, and what stood there before. */
export type WrittenMark = [position: number, version: number, previous: PreviousMark | null]

export interface PreviousMark {
  presence: keyof typeof PRESENCES | null
  leaveType: string | null
  note: string | null
}

export interface Invited {
  sessionId: string
  memberIds: string[]
}

export const importTables = {
  importProfiles: table(
    { ...record, name: text(), settings: json<Profile>(), fingerprint: optional(text()) },
    { unique: [['name'], ['externalId']], indexes: [['fingerprint']] },
  ),
  /** What a person once decided that a name nobody bears means. */
  importAliases: table(
    {
      ...record,
      name: text(),
      nameKey: text(),
      memberId: optional(id()),
      organizationId: optional(id()),
      note: optional(text()),
      importId: optional(id()),
    },
    {
      unique: [['externalId']],
      uniqueWithout: { deletedAt: ['nameKey'] },
      indexes: [['name', 'id'], ['memberId']],
      references: { memberId: 'members', organizationId: 'organizations', importId: 'imports' },
    },
  ),
  imports: table(
    {
      ...record,
      resource: oneOf(IMPORT_SHEETS),
      fileId: id(),
      fileName: text(),
      fileSha256: text(),
      profile: json<Profile>(),
      onConflict: oneOf(ON_CONFLICT),
      state: oneOf(IMPORT_STATES),
      summary: json<ImportSummary>(),
      decisions: json<Decision[]>(),
      answers: json<Answers>(),
      planHash: optional(text()),
      planSeq: integer(),
      chunks: integer(),
      cursor: integer(),
      termId: optional(id()),
      sameFileAs: optional(id()),
      jobId: optional(id()),
      ownerOrganizationId: optional(id()),
      error: optional(json<Failure>()),
    },
    { unique: [['externalId']], indexes: [['fileSha256'], ['state']], references: { fileId: 'files' } },
  ),
  importChunks: table(
    { importId: id(), number: integer(), entries: blob() },
    { key: ['importId', 'number'], appended: true },
  ),
  /**
   * Provenance of attendance, a row a chunk: which entries of the chunk were written, with which version, and what stood
   * there before. `kept` is set once the chunk was taken back: the marks that stayed because somebody changed them since.
   */
  importOutcomes: table(
    {
      importId: id(),
      number: integer(),
      written: integer(),
      created: integer(),
      changed: integer(),
      unchanged: integer(),
      marks: json<WrittenMark[]>(),
      changedSince: json<Overtaken[]>(),
      invited: json<Invited[]>(),
      kept: optional(json<KeptRecord[]>()),
    },
    { key: ['importId', 'number'], references: { importId: 'imports' } },
  ),
  /** Provenance of everything else: the row of the file behind each record that was written. */
  importCells: table(
    {
      importId: id(),
      chunk: integer(),
      position: integer(),
      sheet: text(),
      row: integer(),
      column: integer(),
      raw: text(),
      result: text(),
      rung: optional(text()),
      targetKey: text(),
      targetVersion: integer(),
      /** The values that it replaced; null where it made the record. */
      previous: optional(json<Record<string, unknown>>()),
    },
    { key: ['importId', 'chunk', 'position'], indexes: [['targetKey']], references: { importId: 'imports' } },
  ),
} satisfies Record<string, TableDefinition>
