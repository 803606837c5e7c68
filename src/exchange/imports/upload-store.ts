import { collectYoung } from '../../core/collect.ts'
import { newId } from '../../core/ids.ts'
import type { Context } from '../../http/route.ts'
import { dropParts, storePart } from '../../storage/files.ts'
import type { Tx } from '../../storage/storage.ts'

/** Keeps a file in parts while it comes, so that no upload is ever held in memory. */

const PART_BYTES = 1_048_576
const PARTS_BETWEEN_COLLECTIONS = 4

interface StoredUpload {
  fileId: string
  take(piece: Buffer): Promise<void>
  /** All bytes have come. */
  end(): Promise<void>
  /** They are not wanted after all. */
  drop(): Promise<void>
}

export function storeUpload({ storage, principal, requestId }: Context): StoredUpload {
  const fileId = newId()
  const write = (work: (tx: Tx) => Promise<void>) =>
    storage.write(principal.committeeId, { actor: principal.actor, requestId }, work)
  // One buffer for all parts: what is thrown away a megabyte at a time is slow to be collected.
  let part: Buffer | undefined
  let filled = 0
  let parts = 0
  const store = async () => {
    const bytes = part!.subarray(0, filled)
    await write((tx) => storePart(tx, fileId, parts, bytes))
    parts += 1
    filled = 0
    if (parts % PARTS_BETWEEN_COLLECTIONS === 0) collectYoung()
  }
  return {
    fileId,
    async take(piece) {
      part ??= Buffer.allocUnsafe(PART_BYTES)
      for (let from = 0; from < piece.length; ) {
        const copied = piece.copy(part, filled, from)
        from += copied
        filled += copied
        if (filled === PART_BYTES) await store()
      }
    },
    async end() {
      if (filled > 0) await store()
    },
    async drop() {
      if (parts > 0) await write((tx) => dropParts(tx, fileId))
    },
  }
}
