import { checkOpen } from '../../committee/open-period.ts'
import { from } from '../../storage/from.ts'
import { changeRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { signersIds } from './related.ts'

/** 并案: proposals that follow another one stand by themselves again when it no longer leads. */

/** They are what they were before they were merged, from this day on. */
export async function releaseFollowers(tx: Tx, leadId: string, day: string): Promise<void> {
  const followers = await from(tx, 'proposals', { mergedIntoId: leadId, state: 'merged', deletedAt: null })
  for (const follower of followers) {
    const { state, filedOn, caseNo } = await before(tx, follower)
    await checkOpen(tx, filedOn)
    const taken =
      caseNo !== null &&
      // Between sessions the office numbers as it likes.
      follower.plenarySessionId !== null &&
      (await from(tx, 'proposals', { plenarySessionId: follower.plenarySessionId, caseNo }).exists())
    await changeRow(
      tx,
      'proposals',
      follower,
      { state, filedOn, caseNo: taken ? null : caseNo, mergedIntoId: null, mergedOn: null },
      { type: 'proposal.unmerged', on: day, members: await signersIds(tx, tx.committeeId, follower.id) },
    )
  }
}

/** The last that it said before it was merged. */
async function before(
  tx: Tx,
  { id }: Row<'proposals'>,
): Promise<Pick<Row<'proposals'>, 'state' | 'filedOn' | 'caseNo'>> {
  const versions = await from(tx, 'rowVersions', { resource: 'proposals', rowKey: id })
    .pick('row')
    .orderBy('-version')
  const last = versions
    .map(({ row }) => row as unknown as Row<'proposals'>)
    .find(({ state }) => state !== 'merged')
  return last ?? { state: 'submitted', filedOn: null, caseNo: null }
}
