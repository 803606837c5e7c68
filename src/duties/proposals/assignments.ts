import { z } from 'zod'
import { dueBy } from '../../committee/committees/limits.ts'
import { dayInZone } from '../../core/days.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { illegalStep } from '../../core/moves.ts'
import { ASSIGNMENT_ROLES, ASSIGNMENT_STATES } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { equalTo } from '../../http/filters.ts'
import { type Fields, resource } from '../../http/record.ts'
import { actionRoute, resourceRoutes } from '../../http/resource.ts'
import type { Route } from '../../http/route.ts'
import { from, not } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { stateAfter } from './moves.ts'
import { behind, ownProposal } from './related.ts'

/** 交办: the units that handle a proposal, and until when: leading (主办), with the lead (会办), its own part (分办). */

const Role = coded(ASSIGNMENT_ROLES)
const AssignmentState = coded(ASSIGNMENT_STATES)

/** A unit's own steps. It never passes a proposal on by itself: it asks, and the committee decides. */
const STEPS = {
  accept: { from: ['assigned'], to: 'handling' },
  'request-transfer': { from: ['assigned'], to: 'transfer_requested' },
  'grant-transfer': { from: ['transfer_requested'], to: 'transferred' },
  'refuse-transfer': { from: ['transfer_requested'], to: 'assigned' },
  extend: { from: ['assigned', 'handling'], to: null },
} as const
type Step = keyof typeof STEPS

export const assignments = resource({
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
    state: AssignmentState,
    extendedTo: Day.nullable(),
    extensionReason: z.string().nullable(),
    extensionApprovedBy: z.string().nullable(),
    transferReason: z.string().nullable(),
  }),
  fixed: ['proposalId', 'organizationId', 'assignedOn'],
  filters: z.object({
    proposalId: Id.optional(),
    organizationId: Id.optional(),
    state: AssignmentState.optional(),
    overdueOn: Day.optional().meta({ description: 'Not replied, and due before this day.' }),
  }),
  where: (query) => {
    const where = equalTo(query, ['proposalId', 'organizationId', 'state'])
    if (query.overdueOn) {
      where.push({
        sql: "t.state in ('assigned', 'handling', 'transfer_requested') and coalesce(t.extended_to, t.due_on) < ?",
        parameters: [query.overdueOn],
      })
    }
    return where
  },
  sorts: ['dueOn', 'assignedOn'],
  defaultSort: 'dueOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: ownProposal,
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
    const unit = await findRow(tx, 'organizations', input.organizationId)
    if (!unit || unit.deletedAt) throw unknownReference('/organizationId', input.organizationId)
    await checkUnits(tx, input, null)
    const note = { type: 'proposal.assigned', members: [] }
    if (proposal.state === 'filed') await changeRow(tx, 'proposals', proposal, { state, assignedOn }, note)
    else if (assignedOn < proposal.assignedOn!)
      await changeRow(tx, 'proposals', proposal, { assignedOn }, note)
    const dueOn = input.dueOn ?? (await replyBy(tx, assignedOn))
    return { ...input, dueOn, state: 'assigned' }
  },
  onChange: async (tx, before, patch) => {
    if (before.state !== 'assigned') throw illegalStep(before.state, 'change', legalSteps(before.state))
    if (patch.role) await checkUnits(tx, { ...before, ...patch }, before.id)
    // A day that is taken away is again the one of the limit.
    return patch.dueOn === null ? { ...patch, dueOn: await replyBy(tx, before.assignedOn) } : patch
  },
  onWithdraw: async (tx, row) => {
    if (row.state !== 'assigned') throw illegalStep(row.state, 'withdraw', legalSteps(row.state))
    await takeBack(tx, row)
  },
  example: {
    proposalId: '0197f6a0-0000-7000-8000-000000000001',
    organizationId: '0197f6a0-0000-7000-8000-000000000002',
    role: 'lead',
    assignedOn: '2019-03-28',
  },
  refuses: {
    create: ['rule_violation', 'state_conflict', 'unknown_reference'],
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
  await changeRow(tx, 'proposals', proposal, change, { type: 'proposal.assignment_withdrawn', members: [] })
}

const legalSteps = (state: string): string[] =>
  Object.entries(STEPS).flatMap(([name, { from }]) =>
    (from as readonly string[]).includes(state) ? [name] : [],
  )

function after(
  row: Row<'proposalAssignments'>,
  step: Step,
): Pick<Row<'proposalAssignments'>, 'state'> | object {
  if (!legalSteps(row.state).includes(step)) throw illegalStep(row.state, step, legalSteps(row.state))
  const { to } = STEPS[step]
  return to === null ? {} : { state: to }
}

