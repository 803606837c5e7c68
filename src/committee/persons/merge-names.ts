import { textIn } from '../../core/text-in.ts'
import type { AnyRow } from '../../storage/any-row.ts'
import { childrenNamed, replaceChildren } from '../../storage/children.ts'
import { keyIn } from '../../storage/digests.ts'
import type { parentOf } from '../../storage/hanging.ts'
import { snake } from '../../storage/naming.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { TableName } from '../../storage/tables.ts'

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
  for (const { [parent]: id = '' } of records) {
    const stored = await childrenNamed(tx, table, parent, tx.committeeId, [id])
    const before: AnyRow[] = stored.get(id) ?? []
    const standing = new Map(before.map((row) => [keyIn(table, row), row]))
    const after = before.flatMap((row): AnyRow[] => {
      const isFrom = row.memberId === from
      if (!isFrom && row.memberId !== into) return [row]
      const twin = standing.get(keyIn(table, { ...row, memberId: isFrom ? into : from }))
      const stays =
        !twin || twin === row || (placeOf(row) === placeOf(twin) ? !isFrom : placeOf(row) < placeOf(twin))
      return stays
        ? [{ ...row, ...firstSignature(row, twin === row ? undefined : twin), memberId: into }]
        : []
    })
    await replaceChildren(tx, table, id, after)
    const children = { before: asSaid(table, before), after: asSaid(table, after) }
    const note = { type: `${snake(of)}.reassigned`, members: [from, into], children }
    const record = (await findRow(tx, of, id))!
    // Who signed with themselves alone proposed alone.
    const alone = textIn(record, 'proposerKind') === 'joint' && after.length === 1
    const patch: Record<string, string> = alone ? { proposerKind: 'individual' } : {}
    await changeRow(tx, of, record, patch, note)
  }
}

/** What counts for more than standing there, best first; otherwise the order counts. */
const ROLES = ['first', 'leader', 'author']
const ROWS_MAX = 1_000_000

function placeOf({ role, position = 0 }: AnyRow): number {
  const at = ROLES.indexOf(String(role))
  return (at < 0 ? ROLES.length : at) * ROWS_MAX + Number(position)
}

/** Who signed twice signed on the earlier day, and who signed once signed. */
function firstSignature(row: AnyRow, twin: AnyRow | undefined): { signedOn?: string } {
  const days = [row.signedOn, twin?.signedOn].filter((day) => typeof day === 'string')
  const [first] = days.sort()
  return first === undefined ? {} : { signedOn: first }
}

/** As the log tells them. */
function asSaid(table: TableName, rows: readonly AnyRow[]): Record<string, unknown> {
  const inRole = (role: string) => rows.filter((row) => row.role === role).map((row) => row.memberId)
  if (table === 'proposalSigners') return { signers: rows }
  if (table === 'opinionAuthors') return { authorIds: inRole('author'), reflectorIds: inRole('reflector') }
  if (table === 'serviceRecordMembers') return { memberIds: rows.map((row) => row.memberId) }
  return { members: rows }
}
