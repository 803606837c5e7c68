import { among, atMost, filled, from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Fact } from '../facts.ts'
import type { Scope } from './scope.ts'

/** Steps of a committee's own: what proposals and opinions have reached beside those of the product. */

type Step = NonNullable<Fact['steps']>[number]
type Column = 'proposalId' | 'opinionId'

const NAMES = { proposalId: 'proposal_id', opinionId: 'opinion_id' } as const satisfies Record<Column, string>

/** Whether a record `t` reached one from a day to another, in SQL; takes both days. */
export const reachedWithin = (column: Column, t: string): string =>
  `exists (select 1 from milestones w where w.committee_id = ${t}.committee_id and w.${NAMES[column]} = ${t}.id
    and w.deleted_at is null and w.reached_on >= ? and w.reached_on <= ?)`

/** Those of records by their ids, of all of the committee if none are named, in the order of their days. */
export async function milestonesOf(
  storage: Storage,
  { committeeId, to }: Scope,
  column: Column,
  ids?: readonly string[],
): Promise<(id: string) => Step[]> {
  const of = ids === undefined ? filled : among(ids)
  const records = column === 'proposalId' ? { proposalId: of } : { opinionId: of }
  const match = { ...records, reachedOn: atMost(to), deletedAt: null }
  const rows = await from(inCommittee(storage, committeeId), 'milestones', match)
    .pick('proposalId', 'opinionId', 'step', 'level', 'reachedOn')
    .orderBy('reachedOn', 'id')
  const byRecord = Map.groupBy(rows, (row) => row[column])
  return (id) =>
    (byRecord.get(id) ?? []).map(({ step, level, reachedOn }) => ({
      status: step,
      day: reachedOn,
      ...(level === null ? {} : { level }),
    }))
}
