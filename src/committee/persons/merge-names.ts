import { childrenBy, replaceChildren } from '../../storage/children.ts'
import { keyIn } from '../../storage/digests.ts'
import type { parentOf } from '../../storage/hanging.ts'
import { snake } from '../../storage/naming.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { TableName } from '../../storage/tables.ts'

type Fields = Record<string, unknown>

/**
 * Names on records, such as the authors of an opinion: each record says in a new version who stands there now. Where both
 * stood, they keep the better place of the two: whoever was first, or led, is and does so as one human, too.
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
    const stored = await childrenBy(tx, table, parent as never, tx.committeeId, [id!])
    const before = (stored.get(id!) ?? []) as Fields[]
    const standing = new Map(before.map((row) => [keyIn(table, row), row]))
    const after = before.flatMap((row): Fields[] => {
      const isFrom = row['memberId'] === from
      if (!isFrom && row['memberId'] !== into) return [row]
      const twin = standing.get(keyIn(table, { ...row, memberId: isFrom ? into : from }))
      const stays = !twin || (placeOf(row) === placeOf(twin) ? !isFrom : placeOf(row) < placeOf(twin))
      return stays ? [{ ...row, ...firstSignature(row, twin), memberId: into }] : []
    })
    await replaceChildren(tx, table, parent as never, id!, after)
    const children = { before: asSaid(table, before), after: asSaid(table, after) }
    const note = { type: `${snake(of)}.reassigned`, members: [from, into], children }
    const record = (await findRow(tx, of, id!))! as Fields
    // Who signed with themselves alone proposed alone.
    const alone = record['proposerKind'] === 'joint' && after.length === 1
    await changeRow(tx, of, record as never, (alone ? { proposerKind: 'individual' } : {}) as never, note)
  }
}

/** What counts for more than standing there, best first; otherwise the order counts. */
const ROLES = ['first', 'leader', 'author']
const ROWS_MAX = 1_000_000

function placeOf({ role, position = 0 }: Fields): number {
  const at = ROLES.indexOf(String(role))
  return (at < 0 ? ROLES.length : at) * ROWS_MAX + Number(position)
}

/** Who signed twice signed on the earlier day, and who signed once signed. */
function firstSignature(row: Fields, twin: Fields | undefined): Fields {
  const days = [row['signedOn'], twin?.['signedOn']].filter((day) => typeof day === 'string')
  return days.length > 0 ? { signedOn: days.sort()[0] } : {}
}

/** As versions of the record keep them (`storage/as-known.ts`). */
function asSaid(table: TableName, rows: readonly Fields[]): Fields {
  const inRole = (role: string) => rows.filter((row) => row['role'] === role).map((row) => row['memberId'])
  if (table === 'proposalSigners') return { signers: rows }
  if (table === 'opinionAuthors') return { authorIds: inRole('author'), reflectorIds: inRole('reflector') }
  if (table === 'serviceRecordMembers') return { memberIds: rows.map((row) => row['memberId']) }
  return { members: rows }
}
