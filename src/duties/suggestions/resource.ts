import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import type { Step } from '../../committee/declared/life.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { checkNotBefore } from '../../core/moves.ts'
import { SUGGESTION_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import { containing } from '../../http/filters.ts'
import { checkSource, SOURCES } from './source.ts'

/** Suggestions (意见建议): points that a consultation, a supervision group, a report or a studio put to a unit. */

const DAYS_IN_ORDER = 'suggestions.days_in_order'

const source = (what: string) => Id.nullable().default(null).meta({ description: what })

const Answer = z
  .strictObject({
    answeredOn: Day,
    note: Prose(2_000).nullable().optional().meta({ description: 'What the unit said.' }),
  })
  .meta({ id: 'AnswerSuggestion', example: { answeredOn: '2019-07-20', note: '列入年度实施计划' } })

const answer = (to: 'adopted' | 'partly' | 'declined', summary: string) =>
  ({
    from: ['sent'],
    to,
    on: 'answeredOn',
    after: 'sentOn',
    body: Answer,
    summary,
  }) satisfies Step<'suggestions'>

/** From a point that was raised to one that is done; what was declined ends there. */
export const SUGGESTION_STEPS = {
  send: {
    from: ['raised'],
    to: 'sent',
    past: 'sent',
    on: 'sentOn',
    after: 'raisedOn',
    summary: 'Sent to the unit that it is put to',
    example: { sentOn: '2019-06-20' },
  },
  adopt: answer('adopted', 'The unit takes it up'),
  'adopt-partly': {
    ...answer('partly', 'The unit takes it up in part'),
    past: 'partly_adopted',
    operationId: 'adoptSuggestionPartly',
  },
  decline: answer('declined', 'The unit does not take it up'),
  finish: {
    from: ['adopted', 'partly'],
    to: 'done',
    on: 'doneOn',
    after: 'answeredOn',
    summary: 'What was taken up is done',
    example: { doneOn: '2019-11-30' },
  },
} as const satisfies Record<string, Step<'suggestions'>>

export const suggestions = declared({
  table: 'suggestions',
  path: '/suggestions',
  one: { en: 'suggestion', zh: '意见建议', PascalCase: 'Suggestion' },
  input: z.strictObject({
    meetingId: source('Raised at this consultation; one of the four sources is named.'),
    supervisionGroupId: source('Raised by this supervision group.'),
    researchReportId: source('A point of this report.'),
    placeId: source('Raised at this studio, home or parlour.'),
    memberId: Id.nullable()
      .default(null)
      .meta({ description: 'The member who raised it, where it was one.' }),
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
  }),
  output: z.object({
    state: coded(SUGGESTION_STATES),
    sentOn: Day.nullable(),
    answeredOn: Day.nullable(),
    doneOn: Day.nullable(),
  }),
  fixed: [...SOURCES],
  by: [...SOURCES, 'memberId', 'organizationId', 'state'],
  during: ['raisedOn', 'Raised on or after.'],
  filters: z.object({ q: Line(100).optional() }),
  where: (query) => containing(query, 'text'),
  sorts: ['raisedOn'],
  defaultSort: 'raisedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => ofPerson(principal.personId),
  closedBy: ['raisedOn'],
  inOffice: { memberId: 'raisedOn' },
  life: { first: 'raised', order: DAYS_IN_ORDER, steps: SUGGESTION_STEPS },
  oneOf: {
    columns: SOURCES,
    rule: 'suggestions.one_source',
    en: `Name one source: ${SOURCES.join(', ')}`,
    zh: `须且只能指明一个来源：${SOURCES.join('、')}`,
  },
  checks: async (tx, whole, { raisedOn }) => {
    if (raisedOn) await checkSource(tx, whole)
  },
  onChange: async (_tx, { sentOn }, patch) => {
    if (patch.raisedOn) {
      checkNotBefore(DAYS_IN_ORDER, 'raisedOn', sentOn ?? patch.raisedOn, patch.raisedOn)
    }
    return patch
  },
  example: {
    meetingId: '0197f6a0-0000-7000-8000-000000000001',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    text: '沿江步道增设照明和应急呼叫点',
    raisedOn: '2019-06-12',
  },
})
