import { type Line, type Query, type Span, selecting } from '../line.ts'

/** Who stands on a roster of a kind: a person once, however many rosters of the kind name them. */

const PERSON = "coalesce('members/' || e.member_id, 'rosterEntries/' || e.id)"

const standing = (
  { committeeId }: Span,
  kind: string,
  further: { sql: string; parameters: readonly string[] },
): Query => ({
  sql: `${selecting({
    subject: PERSON,
    memberId: 'min(cast(e.member_id as text))',
    day: 'min(e.valid_from)',
    label: 'min(e.name)',
    part: 'min(e.category)',
  })} from roster_entries e join rosters r on r.committee_id = e.committee_id and r.id = e.roster_id
    where e.committee_id = ? and e.deleted_at is null and r.deleted_at is null and r.kind = ?${further.sql}
    group by ${PERSON}`,
  parameters: [committeeId, kind, ...further.parameters],
})

const onDay = (day: string) => ({
  sql: ' and e.valid_from <= ? and (e.valid_to is null or e.valid_to >= ?)',
  parameters: [day, day],
})

export const ROSTERS: readonly Line[] = [
  {
    key: 'law_team_members_before',
    title: { zh: '法律服务团原有委员', en: 'Members on the law service team at the start' },
    kind: 'persons',
    rule: 'members_on_first_day',
    means: {
      zh: '期初第一天在册的政协委员人数',
      en: 'Members of the committee on the roster on the first day of the span',
    },
    records: (span) => {
      const { sql, parameters } = onDay(span.from)
      return standing(span, 'law_service', { sql: `${sql} and e.category = 'member'`, parameters })
    },
  },
  {
    key: 'law_team',
    title: { zh: '法律服务团现有人数', en: 'People on the law service team' },
    kind: 'persons',
    rule: 'on_the_roster',
    means: {
      zh: '统计日在册的全部人员，含吸收的律师',
      en: 'Everybody on the roster on the day, lawyers from outside included',
    },
    records: (span) => standing(span, 'law_service', onDay(span.asOf)),
  },
  {
    key: 'overseas_ambassadors_first_batch',
    title: { zh: '首批传播大使', en: 'Overseas ambassadors of the first batch' },
    kind: 'persons',
    rule: 'first_batch',
    means: {
      zh: '第一批聘任、统计日前到任的人数，按委员、侨领、专家学者分列',
      en: 'Appointed in batch 1 by the day; by members, overseas Chinese and scholars',
    },
    records: (span) =>
      standing(span, 'overseas_ambassador', {
        sql: ' and e.batch = 1 and e.valid_from <= ?',
        parameters: [span.asOf],
      }),
  },
]
