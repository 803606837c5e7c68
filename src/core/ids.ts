import { hash, randomUUIDv7 } from 'node:crypto'

/** A new UUIDv7 (RFC 9562): ordered by time, so that keys cluster, and not guessable from a neighbour. */
export const newId = (): string => randomUUIDv7()

export const sha256 = (text: string | Uint8Array): string => hash('sha256', text)

/**
 * JSON with sorted keys: equal values have equal text, whatever the order in which they were built. Bytes stand as
 * their hash: spelled out, a file would be as many keys as it has bytes.
 */
export function canonical(value: unknown): string {
  if (value instanceof Uint8Array) return `"${sha256(value)}"`
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
