import type { Reader } from '../../storage/storage.ts'
import { type ReadResult, readFile } from './planner/read.ts'
import { type Import, unpack } from './store.ts'

/** What is kept of an import, read away from the thread that answers requests. */

/** The sheets of the file as it was uploaded. */
export async function readStored(
  reader: Reader,
  { committeeId, fileId, fileName, profile }: Pick<Import, 'committeeId' | 'fileId' | 'fileName' | 'profile'>,
): Promise<ReadResult> {
  const [file] = await reader.query<{ bytes: Uint8Array }>(
    'select bytes from files where committee_id = ? and id = ?',
    [committeeId, fileId],
  )
  const { encoding, delimiter } = profile as { encoding?: string; delimiter?: string }
  return readFile(file!.bytes, fileName, { encoding, delimiter })
}

/** One chunk of a plan; `REST` is what it says beside its cells. */
export async function storedChunk(
  reader: Pick<Reader, 'query'>,
  { committeeId, id }: Pick<Import, 'committeeId' | 'id'>,
  number: number,
): Promise<unknown> {
  const [chunk] = await reader.query<{ entries: Uint8Array }>(
    'select entries from import_chunks where committee_id = ? and import_id = ? and number = ?',
    [committeeId, id, number],
  )
  return chunk && unpack(chunk.entries)
}
