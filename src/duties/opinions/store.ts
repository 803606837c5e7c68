import type { Db, Tx } from '../../storage/storage.ts'

/** Authors in order, by opinion. */
export async function authorsOf(
  db: Db,
  committeeId: string,
  opinionIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (opinionIds.length === 0) return found
  const rows = await db
    .selectFrom('opinionAuthors')
    .select(['opinionId', 'memberId'])
    .where('committeeId', '=', committeeId)
    .where('opinionId', 'in', opinionIds)
    .orderBy('position')
    .execute()
  for (const { opinionId, memberId } of rows) {
    const list = found.get(opinionId)
    if (list) list.push(memberId)
    else found.set(opinionId, [memberId])
  }
  return found
}

export async function replaceAuthors(tx: Tx, opinionId: string, authorIds: readonly string[]): Promise<void> {
  await tx.db
    .deleteFrom('opinionAuthors')
    .where('committeeId', '=', tx.committeeId)
    .where('opinionId', '=', opinionId)
    .execute()
  for (const [index, memberId] of authorIds.entries()) {
    const values = { committeeId: tx.committeeId, opinionId, memberId, position: index + 1, role: 'author' }
    await tx.db.insertInto('opinionAuthors').values(values).execute()
  }
}

export const writtenBy = (personId: string | null) => ({
  sql: `exists (select 1 from opinion_authors a join members own
           on own.committee_id = a.committee_id and own.id = a.member_id
         where a.committee_id = t.committee_id and a.opinion_id = t.id and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const byAuthor = (memberId: string) => ({
  sql: `exists (select 1 from opinion_authors a
         where a.committee_id = t.committee_id and a.opinion_id = t.id and a.member_id = ?)`,
  parameters: [memberId],
})
