import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { Code, Day, ExternalId, Id, Line, QueryYear } from '../../core/fields.ts'
import type { Row } from '../../storage/tables.ts'

/** The annual plan (年度计划), item by item: what is wanted, how many, by when; the party committee approves it. */

const Year = z.int().min(1900).max(2199).meta({ example: 2020 })
const Month = z.int().min(1).max(12).nullable()

export const planItems = declared({
  table: 'planItems',
  path: '/plan-items',
  one: { en: 'plan item', zh: '年度计划事项', PascalCase: 'PlanItem' },
  input: z.strictObject({
    year: Year,
    month: Month.default(null).meta({ description: 'Null: some time in the year.' }),
    kind: Code.meta({ description: 'Of the catalogue `plan_kind`.', example: 'research' }),
    title: Line(200),
    target: z
      .int()
      .min(1)
      .max(100_000)
      .nullable()
      .default(null)
      .meta({ description: 'How many are wanted; null beside `floor`: several (若干).' }),
    floor: z.boolean().default(false).meta({ description: '`target` or more (以上): more is welcome.' }),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    approvedOn: Day.nullable().meta({
      description:
        'Day on which the party committee approved it as it stands; a change of substance clears it.',
    }),
    approvedBy: z.string().nullable(),
    cancelledOn: Day.nullable(),
  }),
  by: ['year', 'kind'],
  filters: z.object({
    year: QueryYear.optional(),
    kind: Code.optional(),
    overdueOn: Day.optional().meta({ description: 'Its month, or year, ended before this day without it.' }),
  }),
  where: ({ overdueOn: day }) =>
    day
      ? [{ sql: OVERDUE, parameters: [Number(`${day.slice(0, 4)}${day.slice(5, 7)}`), day, day, day] }]
      : [],
  sorts: ['year', 'kind', 'title', 'createdAt'],
  defaultSort: 'year,createdAt',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  codes: { kind: 'plan_kind' },
  onChange: async (_tx, before, patch) => {
    // What was approved is what stood: another target, kind or time waits for approval again.
    const moved = SUBSTANCE.some((name) => patch[name] !== undefined && patch[name] !== before[name])
    return moved ? { ...patch, approvedOn: null, approvedBy: null } : patch
  },
  example: { year: 2020, month: 5, kind: 'research', title: '老旧小区加装电梯专题调研', target: 1 },
})

/** Fewer events and reports than wanted by the day, and its time is over. */
const OVERDUE = `t.year * 100 + coalesce(t.month, 12) < cast(? as integer) and (t.cancelled_on is null or t.cancelled_on > ?)
  and coalesce(t.target, 1) > (select count(*) from meetings e where e.committee_id = t.committee_id
      and e.plan_item_id = t.id and e.deleted_at is null and e.merged_into_id is null
      and e.state not in ('draft', 'cancelled') and e.starts_on < ?)
    + (select count(*) from research_reports r where r.committee_id = t.committee_id and r.plan_item_id = t.id
      and r.deleted_at is null and r.approved_on < ?)`

const SUBSTANCE = ['year', 'month', 'kind', 'target', 'floor'] as const satisfies (keyof Row<'planItems'>)[]
