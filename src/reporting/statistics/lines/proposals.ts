import { enteredIn, listed, valueOn } from '../../../storage/states.ts'
import { type Line, type Query, type Span, selecting } from '../line.ts'

/** Proposals of the span: what came in and what became of it, how it was handled, what its proposers say. */

const label = { subject: "'proposals/' || p.id", label: 'p.title', ownerId: 'p.owner_organization_id' }

const FILED_STATES = ['filed', 'assigned', 'handling', 'replied', 'rehandling', 'closed', 'archived']
const UNFILED_STATES = [
  'not_filed',
  'merged',
  'converted',
  'withdrawn',
  'submitted',
  'under_review',
  'returned',
]

/** Handed in in the span, each by its last submission; filed in it, and standing as such at its end. */
const SUBMITTED = enteredIn('proposals', 'proposals', 'submitted')
const FILED = enteredIn('proposals', 'proposals', 'filed', UNFILED_STATES)
const entered = ({ committeeId, from, asOf }: Span) => [asOf, from, asOf, asOf, committeeId]

/** What became of it by the last day: one fate each, so that the parts add up to what came in. */
const FATE = `case when p.state_then in (${listed(FILED_STATES)}) then 'filed'
  when p.state_then in ('withdrawn', 'merged', 'converted', 'not_filed') then p.state_then else 'undecided' end`

const received = (span: Span, part: string): Query => ({
  sql: `${selecting({ ...label, day: 'p.since', part })} from ${SUBMITTED} p`,
  parameters: entered(span),
})

/** Among what came in and was not withdrawn, what had one of these fates. */
const withFate = (span: Span, fates: readonly string[]): Query => ({
  sql: `${selecting({ ...label, day: 'p.since', part: FATE, counted: `case when ${FATE} in (${listed(fates)}) then 1 else 0 end` })}
    from ${SUBMITTED} p where p.state_then <> 'withdrawn'`,
  parameters: entered(span),
})

/** Among the proposals filed in the span, those for which a condition holds. */
const ofFiled =
  (condition: string, daysIn = 0) =>
  (span: Span): Query => ({
    sql: `${selecting({ ...label, day: 'p.since', part: 'p.state_then', counted: `case when ${condition} then 1 else 0 end` })}
    from ${FILED} p`,
    parameters: [...Array<string>(daysIn).fill(span.asOf), ...entered(span)],
  })

/** The unit of a reply answers the proposers; one that joins it gives it an opinion (会办意见), which is no answer. */
const ANSWERS = `exists (select 1 from proposal_assignments u where u.committee_id = r.committee_id
  and u.id = r.assignment_id and u.role <> 'co')`

/** The last reply of its unit by a day: a second handling leaves the first one where it was until it is replied to. */
const LAST_REPLY = `r.deleted_at is null and r.replied_on <= ? and not exists (select 1 from proposal_replies n
  where n.committee_id = r.committee_id and n.assignment_id = r.assignment_id and n.deleted_at is null
    and n.round > r.round and n.replied_on <= ?)`

/** A unit that has to answer the proposers by the day, and of whom something does not hold; takes the day twice. */
const UNIT_WITHOUT = (
  reply: string,
) => `select 1 from proposal_assignments a where a.committee_id = p.committee_id
  and a.proposal_id = p.id and a.deleted_at is null and a.role <> 'co' and a.assigned_on <= ?
  and ${valueOn('proposalAssignments', 'a')} <> 'transferred'
  and not exists (select 1 from proposal_replies r where r.committee_id = a.committee_id and r.assignment_id = a.id
    and ${reply})`

/** Every unit that answers has replied in one round by the day. */
const REPLIED = `exists (select 1 from proposal_replies d where d.committee_id = p.committee_id and d.proposal_id = p.id
  and d.deleted_at is null and d.replied_on <= ?
  and not exists (${UNIT_WITHOUT('r.deleted_at is null and r.round = d.round and r.replied_on <= ?')}))`
