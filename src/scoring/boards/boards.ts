import { isDeepStrictEqual } from 'node:util'
import { dayInZone, overlaps } from '../../core/days.ts'
import { append } from '../../core/long-lists.ts'
import { rounded } from '../../core/points.ts'
import { inTurns, turnYielder } from '../../core/yielding.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Compiled } from '../apply/compile.ts'
import { stepsOfScoring } from '../apply/everybody.ts'
import { subjectsOf } from '../apply/subjects.ts'
import type { Earlier, Fact, ScoredMember, Subject } from '../facts.ts'
import { asksEarlier, countedKinds, countsSessions, reachOf } from '../format/conditions-visit.ts'
import { periodMeetings } from '../store/attendance.ts'
import { bodyFacts, loadBodies } from '../store/bodies.ts'
import { periodsBefore, reportedResults } from '../store/earlier.ts'
import {
  asPersons,
  type Earlier as EarlierMandates,
  earlierMandates,
  mandatesWith,
  underLast,
} from '../store/mandates.ts'
import { loadMembers } from '../store/members.ts'
import { movedSince } from '../store/moved.ts'
import { MEMBERS_PER_QUERY, type Scope } from '../store/scope.ts'
import { type FactSource, SOURCES } from '../store/sources.ts'
import {
  type Board,
  type BoardKey,
  compiledOf,
  emptyBoard,
  placesIn,
  scored,
  scoreOf,
  standingIn,
} from './board.ts'

/**
 * The scores of periods, kept in memory and brought up to date at each read: the event log names the members whose facts
 * moved since, and only they are scored again. Nothing here is stored, so a read never writes.
 */

/** Boards in memory; the one that was not read longest goes first. */
const BOARDS_MAX = 50

export interface Boards {
  read(key: BoardKey): Promise<Board>
  /** Scores as of a day, or by a draft: computed for the answer, not kept. */
  once(key: BoardKey, asOf?: string): Promise<Board>
  /** What the periods before came to, where the regulation asks for it. */
  earlier(key: BoardKey): Promise<Earlier[]>
}

export function boardsOf(storage: Storage, clock: () => Date): Boards {
  const boards = new Map<string, Promise<Board>>()
  const read = (key: BoardKey): Promise<Board> => {
    const name = [key.committeeId, key.periodId, key.regulationId, key.from, key.to].join(' ')
    // One refresh at a time per board: a second reader waits for the first one's and then looks for itself.
    const before = boards.get(name)
    const next = (before ?? Promise.resolve(undefined))
      .catch(() => undefined)
      .then((board) => refreshed(storage, clock, key, board, () => besidesOf(storage, key, read)))
    boards.delete(name)
    boards.set(name, next)
    if (boards.size > BOARDS_MAX) boards.delete(boards.keys().next().value!)
    return next
  }
  const once = async (key: BoardKey, asOf?: string): Promise<Board> => {
    const besides = await besidesOf(storage, key, asOf === undefined ? read : (other) => once(other, asOf))
    const board = { ...emptyBoard(clock, key, 0, asOf), earlier: besides.earlier }
    board.earlierMandates = await mandatesOf(storage, key, board.compiled)
    await scoreAll(
      storage,
      board,
      { ...scopeOf(clock, key, board.compiled, undefined), asOf },
      besides.totals,
    )
    return board
  }
  return { read, once, earlier: (key) => earlierOf(storage, key, read) }
}

/** What other boards say: earlier periods, and the totals of members for their bodies. */
interface Besides {
  earlier: Earlier[]
  totals: Fact[]
}

async function besidesOf(
  storage: Storage,
  key: BoardKey,
  read: (key: BoardKey) => Promise<Board>,
): Promise<Besides> {
  return { earlier: await earlierOf(storage, key, read), totals: await totalsOf(key, read) }
}

/** Each member's total as a fact of theirs, where a regulation of bodies asks for it. */
async function totalsOf(key: BoardKey, read: (key: BoardKey) => Promise<Board>): Promise<Fact[]> {
  if (!key.members || !countedKinds(compiledOf(key).regulation).includes(MEMBER_TOTAL)) return []
  const { members } = await read(key.members)
  return [...members.values()].map(({ member, total, provisional }) => ({
    id: `${MEMBER_TOTAL}/${member.id}`,
    memberId: member.id,
    day: key.to,
    kind: MEMBER_TOTAL,
    scope: 'record' as const,
    quantity: rounded(total),
    unit: 'point',
    verified: true,
    provisional,
  }))
}
const MEMBER_TOTAL = 'member_total'

/** What the periods before came to, where a trigger asks for it: as published, else from a board of its own. */
async function earlierOf(
  storage: Storage,
  key: BoardKey,
  read: (key: BoardKey) => Promise<Board>,
): Promise<Earlier[]> {
  if (!asksEarlier(compiledOf(key).regulation)) return []
  const mandates = await earlierMandates(storage, {
    ...key,
    from: reachOf(compiledOf(key).regulation, key).mandates,
  })
  const periods: Earlier[] = []
  for (const before of await periodsBefore(storage, key)) {
    const reported = await reportedResults(storage, before)
    if (reported) {
      append(periods, reported)
      continue
    }
    const board = await read(before)
    for (const score of board.members.values()) {
      const { member, total } = score
      if (!overlaps(member, before.from, before.to)) continue
      const { grade } = standingIn(board, score)
      const { place = null, tied = 1, of = 0 } = placesIn(board)?.get(member.id) ?? {}
      periods.push({
        memberId: member.id,
        from: before.from,
        to: before.to,
        total: rounded(total),
        grade,
        place,
        tied,
        of,
      })
    }
  }
  return periods.map((result) => ({ ...result, memberId: mandates.get(result.memberId) ?? result.memberId }))
}

