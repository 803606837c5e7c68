import { ruleViolation } from '../../core/errors.ts'
import { atLeast, atMost, from, orNull } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/** What nobody can be twice at once: in a body, in an office, of a sector, a member of one term. */

/** A row's days; `id` of one that stands. */
interface Span {
  id?: string
  validFrom: string
  validTo?: string | null
}

const END_OF_TIME = '9999-12-31'

/** Rows that hold on a day of the span. */
const during = ({ validFrom, validTo }: Span) => ({
  deletedAt: null,
  validTo: orNull(atLeast(validFrom)),
  validFrom: atMost(validTo ?? END_OF_TIME),
})

function refuse(rows: readonly Span[], { id }: Span, rule: string, what: { en: string; zh: string }): void {
  const other = rows.find((row) => row.id !== id)
  if (!other) return
  const days = `${other.validFrom} – ${other.validTo ?? ''}`
  throw ruleViolation(
    rule,
    {
      en: `${what.en} (${days}): end that one before this one begins`,
      zh: `${what.zh}（${days}）：请先结束原记录`,
    },
    '/validFrom',
  )
}

/** A member stands in a body once at a time, and belongs to one sector. */
export async function checkBodyOverlap(
  tx: Tx,
  role: Span & { memberId: string; organizationId: string },
): Promise<void> {
  const { memberId, organizationId } = role
  await checkTermOfBody(tx, memberId, organizationId)
  const same = await from(tx, 'bodyRoles', { memberId, organizationId, ...during(role) })
  refuse(same, role, 'bodies.once_at_a_time', {
    en: 'The member stands in this body at that time already',
    zh: '该委员同期已在此组织任职',
  })
  const ofSector = await tx.query<Span>(
    `select r.id, r.valid_from, r.valid_to from body_roles r
      join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id and o.kind = 'sector'
     where r.committee_id = ? and r.member_id = ?
       and exists (select 1 from organizations n where n.committee_id = r.committee_id and n.id = ? and n.kind = 'sector')
       and r.deleted_at is null and (r.valid_to is null or r.valid_to >= ?) and r.valid_from <= ?`,
    [tx.committeeId, memberId, organizationId, role.validFrom, role.validTo ?? END_OF_TIME],
  )
  refuse(ofSector, role, 'bodies.one_sector', {
    en: 'The member belongs to a sector at that time already',
    zh: '委员同期只能属于一个界别，已有界别',
  })
}

/** A body that is formed anew each term has its members from that term. */
async function checkTermOfBody(tx: Tx, memberId: string, organizationId: string): Promise<void> {
  const [body, member] = [
    await findRow(tx, 'organizations', organizationId),
    await findRow(tx, 'members', memberId),
  ]
  if (!body?.termId || !member || body.termId === member.termId) return
  throw ruleViolation(
    'bodies.of_the_term',
    {
      en: `${body.name} is a body of another term than the membership: name the one of its term`,
      zh: `${body.name}属于另一届，与该委员的届次不同：请选择本届的组织`,
    },
    '/organizationId',
  )
}

export async function checkOfficeOverlap(
  tx: Tx,
  role: Span & { memberId: string; office: string },
): Promise<void> {
  const { memberId, office } = role
  refuse(await from(tx, 'offices', { memberId, office, ...during(role) }), role, 'offices.once_at_a_time', {
    en: 'The member holds this office at that time already',
    zh: '该委员同期已任此职',
  })
}

/** A person is a member once at a time, of whatever term. */
export async function checkMandateOverlap(tx: Tx, mandate: Span & { personId: string }): Promise<void> {
  const { personId } = mandate
  refuse(await from(tx, 'members', { personId, ...during(mandate) }), mandate, 'members.one_mandate', {
    en: 'This person is a member at that time already',
    zh: '此人同期已是委员',
  })
}
