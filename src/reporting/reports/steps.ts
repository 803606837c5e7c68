import { z } from 'zod'
import { type Publication, publicationOf } from '../../committee/committees/publication.ts'
import { boxesOf, boxesOfRoles, notify } from '../../committee/inbox/notify.ts'
import { addDays, dayInZone } from '../../core/days.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { Line } from '../../core/fields.ts'
import { checkFourEyes } from '../../core/four-eyes.ts'
import { movedTo } from '../../core/moves.ts'
import { type Action, action } from '../../http/record.ts'
import { from, not } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { Audiences } from './audience.ts'
import { REPORT_MOVES } from './resource.ts'
import { memberIdsOf, type Report } from './store.ts'

/** draft → members verify → submitted → approved by another person → published; each step says who may not take it. */

const OpenVerification = z
  .strictObject({
    days: z.int().min(1).max(90).nullable().default(null).meta({
      description: 'Days that members have, today not counted; the committee’s own by default.',
    }),
  })
  .meta({ id: 'OpenVerification', example: { days: 7 } })

const Publish = z
  .strictObject({
    audiences: Audiences,
    legalBasis: Line(500)
      .nullable()
      .default(null)
      .meta({ description: 'Rule or decision that allows it; needed where anything is shown by name.' }),
  })
  .meta({
    id: 'PublishReport',
    example: {
      audiences: { members: 'ranks', units: 'bands', public: null },
      legalBasis: '《委员履职管理办法》第二十条，主席会议2020年1月10日决定',
    },
  })

const Because = z
  .strictObject({ reason: Line(500) })
  .meta({ id: 'ReportReason', example: { reason: '请核对第三小组的出席记录' } })

const notice = (type: Parameters<typeof notify>[2]['type'], { id }: Report) =>
  ({ type, subjectType: 'reports', subjectId: id }) as const

const today = (tx: Tx): string => dayInZone(new Date(tx.at))

export const STEPS: readonly Action<'reports'>[] = [
  action('reports', {
    verb: 'open-verification',
    past: 'verification_opened',
    operationId: 'openReportVerification',
    summary: 'Let each member see their own part and say whether it is right',
    permission: 'reports.prepare',
    body: OpenVerification,
    failures: ['state_conflict'],
    run: async (tx, row, body) => {
      const state = movedTo(REPORT_MOVES, row.state, 'open-verification')
      const days = body.days ?? (await publicationOf(tx, tx.committeeId)).verifyDays
      await notify(tx, await boxesOf(tx, await memberIdsOf(tx, row.id)), notice('verification_open', row))
      return { state, verifyUntil: addDays(today(tx), Math.max(1, days)) }
    },
  }),
  action('reports', {
    verb: 'submit',
    past: 'submitted',
    operationId: 'submitReport',
    summary: 'Send it to whoever approves, once members have looked at it and no appeal is open',
    permission: 'reports.prepare',
    failures: ['state_conflict'],
    run: async (tx, row, _body, { principal }) => {
      const state = movedTo(REPORT_MOVES, row.state, 'submit')
      await checkVerified(tx, row)
      await notify(tx, await boxesOfRoles(tx, ['approver'], today(tx)), notice('report_ready', row))
      return { state, submittedBy: principal.actor, submittedAt: tx.at, note: null }
    },
  }),
  action('reports', {
    verb: 'return',
    past: 'returned',
    operationId: 'returnReport',
    summary: 'Not like this: back to whoever prepared it, with the reason',
    permission: 'reports.approve',
    body: Because,
    failures: ['state_conflict'],
    run: async (tx, row, body) => {
      const state = movedTo(REPORT_MOVES, row.state, 'return')
      await notify(tx, preparers(row), notice('report_returned', row))
      return {
        state,
        note: body.reason,
        approvedBy: null,
        approvedAt: null,
        submittedBy: null,
        submittedAt: null,
      }
    },
  }),
  action('reports', {
    verb: 'approve',
    operationId: 'approveReport',
    summary: 'It may be published; another person than whoever prepared or submitted it',
    permission: 'reports.approve',
    failures: ['state_conflict', 'four_eyes'],
    run: async (tx, row, _body, { principal }) => {
      const state = movedTo(REPORT_MOVES, row.state, 'approve')
      checkFourEyes(principal.actor, [row.preparedBy, row.submittedBy], {
        en: 'You prepared or submitted it: another person with reports.approve approves it',
        zh: '该通报由您拟制或提交，须由另一人审定',
      })
      await notify(tx, preparers(row), notice('report_approved', row))
      return { state, approvedBy: principal.actor, approvedAt: tx.at }
    },
  }),
  action('reports', {
    verb: 'publish',
    operationId: 'publishReport',
    summary: 'Show it: to whom, and how much of it; the version before is superseded',
    permission: 'reports.approve',
    body: Publish,
    failures: ['state_conflict', 'four_eyes', 'rule_violation'],
    run: async (tx, row, body, { principal }) => {
      const state = movedTo(REPORT_MOVES, row.state, 'publish')
      checkFourEyes(principal.actor, [row.preparedBy, row.submittedBy], {
        en: 'You prepared or submitted it: another person with reports.approve publishes it',
        zh: '该通报由您拟制或提交，须由另一人发布',
      })
      const { audiences, legalBasis } = body
      const shownFields = await checkPublication(tx, row, audiences, legalBasis)
      await supersedePublished(tx, row)
      if (audiences.members) {
        await notify(tx, await boxesOf(tx, await memberIdsOf(tx, row.id)), notice('report_published', row))
      }
      return { state, audiences, shownFields, legalBasis, publishedBy: principal.actor, publishedAt: tx.at }
    },
  }),
  action('reports', {
    verb: 'withdraw',
    past: 'withdrawn',
    operationId: 'withdrawReport',
    summary: 'Take it back with the reason: it is shown no more, and stays in the record',
    permission: 'reports.approve',
    body: Because,
    failures: ['state_conflict'],
    run: async (_tx, row, body) => ({
      state: movedTo(REPORT_MOVES, row.state, 'withdraw'),
      note: body.reason,
    }),
  }),
]

