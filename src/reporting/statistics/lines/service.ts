import { type Line, type Span, selecting } from '../line.ts'

/** Service and outreach (联系服务), and the stars that were given. */

const SERVED = `r.committee_id = ? and r.deleted_at is null and r.starts_on >= ? and r.starts_on <= ?`
const days = ({ committeeId, from, asOf }: Span) => [committeeId, from, asOf]

const service = (columns: { part: string; counted?: string }) =>
  selecting({
    subject: "'serviceRecords/' || r.id",
    ownerId: 'r.owner_organization_id',
    day: 'r.starts_on',
    label: 'r.title',
    ...columns,
  })

const piece = (day: string, from: number, length: number) =>
  `cast(substr(${day}, ${from}, ${length}) as integer)`

/** A day as a number that grows by one a day, in plain arithmetic: no two engines count days by the same function. */
function dayNumber(day: string): string {
  const [year, month, date] = [piece(day, 1, 4), piece(day, 6, 2), piece(day, 9, 2)]
  // Years that begin in March, so that the leap day is the last one.
  const before = `((14 - ${month}) / 12)`
  const marchYear = `(${year} - ${before})`
  const marchMonth = `(${month} + 12 * ${before} - 3)`
  return `(${date} + (153 * ${marchMonth} + 2) / 5 + 365 * ${marchYear} + ${marchYear} / 4 - ${marchYear} / 100 + ${marchYear} / 400)`
}

const ON_THE_SPOT = `coalesce(r.days, ${dayNumber('r.ends_on')} - ${dayNumber('r.starts_on')} + 1)`

export const SERVICE: readonly Line[] = [
  {
    key: 'three_services_days',
    title: { zh: '三服务集中蹲点天数', en: 'Days of the three services on the spot' },
    kind: 'range',
    rule: 'days_of_each_record',
    means: {
      zh: '期内开始的三服务记录，按月分列；天数为登记的蹲点天数之和，未登记的按起止日期计，另列最少与最多',
      en: 'Days on the spot of the records of the three services begun in the period, added up, by month, or from first to last; with the least and the most',
    },
    records: (span) => ({
      sql: `${service({ part: 'substr(r.starts_on, 1, 7)', counted: ON_THE_SPOT })} from service_records r
        where ${SERVED} and r.kind = 'three_services'`,
      parameters: days(span),
    }),
  },
  {
    key: 'service_days',
    title: { zh: '联系服务天数', en: 'Days of service' },
    kind: 'sum',
    rule: 'days_of_all_kinds',
    means: {
      zh: '期内开始的各类联系服务记录的天数之和，按类型分列；未登记天数的按起止日期计',
      en: 'Days of the service records begun in the period, added up, by kind; from first to last where no number is given',
    },
    records: (span) => ({
      sql: `${service({ part: 'r.kind', counted: ON_THE_SPOT })} from service_records r where ${SERVED}`,
      parameters: days(span),
    }),
  },
  {
    key: 'problems_solved',
    title: { zh: '三服务解决问题', en: 'Problems solved by the three services' },
    kind: 'sum',
    rule: 'solved_in_three_services',
    means: {
      zh: '期内三服务记录所登记的解决问题数之和；其他服务的不计',
      en: 'What the records of the three services say was solved, added up; other services do not count',
    },
    records: (span) => ({
      sql: `${service({ part: 'substr(r.starts_on, 1, 7)', counted: 'r.problems_solved' })} from service_records r
        where ${SERVED} and r.kind = 'three_services' and r.problems_solved > 0`,
      parameters: days(span),
    }),
  },
  {
    key: 'members_visited',
    title: { zh: '走访', en: 'Visits' },
    kind: 'sum',
    rule: 'visits_of_all_kinds',
    means: {
      zh: '期内各类联系服务记录所登记的走访数之和',
      en: 'The visits that service records of every kind tell of, added up',
    },
    records: (span) => ({
      sql: `${service({ part: 'r.kind', counted: 'r.visits' })} from service_records r
        where ${SERVED} and r.visits > 0`,
      parameters: days(span),
    }),
  },
  {
    key: 'service_activities',
    title: { zh: '联系服务活动', en: 'Services' },
    kind: 'count',
    rule: 'records_by_kind',
    means: {
      zh: '期内开始的联系服务记录，按类型分列',
      en: 'Service records begun in the period, by kind',
    },
    records: (span) => ({
      sql: `${service({ part: 'r.kind' })} from service_records r where ${SERVED}`,
      parameters: days(span),
    }),
  },
  {
    key: 'service_people',
    title: { zh: '参加联系服务的委员人次', en: 'Members in services' },
    kind: 'person_times',
    rule: 'members_once_a_record',
    means: {
      zh: '委员参加联系服务，一条记录计一人次；非委员参加者不计',
      en: 'Members who took part, each once a record; others who took part do not count',
    },
    records: (span) => ({
      sql: `${selecting({
        subject: "'serviceRecords/' || r.id || '/' || m.id",
        ownerId: 'r.owner_organization_id',
        memberId: 'm.id',
        day: 'r.starts_on',
        label: 'm.name',
        part: 'r.kind',
      })} from service_records r
        join service_record_members w on w.committee_id = r.committee_id and w.service_record_id = r.id
        join members m on m.committee_id = w.committee_id and m.id = w.member_id
        where ${SERVED}`,
      parameters: days(span),
    }),
  },
  {
    key: 'five_star',
    title: { zh: '五星争先', en: 'Five stars' },
    kind: 'count',
    rule: 'awarded_in_period',
    means: {
      zh: '期内评定的五星，按委员与集体分列；其他奖惩不计',
      en: 'Five stars that were awarded in the period, to members and to bodies; nothing else counts',
    },
    records: (span) => ({
      sql: `${selecting({
        subject: "'recognitions/' || r.id",
        ownerId: 'r.owner_organization_id',
        memberId: 'r.member_id',
        day: 'r.awarded_on',
        label: 'r.title',
        part: "case when r.member_id is null then 'organization' else 'member' end",
      })} from recognitions r where r.committee_id = ? and r.deleted_at is null and r.kind = 'five_star'
        and r.awarded_on >= ? and r.awarded_on <= ?`,
      parameters: days(span),
    }),
  },
]
