import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import type { Step } from '../../committee/declared/life.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Instant, Line, Prose } from '../../core/fields.ts'
import { ASSESSMENT_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { signedBy, signersOf } from '../proposals/store.ts'

/**
 * Judgements (评议): what a rater, a panel or a meeting gave a member, a body or a proposal on a form, with the reason. They count
 * once another person than the one who entered them has confirmed them.
 */

const State = coded(ASSESSMENT_STATES)
const POINTS_MAX = 1_000

const decision = (to: 'confirmed' | 'refused', summary: string): Step<'assessments'> => ({
  from: ['unconfirmed'],
  to,
  summary,
  guards: ['assessedOn'],
  refuses: ['four_eyes'],
  also: async (tx, { enteredBy }, _body, { principal }) => {
    if (enteredBy !== principal.actor) return { decidedBy: principal.actor, decidedAt: tx.at }
    throw new AppError('four_eyes', {
      en: 'You entered it: another person confirms or refuses it',
      zh: '本人登记的评议须由另一人确认或退回',
    })
  },
})

export const assessments = declared({
  table: 'assessments',
  path: '/assessments',
  one: { en: 'assessment', zh: '评议', PascalCase: 'Assessment' },
  input: z.strictObject({
    form: Code.meta({
      description: 'The form or the occasion, as the regulation names it (`type`).',
      example: 'yearly_form',
    }),
    raterKind: Code.meta({
      description: 'What kind of rater gave it (`role` in a regulation).',
      example: 'panel',
    }),
    rater: Line(100).nullable().default(null).meta({ description: 'Who, where the form is signed.' }),
    memberId: Id.nullable()
      .default(null)
      .meta({ description: 'One of member, organization and proposal is named.' }),
    organizationId: Id.nullable().default(null),
    proposalId: Id.nullable().default(null).meta({
      description: 'Its quality: a fact of everybody who has signed it in time.',
    }),
    points: z
      .number()
      .min(-POINTS_MAX)
      .max(POINTS_MAX)
      // Not `multipleOf`: 0.07 is no multiple of 0.01 in binary fractions, and validators do not agree on which are.
      .refine((n) => Number(n.toFixed(2)) === n, { error: 'must have at most two decimals' })
      .meta({
        description: 'What was given, with at most two decimals; below zero where it takes off.',
        example: 92.5,
      }),
    reason: Prose(1_000).meta({
      description: 'Why. Personal: masked for those without `personal.read`.',
    }),
    assessedOn: Day,
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: State.meta({ description: 'Only what is confirmed counts.' }),
    enteredBy: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: Instant.nullable(),
  }),
  fixed: ['memberId', 'organizationId', 'proposalId'],
  closedBy: ['assessedOn'],
  oneOf: {
    columns: ['memberId', 'organizationId', 'proposalId'],
    rule: 'assessments.one_assessed',
    en: 'Name one: a member, an organization or a proposal',
    zh: '须且只能指明一名委员、一个组织或一件提案',
  },
  inOffice: { memberId: 'assessedOn' },
  by: ['form', 'raterKind', 'memberId', 'organizationId', 'proposalId', 'state'],
  during: ['assessedOn', 'Assessed on or after.', 'Assessed on or before.'],
  filters: z.object({ form: Code.optional(), raterKind: Code.optional(), state: State.optional() }),
  sorts: ['assessedOn', 'form'],
  defaultSort: 'assessedOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  personal: ['reason'],
  claim: () => ({ ownRows: true }),
  owned: true,
  ownRows: ({ personId }) => ofPersonOrProposal(personId),
  members: async (tx, { memberId, proposalId }) => {
    if (memberId) return [memberId]
    if (!proposalId) return []
    const signers = await signersOf(tx, tx.committeeId, [proposalId])
    return (signers.get(proposalId) ?? []).map((signer) => signer.memberId)
  },
  decorate: async (_db, rows) => rows.map((row) => ({ ...row, points: Number(row.points) })),
  life: {
    first: 'unconfirmed',
    steps: {
      confirm: decision('confirmed', 'Another person than the one who entered it: from now on it counts'),
      refuse: decision('refused', 'Another person than the one who entered it: it does not count'),
    },
  },
  checks: async (tx, { proposalId }, { assessedOn }) => {
    if (proposalId && assessedOn) await checkSubmitted(tx, proposalId, assessedOn)
  },
  onCreate: async (_tx, input, { principal }) => ({
    ...input,
    points: String(input.points),
    enteredBy: principal.actor,
  }),
  onChange: async (_tx, before, patch, { principal }) => {
    if (before.state === 'refused') throw refused()
    const points = patch.points === undefined ? {} : { points: String(patch.points) }
    // What was confirmed is what it was: a change waits for another person again.
    const again = { state: 'unconfirmed', enteredBy: principal.actor, decidedBy: null, decidedAt: null }
    return { ...patch, ...points, ...again }
  },
  example: {
    form: 'yearly_form',
    raterKind: 'panel',
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    points: 92.5,
    reason: '全年四次调研均有发言',
    assessedOn: '2019-12-20',
  },
  refuses: { change: ['state_conflict'] },
})

const refused = () =>
  new AppError('state_conflict', {
    en: 'It was refused and changes no more: enter a new one',
    zh: '该评议未获确认，不能再改；请另行登记',
  })

function ofPersonOrProposal(personId: string | null): Condition {
  const [own, signed] = [ofPerson(personId), signedBy(personId, 't.proposal_id')]
  return { sql: `(${own.sql} or ${signed.sql})`, parameters: [...own.parameters, ...signed.parameters] }
}

/** A proposal was handed in by the day. */
async function checkSubmitted(tx: Tx, proposalId: string, assessedOn: string): Promise<void> {
  const { submittedOn } = (await findRow(tx, 'proposals', proposalId))!
  if (submittedOn !== null && submittedOn <= assessedOn) return
  throw ruleViolation(
    'assessments.proposal_submitted',
    {
      en: 'A proposal is assessed on a day on which it is handed in: correct the day, or submit it first',
      zh: '提案提交后方可评分：请更正评分日期，或先提交提案',
    },
    '/assessedOn',
  )
}
