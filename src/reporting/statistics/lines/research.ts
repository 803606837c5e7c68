import { addDays } from '../../../core/days.ts'
import { type Line, type Query, type Span, selecting } from '../line.ts'

/** Research: reports that were approved, and the plan of one topic a month. */

const COMPREHENSIVE = `r.committee_id = ? and r.deleted_at is null and r.kind = 'comprehensive'
  and r.approved_on >= ? and r.approved_on <= ?`

const report = selecting({
  subject: "'researchReports/' || r.id",
  ownerId: 'r.owner_organization_id',
  day: 'r.approved_on',
  label: 'r.title',
  part: 'r.outcome',
})

/** A month as one number, so that months compare. */
const monthOf = (day: string): string => `${day.slice(0, 4)}${day.slice(5, 7)}`
const DUE = '(p.year * 100 + p.month)'
const REACHED = '(cast(substr(d.day, 1, 4) as integer) * 100 + cast(substr(d.day, 6, 2) as integer))'

/** Topics that the plan gives to a month of the span, and that nobody took out by the day. */
const TOPICS = `p.committee_id = ? and p.deleted_at is null and p.kind = 'research' and p.month is not null
  and ${DUE} >= cast(? as integer) and ${DUE} <= cast(? as integer) and (p.cancelled_on is null or p.cancelled_on > ?)`

const topics = ({ committeeId, from, to, asOf }: Span) => [committeeId, monthOf(from), monthOf(to), asOf]

/** The day on which the first event was held, or report approved, for each item. */
const REACHED_ON = `select x.plan_item_id, min(x.day) as day from (
    select plan_item_id, starts_on as day from meetings where committee_id = ? and plan_item_id is not null
      and deleted_at is null and merged_into_id is null and state not in ('draft', 'cancelled') and starts_on <= ?
    union all select plan_item_id, approved_on as day from research_reports where committee_id = ?
      and plan_item_id is not null and deleted_at is null and approved_on <= ?) x group by x.plan_item_id`

const reached = ({ committeeId, asOf }: Span) => [committeeId, asOf, committeeId, asOf]

export const RESEARCH: readonly Line[] = [
  {
    key: 'comprehensive_reports',
    title: { zh: '综合性调研报告', en: 'Comprehensive research reports' },
    kind: 'count',
    rule: 'approved_in_period',
    means: {
      zh: '审定日在期内的综合性调研报告；专题报告和未审定的不计',
      en: 'Comprehensive reports approved in the period; those on one topic, or not approved, do not count',
    },
    records: ({ committeeId, from, asOf }) => ({
      sql: `${report} from research_reports r where ${COMPREHENSIVE}`,
      parameters: [committeeId, from, asOf],
    }),
    others: {
      instructed_by_principals: {
        means: {
          zh: '其中有区级主要领导批示的份数，批示日不晚于统计日',
          en: 'Those of them on which a principal leader of the district wrote by the day',
        },
        records: ({ committeeId, from, asOf }) => ({
          sql: `${report} from research_reports r where ${COMPREHENSIVE} and exists (select 1 from instructions i
            where i.committee_id = r.committee_id and i.research_report_id = r.id and i.deleted_at is null
              and i.leader_level = 'district' and i.is_principal = 1 and i.instructed_on <= ?)`,
          parameters: [committeeId, from, asOf, asOf],
        }),
      },
    },
  },
  {
    key: 'monthly_research',
    title: { zh: '一月一专题调研', en: 'A topic of research each month' },
    kind: 'target',
    rule: 'topics_of_months',
    means: {
      zh: '年度计划列到期内各月的专题：已举行调研或报告已审定的计入，按期与逾期分列；当月已过仍未完成的单列',
      en: 'Topics that the plan gives to the months: held, or their report approved, in time or late; what is overdue stands apart',
    },
    records: (span) => ({
      sql: `${selecting({
        subject: "'planItems/' || p.id",
        day: 'd.day',
        label: 'p.title',
        part: `case when ${REACHED} <= ${DUE} then 'done' else 'late' end`,
      })} from plan_items p join (${REACHED_ON}) d on d.plan_item_id = p.id where ${TOPICS}`,
      parameters: [...reached(span), ...topics(span)],
    }),
    excluded: (span) => ({
      sql: `${selecting({ subject: "'planItems/' || p.id", label: 'p.title', part: "'missing'" })}
        from plan_items p where ${TOPICS} and ${DUE} < cast(? as integer)
          and not exists (select 1 from (${REACHED_ON}) d where d.plan_item_id = p.id)`,
      // A month is over with its last day.
      parameters: [...topics(span), monthOf(addDays(span.asOf, 1)), ...reached(span)],
    }),
    planned: (span): Query => ({
      sql: `select 1 as target, 0 as floor from plan_items p where ${TOPICS}`,
      parameters: topics(span),
    }),
  },
]
