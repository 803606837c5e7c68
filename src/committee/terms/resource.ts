import { z } from 'zod'
import { Count, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { recordOperations } from '../../http/operation.ts'
import { declared } from '../declared/declared.ts'

export const terms = declared({
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
  range: ['startsOn', 'endsOn'],
  example: { number: 9, name: '九届', startsOn: '2017-02-20', endsOn: '2022-02-19' },
})

export const plenarySessions = declared({
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
  by: ['termId'],
  sorts: ['startsOn', 'number'],
  defaultSort: 'startsOn',
  permission: { read: 'committee.read', write: 'committee.manage' },
  members: async () => 'all',
  range: ['startsOn', 'endsOn'],
  example: {
    termId: '0197f6a0-0000-7000-8000-000000000001',
    number: 3,
    name: '九届三次会议',
    startsOn: '2019-02-25',
    endsOn: '2019-02-28',
  },
})

export const termOperations = recordOperations<'terms'>(terms)
