import { type Line, type Query, type Span, selecting } from '../line.ts'

/** Proposals of the span: what came in and what became of it, how it was handled, what its proposers say. */

const label = { subject: "'proposals/' || p.id", label: 'p.title', ownerId: 'p.owner_organization_id' }
const parameters = ({ committeeId, from, asOf }: Span) => [committeeId, from, asOf]

/** What became of it by the last day that is looked at: one fate each, so that the parts add up to what came in. */
const FATE = `case when p.withdrawn_on <= ? then 'withdrawn' when p.merged_on <= ? then 'merged'
  when p.converted_on <= ? then 'converted' when p.filed_on <= ? then 'filed'
  when p.not_filed_on <= ? then 'not_filed' else 'undecided' end`
const FATE_DAYS = 5

const RECEIVED = 'p.committee_id = ? and p.deleted_at is null and p.submitted_on >= ? and p.submitted_on <= ?'

/** What came in; with a condition of one day, whether it holds decides what is counted. */
const received = (span: Span, condition?: { sql: string; days: number }): Query => {
  const counted = condition ? `case when ${condition.sql} then 1 else 0 end` : '1'
  return {
    sql: `select * from (${selecting({ ...label, day: 'p.submitted_on', part: FATE, counted })}
      from proposals p where ${RECEIVED}) f${condition ? " where f.part <> 'withdrawn'" : ''}`,
    parameters: [...Array<string>(FATE_DAYS + (condition?.days ?? 0)).fill(span.asOf), ...parameters(span)],
  }
}

const receivedBy = (span: Span, part: string): Query => ({
  sql: `${selecting({ ...label, day: 'p.submitted_on', part })} from proposals p where ${RECEIVED}`,
  parameters: parameters(span),
})

/** Not withdrawn by a day: what happens later changes no figure of it. */
const STANDING = '(p.withdrawn_on is null or p.withdrawn_on > ?)'

/** Filed in the span and standing at its end. */
const FILED = `p.committee_id = ? and p.deleted_at is null and p.filed_on >= ? and p.filed_on <= ? and ${STANDING}`
const filedIn = (span: Span) => [...parameters(span), span.asOf]

/** Among the proposals filed in the span, those for which a condition holds. */
const ofFiled =
  (condition: string, part: string, daysIn: number) =>
  (span: Span): Query => ({
    sql: `${selecting({ ...label, day: 'p.filed_on', part, counted: `case when ${condition} then 1 else 0 end` })}
    from proposals p where ${FILED}`,
    parameters: [...Array<string>(daysIn).fill(span.asOf), ...filedIn(span)],
  })

/** The unit of a reply answers the proposers; one that joins it gives it an opinion (会办意见), which is no answer. */
const ANSWERS = `exists (select 1 from proposal_assignments u where u.committee_id = r.committee_id
  and u.id = r.assignment_id and u.role <> 'co')`

/** The last reply of its unit by a day: a second handling leaves the first one where it was until it is replied to. */
const LAST_REPLY = `r.deleted_at is null and r.replied_on <= ? and not exists (select 1 from proposal_replies n
  where n.committee_id = r.committee_id and n.assignment_id = r.assignment_id and n.deleted_at is null
    and n.round > r.round and n.replied_on <= ?)`

/** A unit that has to answer the proposers, and of whom something does not hold. */
const UNIT_WITHOUT = (
  reply: string,
) => `select 1 from proposal_assignments a where a.committee_id = p.committee_id
  and a.proposal_id = p.id and a.deleted_at is null and a.role <> 'co' and a.state <> 'transferred'
  and not exists (select 1 from proposal_replies r where r.committee_id = a.committee_id and r.assignment_id = a.id
    and ${reply})`

/** Every unit that answers has replied in one round by the day. */
const REPLIED = `exists (select 1 from proposal_replies d where d.committee_id = p.committee_id and d.proposal_id = p.id
  and d.deleted_at is null and d.replied_on <= ?
  and not exists (${UNIT_WITHOUT('r.deleted_at is null and r.round = d.round and r.replied_on <= ?')}))`

const CLASS_OF = `(select c.class from catalogue_items c where c.committee_id = r.committee_id
  and c.catalogue = 'reply_category' and c.code = r.category)`
/** Every unit that answers has solved it, or plans it with a day. */
const SOLVED = `exists (select 1 from proposal_replies r where r.committee_id = p.committee_id and r.proposal_id = p.id
  and r.deleted_at is null and r.replied_on <= ? and ${ANSWERS})
  and not exists (${UNIT_WITHOUT(`${LAST_REPLY} and (${CLASS_OF} = 'resolved'
    or (${CLASS_OF} = 'partly_or_planned' and r.promise_due_on is not null))`)})`

/** Feedback on the last handling that anybody has spoken of by the day. */
const LAST_FORM = `f.deleted_at is null and f.returned_on <= ? and not exists (select 1 from proposal_feedbacks n
  where n.committee_id = f.committee_id and n.proposal_id = f.proposal_id and n.deleted_at is null
    and n.round > f.round and n.returned_on <= ?)`
