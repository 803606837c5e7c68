import type { Query, Span } from './line.ts'

/**
 * A number by organisation: by the department that owns the records, or by the bodies of the members behind them, each
 * on the record's own day. A member of two committees counts in both, so these parts may add up to more than the whole.
 */

export const BREAKDOWNS = ['owner', 'sector', 'special_committee', 'member_group', 'street_body'] as const
export type Breakdown = (typeof BREAKDOWNS)[number]

export function brokenDown({ sql, parameters }: Query, span: Span, by: Breakdown): Query {
  if (by === 'owner') {
    return {
      sql: `select r.subject, r.member_id, r.day, r.label, o.name as part, r.counted from (${sql}) r
        left join organizations o on o.committee_id = ? and cast(o.id as text) = cast(r.owner_id as text)`,
      parameters: [...parameters, span.committeeId],
    }
  }
  return {
    sql: `select r.subject, r.member_id, r.day, r.label, b.name as part, r.counted from (${sql}) r
      left join (select cast(x.member_id as text) as member_id, x.valid_from, x.valid_to, o.name
        from body_roles x join organizations o on o.committee_id = x.committee_id and o.id = x.organization_id
        where x.committee_id = ? and x.deleted_at is null and o.kind = ?) b
      on b.member_id = cast(r.member_id as text) and b.valid_from <= coalesce(r.day, ?)
        and (b.valid_to is null or b.valid_to >= coalesce(r.day, ?))`,
    parameters: [...parameters, span.committeeId, by, span.asOf, span.asOf],
  }
}