const REPLIED_DAYS = 4

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
    })} from proposal_feedbacks f join ${FILED} p on p.committee_id = f.committee_id and p.id = f.proposal_id
    where ${LAST_FORM} and f.${scale} <> 'none'`,
    parameters: [...entered(span), span.asOf, span.asOf],
  })

/** The last replies, by their category, of units that answer for proposals filed in the span. */
const replies =
  (counted = '1', further = '', part = 'r.category') =>
  (span: Span): Query => ({
    sql: `${selecting({
      subject: "'proposalReplies/' || r.id",
      ownerId: 'p.owner_organization_id',
      day: 'r.replied_on',
      label: 'p.title',
      part,
      counted,
    })} from proposal_replies r join ${FILED} p on p.committee_id = r.committee_id and p.id = r.proposal_id
    where ${LAST_REPLY} and ${ANSWERS}${further}`,
    parameters: [...entered(span), span.asOf, span.asOf],
  })
/** Of a promise on a day, which it takes twice. */
const PROMISE = `case when r.promise_kept_on <= ? then 'kept' when r.promise_due_on < ? then 'overdue' else 'open' end`
const suggestions = (column: 'suggestions_total' | 'suggestions_adopted') =>
  replies(`r.${column}`, ` and r.${column} > 0`)

/** The day since when it is a key or an excellent proposal; null where it is not, or no longer. */
const KEY_ON = valueOn('proposals', 'p', 'keyOn')
const EXCELLENT_ON = valueOn('proposals', 'p', 'excellentOn')

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
    records: (span) => received(span, FATE),
    others: {
      by_proposer: {
        means: { zh: '按个人、联名、集体分列', en: 'By individual, joint and collective ones' },
        records: (span) => received(span, 'p.proposer_kind'),
      },
      by_timing: {
        means: { zh: '按大会提案、平时提案分列', en: 'By those of a plenary session and those between' },
        records: (span) =>
          received(span, "case when p.plenary_session_id is null then 'between' else 'plenary' end"),
      },
      by_category: {
        means: { zh: '按类别分列', en: 'By category' },
        records: (span) => received(span, 'p.category'),
      },
    },
  },
  {
    key: 'proposals_filed',
    title: { zh: '审查立案', en: 'Proposals filed' },
    kind: 'count',
    rule: 'filed_in_period',
    means: {
      zh: '立案日在期内、统计日仍立案的提案；其后撤回、并案、撤销立案的不计，另列',
      en: 'Proposals filed in the period that stand as filed on the day; those withdrawn, merged or declined since stand apart',
    },
    records: (span) => ({
      sql: `${selecting({ ...label, day: 'p.since', part: 'p.proposer_kind' })} from ${FILED} p`,
      parameters: entered(span),
    }),
    // One that was filed in the span, or merged in it, and is filed no longer.
    excluded: (span) => ({
      sql: `${selecting({ ...label, day: 'p.submitted_on', part: 'p.state_then' })} from (select t.*, ${valueOn('proposals', 't')} as state_then
        from proposals t where t.committee_id = ? and t.deleted_at is null and exists (select 1 from record_states f
          where f.committee_id = t.committee_id and f.resource = 'proposals' and f.record_id = t.id and f.field = 'state'
            and f.value in ('filed', 'merged') and f.since >= ? and f.day <= ?)) p
        where p.state_then in (${listed(UNFILED_STATES)})`,
      parameters: [span.asOf, span.committeeId, span.from, span.asOf],
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
    records: (span) => withFate(span, ['filed']),
    others: {
      filed_and_merged: {
        means: { zh: '立案与并案之和占收到的比例', en: 'Filed and merged ones count' },
        records: (span) => withFate(span, ['filed', 'merged']),
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
    records: ofFiled(REPLIED, REPLIED_DAYS),
    others: {
      on_time: {
        means: {
          zh: '各主办、分办单位都在期限（含批准的延期）内答复的比例',
          en: 'Every unit that answers replied within its time, approved extensions included',
        },
        records: ofFiled(
          `${REPLIED} and not exists (${UNIT_WITHOUT(
            'r.deleted_at is null and r.round = 1 and r.replied_on <= coalesce(r.due_on, a.extended_to, a.due_on)',
          )})`,
          REPLIED_DAYS + 2,
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
    records: ofFiled("p.state_then in ('closed', 'archived')"),
    others: {
      solved_or_planned: {
        means: {
          zh: '各主办、分办单位都答复为已解决，或列入计划并写明期限的比例',
          en: 'Every unit that answers says that it is solved, or planned with a day',
        },
        records: ofFiled(SOLVED, 5),
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
    records: ofFiled(SATISFIED, 4),
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
  {
    key: 'promises',
    title: { zh: '答复承诺事项', en: 'What replies promise' },
    kind: 'count',
    rule: 'last_of_each_unit',
    means: {
      zh: '期内立案提案的主办、分办单位最近一次答复中列明期限的承诺，按统计日已兑现、未到期、已逾期分列',
      en: 'Promises with a day in the last reply of each unit that answers, by whether they are kept, open or overdue on the day',
    },
    records: (span) => {
      const { sql, parameters } = replies('1', ' and r.promise_due_on is not null', PROMISE)(span)
      return { sql, parameters: [span.asOf, span.asOf, ...parameters] }
    },
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
      sql: `select * from (${selecting({ ...label, day: KEY_ON, part: 'p.key_leader_level' })} from proposals p
        where p.committee_id = ? and p.deleted_at is null and ${valueOn('proposals', 'p')} in (${listed(FILED_STATES)})) k
        where k.day >= ?`,
      parameters: [span.asOf, span.committeeId, span.asOf, span.from],
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
    records: ofFiled(`${KEY_ON} is not null`, 1),
    others: {
      excellent_of_filed: {
        means: { zh: '期内立案的提案中评为优秀的比例', en: 'Filed proposals that were named excellent' },
        records: ofFiled(`${EXCELLENT_ON} is not null`, 1),
      },
    },
  }),
]
