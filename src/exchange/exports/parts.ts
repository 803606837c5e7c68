import { createHash } from 'node:crypto'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { Sink } from './files/sink.ts'

/** The bytes of an export, in pieces of one size: neither writing nor reading holds more than one of them. */

const PART_BYTES = 512 * 1024

export type Write = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

interface PartWriter extends Sink {
  /** Keeps what is left; answers what the whole file is. */
  end(): Promise<{ size: number; sha256: string }>
}

/** Begins anew: what an interrupted run left is gone. */
export async function partWriter(write: Write, exportId: string): Promise<PartWriter> {
  await write((tx) =>
    tx.run('delete from export_parts where committee_id = ? and export_id = ?', [tx.committeeId, exportId]),
  )
  const hash = createHash('sha256')
  // One buffer for all pieces: what is large and dies old would stay in memory for long.
  const part = Buffer.allocUnsafeSlow(PART_BYTES)
  let filled = 0
  let size = 0
  let position = 0
  const keep = async () => {
    const at = position
    position += 1
    await write((tx) =>
      tx.run('insert into export_parts (committee_id, export_id, position, bytes) values (?, ?, ?, ?)', [
        tx.committeeId,
        exportId,
        at,
        part.subarray(0, filled),
      ]),
    )
    filled = 0
  }
  return {
    async write(bytes) {
      hash.update(bytes)
      size += bytes.length
      for (let from = 0; from < bytes.length; ) {
        const taken = Math.min(PART_BYTES - filled, bytes.length - from)
        part.set(bytes.subarray(from, from + taken), filled)
        filled += taken
        from += taken
        if (filled === PART_BYTES) await keep()
      }
    },
    async end() {
      if (filled > 0) await keep()
      return { size, sha256: hash.digest('hex') }
    },
  }
}

/** The pieces in order. */
export async function* partsOf(
  storage: Pick<Storage, 'query'>,
  committeeId: string,
  exportId: string,
): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; position += 1) {
    const part = await from(inCommittee(storage, committeeId), 'exportParts', { exportId, position })
      .pick('bytes')
      .first()
    if (!part) return
    yield part.bytes
  }
}
