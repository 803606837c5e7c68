import { compare, type Points, rounded, subtract, sum } from '../../core/points.ts'
import type { ScoreLine } from '../lines.ts'

/** What a draft would change: who moves, by how much, and through which clause. */

/** One member under one version. */
export interface Outcome {
  readonly memberId: string
  readonly rank: number | null
  readonly total: Points
  readonly grade: string | null
  readonly lines: readonly ScoreLine[]
}

export interface Effect {
  readonly memberId: string
  readonly before: Side | null
  readonly after: Side | null
  /** How much the total moves. */
  readonly moved: number
  /** Clauses and allotments whose points differ; together they are what the total moves by, before it is rounded. */
  readonly clauses: readonly { readonly clause: string; readonly before: number; readonly after: number }[]
}
interface Side {
  readonly total: number
  readonly rank: number | null
  readonly grade: string | null
}

export interface Effects {
  readonly members: number
  readonly up: number
  readonly down: number
  readonly regraded: number
  /** Only who moves: in total, rank or grade; who moves most comes first. */
  readonly effects: readonly Effect[]
}

export function effectsOf(before: readonly Outcome[], after: readonly Outcome[]): Effects {
  const old = new Map(before.map((row) => [row.memberId, row]))
  const now = new Map(after.map((row) => [row.memberId, row]))
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort()
  const all = ids.map((id) => effectOn(id, old.get(id), now.get(id)))
  const effects = all
    .filter((effect) => effect.clauses.length > 0 || !same(effect.before, effect.after))
    .sort((a, b) => Math.abs(b.moved) - Math.abs(a.moved))
  return {
    members: ids.length,
    up: effects.filter(({ moved }) => moved > 0).length,
    down: effects.filter(({ moved }) => moved < 0).length,
    regraded: effects.filter((effect) => effect.before?.grade !== effect.after?.grade).length,
    effects,
  }
}

function effectOn(memberId: string, before: Outcome | undefined, after: Outcome | undefined): Effect {
  const [old, now] = [sumsOf(before), sumsOf(after)]
  const clauses = [...new Set([...old.keys(), ...now.keys()])].flatMap((clause) => {
    const [was, is] = [old.get(clause) ?? sum([]), now.get(clause) ?? sum([])]
    return compare(was, is) === 0 ? [] : [{ clause, before: rounded(was), after: rounded(is) }]
  })
  const moved = rounded(subtract(sum(now.values()), sum(old.values())))
  return { memberId, before: sideOf(before), after: sideOf(after), moved, clauses }
}

function sumsOf(outcome: Outcome | undefined): Map<string, Points> {
  const lines = Map.groupBy(outcome?.lines ?? [], (line) => line.clause)
  return new Map([...lines].map(([clause, booked]) => [clause, sum(booked.map((line) => line.points))]))
}

const sideOf = (outcome: Outcome | undefined): Side | null =>
  outcome ? { total: rounded(outcome.total), rank: outcome.rank, grade: outcome.grade } : null

const same = (a: Side | null, b: Side | null): boolean =>
  a?.total === b?.total && a?.rank === b?.rank && a?.grade === b?.grade
