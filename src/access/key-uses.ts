import type { Deps } from '../deps.ts'
import type { Principal } from '../http/route.ts'
import { from, inCommittee } from '../storage/from.ts'
import type { Db } from '../storage/storage.ts'

/**
 * When keys were last used, to the hour: one write for a key and hour, beside the request and not before its answer.
 * It is no event, because a look at the clock is no change of a record.
 */

const HOUR_MS = 3_600_000
/** Keys in memory; one that is forgotten costs a write more. */
const KEYS_MAX = 10_000

const NOTE = `insert into api_key_uses (committee_id, key_id, used_at) values (?, ?, ?)
  on conflict (committee_id, key_id) do update set used_at = excluded.used_at
    where api_key_uses.used_at < excluded.used_at`

export function keyUses({ storage }: Deps): (principal: Principal, now: Date) => void {
  const noted = new Map<string, number>()
  return ({ kind, id, actor, committeeId }, now) => {
    if (kind !== 'key') return
    const hour = Math.floor(now.getTime() / HOUR_MS)
    if (noted.get(id) === hour) return
    if (noted.size >= KEYS_MAX) noted.clear()
    noted.set(id, hour)
    const usedAt = new Date(hour * HOUR_MS).toISOString()
    const write = storage.write(committeeId, { actor, requestId: 'key-use' }, (tx) =>
      tx.run(NOTE, [committeeId, id, usedAt]),
    )
    // The next request tries again; the one under way does not fail for it.
    write.catch(() => noted.delete(id))
  }
}

/** The keys with their last use. */
export async function withUses<R extends { id: string }>(
  db: Db,
  committeeId: string,
  keys: readonly R[],
): Promise<(R & { lastUsedAt: string | null })[]> {
  if (keys.length === 0) return []
  const ids = keys.map((key) => key.id)
  const uses = await from(inCommittee(db, committeeId), 'apiKeyUses', { keyId: ids }).pick('keyId', 'usedAt')
  const used = new Map(uses.map((use) => [use.keyId, use.usedAt]))
  return keys.map((key) => ({ ...key, lastUsedAt: used.get(key.id) ?? null }))
}
