import { valueOn } from '../../../storage/states.ts'
import { type Line, type Span, selecting } from '../line.ts'
import { days, HELD, notHeld } from './events.ts'

/** Democratic supervision: who is sent where, what was said to whom, which documents were followed up. */

/** A group stands on the day, and so does what belongs to it (`x`). */
const standing = (table: string) => `${table} x join supervision_groups g on g.committee_id = x.committee_id
  and g.id = x.supervision_group_id and g.deleted_at is null
  and g.valid_from <= ? and (g.valid_to is null or g.valid_to >= ?)`
const ON_DAY = 'x.valid_from <= ? and (x.valid_to is null or x.valid_to >= ?)'

const IN_A_GROUP = `exists (select 1 from ${standing('supervision_group_members')}
  where x.committee_id = m.committee_id and x.member_id = m.id and ${ON_DAY})`
const IN_OFFICE = 'm.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?)'

const supervisor = (part: string) =>
  selecting({ subject: "'members/' || m.id", memberId: 'm.id', label: 'm.name', part })
const daysOf = ({ asOf }: Span, times: number): string[] => Array(times).fill(asOf)

const suggestion = (part: string) =>
  selecting({
    subject: "'suggestions/' || s.id",
    ownerId: 's.owner_organization_id',
    memberId: 's.member_id',
    day: 's.raised_on',
    label: 's.text',
    part,
  })
const STATE = valueOn('suggestions', 's')
const RAISED = `s.committee_id = ? and s.deleted_at is null and s.raised_on >= ? and s.raised_on <= ?`

const AT_DISTRICT_EVENT = `join meetings e on e.committee_id = s.committee_id and e.id = s.meeting_id
  and e.deleted_at is null and e.type_code = 'come_consult_district'`

const DECLARED = {
  zh: '只报条数、没有逐条登记的不计，单列',
  en: 'where only a number is known, it does not count and stands apart',
}

