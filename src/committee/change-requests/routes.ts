import { z } from 'zod'
import { ruleViolation } from '../../core/errors.ts'
import { Line } from '../../core/fields.ts'
import { actionRoute, resourceRoutes } from '../../http/endpoints.ts'
import type { Fields } from '../../http/record.ts'
import type { Route } from '../../http/route.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import type { ChangedField } from '../../storage/tables/work.ts'
import type { Row } from '../../storage/tables.ts'
import { sortKey } from '../members/pinyin.ts'
import { ASKED, changeRequests, checkUndecided } from './resource.ts'

/** Asked by members, decided by staff, field by field. */

const Decide = z
  .strictObject({
    decisions: z
      .array(
        z.strictObject({
          field: z.enum(ASKED),
          accept: z.boolean(),
          reason: Line(200).nullable().default(null),
        }),
      )
      .min(1)
      .max(ASKED.length),
  })
  .meta({ id: 'DecideChangeRequest', example: { decisions: [{ field: 'unit', accept: true }] } })

type Decision = z.output<typeof Decide>['decisions'][number]

export function changeRequestRoutes(secret: string): Route[] {
  return [
    ...resourceRoutes(changeRequests, secret),
    actionRoute(changeRequests, {
      verb: 'decide',
      operationId: 'decideChangeRequest',
      summary: 'Accept or refuse each field; what is accepted is written to the member record',
      permission: 'members.manage',
      decides: true,
      body: Decide,
      failures: ['state_conflict', 'rule_violation'],
      run: async (tx, row, body, context) => {
        checkUndecided(row)
        const fields = decided(row.fields, body.decisions)
        await apply(tx, row.memberId, fields)
        const accepted = fields.filter(({ state }) => state === 'accepted').length
        return {
          fields,
          state: outcomeOf(accepted, fields.length),
          decidedBy: context.principal.actor,
          decidedAt: tx.at,
        }
      },
    }),
  ]
}

const outcomeOf = (accepted: number, all: number): Row<'changeRequests'>['state'] =>
  accepted === all ? 'accepted' : accepted === 0 ? 'refused' : 'partly_accepted'

/** Every field is decided, and a refusal says why. */
function decided(fields: readonly ChangedField[], decisions: readonly Decision[]): ChangedField[] {
  return fields.map((one) => {
    const decision = decisions.find(({ field }) => field === one.field)
    if (decision && (decision.accept || decision.reason)) {
      return {
        ...one,
        state: decision.accept ? ('accepted' as const) : ('refused' as const),
        reason: decision.reason,
      }
    }
    throw ruleViolation(
      'change_requests.each_field',
      {
        en: `Decide on ${one.field} too; a refusal gives its reason`,
        zh: `还须决定 ${one.field}；不同意须写明理由`,
      },
      '/decisions',
    )
  })
}

async function apply(tx: Tx, memberId: string, fields: readonly ChangedField[]): Promise<void> {
  const accepted = fields.filter(({ state }) => state === 'accepted')
  const name = accepted.find(({ field }) => field === 'name')?.value
  const patch: Fields = {
    ...Object.fromEntries(accepted.map(({ field, value }) => [field, value])),
    ...(name ? { pinyin: await sortKey(String(name)) } : {}),
  }
  const member = (await findRow(tx, 'members', memberId))!
  // Each value was read by the schema of its field when it was asked for.
  await changeRow(tx, 'members', member, patch as Partial<Row<'members'>>, {
    type: 'member.changed',
    members: [memberId],
  })
}
