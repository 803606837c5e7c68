import { childrenBy, replaceChildren } from '../../storage/children.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db, Tx } from '../../storage/storage.ts'

/** Authors in order, by opinion. */
export async function authorsOf(
  db: Db,
  committeeId: string,
  opinionIds: readonly string[],
): Promise<Map<string, string[]>> {
  const authors = new Map<string, string[]>()
  if (opinionIds.length === 0) return authors
  const rows = await from(inCommittee(db, committeeId), 'opinionAuthors', {
    opinionId: opinionIds,
    role: 'author',
  })
    .pick('opinionId', 'memberId')
    .orderBy('position')
  for (const { opinionId, memberId } of rows) {
    const list = authors.get(opinionId)
    if (list) list.push(memberId)
    else authors.set(opinionId, [memberId])
  }
  return authors
}

/** Authors and reflectors become these; what is left out stays. */
export async function replaceAuthors(
  tx: Tx,
  opinionId: string,
  sent: { authorIds?: readonly string[]; reflectorIds?: readonly string[] },
): Promise<void> {
  const stored = await childrenBy(tx, 'opinionAuthors', 'opinionId', tx.committeeId, [opinionId])
  const before = (role: string) =>
    (stored.get(opinionId) ?? []).flatMap((row) => (row.role === role ? [row.memberId] : []))
  const authors = (sent.authorIds ?? before('author')).map((memberId) => ({ memberId, role: 'author' }))
  const reflectors = (sent.reflectorIds ?? before('reflector')).map((memberId) => ({
    memberId,
    role: 'reflector',
  }))
  await replaceChildren(tx, 'opinionAuthors', opinionId, [...authors, ...reflectors])
}
