import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { daysInclusive } from '../../core/days.ts'
import { ruleViolation } from '../../core/errors.ts'
import { Code, Count, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { containing, withinDays } from '../../http/filters.ts'
import { replaceChildren } from '../../storage/children.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { membersOfService, serviceBy, serviceMembers, serviceOf } from './store.ts'

/** Service and outreach (联系服务): 三服务, 七送, charity, volunteering, visits; who went, for how long, what came of it. */

type Numbers = Pick<
  Row<'serviceRecords'>,
  'startsOn' | 'endsOn' | 'days' | 'problemsRaised' | 'problemsSolved'
>

export const serviceRecords = declared({
  table: 'serviceRecords',
  path: '/service-records',
  one: { en: 'service record', zh: '联系服务记录', PascalCase: 'ServiceRecord' },
  input: z.strictObject({
    kind: Code.meta({ description: 'Of the catalogue `service_kind`.', example: 'three_services' }),
    title: Line(200),
    startsOn: Day,
    endsOn: Day,
    days: Count(366)
      .min(1)
      .nullable()
      .default(null)
      .meta({ description: 'Days on the spot, where they are fewer than from the first to the last.' }),
    team: Line(100).nullable().default(null).meta({ description: 'The leader or team that went.' }),
    place: Line(200).nullable().default(null),
    placeId: Id.nullable().default(null).meta({ description: 'The studio, home or parlour where it was.' }),
    memberIds: z
      .array(Id)
      .max(500)
      .default([])
      .meta({ description: 'Members who took part, each in office on the first day.' }),
    peopleServed: Count().default(0),
    outsiders: Count().default(0).meta({ description: 'Who took part and is no member.' }),
    hours: Count(10_000).nullable().default(null).meta({ description: 'Hours of each member.' }),
    problemsRaised: Count().default(0),
    problemsSolved: Count().default(0),
    visits: Count().default(0).meta({ description: 'Enterprises, households, members that were visited.' }),
    ownerOrganizationId: Id.nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  closedBy: ['startsOn'],
  codes: { kind: 'service_kind' },
  range: ['startsOn', 'endsOn'],
  by: ['kind', 'placeId'],
  filters: z.object({
    kind: Code.optional(),
    memberId: Id.optional().meta({ description: 'Took part.' }),
    from: Day.optional().meta({ description: 'Begins on or after.' }),
    to: Day.optional().meta({ description: 'Begins on or before.' }),
    q: Line(100).optional().meta({ description: 'Part of the title.' }),
  }),
  where: (query) => [
    ...(query.memberId ? [serviceBy(query.memberId)] : []),
    ...withinDays(query, 'startsOn'),
    ...containing(query, 'title'),
  ],
  sorts: ['startsOn', 'title'],
  defaultSort: 'startsOn',
  permission: { read: 'duties.read', write: 'duties.record' },
  owned: true,
  ownRows: (principal) => serviceOf(principal.personId),
  members: async (tx, row, input) => {
    const sent = input.memberIds ?? []
    return [...new Set([...(await membersOfService(tx, tx.committeeId, row.id)), ...sent])]
  },
  decorate: async (db, rows, context) => {
    const ids = rows.map((row) => row.id)
    const members = await serviceMembers(db, context.committeeId, ids)
    return rows.map((row) => ({ ...row, memberIds: members.get(row.id) ?? [] }))
  },
  checks: async (_tx, record) => checkNumbers(record),
  onCreate: async (tx, input) => {
    await checkMembers(tx, input.memberIds, input.startsOn)
    return input
  },
  onChange: async (tx, before, patch) => {
    const sent = patch.memberIds
    // On another first day others are in office.
    if (sent || patch.startsOn) {
      const memberIds = sent ?? (await membersOfService(tx, tx.committeeId, before.id))
      await checkMembers(tx, memberIds, patch.startsOn ?? before.startsOn)
    }
    return patch
  },
  afterWrite: async (tx, row, input) => {
    const members = input.memberIds
    if (!members) return
    const children = members.map((memberId) => ({ memberId }))
    await replaceChildren(tx, 'serviceRecordMembers', row.id, children)
  },
  example: {
    kind: 'three_services',
    title: '助企纾困集中蹲点',
    startsOn: '2019-04-08',
    endsOn: '2019-04-12',
    memberIds: ['0197f6a0-0000-7000-8000-000000000001'],
    problemsRaised: 6,
    problemsSolved: 4,
  },
})

function checkNumbers(record: Numbers): void {
  const span = daysInclusive(record.startsOn, record.endsOn)
  if (record.days !== null && record.days > span) {
    throw ruleViolation(
      'service_records.days_within_span',
      {
        en: `From ${record.startsOn} to ${record.endsOn} there are ${span} days, not ${record.days}`,
        zh: `${record.startsOn} 至 ${record.endsOn} 只有 ${span} 天，不能记 ${record.days} 天`,
      },
      '/days',
    )
  }
  // Where nobody counted what was raised, what was solved stands alone.
  if (record.problemsRaised === 0 || record.problemsSolved <= record.problemsRaised) return
  throw ruleViolation(
    'service_records.solved_among_raised',
    {
      en: `${record.problemsRaised} problems were raised: ${record.problemsSolved} of them cannot be solved`,
      zh: `反映问题 ${record.problemsRaised} 个，解决数 ${record.problemsSolved} 不能更多`,
    },
    '/problemsSolved',
  )
}

/** Each once, and in office on the first day. */
async function checkMembers(tx: Tx, memberIds: readonly string[], day: string): Promise<void> {
  for (const [index, memberId] of memberIds.entries()) {
    const pointer = `/memberIds/${index}`
    if (memberIds.indexOf(memberId) !== index) {
      throw ruleViolation(
        'service_records.members_once',
        { en: 'A member stands on a service record once', zh: '同一委员不能重复列入' },
        pointer,
      )
    }
    await checkInOffice(tx, memberId, day, { rule: 'service_records.in_office', pointer })
  }
}