async function refreshed(
  storage: Storage,
  clock: () => Date,
  key: BoardKey,
  old: Board | undefined,
  loadBesides: () => Promise<Besides>,
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
  const { earlier, totals } = await loadBesides()
  const sameBefore = JSON.stringify(old?.earlier) === JSON.stringify(earlier)
  // Where a clause compares members, what moved for one of them moves all; events name no bodies.
  const isApart = old?.compiled.regulation.subject === undefined
  const alone =
    old &&
    isApart &&
    isDeepStrictEqual(old.earlierMandates, await mandatesOf(storage, key, old.compiled)) &&
    (!old.compiled.comparing || (stale !== 'all' && stale.size === 0))
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
  board.earlierMandates = await mandatesOf(storage, key, board.compiled)
  await scoreAll(storage, board, scopeOf(clock, key, board.compiled, undefined), totals)
  return board
}

/** The memberships that another one followed, as far back as the regulation looks. */
const mandatesOf = (storage: Storage, key: BoardKey, { regulation }: Compiled): Promise<EarlierMandates> =>
  earlierMandates(storage, { ...key, from: reachOf(regulation, key).mandates })

function scopeOf(
  clock: () => Date,
  key: BoardKey,
  compiled: Compiled,
  memberIds: readonly string[] | undefined,
): Scope {
  return {
    committeeId: key.committeeId,
    // A count over the term sees what came before the period, too.
    from: reachOf(compiled.regulation, key).facts,
    to: key.to,
    memberIds,
    perSession:
      compiled.clauses.some((clause) => clause.scope === 'session') || countsSessions(compiled.regulation),
    today: dayInZone(clock()),
  }
}

async function scoreAll(
  storage: Storage,
  board: Board,
  scope: Scope,
  totals: readonly Fact[],
): Promise<void> {
  const turn = turnYielder()
  const members = asPersons(await loadMembers(storage, scope), board.earlierMandates, board.period)
  board.meetings ??= await periodMeetings(storage, scope)
  const facts: Fact[] = []
  for (const source of SOURCES) {
    await turn()
    append(facts, await source.load(storage, scope, board.meetings))
  }
  const { regulation } = board.compiled
  const kind = regulation.subject
  if (kind !== undefined) {
    append(facts, await bodyFacts(storage, scope, board.meetings))
    append(facts, totals)
  }
  const bodies = kind === undefined ? [] : await loadBodies(storage, scope, kind)
  await turn()
  const { subjects, factsOf } = subjectsOf(
    { members, bodies, facts: underLast(facts, board.earlierMandates) },
    regulation,
  )
  await inTurns(place(board, subjects, factsOf))
}

/** Everybody's scores onto the board, a step a member. */
function* place(
  board: Board,
  subjects: readonly Subject[],
  factsOf: ReadonlyMap<string, readonly Fact[]>,
): Generator<undefined, void> {
  const lines = yield* stepsOfScoring(subjects, factsOf, board.period, board.compiled)
  for (const member of subjects) {
    const facts = factsOf.get(member.id) ?? []
    board.members.set(member.id, scoreOf(board, member, facts, lines.get(member.id) ?? []))
    yield
  }
}

/** Members named by events: what no event moved is kept from the time before. Each stands under the person's last membership. */
async function scoreNamed(
  storage: Storage,
  board: Board,
  stale: ReadonlyMap<string, ReadonlySet<FactSource> | 'everything'>,
  scopeFor: (memberIds: readonly string[]) => Scope,
): Promise<void> {
  const mandates = board.earlierMandates
  const lastOf = (id: string) => mandates.get(id) ?? id
  const scopeOfPersons = (ids: Iterable<string>) =>
    scopeFor([...ids].flatMap((id) => mandatesWith(mandates, id)))
  const moved = new Map<string, Set<FactSource> | 'everything'>()
  for (const [id, sources] of stale) {
    const before = moved.get(lastOf(id)) ?? new Set()
    const isAll = sources === 'everything' || before === 'everything'
    moved.set(lastOf(id), isAll ? 'everything' : before.union(sources))
  }
  const afresh = new Set<string>()
  const people = new Map<string, ScoredMember>()
  for (const [id, sources] of moved) {
    const row = board.members.get(id)
    if (row && sources !== 'everything' && board.facts.has(id)) people.set(id, row.member)
    else afresh.add(id)
  }
  for (const id of afresh) board.facts.set(id, new Map())
  if (afresh.size > 0) {
    const members = await loadMembers(storage, scopeOfPersons(afresh))
    for (const member of asPersons(members, mandates, board.period)) people.set(member.id, member)
  }
  board.meetings ??= await periodMeetings(storage, scopeOfPersons(afresh))
  for (const source of SOURCES) {
    const ids = [...moved].flatMap(([id, sources]) =>
      afresh.has(id) || (sources !== 'everything' && sources.has(source)) ? [id] : [],
    )
    if (ids.length === 0) continue
    const facts = underLast(await source.load(storage, scopeOfPersons(ids), board.meetings), mandates)
    const factsOf = Map.groupBy(facts, (fact) => fact.memberId)
    for (const id of ids) board.facts.get(id)!.set(source, factsOf.get(id) ?? [])
  }
  for (const [id, member] of people) {
    board.members.set(id, scored(board, member, [...board.facts.get(id)!.values()].flat()))
  }
  // A member that was withdrawn has no score any more.
  for (const id of afresh) if (!people.has(id)) board.members.delete(id)
}
