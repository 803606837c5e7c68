import type { Principal } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { withoutPersonal } from '../../storage/rows.ts'

/** An event as this principal may see it: personal values are hidden, also those of events from before they were. */
export function shownEvent<R extends { members: string; data: string; subjectType: string }>(
  { members, data, ...row }: R,
  principal: Principal,
) {
  const whole = JSON.parse(data)
  return {
    ...row,
    members: JSON.parse(members),
    data: sightOf(principal) === 'clear' ? whole : withoutPersonal(row.subjectType, whole),
  }
}
