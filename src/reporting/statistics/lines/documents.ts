import { type Line, selecting } from '../line.ts'

/** Reports of public opinion: handed in, and adopted. */

/** Handed in, and neither given back nor taken back. */
const HANDED_IN = `o.committee_id = ? and o.deleted_at is null
  and o.state in ('submitted', 'editing', 'kept', 'archived')`
const BY_MEMBERS = `exists (select 1 from opinion_authors w
  where w.committee_id = o.committee_id and w.opinion_id = o.id and w.role = 'author')`

const adopted = (levels: string) => `exists (select 1 from opinion_adoptions d
  where d.committee_id = o.committee_id and d.opinion_id = o.id and d.deleted_at is null
    and d.adopted_on >= ? and d.adopted_on <= ? and d.level in (${levels}))`

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
  {
    key: 'opinions_adopted_above_city',
    title: { zh: '被全国、省政协录用', en: 'Opinions adopted by the nation or the province' },
    kind: 'count',
    rule: 'items_once_over_levels',
    means: {
      zh: '期内被全国或省级录用的篇数，两级都录用的计一次',
      en: 'Items adopted in the period at national or provincial level, each once',
    },
    records: ({ committeeId, from, asOf }) => ({
      sql: `${selecting({
        subject: "'opinions/' || o.id",
        ownerId: 'o.owner_organization_id',
        day: 'o.submitted_on',
        label: 'o.title',
        part: `case when ${adopted("'national'")} then 'national' else 'province' end`,
      })} from opinions o where o.committee_id = ? and o.deleted_at is null and ${adopted("'national', 'province'")}`,
      parameters: [from, asOf, committeeId, from, asOf],
    }),
  },
]
