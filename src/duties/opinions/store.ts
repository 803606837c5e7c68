import { childrenBy } from '../../storage/children.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Db } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { legalOpinionMoves } from './moves.ts'

/** Opinions with their people, the levels that adopted them and the issues that carry them. */
export async function wholeOpinions(db: Db, committeeId: string, rows: readonly Row<'opinions'>[]) {
  const ids = rows.map((row) => row.id)
  const people = await childrenBy(db, 'opinionAuthors', 'opinionId', committeeId, ids)
  const items = await childrenBy(db, 'opinionIssueItems', 'opinionId', committeeId, ids)
  const adoptions = await adoptionsOf(db, committeeId, ids)
  const issues = await standingIssues(db, committeeId, [...items.values()].flat())
  const named = (id: string, role: string) =>
    (people.get(id) ?? []).flatMap((person) => (person.role === role ? [person.memberId] : []))
  return rows.map((row) => ({
    ...row,
    legal: legalOpinionMoves(row.state),
    authorIds: named(row.id, 'author'),
    reflectorIds: named(row.id, 'reflector'),
    adoptedBy: adoptions.get(row.id) ?? [],
    issueIds: (items.get(row.id) ?? []).map((item) => item.opinionIssueId).filter((id) => issues.has(id)),
  }))
}

async function adoptionsOf(
  db: Db,
  committeeId: string,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  const match = { opinionId: ids, deletedAt: null }
  const rows = await from(inCommittee(db, committeeId), 'opinionAdoptions', match)
    .pick('opinionId', 'level')
    .orderBy('level')
  const adoptions = Map.groupBy(rows, (row) => row.opinionId)
  return new Map([...adoptions].map(([id, of]) => [id, [...new Set(of.map(({ level }) => level))]]))
}

async function standingIssues(
  db: Db,
  committeeId: string,
  items: readonly { opinionIssueId: string }[],
): Promise<Set<string>> {
  if (items.length === 0) return new Set()
  const rows = await from(inCommittee(db, committeeId), 'opinionIssues', {
    id: [...new Set(items.map((item) => item.opinionIssueId))],
    deletedAt: null,
  }).pick('id')
  return new Set(rows.map((row) => row.id))
}

/** Records that belong to an opinion which this person wrote. */
export const behindOpinion = (personId: string | null) => ({
  sql: `exists (select 1 from opinion_authors a join members own
           on own.committee_id = a.committee_id and own.id = a.member_id
         where a.committee_id = t.committee_id and a.opinion_id = t.opinion_id and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const writtenBy = (personId: string | null) => ({
  sql: `exists (select 1 from opinion_authors a join members own
           on own.committee_id = a.committee_id and own.id = a.member_id
         where a.committee_id = t.committee_id and a.opinion_id = t.id and own.person_id = ?)`,
  parameters: [personId ?? '00000000-0000-0000-0000-000000000000'],
})

export const byAuthor = (memberId: string) => ({
  sql: `exists (select 1 from opinion_authors a
         where a.committee_id = t.committee_id and a.opinion_id = t.id and a.member_id = ?)`,
  parameters: [memberId],
})
