import { hash, randomUUIDv7 } from 'node:crypto'

/** A new UUIDv7 (RFC 9562): ordered by time, so that keys cluster, and not guessable from a neighbour. */
export const newId = (): string => randomUUIDv7()

export const sha256 = (text: string | Uint8Array): string => hash('sha256', text)

/**
 * JSON with sorted keys: equal values have equal text, whatever the order in which they were built. Bytes stand as
 * their hash: spelled out, a file would be as many keys as it has bytes.
 */
export const canonical = (value: unknown): string => JSON.stringify(ordered(value ?? null))

/** The value with the keys of its objects in order, for the one native call that spells it. */
function ordered(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return sha256(value)
  if (Array.isArray(value)) return value.map(ordered)
  const keys = Object.keys(value).sort()
  const whole: Record<string, unknown> = {}
  for (const key of keys) {
    // As a plain assignment this one would set the prototype instead.
    if (key === '__proto__') continue
    whole[key] = ordered((value as Record<string, unknown>)[key])
  }
  return whole
}
