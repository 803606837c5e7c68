import { type Line, type Query, type Span, selecting } from '../line.ts'
import { among, days, HELD, held, notHeld } from './events.ts'

/** What the annual plan wants by number, beside what was held for it. */

/** Items of a kind in the plans of the span's years; those that were taken out by the day want nothing. */
const planOf =
  (kind: string) =>
  ({ committeeId, from, to, asOf }: Span): Query => ({
    sql: `select p.target as target, p.floor as floor from plan_items p
      where p.committee_id = ? and p.deleted_at is null and p.kind = ?
        and p.year >= cast(? as integer) and p.year <= cast(? as integer)
        and (p.cancelled_on is null or p.cancelled_on > ?)`,
    parameters: [committeeId, kind, from.slice(0, 4), to.slice(0, 4), asOf],
  })

/** One of the committee's leaders (主席、副主席、秘书长) presided, in that office on the day. */
const LED = `exists (select 1 from offices o where o.committee_id = e.committee_id
  and o.member_id = e.presiding_member_id and o.deleted_at is null
  and o.office in ('chair', 'vice_chair', 'secretary_general')
  and o.valid_from <= e.starts_on and (o.valid_to is null or o.valid_to >= e.starts_on))`

const SECTOR_AND_COUNTERPART = among(['sector_consultation', 'counterpart_consultation'])

const event = (part: string) =>
  selecting({
    subject: "'meetings/' || e.id",
    ownerId: 'e.owner_organization_id',
    day: 'e.starts_on',
    label: 'e.title',
    part,
  })

export const PLANS: readonly Line[] = [
  {
    ...held('leader_consultations', ['leader_face_to_face'], {
      zh: '区委、区政府领导与委员面对面协商',
      en: 'Leaders of the district face to face with members',
    }),
    kind: 'target',
    planned: planOf('leader_face_to_face'),
  },
  {
    key: 'sector_and_counterpart_consultations',
    title: { zh: '区政协领导主持的界别协商、对口协商', en: 'Consultations of sectors and counterparts, led' },
    kind: 'target',
    rule: 'held_and_led',
    means: {
      zh: '期内举行的界别协商、对口协商，且由当天在任的主席、副主席或秘书长主持；其余单列',
      en: 'Such consultations held in the period at which a chair, vice-chair or secretary-general in office presided',
    },
    records: (span) => ({
      sql: `${event('e.type_code')} from meetings e where ${HELD} and ${SECTOR_AND_COUNTERPART} and ${LED}`,
      parameters: days(span),
    }),
    excluded: (span) => {
      const unheld = notHeld(span, SECTOR_AND_COUNTERPART)
      return {
        sql: `${unheld.sql} union all ${event("'without_leader'")} from meetings e
          where ${HELD} and ${SECTOR_AND_COUNTERPART} and not ${LED}`,
        parameters: [...unheld.parameters, ...days(span)],
      }
    },
    planned: planOf('sector_and_counterpart'),
  },
  {
    ...held('studio_events', ['studio'], {
      zh: '委员之家、委员工作室活动',
      en: 'Events of member studios',
    }),
    kind: 'target',
    planned: planOf('studio'),
  },
  {
    key: 'studio_events_with_heads',
    title: { zh: '部门负责人到场的工作室活动', en: 'Studio events to which a head of department came' },
    kind: 'count',
    rule: 'a_head_came',
    means: {
      zh: '期内举行的工作室活动，且至少一名部门负责人到场；只受邀未到的单列',
      en: 'Studio events held in the period to which a head of department came; those merely invited stand apart',
    },
    records: (span) => ({
      sql: `${event('null')} from meetings e where ${HELD} and ${among(['studio'])} and ${headGuest(' and g.came = 1')}`,
      parameters: days(span),
    }),
    excluded: (span) => ({
      sql: `${event("'stayed_away'")} from meetings e
        where ${HELD} and ${among(['studio'])} and ${headGuest('')} and not ${headGuest(' and g.came = 1')}`,
      parameters: days(span),
    }),
  },
]

function headGuest(further: string): string {
  return `exists (select 1 from meeting_guests g where g.committee_id = e.committee_id and g.meeting_id = e.id
    and g.kind = 'department_head'${further})`
}
