import type { Query, Span } from './line.ts'

/**
 * A number by organisation: by the department that owns the records, or by the bodies or parties of the members behind them, each
 * on the record's own day. A document is of everybody who stands on it, once for each body. A member of two committees
 * counts in both, as does a document of two sectors, so these parts may add up to more than the whole.
 */

export const BREAKDOWNS = [
  'owner',
  'sector',
  'special_committee',
  'member_group',
  'street_body',
  'party',
] as const
export type Breakdown = (typeof BREAKDOWNS)[number]

/** Who stands on a document: its kind, where they are kept, and who of them counts. */
const PEOPLE: readonly [kind: string, table: string, key: string, who: string][] = [
  ['proposals', 'proposal_signers', 'proposal_id', "(w.role <> 'cosigner' or w.signed_on is not null)"],
  ['opinions', 'opinion_authors', 'opinion_id', "w.role = 'author'"],
  ['researchReports', 'research_report_members', 'research_report_id', '1 = 1'],
  ['serviceRecords', 'service_record_members', 'service_record_id', '1 = 1'],
]

const DOCUMENTS = PEOPLE.map(
  ([kind, table, key, who]) => `select '${kind}/' || w.${key} as behind, w.member_id from ${table} w
    where w.committee_id = ? and ${who}`,
).join(' union all ')

export function brokenDown({ sql, parameters }: Query, span: Span, by: Breakdown): Query {
  const { committeeId, asOf } = span
  if (by === 'owner') {
    return {
      sql: `select r.subject, r.member_id, r.day, r.label, o.name as part, o.id as part_id, r.counted from (${sql}) r
        left join organizations o on o.committee_id = ? and cast(o.id as text) = cast(r.owner_id as text)`,
      parameters: [...parameters, committeeId],
    }
  }
  if (by === 'party') return byParty({ sql, parameters }, span)
  const roles = `body_roles x join organizations o on o.committee_id = x.committee_id and o.id = x.organization_id`
  const held = 'x.committee_id = ? and x.deleted_at is null and o.kind = ?'
  return {
    sql: `select distinct r.subject, r.member_id, r.day, r.label, b.name as part, b.id as part_id, r.counted from (${sql}) r
      left join (
        select cast(x.member_id as text) as behind, x.valid_from, x.valid_to, o.name, o.id from ${roles} where ${held}
        union all
        select d.behind, x.valid_from, x.valid_to, o.name, o.id
          from (${DOCUMENTS}) d, ${roles} where x.member_id = d.member_id and ${held}
      ) b
      on b.behind = coalesce(cast(r.member_id as text), r.subject) and b.valid_from <= coalesce(r.day, ?)
        and (b.valid_to is null or b.valid_to >= coalesce(r.day, ?))`,
    parameters: [
      ...parameters,
      ...[committeeId, by],
      ...PEOPLE.map(() => committeeId),
      ...[committeeId, by],
      ...[asOf, asOf],
    ],
  }
}

/** By what members say of their party (政治面貌): who names several stands under all of them together. */
const PARTY = `replace(replace(replace(m.politics, '["', ''), '"]', ''), '","', '、')`

function byParty({ sql, parameters }: Query, { committeeId }: Span): Query {
  const party = `nullif(nullif(${PARTY}, '[]'), '')`
  return {
    sql: `select distinct r.subject, r.member_id, r.day, r.label, b.name as part, null as part_id, r.counted from (${sql}) r
      left join (
        select cast(m.id as text) as behind, ${party} as name from members m where m.committee_id = ?
        union all
        select d.behind, ${party} as name from (${DOCUMENTS}) d, members m where m.id = d.member_id and m.committee_id = ?
      ) b on b.behind = coalesce(cast(r.member_id as text), r.subject)`,
    parameters: [...parameters, committeeId, ...PEOPLE.map(() => committeeId), committeeId],
  }
}
