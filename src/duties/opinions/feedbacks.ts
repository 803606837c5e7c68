import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { Day, ExternalId, Id, Line, Prose } from '../../core/fields.ts'
import { checkNotBefore } from '../../core/moves.ts'
import { OPINION_FEEDBACKS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { findRow } from '../../storage/rows.ts'
import { behindOpinion } from './store.ts'

/** 反馈: what was heard of an item: an answer, a matter that was settled. */

export const opinionFeedbacks = declared({
  table: 'opinionFeedbacks',
  path: '/opinion-feedbacks',
  one: { en: 'opinion feedback', zh: '社情民意反馈', PascalCase: 'OpinionFeedback' },
  input: z.strictObject({
    opinionId: Id,
    unit: Line(100).meta({ description: 'Who answers.' }),
    kind: coded(OPINION_FEEDBACKS).default('answered'),
    content: Prose(2_000),
    receivedOn: Day,
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['opinionId'],
  by: ['opinionId', 'kind'],
  during: ['receivedOn'],
  sorts: ['receivedOn'],
  defaultSort: 'receivedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: (principal) => behindOpinion(principal.personId),
  checks: async (tx, { opinionId, receivedOn }, sent) => {
    const { submittedOn } = (await findRow(tx, 'opinions', opinionId))!
    // A new one is of an opinion that was submitted.
    const since = submittedOn ?? (sent.opinionId ? '9999-12-31' : null)
    checkNotBefore('opinions.feedback_after_submitted', 'receivedOn', receivedOn, since)
  },
  example: {
    opinionId: '0197f6a0-0000-7000-8000-000000000001',
    unit: '区城管局',
    content: '已增设夜间错时停车位四十个',
    receivedOn: '2019-08-01',
  },
})