/** Meetings that were held and follow up documents of a kind. */
const followingUp = (key: string, title: Line['title'], means: Line['means'], document: string): Line => ({
  key,
  title,
  kind: 'count',
  rule: 'held_and_linked',
  means,
  excluded: (span) =>
    notHeld(
      span,
      `exists (select 1 from meeting_documents d ${document}
        where d.committee_id = e.committee_id and d.meeting_id = e.id)`,
    ),
  records: (span) => ({
    sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: 'e.type_code' })}
      from meetings e where ${HELD} and exists (select 1 from meeting_documents d ${document}
        where d.committee_id = e.committee_id and d.meeting_id = e.id)`,
    parameters: days(span),
  }),
})

export const SUPERVISION: readonly Line[] = [
  {
    key: 'supervisors',
    title: { zh: '民主监督小组委员', en: 'Members in supervision groups' },
    kind: 'persons',
    rule: 'in_a_group_on_the_day',
    means: {
      zh: '统计日在组的在任委员，在几个组都计一人；届内已离任的单列',
      en: 'Members in office who stand in a group on the day, each once; those who left office stand apart',
    },
    records: (span) => ({
      sql: `${supervisor('null')} from members m
        where m.committee_id = ? and m.deleted_at is null and ${IN_OFFICE} and ${IN_A_GROUP}`,
      parameters: [span.committeeId, ...daysOf(span, 6)],
    }),
    excluded: (span) => ({
      sql: `${supervisor("'left_office'")} from members m
        where m.committee_id = ? and m.deleted_at is null and not (${IN_OFFICE}) and ${IN_A_GROUP}`,
      parameters: [span.committeeId, ...daysOf(span, 6)],
    }),
  },
  {
    key: 'supervision_groups',
    title: { zh: '民主监督小组', en: 'Supervision groups' },
    kind: 'count',
    rule: 'active_on_the_day',
    means: { zh: '统计日存续的小组', en: 'Groups that stand on the day' },
    records: ({ committeeId, asOf }) => ({
      sql: `${selecting({ subject: "'supervisionGroups/' || g.id", ownerId: 'g.owner_organization_id', day: 'g.valid_from', label: 'g.name' })}
        from supervision_groups g where g.committee_id = ? and g.deleted_at is null
          and g.valid_from <= ? and (g.valid_to is null or g.valid_to >= ?)`,
      parameters: [committeeId, asOf, asOf],
    }),
  },
  {
    key: 'supervised_departments',
    title: { zh: '派驻部门', en: 'Departments with a supervision group' },
    kind: 'count',
    rule: 'hosts_on_the_day',
    means: {
      zh: '统计日有小组派驻的部门，几个小组派驻同一部门计一个',
      en: 'Departments to which a group is sent on the day, each once however many groups it has',
    },
    records: (span) => ({
      sql: `${selecting({ subject: "'organizations/' || o.id", label: 'o.name' })} from organizations o
        where o.committee_id = ? and exists (select 1 from ${standing('supervision_group_hosts')}
          where x.committee_id = o.committee_id and x.organization_id = o.id and ${ON_DAY})`,
      parameters: [span.committeeId, ...daysOf(span, 4)],
    }),
  },
  {
    key: 'supervision_suggestions',
    title: { zh: '监督小组向对口单位提出的意见建议', en: 'Suggestions of supervision groups' },
    kind: 'count',
    rule: 'raised_by_groups',
    means: {
      zh: `期内由监督小组提出的意见建议条数；${DECLARED.zh}`,
      en: `Suggestions that supervision groups raised in the period; ${DECLARED.en}`,
    },
    records: (span) => ({
      sql: `${suggestion(STATE)} from suggestions s
        where ${RAISED} and s.supervision_group_id is not null and s.declared_count is null`,
      parameters: [span.asOf, ...days(span)],
    }),
    excluded: (span) => ({
      sql: `${suggestion("'declared_only'")} from suggestions s
        where ${RAISED} and s.supervision_group_id is not null and s.declared_count is not null`,
      parameters: days(span),
    }),
  },
  {
    key: 'consultation_suggestions',
    title: {
      zh: '区级“请你来协商”提出的意见建议',
      en: 'Suggestions of come-and-consult events of the district',
    },
    kind: 'count',
    rule: 'raised_at_district_events',
    means: {
      zh: `期内在区级“请你来协商”活动上提出的意见建议条数；活动取消的不计；${DECLARED.zh}`,
      en: `Suggestions raised in the period at such events, unless the event was cancelled; ${DECLARED.en}`,
    },
    records: (span) => ({
      sql: `${suggestion(STATE)} from suggestions s ${AT_DISTRICT_EVENT}
        where ${RAISED} and s.declared_count is null and e.state <> 'cancelled'`,
      parameters: [span.asOf, ...days(span)],
    }),
    excluded: (span) => ({
      sql: `${suggestion("case when e.state = 'cancelled' then 'cancelled' else 'declared_only' end")}
        from suggestions s ${AT_DISTRICT_EVENT}
        where ${RAISED} and (s.declared_count is not null or e.state = 'cancelled')`,
      parameters: days(span),
    }),
  },
  followingUp(
    'instruction_supervisions',
    { zh: '领导批示件办理监督', en: 'Supervision of instructions' },
    {
      zh: '期内举行、且关联领导批示件的活动，一场关联几件计一场',
      en: 'Events held in the period that follow up an instruction, each once',
    },
    `join instructions i on i.committee_id = d.committee_id and i.id = d.instruction_id and i.deleted_at is null`,
  ),
  followingUp(
    'key_proposal_supervisions',
    { zh: '重点提案办理监督', en: 'Supervision of key proposals' },
    {
      zh: '期内举行、且关联重点提案的活动，一场关联几件计一场；关联一般提案的不计',
      en: 'Events held in the period that follow up a key proposal, each once; other proposals do not count',
    },
    `join proposals p on p.committee_id = d.committee_id and p.id = d.proposal_id and p.deleted_at is null
      and p.key_on is not null`,
  ),
]
