import { z } from 'zod'
import { Id, Instant } from '../../core/fields.ts'
import { keysOf } from '../../core/records.ts'
import { operation } from '../../http/operation.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import type { Columns } from '../../storage/columns.ts'
import { decode } from '../../storage/encoding.ts'
import { snake } from '../../storage/naming.ts'
import type { Storage } from '../../storage/storage.ts'
import { definitionOf, definitions, type TableName } from '../../storage/tables.ts'
import { ownMemberships } from './member.ts'

/** 个人信息副本 (PIPL 45): everything that is kept of a person, table by table; a table that is added is in it. */

const Copy = z
  .object({
    personId: Id,
    generatedAt: Instant,
    tables: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .meta({ description: 'Rows of each table that name the person or a membership of theirs.' }),
  })
  .meta({ id: 'MyData' })

export const getMyData = operation('getMyData', Copy)

/** What is not of the person but of how it is kept. */
const HIDDEN = new Set(['committeeId', 'seq', 'passwordHash', 'codeHash', 'sessionVersion'])
/** Rows of one table; far more than a person has in a term. */
const ROWS_MAX = 20_000

export function dataCopyRoute(): Route {
  return route({
    method: 'GET',
    path: '/me/data',
    ...getMyData,
    summary: 'A copy of everything that is kept of you',
    tag: 'me',
    permission: 'any',
    failures: ['not_found'],
    read: async (context) => ({ body: await copyOf(context) }),
  })
}

async function copyOf(context: Context) {
  const { storage, principal, clock } = context
  const own = await ownMemberships(storage, context)
  const personId = principal.personId!
  const memberIds = own.map(({ id }) => id)
  const records: Record<string, Record<string, unknown>[]> = {}
  for (const name of keysOf(definitions)) {
    const rows = await rowsOf(storage, principal.committeeId, name, personId, memberIds)
    if (rows.length > 0) records[name] = rows
  }
  return { personId, generatedAt: clock().toISOString(), tables: records }
}

async function rowsOf(
  storage: Storage,
  committeeId: string,
  name: TableName,
  personId: string,
  memberIds: readonly string[],
): Promise<Record<string, unknown>[]> {
  const { columns } = definitionOf(name)
  const by = conditionOf(columns, personId, memberIds)
  if (!by) return []
  const shown = Object.keys(columns).filter(
    (column) => !HIDDEN.has(column) && columns[column]!.kind !== 'blob',
  )
  const rows = await storage.query<Record<string, unknown>>(
    `select ${shown.map(snake).join(', ')} from ${snake(name)} where committee_id = ? and (${by.sql})
      order by 1, 2 limit ${ROWS_MAX}`,
    [committeeId, ...by.parameters],
  )
  return rows.map((row) => decode(name, row))
}

function conditionOf(columns: Columns, personId: string, memberIds: readonly string[]) {
  if ('memberId' in columns) {
    return { sql: `member_id in (${memberIds.map(() => '?').join(', ')})`, parameters: memberIds }
  }
  if ('personId' in columns) return { sql: 'person_id = ?', parameters: [personId] }
  if ('recipient' in columns) return { sql: 'recipient = ?', parameters: [`person/${personId}`] }
  return undefined
}
