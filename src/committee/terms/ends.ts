import { before, from, after as past } from '../../storage/from.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { checkHeldOpen } from '../open-period.ts'

/**
 * A term ends when the next one stands: until then its members go on, as a committee does whose successor has not met.
 * What has an end of its own keeps it.
 */

type Term = Pick<Row<'terms'>, 'startsOn'>

/** Ends what is open of the terms that ended before this one begins. */
export async function endTermsBefore(tx: Tx, { startsOn }: Term): Promise<void> {
  const ended = await from(tx, 'terms', { endsOn: before(startsOn), deletedAt: null }).pick('id', 'endsOn')
  const endOf = new Map(ended.map(({ id, endsOn }) => [id, endsOn]))
  const members = await from(tx, 'members', { termId: [...endOf.keys()], deletedAt: null })
  const lastDays = new Map(members.map(({ id, termId, validTo }) => [id, validTo ?? endOf.get(termId)!]))
  for (const member of members)
    if (member.validTo === null) await endRow(tx, 'members', member, lastDays.get(member.id)!, member.id)
  for (const table of ['offices', 'bodyRoles', 'exemptions'] as const) {
    for (const row of await from(tx, table, { validTo: null, deletedAt: null })) {
      const last = lastDays.get(row.memberId)
      if (last !== undefined) await endRow(tx, table, row, last, row.memberId)
    }
  }
}

const RECORDS = { members: 'member', offices: 'office', bodyRoles: 'body_role', exemptions: 'exemption' }

async function endRow<N extends keyof typeof RECORDS>(
  tx: Tx,
  table: N,
  row: Row<N> & { validFrom: string },
  endsOn: string,
  memberId: string,
): Promise<void> {
  const { validFrom } = row
  const validTo = endsOn < validFrom ? validFrom : endsOn
  await checkHeldOpen(tx, { validFrom, validTo: null }, { validFrom, validTo })
  await changeRow(tx, table, row, { validTo } as Partial<Row<N>>, {
    type: `${RECORDS[table]}.changed`,
    members: [memberId],
  })
}

/** Last day of a term after which another one stands; null while it may go on. */
export async function endOfTerm(tx: Tx, { endsOn }: Pick<Row<'terms'>, 'endsOn'>): Promise<string | null> {
  const next = await from(tx, 'terms', { startsOn: past(endsOn), deletedAt: null })
    .pick('id')
    .first()
  return next ? endsOn : null
}
