import { z } from 'zod'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Instant, Line, Prose } from '../../core/fields.ts'
import { type Moves, movedTo } from '../../core/moves.ts'
import { ASSESSMENT_STATES } from '../../core/words/duties.ts'
import { coded } from '../../core/words/word.ts'
import { equalTo, withinDays } from '../../http/filters.ts'
import { type Fields, resource } from '../../http/record.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Context, Route } from '../../http/route.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { signedBy, signersOf } from '../proposals/store.ts'

/**
 * Judgements (评议): what a rater, a panel or a meeting gave a member, a body or a proposal on a form, with the reason. They count
 * once another person than the one who entered them has confirmed them.
 */

const MOVES = {
  confirm: { from: ['unconfirmed'], to: 'confirmed' },
  refuse: { from: ['unconfirmed'], to: 'refused' },
} as const satisfies Moves

const State = coded(ASSESSMENT_STATES)
const POINTS_MAX = 1_000

export const assessments = resource({
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
  filters: z.object({
    form: Code.optional(),
    raterKind: Code.optional(),
    memberId: Id.optional(),
    organizationId: Id.optional(),
    proposalId: Id.optional(),
    state: State.optional(),
    from: Day.optional().meta({ description: 'Assessed on or after.' }),
    to: Day.optional().meta({ description: 'Assessed on or before.' }),
  }),
  where: (query) => {
    const columns = ['form', 'raterKind', 'memberId', 'organizationId', 'proposalId', 'state']
    const where = equalTo(query, columns)
    where.push(...withinDays(query, 'assessedOn'))
    return where
  },
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
  onCreate: async (tx, input, { principal }) => {
    await checkOpen(tx, input.assessedOn)
    await checkAssessed(tx, input)
    return { ...input, points: String(input.points), state: 'unconfirmed', enteredBy: principal.actor }
  },
  onChange: async (tx, before, patch, { principal }) => {
    if (before.state === 'refused') throw refused()
    const moved = patch.assessedOn
    await checkOpen(tx, before.assessedOn, moved)
    if (moved) await checkAssessed(tx, { ...before, assessedOn: moved })
    const points = patch.points === undefined ? {} : { points: String(patch.points) }
    // What was confirmed is what it was: a change waits for another person again.
    const again = { state: 'unconfirmed', enteredBy: principal.actor, decidedBy: null, decidedAt: null }
    return { ...patch, ...points, ...again }
  },
  onWithdraw: (tx, row) => checkOpen(tx, row.assessedOn),
  example: {
    form: 'yearly_form',
    raterKind: 'panel',
    memberId: '0197f6a0-0000-7000-8000-000000000001',
    points: 92.5,
    reason: '全年四次调研均有发言',
    assessedOn: '2019-12-20',
  },
  refuses: {
    create: ['rule_violation', 'period_closed'],
    change: ['rule_violation', 'state_conflict', 'period_closed'],
    withdraw: ['period_closed'],
  },
})

type Assessment = Row<'assessments'>

export function assessmentRoutes(secret: string): Route[] {
  const failures = ['not_owner', 'state_conflict', 'four_eyes', 'period_closed'] as const
  return [
    ...resourceRoutes(assessments, secret),
    actionRoute(assessments, {
      verb: 'confirm',
      operationId: 'confirmAssessment',
      summary: 'Another person than the one who entered it: from now on it counts',
      permission: 'duties.record',
      failures,
      run: (tx, row, _body, context) => decided(tx, row, 'confirm', context),
    }),
    actionRoute(assessments, {
      verb: 'refuse',
      operationId: 'refuseAssessment',
      summary: 'Another person than the one who entered it: it does not count',
      permission: 'duties.record',
      failures,
      run: (tx, row, _body, context) => decided(tx, row, 'refuse', context),
    }),
  ]
}

async function decided(
  tx: Tx,
  row: Assessment,
  step: keyof typeof MOVES,
  { principal }: Context,
): Promise<Partial<Assessment>> {
  const state = movedTo(MOVES, row.state, step)
  if (row.enteredBy === principal.actor) {
    throw new AppError('four_eyes', {
      en: 'You entered it: another person confirms or refuses it',
      zh: '本人登记的评议须由另一人确认或退回',
    })
  }
  await checkOpen(tx, row.assessedOn)
  return { state, decidedBy: principal.actor, decidedAt: tx.at }
}

const refused = () =>
  new AppError('state_conflict', {
    en: 'It was refused and changes no more: enter a new one',
    zh: '该评议未获确认，不能再改；请另行登记',
  })

function ofPersonOrProposal(personId: string | null): Condition {
  const [own, signed] = [ofPerson(personId), signedBy(personId, 't.proposal_id')]
  return { sql: `(${own.sql} or ${signed.sql})`, parameters: [...own.parameters, ...signed.parameters] }
}

/** A member in office on the day, a body, or a proposal that was handed in by then. */
async function checkAssessed(
  tx: Tx,
  { memberId, organizationId, proposalId, assessedOn }: Fields,
): Promise<void> {
  const named = Object.entries({ memberId, organizationId, proposalId }).filter(([, id]) => id !== null)
  if (named.length !== 1) {
    throw ruleViolation(
      'assessments.one_assessed',
      {
        en: 'Name one: a member, an organization or a proposal',
        zh: '须且只能指明一名委员、一个组织或一件提案',
      },
      `/${named[1]?.[0] ?? 'memberId'}`,
    )
  }
  if (memberId) {
    const place = { rule: 'assessments.in_office', pointer: '/memberId' }
    await checkInOffice(tx, memberId as string, assessedOn as string, place)
    return
  }
  if (organizationId) {
    const body = await findRow(tx, 'organizations', organizationId as string)
    if (!body || body.deletedAt) throw unknownReference('/organizationId', organizationId as string)
    return
  }
  const proposal = await findRow(tx, 'proposals', proposalId as string)
  if (!proposal || proposal.deletedAt) throw unknownReference('/proposalId', proposalId as string)
  if (proposal.submittedOn !== null && proposal.submittedOn <= (assessedOn as string)) return
  throw ruleViolation(
    'assessments.proposal_submitted',
    {
      en: 'A proposal is assessed on a day on which it is handed in: correct the day, or submit it first',
      zh: '提案提交后方可评分：请更正评分日期，或先提交提案',
    },
    '/assessedOn',
  )
}
