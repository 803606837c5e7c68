import { isKeyOf, keysOf } from '../core/records.ts'
import { JOB_STATES } from '../core/words/exports.ts'
import { IMPORT_STATES, ON_CONFLICT } from '../core/words/imports.ts'
import { SEXES, USER_STATES } from '../core/words/members.ts'
import { PERIOD_KINDS, PERIOD_STATES, REGULATION_STATES } from '../core/words/reports.ts'
import type { RowOf, TableDefinition } from './columns.ts'
import { blob, drizzleTables, flag, id, integer, json, oneOf, optional, table, text } from './columns.ts'
import { documentTables } from './tables/documents.ts'
import { exportTables } from './tables/exports.ts'
import { meetingTables } from './tables/meetings.ts'
import { opinionTables } from './tables/opinions.ts'
import { planTables } from './tables/plans.ts'
import { proposalTables } from './tables/proposals.ts'
import { dated, record } from './tables/record.ts'
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
      members: json(),
      data: json(),
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
      row: json(),
    },
    { key: ['resource', 'rowKey', 'version'] },
  ),
  /** Answers to retries, in the order in which they are forgotten; `scope` is the hash of who sent which key for what. */
  idempotencyKeys: table(
    {
      scope: text(),
      requestHash: text(),
      status: integer(),
      headers: json(),
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
      error: optional(json()),
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
  users: table(
    {
      ...record,
      login: text(),
      displayName: text(),
      personId: optional(id()),
      state: oneOf(USER_STATES),
      passwordHash: optional(text()),
      codeHash: optional(text()),
      codeExpiresAt: optional(text()),
      sessionVersion: integer(),
    },
    { unique: [['login'], ['externalId']], references: { personId: 'persons' } },
  ),
  userRoles: table(
    { ...record, userId: id(), role: text(), organizationId: optional(id()), ...dated },
    {
      indexes: [['validFrom', 'id'], ['userId']],
      unique: [['externalId']],
      references: { userId: 'users', organizationId: 'organizations' },
    },
  ),
  refreshTokens: table(
    {
      id: id(),
      userId: id(),
      family: id(),
      tokenHash: text(),
      issuedAt: text(),
      expiresAt: text(),
      familyExpiresAt: text(),
      usedAt: optional(text()),
      successor: optional(text()),
      revokedAt: optional(text()),
    },
    { unique: [['tokenHash']], indexes: [['family'], ['userId']], references: { userId: 'users' } },
  ),
  apiKeys: table(
    {
      ...record,
      name: text(),
      prefix: text(),
      keyHash: text(),
      scopes: json(),
      organizationIds: json(),
      expiresAt: text(),
      revokedAt: optional(text()),
    },
    { unique: [['keyHash'], ['externalId']] },
  ),
  /** Beside the keys and without versions: that a key is in use is no change of the key. */
  apiKeyUses: table({ keyId: id(), usedAt: text() }, { key: ['keyId'], references: { keyId: 'apiKeys' } }),
  /** Where an owner has logged in lately: what fails elsewhere does not stop them there. */
  knownAddresses: table(
    { userId: id(), addressHash: text(), lastLoginAt: text() },
    { key: ['userId', 'addressHash'], references: { userId: 'users' } },
  ),
  /** Of the whole installation (`storage/installation.ts`): what is tried need not exist. */
  throttles: table(
    { throttleKey: text(), failures: integer(), windowStartedAt: text(), lockedUntil: optional(text()) },
    { key: ['throttleKey'] },
  ),

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
      settings: json(),
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
      aliases: json(),
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
      nameVariants: json(),
      pinyin: text(),
      sex: optional(oneOf(SEXES)),
      nation: optional(text()),
      birthDate: optional(text()),
      politics: json(),
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
      options: json(),
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
  importProfiles: table(
    { ...record, name: text(), settings: json(), fingerprint: optional(text()) },
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
      resource: text(),
      fileId: id(),
      fileName: text(),
      fileSha256: text(),
      profile: json(),
      onConflict: oneOf(ON_CONFLICT),
      state: oneOf(IMPORT_STATES),
      summary: json(),
      decisions: json(),
      answers: json(),
      planHash: optional(text()),
      planSeq: integer(),
      chunks: integer(),
      cursor: integer(),
      termId: optional(id()),
      sameFileAs: optional(id()),
      jobId: optional(id()),
      ownerOrganizationId: optional(id()),
      error: optional(json()),
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
      marks: json(),
      changedSince: json(),
      invited: json(),
      kept: optional(json()),
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
      previous: optional(json()),
    },
    { key: ['importId', 'chunk', 'position'], indexes: [['targetKey']], references: { importId: 'imports' } },
  ),
  ...exportTables,
} satisfies Record<string, TableDefinition>

/** What the numbers of the yearly report are made of: who there is, and what they did. */
export const STATED_TABLES: readonly TableName[] = [
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
