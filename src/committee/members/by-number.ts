import { z } from 'zod'
import { notFound } from '../../core/errors.ts'
import { BelowId, Id, Line } from '../../core/fields.ts'
import { presented, readable } from '../../http/record.ts'
import { type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { members } from './resource.ts'

/** A member by the number that people know; numbers repeat over terms, so the newest term answers unless one is named. */
export function memberByNumberRoute(): Route {
  return route({
    method: 'GET',
    path: '/members/by-no/:memberNo',
    operationId: 'getMemberByNumber',
    summary: 'One member by number',
    tag: 'members',
    permission: 'members.read',
    params: z.object({ memberNo: Line(40) }),
    query: z.strictObject({ termId: Id.optional(), committeeId: BelowId }),
    response: outputOf(members),
    failures: ['not_found', 'gone'],
    read: async (context) => {
      const { storage, committeeId, params, query } = context
      const rows = await storage.query<{ id: string; termId: string }>(
        `select m.id, m.term_id from members m
           join terms t on t.committee_id = m.committee_id and t.id = m.term_id
          where m.committee_id = ? and m.member_no = ? order by t.number desc, m.id`,
        [committeeId, params.memberNo],
      )
      const member = query.termId ? rows.find((row) => row.termId === query.termId) : rows[0]
      if (!member) throw notFound('member', params.memberNo)
      const row = await readable(members, context, member.id)
      const [body] = await presented(members, context, [row], storage)
      return { body, version: row.version }
    },
  })
}
