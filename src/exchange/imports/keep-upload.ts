import { newId } from '../../core/ids.ts'
import type { Context } from '../../http/route.ts'
import { dropParts, storePart } from '../../storage/files.ts'
import type { Tx } from '../../storage/storage.ts'

/** Keeps a file in parts while it comes, so that no upload is ever held in memory. */

const PART_BYTES = 1_048_576

export interface KeptUpload {
  fileId: string
  take(piece: Buffer): Promise<void>
  /** All bytes have come. */
  end(): Promise<void>
  /** They are not wanted after all. */
  drop(): Promise<void>
}

export function keepUpload({ storage, principal, requestId }: Context): KeptUpload {
  const fileId = newId()
  const write = (work: (tx: Tx) => Promise<void>) =>
    storage.write(principal.committeeId, { actor: principal.actor, requestId }, work)
  let waiting: Buffer[] = []
  let size = 0
  let parts = 0
  const store = async () => {
    const bytes = Buffer.concat(waiting)
    waiting = []
    size = 0
    await write((tx) => storePart(tx, fileId, parts, bytes))
    parts += 1
  }
  return {
    fileId,
    async take(piece) {
      waiting.push(piece)
      size += piece.length
      if (size >= PART_BYTES) await store()
    },
    async end() {
      if (size > 0) await store()
    },
    async drop() {
      if (parts > 0) await write((tx) => dropParts(tx, fileId))
    },
  }
}
