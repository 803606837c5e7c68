import { once } from 'node:events'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'
import type { Sink } from './sink.ts'

/**
 * Writes a zip archive as it comes (APPNOTE 6.3.10, without zip64): an entry is deflated while it is made and its
 * sizes follow it. All entries carry the same date, so that equal content gives equal bytes.
 */

const LOCAL_HEADER = 0x04034b50
const DESCRIPTOR = 0x08074b50
const DIRECTORY_ENTRY = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const DEFLATED = 8
const VERSION = 20
/** Names are UTF-8; the second: sizes stand behind the data. */
const UTF8 = 0x0800
const SIZES_FOLLOW = 0x0008
/** The fastest: a sheet is a quarter larger and made in half the time. */
const LEVEL = 1
/** An entry of no more bytes is packed at once, and its sizes stand before it as every reader likes them. */
const AT_ONCE = 256 * 1024

interface Entry {
  name: Buffer
  flags: number
  crc: number
  packed: number
  size: number
  at: number
}

export interface Zip {
  /** An entry whose bytes are there. */
  add(name: string, content: string | Uint8Array): Promise<void>
  /** An entry that is made while it is written. */
  stream(name: string, content: AsyncIterable<string | Uint8Array>): Promise<void>
  end(): Promise<void>
}

/** `day` (YYYY-MM-DD) is the date of every entry. */
export function zipInto(sink: Sink, day: string): Zip {
  const entries: Entry[] = []
  const date = dosDate(day)
  let at = 0
  const put = async (bytes: Uint8Array) => {
    at += bytes.length
    await sink.write(bytes)
  }
  const add = async (name: string, content: string | Uint8Array) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content
    const packed = deflateRawSync(bytes, { level: LEVEL })
    const entry = entryOf(name, UTF8, at)
    Object.assign(entry, { crc: crc32(bytes), packed: packed.length, size: bytes.length })
    entries.push(entry)
    await put(localHeader(entry, date))
    await put(packed)
  }
  return {
    add,
    async stream(name, content) {
      const { bytes, rest } = await begun(content)
      if (!rest) return add(name, bytes)
      const entry = entryOf(name, UTF8 | SIZES_FOLLOW, at)
      entries.push(entry)
      await put(localHeader(entry, date))
      for await (const piece of deflated(rest, entry)) {
        entry.packed += piece.length
        await put(piece)
      }
      await put(descriptor(entry))
    },
    async end() {
      const start = at
      for (const entry of entries) await put(directoryEntry(entry, date))
      await put(endRecord(entries.length, at - start, start))
    },
  }
}

/** The first bytes of a content, and all of it again where there is more. */
async function begun(content: AsyncIterable<string | Uint8Array>) {
  const pieces = content[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await pieces.next()
    if (done) return { bytes: Buffer.concat(seen), rest: undefined }
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    seen.push(bytes)
    length += bytes.length
    if (length > AT_ONCE) break
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    yield* seen
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
      yield typeof next.value === 'string' ? Buffer.from(next.value) : next.value
    }
  }
  return { bytes: Buffer.alloc(0), rest: rest() }
}

const entryOf = (name: string, flags: number, at: number): Entry => ({
  name: Buffer.from(name),
  flags,
  crc: 0,
  packed: 0,
  size: 0,
  at,
})

/** The content deflated, with its checksum and its size noted in the entry. */
async function* deflated(content: AsyncIterable<Uint8Array>, entry: Entry): AsyncGenerator<Uint8Array> {
  const packer = createDeflateRaw({ level: LEVEL })
  const ready: Uint8Array[] = []
  packer.on('data', (piece: Uint8Array) => ready.push(piece))
  const ended = once(packer, 'end')
  for await (const bytes of content) {
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    if (!packer.write(bytes)) await once(packer, 'drain')
    yield* ready.splice(0)
  }
  packer.end()
  await ended
  yield* ready
}

function localHeader({ name, flags, crc, packed, size }: Entry, date: number): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(LOCAL_HEADER, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(DEFLATED, 8)
  header.writeUInt16LE(date, 12)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(packed, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

function descriptor({ crc, packed, size }: Entry): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(DESCRIPTOR, 0)
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packed, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

function directoryEntry({ name, flags, crc, packed, size, at }: Entry, date: number): Buffer {
  const header = Buffer.alloc(46)
  header.writeUInt32LE(DIRECTORY_ENTRY, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(VERSION, 6)
  header.writeUInt16LE(flags, 8)
  header.writeUInt16LE(DEFLATED, 10)
  header.writeUInt16LE(date, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(packed, 20)
  header.writeUInt32LE(size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt32LE(at, 42)
  return Buffer.concat([header, name])
}

function endRecord(count: number, size: number, start: number): Buffer {
  const bytes = Buffer.alloc(22)
  bytes.writeUInt32LE(END_OF_DIRECTORY, 0)
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(size, 12)
  bytes.writeUInt32LE(start, 16)
  return bytes
}

/** A zip date holds the years from 1980 to 2107. */
export function dosDate(day: string): number {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  if (!(year >= 1980 && year <= 2107)) return (1 << 5) | 1
  return ((year - 1980) << 9) | (month << 5) | date
}
