import { from, inCommittee } from '../../storage/from.ts'
import type { Db } from '../../storage/storage.ts'
import { type Vocabulary, vocabularyFrom } from '../check/vocabulary.ts'

/** The codes that a committee has. */
export async function vocabularyOf(db: Db, committeeId: string): Promise<Vocabulary> {
  const committee = inCommittee(db, committeeId)
  return vocabularyFrom({
    items: await from(committee, 'catalogueItems', { deletedAt: null }).pick('catalogue', 'code', 'class'),
    dutyKinds: await from(committee, 'dutyKinds', { deletedAt: null }).pick('code', 'class', 'fields'),
    bodies: await from(committee, 'organizations', { deletedAt: null }).pick('code'),
  })
}
