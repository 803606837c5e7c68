import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { members } from '../../committee/members/resource.ts'
import { addDays, dayInZone } from '../../core/days.ts'
import { notFound } from '../../core/errors.ts'
import { Day, IdParams, NoQuery } from '../../core/fields.ts'
import { readable } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { calendarOf } from './feed.ts'

/** Calendars are fetched by programs that cannot log in: the address itself is the credential, and it ends. */

const LINK_DAYS = 400
const MAC_BYTES = 16
const TYPE = 'text/calendar; charset=utf-8'

const Link = z
  .object({
    path: z
      .string()
      .meta({ description: 'Below the address of this service; whoever has it reads the calendar.' }),
    validTo: Day,
  })
  .meta({ id: 'CalendarLink' })

export function calendarRoutes(secret: string): Route[] {
  const key = createHmac('sha256', secret).update('calendars').digest()
  return [
    route({
      method: 'GET',
      path: '/members/:id/calendar-link',
      operationId: 'getCalendarLink',
      summary: 'The address of a member’s calendar, for programs that cannot log in',
      tag: 'members',
      permission: 'members.read',
      params: IdParams,
      query: NoQuery,
      status: 200,
      response: Link,
      failures: ['not_found', 'gone'],
      read: async (context) => {
        const member = await readable(members, context as Context, context.params.id)
        const validTo = addDays(dayInZone(context.clock()), LINK_DAYS)
        return {
          body: { path: `/v1/calendars/${tokenOf(key, context.committeeId, member.id, validTo)}`, validTo },
        }
      },
    }),
    route({
      method: 'GET',
      path: '/calendars/:token',
      operationId: 'readCalendar',
      summary: 'The meetings that a member is invited to, as iCalendar',
      tag: 'members',
      permission: 'public',
      params: z.object({ token: z.string().max(200).meta({ example: 'ebd1.5f' }) }),
      query: NoQuery,
      status: 200,
      responseType: TYPE,
      failures: ['not_found'],
      stream: async ({ storage, clock, params }, reply) => {
        const today = dayInZone(clock())
        const named = readToken(key, params.token, today)
        if (!named) throw notFound('calendar', params.token.slice(0, 8))
        reply.header('content-type', TYPE)
        return reply.send(await calendarOf(storage, named.committeeId, named.memberId, today))
      },
    }),
  ]
}

function tokenOf(key: Buffer, committeeId: string, memberId: string, validTo: string): string {
  const body = Buffer.from([committeeId, memberId, validTo].join(' ')).toString('base64url')
  return `${body}.${macOf(key, body)}`
}

const macOf = (key: Buffer, body: string): string =>
  createHmac('sha256', key).update(body).digest().subarray(0, MAC_BYTES).toString('base64url')

function readToken(key: Buffer, token: string, today: string) {
  const [body = '', mac = ''] = token.split('.')
  const [sent, wanted] = [Buffer.from(mac), Buffer.from(macOf(key, body))]
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) return undefined
  const [committeeId, memberId, validTo] = Buffer.from(body, 'base64url').toString().split(' ') as [
    string,
    string,
    string,
  ]
  return validTo >= today ? { committeeId, memberId } : undefined
}
