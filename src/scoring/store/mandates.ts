import type { Storage } from '../../storage/storage.ts'
import type { Fact, ScoredMember } from '../facts.ts'
import { loadMembers } from './members.ts'
import type { Scope } from './scope.ts'
import { loadFacts } from './sources.ts'

/** Whoever was elected again in a span is one person with two memberships: scored, ranked and listed once, under the last. */

/** Earlier memberships of the span, each with the last one of its person. */
export type Earlier = ReadonlyMap<string, string>

export async function earlierMandates(
  storage: Pick<Storage, 'query'>,
  { committeeId, from, to }: Pick<Scope, 'committeeId' | 'from' | 'to'>,
): Promise<Earlier> {
  const inSpan =
    'committee_id = ? and deleted_at is null and valid_from <= ? and (valid_to is null or valid_to >= ?)'
  const rows = await storage.query<{ id: string; personId: string }>(
    `select m.id, m.person_id from members m join (select person_id from members where ${inSpan}
       group by person_id having count(*) > 1) again on again.person_id = m.person_id
      where m.committee_id = ? and m.deleted_at is null and m.valid_from <= ?
        and (m.valid_to is null or m.valid_to >= ?) order by m.valid_from, m.id`,
    [committeeId, to, from, committeeId, to, from],
  )
  const last = new Map(rows.map(({ id, personId }) => [personId, id]))
  return new Map(
    rows
      .filter(({ id, personId }) => last.get(personId) !== id)
      .map(({ id, personId }) => [id, last.get(personId)!]),
  )
}

/** The memberships of a span that are of one person with this one. */
export function mandatesWith(earlier: Earlier, memberId: string): string[] {
  const last = earlier.get(memberId) ?? memberId
  return [last, ...[...earlier].flatMap(([id, of]) => (of === last ? [id] : []))]
}

/**
 * Members as one for each person, with what each membership held: in office from the first day of the first one that
 * reaches into the period, and with the days of all of them for what looks further back.
 */
export function asPersons(
  members: readonly ScoredMember[],
  earlier: Earlier,
  period: { from: string },
): ScoredMember[] {
  if (earlier.size === 0) return [...members]
  const byPerson = Map.groupBy(members, ({ id }) => earlier.get(id) ?? id)
  return [...byPerson].map(([id, each]) => {
    if (each.length === 1) return each[0]!
    const inOrder = each.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    const last = inOrder.at(-1)!
    const first = inOrder.find(({ validTo }) => validTo === null || validTo >= period.from) ?? last
    return {
      ...last,
      id,
      validFrom: first.validFrom,
      mandates: inOrder.map(({ validFrom, validTo }) => ({ from: validFrom, to: validTo })),
      offices: inOrder.flatMap(({ offices }) => offices),
      bodies: inOrder.flatMap(({ bodies }) => bodies),
      exemptions: inOrder.flatMap(({ exemptions }) => exemptions),
    }
  })
}

/** Facts under the last membership of whom they are of. */
export const underLast = (facts: readonly Fact[], earlier: Earlier): Fact[] =>
  earlier.size === 0
    ? [...facts]
    : facts.map((fact) => ({ ...fact, memberId: earlier.get(fact.memberId) ?? fact.memberId }))

/** Everybody and what they did in a span, each person once; `mandatesFrom` is the first day of the memberships that count. */
export async function loadPersons(
  storage: Storage,
  scope: Scope,
  period: { from: string } = scope,
  mandatesFrom: string = scope.from,
): Promise<{ members: ScoredMember[]; facts: Fact[] }> {
  const earlier = await earlierMandates(storage, { ...scope, from: mandatesFrom })
  return {
    members: asPersons(await loadMembers(storage, scope), earlier, period),
    facts: underLast(await loadFacts(storage, scope), earlier),
  }
}
