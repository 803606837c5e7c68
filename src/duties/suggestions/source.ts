import { ruleViolation } from '../../core/errors.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'

/** Where a suggestion comes from, and the days on which it can have been raised there. */

/** Where it was raised: one of these is named. */
export const SOURCES = ['meetingId', 'supervisionGroupId', 'researchReportId', 'placeId'] as const

type Source = (typeof SOURCES)[number]

interface Standing {
  from: string | null
  to: string | null
  cancelled?: boolean
}

const STANDING: Record<Source, (tx: Tx, id: string) => Promise<Standing>> = {
  meetingId: async (tx, id) => {
    const { startsOn, state } = (await findRow(tx, 'meetings', id))!
    return { from: startsOn, to: null, cancelled: state === 'cancelled' }
  },
  supervisionGroupId: async (tx, id) => spanOf((await findRow(tx, 'supervisionGroups', id))!),
  researchReportId: async () => ({ from: null, to: null }),
  placeId: async (tx, id) => spanOf((await findRow(tx, 'places', id))!),
}

const spanOf = ({ validFrom, validTo }: { validFrom: string; validTo: string | null }): Standing => ({
  from: validFrom,
  to: validTo,
})

/** It was raised while its source stood. */
export async function checkSource(
  tx: Tx,
  suggestion: Pick<Row<'suggestions'>, Source | 'raisedOn'>,
): Promise<void> {
  for (const source of SOURCES) {
    const id = suggestion[source]
    if (id) checkRaised(await STANDING[source](tx, id), suggestion.raisedOn)
  }
}

function checkRaised({ from, to, cancelled }: Standing, raisedOn: string): void {
  if (cancelled) {
    throw ruleViolation(
      'suggestions.source_held',
      { en: 'The meeting was cancelled: nothing was raised there', zh: '会议已取消，不能登记意见建议' },
      '/meetingId',
    )
  }
  if ((from === null || raisedOn >= from) && (to === null || raisedOn <= to)) return
  throw ruleViolation(
    'suggestions.within_source',
    {
      en: `Its source stands from ${from} to ${to ?? 'now'}`,
      zh: `其来源的起止为 ${from} 至 ${to ?? '今'}`,
    },
    '/raisedOn',
  )
}
