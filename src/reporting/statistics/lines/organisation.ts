import { type Line, type Span, selecting } from '../line.ts'

/** How the party's branches and groups lie over the committee's own bodies, and whom they reach. */

const bodies = (key: string, kind: string, within: readonly string[], title: Line['title']): Line => ({
  key,
  title,
  kind: 'count',
  rule: 'active_and_attached',
  means: {
    zh: '统计日有效、且设在相应专委会或界别小组上的组织',
    en: 'Bodies that stand on the day and belong to a special committee or sector group',
  },
  records: ({ committeeId, asOf }) => ({
    sql: `${selecting({ subject: "'organizations/' || o.id", label: 'o.name', part: 'p.name' })}
      from organizations o join organizations p on p.committee_id = o.committee_id and p.id = o.parent_id
      where o.committee_id = ? and o.kind = ? and o.deleted_at is null and p.deleted_at is null
        and p.kind in (${within.map(() => '?').join(', ')})
        and (o.valid_from is null or o.valid_from <= ?) and (o.valid_to is null or o.valid_to >= ?)`,
    parameters: [committeeId, kind, ...within, asOf, asOf],
  }),
  excluded: ({ committeeId, asOf }) => ({
    sql: `${selecting({ subject: "'organizations/' || o.id", label: 'o.name', part: "'unattached'" })}
      from organizations o where o.committee_id = ? and o.kind = ? and o.deleted_at is null
        and (o.valid_from is null or o.valid_from <= ?) and (o.valid_to is null or o.valid_to >= ?)
        and not exists (select 1 from organizations p where p.committee_id = o.committee_id
          and p.id = o.parent_id and p.deleted_at is null and p.kind in (${within.map(() => '?').join(', ')}))`,
    parameters: [committeeId, kind, asOf, asOf, ...within],
  }),
})

/** A party member in office on the day; politics is a list of words, one of them 中共党员 or 中共预备党员. */
const PARTY_MEMBER = `m.committee_id = ? and m.deleted_at is null and m.politics like '%"中共%'
  and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?)`

const inBody = (kind: string) => `exists (select 1 from body_roles r
  join organizations o on o.committee_id = r.committee_id and o.id = r.organization_id
  where r.committee_id = m.committee_id and r.member_id = m.id and r.deleted_at is null and o.deleted_at is null
    and o.kind = '${kind}' and r.valid_from <= ? and (r.valid_to is null or r.valid_to >= ?))`

const coverage = ({ committeeId, asOf }: Span, covered: string, bodiesAsked: number) => ({
  sql: `${selecting({
    subject: "'members/' || m.id",
    memberId: 'm.id',
    label: 'm.name',
    part: `case when ${covered} then 'covered' else 'uncovered' end`,
    counted: `case when ${covered} then 1 else 0 end`,
  })} from members m where ${PARTY_MEMBER}`,
  parameters: [...Array(bodiesAsked * 4).fill(asOf), committeeId, asOf, asOf],
})

export const ORGANISATION: readonly Line[] = [
  bodies('party_branches', 'party_branch', ['special_committee'], {
    zh: '专委会党支部',
    en: 'Party branches on special committees',
  }),
  bodies('party_groups', 'party_group', ['sector', 'member_group'], {
    zh: '界别委员小组党小组',
    en: 'Party groups on sector groups',
  }),
  {
    key: 'party_coverage',
    title: { zh: '中共党员委员覆盖率', en: 'Party members covered' },
    kind: 'rate',
    rule: 'branch_and_group',
    means: {
      zh: '统计日在任的中共党员委员中，既编入党支部又划归党小组的比例',
      en: 'Party members in office on the day who belong to a branch and to a group',
    },
    records: (span) => coverage(span, `${inBody('party_branch')} and ${inBody('party_group')}`, 2),
    others: {
      branch: {
        means: { zh: '编入党支部即为覆盖', en: 'A branch is enough' },
        records: (span) => coverage(span, inBody('party_branch'), 1),
      },
      group: {
        means: { zh: '划归党小组即为覆盖', en: 'A group is enough' },
        records: (span) => coverage(span, inBody('party_group'), 1),
      },
    },
  },
]
