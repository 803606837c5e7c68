import { z } from 'zod'
import { type Step, withBody } from '../../committee/declared/life.ts'
import { AppError } from '../../core/errors.ts'
import { Line } from '../../core/fields.ts'
import { checkFourEyes } from '../../core/four-eyes.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { blockersOf } from './blockers.ts'

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

/** open → settling → closed → open again with a reason: one person begins to settle, another one closes. */
export const PERIOD_STEPS = {
  settle: {
    from: ['open'],
    to: 'settling',
    past: 'settling_began',
    summary: 'Begin to settle: what blocks closing is worked off; another person closes',
    also: async (_tx, _row, _body, { principal }) => ({ settledBy: principal.actor }),
  },
  close: {
    from: ['settling'],
    to: 'closed',
    summary: 'Close the period: its facts change no more but by corrections',
    refuses: ['period_unsettled', 'four_eyes'],
    ...withBody('periods', Close, async (tx, row, body, { principal }) => {
      checkFourEyes(principal.actor, [row.settledBy], {
        en: 'You began to settle it: another person with periods.manage closes it',
        zh: '由您开始结算，须由另一位有权限的人员关闭',
      })
      await checkSettled(tx, row, body)
      return { closedBy: principal.actor, closedAt: tx.at }
    }),
  },
  reopen: {
    from: ['settling', 'closed'],
    to: 'open',
    summary: 'Open a period again, with a reason; who closed it asks another person',
    body: Reason,
    clears: ['settledBy', 'closedBy', 'closedAt'],
    refuses: ['four_eyes'],
    also: async (tx, row, { reason }, { principal }) => {
      checkFourEyes(principal.actor, [row.closedBy], {
        en: 'You closed it: another person with periods.manage opens it again. A single error is a correction',
        zh: '该周期由您关闭，须由另一人重新打开；个别差错请走更正程序（POST /v1/corrections）',
      })
      await tx.emit({
        type: 'period.reopen_reason',
        subjectType: 'periods',
        subjectId: row.id,
        subjectVersion: row.version,
        data: { reason },
      })
      return undefined
    },
  },
} as const satisfies Record<string, Step<'periods'>>

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
