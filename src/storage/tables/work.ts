import {
  ASSESSMENT_STATES,
  EVIDENCE_RULES,
  type FIELD_TYPES,
  VERIFICATIONS,
} from '../../core/words/duties.ts'
import { CHANGE_REQUEST_STATES, type CHANGED_FIELD_STATES } from '../../core/words/members.ts'
import type { TableDefinition } from '../columns.ts'
import { flag, id, integer, json, oneOf, optional, table, text } from '../columns.ts'
import { dated, owned, record } from './record.ts'

/** A field of a kind of duty, as the committee has defined it. */
interface DutyField {
  name: string
  title: string
  type: keyof typeof FIELD_TYPES
  required: boolean
  choices?: string[] | undefined
  max?: number | undefined
}
/** What a record says in such fields, by their names. */
type DutyValues = Record<string, string | number | boolean>

/** What a member may ask to have changed; offices, bodies and days of the mandate are the committee's to say. */
export type AskedField =
  | 'name'
  | 'nameVariants'
  | 'sex'
  | 'nation'
  | 'birthDate'
  | 'politics'
  | 'phone'
  | 'unit'
  | 'post'

/** A field of a change request: what stood, what is wanted, and what became of it. */
export interface ChangedField {
  field: AskedField
  before: unknown
  value: unknown
  state: keyof typeof CHANGED_FIELD_STATES
  /** Why it was refused. */
  reason: string | null
}

/** Plans, rosters, supervision, service and every other kind of duty. */
export const workTables = {
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
      indexes: [['validFrom', 'id'], ['rosterId', 'validFrom'], ['memberId']],
      references: { rosterId: 'rosters', memberId: 'members' },
    },
  ),
  serviceRecords: table(
    {
      ...owned,
      kind: text(),
      title: text(),
      startsOn: text(),
      endsOn: text(),
      /** Days on the spot, where they are fewer than from the first to the last. */
      days: optional(integer()),
      team: optional(text()),
      place: optional(text()),
      placeId: optional(id()),
      peopleServed: integer(),
      outsiders: integer(),
      hours: optional(integer()),
      problemsRaised: integer(),
      problemsSolved: integer(),
      visits: integer(),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['startsOn', 'id'],
        ['kind', 'startsOn'],
      ],
      references: { placeId: 'places', ownerOrganizationId: 'organizations' },
    },
  ),
  serviceRecordMembers: table(
    { serviceRecordId: id(), memberId: id(), position: integer() },
    {
      key: ['serviceRecordId', 'memberId'],
      indexes: [['memberId']],
      references: { serviceRecordId: 'serviceRecords', memberId: 'members' },
    },
  ),
  /** Rewards and penalties (奖惩): of a member or of a body. */
  recognitions: table(
    {
      ...owned,
      kind: text(),
      memberId: optional(id()),
      organizationId: optional(id()),
      title: text(),
      level: optional(text()),
      reason: optional(text()),
      awardedOn: text(),
    },
    {
      unique: [['externalId']],
      indexes: [['awardedOn', 'id'], ['memberId']],
      references: {
        memberId: 'members',
        organizationId: 'organizations',
        ownerOrganizationId: 'organizations',
      },
    },
  ),
  /** Counts of a year as an office declares them (履职情况统计表), beside what the records give. */
  declaredStatistics: table(
    { ...owned, memberId: id(), year: integer(), measure: text(), value: integer() },
    {
      unique: [['externalId']],
      uniqueWithout: { deletedAt: ['memberId', 'year', 'measure'] },
      indexes: [
        ['year', 'id'],
        ['measure', 'id'],
        ['memberId', 'year'],
      ],
      references: { memberId: 'members', ownerOrganizationId: 'organizations' },
    },
  ),
  /** Judgements (评议): what a rater gave a member, a body or a proposal, as exact decimals. */
  assessments: table(
    {
      ...owned,
      form: text(),
      raterKind: text(),
      rater: optional(text()),
      memberId: optional(id()),
      organizationId: optional(id()),
      proposalId: optional(id()),
      points: text(),
      reason: text(),
      assessedOn: text(),
      state: oneOf(ASSESSMENT_STATES),
      enteredBy: text(),
      decidedBy: optional(text()),
      decidedAt: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['assessedOn', 'id'], ['memberId', 'assessedOn'], ['proposalId']],
      references: {
        memberId: 'members',
        organizationId: 'organizations',
        proposalId: 'proposals',
        ownerOrganizationId: 'organizations',
      },
    },
  ),
  /** A kind of duty that a committee adds by itself: its extra fields, its evidence, who may enter it. */
  dutyKinds: table(
    {
      ...record,
      code: text(),
      name: text(),
      class: text(),
      fields: json<DutyField[]>(),
      evidence: oneOf(EVIDENCE_RULES),
      enteredBy: text(),
      ...dated,
    },
    { unique: [['code'], ['externalId']] },
  ),
  dutyRecords: table(
    {
      ...owned,
      dutyKindId: id(),
      memberId: id(),
      title: text(),
      day: text(),
      dayTo: optional(text()),
      fields: json<DutyValues>(),
      selfDeclared: flag(),
      verification: oneOf(VERIFICATIONS),
      verifiedBy: optional(text()),
      verifiedAt: optional(text()),
      verificationNote: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['day', 'id'],
        ['memberId', 'day'],
        ['dutyKindId', 'day'],
      ],
      references: { dutyKindId: 'dutyKinds', memberId: 'members', ownerOrganizationId: 'organizations' },
    },
  ),
  /** A file that belongs to a record: evidence, leave papers, minutes. */
  attachments: table(
    {
      ...record,
      fileId: id(),
      name: text(),
      contentType: text(),
      size: integer(),
      purpose: text(),
      dutyRecordId: optional(id()),
      leaveRequestId: optional(id()),
      meetingId: optional(id()),
    },
    {
      unique: [['externalId']],
      indexes: [['createdAt', 'id'], ['dutyRecordId'], ['leaveRequestId'], ['meetingId']],
      references: {
        fileId: 'files',
        dutyRecordId: 'dutyRecords',
        leaveRequestId: 'leaveRequests',
        meetingId: 'meetings',
      },
    },
  ),
  /** What a member wants changed on the own record, field by field, until staff decide. */
  changeRequests: table(
    {
      ...record,
      memberId: id(),
      fields: json<ChangedField[]>(),
      state: oneOf(CHANGE_REQUEST_STATES),
      note: optional(text()),
      submittedAt: text(),
      decidedBy: optional(text()),
      decidedAt: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['submittedAt', 'id'], ['memberId']],
      references: { memberId: 'members' },
    },
  ),
} satisfies Record<string, TableDefinition>
