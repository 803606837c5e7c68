import { z } from 'zod'
import { checkCode } from '../../committee/catalogues/store.ts'
import { memberNamed } from '../../committee/members/in-office.ts'
import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { Code, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { equalTo } from '../../http/filters.ts'
import { checkRange, resource } from '../../http/record.ts'
import type { Condition } from '../../storage/list.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Where members meet people: studios (工作室), homes (委员之家), parlours (会客厅), with their stars, by day. */

type Place = Row<'places'>

export const places = resource({
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
  filters: z.object({
    kind: Code.optional(),
    organizationId: Id.optional(),
    leadMemberId: Id.optional(),
    on: Day.optional().meta({ description: 'Open on this day.' }),
  }),
  where: (query) => {
    const where = equalTo(query, ['kind', 'organizationId', 'leadMemberId'])
    if (query.on) where.push(...openOn(query.on))
    return where
  },
  sorts: ['kind', 'code', 'name'],
  defaultSort: 'kind,code',
  permission: { read: 'duties.read', write: 'duties.record' },
  onCreate: async (tx, input) => {
    await checkPlace(tx, input as Partial<Place>, input as unknown as Place)
    return input
  },
  onChange: async (tx, before, patch) => {
    await checkPlace(tx, patch as Partial<Place>, { ...before, ...patch } as Place)
    return patch
  },
  example: { code: 'studio_01', kind: 'studio', name: '某委员工作室', stars: 4, validFrom: '2019-03-01' },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})

const openOn = (day: string): Condition[] => [
  { column: 'validFrom', op: '<=', value: day },
  { sql: '(t.valid_to is null or t.valid_to >= ?)', parameters: [day] },
]

async function checkPlace(tx: Tx, sent: Partial<Place>, place: Place): Promise<void> {
  checkRange(place.validFrom, place.validTo)
  if (sent.kind) await checkCode(tx, tx.committeeId, 'place_kind', sent.kind, '/kind')
  if (sent.organizationId) {
    const body = await findRow(tx, 'organizations', sent.organizationId)
    if (!body || body.deletedAt) throw unknownReference('/organizationId', sent.organizationId)
  }
  if (sent.leadMemberId) await checkLead(tx, sent.leadMemberId, place)
}

/** Who leads it came later than the place at times, and is in office on some day of it. */
async function checkLead(tx: Tx, leadMemberId: string, place: Place): Promise<void> {
  const member = await memberNamed(tx, leadMemberId, '/leadMemberId')
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
