import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { Day, ExternalId, Id, Line } from '../../core/fields.ts'
import type { Condition } from '../../storage/list.ts'
import { checkChildren, storeChildren, withChildren } from './children.ts'

/**
 * Democratic supervision groups (民主监督小组): members whom the committee sends to departments. A group may serve
 * several departments, and a department may have several groups. A visit is a meeting that names its group.
 */

const Span = {
  validFrom: Day,
  validTo: Day.nullable().default(null).meta({ description: 'Last day, counted.' }),
}

export const supervisionGroups = declared({
  table: 'supervisionGroups',
  path: '/supervision-groups',
  one: { en: 'supervision group', zh: '民主监督小组', PascalCase: 'SupervisionGroup' },
  input: z.strictObject({
    name: Line(100),
    topic: Line(200).nullable().default(null),
    headMemberId: Id.nullable().default(null).meta({ description: 'The member who leads it.' }),
    ...Span,
    members: z
      .array(z.strictObject({ memberId: Id, ...Span }))
      .max(200)
      .default([]),
    hosts: z
      .array(z.strictObject({ organizationId: Id, ...Span }))
      .max(50)
      .default([])
      .meta({ description: 'The departments that it is sent to.' }),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  filters: z.object({
    on: Day.optional().meta({ description: 'Groups that stand on this day.' }),
    memberId: Id.optional(),
    organizationId: Id.optional().meta({ description: 'Sent to this department.' }),
  }),
  where: (query) => {
    const where: Condition[] = []
    const { on, memberId, organizationId } = query
    if (on) where.push({ column: 'validFrom', op: '<=', value: on }, stillOn(on))
    if (memberId) where.push(naming('supervision_group_members', 'member_id', memberId))
    if (organizationId) where.push(naming('supervision_group_hosts', 'organization_id', organizationId))
    return where
  },
  sorts: ['validFrom', 'name'],
  defaultSort: 'validFrom',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: ({ personId }) => ({
    sql: `exists (select 1 from members own where own.committee_id = t.committee_id and own.person_id = ?
            and (own.id = t.head_member_id or exists (select 1 from supervision_group_members g
              where g.committee_id = t.committee_id and g.supervision_group_id = t.id and g.member_id = own.id)))`,
    parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
  }),
  decorate: (db, rows, context) => withChildren(db, context.committeeId, rows),
  range: ['validFrom', 'validTo'],
  onCreate: async (tx, input) => {
    await checkChildren(tx, input, input)
    return input
  },
  onChange: async (tx, before, patch) => {
    const [whole] = await withChildren(tx, tx.committeeId, [before])
    await checkChildren(tx, { ...whole!, ...patch }, patch)
    return patch
  },
  afterWrite: (tx, row, input) => storeChildren(tx, row.id, input),
  example: {
    name: '第一民主监督小组',
    topic: '优化营商环境',
    validFrom: '2019-03-01',
    members: [{ memberId: '0197f6a0-0000-7000-8000-000000000001', validFrom: '2019-03-01' }],
    hosts: [{ organizationId: '0197f6a0-0000-7000-8000-000000000002', validFrom: '2019-03-01' }],
  },
})

const stillOn = (day: string): Condition => ({
  sql: '(t.valid_to is null or t.valid_to >= ?)',
  parameters: [day],
})

const naming = (table: string, column: string, id: string): Condition => ({
  sql: `exists (select 1 from ${table} g where g.committee_id = t.committee_id
          and g.supervision_group_id = t.id and g.${column} = ?)`,
  parameters: [id],
})
