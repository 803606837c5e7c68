import { overlaps } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import type { Context } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import type { Storage } from '../../storage/storage.ts'

/** Which membership of a person is meant. */

export interface Membership {
  id: string
  termId: string
  memberNo: string
  name: string
  validFrom: string
  validTo: string | null
}

/** All memberships of the person behind a login, the latest first; 404 for a login without a person. */
export async function ownMemberships(
  storage: Pick<Storage, 'query'>,
  { principal }: Pick<Context, 'principal'>,
): Promise<Membership[]> {
  const { committeeId, personId, id } = principal
  if (personId === null) throw notFound('membership of', id)
  const rows = await from(inCommittee(storage, committeeId), 'members', { personId, deletedAt: null })
    .pick('id', 'termId', 'memberNo', 'name', 'validFrom', 'validTo')
    .orderBy('-validFrom', 'id')
  if (rows.length === 0) throw notFound('membership of', id)
  return rows
}

/** The membership in office during these days, else the latest. */
export async function ownMember(
  storage: Pick<Storage, 'query'>,
  context: Pick<Context, 'principal'>,
  days?: { from: string; to: string },
): Promise<Membership> {
  const own = await ownMemberships(storage, context)
  const isCurrent = (membership: Membership) => days !== undefined && overlaps(membership, days.from, days.to)
  return own.find(isCurrent) ?? own[0]!
}
