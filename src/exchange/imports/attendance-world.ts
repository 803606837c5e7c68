import type { Reader } from '../../storage/storage.ts'
import type { StoredAttendance, World } from './planner/world.ts'

/** Who is expected where, and what is stored, in a few bytes a mark: a committee may have a million of them. */

const PAGE = 20_000

/** How a roll's word is spoken of in a plan. */
const statusOfPresence = (presence: string): string => (presence === 'leave' ? 'leave_approved' : presence)

type Invited = World['invitedBySession']
type Stored = World['attendance']

/** `members` are numbered by their place. */
export async function loadInvited(
  reader: Reader,
  committeeId: string,
  members: readonly { id: string }[],
): Promise<Invited> {
  const numbers = numbersOf(members)
  const sessions = new Map<string, Uint8Array>()
  const pages = pagesOf<Key>(reader, 'select session_id, member_id from invitations', committeeId)
  for await (const { sessionId, memberId } of pages) {
    let bits = sessions.get(sessionId)
    if (!bits) {
      bits = new Uint8Array((members.length >> 3) + 1)
      sessions.set(sessionId, bits)
    }
    const number = numbers.get(memberId)
    if (number !== undefined) bits[number >> 3]! |= 1 << (number & 7)
  }
  const has = (bits: Uint8Array, memberId: string) => {
    const number = numbers.get(memberId)
    return number !== undefined && (bits[number >> 3]! & (1 << (number & 7))) !== 0
  }
  return {
    get(sessionId) {
      const bits = sessions.get(sessionId)
      return bits && { has: (memberId) => has(bits, memberId) }
    },
  }
}

interface Marks {
  members: Uint32Array
  versions: Uint32Array
  words: Uint16Array
}

export async function loadStored(
  reader: Reader,
  committeeId: string,
  members: readonly { id: string }[],
): Promise<Stored> {
  const numbers = numbersOf(members)
  const sessions = new Map<string, Marks>()
  const words: Omit<StoredAttendance, 'version'>[] = []
  const wordNumbers = new Map<string, number>()
  const wordOf = (presence: string, leaveType: string | null): number => {
    const key = `${presence}\n${leaveType ?? ''}`
    let number = wordNumbers.get(key)
    if (number === undefined) {
      number = words.push({ status: statusOfPresence(presence), leaveType }) - 1
      wordNumbers.set(key, number)
    }
    return number
  }
  let open: { sessionId: string; rows: [number, number, number][] } | undefined
  const close = () => {
    if (!open) return
    const rows = open.rows.sort((a, b) => a[0] - b[0])
    sessions.set(open.sessionId, {
      members: Uint32Array.from(rows, ([member]) => member),
      versions: Uint32Array.from(rows, ([, version]) => version),
      words: Uint16Array.from(rows, ([, , word]) => word),
    })
  }
  const pages = pagesOf<Key & { presence: string; leaveType: string | null; version: number }>(
    reader,
    'select session_id, member_id, presence, leave_type, version from attendance',
    committeeId,
  )
  for await (const { sessionId, memberId, presence, leaveType, version } of pages) {
    if (open?.sessionId !== sessionId) {
      close()
      open = { sessionId, rows: [] }
    }
    const number = numbers.get(memberId)
    if (number !== undefined) open.rows.push([number, version, wordOf(presence, leaveType)])
  }
  close()
  return {
    get(sessionId) {
      const marks = sessions.get(sessionId)
      if (!marks) return undefined
      return {
        get(memberId) {
          const at = placeOf(marks.members, numbers.get(memberId) ?? -1)
          return at < 0 ? undefined : { ...words[marks.words[at]!]!, version: marks.versions[at]! }
        },
      }
    },
  }
}

const numbersOf = (members: readonly { id: string }[]): Map<string, number> =>
  new Map(members.map(({ id }, number) => [id, number]))

/** The place of a value in a sorted list, or -1. */
function placeOf(sorted: Uint32Array, value: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = sorted[middle]!
    if (found === value) return middle
    if (found < value) low = middle + 1
    else high = middle - 1
  }
  return -1
}

interface Key {
  sessionId: string
  memberId: string
}

/** Standing rows in the order of session and member, a page at a time. */
async function* pagesOf<R extends Key>(
  reader: Reader,
  select: string,
  committeeId: string,
): AsyncGenerator<R> {
  const order = `deleted_at is null order by session_id, member_id limit ${PAGE}`
  let page = await reader.query<R>(`${select} where committee_id = ? and ${order}`, [committeeId])
  while (page.length > 0) {
    yield* page
    if (page.length < PAGE) return
    const { sessionId, memberId } = page.at(-1)!
    page = await reader.query<R>(
      `${select} where committee_id = ? and (session_id, member_id) > (?, ?) and ${order}`,
      [committeeId, sessionId, memberId],
    )
  }
}
