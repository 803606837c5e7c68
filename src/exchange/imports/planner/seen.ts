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

const FIELDS = 5
const BLOCK_RECORDS = 16_384
const FIRST_SLOTS = 4_096

export function newSeen(): Seen {
  const blocks: Uint32Array[] = []
  let slots = new Uint32Array(FIRST_SLOTS)
  let count = 0

  const field = (record: number, at: number): number =>
    blocks[Math.floor(record / BLOCK_RECORDS)]![(record % BLOCK_RECORDS) * FIELDS + at]!

  /** The slot of a key, or the free one where it belongs; a slot holds the number of its record, counted from 1. */
  const slotOf = (session: number, member: number): number => {
    const mask = slots.length - 1
    let slot = (Math.imul(session, 0x9e3779b1) ^ Math.imul(member + 1, 0x85ebca6b)) & mask
    for (let held = slots[slot]!; held !== 0; held = slots[slot]!) {
      if (field(held - 1, 0) === session && field(held - 1, 1) === member) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  const grow = (): void => {
    slots = new Uint32Array(slots.length * 2)
    for (let record = 0; record < count; record += 1) {
      slots[slotOf(field(record, 0), field(record, 1))] = record + 1
    }
  }

  return {
    find(session, member) {
      const held = slots[slotOf(session, member)]!
      if (held === 0) return undefined
      return { entry: field(held - 1, 2), row: field(held - 1, 3), facts: field(held - 1, 4) }
    },
    set(session, member, { entry, row, facts }) {
      if (count * 4 >= slots.length * 3) grow()
      const slot = slotOf(session, member)
      if (slots[slot] === 0) {
        if (count % BLOCK_RECORDS === 0) blocks.push(new Uint32Array(BLOCK_RECORDS * FIELDS))
        count += 1
        slots[slot] = count
      }
      const record = slots[slot]! - 1
      blocks[Math.floor(record / BLOCK_RECORDS)]!.set(
        [session, member, entry, row, facts],
        (record % BLOCK_RECORDS) * FIELDS,
      )
    },
  }
}
