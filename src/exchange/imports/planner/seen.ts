/**
 * Which member and session a file has spoken of already, and where: numbers in a few flat arrays, because a file of a
 * million rows has a million of them.
 */
export type Seen = {
  find(session: number, member: number): SeenAt | undefined
  /** What is seen last of a member and session holds. */
  set(session: number, member: number, at: SeenAt): void
}

/** `entry` counts entries from 0; `facts` are the caller's own 32 bits. */
export type SeenAt = { entry: number; row: number; facts: number }

const FIRST_SLOTS = 4_096
const BLOCK_NUMBERS = 16_384
const SHORT_MAX = 0xffff

export function newSeen(): Seen {
  const [sessions, members, entries, rows, low, high] = [
    column(),
    column(),
    column(),
    column(),
    column(),
    column(),
  ]
  let slots = new Uint32Array(FIRST_SLOTS)
  let count = 0

  /** The slot of a key, or the free one where it belongs; a slot holds the number of its record, counted from 1. */
  const slotOf = (session: number, member: number): number => {
    const mask = slots.length - 1
    let slot = (Math.imul(session, 0x9e3779b1) ^ Math.imul(member + 1, 0x85ebca6b)) & mask
    for (let held = slots[slot]!; held !== 0; held = slots[slot]!) {
      if (sessions.get(held - 1) === session && members.get(held - 1) === member) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2)
    for (let record = 0; record < count; record += 1) {
      slots[slotOf(sessions.get(record), members.get(record))] = record + 1
    }
  }

  return {
    find(session, member) {
      const held = slots[slotOf(session, member)]!
      if (held === 0) return undefined
      const record = held - 1
      return {
        entry: (entries.get(record) + record) >>> 0,
        row: (rows.get(record) + record) >>> 0,
        facts: ((high.get(record) << 16) | low.get(record)) >>> 0,
      }
    },
    set(session, member, { entry, row, facts }) {
      if (count * 4 >= slots.length * 3) grow()
      const slot = slotOf(session, member)
      if (slots[slot] === 0) {
        sessions.set(count, session)
        members.set(count, member)
        count += 1
        slots[slot] = count
      }
      const record = slots[slot]! - 1
      // In a list, entries and rows run beside the records: how far they are ahead is a small number.
      entries.set(record, (entry - record) >>> 0)
      rows.set(record, (row - record) >>> 0)
      low.set(record, facts & SHORT_MAX)
      high.set(record, facts >>> 16)
    },
  }
}

/** Numbers of 32 bits, in blocks of two bytes a number as long as all of a block are short. */
function column() {
  const blocks: (Uint16Array | Uint32Array)[] = []
  return {
    get: (at: number): number => blocks[Math.floor(at / BLOCK_NUMBERS)]![at % BLOCK_NUMBERS]!,
    set(at: number, value: number): void {
      const nth = Math.floor(at / BLOCK_NUMBERS)
      let block = blocks[nth] ?? new Uint16Array(BLOCK_NUMBERS)
      if (value > SHORT_MAX && block instanceof Uint16Array) block = Uint32Array.from(block)
      blocks[nth] = block
      block[at % BLOCK_NUMBERS] = value
    },
  }
}
