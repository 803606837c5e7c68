import { z } from 'zod'
import { committeeOfSecret, hashSecret, newSecret, shownOnce } from '../../access/tokens.ts'
import { members } from '../../committee/members/resource.ts'
import { addDays, dayInZone } from '../../core/days.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { Day, Id, IdParams, Instant, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { readable } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { atLeast, from, inCommittee } from '../../storage/from.ts'
import { findRow, insertRow, withdrawRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { calendarOf } from './feed.ts'

/**
 * Calendars are fetched by programs that cannot log in: the address itself is the credential. Members make addresses of
 * their own calendar alone; each ends by its day, by hand, with the login that made it or a reset of that by an
 * administrator, and with the mandate. A password that its owner changes leaves them: they are in nobody else's hands.
 */

const LINK_DAYS = 400
/** A telephone, a computer, and some that were lost. */
const LINKS_MAX = 10
const TYPE = 'text/calendar; charset=utf-8'
const tag = 'members'

const Link = z.object({ id: Id, memberId: Id, validTo: Day, createdAt: Instant }).meta({ id: 'CalendarLink' })
const NewLink = Link.extend({
  path: z.string().nullable().meta({
    description:
      'Below the address of this service; shown once, and null with `validateOnly`. Whoever has it reads the calendar.',
  }),
}).meta({ id: 'NewCalendarLink' })
const Links = z.object({ items: z.array(Link) }).meta({ id: 'CalendarLinks' })

type LinkRow = Row<'calendarLinks'>
const shown = ({ id, memberId, validTo, createdAt }: LinkRow) => ({ id, memberId, validTo, createdAt })

export function calendarRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/members/:id/calendar-links',
      operationId: 'listCalendarLinks',
      summary: 'The addresses of one’s own calendar that are in force',
      tag,
      permission: 'members.read',
      params: IdParams,
      response: Links,
      failures: ['not_found', 'gone'],
      read: async (context) => {
        const member = await ownMembership(context)
        return { body: { items: (await linksOf(context.storage, member)).map(shown) } }
      },
    }),
    route({
      method: 'POST',
      path: '/members/:id/calendar-links',
      operationId: 'createCalendarLink',
      secretAnswer: true,
      summary: 'Make an address of one’s own calendar, for programs that cannot log in',
      tag,
      permission: 'members.read',
      params: IdParams,
      query: TrialQuery,
      status: 201,
      response: NewLink,
      failures: ['not_found', 'gone', 'state_conflict'],
      prepare: (context) => ownMembership(context),
      write: async (tx, { principal, query }, member) => {
        const today = dayInZone(new Date(tx.at))
        const match = { memberId: member.id, deletedAt: null, validTo: atLeast(today) }
        if ((await from(tx, 'calendarLinks', match).count()) >= LINKS_MAX) throw enough()
        const token = newSecret('lvc', tx.committeeId)
        const row = await insertRow(
          tx,
          'calendarLinks',
          {
            id: newId(),
            userId: principal.id,
            memberId: member.id,
            tokenHash: hashSecret(token),
            validTo: addDays(dayInZone(new Date(tx.at)), LINK_DAYS),
            externalId: null,
          },
          { type: 'calendar_link.created' },
        )
        return { body: { ...shown(row), path: shownOnce(`/v1/calendars/${token}`, query) } }
      },
    }),
    route({
      method: 'DELETE',
      path: '/calendar-links/:id',
      operationId: 'revokeCalendarLink',
      summary: 'End an address of a calendar at once: its owner, or an administrator',
      tag,
      permission: 'members.read',
      params: IdParams,
      query: TrialQuery,
      status: 204,
      failures: ['not_found'],
      write: async (tx, { params, principal }) => {
        const row: LinkRow | undefined = await findRow(tx, 'calendarLinks', params.id)
        const may = row?.userId === principal.id || principal.permissions.has('users.manage')
        if (!row || row.deletedAt !== null || !may) throw notFound('calendar link', params.id)
        await withdrawRow(tx, 'calendarLinks', row, { type: 'calendar_link.revoked' })
        return {}
      },
    }),
    route({
      method: 'GET',
      path: '/calendars/:token',
      operationId: 'readCalendar',
      summary: 'The meetings that a member is invited to, as iCalendar',
      tag,
      permission: 'public',
      params: z.object({ token: z.string().max(200).meta({ example: 'lvc_…' }) }),
      responseType: TYPE,
      failures: ['not_found'],
      stream: async ({ storage, clock, params }, reply) => {
        const today = dayInZone(clock())
        const link = await linkInForce(storage, params.token, today)
        if (!link) throw notFound('calendar', params.token.slice(0, 8))
        reply.header('content-type', TYPE)
        return reply.send(await calendarOf(storage, link.committeeId, link.memberId, today))
      },
    }),
  ]
}

/** 404 for whoever asks for the calendar of another: not even the office reads along in a member's calendar. */
async function ownMembership(context: Context<{ id: string }>): Promise<Row<'members'>> {
  const member: Row<'members'> = await readable(members, context, context.params.id)
  const { personId } = context.principal
  if (personId === null || member.personId !== personId) throw notFound('member', context.params.id)
  return member
}

const linksOf = async (storage: Storage, { committeeId, id }: Row<'members'>): Promise<LinkRow[]> =>
  from(inCommittee(storage, committeeId), 'calendarLinks', { memberId: id, deletedAt: null })
    .orderBy('createdAt', 'id')
    .execute()

/** The link of a token, while its day, its login and the mandate of its member last. */
async function linkInForce(
  storage: Storage,
  token: string,
  today: string,
): Promise<{ committeeId: string; memberId: string } | undefined> {
  const committeeId = committeeOfSecret('lvc', token)
  if (!committeeId) return undefined
  const [link] = await storage.query<{ committeeId: string; memberId: string }>(
    `select l.committee_id, l.member_id from calendar_links l
       join users u on u.committee_id = l.committee_id and u.id = l.user_id
       join members m on m.committee_id = l.committee_id and m.id = l.member_id
      where l.committee_id = ? and l.token_hash = ? and l.deleted_at is null and l.valid_to >= ?
        and u.state = 'active' and u.deleted_at is null and u.person_id = m.person_id
        and m.deleted_at is null and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?)`,
    [committeeId, hashSecret(token), today, today, today],
  )
  return link
}

const enough = (): AppError =>
  new AppError('state_conflict', {
    en: `${LINKS_MAX} addresses of this calendar are in force: end one that is not used any more`,
    zh: `此日历已有 ${LINKS_MAX} 个有效地址：请先停用不再使用的地址`,
  })
