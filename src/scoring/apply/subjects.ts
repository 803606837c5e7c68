import type { Fact, FactsDocument, ScoredBody, ScoredMember, Subject } from '../facts.ts'
import type { Regulation } from '../format/regulation.ts'

/** Who a regulation scores, each with the facts that it may look at. */
interface Subjects {
  readonly subjects: readonly Subject[]
  readonly factsOf: ReadonlyMap<string, readonly Fact[]>
}

/** Members with their own facts; or the bodies of a kind, with their own facts and those of their people. */
export function subjectsOf(
  { members, bodies, facts }: Pick<FactsDocument, 'members' | 'bodies' | 'facts'>,
  { subject }: Pick<Regulation, 'subject'>,
): Subjects {
  const byMember = Map.groupBy(facts, (fact) => fact.memberId)
  if (subject === undefined) return { subjects: members, factsOf: byMember }
  const subjects = bodies.filter(({ kind }) => kind === subject).map((body) => bodyWith(body, members))
  const factsOf = new Map(
    subjects.map((body) => [
      body.id,
      [body.id, ...body.people!.keys()].flatMap((id) => byMember.get(id) ?? []),
    ]),
  )
  return { subjects, factsOf }
}

/** A body reads like a member: it has its days, and belongs to itself. */
function bodyWith(body: ScoredBody, members: readonly ScoredMember[]): Subject {
  const { id, code, kind, ranked, validFrom, validTo } = body
  return {
    id,
    ranked,
    validFrom,
    validTo,
    offices: [],
    bodies: [{ id, code, kind, from: validFrom, to: validTo }],
    exemptions: [],
    people: new Map(
      members.filter(({ bodies }) => bodies.some((body) => body.id === id)).map((body) => [body.id, body]),
    ),
  }
}
