import { dayInZone } from '../core/days.ts'
import { AppError } from '../core/errors.ts'
import { add, type Points, sum, ZERO } from '../core/points.ts'
import type { Storage } from '../storage/storage.ts'
import { type Compiled, compile } from './compile.ts'
import type { Period, ScoredMember } from './facts.ts'
import type { ScoreLine } from './lines.ts'
import { loadRegulation } from './load.ts'
import { scoreMember, totalOf } from './score.ts'
import { type PeriodMeeting, periodMeetings } from './store/attendance.ts'
import { loadMembers } from './store/members.ts'
import { MEMBERS_PER_QUERY, type Scope } from './store/scope.ts'
import { loadFacts } from './store.ts'

/**
 * The scores of a period, kept in memory and brought up to date at each read: the event log names the members whose
 * facts moved since, and only they are scored again. Nothing here is stored, so a read never writes.
 */

export interface BoardKey {
  committeeId: string
  periodId: string
  from: string
  to: string
  kind: string
  regulationId: string
  /** Text, options and hash of the version: stored versions never change. */
  source: string
  options: Record<string, string>
}

export interface MemberScore {
  member: ScoredMember
  lines: readonly ScoreLine[]
  total: Points
  /** Points of each outermost group, in the order of the regulation: the columns of the printed report. */
  groups: readonly { code: string; points: Points }[]
  /** Some fact behind it may still change of itself. */
  provisional: boolean
}

export interface Board {
  /** Sequence number that these scores know of, and the day on which they were made. */
  seq: number
  today: string
  compiled: Compiled
  period: Period
  members: Map<string, MemberScore>
  /** The meetings of the period, as long as no event says that one of them moved. */
  meetings: readonly PeriodMeeting[] | undefined
}

/** Boards in memory; the one that was not read longest goes first. */
const BOARDS_MAX = 50
/** More events than this since the last read, and all is scored anew. */
const EVENTS_MAX = 5_000

export interface Boards {
  read(key: BoardKey): Promise<Board>
}

export function boardsOf(storage: Storage, clock: () => Date): Boards {
  const boards = new Map<string, Promise<Board>>()
  return {
    async read(key) {
      const name = [key.committeeId, key.periodId, key.regulationId, key.from, key.to].join(' ')
      // One refresh at a time per board: a second reader waits for the first one's and then looks for itself.
      const before = boards.get(name)
      const next = (before ?? Promise.resolve(undefined))
        .catch(() => undefined)
        .then((board) => refreshed(storage, clock, key, board))
      boards.delete(name)
      boards.set(name, next)
      if (boards.size > BOARDS_MAX) boards.delete(boards.keys().next().value!)
      return next
    },
  }
}

async function refreshed(
  storage: Storage,
  clock: () => Date,
  key: BoardKey,
  old: Board | undefined,
): Promise<Board> {
  const { committeeId } = key
  const seq = await storage.sequenceOf(committeeId)
  const today = dayInZone(clock())
  if (old?.seq === seq && old.today === today) return old
  // What is provisional turns with the day: signatures that may still come no longer may.
  const { stale, meetingsStand } =
    old?.today === today
      ? await movedSince(storage, committeeId, old.seq, seq)
      : { stale: 'all' as const, meetingsStand: false }
  if (old && stale !== 'all') {
    if (!meetingsStand) old.meetings = undefined
    if (stale.size > 0) await scoreSome(storage, clock, key, old, [...stale])
    old.seq = seq
    return old
  }
  const board: Board = {
    seq,
    today,
    compiled: old?.compiled ?? compiledOf(key),
    period: { kind: key.kind, from: key.from, to: key.to } as Period,
    members: new Map(),
    meetings: undefined,
  }
  await scoreInto(storage, board, scopeOf(clock, key, board.compiled, undefined))
  return board
}

const compiledBySource = new Map<string, Compiled>()

/** The regulation ready for scoring, kept by its text; a stored one was checked when it was uploaded. */
export function compiledOf({ source, options }: Pick<BoardKey, 'source' | 'options'>): Compiled {
  const name = JSON.stringify([source, options])
  let compiled = compiledBySource.get(name)
  if (!compiled) {
    const loaded = loadRegulation(source)
    if (!loaded.ok) {
      throw new AppError('regulation_invalid', {
        en: `The stored regulation cannot be read: ${loaded.errors[0]?.message.en}`,
        zh: `已存的规则无法读取：${loaded.errors[0]?.message.zh}`,
      })
    }
    compiled = compile(loaded.regulation, options)
    if (compiledBySource.size >= BOARDS_MAX) compiledBySource.delete(compiledBySource.keys().next().value!)
    compiledBySource.set(name, compiled)
  }
  return compiled
}

