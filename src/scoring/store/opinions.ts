import { padded } from '../../storage/kysely.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface OpinionRow {
  id: string
  memberId: string
  position: number
  submittedOn: string
}

/** Each author's place on an opinion, with its adoptions as steps. */
export async function opinionFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from, to } = scope
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from opinion_authors mine where mine.committee_id = o.committee_id
         and mine.opinion_id = o.id${only.sql})`
    : ''
  const authors = await storage.query<OpinionRow>(
    `select o.id, a.member_id, a.position, o.submitted_on
       from opinions o join opinion_authors a on a.committee_id = o.committee_id and a.opinion_id = o.id
      where o.committee_id = ? and o.deleted_at is null and o.state = 'submitted' and o.submitted_on <= ?
        and (o.submitted_on >= ? or exists (select 1 from opinion_adoptions d
          where d.committee_id = o.committee_id and d.opinion_id = o.id and d.deleted_at is null
            and d.adopted_on >= ? and d.adopted_on <= ?)) ${mine}
      order by o.submitted_on, o.id, a.position`,
    [committeeId, to, from, from, to, ...only.parameters],
  )
  if (authors.length === 0) return []
  const among = scope.memberIds ? padded([...new Set(authors.map(({ id }) => id))]) : []
  const adoptions = await storage.query<{ opinionId: string; level: string; adoptedOn: string }>(
    `select opinion_id, level, adopted_on from opinion_adoptions
      where committee_id = ? and deleted_at is null and adopted_on <= ?
        ${among.length > 0 ? `and opinion_id in (${among.map(() => '?').join(', ')})` : ''}
      order by adopted_on, id`,
    [committeeId, to, ...among],
  )
  const adopted = Map.groupBy(adoptions, (row) => row.opinionId)
  const wanted = scope.memberIds && new Set(scope.memberIds)
  return [...Map.groupBy(authors, (row) => row.id)].flatMap(([id, all]) =>
    all
      .filter((row) => !wanted || wanted.has(row.memberId))
      .map(
        (row): Fact => ({
          id: `opinion/${id}`,
          memberId: row.memberId,
          day: row.submittedOn,
          kind: 'opinion',
          scope: 'record',
          role: 'author',
          share: { position: row.position, of: all.length },
          steps: [
            { status: 'submitted', day: row.submittedOn },
            ...(adopted.get(id) ?? []).map(({ level, adoptedOn }) => ({
              status: 'adopted',
              day: adoptedOn,
              level,
            })),
          ],
          verified: true,
          provisional: false,
        }),
      ),
  )
}
