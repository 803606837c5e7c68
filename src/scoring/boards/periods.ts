import { notFound } from '../../core/errors.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { sessionYearsBefore } from '../store/earlier.ts'
import type { BoardKey } from './board.ts'

/** A period with the regulation version that scores it, as the board wants it. */
export async function scoredPeriod(
  db: Db,
  committeeId: string,
  periodId: string,
): Promise<{ period: Row<'periods'>; regulation: Row<'regulations'>; key: BoardKey }> {
  const period = await findRow(inCommittee(db, committeeId), 'periods', periodId)
  if (!period || period.deletedAt) throw notFound('period', periodId)
  const regulation = (await findRow(inCommittee(db, committeeId), 'regulations', period.regulationId))!
  const key = {
    committeeId,
    periodId,
    from: period.startsOn,
    to: period.endsOn,
    kind: period.kind,
    before: await sessionYearsBefore(db, period),
    regulationId: regulation.id,
    source: regulation.source,
    options: regulation.options,
  }
  return { period, regulation, key }
}

/** A period scored by another regulation, one of bodies, beside the one that scores its members. */
export async function scoredBodies(
  db: Db,
  committeeId: string,
  periodId: string,
  regulationId: string,
): Promise<Awaited<ReturnType<typeof scoredPeriod>>> {
  const { period, key: members } = await scoredPeriod(db, committeeId, periodId)
  const regulation = await findRow(inCommittee(db, committeeId), 'regulations', regulationId)
  if (!regulation) throw notFound('regulation', regulationId)
  const { id, source, options } = regulation
  return { period, regulation, key: { ...members, regulationId: id, source, options, members } }
}
