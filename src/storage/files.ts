import { newId } from '../core/ids.ts'
import type { Reader, Tx } from './storage.ts'

/** Files as they were uploaded or made: their bytes lie in the database, beside the record that names them. */
export interface NewFile {
  name: string
  contentType: string
  sha256: string
  bytes: Buffer
  createdBy: string
}

/** A file that was kept in parts while it came. */
export interface NewPartedFile extends Omit<NewFile, 'bytes'> {
  id: string
  size: number
}

const NO_BYTES = Buffer.alloc(0)
/** Parts of an upload that never became a file are dropped after this long. */
const ORPHANED_MS = 86_400_000

/** Keeps a file; answers its id. */
export async function storeFile(tx: Tx, file: NewFile): Promise<string> {
  const id = newId()
  const { committeeId, at: createdAt } = tx
  const values = { ...file, committeeId, id, size: file.bytes.length, createdAt }
  await tx.db.insertInto('files').values(values).execute()
  return id
}

/** Keeps what is known of a file whose parts are there. */
export async function storePartedFile(tx: Tx, file: NewPartedFile): Promise<void> {
  const { committeeId, at: createdAt } = tx
  await tx.db
    .insertInto('files')
    .values({ ...file, committeeId, bytes: NO_BYTES, createdAt })
    .execute()
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
  await tx.run(
    'insert into file_parts (committee_id, file_id, "number", created_at, bytes) values (?, ?, ?, ?, ?)',
    [tx.committeeId, fileId, number, tx.at, bytes],
  )
}

export async function dropParts(tx: Tx, fileId: string): Promise<void> {
  await tx.run('delete from file_parts where committee_id = ? and file_id = ?', [tx.committeeId, fileId])
}

/** The bytes of a file, a part at a time. */
export async function* partsOf(
  reader: Pick<Reader, 'query'>,
  committeeId: string,
  fileId: string,
): AsyncGenerator<Uint8Array> {
  const next = (number: number) =>
    reader.query<{ bytes: Uint8Array }>(
      'select bytes from file_parts where committee_id = ? and file_id = ? and "number" = ?',
      [committeeId, fileId, number],
    )
  let number = 0
  for (let [part] = await next(number); part; [part] = await next(number)) {
    yield part.bytes
    number += 1
  }
  if (number > 0) return
  const [file] = await reader.query<{ bytes: Uint8Array }>(
    'select bytes from files where committee_id = ? and id = ?',
    [committeeId, fileId],
  )
  yield file!.bytes
}
