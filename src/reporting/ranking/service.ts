import { type Body, bodiesOn } from '../../committee/members/store.ts'
import { rounded, sum } from '../../core/points.ts'
import { type Board, type Boards, boardAsOf } from '../../scoring/board.ts'
import { scoredPeriod } from '../../scoring/periods.ts'
import { gradeOf, rank } from '../../scoring/rank.ts'
import { pointsFields } from '../../scoring/schema.ts'
import type { Storage } from '../../storage/storage.ts'

/** The ranking of a period: competition ranks on the printed total, the unranked apart. */

export interface RankingFilter {
  asOf?: string | undefined
  organizationId?: string | undefined
  office?: string | undefined
}

export interface RankingRow {
  rank: number | null
  memberId: string
  memberNo: string
  name: string
  total: number
  points: number
  fraction: string | null
  grade: string | null
  provisional: boolean
  sector: Body | null
  memberGroup: Body | null
  groups: { code: string; points: number }[]
}

interface Person {
  id: string
  memberNo: string
  name: string
  pinyin: string
}

/** Rankings that were made for a revision of a board, so that an unchanged one is read and not made. */
const kept = new WeakMap<Board, Map<string, { revision: number; seq: number; ranking: Ranking }>>()

export type Ranking = Awaited<ReturnType<typeof makeRanking>>

export async function rankingOf(
  storage: Storage,
  boards: Boards,
  clock: () => Date,
  committeeId: string,
  periodId: string,
  filter: RankingFilter,
): Promise<Ranking> {
  const scored = await scoredPeriod(storage.read, committeeId, periodId)
  if (filter.asOf) {
    return makeRanking(storage, await boardAsOf(storage, clock, scored.key, filter.asOf), scored, filter)
  }
  const board = await boards.read(scored.key)
  const name = JSON.stringify([filter.organizationId ?? null, filter.office ?? null])
  const perBoard = kept.get(board) ?? new Map()
  kept.set(board, perBoard)
  const before = perBoard.get(name)
  if (before?.seq === board.seq) return before.ranking
  const ranking = await makeRanking(storage, board, scored, filter)
  perBoard.set(name, { revision: board.revision, seq: board.seq, ranking })
  return ranking
}

async function makeRanking(
  storage: Storage,
  board: Board,
  { period, regulation }: Awaited<ReturnType<typeof scoredPeriod>>,
  filter: RankingFilter,
) {
  const { committeeId } = period
  const day = filter.asOf ?? period.endsOn
  const people = await storage.query<Person>(
    'select id, member_no, name, pinyin from members where committee_id = ? and deleted_at is null',
    [committeeId],
  )
  const personOf = new Map(people.map((person) => [person.id, person]))
  const inPeriod = [...board.members.values()].filter(({ member }) => {
    const { validFrom, validTo } = member
    return (
      validFrom <= day && (validTo === null || validTo >= period.startsOn) && matches(member, filter, day)
    )
  })
  const bodies = await bodiesOf(
    storage,
    committeeId,
    inPeriod.map(({ member }) => member),
    day,
  )
  const ranked = rank(
    inPeriod.map(({ member, total }) => ({ memberId: member.id, ranked: member.ranked, total })),
  )
  const rows = ranked.map((one): RankingRow => {
    const { lines } = board.members.get(one.memberId)!
    const person = personOf.get(one.memberId)!
    const { points, fraction } = pointsFields(one.total)
    return {
      rank: one.rank,
      memberId: one.memberId,
      memberNo: person.memberNo,
      name: person.name,
      total: rounded(one.total),
      points,
      fraction: fraction ?? null,
      grade: gradeOf(board.compiled.regulation, one.total),
      provisional: lines.some((line) => line.provisional),
      ...bodies.get(one.memberId)!,
      groups: groupSums(board, one.memberId),
    }
  })
  // People look for a name among equals, so equals stand in the order of the roster.
  rows.sort(
    (a, b) =>
      byPlace(a, b) || compareText(personOf.get(a.memberId)!.pinyin, personOf.get(b.memberId)!.pinyin),
  )
  return {
    period: {
      id: period.id,
      name: period.name,
      from: period.startsOn,
      to: period.endsOn,
      state: period.state,
    },
    regulation: {
      id: regulation.id,
      name: regulation.name,
      number: regulation.number,
      title: regulation.title,
      sourceHash: regulation.sourceHash,
    },
    asOf: day,
    groups: topGroups(board).map(({ code, title }) => ({ code, title: title.zh })),
    items: rows.filter((row) => row.rank !== null),
    unranked: rows.filter((row) => row.rank === null),
  }
}

/** Sector and group on the day, of those who left before on their last day. */
async function bodiesOf(
  storage: Storage,
  committeeId: string,
  members: readonly { id: string; validTo: string | null }[],
  day: string,
) {
  const byDay = Map.groupBy(members, ({ validTo }) => (validTo !== null && validTo < day ? validTo : day))
  const found = new Map<string, { sector: Body | null; memberGroup: Body | null }>()
  for (const [on, group] of byDay) {
    const ids = group.map(({ id }) => id)
    for (const [id, bodies] of await bodiesOn(storage.read, committeeId, ids, on)) found.set(id, bodies)
  }
  return found
}

const byPlace = (a: RankingRow, b: RankingRow): number => (a.rank ?? 0) - (b.rank ?? 0)
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function matches(
  member: {
    offices: { code: string; from: string; to: string | null }[]
    bodies: { id: string; from: string; to: string | null }[]
  },
  filter: RankingFilter,
  day: string,
): boolean {
  const holds = (one: { from: string; to: string | null }) =>
    one.from <= day && (one.to === null || one.to >= day)
  if (filter.office && !member.offices.some((one) => one.code === filter.office && holds(one))) return false
  return !filter.organizationId || member.bodies.some((one) => one.id === filter.organizationId && holds(one))
}

const topGroups = (board: Board) => board.compiled.groups.filter((group) => group.parentAt < 0)

/** Points by outermost group: the columns of the printed report. */
function groupSums(board: Board, memberId: string): { code: string; points: number }[] {
  const { lines } = board.members.get(memberId)!
  const { groups } = board.compiled
  return groups.flatMap((group) => {
    if (group.parentAt >= 0) return []
    const inside = lines.filter((line) => {
      const at = groups.findIndex((other) => other.code === line.group)
      return at >= 0 && group.covers[at]
    })
    return [{ code: group.code, points: pointsFields(sum(inside.map((line) => line.points))).points }]
  })
}
