import { dayInZone, overlaps } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { add, type Points, sum, ZERO } from '../../core/points.ts'
import { type Compiled, compile } from '../apply/compile.ts'
import type { Standing } from '../apply/conditions.ts'
import { type Placed, placeAll } from '../apply/places.ts'
import { scoreMember, standingFor, tiesOf, totalOf } from '../apply/score.ts'
import { loadRegulation } from '../check/load.ts'
import type { Earlier, Fact, Period, ScoredMember, Subject } from '../facts.ts'
import { needsPlaces } from '../format/conditions-visit.ts'
import type { Regulation } from '../format/regulation.ts'
import type { ScoreLine } from '../lines.ts'
import type { Span } from '../mechanisms/presence.ts'
import type { PeriodMeeting } from '../store/attendance.ts'
import type { Earlier as EarlierMandates } from '../store/mandates.ts'
import type { FactSource } from '../store/sources.ts'

/** The scores of a period in memory: who has what, and who stands where. */

export interface BoardKey {
  committeeId: string
  periodId: string
  from: string
  to: string
  kind: string
  /** The periods of the kind right before, where the calendar does not say how long they were. */
  before?: readonly Span[] | undefined
  regulationId: string
  /** Text, options and hash of the version: stored versions never change. */
  source: string
  options: Record<string, string>
  /** Of a regulation that scores bodies: what scores the members of the same period. */
  members?: BoardKey
}

export interface MemberScore {
  member: Subject
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
  /** Earlier memberships of whoever was elected again in the period: they are scored under the last. */
  earlierMandates: EarlierMandates
  /** Facts of members that events named, by source: the next event moves one source and the others stand. */
  facts: Map<string, Map<FactSource, readonly Fact[]>>
  /** Places and what follows from them, of the sequence number for which they were found. */
  places: { seq: number; of: ReadonlyMap<string, Placed> } | undefined
  /** What the periods before came to, where a trigger asks for it. */
  earlier: readonly Earlier[]
  /** The meetings of the period, as long as no event says that one of them moved. */
  meetings: readonly PeriodMeeting[] | undefined
}

export function emptyBoard(clock: () => Date, key: BoardKey, seq: number, asOf?: string): Board {
  const today = dayInZone(clock())
  return {
    seq,
    today,
    compiled: compiledOf(key),
    period: {
      kind: key.kind,
      from: key.from,
      to: key.to,
      before: key.before,
      today,
      ...(asOf ? { asOf } : {}),
    } as Period,
    members: new Map(),
    earlierMandates: new Map(),
    facts: new Map(),
    earlier: [],
    places: undefined,
    meetings: undefined,
  }
}

/** Regulations in memory; the one that was made ready first goes first. */
const COMPILED_MAX = 50
const compiledBySource = new Map<string, Compiled>()

type Text = Pick<BoardKey, 'source' | 'options'>

const nameOf = ({ source, options }: Text): string => JSON.stringify([source, options])

/** The regulation ready for scoring, kept by its text; a stored one was checked when it was uploaded. */
export function compiledOf(text: Text): Compiled {
  const compiled = compiledBySource.get(nameOf(text))
  if (compiled) return compiled
  const loaded = loadRegulation(text.source)
  if (!loaded.ok) {
    throw new AppError('regulation_invalid', {
      en: `The stored regulation cannot be read: ${loaded.errors[0]?.message.en}`,
      zh: `已存的规则无法读取：${loaded.errors[0]?.message.zh}`,
    })
  }
  return keepCompiled(text, loaded.regulation)
}

/** Makes a regulation ready that was read elsewhere from this text. */
export function keepCompiled(text: Text, regulation: Regulation): Compiled {
  const name = nameOf(text)
  const compiled = compiledBySource.get(name) ?? compile(regulation, text.options)
  if (!compiledBySource.has(name) && compiledBySource.size >= COMPILED_MAX)
    compiledBySource.delete(compiledBySource.keys().next().value!)
  compiledBySource.set(name, compiled)
  return compiled
}

export const scored = (board: Board, member: ScoredMember, facts: readonly Fact[]): MemberScore =>
  scoreOf(board, member, facts, scoreMember(member, facts, board.period, board.compiled))

export function scoreOf(
  board: Board,
  member: Subject,
  facts: readonly Fact[],
  lines: readonly ScoreLine[],
): MemberScore {
  return {
    member,
    lines,
    total: totalOf(lines, board.compiled),
    ties: tiesOf(lines, board.compiled),
    groups: groupSums(board.compiled, lines),
    standing: standingFor(member, facts, lines, board.period, board.compiled, board.earlier),
    provisional: lines.some((line) => line.provisional),
  }
}

/** The score of a membership; of one that another followed in the period, the person's. */
export const scoreIn = (board: Board, memberId: string): MemberScore | undefined =>
  board.members.get(board.earlierMandates.get(memberId) ?? memberId)

/** Who stands where among whom, where the regulation asks for it; otherwise each score stands by itself. */
export function placesOf(board: Board): ReadonlyMap<string, Placed> {
  if (board.places?.seq === board.seq && board.places.of.size > 0) return board.places.of
  const { regulation } = board.compiled
  const last = board.period.asOf ?? board.period.to
  const standees = [...board.members.values()].flatMap(({ member, total, ties, standing }) =>
    overlaps(member, board.period.from, last)
      ? [{ memberId: member.id, member, ranked: member.ranked, total, ties, standing }]
      : [],
  )
  const of = placeAll(regulation, standees, last)
  board.places = { seq: board.seq, of }
  return of
}

/** Places, where the regulation asks for them. */
export const placesIn = (board: Board): ReadonlyMap<string, Placed> | undefined =>
  needsPlaces(board.compiled.regulation) ? placesOf(board) : undefined

/** The grade of a member and what follows beside the score, places included. */
export function standingIn(board: Board, score: MemberScore): Standing {
  if (!needsPlaces(board.compiled.regulation)) return score.standing
  return placesOf(board).get(score.member.id)?.standing ?? score.standing
}

function groupSums({ groups }: Compiled, lines: readonly ScoreLine[]): { code: string; points: Points }[] {
  const own = new Map<string | null, Points>()
  for (const { group, points } of lines) own.set(group, add(own.get(group) ?? ZERO, points))
  return groups.flatMap((group) => {
    if (group.parentAt >= 0 || group.unit) return []
    const inside = groups.filter((_, at) => group.covers[at]).map(({ code }) => own.get(code) ?? ZERO)
    return [{ code: group.code, points: sum(inside) }]
  })
}
