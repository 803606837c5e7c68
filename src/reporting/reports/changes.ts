import { append } from '../../core/long-lists.ts'
import type { ScoreLineView, ScoreTree } from '../../scoring/wire/schema.ts'
import type { MemberPart } from './snapshot.ts'

/**
 * What moved between two versions of a report, member by member: each line that went is reversed, each new one stands
 * beside it, and the sums of both are the difference of the totals (DOMAIN 12.8).
 */

export interface MemberChange {
  memberId: string
  name: string
  before: Standing | null
  after: Standing | null
  reversed: ScoreLineView[]
  added: ScoreLineView[]
  /** Why: the reasons of the corrections that named the member; empty where somebody else's moved them. */
  reasons: string[]
}

interface Standing {
  total: number
  rank: number | null
  grade: string | null
}

export interface AppliedCorrection {
  id: string
  reason: string
  memberIds: string[]
}

type Part = Pick<MemberPart, 'row' | 'score'>

/** Members whose points changed, in the order of the new version; who is no longer in it comes last. */
export function changesBetween(
  before: readonly Part[],
  after: readonly Part[],
  corrections: readonly AppliedCorrection[],
): MemberChange[] {
  const old = new Map(before.map((part) => [part.row.memberId, part]))
  const now = new Map(after.map((part) => [part.row.memberId, part]))
  const gone = before.filter(({ row }) => !now.has(row.memberId))
  return [...after, ...gone].flatMap(({ row: { memberId, name } }) => {
    const [was, is] = [old.get(memberId), now.get(memberId)]
    const { reversed, added } = linesMoved(was, is)
    if (was && is && reversed.length === 0 && added.length === 0) return []
    const reasons = corrections.flatMap(({ memberIds, reason }) =>
      memberIds.includes(memberId) ? [reason] : [],
    )
    return [{ memberId, name, before: standingOf(was), after: standingOf(is), reversed, added, reasons }]
  })
}

const standingOf = (part: Part | undefined): Standing | null =>
  part ? { total: part.row.total, rank: part.row.rank, grade: part.row.grade } : null

function linesMoved(was: Part | undefined, is: Part | undefined) {
  const left = new Map<string, ScoreLineView[]>()
  for (const line of was ? linesIn(was.score) : []) {
    const text = JSON.stringify(line)
    left.set(text, [...(left.get(text) ?? []), line])
  }
  const added: ScoreLineView[] = []
  for (const line of is ? linesIn(is.score) : []) {
    const same = left.get(JSON.stringify(line))
    if (same && same.length > 0) same.pop()
    else added.push(line)
  }
  return { reversed: [...left.values()].flat(), added }
}

/** Every line of a tree, without the number that it has among its neighbours. */
export function linesIn({ start, groups, clauses }: Pick<ScoreTree, 'start' | 'groups' | 'clauses'>) {
  const found: ScoreLineView[] = []
  if (start) found.push(unnumbered(start))
  for (const group of groups) append(found, linesIn(group))
  for (const { lines } of clauses) append(found, lines.map(unnumbered))
  return found
}

function unnumbered({ number: _, ...line }: ScoreLineView & { number: number }): ScoreLineView {
  return line
}
