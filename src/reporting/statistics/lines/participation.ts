import { type Line, type Query, type Span, selecting } from '../line.ts'
import { among, days, HELD } from './events.ts'

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

const CAME = "('present', 'late', 'left_early', 'partial')"

/** Leave of a state for the member and the session of `x`. */
const leave = (states: string) => `exists (select 1 from leave_sessions ls
  join leave_requests lr on lr.committee_id = ls.committee_id and lr.id = ls.leave_request_id
  where ls.committee_id = x.committee_id and ls.session_id = x.session_id and ls.member_id = x.member_id
    and lr.deleted_at is null and lr.state in (${states}))`

const EXEMPT = `exists (select 1 from exemptions ex where ex.committee_id = x.committee_id
  and ex.member_id = x.member_id and ex.deleted_at is null and ex.valid_from <= s.day
  and (ex.valid_to is null or ex.valid_to >= s.day))`

/** The member said no to an event that one signs up for, and nothing else is known. */
const DECLINED = `(e.participation_mode = 'sign_up' and i.response = 'declined' and a.presence is null
  and not ${leave("'approved', 'submitted', 'refused'")})`
const ON_LEAVE = `(coalesce(a.presence, '') = 'leave' or ${leave("'approved'")})`

/** Places that members had at sessions: whom somebody invited, or a roll names as missing (4.1 of the derived status). */
const PLACES = `(select committee_id, session_id, member_id from invitations where committee_id = ? and deleted_at is null
    union select committee_id, session_id, member_id from attendance
      where committee_id = ? and deleted_at is null and presence in ('leave', 'absent')) x
  join meeting_sessions s on s.committee_id = x.committee_id and s.id = x.session_id and s.deleted_at is null
  join meetings e on e.committee_id = s.committee_id and e.id = s.meeting_id
  join members m on m.committee_id = x.committee_id and m.id = x.member_id and m.deleted_at is null
  left join invitations i on i.committee_id = x.committee_id and i.session_id = x.session_id
    and i.member_id = x.member_id and i.deleted_at is null
  left join attendance a on a.committee_id = x.committee_id and a.session_id = x.session_id
    and a.member_id = x.member_id and a.deleted_at is null
  where ${HELD} and s.day <= ? and coalesce(a.presence, '') <> 'observer'
    and s.day >= m.valid_from and (m.valid_to is null or s.day <= m.valid_to)`

const CAME_THERE = `coalesce(a.presence, '') in ${CAME}`

const attending = (part: string, further: string, span: Span): Query => ({
  sql: `${selecting({
    subject: "'attendance/' || x.session_id || '/' || x.member_id",
    ownerId: 'e.owner_organization_id',
    memberId: 'm.id',
    day: 's.day',
    label: 'm.name',
    part,
    counted: `case when ${CAME_THERE} then 1 else 0 end`,
  })} from ${PLACES} and ${further}`,
  parameters: [span.committeeId, span.committeeId, ...days(span), span.asOf],
})

const EXPECTED = `(${CAME_THERE} or not (${EXEMPT} or ${DECLINED}))`

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
    rule: 'present_of_invited',
    means: {
      zh: '期内各场次到会委员（含迟到、早退、部分出席）÷ 应到委员；请假计入应到，免计、婉辞自愿报名活动和列席的不计',
      en: 'Members who came (late, early and in part included) among those expected, session by session; leave stays below, exempt spans, declined sign-ups and observers do not count',
    },
    records: (span) => attending('e.type_code', EXPECTED, span),
    excluded: (span) =>
      attending(
        `case when ${EXEMPT} then 'exempt' else 'declined' end`,
        `not ${CAME_THERE} and (${EXEMPT} or ${DECLINED})`,
        span,
      ),
    others: {
      without_leave: {
        means: {
          zh: '同上，但准假的不计入应到',
          en: 'The same, with approved leave left out below',
        },
        records: (span) =>
          attending('e.type_code', `${EXPECTED} and (${CAME_THERE} or not ${ON_LEAVE})`, span),
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
