import {
  type EntryResult,
  isAcceptable,
  type PlanCounts,
  type PlanEntry,
  type PlanEvent,
} from './plan-types.ts'
import { newSeen } from './seen.ts'
import { cellRef } from './table.ts'

/** Takes the entries of a plan as they are made, in the order of the file. */
export type EntrySink = {
  take(entry: PlanEntry): void
  /** A later cell was decided to hold instead of this entry, counted from 0: nothing is recorded of it. */
  overrule(entry: number): void
}

/** An entry that the file made before of the same member and session. */
export type Earlier = {
  entry: number
  table: string
  row: number
  ref: string
  status: string | null
  leaveType: string | null
  result: EntryResult
  held: boolean
}

/** What a plan must know of its entries once they have left. */
export type EntryBook = {
  add(entry: PlanEntry): void
  earlier(sessionKey: string, memberId: string): Earlier | undefined
  overrule(earlier: Earlier): void
  /** The entry that was added last holds for its member and this session. */
  remember(sessionKey: string, last: PlanEntry): void
  counts: Omit<PlanCounts, 'openDecisions' | 'ignored_footer'>
  events: Set<string>
  /** Tables with cells that still wait for their meaning. */
  openIn: Set<string>
  /** Of the meetings and sessions that a commit touches. */
  meetingIds: Set<string>
  sessionIds: Set<string>
}

const RESULTS: EntryResult[] = [
  'new',
  'update',
  'same',
  'duplicate_in_file',
  'conflict',
  'ambiguous_name',
  'unknown_name',
  'not_in_office_on_date',
  'not_invited',
  'unknown_symbol',
  'bad_date',
  'no_data',
  'needs_review',
  'skip',
]
const OPEN: ReadonlySet<EntryResult> = new Set(['no_data', 'unknown_symbol', 'needs_review'])

// 32 bits of facts: column, table, meaning, result, held.
const NOTHING: Record<EntryResult, number> = {
  new: 0,
  update: 0,
  same: 0,
  duplicate_in_file: 0,
  conflict: 0,
  ambiguous_name: 0,
  unknown_name: 0,
  not_in_office_on_date: 0,
  not_invited: 0,
  unknown_symbol: 0,
  bad_date: 0,
  no_data: 0,
  needs_review: 0,
  skip: 0,
}
const COLUMN_BITS = 10
const TABLE_BITS = 10
const MEANING_BITS = 7
const RESULT_BITS = 4

export function newEntryBook(sink: EntrySink): EntryBook {
  const seen = newSeen()
  const [sessions, members, tables, meanings] = [numbered(), numbered(), numbered(), numbered()]
  const meaningOf = ({ status, leaveType }: Pick<PlanEntry, 'status' | 'leaveType'>) =>
    `${status ?? ''}\n${leaveType ?? ''}`
  let made = 0
  const book: EntryBook = {
    counts: { ...NOTHING, entries: 0, acceptable: 0, held: 0 },
    events: new Set(),
    openIn: new Set(),
    meetingIds: new Set(),
    sessionIds: new Set(),
    add(entry) {
      made += 1
      book.counts.entries = made
      book.counts[entry.result] += 1
      if (entry.heldBy !== null) book.counts.held += 1
      if (entry.eventKey) book.events.add(entry.eventKey)
      if (OPEN.has(entry.result)) book.openIn.add(entry.table)
      if (isAcceptable(entry)) {
        book.counts.acceptable += 1
        if (entry.meetingId) book.meetingIds.add(entry.meetingId)
        if (entry.sessionId) book.sessionIds.add(entry.sessionId)
      }
      sink.take(entry)
    },
    earlier(sessionKey, memberId) {
      const at = seen.find(sessions.of(sessionKey), members.of(memberId))
      if (!at) return undefined
      let { facts } = at
      const cut = (bits: number) => {
        const value = facts & ((1 << bits) - 1)
        facts >>>= bits
        return value
      }
      const [col, table] = [cut(COLUMN_BITS), tables.nth(cut(TABLE_BITS))]
      const [status = '', leaveType = ''] = meanings.nth(cut(MEANING_BITS)).split('\n')
      const result = RESULTS[cut(RESULT_BITS)]!
      return {
        entry: at.entry,
        table,
        row: at.row,
        ref: cellRef(at.row - 1, col),
        status: status || null,
        leaveType: leaveType || null,
        result,
        held: facts === 1,
      }
    },
    overrule({ entry, result, held }) {
      book.counts[result] -= 1
      book.counts.skip += 1
      if (isAcceptable({ result, heldBy: held ? 'held' : null })) book.counts.acceptable -= 1
      sink.overrule(entry)
    },
    remember(sessionKey, last) {
      let facts = last.heldBy === null ? 0 : 1
      const add = (value: number, bits: number) => {
        facts = ((facts << bits) | value) >>> 0
      }
      add(RESULTS.indexOf(last.result), RESULT_BITS)
      add(meanings.of(meaningOf(last)), MEANING_BITS)
      add(tables.of(last.table), TABLE_BITS)
      add(last.col, COLUMN_BITS)
      seen.set(sessions.of(sessionKey), members.of(last.memberId!), { entry: made - 1, row: last.row, facts })
    },
  }
  return book
}

/** Words and their numbers, given as they come. */
function numbered() {
  const numbers = new Map<string, number>()
  const words: string[] = []
  return {
    of(word: string): number {
      let number = numbers.get(word)
      if (number === undefined) {
        number = words.push(word) - 1
        numbers.set(word, number)
      }
      return number
    },
    nth: (number: number): string => words[number]!,
  }
}

/** Keeps the entries in memory, as they stand in the end. */
export function keptEntries(): EntrySink & { entries: PlanEntry[] } {
  const entries: PlanEntry[] = []
  return {
    entries,
    take: (entry) => void entries.push(entry),
    overrule(entry) {
      entries[entry]!.result = 'skip'
    },
  }
}

/** Sessions of planned meetings have their numbers only once the whole file was read. */
export function numberEntries(entries: readonly PlanEntry[], events: readonly PlanEvent[]): void {
  const planned = events.flatMap((event) => event.create?.sessions ?? [])
  const numbers = new Map(planned.map(({ key, number }) => [key, number]))
  for (const entry of entries) {
    if (entry.sessionKey && entry.sessionId === null) entry.session = numbers.get(entry.sessionKey) ?? null
  }
}
