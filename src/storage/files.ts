import { newId } from '../core/ids.ts'
import { from, inCommittee } from './from.ts'
import { deletePlain, insertPlain } from './plain.ts'
import type { Reader, Tx } from './storage.ts'

/** Files as they were uploaded or made: their bytes lie in the database, beside the record that names them. */
interface NewFile {
  name: string
  contentType: string
  sha256: string
  bytes: Buffer
  createdBy: string
}

/** A file that was kept in parts while it came. */
interface NewPartedFile extends Omit<NewFile, 'bytes'> {
  id: string
  size: number
}

const NO_BYTES = Buffer.alloc(0)
/** Parts of an upload that never became a file are dropped after this long. */
const ORPHANED_MS = 86_400_000

/** Keeps a file; answers its id. */
export async function storeFile(tx: Tx, file: NewFile): Promise<string> {
  const id = newId()
  await insertPlain(tx, 'files', { ...file, id, size: file.bytes.length, createdAt: tx.at })
  return id
}

/** Keeps what is known of a file whose parts are there. */
export async function storePartedFile(tx: Tx, file: NewPartedFile): Promise<void> {
  await insertPlain(tx, 'files', { ...file, bytes: NO_BYTES, createdAt: tx.at })
}

/** Keeps one part, counted from 0; with the first one goes what other uploads left behind. */
export async function storePart(tx: Tx, fileId: string, number: number, bytes: Buffer): Promise<void> {
  if (number === 0) {
    const before = new Date(Date.parse(tx.at) - ORPHANED_MS).toISOString()
    await tx.run(
      `delete from file_parts where committee_id = ? and created_at < ?
          and not exists (select 1 from files f where f.committee_id = file_parts.committee_id and f.id = file_id)`,
      [tx.committeeId, before],
    )
  }
  await insertPlain(tx, 'fileParts', { fileId, number, createdAt: tx.at, bytes })
}

export async function dropParts(tx: Tx, fileId: string): Promise<void> {
  await deletePlain(tx, 'fileParts', { fileId })
}

/** The bytes of a file, a part at a time. */
export async function* partsOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  fileId: string,
): AsyncGenerator<Uint8Array> {
  const next = (number: number) =>
    from(inCommittee(reader, committeeId), 'fileParts', { fileId, number }).pick('bytes').execute()
  let number = 0
  for (let [part] = await next(number); part; [part] = await next(number)) {
    yield part.bytes
    number += 1
  }
  if (number > 0) return
  const file = await from(inCommittee(reader, committeeId), 'files', { id: fileId }).pick('bytes').first()
  yield file!.bytes
}
