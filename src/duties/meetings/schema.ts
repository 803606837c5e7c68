import { z } from 'zod'
import { exactlyOne } from '../../core/cross-fields.ts'
import { Code, Count, Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import {
  GUEST_KINDS,
  MEETING_LEVELS,
  MEETING_PURPOSES,
  MEETING_STATES,
  PARTICIPATION_MODES,
  PARTS,
  SESSION_STATES,
} from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ example: '09:00' })
export const Part = coded(PARTS)

const SessionFields = {
  day: Day,
  dayTo: Day.nullable().default(null).meta({ description: 'Last day, of a session over several days.' }),
  part: Part.default('day'),
  startTime: TimeOfDay.nullable().default(null),
  endTime: TimeOfDay.nullable().default(null),
  title: Line(100).nullable().default(null),
  externalId: ExternalId.nullable().default(null),
}

export const NestedSession = z.strictObject(SessionFields)

/** Who takes part and is no member: they stand apart from the attendance of members. */
const Guest = z.strictObject({
  kind: coded(GUEST_KINDS),
  name: Line(50),
  unit: Line(100).nullable().default(null),
  came: z.boolean().default(true),
})

const A_TEXT = { type: 'string' }
const A_NULL = { type: 'null' }

/** A document that the meeting follows up: the supervision of a key proposal, of an instruction. */
const FollowedDocument = z
  .strictObject({ proposalId: Id.nullable().default(null), instructionId: Id.nullable().default(null) })
  .refine(({ proposalId, instructionId }) => (proposalId === null) !== (instructionId === null), {
    error: 'name one of proposalId and instructionId',
  })
  .meta({
    oneOf: [
      { required: ['proposalId'], properties: { proposalId: A_TEXT, instructionId: A_NULL } },
      { required: ['instructionId'], properties: { instructionId: A_TEXT, proposalId: A_NULL } },
    ],
  })

export const MeetingInput = z.strictObject({
  title: Line(200).meta({ example: '九届十二次常委会议' }),
  typeCode: Code.meta({ description: 'Of the catalogue meeting_type.', example: 'sc_meeting' }),
  level: coded(MEETING_LEVELS).default('district'),
  topic: Line(200).nullable().default(null),
  place: Line(200).nullable().default(null),
  participationMode: coded(PARTICIPATION_MODES).default('must_attend'),
  startsOn: Day,
  endsOn: Day,
  graceMinutes: Count(240).default(15).meta({ description: 'Late after the start by more than this.' }),
  capacity: z.int().min(1).max(10_000).nullable().default(null).meta({
    description: 'Places in each session; who says later that they come waits. None: everybody has one.',
  }),
  answerBy: Day.nullable()
    .default(null)
    .meta({ description: 'Last day on which invitations are answered; none: the day of the session.' }),
  ownerOrganizationId: Id.nullable()
    .default(null)
    .meta({ description: 'The organiser that leads and records.' }),
  organizerIds: z
    .array(Id)
    .max(20)
    .default([])
    .meta({ description: 'Who organises together with the owner, who leads and records.' }),
  purpose: coded(MEETING_PURPOSES)
    .nullable()
    .default(null)
    .meta({ description: 'What it was for, where its type leaves that open.' }),
  presidingMemberId: Id.nullable().default(null).meta({ description: 'The member who presides.' }),
  planItemId: Id.nullable()
    .default(null)
    .meta({ description: 'The item of the annual plan that it fulfils.' }),
  placeId: Id.nullable().default(null).meta({ description: 'The studio, home or parlour where it is held.' }),
  supervisionGroupId: Id.nullable().default(null).meta({ description: 'The group whose visit it is.' }),
  sitesVisited: z.array(Line(100)).max(20).default([]),
  guests: z.array(Guest).max(500).default([]),
  documents: z.array(FollowedDocument).max(20).default([]),
  minutes: Prose(20_000).nullable().default(null),
  sessions: z
    .array(NestedSession)
    .max(40)
    .optional()
    .meta({ description: 'At creation; none: one session on the first day.' }),
  externalId: ExternalId.nullable().default(null),
})

export const MeetingOutput = z.object({
  state: coded(MEETING_STATES),
  cancelReason: z.string().nullable(),
  seriesId: Id.nullable().meta({ description: 'Made by one rule together with others: `/meetings/series`.' }),
  organizers: z
    .array(z.object({ organizationId: Id, confirmedOn: Day.nullable() }))
    .meta({ description: 'Who organises beside the owner, and since when they confirm what it recorded.' }),
  mergedIntoId: Id.nullable().meta({ description: 'Entered twice: this is the record that stands.' }),
  sessions: z.array(
    z.object({
      id: Id,
      number: z.int(),
      day: Day,
      dayTo: Day.nullable(),
      part: Part,
      startTime: z.string().nullable(),
      endTime: z.string().nullable(),
      title: z.string().nullable(),
      state: coded(SESSION_STATES),
      externalId: z.string().nullable(),
    }),
  ),
})

const InvitationRule = z
  .strictObject({
    all: z.boolean().optional(),
    offices: z.array(Code).max(20).optional(),
    organizationIds: z.array(Id).max(50).optional(),
  })
  .meta({ id: 'InvitationRule' })

export const SessionInput = z.strictObject({ meetingId: Id, ...SessionFields })
export const SessionOutput = z.object({
  number: z.int(),
  state: coded(SESSION_STATES),
  picked: z.boolean().meta({ description: 'An explicit list replaced the invitation rule.' }),
  invitationRule: InvitationRule.nullable().meta({
    description: 'Whom the session expects; null with an explicit list, or before anybody is invited.',
  }),
})

export const Invite = z
  .strictObject({
    sessionIds: z.array(Id).max(40).optional().meta({ description: 'None: all sessions of the meeting.' }),
    rule: InvitationRule.optional().meta({
      description:
        'Who holds one of these offices or belongs to one of these bodies on the day. It is asked again when the day moves and when the session is settled.',
    }),
    memberIds: z
      .array(Id)
      .max(5_000)
      .optional()
      .meta({ description: 'An explicit list; switches the rule off.' }),
  })
  .refine((value) => (value.rule === undefined) !== (value.memberIds === undefined), {
    error: 'give either a rule or a list of members',
  })
  .meta({
    id: 'Invite',
    example: { rule: { offices: ['standing_member'] } },
    ...exactlyOne('rule', 'memberIds'),
  })

export const Invited = z
  .object({
    sessions: z.array(z.object({ sessionId: Id, invited: z.int(), added: z.int(), removed: z.int() })),
  })
  .meta({ id: 'Invited' })

export const Reason = z
  .strictObject({ reason: Line(500) })
  .meta({ id: 'Reason', example: { reason: '台风，另行通知' } })

export const inviteToMeeting = operation('inviteToMeeting', Invited)
