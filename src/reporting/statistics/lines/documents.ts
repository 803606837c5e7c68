import { type Line, type Span, selecting } from '../line.ts'

/** Reports of public opinion: handed in, and adopted. */

/** Handed in, and neither given back nor taken back. */
const HANDED_IN = `o.committee_id = ? and o.deleted_at is null
  and o.state in ('submitted', 'editing', 'kept', 'archived')`
const BY_MEMBERS = `exists (select 1 from opinion_authors w
  where w.committee_id = o.committee_id and w.opinion_id = o.id and w.role = 'author')`

const ADOPTED = (levels: readonly string[]) => `exists (select 1 from opinion_adoptions d
  where d.committee_id = o.committee_id and d.opinion_id = o.id and d.deleted_at is null
    and d.adopted_on >= ? and d.adopted_on <= ? and d.level in (${levels.map((level) => `'${level}'`).join(', ')}))`

/** The highest first. */
const BY_HEIGHT = ['national', 'province', 'city', 'district'] as const
/** `case` for the highest level that adopted it in the span. */
const HIGHEST = `case ${BY_HEIGHT.map((level) => `when ${ADOPTED([level])} then '${level}'`).join(' ')} end`
const HIGHEST_DAYS = 2 * BY_HEIGHT.length
const SUBMITTED = 'o.submitted_on >= ? and o.submitted_on <= ?'
const opinion = (part: string) =>
  selecting({
    subject: "'opinions/' || o.id",
    ownerId: 'o.owner_organization_id',
    day: 'o.submitted_on',
    label: 'o.title',
    part,
  })

const pairs = ({ from, asOf }: Span, count: number): string[] =>
  Array.from({ length: count }, (_, at) => (at % 2 === 0 ? from : asOf))

/** Of the items that `opinions_submitted` counts, those that some of the levels adopted, each once by the highest. */
const adopted = (key: string, levels: readonly string[], texts: Pick<Line, 'title' | 'means'>): Line => ({
  key,
  kind: 'count',
  rule: 'of_those_submitted',
  ...texts,
  records: (span) => ({
    sql: `${opinion(HIGHEST)} from opinions o
      where ${HANDED_IN} and ${SUBMITTED} and ${BY_MEMBERS} and ${ADOPTED(levels)}`,
    parameters: [...pairs(span, HIGHEST_DAYS), span.committeeId, ...pairs(span, 4)],
  }),
  excluded: (span) => ({
    sql: `${opinion(`case when not ${BY_MEMBERS} then 'not_by_members' else 'submitted_before' end`)} from opinions o
      where ${HANDED_IN} and o.submitted_on <= ? and (o.submitted_on < ? or not ${BY_MEMBERS}) and ${ADOPTED(levels)}`,
    parameters: [span.committeeId, span.asOf, span.from, ...pairs(span, 2)],
  }),
  others: {
    adopted_in_period: {
      means: {
        zh: '期内被录用的委员撰写的篇数，无论何时报送',
        en: 'Items by members adopted in the period, whenever they were submitted',
      },
      records: (span) => ({
        sql: `${opinion(HIGHEST)} from opinions o where ${HANDED_IN} and ${BY_MEMBERS} and ${ADOPTED(levels)}`,
        parameters: [...pairs(span, HIGHEST_DAYS), span.committeeId, ...pairs(span, 2)],
      }),
    },
  },
})

export const DOCUMENTS: readonly Line[] = [
  {
    key: 'opinions_submitted',
    title: { zh: '社情民意信息', en: 'Reports of public opinion' },
    kind: 'count',
    rule: 'items_submitted',
    means: {
      zh: '委员撰写、报送日在期内的篇数，每篇计一次',
      en: 'Items by members submitted in the period, each once',
    },
    records: ({ committeeId, from, asOf }) => ({
      sql: `${selecting({ subject: "'opinions/' || o.id", ownerId: 'o.owner_organization_id', day: 'o.submitted_on', label: 'o.title' })}
        from opinions o where ${HANDED_IN} and o.submitted_on >= ? and o.submitted_on <= ? and ${BY_MEMBERS}`,
      parameters: [committeeId, from, asOf],
    }),
    excluded: ({ committeeId, from, asOf }) => ({
      sql: `${selecting({ subject: "'opinions/' || o.id", ownerId: 'o.owner_organization_id', day: 'o.submitted_on', label: 'o.title', part: "'not_by_members'" })}
        from opinions o where ${HANDED_IN} and o.submitted_on >= ? and o.submitted_on <= ? and not ${BY_MEMBERS}`,
      parameters: [committeeId, from, asOf],
    }),
    others: {
      persons: {
        means: { zh: '撰写过的委员人数，每人计一次', en: 'Members who wrote one, each once' },
        records: ({ committeeId, from, asOf }) => ({
          sql: `${selecting({
            subject: "'members/' || m.id",
            memberId: 'm.id',
            label: 'm.name',
          })} from members m where m.committee_id = ? and m.deleted_at is null and exists (select 1 from opinions o
            join opinion_authors w on w.committee_id = o.committee_id and w.opinion_id = o.id and w.role = 'author'
            where w.member_id = m.id and ${HANDED_IN} and o.submitted_on >= ? and o.submitted_on <= ?)`,
          parameters: [committeeId, committeeId, from, asOf],
        }),
      },
      person_times: {
        means: { zh: '撰写人次，一人一篇计一次', en: 'Each author of each item' },
        records: ({ committeeId, from, asOf }) => ({
          sql: `${selecting({
            subject: "'opinions/' || o.id || '/' || w.member_id",
            ownerId: 'o.owner_organization_id',
            memberId: 'w.member_id',
            day: 'o.submitted_on',
            label: 'o.title',
          })} from opinions o join opinion_authors w
              on w.committee_id = o.committee_id and w.opinion_id = o.id and w.role = 'author'
            where ${HANDED_IN} and o.submitted_on >= ? and o.submitted_on <= ?`,
          parameters: [committeeId, from, asOf],
        }),
      },
    },
  },
  adopted('opinions_adopted', BY_HEIGHT, {
    title: { zh: '社情民意信息被录用', en: 'Opinions adopted' },
    means: {
      zh: '期内报送的委员撰写的信息中，期内被任一级录用的篇数，按最高一级分列，每篇计一次',
      en: 'Of the items by members submitted in the period, those that some level adopted in it, by the highest, each once',
    },
  }),
  adopted('opinions_adopted_above_city', ['national', 'province'], {
    title: { zh: '被全国、省政协录用', en: 'Opinions adopted by the nation or the province' },
    means: {
      zh: '期内报送的委员撰写的信息中，期内被全国或省级录用的篇数，两级都录用的计一次',
      en: 'Of the items by members submitted in the period, those adopted in it at national or provincial level, each once',
    },
  }),
]
