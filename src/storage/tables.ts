import { isKeyOf, keysOf } from '../core/records.ts'
import { JOB_STATES } from '../core/words/exports.ts'
import { SEXES } from '../core/words/members.ts'
import { PERIOD_KINDS, PERIOD_STATES, REGULATION_STATES } from '../core/words/reports.ts'
import type { RowOf, TableDefinition } from './columns.ts'
import { blob, drizzleTables, flag, id, integer, json, oneOf, optional, table, text } from './columns.ts'
import { accessTables } from './tables/access.ts'
import { documentTables } from './tables/documents.ts'
import { exportTables } from './tables/exports.ts'
import { importTables } from './tables/imports.ts'
import { meetingTables } from './tables/meetings.ts'
import { opinionTables } from './tables/opinions.ts'
import { planTables } from './tables/plans.ts'
import { proposalTables } from './tables/proposals.ts'
import {
  type CommitteeSettings,
  dated,
  type EventData,
  type Failure,
  record,
  type VersionRow,
} from './tables/record.ts'
import { reportTables } from './tables/reports.ts'
import { workTables } from './tables/work.ts'

/**
 * The whole data model, once, for both engines. `committee_id` leads every key and index: it is the tenant, the
 * access boundary and the shard key. `migrations/` holds what was released.
 */