function scopeOf(
  clock: () => Date,
  key: BoardKey,
  compiled: Compiled,
  memberIds: readonly string[] | undefined,
): Scope {
  return {
    committeeId: key.committeeId,
    from: key.from,
    to: key.to,
    memberIds,
    perSession: compiled.clauses.some((clause) => clause.scope === 'session'),
    today: dayInZone(clock()),
  }
}

/** Kinds of events that leave meetings and sessions as they are; after any other they are read again. */
const MEETINGS_STAND =
  /^(attendance|instruction|leave_request|opinion|opinion_adoption|proposal|speech|user|job|export)\./

interface Moved {
  stale: Set<string> | 'all'
  meetingsStand: boolean
}

async function movedSince(
  storage: Storage,
  committeeId: string,
  after: number,
  upTo: number,
): Promise<Moved> {
  if (upTo - after > EVENTS_MAX) return { stale: 'all', meetingsStand: false }
  const events = await storage.query<{ type: string; members: string }>(
    'select type, members from events where committee_id = ? and seq > ? and seq <= ?',
    [committeeId, after, upTo],
  )
  const meetingsStand = events.every(({ type }) => MEETINGS_STAND.test(type))
  const stale = new Set<string>()
  for (const { members } of events) {
    if (members === '[]') continue
    const named = JSON.parse(members) as string[] | 'all'
    if (named === 'all') return { stale: 'all', meetingsStand }
    for (const id of named) stale.add(id)
  }
  return { stale, meetingsStand }
}

async function scoreSome(
  storage: Storage,
  clock: () => Date,
  key: BoardKey,
  board: Board,
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length > MEMBERS_PER_QUERY) {
    await scoreInto(storage, board, scopeOf(clock, key, board.compiled, undefined))
    return
  }
  await scoreInto(storage, board, scopeOf(clock, key, board.compiled, memberIds))
}

async function scoreInto(storage: Storage, board: Board, scope: Scope): Promise<void> {
  const members = await loadMembers(storage, scope)
  board.meetings ??= await periodMeetings(storage, scope)
  const factsOf = Map.groupBy(await loadFacts(storage, scope, board.meetings), (fact) => fact.memberId)
  const found = new Set<string>()
  for (const member of members) {
    const lines = scoreMember(member, factsOf.get(member.id) ?? [], board.period, board.compiled)
    board.members.set(member.id, {
      member,
      lines,
      total: lines.length > 0 ? totalOf(lines) : ZERO,
      groups: groupSums(board.compiled, lines),
      provisional: lines.some((line) => line.provisional),
    })
    found.add(member.id)
  }
  // A member that was withdrawn has no score any more.
  for (const id of scope.memberIds ?? [...board.members.keys()]) if (!found.has(id)) board.members.delete(id)
}

function groupSums({ groups }: Compiled, lines: readonly ScoreLine[]): { code: string; points: Points }[] {
  const own = new Map<string | null, Points>()
  for (const { group, points } of lines) own.set(group, add(own.get(group) ?? ZERO, points))
  return groups.flatMap((group) => {
    if (group.parentAt >= 0) return []
    const inside = groups.filter((_, at) => group.covers[at]).map(({ code }) => own.get(code) ?? ZERO)
    return [{ code: group.code, points: sum(inside) }]
  })
}

/** Scores as of a day before the end of the period: computed for the answer, not kept. */
export async function boardAsOf(
  storage: Storage,
  clock: () => Date,
  key: BoardKey,
  asOf: string,
): Promise<Board> {
  const board: Board = {
    seq: 0,
    today: dayInZone(clock()),
    compiled: compiledOf(key),
    period: { kind: key.kind, from: key.from, to: key.to, asOf } as Period,
    members: new Map(),
    meetings: undefined,
  }
  await scoreInto(storage, board, scopeOf(clock, key, board.compiled, undefined))
  return board
}
