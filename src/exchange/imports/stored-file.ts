import { partsOf } from '../../storage/files.ts'
import type { Reader } from '../../storage/storage.ts'
import type { ReadResult } from './planner/containers/read.ts'
import { spool } from './spool.ts'
import type { Import } from './store.ts'

/** The sheets of the file as it was uploaded, with every row in memory; a very long one is refused. */
export async function readStored(
  reader: Reader,
  { committeeId, fileId, fileName, profile }: Pick<Import, 'committeeId' | 'fileId' | 'fileName' | 'profile'>,
): Promise<ReadResult> {
  // Readers of sheets belong to the threads that plan: a server at rest holds none.
  const { readFile, wholeReading } = await import('./planner/containers/read.ts')
  const file = await spool(partsOf(reader, committeeId, fileId))
  try {
    const { encoding, delimiter } = profile
    const read = await readFile(file.bytes, fileName, { encoding, delimiter })
    if ('refusal' in read) return read
    const whole = wholeReading(read.reading)
    return 'refusal' in whole ? whole : { reading: whole }
  } finally {
    file.close()
  }
}
