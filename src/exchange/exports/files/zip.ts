import { Readable } from 'node:stream'
import type { Sink } from './sink.ts'

/**
 * Writes a zip archive as it comes: an entry is deflated while it is made. All entries carry the same date, so that
 * equal content gives equal bytes.
 */

interface Zip {
  /** An entry whose bytes are there. */
  add(name: string, content: string | Uint8Array): void
  /** An entry that is made while it is written; resolves once it has been taken. */
  stream(name: string, content: AsyncIterable<string | Uint8Array>): Promise<void>
  end(): Promise<void>
}

/** The fastest: a sheet is a quarter larger and made in half the time. */
const LEVEL = 1

/** `day` (YYYY-MM-DD) is the date of every entry. */
export async function zipInto(sink: Sink, day: string): Promise<Zip> {
  const { ZipFile } = await import('yazl')
  const archive = new ZipFile()
  const written = (async () => {
    for await (const piece of archive.outputStream)
      await sink.write(typeof piece === 'string' ? Buffer.from(piece) : piece)
  })()
  // Heard of at the end; until then nobody waits for it.
  written.catch(() => {})
  // The date in the zone of the process: what an archive holds is a wall clock without a zone.
  const mtime = new Date(`${inZipYears(day)}T00:00:00`)
  const options = { mtime, mode: 0o100644, forceDosTimestamp: true, compressionLevel: LEVEL }
  return {
    add(name, content) {
      archive.addBuffer(Buffer.from(content), name, options)
    },
    async stream(name, content) {
      const source = Readable.from(bytesOf(content))
      archive.addReadStream(source, name, options)
      await Promise.race([ended(source), written]).catch((error) => {
        archive.outputStream.emit('error', error)
        throw error
      })
    },
    async end() {
      archive.end()
      await written
    },
  }
}

async function* bytesOf(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  for await (const piece of content) yield Buffer.from(piece)
}

const ended = (source: Readable): Promise<void> =>
  new Promise((resolve, reject) => source.once('end', resolve).once('error', reject))

/** A zip date holds the years from 1980 to 2107. */
const inZipYears = (day: string): string => (day >= '1980' && day < '2108' ? day : '1980-01-01')
