import { z } from 'zod'
import { unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { checkNotBefore } from '../../core/moves.ts'
import { OPINION_FEEDBACKS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { equalTo, withinDays } from '../../http/filters.ts'
import { resource } from '../../http/record.ts'
import { findRow } from '../../storage/rows.ts'
import { behindOpinion } from './store.ts'

/** 反馈: what was heard of an item: an answer, a matter that was settled. */

const Kind = coded(OPINION_FEEDBACKS)

export const opinionFeedbacks = resource({
  table: 'opinionFeedbacks',
  path: '/opinion-feedbacks',
  one: { en: 'opinion feedback', zh: '社情民意反馈', PascalCase: 'OpinionFeedback' },
  input: z.strictObject({
    opinionId: Id,
    unit: Line(100).meta({ description: 'Who answers.' }),
    kind: Kind.default('answered'),
    content: Prose(2_000),
    receivedOn: Day,
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['opinionId'],
  filters: z.object({
    opinionId: Id.optional(),
    kind: Kind.optional(),
    from: Day.optional(),
    to: Day.optional(),
  }),
  where: (query) => [...equalTo(query, ['opinionId', 'kind']), ...withinDays(query, 'receivedOn')],
  sorts: ['receivedOn'],
  defaultSort: 'receivedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: (principal) => behindOpinion(principal.personId),
  onCreate: async (tx, input) => {
    const opinion = await findRow(tx, 'opinions', input.opinionId)
    if (!opinion || opinion.deletedAt) throw unknownReference('/opinionId', input.opinionId)
    checkNotBefore(
      'opinions.feedback_after_submitted',
      'receivedOn',
      input.receivedOn,
      opinion.submittedOn ?? '9999-12-31',
    )
    return input
  },
  onChange: async (tx, before, patch) => {
    const opinion = await findRow(tx, 'opinions', before.opinionId)
    const receivedOn = patch.receivedOn ?? before.receivedOn
    checkNotBefore('opinions.feedback_after_submitted', 'receivedOn', receivedOn, opinion!.submittedOn)
    return patch
  },
  example: {
    opinionId: '0197f6a0-0000-7000-8000-000000000001',
    unit: '区城管局',
    content: '已增设夜间错时停车位四十个',
    receivedOn: '2019-08-01',
  },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})
