/** Where the bytes of a file go, a piece at a time, so that no file is ever whole in memory. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>
}

/** Gathers a file that is known to be small. */
export function memorySink(): Sink & { bytes(): Buffer } {
  const pieces: Uint8Array[] = []
  return {
    write: async (bytes) => void pieces.push(bytes),
    bytes: () => Buffer.concat(pieces),
  }
}
