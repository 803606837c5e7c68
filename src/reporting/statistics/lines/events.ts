import { type Line, type Query, type Span, selecting } from '../line.ts'

/** Meetings and activities that were held, by type, and who of the members came. */

/** Its day has come: neither cancelled nor a draft, and begun by the last day that is looked at. */
export const DUE = `e.committee_id = ? and e.deleted_at is null and e.state not in ('draft', 'cancelled')
  and e.starts_on >= ? and e.starts_on <= ?`

/** Its roll says that it took place: somebody came, or the office has settled it. */
const ROLLED = `exists (select 1 from meeting_sessions r where r.committee_id = e.committee_id and r.meeting_id = e.id
  and r.deleted_at is null and (r.state = 'settled' or exists (select 1 from attendance a where a.committee_id = r.committee_id
    and a.session_id = r.id and a.deleted_at is null
    and a.presence in ('present', 'late', 'left_early', 'partial', 'observer'))))`

const EXPECTS = `exists (select 1 from invitations i join meeting_sessions r on r.committee_id = i.committee_id
    and r.id = i.session_id and r.deleted_at is null where r.committee_id = e.committee_id and r.meeting_id = e.id)`

/** Its roll says so; an event that expects nobody has none, and its record is all there is. */
export const HELD = `${DUE} and (${ROLLED} or not ${EXPECTS})`

export const days = ({ committeeId, from, asOf }: Span) => [committeeId, from, asOf]

/** Events for which a condition holds and that were not held, with the reason. */
export const notHeld = ({ committeeId, from, asOf }: Span, where: string): Query => ({
  sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: "case when e.state in ('draft', 'cancelled') then e.state else 'no_roll' end" })}
    from meetings e where e.committee_id = ? and e.deleted_at is null and e.starts_on >= ? and e.starts_on <= ? and ${where}
      and (e.state in ('draft', 'cancelled') or (not ${ROLLED} and ${EXPECTS}))`,
  parameters: [committeeId, from, asOf],
})
export const among = (types: readonly string[]) =>
  `e.type_code in (${types.map((type) => `'${type}'`).join(', ')})`

export const held = (key: string, types: readonly string[], title: Line['title']): Line => ({
  key,
  title,
  kind: 'count',
  rule: 'held_events',
  means: {
    zh: '期内已举行的活动数：有人到会或场次已结算的计入，未邀请人员的按登记计入并注明，多场次的活动计一次；取消、草稿和邀请了人员却无签到的单列',
    en: 'Events held in the period: somebody came, or a session was settled; one that expected nobody counts as it is recorded, and is noted; an event of several sessions counts once; cancelled ones, drafts and those whose roll is empty stand apart',
  },
  records: (span) => ({
    sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: 'e.type_code' })}
      from meetings e where ${HELD} and ${among(types)}`,
    parameters: days(span),
  }),
  excluded: (span) => notHeld(span, among(types)),
  noted: (span) => ({
    sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: "'nobody_expected'" })}
      from meetings e where ${HELD} and ${among(types)} and not ${ROLLED}`,
    parameters: days(span),
  }),
})

const presences = (key: string, types: readonly string[], title: Line['title']): Line => ({
  key,
  title,
  kind: 'person_times',
  rule: 'members_once_an_event',
  means: {
    zh: '委员到会人次；同一活动多场次计一人次，列席旁听者另计',
    en: 'Members who came, each once an event however many sessions it had; observers stand apart',
  },
  records: (span) => ({
    sql: `${selecting({
      subject: "'meetings/' || e.id || '/' || m.id",
      ownerId: 'e.owner_organization_id',
      memberId: 'm.id',
      day: 'e.starts_on',
      label: 'm.name',
      part: 'e.title',
    })} from meetings e join members m on m.committee_id = e.committee_id
      where ${HELD} and ${among(types)} and exists (select 1 from meeting_sessions s
        join attendance a on a.committee_id = s.committee_id and a.session_id = s.id and a.deleted_at is null
        where s.committee_id = e.committee_id and s.meeting_id = e.id and s.deleted_at is null
          and a.member_id = m.id and a.presence in ('present', 'late', 'left_early', 'partial'))`,
    parameters: days(span),
  }),
})

const LEARNING = ['forum', 'micro_forum', 'salon', 'opinion_salon', 'training', 'reading']

export const EVENTS: readonly Line[] = [
  held('district_consultations', ['come_consult_district'], {
    zh: '区级“请你来协商”',
    en: 'Come-and-consult events of the district',
  }),
  presences('district_consultation_presences', ['come_consult_district'], {
    zh: '参加区级“请你来协商”的委员人次',
    en: 'Members at come-and-consult events of the district',
  }),
  held('grassroots_consultations', ['come_consult_grassroots'], {
    zh: '基层协商',
    en: 'Consultations at the grassroots',
  }),
  {
    ...held('learning_events', LEARNING, {
      zh: '政协讲坛、微论坛、沙龙、培训等学习活动',
      en: 'Forums, micro-forums, salons and training',
    }),
    monthly: true,
    others: {
      by_month: {
        means: { zh: '按月分列', en: 'By month' },
        records: (span) => ({
          sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: 'substr(e.starts_on, 1, 7)' })}
            from meetings e where ${HELD} and ${among(LEARNING)}`,
          parameters: days(span),
        }),
      },
    },
  },
  {
    ...held('public_school_events', ['public_school'], {
      zh: '名师公益学堂',
      en: 'Events of the public school',
    }),
    monthly: true,
  },
]
