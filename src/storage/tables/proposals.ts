import {
  ASSIGNMENT_ROLES,
  ASSIGNMENT_STATES,
  PROPOSAL_STATES,
  PROPOSER_KINDS,
  PUBLICITY,
} from '../../core/words/proposals.ts'
import type { TableDefinition } from '../columns.ts'
import { flag, id, integer, oneOf, optional, table, text } from '../columns.ts'
import { owned, record } from './record.ts'

/** A proposal from its draft to the archive: who signed, who handles it, what they answered, what was said of that. */
export const proposalTables = {
  proposals: table(
    {
      ...owned,
      serialNo: optional(text()),
      caseNo: optional(text()),
      title: text(),
      content: optional(text()),
      category: optional(text()),
      proposerKind: oneOf(PROPOSER_KINDS),
      organizationId: optional(id()),
      plenarySessionId: optional(id()),
      state: oneOf(PROPOSAL_STATES),
      submittedOn: optional(text()),
      filedOn: optional(text()),
      notFiledReason: optional(text()),
      notFiledOn: optional(text()),
      withdrawnOn: optional(text()),
      signatureDeadline: optional(text()),
      returnedReason: optional(text()),
      mergedIntoId: optional(id()),
      mergedOn: optional(text()),
      /** What became of one that was not filed: `opinion`, `letter` or `forwarded`. */
      convertedTo: optional(text()),
      convertedOn: optional(text()),
      convertedOpinionId: optional(id()),
      assignedOn: optional(text()),
      /** The reply of the last unit in this round; a new round begins without. */
      repliedOn: optional(text()),
      round: integer(),
      /** Until when its proposers may say what they think of the reply. */
      feedbackDueOn: optional(text()),
      /** Given back to its units; of the last round. */
      rehandledOn: optional(text()),
      closedOn: optional(text()),
      archivedOn: optional(text()),
      /** The same matter in an earlier year. */
      lineageOfId: optional(id()),
      /** Whether the proposers agree that it is published: `unasked`, `consented`, `consented_title`, `refused`. */
      publicity: oneOf(PUBLICITY),
      publishedOn: optional(text()),
      /** Chosen as a key proposal (重点提案): on which day, who of the leaders takes it on, who supervises. */
      keyOn: optional(text()),
      keyLeader: optional(text()),
      keyLeaderLevel: optional(text()),
      keySupervisor: optional(text()),
      excellentOn: optional(text()),
    },
    {
      unique: [['externalId'], ['plenarySessionId', 'caseNo']],
      indexes: [
        ['createdAt', 'id'],
        ['submittedOn', 'id'],
        ['state', 'submittedOn'],
        ['publishedOn', 'id'],
        ['lineageOfId'],
      ],
      states: {
        state: {
          submitted: 'submittedOn',
          filed: 'filedOn',
          not_filed: 'notFiledOn',
          merged: 'mergedOn',
          converted: 'convertedOn',
          withdrawn: 'withdrawnOn',
          assigned: 'assignedOn',
          replied: 'repliedOn',
          rehandling: 'rehandledOn',
          closed: 'closedOn',
          archived: 'archivedOn',
        },
        keyOn: {},
        excellentOn: {},
      },
      references: {
        organizationId: 'organizations',
        plenarySessionId: 'plenarySessions',
        ownerOrganizationId: 'organizations',
        convertedOpinionId: 'opinions',
      },
    },
  ),
  /** A unit that handles a proposal: leading, together with the lead, or its own part. */
  proposalAssignments: table(
    {
      ...record,
      proposalId: id(),
      organizationId: id(),
      role: oneOf(ASSIGNMENT_ROLES),
      state: oneOf(ASSIGNMENT_STATES),
      assignedOn: text(),
      dueOn: text(),
      extendedTo: optional(text()),
      extensionReason: optional(text()),
      extensionApprovedBy: optional(text()),
      transferReason: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['dueOn', 'id'], ['proposalId'], ['organizationId', 'dueOn']],
      states: { state: { assigned: 'assignedOn' } },
      references: { proposalId: 'proposals', organizationId: 'organizations' },
    },
  ),
  proposalReplies: table(
    {
      ...record,
      proposalId: id(),
      assignmentId: id(),
      round: integer(),
      repliedOn: text(),
      /** Until when the unit had to reply in this round. */
      dueOn: optional(text()),
      category: text(),
      content: optional(text()),
      promiseDueOn: optional(text()),
      promiseKeptOn: optional(text()),
      suggestionsTotal: optional(integer()),
      suggestionsAdopted: optional(integer()),
    },
    {
      unique: [['assignmentId', 'round'], ['externalId']],
      indexes: [['repliedOn', 'id'], ['proposalId']],
      references: { proposalId: 'proposals', assignmentId: 'proposalAssignments' },
    },
  ),
  /** A unit met a proposer face to face (面商). */
  proposalContacts: table(
    {
      ...record,
      proposalId: id(),
      organizationId: optional(id()),
      memberId: optional(id()),
      way: text(),
      contactedOn: text(),
      note: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['contactedOn', 'id'], ['proposalId']],
      references: { proposalId: 'proposals', organizationId: 'organizations', memberId: 'members' },
    },
  ),
  /** What a proposer says of the handling and of its result, each on its own scale. */
  proposalFeedbacks: table(
    {
      ...record,
      proposalId: id(),
      memberId: id(),
      round: integer(),
      attitude: text(),
      result: text(),
      comment: optional(text()),
      returnedOn: text(),
      /** A local rule made it up because nobody answered in time. */
      defaulted: flag(),
    },
    {
      unique: [['proposalId', 'memberId', 'round'], ['externalId']],
      indexes: [['returnedOn', 'id'], ['memberId']],
      references: { proposalId: 'proposals', memberId: 'members' },
    },
  ),
  proposalUrgings: table(
    { ...record, proposalId: id(), assignmentId: id(), urgedOn: text(), note: optional(text()) },
    {
      unique: [['externalId']],
      indexes: [['urgedOn', 'id'], ['proposalId']],
      references: { proposalId: 'proposals', assignmentId: 'proposalAssignments' },
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
} satisfies Record<string, TableDefinition>
