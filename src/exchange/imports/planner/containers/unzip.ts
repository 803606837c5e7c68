import { Inflate } from 'fflate'
import type { ZipEntry, ZipProblem } from './zip-guard.ts'

/** Parts of an archive, inflated a block at a time: a directory may lie about their size, and is not believed. */

export class ZipFault extends Error {
  readonly problem: ZipProblem
  constructor(problem: ZipProblem) {
    super(problem)
    this.problem = problem
  }
}

/** Packed bytes at a time: they inflate to at most a thousand times as many. */
const BLOCK = 4 * 1024

/** Throws `ZipFault` where a part is damaged, or larger than the directory says. */
export function* inflated(archive: Uint8Array, entry: ZipEntry): Generator<Uint8Array> {
  const packed = packedBytes(archive, entry)
  if (entry.method === 0) {
    if (entry.packed !== entry.size) throw new ZipFault('corrupt')
    for (let at = 0; at < packed.length; at += BLOCK) yield packed.subarray(at, at + BLOCK)
    return
  }
  if (entry.method !== 8) throw new ZipFault('corrupt')
  let out: Uint8Array[] = []
  let size = 0
  const inflate = new Inflate((piece) => {
    size += piece.length
    if (size > entry.size) throw new ZipFault('suspicious')
    out.push(piece)
  })
  for (let at = 0; at < packed.length || at === 0; at += BLOCK) {
    try {
      inflate.push(packed.subarray(at, at + BLOCK), at + BLOCK >= packed.length)
    } catch (error) {
      throw error instanceof ZipFault ? error : new ZipFault('corrupt')
    }
    yield* out
    out = []
  }
  if (size !== entry.size) throw new ZipFault('corrupt')
}

/** The text of an XML part. Types and entities, which no spreadsheet needs, are not read. */
export function* xmlText(archive: Uint8Array, entry: ZipEntry): Generator<string> {
  let first = true
  for (const block of decoded(inflated(archive, entry))) {
    if (first && /<!(DOCTYPE|ENTITY)/i.test(block.slice(0, 4_096))) throw new ZipFault('suspicious')
    first = false
    yield block
  }
}

function* decoded(blocks: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (const block of blocks) {
      const text = decoder.decode(block, { stream: true })
      if (text !== '') yield text
    }
    decoder.decode()
  } catch (error) {
    throw error instanceof ZipFault ? error : new ZipFault('corrupt')
  }
}

function packedBytes(archive: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength)
  if (entry.offset + 30 > archive.length || view.getUint32(entry.offset, true) !== 0x04034b50) {
    throw new ZipFault('corrupt')
  }
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true)
  const packed = archive.subarray(start, start + entry.packed)
  if (packed.length < entry.packed) throw new ZipFault('corrupt')
  return packed
}
