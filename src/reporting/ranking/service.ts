import { type Body, bodiesOn } from '../../committee/members/store.ts'
import { dayInZone, overlaps } from '../../core/days.ts'
import type { Placed } from '../../scoring/apply/places.ts'
import { rank } from '../../scoring/apply/rank.ts'
import { type Board, type MemberScore, placesOf } from '../../scoring/boards/board.ts'
import type { Boards } from '../../scoring/boards/boards.ts'
import { scoredPeriod } from '../../scoring/boards/periods.ts'
import { needsPlaces } from '../../scoring/format/conditions-visit.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import type { RankingRow } from '../../storage/tables/reports.ts'
import { figureHeads, figureValues } from './figures.ts'
import { compareText, type Person, rowFor } from './rows.ts'

/** The ranking of a period: competition ranks on the printed total, the unranked apart. */

interface RankingFilter {
  asOf?: string | undefined
  organizationId?: string | undefined
  office?: string | undefined
}

interface Kept {
  seq: number
  today: string
  ranking: Ranking
}

const KEPT_MAX = 200
const CARDS_PER_QUERY = 200
/** Rankings by what was asked, so that an unchanged one is read and not made. */
const cache = new WeakMap<Boards, Map<string, Kept>>()

export type Ranking = Awaited<ReturnType<typeof makeRanking>>

export async function rankingOf(
  storage: Storage,
  boards: Boards,
  clock: () => Date,
  committeeId: string,
  periodId: string,
  filter: RankingFilter,
): Promise<Ranking> {
  const name = JSON.stringify([committeeId, periodId, filter.organizationId, filter.office])
  const today = dayInZone(clock())
  const rankings = cache.get(boards) ?? new Map<string, Kept>()
  cache.set(boards, rankings)
  const before = filter.asOf ? undefined : rankings.get(name)
  if (before?.today === today && before.seq === (await storage.sequenceOf(committeeId))) return before.ranking
  const scored = await scoredPeriod(storage, committeeId, periodId)
  if (filter.asOf) {
    return makeRanking(storage, await boards.once(scored.key, filter.asOf), scored, filter)
  }
  const board = await boards.read(scored.key)
  const { seq } = board
  const ranking = await makeRanking(storage, board, scored, filter)
  rankings.delete(name)
  rankings.set(name, { seq, today, ranking })
  if (rankings.size > KEPT_MAX) rankings.delete(rankings.keys().next().value!)
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
  const inPeriod = [...board.members.values()].filter(
    ({ member }) => overlaps(member, period.startsOn, day) && matches(member, filter, day),
  )
  await drawCards(storage, board, committeeId, inPeriod, day)
  const cardById = new Map(inPeriod.map((score) => [score.member.id, cards.get(score)!]))
  const placed = rank(
    inPeriod.map(({ member, total, ties }) => ({ memberId: member.id, ranked: member.ranked, total, ties })),
  ).map(({ memberId, rank: place }) => ({ place, card: cardById.get(memberId)! }))
  // People look for a name among equals, so equals stand in the order of the roster.
  placed.sort((a, b) => (a.place ?? 0) - (b.place ?? 0) || compareText(a.card.pinyin, b.card.pinyin))
  const lists = needsPlaces(board.compiled.regulation) ? placesOf(board) : undefined
  const rows = placed.map(({ place, card }) => rowAt(card, place, lists?.get(card.row.memberId)))
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
    ...figureHeads(board.compiled.regulation),
    items: rows.filter((row) => row.rank !== null),
    unranked: rows.filter((row) => row.rank === null),
  }
}

/** What a ranking says of a member, kept with the score: whatever changes it scores anew. */
interface Card {
  day: string
  pinyin: string
  row: RankingRow
}

/** The same object as long as what it says is the same, so that its text is kept too. */
function rowAt(card: Card, rank: number | null, placed: Placed | undefined): RankingRow {
  const grade = placed ? placed.standing.grade : card.row.grade
  const [list, listRank] = [placed?.list ?? null, placed?.place ?? null]
  const { row } = card
  const figures = placed ? figureValues(placed.standing.figures).figures : row.figures
  const isMoved = figures?.some(({ place }, at) => place !== row.figures?.[at]?.place)
  if (isMoved || row.rank !== rank || row.grade !== grade || row.list !== list || row.listRank !== listRank) {
    card.row = { ...row, rank, grade, list, listRank, ...(figures && { figures }) }
  }
  return card.row
}
const cards = new WeakMap<MemberScore, Card>()

async function drawCards(
  storage: Storage,
  _board: Board,
  committeeId: string,
  scores: readonly MemberScore[],
  day: string,
): Promise<void> {
  const missing = scores.filter((score) => cards.get(score)?.day !== day)
  for (let start = 0; start < missing.length; start += CARDS_PER_QUERY) {
    const some = missing.slice(start, start + CARDS_PER_QUERY)
    const members = some.map(({ member }) => member)
    const people = await from(inCommittee(storage, committeeId), 'members', {
      id: members.map(({ id }) => id),
    }).pick('id', 'memberNo', 'name', 'pinyin')
    const personOf = new Map(people.map((person) => [person.id, person]))
    const bodies = await bodiesOf(storage, committeeId, members, day)
    for (const score of some) cards.set(score, cardFor(score, personOf, bodies, day))
  }
}

function cardFor(
  score: MemberScore,
  personOf: ReadonlyMap<string, Person>,
  bodies: Awaited<ReturnType<typeof bodiesOf>>,
  day: string,
): Card {
  const person = personOf.get(score.member.id)!
  return { day, pinyin: person.pinyin, row: rowFor(score, person, bodies.get(score.member.id)!) }
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
    for (const [id, bodies] of await bodiesOn(storage, committeeId, ids, on)) found.set(id, bodies)
  }
  return found
}

function matches(
  member: {
    offices: { code: string; from: string; to: string | null }[]
    bodies: { id: string; from: string; to: string | null }[]
  },
  filter: RankingFilter,
  day: string,
): boolean {
  const holds = (span: { from: string; to: string | null }) =>
    span.from <= day && (span.to === null || span.to >= day)
  if (filter.office && !member.offices.some((office) => office.code === filter.office && holds(office)))
    return false
  return (
    !filter.organizationId || member.bodies.some((body) => body.id === filter.organizationId && holds(body))
  )
}

const topGroups = (board: Board) =>
  board.compiled.groups.filter(({ parentAt, unit }) => parentAt < 0 && !unit)
