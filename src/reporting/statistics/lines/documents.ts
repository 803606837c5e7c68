import { type Line, type Span, selecting } from '../line.ts'

/** Proposals, reports of public opinion, and what leaders wrote on them. */

const RECEIVED = `p.committee_id = ? and p.deleted_at is null and p.submitted_on >= ? and p.submitted_on <= ?
  and p.state <> 'withdrawn'`

const received = ({ committeeId, from, asOf }: Span) => [committeeId, from, asOf]

const adopted = (levels: string) => `exists (select 1 from opinion_adoptions d
  where d.committee_id = o.committee_id and d.opinion_id = o.id and d.deleted_at is null
    and d.adopted_on >= ? and d.adopted_on <= ? and d.level in (${levels}))`

export const DOCUMENTS: readonly Line[] = [
  {
    key: 'proposals_filed',
    title: { zh: '审查立案', en: 'Proposals filed' },
    kind: 'count',
    rule: 'filed_in_period',
    means: {
      zh: '立案日在期内的提案；其后撤回的不计',
      en: 'Proposals filed in the period; those withdrawn afterwards do not count',
    },
    records: ({ committeeId, from, asOf }) => ({
      sql: `${selecting({ subject: "'proposals/' || p.id", day: 'p.filed_on', label: 'p.title', part: 'p.proposer_kind' })}
        from proposals p where p.committee_id = ? and p.deleted_at is null and p.state <> 'withdrawn'
          and p.filed_on >= ? and p.filed_on <= ?`,
      parameters: [committeeId, from, asOf],
    }),
    excluded: ({ committeeId, from, asOf }) => ({
      sql: `${selecting({ subject: "'proposals/' || p.id", day: 'p.filed_on', label: 'p.title', part: 'p.state' })}
        from proposals p where p.committee_id = ? and p.deleted_at is null and p.state = 'withdrawn'
          and p.filed_on >= ? and p.filed_on <= ?`,
      parameters: [committeeId, from, asOf],
    }),
  },
  {
    key: 'filing_rate',
    title: { zh: '立案率', en: 'Filing rate' },
    kind: 'rate',
    rule: 'filed_of_received',
    means: {
      zh: '期内收到的提案中已立案的比例；撤回的不计入收到',
      en: 'Proposals received in the period that were filed; withdrawn ones do not count as received',
    },
    records: (span) => ({
      sql: `${selecting({
        subject: "'proposals/' || p.id",
        day: 'p.submitted_on',
        label: 'p.title',
        part: 'p.state',
        counted: 'case when p.filed_on is not null and p.filed_on <= ? then 1 else 0 end',
      })} from proposals p where ${RECEIVED}`,
      parameters: [span.asOf, ...received(span)],
    }),
  },
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
      sql: `${selecting({ subject: "'opinions/' || o.id", day: 'o.submitted_on', label: 'o.title' })}
        from opinions o where o.committee_id = ? and o.deleted_at is null and o.state = 'submitted'
          and o.submitted_on >= ? and o.submitted_on <= ?`,
      parameters: [committeeId, from, asOf],
    }),
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
        day: 'o.submitted_on',
        label: 'o.title',
        part: `case when ${adopted("'national'")} then 'national' else 'province' end`,
      })} from opinions o where o.committee_id = ? and o.deleted_at is null and ${adopted("'national', 'province'")}`,
      parameters: [from, asOf, committeeId, from, asOf],
    }),
  },
  {
    key: 'opinion_instructions',
    title: { zh: '省市领导批示（社情民意）', en: 'Instructions of the province and the city on opinions' },
    kind: 'person_times',
    rule: 'leaders_on_documents',
    means: {
      zh: '省、市领导对社情民意的批示，一位领导批一件计一人次',
      en: 'Leaders of province or city on opinions, each leader once a document',
    },
    records: ({ committeeId, from, asOf }) => ({
      sql: `${selecting({ subject: "'instructions/' || i.id", day: 'i.instructed_on', label: 'i.leader_name', part: 'i.leader_level' })}
        from instructions i where i.committee_id = ? and i.deleted_at is null and i.opinion_id is not null
          and i.leader_level in ('province', 'city') and i.instructed_on >= ? and i.instructed_on <= ?`,
      parameters: [committeeId, from, asOf],
    }),
    others: {
      documents: {
        means: {
          zh: '件：有省、市领导批示的社情民意篇数',
          en: 'Documents with at least one such instruction',
        },
        records: ({ committeeId, from, asOf }) => ({
          sql: `${selecting({ subject: "'opinions/' || o.id", day: 'o.submitted_on', label: 'o.title' })}
            from opinions o where o.committee_id = ? and o.deleted_at is null and exists (select 1 from instructions i
              where i.committee_id = o.committee_id and i.opinion_id = o.id and i.deleted_at is null
                and i.leader_level in ('province', 'city') and i.instructed_on >= ? and i.instructed_on <= ?)`,
          parameters: [committeeId, from, asOf],
        }),
      },
    },
  },
]
