import { z } from 'zod'
import { notFound, ruleViolation, unknownReference } from '../../core/errors.ts'
import { BelowQuery, Day, Id, IdParams, Instant, TrialQuery } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import type { Storage, Tx } from '../../storage/storage.ts'
import { membershipsOf, mergePersons } from './merge.ts'

/** A person (人) is the human behind memberships of several terms; two that are one human are merged. */

const Person = z
  .object({
    id: Id,
    createdAt: Instant,
    mergedFrom: z.array(Id).meta({ description: 'Ids that lead here because they were merged into it.' }),
    memberships: z.array(
      z.object({
        id: Id,
        termId: Id,
        memberNo: z.string(),
        name: z.string(),
        validFrom: Day,
        validTo: Day.nullable(),
      }),
    ),
  })
  .meta({ id: 'Person' })

const Merge = z.strictObject({ intoId: Id.meta({ description: 'The person who stands.' }) }).meta({
  id: 'MergePerson',
  example: { intoId: '0197f6a0-0000-7000-8000-000000000001' },
})

const params = IdParams

export function personRoutes(): Route[] {
  return [
    route({
      method: 'GET',
      path: '/persons/:id',
      operationId: 'getPerson',
      summary: 'A person and their memberships; the id of one that was merged leads to the one that stands',
      tag: 'persons',
      permission: 'members.manage',
      params,
      query: BelowQuery,
      status: 200,
      response: Person,
      failures: ['not_found'],
      read: async ({ storage, committeeId, params: { id } }) => ({
        body: await personOf(storage, committeeId, id),
      }),
    }),
    route({
      method: 'POST',
      path: '/persons/:id/merge',
      operationId: 'mergePerson',
      summary: 'The same human as another: memberships and everything behind them become the other’s',
      tag: 'persons',
      permission: 'members.manage',
      params,
      query: TrialQuery,
      body: Merge,
      status: 200,
      response: Person,
      failures: ['not_found', 'unknown_reference', 'rule_violation', 'period_closed', 'already_exists'],
      subject: ({ storage, committeeId, params: of }) => personOf(storage, committeeId, of.id),
      write: async (tx, context) => {
        const from = await standing(tx, context.params.id)
        if (!from) throw notFound('person', context.params.id)
        const into = await standing(tx, context.body.intoId)
        if (!into) throw unknownReference('/intoId', context.body.intoId)
        if (from === into) {
          throw ruleViolation(
            'persons.two',
            { en: 'These are one person already', zh: '两者已是同一人' },
            '/intoId',
          )
        }
        await mergePersons(tx, from, into)
        return { body: await personOf(tx, context.committeeId, into) }
      },
    }),
  ]
}

type Asked = Pick<Storage | Tx, 'query'>

/** The id of the person who stands, however often they were merged. */
async function standing(from: Asked & { committeeId: string }, id: string): Promise<string | undefined> {
  for (let at: string | null = id; at !== null; ) {
    const [row]: { id: string; mergedIntoId: string | null }[] = await from.query(
      'select id, merged_into_id from persons where committee_id = ? and id = ?',
      [from.committeeId, at],
    )
    if (!row || row.mergedIntoId === null) return row?.id
    at = row.mergedIntoId
  }
  return undefined
}

async function personOf(from: Asked, committeeId: string, asked: string) {
  const here = { query: from.query.bind(from), committeeId } as Asked & { committeeId: string }
  const id = await standing(here, asked)
  if (!id) throw notFound('person', asked)
  const [person] = await from.query<{ createdAt: string }>(
    'select created_at from persons where committee_id = ? and id = ?',
    [committeeId, id],
  )
  const merged = await from.query<{ id: string }>(
    'select id from persons where committee_id = ? and merged_into_id = ? order by id',
    [committeeId, id],
  )
  const memberships = (await membershipsOf(here as Tx, id)).map(
    ({ id: memberId, termId, memberNo, name, validFrom, validTo }) => ({
      id: memberId,
      termId,
      memberNo,
      name,
      validFrom,
      validTo,
    }),
  )
  return { id, createdAt: person!.createdAt, mergedFrom: merged.map((row) => row.id), memberships }
}
