import type { Profile } from '../../../core/import-profile.ts'
import type { Answer, Answers } from '../../../core/import-questions.ts'
import { ask, type DecisionList } from './decisions.ts'
import { type EntryBook, type EntrySink, newEntryBook } from './entry-book.ts'
import type { Layout } from './layout.ts'
import { type Evidence, type MemberMatch, matchMember, memberCandidate } from './match-member.ts'
import { nameDecision } from './name-decision.ts'
import { type EventBook, newEventBook } from './plan-events.ts'
import type { PlanRow, PlanTotal, PlanWarning, Rung } from './plan-types.ts'
import { normalizeNumber, type WorldIndex, type WorldMember } from './world.ts'

/** Everything a plan gathers while it walks the file. */
export type Work = {
  index: WorldIndex
  profile: Profile
  decisions: DecisionList
  book: EventBook
  entries: EntryBook
  rows: PlanRow[]
  warnings: PlanWarning[]
  totals: PlanTotal[]
  matches: Map<string, MemberMatch>
}

export function newWork(index: WorldIndex, profile: Profile, answers: Answers, sink: EntrySink): Work {
  const decisions: DecisionList = { byId: new Map(), answers }
  return {
    index,
    profile,
    decisions,
    book: newEventBook(index, decisions, profile.defaults?.typeCode ?? null),
    entries: newEntryBook(sink),
    rows: [],
    warnings: [],
    totals: [],
    matches: new Map(),
  }
}

/** A row of which nothing is known yet. */
export const NO_ROW = {
  ref: null,
  raw: '',
  memberId: null,
  memberNo: null,
  rung: null,
  result: null,
  decisionId: null,
  reason: null,
}

/** Who a row speaks of, after a person's answer if there is one. */
export type Person =
  | { kind: 'member'; member: WorldMember; rung: Rung; unitDiffers: boolean }
  | { kind: 'open'; result: 'ambiguous_name' | 'unknown_name'; candidates: WorldMember[]; ask: AskPerson }
  | { kind: 'nobody' }

/** Registers the question for one more cell of the row. */
type AskPerson = (ref: string) => string

/** Finds the member of a row. Equal evidence is looked up once; the question is asked for each row. */
export function findPerson(
  work: Work,
  evidence: Evidence,
  personKey: string,
  scope: { year: number | null; numbersAreOurs: boolean },
): Person {
  const match = cachedMatch(work, evidence, scope)
  if (match.kind === 'member') return match
  const id = `name:${personKey}`
  const answer = work.decisions.answers[id]
  if (answer) {
    const decided = decide(work.index, answer)
    if (decided) {
      register(work, id, null, evidence, match)
      return decided
    }
  }
  return {
    kind: 'open',
    result: match.kind === 'unknown_name' ? 'unknown_name' : 'ambiguous_name',
    candidates: match.candidates,
    ask: (ref) => {
      register(work, id, ref, evidence, match)
      return id
    },
  }
}

function decide(index: WorldIndex, answer: Answer): Person | null {
  if (answer.choice === 'not_a_member' || answer.choice === 'skip') return { kind: 'nobody' }
  if (answer.choice !== 'member') return null
  const byNumber = answer.memberNo ? index.membersByNumber.get(normalizeNumber(answer.memberNo)) : undefined
  const member = answer.memberId
    ? index.memberById.get(answer.memberId)
    : byNumber?.length === 1
      ? byNumber[0]
      : undefined
  return member ? { kind: 'member', member, rung: 'decided', unitDiffers: false } : null
}

function register(
  work: Work,
  id: string,
  ref: string | null,
  evidence: Evidence,
  match: Exclude<MemberMatch, { kind: 'member' }>,
): void {
  ask(work.decisions, id, ref, () => {
    const said: Record<string, string> = {}
    for (const field of ['memberNo', 'mobile', 'unit', 'post', 'sector', 'note'] as const) {
      if (evidence[field].trim() !== '') said[field] = evidence[field]
    }
    if (evidence.otherName) said.otherName = evidence.otherName
    return nameDecision(match.kind, evidence.name, match.why, match.candidates.map(memberCandidate), said)
  })
}

function cachedMatch(
  work: Work,
  evidence: Evidence,
  scope: { year: number | null; numbersAreOurs: boolean },
): MemberMatch {
  const { memberNo, mobile, name, unit, post, sector, note } = evidence
  const key = `${memberNo}\n${mobile}\n${name}\n${evidence.otherName ?? ''}\n${unit}\n${post}\n${sector}\n${note}\n${scope.year}\n${scope.numbersAreOurs}`
  const known = work.matches.get(key)
  if (known) return known
  const match = matchMember(evidence, { index: work.index, ...scope })
  if (work.matches.size < MATCHES_MAX) work.matches.set(key, match)
  return match
}

const MATCHES_MAX = 20_000
const SAMPLE_ROWS = 400

/** False when the column of numbers is another numbering than the committee's: then it is no evidence. */
export function numbersAreOurs(layout: Layout, index: WorldIndex): boolean {
  const columns = layout.blocks.flatMap((block) => block.fields.get('memberNo') ?? [])
  let hits = 0
  let all = 0
  for (const col of columns) {
    for (
      let row = layout.firstRow;
      row < Math.min(layout.table.rows.length, layout.firstRow + SAMPLE_ROWS);
      row += 1
    ) {
      const number = normalizeNumber(layout.table.rows[row]?.[col] ?? '')
      if (number === '') continue
      all += 1
      if (index.membersByNumber.has(number) || index.membersByBareNumber.has(number.replace(/^0+/, '')))
        hits += 1
    }
  }
  return all < 5 || hits * 5 >= all
}
