import { from, inCommittee, padded } from '../../storage/from.ts'
import { enteredOn, tableOn } from '../../storage/states.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import { milestonesOf, reachedWithin } from './milestones.ts'
import { onlyMembers, type Scope } from './scope.ts'

interface OpinionRow {
  id: string
  memberId: string
  position: number
  submittedOn: string
  keptOn: string | null
}

interface StepRow {
  opinionId: string
  status: string
  level: string
  day: string
}

/** What happened to opinions by a day: adoptions, and instructions of leaders. */
const stepsSql = (only: (column: string) => string) => `
  select opinion_id, 'adopted' as status, level, adopted_on as day, id from opinion_adoptions
    where committee_id = ? and deleted_at is null and adopted_on <= ?${only('opinion_id')}
  union all select opinion_id, 'instructed' as status, leader_level as level, instructed_on as day, id from instructions
    where committee_id = ? and deleted_at is null and opinion_id is not null and instructed_on <= ?${only('opinion_id')}
  union all select k.opinion_id, 'instructed' as status, n.leader_level as level, n.instructed_on as day, n.id
    from instructions n join opinion_issue_items k on k.committee_id = n.committee_id and k.opinion_issue_id = n.issue_id
    where n.committee_id = ? and n.deleted_at is null and n.instructed_on <= ?${only('k.opinion_id')}
  order by day, id`

/** Since when it is kept: taken into editing again, it is no more. Takes the day on which that is asked. */
const KEPT_ON = enteredOn('opinions', 'o', 'kept', ['editing', 'submitted'])

/** Each author's place on an opinion, with what became of it as steps. */
export async function opinionFacts(storage: Storage, scope: Scope): Promise<Fact[]> {
  const { committeeId, from: first, to, asOf, today } = scope
  const on = asOf ?? today
  const opinions = tableOn('opinions', asOf)
  const only = onlyMembers('mine.member_id', scope)
  const mine = only.sql
    ? `and exists (select 1 from opinion_authors mine where mine.committee_id = o.committee_id
         and mine.opinion_id = o.id${only.sql})`
    : ''
  const authors = await storage.query<OpinionRow>(
    `select o.id, a.member_id, a.position, o.submitted_on, ${KEPT_ON} as kept_on
       from ${opinions.sql} o join opinion_authors a on a.committee_id = o.committee_id and a.opinion_id = o.id
      where o.committee_id = ? and o.deleted_at is null and o.state in ('submitted', 'editing', 'kept', 'archived')
        and a.role = 'author' and o.submitted_on <= ?
        and (o.submitted_on >= ? or ${KEPT_ON} between ? and ? or ${reachedWithin('opinionId', 'o')}
          or exists (select 1 from opinion_adoptions d
          where d.committee_id = o.committee_id and d.opinion_id = o.id and d.deleted_at is null
            and d.adopted_on >= ? and d.adopted_on <= ?)
          or exists (select 1 from instructions i
          where i.committee_id = o.committee_id and i.opinion_id = o.id and i.deleted_at is null
            and i.instructed_on >= ? and i.instructed_on <= ?)
          or exists (select 1 from instructions i join opinion_issue_items k
            on k.committee_id = i.committee_id and k.opinion_issue_id = i.issue_id
          where k.committee_id = o.committee_id and k.opinion_id = o.id and i.deleted_at is null
            and i.instructed_on >= ? and i.instructed_on <= ?)) ${mine}
      order by o.submitted_on, o.id, a.position`,
    [
      ...[on, ...opinions.parameters, committeeId, to, first, on, first, to],
      ...[first, to, first, to, first, to, first, to, ...only.parameters],
    ],
  )
  if (authors.length === 0) return []
  const ids = scope.memberIds && [...new Set(authors.map(({ id }) => id))]
  const among = ids ? padded(ids) : []
  const marks = among.map(() => '?').join(', ')
  const parameters = [committeeId, to, ...among]
  const steps = await storage.query<StepRow>(
    stepsSql((column) => (marks ? ` and ${column} in (${marks})` : '')),
    [...parameters, ...parameters, ...parameters],
  )
  const wereProposals = await from(inCommittee(storage, committeeId), 'proposals', {
    state: 'converted',
    deletedAt: null,
  }).pick('convertedOpinionId')
  const converted = new Set(wereProposals.map(({ convertedOpinionId }) => convertedOpinionId))
  const ownSteps = await milestonesOf(storage, scope, 'opinionId', ids)
  const stepsOf = Map.groupBy(steps, (row) => row.opinionId)
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
          ...(converted.has(id) ? { origin: 'proposal' } : {}),
          share: { position: row.position, of: all.length },
          steps: [
            { status: 'submitted', day: row.submittedOn },
            ...(row.keptOn ? [{ status: 'kept', day: row.keptOn }] : []),
            ...(stepsOf.get(id) ?? []).map(({ status, day, level }) => ({ status, day, level })),
            ...ownSteps(id),
          ],
          verified: true,
          provisional: false,
        }),
      ),
  )
}
