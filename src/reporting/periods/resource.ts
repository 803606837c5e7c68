import { z } from 'zod'
import { AppError, ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import { checkRange, type Resource } from '../../http/record.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/** A period is scored by one regulation version; its days are inclusive in the committee's zone. */
export const periods: Resource<'periods'> = {
  table: 'periods',
  path: '/periods',
  one: { en: 'period', zh: '考核周期', PascalCase: 'Period' },
  input: z.strictObject({
    kind: z.enum(['calendar_year', 'session_year', 'since_session', 'term_to_date', 'custom']),
    name: Line(100).meta({ example: '2019年度' }),
    startsOn: Day,
    endsOn: Day,
    regulationId: Id.meta({ description: 'An active version.' }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({ state: z.enum(['open', 'closed']), closedAt: Instant.nullable() }),
  fixed: ['kind'],
  sorts: ['startsOn', 'name'],
  defaultSort: 'startsOn',
  permission: { read: 'committee.read', write: 'periods.manage' },
  feedsScore: true,
  members: async () => 'all',
  onCreate: async (tx, input) => {
    checkRange(input['startsOn'], input['endsOn'], '/endsOn')
    await checkRegulation(tx, input['regulationId'] as string, input['startsOn'] as string)
    return { ...input, state: 'open' }
  },
  onChange: async (tx, before, patch) => {
    if (before.state === 'closed') throw closed()
    checkRange(patch['startsOn'] ?? before.startsOn, patch['endsOn'] ?? before.endsOn, '/endsOn')
    if (patch['regulationId'] || patch['startsOn']) {
      const startsOn = (patch['startsOn'] ?? before.startsOn) as string
      const id = (patch['regulationId'] ?? before.regulationId) as string
      await checkRegulation(tx, id, startsOn, id === before.regulationId)
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
  refuses: {
    create: ['rule_violation'],
    change: ['rule_violation', 'period_closed'],
    withdraw: ['period_closed'],
  },
}

const closed = () =>
  new AppError('period_closed', {
    en: 'Reopen the period with a reason first',
    zh: '请先说明理由重新打开该周期',
  })

/** A period takes an active version that scores members and holds on its first day; it keeps one that was retired. */
async function checkRegulation(tx: Tx, id: string, startsOn: string, isKept = false): Promise<void> {
  const regulation = await findRow(tx.db, 'regulations', tx.committeeId, id)
  if (!regulation) throw unknownReference('/regulationId', id)
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

const Reason = z
  .strictObject({ reason: Line(500) })
  .meta({ id: 'ReopenPeriod', example: { reason: '补登一场漏记的视察' } })

export function periodRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(periods, secret),
    actionRoute(periods, {
      verb: 'close',
      operationId: 'closePeriod',
      summary: 'Close the period: facts in it change no more',
      permission: 'periods.manage',
      failures: ['state_conflict', 'period_unsettled'],
      run: async (tx, row) => {
        if (row.state !== 'open')
          throw new AppError('state_conflict', { en: 'It is closed already', zh: '该周期已关闭' })
        await checkSettled(tx, row)
        return { state: 'closed', closedAt: tx.at }
      },
    }),
    actionRoute(periods, {
      verb: 'reopen',
      operationId: 'reopenPeriod',
      summary: 'Open a closed period again, with a reason',
      permission: 'periods.manage',
      body: Reason,
      failures: ['state_conflict'],
      run: async (tx, row, body) => {
        if (row.state !== 'closed')
          throw new AppError('state_conflict', { en: 'It is open', zh: '该周期未关闭' })
        await tx.emit({
          type: 'period.reopen_reason',
          subjectType: 'periods',
          subjectId: row.id,
          subjectVersion: row.version,
          data: { reason: body['reason'] },
        })
        return { state: 'open', closedAt: null }
      },
    }),
  ]
}

/** What keeps a period from closing: sessions that are not settled, imports that are being committed. */
async function checkSettled(tx: Tx, period: { startsOn: string; endsOn: string }): Promise<void> {
  const open = await tx.db
    .selectFrom('meetingSessions as s')
    .innerJoin('meetings as m', (join) =>
      join.onRef('m.committeeId', '=', 's.committeeId').onRef('m.id', '=', 's.meetingId'),
    )
    .select(['s.id', 's.day', 'm.title'])
    .where('s.committeeId', '=', tx.committeeId)
    .where('m.startsOn', '>=', period.startsOn)
    .where('m.startsOn', '<=', period.endsOn)
    .where('m.state', '<>', 'cancelled')
    .where('m.deletedAt', 'is', null)
    .where('s.deletedAt', 'is', null)
    .where('s.state', '<>', 'settled')
    .orderBy('s.day')
    .limit(20)
    .execute()
  const running = await tx.db
    .selectFrom('imports')
    .select('id')
    .where('committeeId', '=', tx.committeeId)
    .where('state', '=', 'committing')
    .executeTakeFirst()
  if (open.length === 0 && !running) return
  const first = open[0]
  throw new AppError(
    'period_unsettled',
    first
      ? {
          en: `Sessions are not settled, first "${first.title}" on ${first.day}: settle or cancel them`,
          zh: `还有未结算的场次，第一个是 ${first.day}“${first.title}”：请先结算或取消`,
        }
      : { en: 'An import is being committed: wait for it', zh: '有导入正在提交，请等它完成' },
    { fields: { sessions: open } },
  )
}
