import { z } from 'zod'
import { addDays, dayInZone } from '../../core/days.ts'
import { AppError } from '../../core/errors.ts'
import { Day, Id, LIMIT_DEFAULT, QueryLimit } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import { refused } from '../../http/validate.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { evidenceOf, isStrong, LIKELY, type Occasion, scoreOf } from './likeness.ts'

/** One occasion is often entered by two departments: pairs of records that look like one. */

const Query = z.strictObject({
  from: Day.optional().meta({ description: 'Begins on or after; by default the year of `to`, or this one.' }),
  to: Day.optional().meta({
    description: 'Begins on or before; by default the year of `from`, or this one.',
  }),
  limit: QueryLimit.optional(),
})

const Share = z.number().min(0).max(1)
const Side = z.object({
  id: Id,
  title: z.string(),
  startsOn: Day,
  place: z.string().nullable(),
  ownerOrganizationId: Id.nullable(),
})
const Duplicates = z
  .object({
    items: z.array(
      z.object({
        meetings: z.array(Side).length(2),
        samePlace: z.boolean().nullable().meta({ description: 'Null: one of them names no place.' }),
        titleSimilarity: Share.meta({ description: 'Pairs of characters that the titles share (Dice).' }),
        overlap: Share.nullable().meta({
          description: 'Members who came, by both rolls (Dice); null: one of them has nobody.',
        }),
        score: Share.meta({
          description: `Mean of what is known: place 0.2, title 0.4, overlap 0.4. From ${LIKELY} on it is listed.`,
        }),
        strong: z.boolean().meta({
          description:
            'At the same time, and overlap from 0.5 on, or the same place and a title from 0.8 on: sessions of ' +
            'either settle only with `acceptDuplicate`.',
        }),
        twoDepartments: z.boolean(),
      }),
    ),
    total: z.int().meta({ description: 'Pairs there are; `limit` cuts the list.' }),
  })
  .meta({ id: 'MeetingDuplicates' })

export function duplicateRoute(): Route {
  return route({
    method: 'GET',
    path: '/meetings/duplicates',
    operationId: 'listMeetingDuplicates',
    summary: 'Pairs of meetings that may be one, entered twice: those of two departments first',
    tag: 'meetings',
    permission: 'duties.record',
    query: Query,
    response: Duplicates,
    failures: [],
    read: async ({ storage, committeeId, clock, query }) => {
      const { from, to } = spanOf(query, dayInZone(clock()))
      const pairs = pairsAmong(await occasionsBetween(storage, committeeId, from, to))
      return {
        body: { items: pairs.slice(0, query.limit ?? LIMIT_DEFAULT).map(shown), total: pairs.length },
      }
    },
  })
}

function spanOf({ from, to }: { from?: string | undefined; to?: string | undefined }, today: string) {
  const year = (from ?? to ?? today).slice(0, 4)
  const span = { from: from ?? `${year}-01-01`, to: to ?? `${year}-12-31` }
  if (span.from <= span.to) return span
  throw refused([{ parameter: 'to', code: 'before_from', detail: 'lies before from' }])
}

interface Pair {
  a: Occasion
  b: Occasion
  evidence: ReturnType<typeof evidenceOf>
  score: number
  strong: boolean
  twoDepartments: boolean
}

/** Meetings that begin within a day of each other and look alike. */
function pairsAmong(occasions: readonly Occasion[]): Pair[] {
  const pairs: Pair[] = []
  for (const [index, a] of occasions.entries()) {
    const last = addDays(a.startsOn, 1)
    for (let next = index + 1; next < occasions.length; next += 1) {
      const b = occasions[next]!
      if (b.startsOn > last) break
      const evidence = evidenceOf(a, b)
      const score = scoreOf(evidence)
      const strong = isStrong(a, b, evidence)
      if (score < LIKELY && !strong) continue
      const twoDepartments = a.ownerOrganizationId !== b.ownerOrganizationId
      pairs.push({ a, b, evidence, score, strong, twoDepartments })
    }
  }
  // The order is stable: what is equally likely stays in the order of the days.
  return pairs.sort((x, y) => Number(y.twoDepartments) - Number(x.twoDepartments) || y.score - x.score)
}

const rounded = (share: number): number => Math.round(share * 100) / 100

const shown = ({ a, b, evidence, score, strong, twoDepartments }: Pair) => ({
  meetings: [a, b].map(({ id, title, startsOn, place, ownerOrganizationId }) => ({
    id,
    title,
    startsOn,
    place,
    ownerOrganizationId,
  })),
  samePlace: evidence.samePlace,
  titleSimilarity: rounded(evidence.titleSimilarity),
  overlap: evidence.overlap === null ? null : rounded(evidence.overlap),
  score: rounded(score),
  strong,
  twoDepartments,
})

/** Refuses to settle what is probably entered twice; the other record is named. */
export async function checkUnlikeOthers(tx: Tx, meeting: Row<'meetings'>): Promise<void> {
  const occasions = await occasionsBetween(tx, tx.committeeId, meeting.startsOn, meeting.startsOn)
  const own = occasions.find(({ id }) => id === meeting.id)
  const other =
    own &&
    occasions.find((occasion) => occasion !== own && isStrong(own, occasion, evidenceOf(own, occasion)))
  if (!other) return
  throw new AppError(
    'state_conflict',
    {
      en: `It looks like ${other.title} of the same day, entered twice: merge them, or send acceptDuplicate`,
      zh: `疑与同日的“${other.title}”重复录入：请合并，或确认不是同一活动后带上 acceptDuplicate`,
    },
    { fields: { duplicateId: other.id } },
  )
}

const STANDING = `m.committee_id = ? and m.deleted_at is null and m.state not in ('draft', 'cancelled')
  and m.starts_on >= ? and m.starts_on <= ?`

/** Meetings that stand and begin in these days, with who came and when they were, in the order of the days. */
async function occasionsBetween(
  reader: Pick<Storage, 'query'>,
  committeeId: string,
  from: string,
  to: string,
): Promise<Occasion[]> {
  const span = [committeeId, from, to]
  const meetings = await reader.query<Omit<Occasion, 'attendees' | 'sessions'>>(
    `select m.id, m.title, m.place, m.place_id, m.owner_organization_id, m.starts_on from meetings m
      where ${STANDING} order by m.starts_on, m.id`,
    span,
  )
  const sessions = await reader.query<Occasion['sessions'][number] & { meetingId: string }>(
    `select s.meeting_id, s.day, s.day_to, s.part from meetings m
       join meeting_sessions s on s.committee_id = m.committee_id and s.meeting_id = m.id and s.deleted_at is null
      where ${STANDING}`,
    span,
  )
  const came = await reader.query<{ meetingId: string; memberId: string }>(
    `select distinct s.meeting_id, a.member_id from meetings m
       join meeting_sessions s on s.committee_id = m.committee_id and s.meeting_id = m.id and s.deleted_at is null
       join attendance a on a.committee_id = s.committee_id and a.session_id = s.id and a.deleted_at is null
      where ${STANDING} and a.presence in ('present', 'late', 'left_early', 'partial', 'observer')`,
    span,
  )
  const byMeeting = Map.groupBy(sessions, ({ meetingId }) => meetingId)
  const members = Map.groupBy(came, ({ meetingId }) => meetingId)
  return meetings.map((meeting) => ({
    ...meeting,
    sessions: byMeeting.get(meeting.id) ?? [],
    attendees: new Set((members.get(meeting.id) ?? []).map(({ memberId }) => memberId)),
  }))
}
