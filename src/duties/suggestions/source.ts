import { ruleViolation, unknownReference } from '../../core/errors.ts'
import type { Fields } from '../../http/record.ts'
import { findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'

/** Where a suggestion comes from, and the days on which it can have been raised there. */

/** Where it was raised: one of these is named. */
export const SOURCES = ['meetingId', 'supervisionGroupId', 'researchReportId', 'placeId'] as const

type Source = (typeof SOURCES)[number]

interface Standing {
  from: string | null
  to: string | null
  cancelled?: boolean
}

const STANDING: Record<Source, (tx: Tx, id: string) => Promise<Standing | undefined>> = {
  meetingId: async (tx, id) => {
    const row = await findRow(tx, 'meetings', id)
    return row && !row.deletedAt
      ? { from: row.startsOn, to: null, cancelled: row.state === 'cancelled' }
      : undefined
  },
  supervisionGroupId: async (tx, id) => {
    const row = await findRow(tx, 'supervisionGroups', id)
    return row && !row.deletedAt ? { from: row.validFrom, to: row.validTo } : undefined
  },
  researchReportId: async (tx, id) => {
    const row = await findRow(tx, 'researchReports', id)
    return row && !row.deletedAt ? { from: null, to: null } : undefined
  },
  placeId: async (tx, id) => {
    const row = await findRow(tx, 'places', id)
    return row && !row.deletedAt ? { from: row.validFrom, to: row.validTo } : undefined
  },
}

/** One source is named, it stands, and the suggestion was raised while it did. */
export async function checkSource(tx: Tx, suggestion: Fields): Promise<void> {
  const named = SOURCES.filter((name) => suggestion[name])
  if (named.length !== 1) {
    throw ruleViolation(
      'suggestions.one_source',
      {
        en: `Name one source: ${SOURCES.join(', ')}`,
        zh: `须且只能指明一个来源：${SOURCES.join('、')}`,
      },
      `/${named[1] ?? SOURCES[0]}`,
    )
  }
  const [name] = named as [Source]
  const standing = await STANDING[name](tx, suggestion[name] as string)
  if (!standing) throw unknownReference(`/${name}`, suggestion[name] as string)
  checkRaised(standing, suggestion['raisedOn'] as string)
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
