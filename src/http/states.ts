import { z } from 'zod'
import { Day, IdParams } from '../core/fields.ts'
import { from, inCommittee } from '../storage/from.ts'
import { definitionOf, type TableName } from '../storage/tables.ts'
import { type Resource, readable } from './record.ts'
import { type Route, route } from './route.ts'

/** `GET /things/{id}/states`: what a record has been, from which day, and why; of a table that keeps it. */

const RecordStates = z
  .object({
    items: z.array(
      z.object({
        field: z.string().meta({ description: 'The field that says it: `state`, or a day such as `keyOn`.' }),
        value: z.string().nullable(),
        day: Day.meta({ description: 'From this day on.' }),
        since: Day.meta({
          description: 'The day of the state itself; earlier than `day` where the record came back to it.',
        }),
        reason: z.string().nullable(),
        seq: z.int().meta({ description: 'The event that says so.' }),
      }),
    ),
  })
  .meta({ id: 'RecordStates' })

export function statesRoutes<N extends TableName>(resource: Resource<N>): Route[] {
  const { table, path, one, permission, stays } = resource
  if (Object.keys(definitionOf(table).states).length === 0) return []
  return [
    route({
      method: 'GET',
      path: `${path}/:id/states`,
      operationId: `list${one.PascalCase}States`,
      summary: `What a ${one.en} has been, from which day and why, in the order of the entries`,
      tag: path.slice(1),
      permission: permission.read,
      params: IdParams,
      response: RecordStates,
      failures: ['not_found', ...(stays ? [] : (['gone'] as const))],
      read: async (context) => {
        const { id } = context.params
        await readable(resource, context, id)
        const scope = inCommittee(context.storage, context.committeeId)
        const rows = await from(scope, 'recordStates', { resource: table, recordId: id })
          .pick('field', 'value', 'day', 'since', 'reason', 'seq')
          .orderBy('seq')
        return { body: { items: rows } }
      },
    }),
  ]
}
