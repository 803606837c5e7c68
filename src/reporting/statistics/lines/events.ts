import { type Line, type Span, selecting } from '../line.ts'

/** Meetings and activities that were held, by type, and who of the members came. */

/** Held: not cancelled, not a draft, and begun by the last day that is looked at. */
export const HELD = `e.committee_id = ? and e.deleted_at is null and e.state not in ('draft', 'cancelled')
  and e.starts_on >= ? and e.starts_on <= ?`

export const days = ({ committeeId, from, asOf }: Span) => [committeeId, from, asOf]
export const among = (types: readonly string[]) =>
  `e.type_code in (${types.map((type) => `'${type}'`).join(', ')})`

export const held = (key: string, types: readonly string[], title: Line['title']): Line => ({
  key,
  title,
  kind: 'count',
  rule: 'held_events',
  means: {
    zh: '期内已举行的场次数；取消的和草稿不计，多场次的活动计一次',
    en: 'Events held in the period; cancelled ones and drafts do not count, an event of several sessions counts once',
  },
  records: (span) => ({
    sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: 'e.type_code' })}
      from meetings e where ${HELD} and ${among(types)}`,
    parameters: days(span),
  }),
  excluded: ({ committeeId, from, asOf }) => ({
    sql: `${selecting({ subject: "'meetings/' || e.id", ownerId: 'e.owner_organization_id', day: 'e.starts_on', label: 'e.title', part: 'e.state' })}
      from meetings e where e.committee_id = ? and e.deleted_at is null and e.state in ('draft', 'cancelled')
        and e.starts_on >= ? and e.starts_on <= ? and ${among(types)}`,
    parameters: [committeeId, from, asOf],
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