const preparers = ({ preparedBy, submittedBy }: Report): string[] =>
  submittedBy === null ? [preparedBy] : [preparedBy, submittedBy]

/** Members had their days or have all answered; nothing that they said is still open. */
async function checkVerified(tx: Tx, row: Report): Promise<void> {
  const { verifyDays } = await publicationOf(tx, tx.committeeId)
  if (row.state === 'draft' && row.verifyUntil === null && verifyDays > 0) {
    throw new AppError('state_conflict', {
      en: 'Members have not seen it: open the verification first, or set verifyDays to 0',
      zh: '尚未送委员核对：请先开放核对，或将 verifyDays 设为 0',
    })
  }
  if (row.verifyUntil !== null && today(tx) <= row.verifyUntil && !(await allConfirmed(tx, row))) {
    throw new AppError('state_conflict', {
      en: `Members have until ${row.verifyUntil}; submit after that, or once all have confirmed`,
      zh: `委员核对截至 ${row.verifyUntil}：请届满后或全部确认后再提交`,
    })
  }
  await checkNothingOpen(tx, row)
}

const allConfirmed = async (tx: Tx, { id, members }: Report): Promise<boolean> =>
  (await from(tx, 'reportVerifications', { reportId: id, state: 'confirmed', deletedAt: null }).count()) >=
  members

/** Appeals against the period that nobody has decided, and corrections that nobody has. */
async function checkNothingOpen(tx: Tx, { periodId }: Report): Promise<void> {
  const appeals = await from(tx, 'appeals', {
    periodId,
    state: ['opened', 'accepted_for_review'],
    deletedAt: null,
  })
    .pick('id')
    .orderBy('id')
    .limit(20)
  const proposed = await from(tx, 'corrections', { state: 'proposed' }).pick('id', 'periodIds').orderBy('id')
  const corrections = proposed.filter(({ periodIds }) => periodIds.includes(periodId))
  if (appeals.length === 0 && corrections.length === 0) return
  throw new AppError(
    'state_conflict',
    {
      en: `${appeals.length} appeals and ${corrections.length} corrections of the period are open: decide them first`,
      zh: `该周期还有 ${appeals.length} 件申诉、${corrections.length} 项更正未决，请先办理`,
    },
    { fields: { appealIds: appeals.map(({ id }) => id), correctionIds: corrections.map(({ id }) => id) } },
  )
}

/** What each audience will see of a member, once everything allows it. */
async function checkPublication(
  tx: Tx,
  row: Report,
  audiences: Audiences,
  legalBasis: string | null,
): Promise<Publication['fields']> {
  const { enabled, fields } = await publicationOf(tx, tx.committeeId)
  const shown = Object.values(audiences).filter((mode) => mode !== null)
  if (!enabled) {
    throw ruleViolation('reports.publication_on', {
      en: 'The committee publishes nothing: switch it on first (PATCH /v1/committees/{id} publication.enabled)',
      zh: '本级政协未开启发布：请先开启（PATCH /v1/committees/{id} 的 publication.enabled）',
    })
  }
  if (shown.length === 0) {
    throw ruleViolation(
      'reports.audience',
      { en: 'Name at least one audience and its mode', zh: '请至少指定一类发布对象及其方式' },
      '/audiences',
    )
  }
  if (legalBasis === null && shown.some((mode) => mode !== 'unnamed')) {
    throw ruleViolation(
      'reports.legal_basis',
      {
        en: 'What is shown by name needs the rule or decision that allows it: send legalBasis',
        zh: '按姓名公开须注明依据的规定或决定：请填 legalBasis',
      },
      '/legalBasis',
    )
  }
  const grades = row.head!.grades.filter(({ grade }) => grade !== null)
  if (grades.length === 0 && shown.some((mode) => mode === 'bands')) {
    throw ruleViolation(
      'reports.bands_are_grades',
      {
        en: 'The regulation has no grades, so there are no bands: choose ranks or unnamed',
        zh: '该规则未设等次，无法按等次发布：请选 ranks 或 unnamed',
      },
      '/audiences',
    )
  }
  return fields
}

async function supersedePublished(tx: Tx, { periodId, id: own }: Report): Promise<void> {
  const rows = await from(tx, 'reports', {
    periodId,
    state: 'published',
    id: not(own),
    deletedAt: null,
  }).pick('id')
  for (const { id } of rows) {
    const row = (await findRow(tx, 'reports', id))!
    await changeRow(tx, 'reports', row, { state: 'superseded' }, { type: 'report.superseded' })
  }
}
