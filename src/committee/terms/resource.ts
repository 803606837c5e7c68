import { z } from 'zod'
import { ruleViolation } from '../../core/errors.ts'
import { Count, Day, ExternalId, Id, Line } from '../../core/fields.ts'
import { recordOperations } from '../../http/operation.ts'
import { atLeast, atMost, from } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { declared } from '../declared/declared.ts'
import { endTermsBefore } from './ends.ts'

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
  checks: checkAlone,
  afterWrite: endTermsBefore,
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
  checks: checkWithinTerm,
  example: {
    termId: '0197f6a0-0000-7000-8000-000000000001',
    number: 3,
    name: '九届三次会议',
    startsOn: '2019-02-25',
    endsOn: '2019-02-28',
  },
})

/** A day belongs to one term. */
async function checkAlone(tx: Tx, term: { id?: string; startsOn: string; endsOn: string }): Promise<void> {
  const match = { startsOn: atMost(term.endsOn), endsOn: atLeast(term.startsOn), deletedAt: null }
  const other = (await from(tx, 'terms', match)).find(({ id }) => id !== term.id)
  if (!other) return
  throw ruleViolation(
    'terms.one_at_a_time',
    {
      en: `${other.name} lasts from ${other.startsOn} to ${other.endsOn}: end it before this one begins`,
      zh: `${other.name}为 ${other.startsOn} 至 ${other.endsOn}，届期不能重叠：请先调整其中一届的起止日期`,
    },
    '/startsOn',
  )
}

async function checkWithinTerm(
  tx: Tx,
  { termId, startsOn, endsOn }: { termId: string; startsOn: string; endsOn: string },
): Promise<void> {
  const term = (await findRow(tx, 'terms', termId))!
  if (startsOn >= term.startsOn && endsOn <= term.endsOn) return
  throw ruleViolation(
    'plenary_sessions.within_term',
    {
      en: `The session (${startsOn} to ${endsOn}) leaves its term (${term.startsOn} to ${term.endsOn})`,
      zh: `会议日期 ${startsOn} 至 ${endsOn} 不在${term.name}（${term.startsOn} 至 ${term.endsOn}）之内`,
    },
    '/startsOn',
  )
}

export const termOperations = recordOperations<'terms'>(terms)
