/**
 * 候补: a meeting with few places gives them in the order of the answers; who says yes later waits. A place is never
 * stored: it follows from the answers and the leave that stand, so that nobody is left waiting beside an empty chair.
 * Who waits is not expected; who waits and comes all the same was there.
 */

export interface Answer {
  memberId: string
  response: string
  respondedAt: string | null
  /** Of the event that made it: orders answers of the same instant. */
  seq: number
}

export interface Place {
  /** Null: did not say that they come, or asked for leave; or the meeting has places for everybody. */
  place: 'taken' | 'waiting' | null
  /** 1 is the next to move up. */
  waitingNumber: number | null
}

const NONE: Place = { place: null, waitingNumber: null }

/** Pure: the place of everybody who answered. */
export function placesOf(
  answers: readonly Answer[],
  onLeave: ReadonlySet<string>,
  capacity: number | null,
): Map<string, Place> {
  const places = new Map(answers.map(({ memberId }) => [memberId, NONE]))
  if (capacity === null) return places
  for (const { memberId, waits } of inTurn(answers, onLeave, capacity)) {
    if (onLeave.has(memberId)) continue
    places.set(
      memberId,
      waits > 0 ? { place: 'waiting', waitingNumber: waits } : { place: 'taken', waitingNumber: null },
    )
  }
  return places
}

/** Pure: who said yes when the places were taken; whoever is on leave is asked as if they were not. */
export const waitersIn = (
  answers: readonly Answer[],
  onLeave: ReadonlySet<string>,
  capacity: number | null,
): Set<string> =>
  new Set(
    capacity === null
      ? []
      : inTurn(answers, onLeave, capacity).flatMap(({ memberId, waits }) => (waits > 0 ? [memberId] : [])),
  )

/** Who said yes, in the order of saying it, each with their number among those who wait; below 1 they have a place. */
function inTurn(answers: readonly Answer[], onLeave: ReadonlySet<string>, capacity: number) {
  const accepted = answers
    .filter(({ response }) => response === 'accepted')
    .sort((a, b) => compare(a.respondedAt ?? '', b.respondedAt ?? '') || a.seq - b.seq)
  let coming = 0
  return accepted.map(({ memberId }) => {
    const waits = coming + 1 - capacity
    if (!onLeave.has(memberId)) coming += 1
    return { memberId, waits }
  })
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whether the place of somebody with a request in this state is free: it was not refused. */
export const freesPlace = (leaveState: string | null): boolean =>
  leaveState === 'approved' || leaveState === 'submitted'
