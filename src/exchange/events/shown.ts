import type { Principal } from '../../http/route.ts'
import { sightOf } from '../../http/sight.ts'
import { withoutPersonal } from '../../storage/rows.ts'
import type { Row } from '../../storage/tables.ts'

/** An event as this principal may see it: personal values are hidden, also those of events from before they were. */
export const shownEvent = (
  event: Row<'events'>,
  principal: Principal,
): Omit<Row<'events'>, 'data'> & { data: unknown } =>
  sightOf(principal) === 'clear' ? event : { ...event, data: withoutPersonal(event.subjectType, event.data) }
