import { gunzipSync } from 'node:zlib'
import type { Body } from '../../committee/members/store.ts'
import { overlaps } from '../../core/days.ts'
import { sha256 } from '../../core/ids.ts'
import { EXPLANATION_WORDS } from '../../core/words/explanations.ts'
import { scoreEverybody } from '../../scoring/apply/everybody.ts'
import { rank } from '../../scoring/apply/rank.ts'
import { subjectsOf } from '../../scoring/apply/subjects.ts'
import {
  type Board,
  compiledOf,
  type MemberScore,
  placesOf,
  scoreOf,
  standingIn,
} from '../../scoring/boards/board.ts'
import type { Fact, FactsDocument } from '../../scoring/facts.ts'
import { recordOf, type Titled } from '../../scoring/store/fact-records.ts'
import { type ScoreTree, treeView } from '../../scoring/wire/schema.ts'
import { treeOf } from '../../scoring/words/explain.ts'
import { renderTree } from '../../scoring/words/render.ts'
import type { RankingRow, ReportHead } from '../../storage/tables/reports.ts'
import { type ArchiveAttendance, attendanceOf, entriesOf } from '../archive/entries.ts'
import { figureHeads } from '../ranking/figures.ts'
import { compareText, type Person, rowFor } from '../ranking/rows.ts'
import { firstAttendanceOf } from './first-attendance.ts'

/**
 * What a report says, from everything that it was read from. Pure: the same input gives the same bytes, so that anybody
 * can compute a published report again.
 */

export interface ReportPerson extends Person {
  unit: string | null
  post: string | null
  sector: Body | null
  memberGroup: Body | null
  offices: { office: string; name: string; validFrom: string; validTo: string | null }[]
}

export interface SnapshotInput extends Pick<ReportHead, 'committee' | 'period' | 'interim' | 'asOf'> {
  /**
   * Version of this very shape; since 2 it is told in the words of `core/words`, and no row of a table by its code; since
   * 3 what nobody has said yet of a session is in no rate.
   */
  format: 1 | 2 | 3 | 4
  regulation: ReportHead['regulation'] & { source: string }
  document: FactsDocument
  people: ReportPerson[]
  /** What people call the records of the facts, by `<kind>/<id>`. */
  records: Record<string, Titled>
}

/** One member's part: the row, and everything that walks it back to the facts. */
export interface MemberPart {
  row: RankingRow
  person: Omit<ReportPerson, 'pinyin'>
  score: ScoreTree
  /** The explanation in Chinese, as it is printed. */
  text: string
  entries: ReturnType<typeof entriesOf>
  attendance: ArchiveAttendance
}

/** What was packed of a member's part. */
export const partIn = (document: Uint8Array) => JSON.parse(gunzipSync(document).toString()) as MemberPart

export interface Placing {
  list: string | null
  place: number | null
  of: number
}

export interface Snapshot {
  head: ReportHead
  /** In the order of the report: by rank, equals by name; who is not ranked comes last. */
  members: { part: MemberPart; placing: Placing }[]
}

export function snapshotOf(input: SnapshotInput): Snapshot {
  const board = boardFrom(input)
  const { document, asOf } = input
  const standing = [...board.members.values()].filter(({ member }) =>
    overlaps(member, document.period.from, asOf),
  )
  const personOf = new Map(input.people.map((person) => [person.id, person]))
  const factsOf = Map.groupBy(document.facts, (fact) => fact.memberId)
  const lists = placesOf(board)
  const placed = rank(
    standing.map(({ member, total, ties }) => ({ memberId: member.id, ranked: member.ranked, total, ties })),
  ).map(({ memberId, rank: place }) => ({ place, person: personOf.get(memberId)! }))
  placed.sort(
    (a, b) =>
      (a.place ?? Number.POSITIVE_INFINITY) - (b.place ?? Number.POSITIVE_INFINITY) ||
      compareText(a.person.pinyin, b.person.pinyin) ||
      compareText(a.person.id, b.person.id),
  )
  const members = placed.map(({ place, person }) => {
    const score = board.members.get(person.id)!
    const listed = lists.get(person.id)
    const placing = { list: listed?.list ?? null, place: listed?.place ?? null, of: listed?.of ?? 0 }
    const part = partOf(input, board, score, person, factsOf.get(person.id) ?? [])
    part.row.rank = place
    part.row.list = placing.list
    part.row.listRank = placing.list === null ? null : placing.place
    return { part, placing }
  })
  return { head: headOf(input, board, members), members }
}

/** Scores of the document alone, as a board would hold them. */
function boardFrom({ document, regulation }: SnapshotInput): Board {
  const compiled = compiledOf(regulation)
  const board: Board = {
    seq: 0,
    today: document.period.today!,
    compiled,
    period: document.period,
    members: new Map(),
    earlierMandates: new Map(),
    facts: new Map(),
    places: undefined,
    earlier: document.earlier,
    meetings: undefined,
  }
  const { subjects, factsOf } = subjectsOf(document, compiled.regulation)
  const lines = scoreEverybody(subjects, factsOf, document.period, compiled)
  for (const member of subjects) {
    const facts = factsOf.get(member.id) ?? []
    board.members.set(member.id, scoreOf(board, member, facts, lines.get(member.id) ?? []))
  }
  return board
}

function partOf(
  input: SnapshotInput,
  board: Board,
  score: MemberScore,
  person: ReportPerson,
  facts: readonly Fact[],
): MemberPart {
  const { asOf, document } = input
  const words = EXPLANATION_WORDS[input.format]
  const standing = standingIn(board, score)
  const tree = treeOf(person.id, score.lines, board.compiled, asOf, standing, words)
  const own = facts.filter(({ day }) => day >= document.period.from && day <= asOf)
  const titles = new Map(Object.entries(input.records))
  const named = new Map(
    own.flatMap(({ id }) => {
      const titled = titles.get(recordOf(id).join('/'))
      return titled ? [[id, titled.title] as const] : []
    }),
  )
  const { pinyin: _, ...shown } = person
  return {
    row: rowFor({ ...score, standing }, person, person),
    person: shown,
    score: treeView(tree),
    text: renderTree(tree, 'zh', { titles: named }),
    entries: entriesOf(own, score.lines, titles, words),
    attendance: (input.format < 3 ? firstAttendanceOf : attendanceOf)(own, asOf),
  }
}

function headOf(input: SnapshotInput, { compiled }: Board, members: Snapshot['members']): ReportHead {
  const { source: _, ...regulation } = input.regulation
  const ranked = members.filter(({ part }) => part.row.rank !== null).length
  const byGrade = Map.groupBy(members, ({ part }) => part.row.grade)
  const known = compiled.regulation.grades.map(({ grade }) => grade)
  const grades = [...known, ...(byGrade.has(null) ? [null] : [])]
  return {
    committee: input.committee,
    period: input.period,
    interim: input.interim,
    asOf: input.asOf,
    regulation,
    groups: compiled.groups
      .filter(({ parentAt, unit }) => parentAt < 0 && !unit)
      .map(({ code, title }) => ({ code, title: title.zh })),
    ...figureHeads(compiled.regulation),
    counts: { members: members.length, ranked, unranked: members.length - ranked },
    grades: grades.map((grade) => ({ grade, members: byGrade.get(grade)?.length ?? 0 })),
  }
}

/** SHA-256 of what a report says: its head, then each part in order. */
export const contentHashOf = ({ head, members }: Snapshot): string =>
  sha256([head, ...members.map(({ part }) => part)].map((part) => JSON.stringify(part)).join('\n'))
