import { z } from 'zod'
import { Count, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { equalTo } from '../../http/filters.ts'
import { recordOperations } from '../../http/operation.ts'
import { checkRange, resource } from '../../http/record.ts'

export const terms = resource({
  table: 'terms',
  path: '/terms',
  one: { en: 'term', zh: '届', PascalCase: 'Term' },
  input: z.strictObject({
    number: Count(200).meta({ description: 'The 9th term is 9.' }),
    name: Line(50),
    startsOn: Day,
    endsOn: Day,
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['number'],
  sorts: ['number', 'startsOn'],
  defaultSort: 'number',
  permission: { read: 'committee.read', write: 'committee.manage' },
  members: async () => 'all',
  onCreate: async (_tx, input) => {
    checkRange(input.startsOn, input.endsOn, '/endsOn')
    return input
  },
  onChange: async (_tx, before, patch) => {
    checkRange(patch.startsOn ?? before.startsOn, patch.endsOn ?? before.endsOn, '/endsOn')
    return patch
  },
  example: { number: 9, name: '九届', startsOn: '2017-02-20', endsOn: '2022-02-19' },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})

export const plenarySessions = resource({
  table: 'plenarySessions',
  path: '/plenary-sessions',
  one: { en: 'plenary session', zh: '次会议', PascalCase: 'PlenarySession' },
  input: z.strictObject({
    termId: Id,
    number: Count(20),
    name: Line(50),
    startsOn: Day,
    endsOn: Day,
    signatureDeadline: Day.nullable()
      .default(null)
      .meta({ description: 'Last day on which a co-signature counts; none: the day of submission.' }),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({}),
  fixed: ['termId'],
  filters: z.object({ termId: Id.optional() }),
  where: (query) => equalTo(query, ['termId']),
  sorts: ['startsOn', 'number'],
  defaultSort: 'startsOn',
  permission: { read: 'committee.read', write: 'committee.manage' },
  members: async () => 'all',
  onCreate: async (_tx, input) => {
    checkRange(input.startsOn, input.endsOn, '/endsOn')
    return input
  },
  onChange: async (_tx, before, patch) => {
    checkRange(patch.startsOn ?? before.startsOn, patch.endsOn ?? before.endsOn, '/endsOn')
    return patch
  },
  example: {
    termId: '0197f6a0-0000-7000-8000-000000000001',
    number: 3,
    name: '九届三次会议',
    startsOn: '2019-02-25',
    endsOn: '2019-02-28',
  },
  refuses: { create: ['rule_violation'], change: ['rule_violation'] },
})

export const termOperations = recordOperations<'terms'>(terms)
