import type { Principal } from './route.ts'

/**
 * Who sees the personal values of a record. Asked by everything that shows one, and by nothing else decided: lists,
 * rolls, archives, sheets, events, exports (`test/tidy.test.ts` keeps it so).
 */

/** What opens a record to others than those with `personal.read`. */
export interface Claim {
  /** It is of whoever asks. */
  own?: boolean
  /** Of those without `records.read`, only those are given it whose it is. */
  ownRows?: boolean
  /** Nothing in it is personal. */
  plain?: boolean
  /** The permission of those who decide on it: nobody decides blind. */
  decidedBy?: string
  /** The department that recorded it, and the permission it did so with: its people have seen it. */
  recorded?: { by: string | null; with: string }
}

/** `open`: whole, and nothing for the log of who has read whose values (`clear-reads.ts`). */
type Sight = 'clear' | 'open' | 'masked'

/** Personal values of all members are for those who may read the records of all: alone, `personal.read` opens nothing. */
export function sightOf({ kind, permissions, reach }: Principal, claim: Claim = {}): Sight {
  const { own, ownRows, plain, decidedBy, recorded } = claim
  const all = permissions.has('records.read')
  const opening = ['personal.read', ...(decidedBy ? [decidedBy] : [])]
  if (all && opening.some((permission) => permissions.has(permission))) return 'clear'
  if (own || plain || (ownRows && !all)) return 'open'
  // A machine is shown what its scopes say, of whichever department it is.
  const people = kind === 'user' && recorded ? reach.get(recorded.with) : undefined
  return people?.includes(recorded!.by ?? '') ? 'open' : 'masked'
}

/** As who reads a committee below: nothing personal is shown there, nothing decided, no department is theirs. */
export function fromAbove(principal: Principal): Principal {
  const reads = [...principal.permissions].filter(
    (permission) => permission.endsWith('.read') && permission !== 'personal.read',
  )
  return { ...principal, permissions: new Set(reads), reach: new Map() }
}
