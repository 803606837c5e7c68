import { newId } from '../core/ids.ts'
import type { Tx } from './storage.ts'

/** Files as they were uploaded or made: their bytes lie in the database, beside the record that names them. */
export interface NewFile {
  name: string
  contentType: string
  sha256: string
  bytes: Buffer
  createdBy: string
}

/** Keeps a file; answers its id. */
export async function storeFile(tx: Tx, file: NewFile): Promise<string> {
  const id = newId()
  const { committeeId, at: createdAt } = tx
  const values = { ...file, committeeId, id, size: file.bytes.length, createdAt }
  await tx.db.insertInto('files').values(values).execute()
  return id
}
