import { enteredIn, valueOn } from '../../../storage/states.ts'
import { type Line, type Span, selecting } from '../line.ts'

/** Reports of public opinion: handed in, and adopted. */

/** Handed in in the span, and not given back by its end. */
const SUBMITTED = enteredIn('opinions', 'opinions', 'submitted', ['returned'])
const submittedIn = ({ committeeId, from, asOf }: Span) => [asOf, from, asOf, asOf, committeeId]
/** Handed in by a day, whenever. */
const HANDED_IN = `o.committee_id = ? and o.deleted_at is null
  and ${valueOn('opinions', 'o')} in ('submitted', 'editing', 'kept', 'archived')`
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
const opinion = (part?: string, day = 'o.since', further = '', counted?: string) =>
  selecting({
    subject: `'opinions/' || o.id${further && ` || ${further}`}`,
    ownerId: 'o.owner_organization_id',
    day,
    label: 'o.title',
    ...(part ? { part } : {}),
    ...(counted ? { counted } : {}),
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
    sql: `${opinion(HIGHEST)} from ${SUBMITTED} o where ${BY_MEMBERS} and ${ADOPTED(levels)}`,
    parameters: [...pairs(span, HIGHEST_DAYS), ...submittedIn(span), ...pairs(span, 2)],
  }),
  excluded: (span) => ({
    sql: `${opinion(`case when not ${BY_MEMBERS} then 'not_by_members' else 'submitted_before' end`, 'o.submitted_on')} from opinions o
      where ${HANDED_IN} and (not ${BY_MEMBERS} or o.id not in (select id from ${SUBMITTED} i)) and ${ADOPTED(levels)}`,
    parameters: [span.committeeId, span.asOf, ...submittedIn(span), ...pairs(span, 2)],
  }),
  others: {
    each_level: {
      means: {
        zh: '同上，按录用的每一级分列，两级录用的各计一次',
        en: 'The same by each level that adopted it: one that two levels adopted counts for both',
      },
      records: (span) => ({
        sql: levels
          .map(
            (level) =>
              `${opinion(`'${level}'`, 'o.since', `'/${level}'`)} from ${SUBMITTED} o where ${BY_MEMBERS} and ${ADOPTED([level])}`,
          )
          .join(' union all '),
        parameters: levels.flatMap(() => [...submittedIn(span), ...pairs(span, 2)]),
      }),
    },
    adopted_in_period: {
      means: {
        zh: '期内被录用的委员撰写的篇数，无论何时报送',
        en: 'Items by members adopted in the period, whenever they were submitted',
      },
      records: (span) => ({
        sql: `${opinion(HIGHEST, 'o.submitted_on')} from opinions o where ${HANDED_IN} and ${BY_MEMBERS} and ${ADOPTED(levels)}`,
        parameters: [...pairs(span, HIGHEST_DAYS), span.committeeId, span.asOf, ...pairs(span, 2)],
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
    records: (span) => ({
      sql: `${opinion()} from ${SUBMITTED} o where ${BY_MEMBERS}`,
      parameters: submittedIn(span),
    }),
    excluded: (span) => ({
      sql: `${opinion("'not_by_members'")} from ${SUBMITTED} o where not ${BY_MEMBERS}`,
      parameters: submittedIn(span),
    }),
    others: {
      persons: {
        means: { zh: '撰写过的委员人数，每人计一次', en: 'Members who wrote one, each once' },
        records: (span) => ({
          sql: `${selecting({
            subject: "'members/' || m.id",
            memberId: 'm.id',
            label: 'm.name',
          })} from members m where m.committee_id = ? and m.deleted_at is null and m.id in (select w.member_id from ${SUBMITTED} o
            join opinion_authors w on w.committee_id = o.committee_id and w.opinion_id = o.id and w.role = 'author')`,
          parameters: [span.committeeId, ...submittedIn(span)],
        }),
      },
      person_times: {
        means: { zh: '撰写人次，一人一篇计一次', en: 'Each author of each item' },
        records: (span) => ({
          sql: `${selecting({
            subject: "'opinions/' || o.id || '/' || w.member_id",
            ownerId: 'o.owner_organization_id',
            memberId: 'w.member_id',
            day: 'o.since',
            label: 'o.title',
          })} from ${SUBMITTED} o join opinion_authors w
              on w.committee_id = o.committee_id and w.opinion_id = o.id and w.role = 'author'`,
          parameters: submittedIn(span),
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
  {
    key: 'adoption_rate',
    title: { zh: '社情民意信息录用率', en: 'Opinions adopted of those submitted' },
    kind: 'rate',
    rule: 'adopted_of_submitted',
    means: {
      zh: '期内报送的委员撰写的信息中，期内被任一级录用的比例',
      en: 'Of the items by members submitted in the period, those that some level adopted in it',
    },
    records: (span) => ({
      sql: `${opinion(HIGHEST, 'o.since', '', `case when ${ADOPTED(BY_HEIGHT)} then 1 else 0 end`)} from ${SUBMITTED} o where ${BY_MEMBERS}`,
      parameters: [...pairs(span, HIGHEST_DAYS), ...pairs(span, 2), ...submittedIn(span)],
    }),
    others: {
      above_city: {
        means: { zh: '同上，只计全国、省级录用', en: 'The same, of the nation and the province alone' },
        records: (span) => ({
          sql: `${opinion(HIGHEST, 'o.since', '', `case when ${ADOPTED(['national', 'province'])} then 1 else 0 end`)} from ${SUBMITTED} o where ${BY_MEMBERS}`,
          parameters: [...pairs(span, HIGHEST_DAYS), ...pairs(span, 2), ...submittedIn(span)],
        }),
      },
    },
  },
  adopted('opinions_adopted_above_city', ['national', 'province'], {
    title: { zh: '被全国、省政协录用', en: 'Opinions adopted by the nation or the province' },
    means: {
      zh: '期内报送的委员撰写的信息中，期内被全国或省级录用的篇数，两级都录用的计一次',
      en: 'Of the items by members submitted in the period, those adopted in it at national or provincial level, each once',
    },
  }),
]
