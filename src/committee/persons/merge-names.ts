import { childrenBy, replaceChildren } from '../../storage/children.ts'
import { snake } from '../../storage/columns.ts'
import { keyIn } from '../../storage/digests.ts'
import type { parentOf } from '../../storage/hanging.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { TableName } from '../../storage/tables.ts'

type Fields = Record<string, unknown>

/**
 * Names on records, such as the authors of an opinion: each record says in a new version who stands there now. Where both
 * stood, the one that stays keeps its place.
 */
export async function moveNames(
  tx: Tx,
  { table, parent, of }: NonNullable<ReturnType<typeof parentOf>>,
  from: string,
  into: string,
): Promise<void> {
  const records = await tx.query<Record<string, string>>(
    `select distinct ${snake(parent)} from ${snake(table)} where committee_id = ? and member_id = ? order by 1`,
    [tx.committeeId, from],
  )
  for (const { [parent]: id } of records as Record<string, string>[]) {
    const stored = await childrenBy(tx.db, table, parent as never, tx.committeeId, [id!])
    const before = (stored.get(id!) ?? []) as Fields[]
    const standing = new Set(before.map((row) => keyIn(table, row)))
    const after = before.flatMap((row): Fields[] => {
      if (row['memberId'] !== from) return [row]
      const moved = { ...row, memberId: into }
      return standing.has(keyIn(table, moved)) ? [] : [moved]
    })
    await replaceChildren(tx, table, parent as never, id!, after)
    const children = { before: asSaid(table, before), after: asSaid(table, after) }
    const note = { type: `${snake(of)}.reassigned`, members: [from, into], children }
    await changeRow(tx, of, (await findRow(tx.db, of, tx.committeeId, id!))!, {}, note)
  }
}

/** As versions of the record keep them (`storage/as-known.ts`). */
function asSaid(table: TableName, rows: readonly Fields[]): Fields {
  const inRole = (role: string) => rows.filter((row) => row['role'] === role).map((row) => row['memberId'])
  if (table === 'proposalSigners') return { signers: rows }
  if (table === 'opinionAuthors') return { authorIds: inRole('author'), reflectorIds: inRole('reflector') }
  if (table === 'serviceRecordMembers') return { memberIds: rows.map((row) => row['memberId']) }
  return { members: rows }
}
