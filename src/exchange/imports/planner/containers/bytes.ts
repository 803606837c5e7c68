/** The bytes of a file, read where they are asked for; what is answered may be a view that the next read changes. */
export interface Bytes {
  readonly size: number
  /** From one place up to, not including, another. */
  read(from: number, to: number): Uint8Array
}

export const inMemory = (bytes: Uint8Array): Bytes => ({
  size: bytes.length,
  read: (from, to) => bytes.subarray(from, to),
})

const BLOCK = 256 * 1024

export function* blocksOf(source: Bytes, from = 0): Generator<Uint8Array> {
  for (let at = from; at < source.size; at += BLOCK) yield source.read(at, Math.min(at + BLOCK, source.size))
}
