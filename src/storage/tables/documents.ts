import {
  REPORT_KINDS,
  RESEARCH_OUTCOMES,
  RESEARCH_STATES,
  SPEECH_ROLES,
  SPEECH_STATES,
  SUGGESTION_STATES,
} from '../../core/words/duties.ts'
import { SPEECH_FORMS } from '../../core/words/meetings.ts'
import type { TableDefinition } from '../columns.ts'
import { flag, id, integer, oneOf, optional, table, text } from '../columns.ts'
import { owned, record } from './record.ts'

/** What members wrote and said, and what others wrote on it. */
export const documentTables = {
  speeches: table(
    {
      ...owned,
      memberId: id(),
      meetingId: id(),
      title: text(),
      form: oneOf(SPEECH_FORMS),
      role: oneOf(SPEECH_ROLES),
      /** On behalf of this body. */
      organizationId: optional(id()),
      state: oneOf(SPEECH_STATES),
    },
    {
      unique: [['externalId']],
      indexes: [['createdAt', 'id'], ['memberId'], ['meetingId']],
      references: {
        memberId: 'members',
        meetingId: 'meetings',
        organizationId: 'organizations',
        ownerOrganizationId: 'organizations',
      },
    },
  ),
  researchReports: table(
    {
      ...owned,
      title: text(),
      kind: oneOf(REPORT_KINDS),
      /** `2019-05`: the month that the plan gave it. */
      month: optional(text()),
      planItemId: optional(id()),
      state: oneOf(RESEARCH_STATES),
      submittedOn: optional(text()),
      approvedOn: optional(text()),
      sentOn: optional(text()),
      returnReason: optional(text()),
      outcome: optional(oneOf(RESEARCH_OUTCOMES)),
    },
    {
      unique: [['externalId']],
      indexes: [['createdAt', 'id'], ['approvedOn', 'id'], ['planItemId']],
      references: { ownerOrganizationId: 'organizations', planItemId: 'planItems' },
    },
  ),
  researchReportMembers: table(
    { researchReportId: id(), memberId: id(), position: integer(), role: text() },
    {
      key: ['researchReportId', 'memberId'],
      indexes: [['memberId']],
      references: { researchReportId: 'researchReports', memberId: 'members' },
    },
  ),
  /** What leaders wrote on a document: one leader on one document is one row. */
  instructions: table(
    {
      ...record,
      opinionId: optional(id()),
      proposalId: optional(id()),
      speechId: optional(id()),
      researchReportId: optional(id()),
      issueId: optional(id()),
      leaderName: text(),
      leaderTitle: optional(text()),
      leaderLevel: text(),
      isPrincipal: flag(),
      instructedOn: text(),
      summary: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['instructedOn', 'id'],
        ['opinionId'],
        ['proposalId'],
        ['speechId'],
        ['researchReportId'],
        ['issueId'],
      ],
      references: {
        opinionId: 'opinions',
        proposalId: 'proposals',
        speechId: 'speeches',
        researchReportId: 'researchReports',
        issueId: 'opinionIssues',
      },
    },
  ),
  /** Steps of a committee's own that a proposal or an opinion has reached. */
  milestones: table(
    {
      ...record,
      proposalId: optional(id()),
      opinionId: optional(id()),
      step: text(),
      level: optional(text()),
      reachedOn: text(),
      note: optional(text()),
    },
    {
      unique: [['externalId']],
      indexes: [['reachedOn', 'id'], ['proposalId'], ['opinionId']],
      references: { proposalId: 'proposals', opinionId: 'opinions' },
    },
  ),
  /** A meeting that follows up documents: the supervision of a key proposal, of an instruction. */
  meetingDocuments: table(
    { meetingId: id(), position: integer(), proposalId: optional(id()), instructionId: optional(id()) },
    {
      key: ['meetingId', 'position'],
      indexes: [['proposalId'], ['instructionId']],
      references: { meetingId: 'meetings', proposalId: 'proposals', instructionId: 'instructions' },
    },
  ),
  /** Points that a consultation, a supervision group, a report or a studio put to a unit. */
  suggestions: table(
    {
      ...owned,
      meetingId: optional(id()),
      supervisionGroupId: optional(id()),
      researchReportId: optional(id()),
      placeId: optional(id()),
      memberId: optional(id()),
      organizationId: optional(id()),
      text: text(),
      raisedOn: text(),
      state: oneOf(SUGGESTION_STATES),
      sentOn: optional(text()),
      answeredOn: optional(text()),
      doneOn: optional(text()),
      note: optional(text()),
      /** Only a number is known: so many points stand behind this row. */
      declaredCount: optional(integer()),
    },
    {
      unique: [['externalId']],
      indexes: [['raisedOn', 'id'], ['meetingId'], ['supervisionGroupId']],
      states: {
        state: {
          raised: 'raisedOn',
          sent: 'sentOn',
          adopted: 'answeredOn',
          partly: 'answeredOn',
          declined: 'answeredOn',
          done: 'doneOn',
        },
      },
      references: {
        meetingId: 'meetings',
        supervisionGroupId: 'supervisionGroups',
        researchReportId: 'researchReports',
        placeId: 'places',
        memberId: 'members',
        organizationId: 'organizations',
        ownerOrganizationId: 'organizations',
      },
    },
  ),
} satisfies Record<string, TableDefinition>
