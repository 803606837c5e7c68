import {
  GUEST_KINDS,
  INVITATION_ORIGINS,
  LEAVE_FORMS,
  LEAVE_STATES,
  MEETING_STATES,
  PARTICIPATION_MODES,
  PARTS,
  PRESENCES,
  RESPONSES,
  SESSION_STATES,
  SPEAKER_STATES,
  STORED_METHODS,
} from '../../core/words/meetings.ts'
import type { TableDefinition } from '../columns.ts'
import { flag, id, integer, json, oneOf, optional, table, text } from '../columns.ts'
import { owned, record } from './record.ts'

/** Whom a session expects: everybody, who holds an office, who belongs to a body. */
export interface InvitationRule {
  all?: boolean | undefined
  offices?: string[] | undefined
  organizationIds?: string[] | undefined
}

/** Meetings and activities, who was asked, who came, who asked for leave. */
export const meetingTables = {
  meetings: table(
    {
      ...owned,
      title: text(),
      typeCode: text(),
      level: text(),
      topic: optional(text()),
      place: optional(text()),
      participationMode: oneOf(PARTICIPATION_MODES),
      startsOn: text(),
      endsOn: text(),
      state: oneOf(MEETING_STATES),
      cancelReason: optional(text()),
      graceMinutes: integer(),
      /** Places; who accepts when they are taken waits. */
      capacity: optional(integer()),
      /** Last day on which an invitation is answered; none: the day of the session. */
      answerBy: optional(text()),
      /** Those that were made together by one rule. */
      seriesId: optional(id()),
      /** What it was for, where its type leaves that open: `study`. */
      purpose: optional(text()),
      planItemId: optional(id()),
      placeId: optional(id()),
      supervisionGroupId: optional(id()),
      presidingMemberId: optional(id()),
      minutes: optional(text()),
      /** This record was entered twice: the other one stands. */
      mergedIntoId: optional(id()),
    },
    {
      unique: [['externalId']],
      indexes: [['startsOn', 'id'], ['typeCode', 'startsOn'], ['planItemId'], ['seriesId']],
      references: {
        ownerOrganizationId: 'organizations',
        planItemId: 'planItems',
        placeId: 'places',
        supervisionGroupId: 'supervisionGroups',
        presidingMemberId: 'members',
      },
    },
  ),
  /** Places that were visited, by their names. */
  meetingSites: table(
    { meetingId: id(), position: integer(), name: text() },
    { key: ['meetingId', 'position'], references: { meetingId: 'meetings' } },
  ),
  /** Who organises beside the owner, who leads; confirmed once the other one has said so. */
  meetingOrganizers: table(
    { meetingId: id(), organizationId: id(), confirmedOn: optional(text()) },
    {
      key: ['meetingId', 'organizationId'],
      indexes: [['organizationId']],
      references: { meetingId: 'meetings', organizationId: 'organizations' },
    },
  ),
  /** Those who are no members: heads of departments, staff, experts, members of a higher level, residents. */
  meetingGuests: table(
    {
      meetingId: id(),
      position: integer(),
      kind: oneOf(GUEST_KINDS),
      name: text(),
      unit: optional(text()),
      came: flag(),
    },
    { key: ['meetingId', 'position'], references: { meetingId: 'meetings' } },
  ),
  meetingSessions: table(
    {
      ...record,
      meetingId: id(),
      number: integer(),
      day: text(),
      /** Last day of a session that runs over several. */
      dayTo: optional(text()),
      part: oneOf(PARTS),
      startTime: optional(text()),
      endTime: optional(text()),
      title: optional(text()),
      state: oneOf(SESSION_STATES),
      picked: flag(),
      /** Whom the session expects, as long as no list was picked: who holds this office or belongs to this body then. */
      invitationRule: optional(json<InvitationRule>()),
    },
    {
      unique: [['meetingId', 'number'], ['externalId']],
      indexes: [['day', 'number', 'id']],
      references: { meetingId: 'meetings' },
    },
  ),
  /** Who asks to speak at a session, in their order: the list that whoever presides calls from. */
  speakerRequests: table(
    {
      ...record,
      sessionId: id(),
      memberId: id(),
      number: integer(),
      topic: optional(text()),
      state: oneOf(SPEAKER_STATES),
      calledAt: optional(text()),
      spokeAt: optional(text()),
    },
    {
      unique: [['sessionId', 'number'], ['externalId']],
      indexes: [['createdAt', 'id'], ['memberId']],
      references: { sessionId: 'meetingSessions', memberId: 'members' },
    },
  ),
  /** Addresses under which a member's own calendar is read; only a hash of each is kept. */
  calendarLinks: table(
    { ...record, userId: id(), memberId: id(), tokenHash: text(), validTo: text() },
    {
      unique: [['tokenHash'], ['externalId']],
      indexes: [['memberId', 'createdAt']],
      references: { userId: 'users', memberId: 'members' },
    },
  ),
  /** From when to when members sign in to a session. */
  signInWindows: table(
    { ...record, sessionId: id(), opensAt: text(), closesAt: text() },
    {
      unique: [['externalId']],
      indexes: [['opensAt', 'id'], ['sessionId']],
      references: { sessionId: 'meetingSessions' },
    },
  ),
  /** How a member signed in: the evidence beside their mark on the roll. */
  signIns: table(
    {
      ...record,
      windowId: id(),
      sessionId: id(),
      memberId: id(),
      means: text(),
      presence: oneOf(PRESENCES),
      /** The half minute of the member's own code. */
      codeStep: optional(integer()),
      signedAt: text(),
      signedBy: text(),
    },
    {
      unique: [['externalId']],
      indexes: [['signedAt', 'id'], ['sessionId'], ['memberId', 'codeStep']],
      references: { windowId: 'signInWindows', sessionId: 'meetingSessions', memberId: 'members' },
    },
  ),
  invitations: table(
    {
      sessionId: id(),
      memberId: id(),
      origin: oneOf(INVITATION_ORIGINS),
      response: oneOf(RESPONSES),
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
      presence: oneOf(PRESENCES),
      leaveType: optional(text()),
      method: oneOf(STORED_METHODS),
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
      state: oneOf(LEAVE_STATES),
      retroactive: flag(),
      form: oneOf(LEAVE_FORMS),
      submittedAt: text(),
      decidedBy: optional(text()),
      decidedAt: optional(text()),
      decisionNote: optional(text()),
      /** The member whose office decides, where staff enter the decision. */
      approverMemberId: optional(id()),
    },
    {
      unique: [['externalId']],
      indexes: [['submittedAt', 'id'], ['meetingId'], ['memberId']],
      references: { memberId: 'members', meetingId: 'meetings', approverMemberId: 'members' },
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
  /** Who decides on leave from which meetings, and what it asks for. */
  leavePolicies: table(
    {
      ...record,
      /** Null: every type without a policy of its own that covers the length. */
      typeCode: optional(text()),
      /** Half-days up to which it holds; null: any number. */
      maxHalfDays: optional(integer()),
      approverOffice: optional(text()),
      noticeDays: integer(),
      writtenOnly: flag(),
      maxRequests: optional(integer()),
    },
    { unique: [['externalId']], indexes: [['createdAt', 'id'], ['typeCode']] },
  ),
} satisfies Record<string, TableDefinition>
