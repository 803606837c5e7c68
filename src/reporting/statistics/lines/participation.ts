import { presences } from '../../../duties/attendance/presences.ts'
import { EXPECTED_SQL, PRESENT_SQL, UNRESOLVED_SQL } from '../../../duties/attendance/status.ts'
import { type Line, type Query, type Span, selecting } from '../line.ts'
import { among, DUE, days, HELD } from './events.ts'

/** Study and party days, who came to what they were expected at, who spoke where the committee consults. */

const STUDIED_TOGETHER = ['party_leadership', 'chairs_meeting']
const event = (part: string) =>
  selecting({
    subject: "'meetings/' || e.id",
    ownerId: 'e.owner_organization_id',
    day: 'e.starts_on',
    label: 'e.title',
    part,
  })

const DUE_BY = `${DUE} and s.day <= ?`

/** A row for each session and member, of those whose status is so. */
const attending = (part: string, which: string, span: Span): Query => ({
  // Materialized, or the status would be decided anew in each place that asks for it.
  sql: `with p as materialized ${presences(DUE_BY)} ${selecting({
    subject: "'attendance/' || p.session_id || '/' || p.member_id",
    ownerId: 'p.owner_organization_id',
    memberId: 'p.member_id',
    day: 'p.day',
    label: 'p.name',
    part,
    counted: `case when ${PRESENT_SQL} then 1 else 0 end`,
  })} from p where ${which}`,
  parameters: [span.committeeId, span.committeeId, ...days(span), span.asOf],
})

const SPOKEN = `p.committee_id = ? and p.deleted_at is null and p.role <> 'drafter'
  and ((p.form = 'written' and p.state in ('listed', 'delivered')) or p.state = 'delivered')`
/** The same member read the same text out at the same meeting. */
const READ_OUT = `(p.form = 'written' and exists (select 1 from speeches o where o.committee_id = p.committee_id
  and o.meeting_id = p.meeting_id and o.member_id = p.member_id and o.title = p.title and o.form = 'oral'
  and o.state = 'delivered' and o.role <> 'drafter' and o.deleted_at is null))`

const spoken = (part: string, further: string, span: Span): Query => ({
  sql: `${selecting({
    subject: "'speeches/' || p.id",
    ownerId: 'p.owner_organization_id',
    memberId: 'p.member_id',
    day: 'e.starts_on',
    label: 'p.title',
    part,
  })} from speeches p join meetings e on e.committee_id = p.committee_id and e.id = p.meeting_id
    join catalogue_items c on c.committee_id = e.committee_id and c.catalogue = 'meeting_type'
      and c.code = e.type_code and c.class = 'consultation'
    where ${SPOKEN} and ${HELD} and ${further}`,
  parameters: [span.committeeId, ...days(span)],
})

export const PARTICIPATION: readonly Line[] = [
  {
    key: 'joint_study_events',
    title: { zh: '党组会议、主席会议、机关集中学习', en: 'Study of party group, chairs and office' },
    kind: 'count',
    rule: 'held_for_study',
    means: {
      zh: '期内以学习为内容的党组会议、主席会议，以及机关集中学习；联合举行的一场计一次，其他内容的党组会议、主席会议单列',
      en: 'Meetings of the party group and the chairs held for study, and study of the office; a joint one counts once, meetings for something else stand apart',
    },
    records: (span) => ({
      sql: `${event('e.type_code')} from meetings e
        where ${HELD} and (e.type_code = 'office_study' or (${among(STUDIED_TOGETHER)} and e.purpose = 'study'))`,
      parameters: days(span),
    }),
    excluded: (span) => ({
      sql: `${event("coalesce(e.purpose, 'no_purpose')")} from meetings e
        where ${HELD} and ${among(STUDIED_TOGETHER)} and coalesce(e.purpose, '') <> 'study'`,
      parameters: days(span),
    }),
  },
  {
    key: 'party_day_sites',
    title: { zh: '主题党日参观点', en: 'Sites of party days' },
    kind: 'list',
    rule: 'names_once',
    means: {
      zh: '期内举行的主题党日所参观的地点，同名的列一次',
      en: 'Places visited by party days held in the period, each name once',
    },
    records: (span) => ({
      sql: `${selecting({ subject: "'meetingSites/' || v.name", day: 'min(e.starts_on)', label: 'v.name' })}
        from meetings e join meeting_sites v on v.committee_id = e.committee_id and v.meeting_id = e.id
        where ${HELD} and ${among(['party_day'])} group by v.name`,
      parameters: days(span),
    }),
  },
  {
    key: 'attendance_rate',
    title: { zh: '出勤率', en: 'Attendance rate' },
    kind: 'rate',
    rule: 'present_of_expected_less_exempt',
    means: {
      zh: '期内各场次实到委员（含迟到、早退）÷ 应到委员；请假计入应到，免计、未报名、列席和未登记且未结算的不计',
      en: 'Members who came (late and early included) among those expected, session by session; leave stays below, who is exempt, did not sign up, observed or is not recorded in an open roll does not count',
    },
    records: (span) => attending('p.type_code', EXPECTED_SQL, span),
    excluded: (span) =>
      attending(
        `case when ${UNRESOLVED_SQL} then 'unresolved' else status end`,
        `status is not null and not ${EXPECTED_SQL}`,
        span,
      ),
    others: {
      present_of_all_expected: {
        means: { zh: '同上，免计的也计入应到', en: 'The same, with who was exempt below' },
        records: (span) => attending('p.type_code', `(${EXPECTED_SQL} or status = 'exempt')`, span),
      },
      without_leave: {
        means: { zh: '同上，但准假的不计入应到', en: 'The same, with approved leave left out below' },
        records: (span) => attending('p.type_code', `${EXPECTED_SQL} and status <> 'leave_approved'`, span),
      },
    },
  },
  {
    key: 'consultation_speeches',
    title: { zh: '协商会发言', en: 'Speeches at consultations' },
    kind: 'count',
    rule: 'delivered_or_listed',
    means: {
      zh: '期内协商类活动上的口头发言和入选的书面发言；同一委员同题的书面材料又作口头发言的计一次，执笔人不计',
      en: 'Oral speeches and listed written ones at consultations; one that the same member read out counts once, who drafted for another does not count',
    },
    records: (span) => spoken('p.form', `not ${READ_OUT}`, span),
    excluded: (span) => spoken("'read_out'", READ_OUT, span),
  },
]
