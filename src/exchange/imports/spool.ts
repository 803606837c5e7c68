import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { collectYoung } from '../../core/collect.ts'
import { type Bytes, inMemory } from './planner/containers/bytes.ts'

/** A file out of the database, where a plan can read it again and again without holding it. */
export interface Spooled {
  bytes: Bytes
  close(): void
}

/** Reads of up to this share one buffer. */
const SHARED_BYTES = 256 * 1024

/** One part stays in memory; more lie in a temporary file that has no name and ends with the process. */
export async function spool(parts: AsyncIterable<Uint8Array>): Promise<Spooled> {
  let first: Uint8Array | undefined
  let file: number | undefined
  let size = 0
  try {
    for await (const part of parts) {
      if (!first) first = part
      else {
        if (file === undefined) {
          file = nameless()
          writeSync(file, first)
        }
        writeSync(file, part)
        // A part lies outside the heap, where the engine would let tens of them gather.
        collectYoung()
      }
      size += part.length
    }
  } catch (error) {
    if (file !== undefined) closeSync(file)
    throw error
  }
  if (file === undefined) return { bytes: inMemory(first ?? new Uint8Array()), close() {} }
  const fd = file
  return { bytes: inFile(fd, size), close: () => closeSync(fd) }
}

function nameless(): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lvzhi-import-'))
  try {
    return openSync(path.join(folder, 'file'), 'wx+', 0o600)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function inFile(file: number, size: number): Bytes {
  const shared = Buffer.alloc(SHARED_BYTES)
  return {
    size,
    read(from, to) {
      const length = to - from
      const into = length <= SHARED_BYTES ? shared.subarray(0, length) : Buffer.alloc(length)
      let done = 0
      while (done < length) {
        const got = readSync(file, into, done, length - done, from + done)
        if (got === 0) throw new Error('the spooled file is shorter than it was')
        done += got
      }
      return into
    },
  }
}
