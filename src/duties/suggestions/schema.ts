import { z } from 'zod'
import { Day, ExternalId, Id, Prose } from '../../core/fields.ts'
import { SUGGESTION_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import type { Moves } from '../moves.ts'

export const SuggestionState = coded(SUGGESTION_STATES)

/** The life of a suggestion; what was declined ends there. */
export const SUGGESTION_MOVES = {
  send: { from: ['raised'], to: 'sent' },
  adopt: { from: ['sent'], to: 'adopted' },
  'adopt-partly': { from: ['sent'], to: 'partly' },
  decline: { from: ['sent'], to: 'declined' },
  finish: { from: ['adopted', 'partly'], to: 'done' },
} as const satisfies Moves

/** Where it was raised: one of these is named. */
export const SOURCES = ['meetingId', 'supervisionGroupId', 'researchReportId', 'placeId'] as const

const source = (what: string) => Id.nullable().default(null).meta({ description: what })

export const SuggestionInput = z.strictObject({
  meetingId: source('Raised at this consultation; one of the four sources is named.'),
  supervisionGroupId: source('Raised by this supervision group.'),
  researchReportId: source('A point of this report.'),
  placeId: source('Raised at this studio, home or parlour.'),
  memberId: Id.nullable().default(null).meta({ description: 'The member who raised it, where it was one.' }),
  organizationId: Id.nullable().default(null).meta({ description: 'The unit that it is put to.' }),
  text: Prose(5_000).min(1),
  raisedOn: Day,
  note: Prose(2_000).nullable().default(null),
  declaredCount: z
    .int()
    .min(1)
    .max(10_000)
    .nullable()
    .default(null)
    .meta({
      description:
        'Only a number is known: so many points stand behind this record. Numbers count records, so it is left out of ' +
        'them and shown as left out.',
    }),
  ownerOrganizationId: Id.nullable().default(null),
  externalId: ExternalId.nullable().default(null),
})

export const SuggestionOutput = z.object({
  state: SuggestionState,
  sentOn: Day.nullable(),
  answeredOn: Day.nullable(),
  doneOn: Day.nullable(),
})

export const Send = z
  .strictObject({ sentOn: Day })
  .meta({ id: 'SendSuggestion', example: { sentOn: '2019-06-20' } })

export const Answer = z
  .strictObject({
    answeredOn: Day,
    note: Prose(2_000).nullable().optional().meta({ description: 'What the unit said.' }),
  })
  .meta({ id: 'AnswerSuggestion', example: { answeredOn: '2019-07-20', note: '列入年度实施计划' } })

export const Finish = z
  .strictObject({ doneOn: Day })
  .meta({ id: 'FinishSuggestion', example: { doneOn: '2019-11-30' } })
