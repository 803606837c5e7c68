import { dayInZone } from '../core/days.ts'
import { AppError } from '../core/errors.ts'
import { add, type Points, rounded, sum, ZERO } from '../core/points.ts'
import type { Storage } from '../storage/storage.ts'
import { type Compiled, compile } from './compile.ts'
import type { Standing } from './conditions.ts'
import { asksEarlier, countsSessions, looksBack, needsPlaces } from './conditions-visit.ts'
import { scoreEverybody } from './everybody.ts'
import type { Earlier, Fact, Period, ScoredMember } from './facts.ts'
import type { ScoreLine } from './lines.ts'
import { loadRegulation } from './load.ts'
import { type Placed, placeAll } from './places.ts'
import { scoreMember, standingFor, tiesOf, totalOf } from './score.ts'
import { type PeriodMeeting, periodMeetings } from './store/attendance.ts'
import { periodsBefore } from './store/earlier.ts'
import { loadMembers } from './store/members.ts'
import { movedSince } from './store/moved.ts'
import { MEMBERS_PER_QUERY, type Scope } from './store/scope.ts'
import { type FactSource, SOURCES } from './store/sources.ts'

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
  ties: readonly Points[]
  /** Points of each outermost group, in the order of the regulation: the columns of the printed report. */
  groups: readonly { code: string; points: Points }[]
  /** The grade, and what follows beside the score. */
  standing: Standing
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
  /** Facts of members that events named, by source: the next event moves one source and the others stand. */
  facts: Map<string, Map<FactSource, readonly Fact[]>>
  /** Places and what follows from them, of the sequence number for which they were found. */
  places: { seq: number; of: ReadonlyMap<string, Placed> } | undefined
  /** What the periods before came to, where a trigger asks for it. */
  earlier: readonly Earlier[]
  /** The meetings of the period, as long as no event says that one of them moved. */
  meetings: readonly PeriodMeeting[] | undefined
}

/** Boards in memory; the one that was not read longest goes first. */
const BOARDS_MAX = 50

export interface Boards {
  read(key: BoardKey): Promise<Board>
  /** Scores as of a day, or by a draft: computed for the answer, not kept. */
  once(key: BoardKey, asOf?: string): Promise<Board>
}

export function boardsOf(storage: Storage, clock: () => Date): Boards {
  const boards = new Map<string, Promise<Board>>()
  const read = (key: BoardKey): Promise<Board> => {
    const name = [key.committeeId, key.periodId, key.regulationId, key.from, key.to].join(' ')
    // One refresh at a time per board: a second reader waits for the first one's and then looks for itself.
    const before = boards.get(name)
    const next = (before ?? Promise.resolve(undefined))
      .catch(() => undefined)
      .then((board) => refreshed(storage, clock, key, board, () => earlierOf(storage, key, read)))
    boards.delete(name)
    boards.set(name, next)
    if (boards.size > BOARDS_MAX) boards.delete(boards.keys().next().value!)
    return next
  }
  const once = async (key: BoardKey, asOf?: string): Promise<Board> => {
    const earlier = await earlierOf(storage, key, read)
    const board = { ...emptyBoard(clock, key, 0, asOf), earlier }
    await scoreAll(storage, board, scopeOf(clock, key, board.compiled, undefined))
    return board
  }
  return { read, once }
}

/** What the periods before came to, where a trigger asks for it; each of them is a board of its own. */
async function earlierOf(
  storage: Storage,
  key: BoardKey,
  read: (key: BoardKey) => Promise<Board>,
): Promise<Earlier[]> {
  if (!asksEarlier(compiledOf(key).regulation)) return []
  const found: Earlier[] = []
  for (const before of await periodsBefore(storage, key)) {
    const board = await read(before)
    for (const score of board.members.values()) {
      const { member, total } = score
      if (member.validFrom > before.to || (member.validTo !== null && member.validTo < before.from)) continue
      const { grade } = standingIn(board, score)
      found.push({ memberId: member.id, from: before.from, to: before.to, total: rounded(total), grade })
    }
  }
  return found
}

async function refreshed(
  storage: Storage,
  clock: () => Date,
  key: BoardKey,
  old: Board | undefined,
  loadEarlier: () => Promise<Earlier[]>,
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
  const earlier = await loadEarlier()
  const sameBefore = JSON.stringify(old?.earlier) === JSON.stringify(earlier)
  // Where a clause compares members, what moved for one of them moves all.
  const alone = old && (!old.compiled.comparing || (stale !== 'all' && stale.size === 0))
  if (old && alone && sameBefore && stale !== 'all' && stale.size <= MEMBERS_PER_QUERY) {
    if (!meetingsStand) {
      old.meetings = undefined
      old.facts.clear()
    }
    const scopeFor = (memberIds: readonly string[]) => scopeOf(clock, key, old.compiled, memberIds)
    if (stale.size > 0) await scoreNamed(storage, old, stale, scopeFor)
    old.seq = seq
    return old
  }
  const board = { ...emptyBoard(clock, key, seq), earlier }
  await scoreAll(storage, board, scopeOf(clock, key, board.compiled, undefined))
  return board
}

