import { z } from 'zod'
import { dueBy } from '../../committee/committees/limits.ts'
import { declared } from '../../committee/declared/declared.ts'
import { type Step, withBody } from '../../committee/declared/life.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { illegalStep, legalSteps } from '../../core/moves.ts'
import { ASSIGNMENT_ROLES, ASSIGNMENT_STATES } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { from, not } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { stateAfter } from './moves.ts'
import { behind, ownProposal } from './related.ts'

/** 交办: the units that handle a proposal, and until when: leading (主办), with the lead (会办), its own part (分办). */

type Assignment = Row<'proposalAssignments'>

const Role = coded(ASSIGNMENT_ROLES)

const Extend = z
  .strictObject({
    until: Day,
    reason: Line(500),
    extendedOn: Day.optional().meta({ description: 'The day it was agreed to; today by default.' }),
  })
  .meta({ id: 'ExtendAssignment', example: { until: '2019-08-28', reason: '需跨部门论证' } })

/** It owes a reply, and was due before a day. */
export const OVERDUE = (t: string): string =>
  `${t}.state in ('assigned', 'handling', 'transfer_requested') and coalesce(${t}.extended_to, ${t}.due_on) < ?`

/** A unit's own steps. It never passes a proposal on by itself: it asks, and the committee decides. */
const STEPS = {
  accept: {
    from: ['assigned'],
    to: 'handling',
    operationId: 'acceptAssignment',
    summary: 'The unit takes it on',
    also: async (tx, row) => {
      const proposal = await behind(tx, row.proposalId)
      const state = proposal.state === 'rehandling' ? {} : stateAfter(proposal, 'handle')
      await changeRow(tx, 'proposals', proposal, state, { type: 'proposal.handled', members: [] })
      return undefined
    },
  },
  'request-transfer': {
    from: ['assigned'],
    to: 'transfer_requested',
    past: 'transfer_requested',
    operationId: 'requestTransfer',
    summary: 'The unit asks to be relieved, within the committee’s limit `transfer`',
    body: z
      .strictObject({ reason: Line(500) })
      .meta({ id: 'RequestTransfer', example: { reason: '不属于本单位职责' } }),
    sets: { reason: 'transferReason' },
    refuses: ['rule_violation'],
    also: async (tx, { assignedOn }) => {
      const last = await dueBy(tx, tx.committeeId, 'transfer', assignedOn)
      if (tx.at.slice(0, 10) <= last) return undefined
      throw ruleViolation('proposals.transfer_limit', {
        en: `A unit could ask to be relieved until ${last}`,
        zh: `异议退办截止 ${last}，已逾期`,
      })
    },
  },
  'grant-transfer': {
    from: ['transfer_requested'],
    to: 'transferred',
    past: 'transferred',
    operationId: 'grantTransfer',
    summary: 'The unit is relieved; assign another one',
  },
  'refuse-transfer': {
    from: ['transfer_requested'],
    to: 'assigned',
    past: 'transfer_refused',
    operationId: 'refuseTransfer',
    summary: 'The unit keeps it',
  },
  extend: {
    from: ['assigned', 'handling'],
    operationId: 'extendAssignment',
    summary: 'More time, explained beforehand, within the committee’s limit `extension`',
    sets: { until: 'extendedTo', reason: 'extensionReason' },
    refuses: ['rule_violation'],
    ...withBody('proposalAssignments', Extend, async (tx, row, body, { principal }) => {
      await checkExtension(tx, row, body)
      return { extensionApprovedBy: principal.actor }
    }),
  },
} as const satisfies Record<string, Step<'proposalAssignments'>>

