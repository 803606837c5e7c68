import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Day, ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import { isKeyOf } from '../../core/records.ts'
import { PERIOD_KINDS, PERIOD_STATES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { recordOperations } from '../../http/operation.ts'
import { compiledOf } from '../../scoring/boards/board.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { checkSpan } from './span.ts'
import { PERIOD_STEPS } from './steps.ts'

/** A period is scored by one regulation version; its days are inclusive in the committee's zone. */
export const periods = declared({
  table: 'periods',
  path: '/periods',
  one: { en: 'period', zh: '考核周期', PascalCase: 'Period' },
  input: z.strictObject({
    kind: coded(PERIOD_KINDS),
    name: Line(100).meta({ example: '2019年度' }),
    startsOn: Day,
    endsOn: Day,
    regulationId: Id.meta({ description: 'An active version.' }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: coded(PERIOD_STATES),
    settledBy: z.string().nullable().meta({ description: 'Who began to settle it.' }),
    closedBy: z.string().nullable().meta({ description: 'Who closed it: another person.' }),
    closedAt: Instant.nullable(),
  }),
  fixed: ['kind'],
  sorts: ['startsOn', 'name'],
  defaultSort: 'startsOn',
  permission: { read: 'committee.read', write: 'periods.manage' },
  members: async () => 'all',
  life: { first: 'open', steps: PERIOD_STEPS },
  range: ['startsOn', 'endsOn'],
  checks: (tx, period) => checkSpan(tx, period.kind, period),
  onCreate: async (tx, input) => {
    await checkRegulation(tx, input.regulationId, input)
    return input
  },
  onChange: async (tx, before, patch) => {
    if (before.state === 'closed') throw closed()
    if (patch.regulationId || patch.startsOn) {
      const id = patch.regulationId ?? before.regulationId
      await checkRegulation(tx, id, { ...before, ...patch }, id === before.regulationId)
    }
    return patch
  },
  onWithdraw: async (_tx, row) => {
    if (row.state === 'closed') throw closed()
  },
  example: {
    kind: 'calendar_year',
    name: '2019年度',
    startsOn: '2019-01-01',
    endsOn: '2019-12-31',
    regulationId: '0197f6a0-0000-7000-8000-000000000001',
  },
  refuses: { change: ['period_closed'], withdraw: ['period_closed'] },
})

const closed = (): AppError =>
  new AppError('period_closed', {
    en: 'Reopen the period with a reason first',
    zh: '请先说明理由重新打开该周期',
  })

/** Of a regulation whose period is a part of the year, figures over a whole one would be others. */
const PARTS = { half_year: PERIOD_KINDS.half_year, quarter: PERIOD_KINDS.quarter, month: PERIOD_KINDS.month }

/** A period takes an active version that scores members and holds on its first day; it keeps one that was retired. */
async function checkRegulation(
  tx: Tx,
  id: string,
  { kind, startsOn }: { kind: string; startsOn: string },
  isKept = false,
): Promise<void> {
  const regulation = (await findRow(tx, 'regulations', id))!
  if (regulation.state !== 'active' && !isKept) {
    throw ruleViolation(
      'periods.active_regulation',
      { en: 'The regulation version is not active: activate it first', zh: '该规则版本尚未启用，请先启用' },
      '/regulationId',
    )
  }
  if (regulation.subject !== null) {
    throw ruleViolation(
      'periods.members_regulation',
      {
        en: `This regulation scores bodies (${regulation.subject}): a period is scored by one for members`,
        zh: `该规则给组织（${regulation.subject}）计分；周期要用给委员计分的规则`,
      },
      '/regulationId',
    )
  }
  const { period } = compiledOf(regulation).regulation
  if (isKeyOf(PARTS, period) && kind !== period && kind !== 'custom') {
    throw ruleViolation(
      'periods.regulation_period',
      {
        en: `The regulation is written for periods of the kind ${period}: make such periods, or choose another regulation`,
        zh: `该规则按${PARTS[period][0]}考核：请建立${PARTS[period][0]}周期，或换用其他规则`,
      },
      '/regulationId',
    )
  }
  if (regulation.effectiveFrom !== null && regulation.effectiveFrom > startsOn) {
    throw ruleViolation(
      'periods.regulation_in_force',
      {
        en: `The version holds from ${regulation.effectiveFrom}: choose an earlier one, or a later first day`,
        zh: `该版本自 ${regulation.effectiveFrom} 起施行，请选较早的版本或较晚的起始日`,
      },
      '/regulationId',
    )
  }
}

export const periodOperations = recordOperations<'periods'>(periods)