function emptyBoard(clock: () => Date, key: BoardKey, seq: number, asOf?: string): Board {
  const today = dayInZone(clock())
  return {
    seq,
    today,
    compiled: compiledOf(key),
    period: { kind: key.kind, from: key.from, to: key.to, today, ...(asOf ? { asOf } : {}) } as Period,
    members: new Map(),
    facts: new Map(),
    earlier: [],
    places: undefined,
    meetings: undefined,
  }
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

const DAWN = '0001-01-01'

function scopeOf(
  clock: () => Date,
  key: BoardKey,
  compiled: Compiled,
  memberIds: readonly string[] | undefined,
): Scope {
  return {
    committeeId: key.committeeId,
    // A count over the term sees what came before the period, too.
    from: looksBack(compiled.regulation) ? DAWN : key.from,
    to: key.to,
    memberIds,
    perSession:
      compiled.clauses.some((clause) => clause.scope === 'session') || countsSessions(compiled.regulation),
    today: dayInZone(clock()),
  }
}

async function scoreAll(storage: Storage, board: Board, scope: Scope): Promise<void> {
  const members = await loadMembers(storage, scope)
  board.meetings ??= await periodMeetings(storage, scope)
  const found: Fact[] = []
  for (const source of SOURCES) found.push(...(await source.load(storage, scope, board.meetings)))
  const factsOf = Map.groupBy(found, (fact) => fact.memberId)
  const lines = scoreEverybody(members, factsOf, board.period, board.compiled)
  for (const member of members) {
    board.members.set(
      member.id,
      scoreOf(board, member, factsOf.get(member.id) ?? [], lines.get(member.id) ?? []),
    )
  }
}

/** Members named by events: what no event moved is kept from the time before. */
async function scoreNamed(
  storage: Storage,
  board: Board,
  stale: ReadonlyMap<string, ReadonlySet<FactSource> | 'everything'>,
  scopeFor: (memberIds: readonly string[]) => Scope,
): Promise<void> {
  const afresh = new Set<string>()
  const people = new Map<string, ScoredMember>()
  for (const [id, moved] of stale) {
    const known = board.members.get(id)
    if (known && moved !== 'everything' && board.facts.has(id)) people.set(id, known.member)
    else afresh.add(id)
  }
  for (const id of afresh) board.facts.set(id, new Map())
  if (afresh.size > 0) {
    for (const member of await loadMembers(storage, scopeFor([...afresh]))) people.set(member.id, member)
  }
  board.meetings ??= await periodMeetings(storage, scopeFor([...afresh]))
  for (const source of SOURCES) {
    const hasMoved = (id: string, moved: ReadonlySet<FactSource> | 'everything') =>
      afresh.has(id) || (moved !== 'everything' && moved.has(source))
    const ids = [...stale].flatMap(([id, moved]) => (hasMoved(id, moved) ? [id] : []))
    if (ids.length === 0) continue
    const facts = await source.load(storage, scopeFor(ids), board.meetings)
    const factsOf = Map.groupBy(facts, (fact) => fact.memberId)
    for (const id of ids) board.facts.get(id)!.set(source, factsOf.get(id) ?? [])
  }
  for (const [id, member] of people) {
    board.members.set(id, scored(board, member, [...board.facts.get(id)!.values()].flat()))
  }
  // A member that was withdrawn has no score any more.
  for (const id of afresh) if (!people.has(id)) board.members.delete(id)
}

const scored = (board: Board, member: ScoredMember, facts: readonly Fact[]): MemberScore =>
  scoreOf(board, member, facts, scoreMember(member, facts, board.period, board.compiled))

function scoreOf(
  board: Board,
  member: ScoredMember,
  facts: readonly Fact[],
  lines: readonly ScoreLine[],
): MemberScore {
  return {
    member,
    lines,
    total: lines.length > 0 ? totalOf(lines) : ZERO,
    ties: tiesOf(lines, board.compiled),
    groups: groupSums(board.compiled, lines),
    standing: standingFor(member, facts, lines, board.period, board.compiled, board.earlier),
    provisional: lines.some((line) => line.provisional),
  }
}

/** Who stands where among whom, where the regulation asks for it; otherwise each score stands by itself. */
export function placesOf(board: Board): ReadonlyMap<string, Placed> {
  if (board.places?.seq === board.seq && board.places.of.size > 0) return board.places.of
  const { regulation } = board.compiled
  const last = board.period.asOf ?? board.period.to
  const standees = [...board.members.values()].flatMap(({ member, total, ties, standing }) =>
    member.validFrom <= last && (member.validTo === null || member.validTo >= board.period.from)
      ? [{ memberId: member.id, member, ranked: member.ranked, total, ties, standing }]
      : [],
  )
  const of = placeAll(regulation, standees, last)
  board.places = { seq: board.seq, of }
  return of
}

/** The grade of a member and what follows beside the score, places included. */
export function standingIn(board: Board, score: MemberScore): Standing {
  if (!needsPlaces(board.compiled.regulation)) return score.standing
  return placesOf(board).get(score.member.id)?.standing ?? score.standing
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