export const assignments = declared({
  table: 'proposalAssignments',
  path: '/proposal-assignments',
  one: { en: 'proposal assignment', zh: '提案交办', PascalCase: 'ProposalAssignment' },
  input: z.strictObject({
    proposalId: Id,
    organizationId: Id.meta({ description: 'The handling unit.' }),
    role: Role.default('lead'),
    assignedOn: Day,
    dueOn: Day.optional().meta({ description: 'By default from the committee’s limit `reply`.' }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    state: coded(ASSIGNMENT_STATES),
    extendedTo: Day.nullable(),
    extensionReason: z.string().nullable(),
    extensionApprovedBy: z.string().nullable(),
    transferReason: z.string().nullable(),
  }),
  fixed: ['proposalId', 'organizationId', 'assignedOn'],
  by: ['proposalId', 'organizationId', 'state'],
  filters: z.object({
    organizationId: Id.optional(),
    overdueOn: Day.optional().meta({ description: 'Not replied, and due before this day.' }),
    dueUntil: Day.optional().meta({ description: 'Due on or before; approved extensions count.' }),
  }),
  where: ({ overdueOn, dueUntil }) => [
    ...(overdueOn ? [{ sql: OVERDUE('t'), parameters: [overdueOn] }] : []),
    ...(dueUntil ? [{ sql: 'coalesce(t.extended_to, t.due_on) <= ?', parameters: [dueUntil] }] : []),
  ],
  sorts: ['dueOn', 'assignedOn'],
  defaultSort: 'dueOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: ownProposal,
  life: { first: 'assigned', steps: STEPS },
  onCreate: async (tx, input) => {
    const proposal = await behind(tx, input.proposalId)
    const { state } = stateAfter(proposal, 'assign')
    const assignedOn = input.assignedOn
    if (assignedOn < proposal.filedOn!) {
      throw ruleViolation(
        'proposals.assigned_after_filed',
        { en: `It was filed on ${proposal.filedOn}`, zh: `提案 ${proposal.filedOn} 才立案` },
        '/assignedOn',
      )
    }
    await checkUnit(tx, proposal, input.organizationId)
    await checkUnits(tx, input, null)
    const note = { type: 'proposal.assigned', members: [] }
    if (proposal.state === 'filed') await changeRow(tx, 'proposals', proposal, { state, assignedOn }, note)
    else if (assignedOn < proposal.assignedOn!)
      await changeRow(tx, 'proposals', proposal, { assignedOn }, note)
    const dueOn = input.dueOn ?? (await replyBy(tx, assignedOn))
    return { ...input, dueOn }
  },
  onChange: async (tx, before, patch) => {
    if (before.state !== 'assigned')
      throw illegalStep(before.state, 'change', legalSteps(STEPS, before.state))
    if (patch.role) await checkUnits(tx, { ...before, ...patch }, before.id)
    // A day that is taken away is again the one of the limit.
    return patch.dueOn === null ? { ...patch, dueOn: await replyBy(tx, before.assignedOn) } : patch
  },
  onWithdraw: async (tx, row) => {
    if (row.state !== 'assigned') throw illegalStep(row.state, 'withdraw', legalSteps(STEPS, row.state))
    await takeBack(tx, row)
  },
  example: {
    proposalId: '0197f6a0-0000-7000-8000-000000000001',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    role: 'lead',
    assignedOn: '2019-03-28',
  },
  refuses: {
    create: ['rule_violation', 'state_conflict'],
    change: ['state_conflict', 'rule_violation'],
    withdraw: ['state_conflict'],
  },
})

/** The proposal was assigned on the first day of those that stand; without any it is filed again. */
async function takeBack(tx: Tx, row: Row<'proposalAssignments'>): Promise<void> {
  const proposal = await behind(tx, row.proposalId)
  const first = await from(tx, 'proposalAssignments', {
    proposalId: row.proposalId,
    id: not(row.id),
    deletedAt: null,
  })
    .pick('assignedOn')
    .orderBy('assignedOn')
    .first()
  if (first?.assignedOn === proposal.assignedOn) return
  const change = first ?? {
    assignedOn: null,
    ...(proposal.state === 'assigned' ? { state: 'filed' as const } : {}),
  }
  await changeRow(tx, 'proposals', proposal, change, {
    type: 'proposal.assignment_withdrawn',
    on: dayInZone(new Date(tx.at)),
    members: [],
  })
}

const replyBy = (tx: Tx, assignedOn: string) => dueBy(tx, tx.committeeId, 'reply', assignedOn)

const UNIT_KINDS = ['handling_unit', 'department', 'participating_unit']

/** Who answers the proposers is a unit, and not the body that proposes. */
async function checkUnit(tx: Tx, { organizationId: proposer }: Row<'proposals'>, id: string): Promise<void> {
  const unit = await findRow(tx, 'organizations', id)
  if (unit && UNIT_KINDS.includes(unit.kind) && id !== proposer) return
  throw ruleViolation(
    'proposals.handling_unit',
    {
      en: 'A proposal is handled by a handling unit, a department or a participating unit, and not by the body that proposes it',
      zh: '承办单位须为承办单位、部门或参加单位，且不能是提案单位本身',
    },
    '/organizationId',
  )
}

/** A unit handles a proposal once, and one unit leads. `ownId`: the assignment itself is not one of the others. */
async function checkUnits(
  tx: Tx,
  { proposalId, organizationId, role }: Pick<Assignment, 'proposalId' | 'organizationId' | 'role'>,
  ownId: string | null,
): Promise<void> {
  const all = await from(tx, 'proposalAssignments', {
    proposalId,
    deletedAt: null,
    state: not('transferred'),
  }).pick('id', 'organizationId', 'role')
  const others = all.filter(({ id }) => id !== ownId)
  const again = others.some((other) => other.organizationId === organizationId)
  const mixed = others.some((other) => (other.role === 'split') !== (role === 'split'))
  const leads = role === 'lead' && others.some((other) => other.role === 'lead')
  const alone = role === 'co' && !others.some((other) => other.role === 'lead')
  if (!again && !mixed && !leads && !alone) return
  throw ruleViolation(
    'proposals.units',
    {
      en: 'A unit handles a proposal once; one unit leads, and then others join it, or each unit has its own part',
      zh: '同一单位不重复交办；先定一家主办，其他会办，或全部分办，不能混用',
    },
    '/role',
  )
}

async function checkExtension(
  tx: Tx,
  row: Row<'proposalAssignments'>,
  { until, extendedOn = dayInZone(new Date(tx.at)) }: z.output<typeof Extend>,
): Promise<void> {
  const last = await dueBy(tx, tx.committeeId, 'extension', row.assignedOn)
  if (until <= row.dueOn || until > last) {
    throw ruleViolation(
      'proposals.extension_limit',
      {
        en: `An extension ends after ${row.dueOn} and by ${last}`,
        zh: `延期须晚于 ${row.dueOn}，且不超过 ${last}`,
      },
      '/until',
    )
  }
  const due = row.extendedTo ?? row.dueOn
  if (extendedOn <= due) return
  throw ruleViolation(
    'proposals.extension_beforehand',
    {
      en: `It was due on ${due}: an extension is agreed to by then`,
      zh: `办理期限为 ${due}，延期须事先说明并在期限内批准`,
    },
    '/extendedOn',
  )
}