const FORMS = (good: string) => `select 1 from proposal_feedbacks f where f.committee_id = p.committee_id
  and f.proposal_id = p.id and ${LAST_FORM} and ${good}`
const SATISFIED = `exists (${FORMS("f.result in ('satisfied', 'basically_satisfied')")})
  and not exists (${FORMS("f.result = 'dissatisfied'")})`

/** Feedback forms on the last handling of proposals filed in the span, by one of the two scales. */
const forms =
  (scale: 'result' | 'attitude') =>
  (span: Span): Query => ({
    sql: `${selecting({
      subject: "'proposalFeedbacks/' || f.id",
      ownerId: 'p.owner_organization_id',
      memberId: 'f.member_id',
      day: 'f.returned_on',
      label: 'p.title',
      part: `f.${scale}`,
      counted: `case when f.${scale} in ('satisfied', 'basically_satisfied') then 1 else 0 end`,
    })} from proposal_feedbacks f join proposals p on p.committee_id = f.committee_id and p.id = f.proposal_id
    where ${FILED} and ${LAST_FORM} and f.${scale} <> 'none'`,
    parameters: [...filedIn(span), span.asOf, span.asOf],
  })

/** The last replies, by their category, of units that answer for proposals filed in the span. */
const replies =
  (counted = '1', further = '') =>
  (span: Span): Query => ({
    sql: `${selecting({
      subject: "'proposalReplies/' || r.id",
      ownerId: 'p.owner_organization_id',
      day: 'r.replied_on',
      label: 'p.title',
      part: 'r.category',
      counted,
    })} from proposal_replies r join proposals p on p.committee_id = r.committee_id and p.id = r.proposal_id
    where ${FILED} and ${LAST_REPLY} and ${ANSWERS}${further}`,
    parameters: [...filedIn(span), span.asOf, span.asOf],
  })
const suggestions = (column: 'suggestions_total' | 'suggestions_adopted') =>
  replies(`r.${column}`, ` and r.${column} > 0`)

const rate = (line: Omit<Line, 'kind'>): Line => ({ ...line, kind: 'rate' })

