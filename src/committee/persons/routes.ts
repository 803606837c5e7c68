import { z } from 'zod'
import { notFound, ruleViolation, unknownReference } from '../../core/errors.ts'
import { BelowQuery, Day, Id, IdParams, Instant, TrialQuery } from '../../core/fields.ts'
import { type Route, route } from '../../http/route.ts'
import { from, inCommittee, type Scope } from '../../storage/from.ts'
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
      response: Person,
      failures: ['not_found'],
      read: async ({ storage, committeeId, params: { id } }) => ({
        body: await personOf(inCommittee(storage, committeeId), id),
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
      response: Person,
      failures: ['not_found', 'unknown_reference', 'rule_violation', 'period_closed', 'already_exists'],
      subject: ({ storage, committeeId, params: of }) => personOf(inCommittee(storage, committeeId), of.id),
      write: async (tx, context) => {
        const merged = await standing(tx, context.params.id)
        if (!merged) throw notFound('person', context.params.id)
        const into = await standing(tx, context.body.intoId)
        if (!into) throw unknownReference('/intoId', context.body.intoId)
        if (merged === into) {
          throw ruleViolation(
            'persons.two',
            { en: 'These are one person already', zh: '两者已是同一人' },
            '/intoId',
          )
        }
        await mergePersons(tx, merged, into)
        return { body: await personOf(tx, into) }
      },
    }),
  ]
}

/** The id of the person who stands, however often they were merged. */
async function standing(scope: Scope, id: string): Promise<string | undefined> {
  for (let at = id; ; ) {
    const row = await from(scope, 'persons', { id: at }).first()
    if (!row || row.mergedIntoId === null) return row?.id
    at = row.mergedIntoId
  }
}

async function personOf(scope: Scope, personId: string) {
  const id = await standing(scope, personId)
  if (!id) throw notFound('person', personId)
  const person = await from(scope, 'persons', { id }).first()
  const merged = await from(scope, 'persons', { mergedIntoId: id }).orderBy('id')
  const memberships = (await membershipsOf(scope, id)).map(
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
