import { inflateRawSync } from 'node:zlib'
import { codeOf } from '../../../../core/errors.ts'

/** The entries of a zip as its directory lists them. */
export type ZipEntry = { name: string; packed: number; size: number; method: number; offset: number }

export type ZipProblem = 'corrupt' | 'encrypted' | 'suspicious'

const ENTRIES_MAX = 2_000
/** Parts that are read as a stream, and the larger share of them that must lie in memory at once. */
export const STREAMED = { entryMax: 1_000_000_000, totalMax: 1_200_000_000 }
export const AT_ONCE = { entryMax: 160_000_000, totalMax: 260_000_000 }
const RATIO_MAX = 120
/** Small parts may compress as well as they like. */
const RATIO_FREE_BYTES = 4_000_000
const END_SIZE = 22
const COMMENT_MAX = 0xffff

/**
 * Reads the directory of a zip and checks entry count, sizes and ratio before anything is inflated.
 * A directory that lies is found by `checkContents`.
 */
export function readZipDirectory(
  bytes: Uint8Array,
  limits: typeof STREAMED,
): { entries: ZipEntry[] } | { problem: ZipProblem } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end < 0) return { problem: 'corrupt' }
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count === 0xffff || at === 0xffffffff) return { problem: 'suspicious' }
  if (count > ENTRIES_MAX) return { problem: 'suspicious' }
  const entries: ZipEntry[] = []
  let total = 0
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return { problem: 'corrupt' }
    if (view.getUint16(at + 8, true) & 1) return { problem: 'encrypted' }
    const entry = {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true))),
    }
    total += entry.size
    if (isTooMuch(entry, limits) || total > limits.totalMax) return { problem: 'suspicious' }
    entries.push(entry)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return { entries }
}

function isTooMuch(entry: ZipEntry, { entryMax }: typeof STREAMED): boolean {
  if (entry.size > entryMax) return true
  return entry.size > RATIO_FREE_BYTES && entry.size > entry.packed * RATIO_MAX
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_SIZE - COMMENT_MAX)
  for (let at = view.byteLength - END_SIZE; at >= first; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return -1
}

/**
 * Inflates every part once with its stated size as the limit, one at a time, and looks for declarations of
 * types and entities, which no spreadsheet needs.
 */
export function checkContents(bytes: Uint8Array, entries: readonly ZipEntry[]): ZipProblem | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const entry of entries) {
    if (entry.name.endsWith('/')) continue
    if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50)
      return 'corrupt'
    const start =
      entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
    const packed = bytes.subarray(start, start + entry.packed)
    if (packed.length < entry.packed) return 'corrupt'
    const part = inflate(packed, entry)
    if (typeof part === 'string') return part
    if (/\.(xml|rels)$/.test(entry.name) && declaresEntities(part)) return 'suspicious'
  }
  return null
}

function inflate(packed: Uint8Array, entry: ZipEntry): Uint8Array | ZipProblem {
  if (entry.method === 0) return entry.packed === entry.size ? packed : 'corrupt'
  if (entry.method !== 8) return 'corrupt'
  try {
    const part = inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) })
    return part.length === entry.size ? part : 'corrupt'
  } catch (error) {
    return codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'suspicious' : 'corrupt'
  }
}

function declaresEntities(part: Uint8Array): boolean {
  const head = new TextDecoder().decode(part.subarray(0, 4096))
  return /<!(DOCTYPE|ENTITY)/i.test(head)
}
