import type { Storage } from './storage.ts'

const SQL = 'select seq from committee_heads where committee_id = ?'

/** The committee's sequence number: it moves with every write, so it versions everything that is read. */
export async function sequenceOf(storage: Storage, committeeId: string): Promise<number> {
  const [head] = await storage.query<{ seq: number }>(SQL, [committeeId])
  return head?.seq ?? 0
}