const replyBy = (tx: Tx, assignedOn: string) => dueBy(tx, tx.committeeId, 'reply', assignedOn)

/** A unit handles a proposal once, and one unit leads. `ownId`: the assignment itself is not one of the others. */
async function checkUnits(
  tx: Tx,
  { proposalId, organizationId, role }: Fields,
  ownId: string | null,
): Promise<void> {
  const all = await from(tx, 'proposalAssignments', {
    proposalId: proposalId as string,
    deletedAt: null,
    state: not('transferred'),
  }).pick('id', 'organizationId', 'role')
  const others = all.filter(({ id }) => id !== ownId)
  const again = others.some((other) => other.organizationId === organizationId)
  const mixed = others.some((other) => (other.role === 'split') !== (role === 'split'))
  const leads = role === 'lead' && others.some((other) => other.role === 'lead')
  if (!again && !mixed && !leads) return
  throw ruleViolation(
    'proposals.units',
    {
      en: 'A unit handles a proposal once; one unit leads and others join it, or each unit has its own part',
      zh: '同一单位不重复交办；一家主办、其他会办，或全部分办，不能混用',
    },
    '/role',
  )
}

export function assignmentRoutes(secret: string): Route[] {
  const permission = 'proposals.review'
  const reason = (id: string, words: string) =>
    z.strictObject({ reason: Line(500) }).meta({ id, example: { reason: words } })
  return [
    ...resourceRoutes(assignments, secret),
    actionRoute(assignments, {
      verb: 'accept',
      operationId: 'acceptAssignment',
      summary: 'The unit takes it on',
      permission,
      failures: ['state_conflict'],
      run: async (tx, row) => {
        const moved = after(row, 'accept')
        const proposal = await behind(tx, row.proposalId)
        const state = proposal.state === 'rehandling' ? {} : stateAfter(proposal, 'handle')
        await changeRow(tx, 'proposals', proposal, state, { type: 'proposal.handled', members: [] })
        return moved
      },
    }),
    actionRoute(assignments, {
      verb: 'request-transfer',
      past: 'transfer_requested',
      operationId: 'requestTransfer',
      summary: 'The unit asks to be relieved, within the committee’s limit `transfer`',
      permission,
      body: reason('RequestTransfer', '不属于本单位职责'),
      failures: ['state_conflict', 'rule_violation'],
      run: async (tx, row, body) => {
        const moved = after(row, 'request-transfer')
        const last = await dueBy(tx, tx.committeeId, 'transfer', row.assignedOn)
        if (tx.at.slice(0, 10) > last) {
          throw ruleViolation('proposals.transfer_limit', {
            en: `A unit could ask to be relieved until ${last}`,
            zh: `异议退办截止 ${last}，已逾期`,
          })
        }
        return { ...moved, transferReason: body.reason }
      },
    }),
    actionRoute(assignments, {
      verb: 'grant-transfer',
      past: 'transferred',
      operationId: 'grantTransfer',
      summary: 'The unit is relieved; assign another one',
      permission,
      failures: ['state_conflict'],
      run: async (_tx, row) => after(row, 'grant-transfer'),
    }),
    actionRoute(assignments, {
      verb: 'refuse-transfer',
      past: 'transfer_refused',
      operationId: 'refuseTransfer',
      summary: 'The unit keeps it',
      permission,
      failures: ['state_conflict'],
      run: async (_tx, row) => after(row, 'refuse-transfer'),
    }),
    actionRoute(assignments, {
      verb: 'extend',
      operationId: 'extendAssignment',
      summary: 'More time, explained beforehand, within the committee’s limit `extension`',
      permission,
      body: z
        .strictObject({
          until: Day,
          reason: Line(500),
          extendedOn: Day.optional().meta({ description: 'The day it was agreed to; today by default.' }),
        })
        .meta({ id: 'ExtendAssignment', example: { until: '2019-08-28', reason: '需跨部门论证' } }),
      failures: ['state_conflict', 'rule_violation'],
      run: async (tx, row, body, context) => {
        const moved = after(row, 'extend')
        const until = body.until
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
        const extendedOn = body.extendedOn ?? dayInZone(new Date(tx.at))
        const due = row.extendedTo ?? row.dueOn
        if (extendedOn > due) {
          throw ruleViolation(
            'proposals.extension_beforehand',
            {
              en: `It was due on ${due}: an extension is agreed to by then`,
              zh: `办理期限为 ${due}，延期须事先说明并在期限内批准`,
            },
            '/extendedOn',
          )
        }
        const extensionApprovedBy = context.principal.actor
        return { ...moved, extendedTo: until, extensionReason: body.reason, extensionApprovedBy }
      },
    }),
  ]
}