export const definitions = {
  // The record of what happened: one chain per committee.
  committeeHeads: table({ seq: integer(), hash: text() }, { key: [] }),
  events: table(
    {
      seq: integer(),
      at: text(),
      type: text(),
      subjectType: text(),
      subjectId: text(),
      subjectVersion: integer(),
      actor: text(),
      requestId: text(),
      ownerOrganizationId: optional(id()),
      /** Whose scores may have changed; `all` when the rules themselves did. */
      members: json<string[] | 'all'>(),
      data: json<EventData>(),
      previousHash: text(),
      hash: text(),
      digest: optional(text()),
    },
    {
      key: ['seq'],
      indexes: [['subjectType', 'subjectId', 'seq']],
    },
  ),
  /** What digests of rows about a person are made with; erased when the person is to be forgotten. */
  salts: table({ subjectId: id(), salt: text() }, { key: ['subjectId'] }),
  /** What a row said before it changed: valid from the event `fromSeq` until the event `toSeq`. */
  rowVersions: table(
    {
      resource: text(),
      rowKey: text(),
      version: integer(),
      fromSeq: integer(),
      toSeq: integer(),
      row: json<VersionRow>(),
    },
    { key: ['resource', 'rowKey', 'version'] },
  ),
  /**
   * What a column of a record said from which day on: what counts on a day is the last row of that day or before. `since` is
   * the day of the state itself, which is earlier where a record came back to what it was.
   */
  recordStates: table(
    {
      resource: text(),
      recordId: id(),
      field: text(),
      seq: integer(),
      value: optional(text()),
      day: text(),
      since: text(),
      reason: optional(text()),
    },
    { key: ['resource', 'recordId', 'field', 'seq'], indexes: [['resource', 'field', 'value', 'day']] },
  ),
  /** Answers to retries, in the order in which they are forgotten; `scope` is the hash of who sent which key for what. */
  idempotencyKeys: table(
    {
      scope: text(),
      requestHash: text(),
      status: integer(),
      headers: json<Record<string, string>>(),
      body: text(),
      createdAt: text(),
    },
    { key: ['createdAt', 'scope'], uniqueOn: { postgres: [['scope']] } },
  ),
  jobs: table(
    {
      id: id(),
      kind: text(),
      status: oneOf(JOB_STATES),
      fingerprint: optional(text()),
      input: json(),
      phase: text(),
      done: integer(),
      total: integer(),
      /** Since when progress runs towards this total, and when it will be reached. */
      measuredFrom: optional(text()),
      eta: optional(text()),
      result: optional(json()),
      error: optional(json<Failure>()),
      cancelRequested: flag(),
      attempts: integer(),
      leaseBy: optional(text()),
      leaseUntil: optional(text()),
      createdBy: text(),
      createdAt: text(),
      /** Not before this instant; null: at once. */
      runAt: optional(text()),
      startedAt: optional(text()),
      finishedAt: optional(text()),
      changes: integer(),
    },
    { indexes: [['status', 'createdAt']] },
  ),
  files: table(
    {
      id: id(),
      name: text(),
      contentType: text(),
      size: integer(),
      sha256: text(),
      bytes: blob(),
      createdAt: text(),
      createdBy: text(),
    },
    { appended: true },
  ),

  /** Bytes of a large file in the order in which they came; the row of `files` is written once they are all there. */
  fileParts: table(
    { fileId: id(), number: integer(), createdAt: text(), bytes: blob() },
    { key: ['fileId', 'number'], indexes: [['createdAt']], appended: true },
  ),

  // Who may.
  ...accessTables,

  // Who.
  /** Of the whole installation (`storage/installation.ts`): no two committees have one code. */
  committeeDirectory: table(
    { code: text(), listedId: id(), parentId: optional(id()) },
    { key: ['code'], unique: [['listedId']], indexes: [['parentId']] },
  ),
  committees: table(
    {
      ...record,
      parentId: optional(id()),
      code: text(),
      name: text(),
      level: text(),
      zone: text(),
      settings: json<CommitteeSettings>(),
    },
    { unique: [['externalId']] },
  ),
  catalogueItems: table(
    {
      ...record,
      catalogue: text(),
      code: text(),
      name: text(),
      class: optional(text()),
      parentCode: optional(text()),
      validFrom: optional(text()),
      validTo: optional(text()),
      sortOrder: integer(),
    },
    { indexes: [['sortOrder', 'id']], unique: [['catalogue', 'code'], ['externalId']] },
  ),
  terms: table(
    { ...record, number: integer(), name: text(), startsOn: text(), endsOn: text() },
    { unique: [['number'], ['externalId']] },
  ),
  plenarySessions: table(
    {
      ...record,
      termId: id(),
      number: integer(),
      name: text(),
      startsOn: text(),
      endsOn: text(),
      signatureDeadline: optional(text()),
    },
    {
      indexes: [['startsOn', 'id']],
      unique: [['termId', 'number'], ['externalId']],
      references: { termId: 'terms' },
    },
  ),
  organizations: table(
    {
      ...record,
      kind: text(),
      code: text(),
      name: text(),
      aliases: json<string[]>(),
      termId: optional(id()),
      parentId: optional(id()),
      validFrom: optional(text()),
      validTo: optional(text()),
      sortOrder: integer(),
    },
    {
      unique: [['kind', 'code', 'termId'], ['externalId']],
      uniqueWithout: { termId: ['kind', 'code'] },
      indexes: [['kind', 'sortOrder', 'id']],
      references: { termId: 'terms', parentId: 'organizations' },
    },
  ),
  /** One that was merged into another stays, and names it. */
  persons: table({ id: id(), createdAt: text(), mergedIntoId: optional(id()), mergedAt: optional(text()) }),
  members: table(
    {
      ...record,
      personId: id(),
      termId: id(),
      memberNo: text(),
      name: text(),
      nameVariants: json<string[]>(),
      pinyin: text(),
      sex: optional(oneOf(SEXES)),
      nation: optional(text()),
      birthDate: optional(text()),
      politics: json<string[]>(),
      phone: optional(text()),
      unit: optional(text()),
      post: optional(text()),
      ...dated,
      entryReason: text(),
      exitReason: optional(text()),
      ranked: flag(),
      note: optional(text()),
      /** Entered twice: the other membership stands, and this id leads to it. */
      mergedIntoId: optional(id()),
    },
    {
      unique: [['termId', 'memberNo'], ['externalId']],
      indexes: [['pinyin', 'id'], ['memberNo', 'id'], ['updatedAt', 'id'], ['personId']],
      references: { personId: 'persons', termId: 'terms' },
    },
  ),
  bodyRoles: table(
    { ...record, memberId: id(), organizationId: id(), role: text(), ...dated },
    {
      unique: [['externalId']],
      indexes: [['validFrom', 'id'], ['memberId'], ['organizationId']],
      references: { memberId: 'members', organizationId: 'organizations' },
    },
  ),
  offices: table(
    { ...record, memberId: id(), office: text(), ...dated },
    {
      unique: [['externalId']],
      indexes: [['validFrom', 'id'], ['memberId'], ['office']],
      references: { memberId: 'members' },
    },
  ),
  exemptions: table(
    { ...record, memberId: id(), reason: text(), note: optional(text()), ...dated },
    {
      unique: [['externalId']],
      indexes: [['validFrom', 'id'], ['memberId']],
      references: { memberId: 'members' },
    },
  ),

  // What they did.
  ...planTables,
  ...meetingTables,
  ...opinionTables,
  ...proposalTables,
  ...documentTables,
  ...workTables,

  // What it earned.
  regulations: table(
    {
      ...record,
      name: text(),
      number: integer(),
      title: text(),
      source: text(),
      sourceHash: text(),
      subject: optional(text()),
      options: json<Record<string, string>>(),
      state: oneOf(REGULATION_STATES),
      author: text(),
      reason: optional(text()),
      effectiveFrom: optional(text()),
      approvedBy: optional(text()),
      activatedAt: optional(text()),
    },
    { unique: [['name', 'number'], ['externalId']] },
  ),
  periods: table(
    {
      ...record,
      kind: oneOf(PERIOD_KINDS),
      name: text(),
      startsOn: text(),
      endsOn: text(),
      regulationId: id(),
      state: oneOf(PERIOD_STATES),
      /** Who began to settle it; another person closes it, and another one than that reopens it. */
      settledBy: optional(text()),
      closedBy: optional(text()),
      closedAt: optional(text()),
    },
    { indexes: [['startsOn', 'id']], unique: [['externalId']], references: { regulationId: 'regulations' } },
  ),

  // What is shown.
  ...reportTables,

  // In and out.
  ...importTables,
  ...exportTables,
} satisfies Record<string, TableDefinition>

/** What the numbers of the yearly report are made of: who there is, and what they did. */
export const STATED_TABLES: readonly TableName[] = [
  'recordStates',
  'catalogueItems',
  'terms',
  'plenarySessions',
  'organizations',
  'persons',
  'members',
  'bodyRoles',
  'offices',
  'exemptions',
  ...keysOf({
    ...planTables,
    ...meetingTables,
    ...opinionTables,
    ...proposalTables,
    ...documentTables,
    ...workTables,
  }),
]

export const tables = drizzleTables(definitions)

export type TableName = keyof typeof definitions
export const TABLE_NAMES: readonly TableName[] = keysOf(definitions)
/** Every row is of a committee; said here, too, so that it is known of a row of whichever table. */
export type Row<N extends TableName> = { committeeId: string } & RowOf<(typeof definitions)[N]['columns']>

/** The definition of a table, whichever it is. */
export const definitionOf = (name: TableName): TableDefinition => definitions[name]

/** A table by a name that was stored: in an event, or in a definition that names another. */
export function tableOf(name: string): TableName {
  if (isKeyOf(definitions, name)) return name
  throw new Error(`There is no table ${name}`)
}
