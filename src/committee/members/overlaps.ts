import { ruleViolation } from '../../core/errors.ts'
import type { Tx } from '../../storage/storage.ts'

/** What nobody can be twice at once: in a body, in an office, of a sector, a member of one term. */

type Fields = Record<string, unknown>

interface Span {
  id?: unknown
  validFrom: string
  validTo: string | null
}

const spanOf = ({ id, validFrom, validTo }: Fields): Span => ({
  id,
  validFrom: validFrom as string,
  validTo: (validTo ?? null) as string | null,
})

const OVERLAPS = `r.deleted_at is null and (r.valid_to is null or r.valid_to >= ?) and r.valid_from <= ?`
const END_OF_TIME = '9999-12-31'

async function overlapping(
  tx: Tx,
  sql: string,
  parameters: readonly string[],
  span: Span,
): Promise<Span | undefined> {
  const rows = await tx.query<{ id: string; validFrom: string; validTo: string | null }>(
    `${sql} and ${OVERLAPS}`,
    [tx.committeeId, ...parameters, span.validFrom, span.validTo ?? END_OF_TIME],
  )
  return rows.find((row) => row.id !== span.id)
}

function refuse(other: Span | undefined, rule: string, what: { en: string; zh: string }): void {
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
export async function checkBodyOverlap(tx: Tx, input: Fields): Promise<void> {
  const span = spanOf(input)
  const [memberId, organizationId] = [input['memberId'] as string, input['organizationId'] as string]
  const inBody =
    'select r.id, r.valid_from, r.valid_to from body_roles r where r.committee_id = ? and r.member_id = ?'
  const same = await overlapping(tx, `${inBody} and r.organization_id = ?`, [memberId, organizationId], span)
  refuse(same, 'bodies.once_at_a_time', {
    en: 'The member stands in this body at that time already',
    zh: '该委员同期已在此组织任职',
  })
  const ofSector = `select r.id, r.valid_from, r.valid_to from body_roles r
    join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id and o.kind = 'sector'
    where r.committee_id = ? and r.member_id = ?
      and exists (select 1 from organizations n where n.committee_id = r.committee_id and n.id = ? and n.kind = 'sector')`
  const sector = await overlapping(tx, ofSector, [memberId, organizationId], span)
  refuse(sector, 'bodies.one_sector', {
    en: 'The member belongs to a sector at that time already',
    zh: '委员同期只能属于一个界别，已有界别',
  })
}

export async function checkOfficeOverlap(tx: Tx, input: Fields): Promise<void> {
  const sql = `select r.id, r.valid_from, r.valid_to from offices r
    where r.committee_id = ? and r.member_id = ? and r.office = ?`
  const other = await overlapping(
    tx,
    sql,
    [input['memberId'] as string, input['office'] as string],
    spanOf(input),
  )
  refuse(other, 'offices.once_at_a_time', {
    en: 'The member holds this office at that time already',
    zh: '该委员同期已任此职',
  })
}

/** A person is a member of a term once at a time. */
export async function checkMandateOverlap(tx: Tx, input: Fields): Promise<void> {
  const sql = `select r.id, r.valid_from, r.valid_to from members r
    where r.committee_id = ? and r.person_id = ? and r.term_id = ?`
  const other = await overlapping(
    tx,
    sql,
    [input['personId'] as string, input['termId'] as string],
    spanOf(input),
  )
  refuse(other, 'members.one_mandate', {
    en: 'This person is a member of the term at that time already',
    zh: '此人同期已是本届委员',
  })
}
