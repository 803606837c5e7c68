import { z } from 'zod'
import { personBox } from '../../committee/inbox/notify.ts'
import { Id, Instant, TrialQuery } from '../../core/fields.ts'
import { NOTICES } from '../../core/words/reports.ts'
import { coded } from '../../core/words/word.ts'
import { operation } from '../../http/operation.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { type Principal, type Route, route } from '../../http/route.ts'
import type { Condition } from '../../storage/list.ts'
import { updatePlain } from '../../storage/plain.ts'

/** The box of a person: what waits for them, each an event of the log. */

const READ_MAX = 200
const UNREAD: readonly Condition[] = [{ column: 'readAt', op: 'null' }]

const Entry = z
  .object({
    id: Id,
    type: coded(NOTICES),
    title: z.object({ zh: z.string(), en: z.string() }),
    subjectType: z.string(),
    subjectId: z.string(),
    seq: z.int().meta({ description: 'The event that it stands for.' }),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: 'InboxEntry' })

export const listMyInbox = operation('listMyInbox', page(Entry, 'InboxPage'))
export const markMyInbox = operation('markMyInbox', z.object({ read: z.int() }).meta({ id: 'InboxRead' }))

export function inboxRoutes(secret: string): Route[] {
  return [
    route({
      method: 'GET',
      path: '/me/inbox',
      ...listMyInbox,
      summary: 'What waits for you, the newest first',
      tag: 'me',
      permission: 'any',
      query: PageQuery.pick({ limit: true, cursor: true, includeTotal: true }).extend({
        unread: z.enum(['true']).optional().meta({ description: 'Only what you have not marked as read.' }),
      }),
      failures: ['cursor_invalid', 'cursor_mismatch'],
      tagged: true,
      read: (context) => {
        const { unread, ...query } = context.query
        return listPage(
          context.storage,
          context,
          { ...query, ...(unread ? { unread } : {}) },
          {
            table: 'inbox',
            path: '/me/inbox',
            where: [
              { column: 'recipient', op: 'in', value: boxesOf(context.principal) },
              ...(unread ? UNREAD : []),
            ],
            sorts: ['seq'],
            defaultSort: '-seq',
            key: ['id'],
            tombstones: false,
            present: async (rows) =>
              rows.map(({ recipient: _, committeeId: _id, ...row }) => {
                const [zh, en] = NOTICES[row.type]
                return { ...row, title: { zh, en } }
              }),
            secret,
          },
        )
      },
    }),
    route({
      method: 'POST',
      path: '/me/inbox/read',
      ...markMyInbox,
      summary: 'Mark entries as read',
      tag: 'me',
      permission: 'any',
      query: TrialQuery,
      body: z
        .strictObject({ ids: z.array(Id).min(1).max(READ_MAX) })
        .meta({ id: 'ReadInbox', example: { ids: ['0197f6a0-0000-7000-8000-000000000001'] } }),
      failures: [],
      write: async (tx, { body, principal }) => {
        const match = { recipient: boxesOf(principal), id: body.ids, readAt: null }
        const read = await updatePlain(tx, 'inbox', match, { readAt: tx.at })
        if (read > 0) {
          const subject = { subjectType: 'inbox', subjectId: principal.id, subjectVersion: 0 }
          await tx.emit({ type: 'inbox.read', ...subject, data: { read } })
        }
        return { body: { read } }
      },
    }),
  ]
}

/** A person's box and the one of the login. */
function boxesOf({ actor, personId }: Principal): string[] {
  return personId === null ? [actor] : [actor, personBox(personId)]
}
