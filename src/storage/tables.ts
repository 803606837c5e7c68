import type { RowOf, StoredRow, TableDefinition } from './columns.ts'
import { blob, flag, id, integer, json, optional, table, text } from './columns.ts'

/**
 * The whole data model, once, for both engines. `committee_id` leads every key and index: it is the tenant, the
 * access boundary and the shard key. `ddl.ts` spells each engine's SQL; `migrations/` holds what was released.
 */

/** What every record carries that people change one by one. */
const record = {
  id: id(),
  version: integer(),
  /** Sequence number of the event that made this version. */
  seq: integer(),
  externalId: optional(text()),
  createdAt: text(),
  updatedAt: text(),
  deletedAt: optional(text()),
}
const owned = { ...record, ownerOrganizationId: optional(id()) }
const dated = { validFrom: text(), validTo: optional(text()) }

export const tables = {
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
    },
    {
      key: ['seq'],
      indexes: [['subjectType', 'subjectId', 'seq']],
    },
  ),
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
      status: text(),
      fingerprint: optional(text()),
      input: json(),
      phase: text(),
      done: integer(),
      total: integer(),
      result: optional(json()),
      error: optional(json()),
      cancelRequested: flag(),
      attempts: integer(),
      leaseBy: optional(text()),
      leaseUntil: optional(text()),
      createdBy: text(),
      createdAt: text(),
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

  // Who may.
  users: table(
    {
      ...record,
      login: text(),
      displayName: text(),
      personId: optional(id()),
      state: text(),
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
      indexes: [['userId']],
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
  throttles: table(
    { throttleKey: text(), failures: integer(), windowStartedAt: text(), lockedUntil: optional(text()) },
    { key: ['throttleKey'] },
  ),

  // Who.
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
    { unique: [['catalogue', 'code'], ['externalId']] },
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
    { unique: [['termId', 'number'], ['externalId']], references: { termId: 'terms' } },
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
  persons: table({ id: id(), createdAt: text() }),
  members: table(
    {
      ...record,
      personId: id(),
      termId: id(),
      memberNo: text(),
      name: text(),
      nameVariants: json(),
      pinyin: text(),
      sex: optional(text()),
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
      indexes: [['memberId'], ['organizationId']],
      references: { memberId: 'members', organizationId: 'organizations' },
    },
  ),
  offices: table(
    { ...record, memberId: id(), office: text(), ...dated },
    { unique: [['externalId']], indexes: [['memberId'], ['office']], references: { memberId: 'members' } },
  ),
  exemptions: table(
    { ...record, memberId: id(), reason: text(), note: optional(text()), ...dated },
    { unique: [['externalId']], indexes: [['memberId']], references: { memberId: 'members' } },
  ),

  // What they did.
  meetings: table(
    {
      ...owned,
      title: text(),
      typeCode: text(),
      level: text(),
      topic: optional(text()),
      place: optional(text()),
      participationMode: text(),
      startsOn: text(),
      endsOn: text(),
      state: text(),
      cancelReason: optional(text()),
      graceMinutes: integer(),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['startsOn', 'id'],
        ['typeCode', 'startsOn'],
      ],
      references: { ownerOrganizationId: 'organizations' },
    },
  ),
  meetingSessions: table(
    {
      ...record,
      meetingId: id(),
      number: integer(),
      day: text(),
      /** Last day of a session that runs over several. */
      dayTo: optional(text()),
      part: text(),
      startTime: optional(text()),
      endTime: optional(text()),
      title: optional(text()),
      state: text(),
      picked: flag(),
    },
    {
      unique: [['meetingId', 'number'], ['externalId']],
      indexes: [['day', 'id']],
      references: { meetingId: 'meetings' },
    },
  ),
  invitations: table(
    {
      sessionId: id(),
      memberId: id(),
      origin: text(),
      response: text(),
      respondedAt: optional(text()),
      version: integer(),
      seq: integer(),
      updatedAt: text(),
      deletedAt: optional(text()),
    },
    {
      key: ['sessionId', 'memberId'],
      indexes: [['memberId', 'sessionId']],
      references: { sessionId: 'meetingSessions', memberId: 'members' },
    },
  ),
  attendance: table(
    {
      sessionId: id(),
      memberId: id(),
      presence: text(),
      leaveType: optional(text()),
      method: text(),
      arrivedAt: optional(text()),
      note: optional(text()),
      importId: optional(id()),
      version: integer(),
      seq: integer(),
      updatedAt: text(),
      deletedAt: optional(text()),
    },
    {
      key: ['sessionId', 'memberId'],
      indexes: [['memberId', 'sessionId']],
      references: { sessionId: 'meetingSessions', memberId: 'members' },
    },
  ),
  leaveRequests: table(
    {
      ...record,
      memberId: id(),
      meetingId: id(),
      leaveType: text(),
      reason: optional(text()),
      state: text(),
      retroactive: flag(),
      submittedAt: text(),
      decidedBy: optional(text()),
      decidedAt: optional(text()),
      decisionNote: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['meetingId'], ['memberId']],
      references: { memberId: 'members', meetingId: 'meetings' },
    },
  ),
  leaveSessions: table(
    { leaveRequestId: id(), sessionId: id(), memberId: id() },
    {
      key: ['leaveRequestId', 'sessionId'],
      indexes: [['sessionId', 'memberId']],
      references: { leaveRequestId: 'leaveRequests', sessionId: 'meetingSessions', memberId: 'members' },
    },
  ),
  speeches: table(
    { ...owned, memberId: id(), meetingId: id(), title: text(), form: text(), state: text() },
    {
      unique: [['externalId']],
      indexes: [['memberId'], ['meetingId']],
      references: { memberId: 'members', meetingId: 'meetings', ownerOrganizationId: 'organizations' },
    },
  ),
  proposals: table(
    {
      ...owned,
      serialNo: optional(text()),
      caseNo: optional(text()),
      title: text(),
      content: optional(text()),
      category: optional(text()),
      proposerKind: text(),
      organizationId: optional(id()),
      plenarySessionId: optional(id()),
      state: text(),
      submittedOn: optional(text()),
      filedOn: optional(text()),
      notFiledReason: optional(text()),
      withdrawnOn: optional(text()),
      signatureDeadline: optional(text()),
    },
    {
      unique: [['externalId'], ['plenarySessionId', 'caseNo']],
      indexes: [
        ['submittedOn', 'id'],
        ['state', 'submittedOn'],
      ],
      references: {
        organizationId: 'organizations',
        plenarySessionId: 'plenarySessions',
        ownerOrganizationId: 'organizations',
      },
    },
  ),
  proposalSigners: table(
    { proposalId: id(), memberId: id(), position: integer(), role: text(), signedOn: optional(text()) },
    {
      key: ['proposalId', 'memberId'],
      indexes: [['memberId', 'proposalId']],
      references: { proposalId: 'proposals', memberId: 'members' },
    },
  ),
  opinions: table(
    {
      ...owned,
      title: text(),
      content: optional(text()),
      state: text(),
      submittedOn: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['submittedOn', 'id']],
      references: { ownerOrganizationId: 'organizations' },
    },
  ),
  opinionAuthors: table(
    { opinionId: id(), memberId: id(), position: integer() },
    {
      key: ['opinionId', 'memberId'],
      indexes: [['memberId', 'opinionId']],
      references: { opinionId: 'opinions', memberId: 'members' },
    },
  ),
  opinionAdoptions: table(
    {
      ...record,
      opinionId: id(),
      level: text(),
      kind: text(),
      unit: optional(text()),
      publication: optional(text()),
      adoptedOn: text(),
    },
    { unique: [['externalId']], indexes: [['opinionId']], references: { opinionId: 'opinions' } },
  ),
  rosters: table(
    { ...owned, code: text(), kind: text(), name: text() },
    {
      unique: [['code'], ['externalId']],
      indexes: [['kind', 'code']],
      references: { ownerOrganizationId: 'organizations' },
    },
  ),
  rosterEntries: table(
    {
      ...record,
      rosterId: id(),
      category: text(),
      memberId: optional(id()),
      name: text(),
      batch: optional(integer()),
      ...dated,
    },
    {
      unique: [['externalId']],
      indexes: [['rosterId', 'validFrom'], ['memberId']],
      references: { rosterId: 'rosters', memberId: 'members' },
    },
  ),
  /** What leaders wrote on a document: one leader on one document is one row. */
  instructions: table(
    {
      ...record,
      opinionId: optional(id()),
      proposalId: optional(id()),
      speechId: optional(id()),
      leaderName: text(),
      leaderTitle: optional(text()),
      leaderLevel: text(),
      isPrincipal: flag(),
      instructedOn: text(),
      summary: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['instructedOn', 'id'], ['opinionId'], ['proposalId'], ['speechId']],
      references: {
        opinionId: 'opinions',
        proposalId: 'proposals',
        speechId: 'speeches',
      },
    },
  ),

  // What it earned.
  regulations: table(
    {
      ...record,
      name: text(),
      number: integer(),
      title: text(),
      source: text(),
      sourceHash: text(),
      options: json(),
      state: text(),
      activatedAt: optional(text()),
    },
    { unique: [['name', 'number'], ['externalId']] },
  ),
  periods: table(
    {
      ...record,
      kind: text(),
      name: text(),
      startsOn: text(),
      endsOn: text(),
      regulationId: id(),
      state: text(),
      closedAt: optional(text()),
    },
    { unique: [['externalId']], references: { regulationId: 'regulations' } },
  ),

  // In and out.
  importProfiles: table(
    { ...record, name: text(), settings: json() },
    { unique: [['name'], ['externalId']] },
  ),
  imports: table(
    {
      ...record,
      resource: text(),
      fileId: id(),
      fileName: text(),
      fileSha256: text(),
      profile: json(),
      onConflict: text(),
      state: text(),
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
  /** Provenance: the cell of the file behind each value that was written. */
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
  exports: table(
    {
      ...record,
      kind: text(),
      format: text(),
      parameters: json(),
      state: text(),
      jobId: optional(id()),
      fileId: optional(id()),
      rows: integer(),
      createdBy: text(),
    },
    { unique: [['externalId']] },
  ),
} satisfies Record<string, TableDefinition>

export type Tables = typeof tables
export type TableName = keyof Tables
export type Row<N extends TableName> = RowOf<Tables[N]>

/** What Kysely sees. */
export type Schema = { [N in TableName]: StoredRow<Tables[N]> }
