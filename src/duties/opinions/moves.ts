import { z } from 'zod'
import { type Step, withBody } from '../../committee/declared/life.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { checkOpen } from '../../committee/open-period.ts'
import { dayInZone } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { Day, Line } from '../../core/fields.ts'
import { legalSteps } from '../../core/moves.ts'
import { from } from '../../storage/from.ts'
import { isNamed } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { refuseReached } from '../milestones/reached.ts'
import { authorsOf } from './authors.ts'

/**
 * The life of an opinion: handed in, edited, kept or returned, archived. Who adopted it, and which issue carries it, are
 * records of their own and no states: one item is adopted by several levels and stands in several issues.
 */

const Why = (id: string, reason: string) =>
  z.strictObject({ reason: Line(500) }).meta({ id, example: { reason } })

const Submit = z
  .strictObject({ submittedOn: Day })
  .meta({ id: 'SubmitOpinion', example: { submittedOn: '2019-05-20' } })

export const OPINION_STEPS = {
  submit: {
    from: ['draft', 'returned'],
    to: 'submitted',
    past: 'submitted',
    on: 'submittedOn',
    guards: ['submittedOn'],
    clears: ['outcome'],
    summary: 'Submit a draft, or one that was returned',
    refuses: ['rule_violation'],
    ...withBody('opinions', Submit, async (tx, row, { submittedOn }) => {
      const authors = (await authorsOf(tx, tx.committeeId, [row.id])).get(row.id) ?? []
      const place = { rule: 'opinions.in_office', pointer: '/submittedOn' }
      for (const id of authors) await checkInOffice(tx, id, submittedOn, place)
      return undefined
    }),
  },
  edit: {
    from: ['submitted', 'kept'],
    to: 'editing',
    permission: 'proposals.review',
    summary: 'Take it into editing (核稿); one that was kept is kept no more',
    refuses: ['period_closed'],
    also: async (tx, row) => {
      if (row.state === 'kept') await checkOpen(tx, await keptOn(tx, row.id))
      return undefined
    },
  },
  keep: {
    from: ['submitted', 'editing'],
    to: 'kept',
    past: 'kept',
    permission: 'proposals.review',
    summary: 'Keep it without using it (留存)',
    body: Why('KeepOpinion', '已有同类信息'),
    sets: { reason: 'outcome' },
    refuses: ['period_closed'],
    also: async (tx) => {
      await checkOpen(tx, dayInZone(new Date(tx.at)))
      return undefined
    },
  },
  return: {
    from: ['submitted', 'editing'],
    to: 'returned',
    permission: 'proposals.review',
    guards: ['submittedOn'],
    summary: 'Give it back to be changed, with the reason',
    body: Why('ReturnOpinion', '一事一报，请拆分'),
    sets: { reason: 'outcome' },
    also: async (tx, row) => {
      if (await isNamed(tx, 'opinionAdoptions', 'opinionId', row.id)) {
        throw new AppError('state_conflict', {
          en: 'It was adopted: withdraw its adoptions first',
          zh: '该信息已被采用，请先撤回采用记录',
        })
      }
      await refuseReached(tx, 'opinionId', row.id)
      return undefined
    },
  },
  archive: {
    from: ['submitted', 'editing', 'kept'],
    to: 'archived',
    permission: 'proposals.review',
    summary: 'Archived',
  },
} as const satisfies Record<string, Step<'opinions'>>

/** It is kept since the day on which that was entered. */
async function keptOn(tx: Tx, recordId: string): Promise<string | undefined> {
  const match = { resource: 'opinions', recordId, field: 'state', value: 'kept' }
  return (await from(tx, 'recordStates', match).pick('since').orderBy('-seq').first())?.since
}

export const legalOpinionMoves = (state: string): string[] => legalSteps(OPINION_STEPS, state)

/** It was handed in, and neither given back nor taken back: it counts, and may be adopted and issued. */
export const HANDED_IN: readonly string[] = ['submitted', 'editing', 'kept', 'archived']
