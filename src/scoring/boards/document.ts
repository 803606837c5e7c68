import { ZONE_DEFAULT } from '../../core/days.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Earlier, FactsDocument } from '../facts.ts'
import { reachOf } from '../format/conditions-visit.ts'
import { loadPersons } from '../store/mandates.ts'
import { type BoardKey, compiledOf } from './board.ts'

/**
 * Everything that the score of a period needs, read at once: what `docs/facts.schema.json` describes, with the facts of
 * single sessions too. The order is that of the ids, so that equal records give equal bytes.
 */
export async function documentOf(
  storage: Pick<Storage, 'query'>,
  key: BoardKey,
  on: { today: string; asOf: string | null },
  earlier: readonly Earlier[],
): Promise<FactsDocument> {
  const { committeeId, from, to, kind, before } = key
  const reach = reachOf(compiledOf(key).regulation, key)
  const scope = {
    committeeId,
    from: reach.facts,
    to,
    perSession: true,
    today: on.today,
    asOf: on.asOf ?? undefined,
  }
  const { members, facts } = await loadPersons(storage as Storage, scope, key, reach.mandates)
  const period = { kind, from, to, before, today: on.today, ...(on.asOf === null ? {} : { asOf: on.asOf }) }
  const nameOf = ({ id, memberId }: { id: string; memberId: string }) => `${id} ${memberId}`
  return {
    period: period as FactsDocument['period'],
    calendar: { zone: ZONE_DEFAULT },
    members,
    bodies: [],
    facts: facts.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    earlier: [...earlier],
  }
}
