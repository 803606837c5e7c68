import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Day, ExternalId, Id, Prose } from '../../core/fields.ts'
import { CONTACT_WAYS } from '../../core/words/proposals.ts'
import { coded } from '../../core/words/word.ts'
import { from, not } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { behind, ownProposal, proposersOf } from './related.ts'

/** 面商 and 催办: a unit met a proposer; the committee urged a unit. */

export const contacts = declared({
  table: 'proposalContacts',
  path: '/proposal-contacts',
  one: { en: 'proposal contact', zh: '提案面商', PascalCase: 'ProposalContact' },
  input: z.strictObject({
    proposalId: Id,
    organizationId: Id.nullable().default(null).meta({ description: 'The unit that made the contact.' }),
    memberId: Id.nullable().default(null).meta({ description: 'The proposer; none: all of them.' }),
    way: coded(CONTACT_WAYS).default('meeting'),
    contactedOn: Day,
    note: Prose(1_000).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['proposalId', 'organizationId', 'memberId'],
  by: ['proposalId', 'memberId'],
  during: ['contactedOn'],
  sorts: ['contactedOn'],
  defaultSort: 'contactedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: ownProposal,
  checks: checkContact,
  example: {
    proposalId: '0197f6a0-0000-7000-8000-000000000001',
    way: 'visit',
    contactedOn: '2019-04-18',
  },
})

type Contact = Pick<Row<'proposalContacts'>, 'proposalId' | 'organizationId' | 'memberId' | 'contactedOn'>

async function checkContact(
  tx: Tx,
  { proposalId, organizationId, memberId, contactedOn }: Contact,
): Promise<void> {
  const proposal = await behind(tx, proposalId)
  if (proposal.assignedOn === null || contactedOn < proposal.assignedOn) {
    throw ruleViolation(
      'proposals.contact_after_assigned',
      { en: 'A unit makes contact once the proposal is assigned to it', zh: '交办之后才有面商' },
      '/contactedOn',
    )
  }
  if (organizationId && !(await handles(tx, proposal.id, organizationId))) {
    throw ruleViolation(
      'proposals.contact_by_unit',
      { en: 'The proposal is not assigned to this unit', zh: '该提案未交办给此单位' },
      '/organizationId',
    )
  }
  if (!memberId) return
  if (!(await proposersOf(tx, proposal.id)).has(memberId)) throw unknownReference('/memberId', memberId)
}

const handles = (tx: Tx, proposalId: string, organizationId: string): Promise<boolean> =>
  from(tx, 'proposalAssignments', {
    proposalId,
    organizationId,
    deletedAt: null,
    state: not('transferred'),
  }).exists()

export const urgings = declared({
  table: 'proposalUrgings',
  path: '/proposal-urgings',
  one: { en: 'proposal urging', zh: '提案催办', PascalCase: 'ProposalUrging' },
  input: z.strictObject({
    proposalId: Id,
    assignmentId: Id,
    urgedOn: Day,
    note: Prose(1_000).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['proposalId', 'assignmentId', 'urgedOn'],
  by: ['proposalId', 'assignmentId'],
  sorts: ['urgedOn'],
  defaultSort: 'urgedOn',
  permission: { read: 'duties.read', write: 'proposals.review' },
  ownRows: ownProposal,
  onCreate: async (tx, input) => {
    const proposal = await behind(tx, input.proposalId)
    const id = input.assignmentId
    const assignment = (await findRow(tx, 'proposalAssignments', id))!
    if (assignment.proposalId !== proposal.id) throw unknownReference('/assignmentId', id)
    if (['replied', 'transferred'].includes(assignment.state) || input.urgedOn < assignment.assignedOn) {
      throw ruleViolation(
        'proposals.urged_while_waiting',
        { en: 'A unit is urged while it owes a reply', zh: '单位尚欠答复时才催办' },
        '/urgedOn',
      )
    }
    return input
  },
  example: {
    proposalId: '0197f6a0-0000-7000-8000-000000000001',
    assignmentId: '0197f6a0-0000-7000-8000-000000000002',
    urgedOn: '2019-07-01',
  },
  refuses: { create: ['rule_violation'] },
})
