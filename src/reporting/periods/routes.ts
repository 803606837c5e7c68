import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { BelowQuery, Id, IdParams, Line } from '../../core/fields.ts'
import { checkFourEyes } from '../../core/four-eyes.ts'
import { type Moves, movedTo } from '../../core/moves.ts'
import { readable } from '../../http/record.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import { type Route, route } from '../../http/route.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { Blocker, blockersOf } from './blockers.ts'
import { periods } from './resource.ts'

/** open → settling → closed → open again with a reason: one person begins to settle, another one closes. */

export const PERIOD_MOVES = {
  settle: { from: ['open'], to: 'settling' },
  close: { from: ['settling'], to: 'closed' },
  reopen: { from: ['settling', 'closed'], to: 'open' },
} as const satisfies Moves

const Close = z
  .strictObject({
    acceptUnverified: z
      .boolean()
      .default(false)
      .meta({ description: 'Close although declared records are not verified; they stay as they are.' }),
    acceptOpenImports: z
      .boolean()
      .default(false)
      .meta({ description: 'Close although planned imports wait for answers; what they hold is left out.' }),
  })
  .meta({ id: 'ClosePeriod', example: { acceptUnverified: false } })

const Reason = z
  .strictObject({ reason: Line(500) })
  .meta({ id: 'ReopenPeriod', example: { reason: '补登一场漏记的视察' } })

const Blockers = z
  .object({
    periodId: Id,
    state: z.string(),
    mayClose: z.boolean().meta({ description: 'Nothing blocks it but what may be accepted.' }),
    items: z.array(Blocker),
  })
  .meta({ id: 'PeriodBlockers' })

export function periodRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(periods, secret),
    route({
      method: 'GET',
      path: '/periods/:id/blockers',
      operationId: 'getPeriodBlockers',
      summary: 'What keeps a period from closing, and what to do about it',
      tag: 'periods',
      permission: 'periods.manage',
      params: IdParams,
      query: BelowQuery,
      status: 200,
      response: Blockers,
      failures: ['not_found', 'gone'],
      tagged: true,
      read: async (context) => {
        const period = await readable(periods, context, context.params.id)
        const items = await blockersOf(context.storage, context.committeeId, period)
        const mayClose = items.every(({ mayAccept }) => mayAccept)
        return { body: { periodId: period.id, state: period.state, mayClose, items } }
      },
    }),
    actionRoute(periods, {
      verb: 'settle',
      past: 'settling_began',
      operationId: 'settlePeriod',
      summary: 'Begin to settle: what blocks closing is worked off; another person closes',
      permission: 'periods.manage',
      failures: ['state_conflict'],
      run: async (_tx, row, _body, { principal }) => ({
        state: movedTo(PERIOD_MOVES, row.state, 'settle'),
        settledBy: principal.actor,
      }),
    }),
    actionRoute(periods, {
      verb: 'close',
      operationId: 'closePeriod',
      summary: 'Close the period: its facts change no more but by corrections',
      permission: 'periods.manage',
      body: Close,
      failures: ['state_conflict', 'period_unsettled', 'four_eyes'],
      run: async (tx, row, body, { principal }) => {
        const state = movedTo(PERIOD_MOVES, row.state, 'close')
        checkFourEyes(principal.actor, [row.settledBy], {
          en: 'You began to settle it: another person with periods.manage closes it',
          zh: '由您开始结算，须由另一位有权限的人员关闭',
        })
        await checkSettled(tx, row, body as z.output<typeof Close>)
        return { state, closedBy: principal.actor, closedAt: tx.at }
      },
    }),
    actionRoute(periods, {
      verb: 'reopen',
      operationId: 'reopenPeriod',
      summary: 'Open a period again, with a reason; who closed it asks another person',
      permission: 'periods.manage',
      body: Reason,
      failures: ['state_conflict', 'four_eyes'],
      run: async (tx, row, body, { principal }) => {
        const state = movedTo(PERIOD_MOVES, row.state, 'reopen')
        checkFourEyes(principal.actor, [row.closedBy], {
          en: 'You closed it: another person with periods.manage opens it again. A single error is a correction',
          zh: '该周期由您关闭，须由另一人重新打开；个别差错请走更正程序（POST /v1/corrections）',
        })
        await tx.emit({
          type: 'period.reopen_reason',
          subjectType: 'periods',
          subjectId: row.id,
          subjectVersion: row.version,
          data: { reason: body.reason },
        })
        return { state, settledBy: null, closedBy: null, closedAt: null }
      },
    }),
  ]
}

/** What keeps it from closing and was not accepted. */
async function checkSettled(tx: Tx, period: Row<'periods'>, accepted: z.output<typeof Close>): Promise<void> {
  const blockers = await blockersOf(tx, tx.committeeId, period)
  const left = blockers.filter(
    ({ kind }) =>
      !(kind === 'unverified_record' && accepted.acceptUnverified) &&
      !(kind === 'open_import' && accepted.acceptOpenImports),
  )
  const [first] = left
  if (!first) return
  const { label, day } = first.first[0]!
  const at = day === null ? label : `${day} ${label}`
  throw new AppError(
    'period_unsettled',
    {
      en: `${first.count} of kind ${first.kind} (first: ${at}). ${first.next.en}. GET /v1/periods/${period.id}/blockers lists all`,
      zh: `有 ${first.count} 项未了结（第一项：${at}）。${first.next.zh}。全部见 GET /v1/periods/${period.id}/blockers`,
    },
    { fields: { blockers: left } },
  )
}
