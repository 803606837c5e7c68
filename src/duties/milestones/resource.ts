import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { declared } from '../../committee/declared/declared.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Prose } from '../../core/fields.ts'
import { from } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { authorsOf } from '../opinions/authors.ts'
import { behindOpinion } from '../opinions/store.ts'
import { ownProposal, signersIds } from '../proposals/related.ts'

/**
 * 进展: a step of the committee's own that a proposal or an opinion has reached, such as 列入督查件. Regulations name it as
 * they name the steps of the product.
 */

export const milestones = declared({
  table: 'milestones',
  path: '/milestones',
  one: { en: 'milestone', zh: '进展', PascalCase: 'Milestone' },
  input: z.strictObject({
    proposalId: Id.nullable().default(null).meta({ description: 'A proposal or an opinion is named.' }),
    opinionId: Id.nullable().default(null),
    step: Code.meta({
      description: 'Of the catalogue `proposal_step` or `opinion_step`, by what it is of.',
      example: 'listed',
    }),
    level: Code.nullable()
      .default(null)
      .meta({ description: 'Of the catalogue `level`: who decided on it.', example: 'city' }),
    reachedOn: Day,
    note: Prose(1_000).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['proposalId', 'opinionId'],
  closedBy: ['reachedOn'],
  codes: { level: 'level' },
  oneOf: {
    columns: ['proposalId', 'opinionId'],
    rule: 'milestones.one_record',
    en: 'Name one: a proposal or an opinion',
    zh: '须且只能指明一件提案或一条社情民意信息',
  },
  by: ['proposalId', 'opinionId', 'step', 'level'],
  during: ['reachedOn', 'Reached on or after.', 'Reached on or before.'],
  filters: z.object({ step: Code.optional(), level: Code.optional() }),
  sorts: ['reachedOn'],
  defaultSort: 'reachedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: (principal) => {
    const [own, written] = [ownProposal(principal), behindOpinion(principal.personId)]
    return {
      sql: `(${own.sql} or ${written.sql})`,
      parameters: [...own.parameters, ...written.parameters],
    }
  },
  members: async (tx, { proposalId, opinionId }) =>
    proposalId
      ? signersIds(tx, tx.committeeId, proposalId)
      : ((await authorsOf(tx, tx.committeeId, [opinionId!])).get(opinionId!) ?? []),
  checks: async (tx, whole, { step }) => {
    const catalogue = whole.proposalId ? 'proposal_step' : 'opinion_step'
    if (step) await checkCode(tx, tx.committeeId, catalogue, step, '/step')
    await checkDay(tx, whole)
    await checkOnce(tx, whole)
  },
  example: { proposalId: '0197f6a0-0000-7000-8000-000000000001', step: 'listed', reachedOn: '2019-07-01' },
})

type Milestone = Pick<Row<'milestones'>, 'proposalId' | 'opinionId' | 'step' | 'level' | 'reachedOn'>

/** It was handed in by then, and the day has come. */
async function checkDay(tx: Tx, { proposalId, opinionId, reachedOn }: Milestone): Promise<void> {
  const record = proposalId
    ? await findRow(tx, 'proposals', proposalId)
    : await findRow(tx, 'opinions', opinionId!)
  const { submittedOn, state } = record!
  if (submittedOn === null || state === 'returned' || reachedOn < submittedOn) {
    const since = state === 'returned' ? null : submittedOn
    throw ruleViolation(
      'milestones.after_submitted',
      {
        en: since === null ? 'It is not submitted: submit it first' : `It was submitted on ${since}`,
        zh: since === null ? '该件尚未报送，请先报送' : `该件 ${since} 才报送`,
      },
      '/reachedOn',
    )
  }
  const today = dayInZone(new Date(tx.at))
  if (reachedOn <= today) return
  throw ruleViolation(
    'milestones.by_today',
    { en: `The day has not come yet: today is ${today}`, zh: `日期尚未到（今天是 ${today}）` },
    '/reachedOn',
  )
}

/** One decision of one level on one day is one milestone. */
async function checkOnce(tx: Tx, { id, ...milestone }: Milestone & { id?: string }): Promise<void> {
  const { proposalId, opinionId, step, level, reachedOn } = milestone
  const match = { proposalId, opinionId, step, level, reachedOn, deletedAt: null }
  const same = await from(tx, 'milestones', match).pick('id')
  const duplicate = same.find((other) => other.id !== id)
  if (!duplicate) return
  throw ruleViolation(
    'milestones.reached_once',
    { en: `This milestone is recorded already (${duplicate.id})`, zh: `该进展已登记（${duplicate.id}）` },
    '/reachedOn',
  )
}
