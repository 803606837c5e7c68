import { ruleViolation, unknownReference } from '../../core/errors.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** The same matter over the years: each proposal names an earlier one, which shows its successors. */

/** Further back than any matter goes. */
const GENERATIONS_MAX = 50

/** `own` is the proposal that names it, where it stands already. */
export async function checkLineage(
  tx: Tx,
  lineageOfId: string | null,
  own: Pick<Row<'proposals'>, 'id' | 'submittedOn'> | null,
): Promise<void> {
  if (lineageOfId === null) return
  const earlier = await findRow(tx, 'proposals', lineageOfId)
  if (!earlier || earlier.deletedAt) throw unknownReference('/lineageOfId', lineageOfId)
  const isEarlier =
    earlier.submittedOn !== null &&
    (own?.submittedOn == null || earlier.submittedOn < own.submittedOn) &&
    !(own && (await leadsTo(tx, earlier, own.id)))
  if (isEarlier) return
  throw ruleViolation(
    'proposals.lineage_is_earlier',
    {
      en: 'The same matter in an earlier year is a proposal that was handed in before this one',
      zh: '延续提案须指向提交在前的另一件提案',
    },
    '/lineageOfId',
  )
}

/** Whether the line back from a proposal comes to another one. */
async function leadsTo(tx: Tx, start: Row<'proposals'>, id: string): Promise<boolean> {
  let at: Row<'proposals'> | undefined = start
  for (let back = 0; at && back < GENERATIONS_MAX; back += 1) {
    if (at.id === id) return true
    at = at.lineageOfId === null ? undefined : await findRow(tx, 'proposals', at.lineageOfId)
  }
  return false
}

/** Later proposals of the same matter, by the one that they name. */
export async function continuationsOf(
  db: Db,
  committeeId: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await from(inCommittee(db, committeeId), 'proposals', { lineageOfId: ids, deletedAt: null })
    .pick('id', 'lineageOfId')
    .orderBy('submittedOn', 'id')
  const later = new Map<string, string[]>()
  for (const { id, lineageOfId } of rows) later.set(lineageOfId!, [...(later.get(lineageOfId!) ?? []), id])
  return later
}