export const PROPOSALS: readonly Line[] = [
  {
    key: 'proposals_received',
    title: { zh: '收到提案', en: 'Proposals received' },
    kind: 'count',
    rule: 'submitted_in_period',
    means: {
      zh: '期内提交的提案，按去向分列：立案、并案、转办、不予立案、撤回、未审；各项之和等于收到数',
      en: 'Proposals submitted in the period by what became of them; the parts add up to what came in',
    },
    records: (span) => received(span),
    others: {
      by_proposer: {
        means: { zh: '按个人、联名、集体分列', en: 'By individual, joint and collective ones' },
        records: (span) => receivedBy(span, 'p.proposer_kind'),
      },
      by_timing: {
        means: { zh: '按大会提案、平时提案分列', en: 'By those of a plenary session and those between' },
        records: (span) =>
          receivedBy(span, "case when p.plenary_session_id is null then 'between' else 'plenary' end"),
      },
      by_category: {
        means: { zh: '按类别分列', en: 'By category' },
        records: (span) => receivedBy(span, 'p.category'),
      },
    },
  },
  {
    key: 'proposals_filed',
    title: { zh: '审查立案', en: 'Proposals filed' },
    kind: 'count',
    rule: 'filed_in_period',
    means: {
      zh: '立案日在期内的提案；其后撤回的不计，并案的另列',
      en: 'Proposals filed in the period; those withdrawn afterwards do not count, merged ones stand apart',
    },
    records: (span) => ({
      sql: `${selecting({ ...label, day: 'p.filed_on', part: 'p.proposer_kind' })} from proposals p where ${FILED}`,
      parameters: filedIn(span),
    }),
    excluded: (span) => ({
      sql: `${selecting({ ...label, day: 'p.submitted_on', part: "case when p.withdrawn_on <= ? then 'withdrawn' else 'merged' end" })}
        from proposals p where p.committee_id = ? and p.deleted_at is null
          and ((p.withdrawn_on <= ? and p.filed_on >= ? and p.filed_on <= ?)
            or (p.merged_on >= ? and p.merged_on <= ?))`,
      parameters: [
        ...[span.asOf, span.committeeId, span.asOf],
        ...[span.from, span.asOf, span.from, span.asOf],
      ],
    }),
  },
  rate({
    key: 'filing_rate',
    title: { zh: '立案率', en: 'Filing rate' },
    rule: 'filed_of_received',
    means: {
      zh: '期内收到的提案中已立案的比例；撤回的不计入收到',
      en: 'Proposals received in the period that were filed; withdrawn ones do not count as received',
    },
    records: (span) => received(span, { sql: 'p.filed_on <= ?', days: 1 }),
    others: {
      filed_and_merged: {
        means: { zh: '立案与并案之和占收到的比例', en: 'Filed and merged ones count' },
        records: (span) => received(span, { sql: 'p.filed_on <= ? or p.merged_on <= ?', days: 2 }),
      },
    },
  }),
  rate({
    key: 'reply_rate',
    title: { zh: '答复率', en: 'Reply rate' },
    rule: 'replied_of_filed',
    means: {
      zh: '期内立案的提案中，统计日前已答复的比例',
      en: 'Filed proposals that were replied to by the day',
    },
    records: ofFiled(REPLIED, 'p.state', 2),
    others: {
      on_time: {
        means: {
          zh: '各主办、分办单位都在期限（含批准的延期）内答复的比例',
          en: 'Every unit that answers replied within its time, approved extensions included',
        },
        records: ofFiled(
          `${REPLIED} and not exists (${UNIT_WITHOUT(
            'r.deleted_at is null and r.round = 1 and r.replied_on <= coalesce(a.extended_to, a.due_on)',
          )})`,
          'p.state',
          2,
        ),
      },
    },
  }),
  rate({
    key: 'closing_rate',
    title: { zh: '办结率', en: 'Closing rate' },
    rule: 'closed_of_filed',
    means: {
      zh: '期内立案的提案中，统计日前已办结的比例',
      en: 'Filed proposals that were closed by the day',
    },
    records: ofFiled('p.closed_on <= ?', 'p.state', 1),
    others: {
      solved_or_planned: {
        means: {
          zh: '各主办、分办单位都答复为已解决，或列入计划并写明期限的比例',
          en: 'Every unit that answers says that it is solved, or planned with a day',
        },
        records: ofFiled(SOLVED, 'p.state', 3),
      },
    },
  }),
  rate({
    key: 'satisfaction_rate',
    title: { zh: '满意率', en: 'Satisfaction rate' },
    rule: 'satisfied_of_filed',
    means: {
      zh: '期内立案的提案中，最近一轮办理结果有满意或基本满意、且无人不满意的比例；未反馈的留在分母',
      en: 'Filed proposals whose proposers are satisfied with the result and none is not; silence stays below the line',
    },
    records: ofFiled(SATISFIED, 'p.state', 4),
    others: {
      of_forms: {
        means: {
          zh: '收回的反馈表中，办理结果为满意、基本满意的比例',
          en: 'Of the forms returned, those satisfied with the result',
        },
        records: forms('result'),
      },
      attitude_of_forms: {
        means: {
          zh: '收回的反馈表中，办理态度为满意、基本满意的比例',
          en: 'Of the forms returned, those satisfied with how it was handled',
        },
        records: forms('attitude'),
      },
    },
  }),
  {
    key: 'proposal_replies',
    title: { zh: '提案答复件次', en: 'Replies to proposals' },
    kind: 'count',
    rule: 'last_of_each_unit',
    means: {
      zh: '期内立案提案的主办、分办单位最近一次答复，按答复类别分列',
      en: 'The last reply of each unit that answers for a proposal filed in the period, by its category',
    },
    records: replies(),
  },
  rate({
    key: 'contact_rate',
    title: { zh: '面商率', en: 'Contact rate' },
    rule: 'met_of_filed',
    means: {
      zh: '期内立案的提案中，办理单位已与提案人面商（走访、会商）的比例；电话、短信不算',
      en: 'Filed proposals whose proposers were met face to face; calls and messages do not count',
    },
    records: ofFiled(
      `exists (select 1 from proposal_contacts c where c.committee_id = p.committee_id and c.proposal_id = p.id
        and c.deleted_at is null and c.way in ('visit', 'meeting') and c.contacted_on <= ?)`,
      'p.state',
      1,
    ),
  }),
  {
    key: 'suggestions_adopted',
    title: { zh: '提案建议被采纳', en: 'Suggestions of proposals adopted' },
    kind: 'sum',
    rule: 'suggestions_adopted',
    means: {
      zh: '主办、分办单位答复中采纳的建议条数之和',
      en: 'Suggestions that the replies of the units that answer take up, added up',
    },
    records: suggestions('suggestions_adopted'),
    others: {
      suggestions_made: {
        means: { zh: '答复所列的建议条数之和', en: 'Suggestions that the replies speak of, added up' },
        records: suggestions('suggestions_total'),
      },
    },
  },
  {
    key: 'key_proposals',
    title: { zh: '重点提案', en: 'Key proposals' },
    kind: 'count',
    rule: 'chosen_in_period',
    means: { zh: '期内确定的重点提案', en: 'Proposals chosen as key proposals in the period' },
    records: (span) => ({
      sql: `${selecting({ ...label, day: 'p.key_on', part: 'p.key_leader_level' })} from proposals p
        where p.committee_id = ? and p.deleted_at is null and p.key_on >= ? and p.key_on <= ? and ${STANDING}`,
      parameters: filedIn(span),
    }),
  },
  rate({
    key: 'key_share',
    title: { zh: '重点提案占比', en: 'Share of key proposals' },
    rule: 'key_of_filed',
    means: {
      zh: '期内立案的提案中确定为重点的比例',
      en: 'Filed proposals that were chosen as key proposals',
    },
    records: ofFiled('p.key_on <= ?', 'p.state', 1),
    others: {
      excellent_of_filed: {
        means: { zh: '期内立案的提案中评为优秀的比例', en: 'Filed proposals that were named excellent' },
        records: ofFiled('p.excellent_on <= ?', 'p.state', 1),
      },
    },
  }),
]
