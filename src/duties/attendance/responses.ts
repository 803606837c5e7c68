import { z } from 'zod'
import { AppError, notFound } from '../../core/errors.ts'
import { Id, Instant, ValidateOnly } from '../../core/fields.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { recordableMeeting } from '../meetings/service.ts'

const Response = z.strictObject({ memberId: Id, response: z.enum(['accepted', 'declined']) }).meta({
  id: 'InvitationResponse',
  example: { memberId: '0197f6a0-0000-7000-8000-000000000001', response: 'accepted' },
})

const Invitation = z
  .object({
    sessionId: Id,
    memberId: Id,
    origin: z.enum(['rule', 'picked']),
    response: z.enum(['pending', 'accepted', 'declined']),
    respondedAt: Instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Invitation' })

/** What an invited member answers; declining a sign-up meeting takes them out of the denominator. */
export function responseRoutes(): Route[] {
  return [
    route({
      method: 'POST',
      path: '/meeting-sessions/:id/responses',
      operationId: 'respondToInvitation',
      summary: 'Accept or decline an invitation',
      tag: 'attendance',
      permission: 'leave.request',
      params: z.object({ id: Id }),
      query: z.strictObject({ validateOnly: ValidateOnly }),
      body: Response,
      status: 200,
      response: Invitation,
      failures: ['not_found', 'forbidden', 'state_conflict', 'period_closed'],
      write: async (tx, context) => ({
        body: await respond(tx, context as Context<{ id: string }>, context.body),
      }),
    }),
  ]
}

async function respond(
  tx: Tx,
  { params, principal }: Context<{ id: string }>,
  body: z.infer<typeof Response>,
) {
  const session = await findRow(tx.db, 'meetingSessions', tx.committeeId, params.id)
  const invitation = await tx.db
    .selectFrom('invitations')
    .selectAll()
    .where('committeeId', '=', tx.committeeId)
    .where('sessionId', '=', params.id)
    .where('memberId', '=', body.memberId)
    .executeTakeFirst()
  const member = await findRow(tx.db, 'members', tx.committeeId, body.memberId)
  const own = member?.personId === principal.personId
  if (!session || !invitation || (!own && !principal.permissions.has('records.read'))) {
    throw notFound('invitation', `${params.id}/${body.memberId}`)
  }
  await recordableMeeting(tx, session.meetingId)
  if (session.state === 'settled') {
    throw new AppError('state_conflict', {
      en: 'The session is settled; answers no longer count',
      zh: '该场次已结算，不能再答复',
    })
  }
  const patch = { response: body.response, respondedAt: tx.at }
  if (invitation.response === body.response) return invitation
  return changeRow(tx, 'invitations', invitation, patch, {
    type: 'invitation.answered',
    members: [body.memberId],
  })
}
