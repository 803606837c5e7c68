import { dayInZone } from '../core/days.ts'
import type { AnyFields } from '../storage/any-row.ts'
import type { Storage } from '../storage/storage.ts'
import type { Context } from './route.ts'

/**
 * Who has seen whose personal values in clear is in the log: before the answer leaves, and once a day for each who, kind
 * of record and whom, because an office that works with its own list all day would fill the log with nothing else.
 */

type Asked = Pick<Context, 'storage' | 'principal' | 'requestId' | 'clock' | 'committeeId'>

interface Seen {
  day: string
  whose: Set<string>
}

const seenBy = new WeakMap<Storage, Seen>()
/** Beyond, the day begins anew: some are told twice. */
const SEEN_MAX = 200_000
/** Of an event: a page has fewer. */
const SUBJECTS_MAX = 500

/** What asks routes from inside without a request of somebody (`operations.ts`). */
const INSIDE = 'inside'

const noted = new WeakSet<object>()
/** Whether this read was put into the log just now, which moved the committee's sequence. */
export const wasNoted = (context: object): boolean => noted.has(context)

/** Notes that `subjects` (ids of members, or of what holds them) were shown in clear to whoever asks. */
export async function noteClearRead(
  context: Asked,
  table: string,
  subjects: readonly string[],
): Promise<void> {
  const { storage, principal, requestId, committeeId } = context
  // What a job reads goes out as an export, which the log has.
  if (subjects.length === 0 || requestId === INSIDE) return
  const day = dayInZone(context.clock())
  let reads = seenBy.get(storage)
  if (reads?.day !== day || reads.whose.size > SEEN_MAX) {
    reads = { day, whose: new Set() }
    seenBy.set(storage, reads)
  }
  const { whose } = reads
  const keyOf = (subject: string) => `${committeeId} ${principal.actor} ${table} ${subject}`
  const fresh = [...new Set(subjects)].filter((subject) => !whose.has(keyOf(subject)))
  if (fresh.length === 0) return
  const written = await storage
    .write(committeeId, { actor: principal.actor, requestId }, async (tx) => {
      for (let from = 0; from < fresh.length; from += SUBJECTS_MAX) {
        const some = fresh.slice(from, from + SUBJECTS_MAX)
        await tx.emit({
          type: 'personal.read',
          subjectType: table,
          subjectId: some.length === 1 ? some[0]! : '*',
          subjectVersion: 1,
          data: { subjects: some },
        })
      }
      return true
    })
    // A disk that is full keeps nobody from reading; the next read tells it.
    .catch(() => false)
  if (!written) return
  for (const subject of fresh) whose.add(keyOf(subject))
  noted.add(context)
}

/** Those of some rows that show personal values: by the member that they are about. */
export function shownInClear(
  rows: readonly Readonly<AnyFields>[],
  personal: readonly string[],
  ownPersonId: string | null,
): string[] {
  return rows.flatMap((row) => {
    const own = ownPersonId !== null && row.personId === ownPersonId
    const shows = personal.some((field) => row[field] !== null && row[field] !== undefined)
    return shows && !own ? [String(row.memberId ?? row.id)] : []
  })
}
