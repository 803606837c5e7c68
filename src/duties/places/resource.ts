import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Where members meet people: studios (工作室), homes (委员之家), parlours (会客厅), with their stars, by day. */

type Span = Pick<Row<'places'>, 'validFrom' | 'validTo'>

export const places = declared({
  table: 'places',
  path: '/places',
  one: { en: 'place', zh: '履职场所', PascalCase: 'Place' },
  input: z.strictObject({
    code: Code.meta({ example: 'studio_01' }),
    kind: Code.meta({ description: 'Of the catalogue `place_kind`.', example: 'studio' }),
    name: Line(100),
    address: Line(200).nullable().default(null),
    stars: z
      .int()
      .min(0)
      .max(5)
      .nullable()
      .default(null)
      .meta({ description: 'Null: it was never rated; 0: it was, and got none.' }),
    organizationId: Id.nullable().default(null).meta({ description: 'The body that keeps it.' }),
    leadMemberId: Id.nullable().default(null).meta({ description: 'The member who leads it.' }),
    validFrom: Day,
    validTo: Day.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['code'],
  codes: { kind: 'place_kind' },
  range: ['validFrom', 'validTo'],
  by: ['kind', 'organizationId', 'leadMemberId'],
  filters: z.object({
    kind: Code.optional(),
    on: Day.optional().meta({ description: 'Open on this day.' }),
  }),
  where: (query) => (query.on ? openOn(query.on) : []),
  sorts: ['kind', 'code', 'name'],
  defaultSort: 'kind,code',
  permission: { read: 'duties.read', write: 'duties.record' },
  checks: (tx, place, { leadMemberId }) => checkLead(tx, leadMemberId, place),
  example: { code: 'studio_01', kind: 'studio', name: '某委员工作室', stars: 4, validFrom: '2019-03-01' },
})

const openOn = (day: string): Condition[] => [
  { column: 'validFrom', op: '<=', value: day },
  { sql: '(t.valid_to is null or t.valid_to >= ?)', parameters: [day] },
]

/** Who leads it came later than the place at times, and is in office on some day of it. */
async function checkLead(tx: Tx, leadMemberId: string | null | undefined, place: Span): Promise<void> {
  if (!leadMemberId) return
  const member = (await findRow(tx, 'members', leadMemberId))!
  const ended = member.validTo !== null && member.validTo < place.validFrom
  const toCome = place.validTo !== null && member.validFrom > place.validTo
  if (!ended && !toCome) return
  throw ruleViolation(
    'places.lead_in_office',
    {
      en: `${member.name} is in office from ${member.validFrom} to ${member.validTo ?? 'now'}, on no day of this place`,
      zh: `${member.name} 任期为 ${member.validFrom} 至 ${member.validTo ?? '今'}，与该场所的存续期没有重合`,
    },
    '/leadMemberId',
  )
}
