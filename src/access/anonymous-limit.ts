import { AppError } from '../core/errors.ts'

/**
 * Reads without a credential, counted per address and minute in memory: a read writes nothing, and who is forgotten by
 * a restart begins anew. Each process counts for itself.
 */

const WINDOW_MS = 60_000
export const ANONYMOUS_READS_MAX = 300
/** Addresses in memory: beyond, all of them begin anew. */
const ADDRESSES_MAX = 50_000

export function anonymousReadsOf(clock: () => Date): (address: string) => void {
  let window = -1
  const counts = new Map<string, number>()
  return (address) => {
    const now = clock().getTime()
    const current = Math.floor(now / WINDOW_MS)
    if (current !== window || counts.size >= ADDRESSES_MAX) counts.clear()
    window = current
    const count = (counts.get(address) ?? 0) + 1
    counts.set(address, count)
    if (count <= ANONYMOUS_READS_MAX) return
    const seconds = Math.ceil(((current + 1) * WINDOW_MS - now) / 1000)
    throw new AppError(
      'rate_limited',
      {
        en: `More than ${ANONYMOUS_READS_MAX} reads a minute: wait ${seconds} seconds`,
        zh: `每分钟最多读取 ${ANONYMOUS_READS_MAX} 次，请等待 ${seconds} 秒`,
      },
      { retryAfter: seconds },
    )
  }
}
