import type { AnyRow } from '../any-row.ts'
import { id, integer, optional, text } from '../columns.ts'

/** What every record carries that people change one by one. */
export const record = {
  id: id(),
  version: integer(),
  /** Sequence number of the event that made this version. */
  seq: integer(),
  externalId: optional(text()),
  createdAt: text(),
  updatedAt: text(),
  deletedAt: optional(text()),
}
export const owned = { ...record, ownerOrganizationId: optional(id()) }
/** In force from a day to a day, both inclusive. */
export const dated = { validFrom: text(), validTo: optional(text()) }

/** Why work failed, as it is told. */
export interface Failure {
  code: string
  en: string
  zh: string
}

/** What an event tells of its change: the values that moved, of a roll its marks, and what else its type tells. */
export interface EventData {
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Session, member, presence before and after. */
  marks?: [string, string, string | null, string | null][]
  [more: string]: unknown
}

/** What a committee has said of itself; what it has not is filled in by the schemas that read it. */
export interface CommitteeSettings {
  limits?: unknown
  publicProposals?: boolean
  publication?: unknown
}

/** What a version of an earlier release kept of some lists of its record. */
interface EarlierLists {
  authorIds: string[]
  signers: AnyRow[]
  sitesVisited: string[]
  sessionIds: string[]
  memberIds: string[]
}

/** What a row said, as one of its versions keeps it; `lists` are the rows of the lists inside the record, by table. */
export type VersionRow = AnyRow & Partial<EarlierLists> & { lists?: Record<string, AnyRow[]> }
