import { yieldCore } from '../../core/yielding.ts'
import { packRows } from './packed.ts'
import type { EntrySink } from './planner/entry-book.ts'
import type { PlanEntry } from './planner/plan-types.ts'

/**
 * Entries on their way into chunks of the size in which they are committed. Those of one member lie together as far as a
 * bounded number of them allows: the index of members then changes in few places, and a commit writes a fifth of the pages
 * that it would by sessions, whose own places lie close together either way.
 */

/** Keys of one transaction of a commit. */
export const CHUNK_KEYS_MAX = 500
const WAITING_MAX = 10 * CHUNK_KEYS_MAX

interface ChunkSink extends EntrySink {
  /** Sends what still waits; answers how many chunks there are. */
  end(): number
  /** Positions in chunks that were sent of entries that were overruled since, by the number of the chunk. */
  overruled: ReadonlyMap<number, number[]>
}

/** `send` takes chunks in order; they are counted from 1. */
export function chunkSink(send: (chunk: Uint8Array) => void): ChunkSink {
  let waiting: { entry: PlanEntry; nth: number }[] = []
  let chunks = 0
  let made = 0
  const places = newPlaces()
  const overruled = new Map<number, number[]>()

  const flush = () => {
    waiting.sort((a, b) => byKey(a.entry, b.entry) || a.nth - b.nth)
    for (let from = 0; from < waiting.length; from += CHUNK_KEYS_MAX) {
      const chunk = waiting.slice(from, from + CHUNK_KEYS_MAX)
      for (const [position, { nth }] of chunk.entries()) places.set(nth, chunks * CHUNK_KEYS_MAX + position)
      chunks += 1
      yieldCore()
      send(packRows(chunk.map(({ entry }) => entry)))
    }
    waiting = []
  }

  return {
    overruled,
    take(entry) {
      waiting.push({ entry, nth: made })
      made += 1
      if (waiting.length >= WAITING_MAX) flush()
    },
    overrule(nth) {
      // Entries that wait are the last ones, in the order in which they came.
      const here = waiting[nth - (made - waiting.length)]
      if (here) {
        here.entry.result = 'skip'
        return
      }
      const place = places.get(nth)
      const chunk = Math.floor(place / CHUNK_KEYS_MAX) + 1
      overruled.set(chunk, [...(overruled.get(chunk) ?? []), place % CHUNK_KEYS_MAX])
    },
    end() {
      flush()
      return chunks
    },
  }
}

const byKey = (a: PlanEntry, b: PlanEntry): number =>
  compare(a.memberId ?? '', b.memberId ?? '') ||
  compare(a.sessionId ?? a.sessionKey ?? '', b.sessionId ?? b.sessionKey ?? '')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const PLACES_PER_BLOCK = 16_384

/** Where each entry went, in four bytes. */
function newPlaces() {
  const blocks: Uint32Array[] = []
  return {
    set(nth: number, place: number): void {
      const block = Math.floor(nth / PLACES_PER_BLOCK)
      for (let at = blocks.length; at <= block; at += 1) blocks.push(new Uint32Array(PLACES_PER_BLOCK))
      blocks[block]![nth % PLACES_PER_BLOCK] = place
    },
    get: (nth: number): number => blocks[Math.floor(nth / PLACES_PER_BLOCK)]![nth % PLACES_PER_BLOCK]!,
  }
}
