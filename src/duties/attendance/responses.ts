import { z } from 'zod'
import { dayInZone } from '../../core/days.ts'
import { AppError, notFound, ruleViolation } from '../../core/errors.ts'
import { BelowQuery, Id, IdParams, Instant, TrialQuery } from '../../core/fields.ts'
import { INVITATION_ORIGINS, RESPONSES, SESSION_PLACES } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { readable, refuseNobody } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { from } from '../../storage/from.ts'
import { changeRow, findRow } from '../../storage/rows.ts'
import type { Tx } from '../../storage/storage.ts'
import { checkEnterer } from '../leave-requests/resource.ts'
import { meetingSessions } from '../meetings/resource.ts'
import { recordableMeeting } from '../meetings/service.ts'
import { movedWith } from '../meetings/store.ts'
import { answersTo } from './waiting.ts'

const Response = z.strictObject({ memberId: Id, response: z.enum(['accepted', 'declined']) }).meta({
  id: 'InvitationResponse',
  example: { memberId: '0197f6a0-0000-7000-8000-000000000001', response: 'accepted' },
})

const PlaceFields = {
  place: coded(SESSION_PLACES).nullable().meta({
    description: 'Of a meeting with a `capacity`: by the order of the answers; leave frees a place.',
  }),
  waitingNumber: z.int().nullable().meta({ description: '1 moves up next.' }),
}

const Invitation = z
  .object({
    sessionId: Id,
    memberId: Id,
    origin: coded(INVITATION_ORIGINS),
    response: coded(RESPONSES),
    respondedAt: Instant.nullable(),
    ...PlaceFields,
    version: z.int(),
  })
  .meta({ id: 'Invitation' })

const Answers = z
  .object({
    sessionId: Id,
    capacity: z.int().nullable(),
    accepted: z.int(),
    waiting: z.int(),
    items: z.array(
      z.object({
        memberId: Id,
        name: z.string(),
        response: coded(RESPONSES),
        respondedAt: Instant.nullable(),
        ...PlaceFields,
      }),
    ),
  })
  .meta({ id: 'InvitationAnswers' })

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
      params: IdParams,
      query: TrialQuery,
      body: Response,
      response: Invitation,
      failures: ['not_found', 'forbidden', 'not_owner', 'state_conflict', 'rule_violation', 'period_closed'],
      write: async (tx, context) => ({
        body: await respond(tx, context, context.body),
      }),
    }),
    route({
      method: 'GET',
      path: '/meeting-sessions/:id/responses',
      operationId: 'listResponses',
      summary: 'Who said that they come, in the order of the answers, and who waits for a place',
      tag: 'attendance',
      permission: 'duties.read',
      params: IdParams,
      query: BelowQuery,
      response: Answers,
      failures: ['not_found', 'gone'],
      tagged: true,
      subject: (context) => readable(meetingSessions, context, context.params.id),
      read: async (context) => ({ body: await answered(context) }),
    }),
  ]
}

/** A member sees how many come, and their own place. */
async function answered(context: Context<{ id: string }>) {
  const { storage, committeeId, principal } = context
  refuseNobody(principal)
  const session = await readable(meetingSessions, context, context.params.id)
  const { capacity, answers } = await answersTo(storage, committeeId, session)
  const people = await storage.query<{ id: string; name: string; personId: string }>(
    `select m.id, m.name, m.person_id from invitations i
       join members m on m.committee_id = i.committee_id and m.id = i.member_id
      where i.committee_id = ? and i.session_id = ?`,
    [committeeId, session.id],
  )
  const byId = new Map(people.map((person) => [person.id, person]))
  const all = principal.permissions.has('records.read')
  const visible = answers.filter(({ memberId }) => all || byId.get(memberId)!.personId === principal.personId)
  return {
    sessionId: session.id,
    capacity,
    accepted: answers.filter(({ response }) => response === 'accepted').length,
    waiting: answers.filter(({ place }) => place === 'waiting').length,
    items: visible.map((answer) => ({ ...answer, name: byId.get(answer.memberId)!.name })),
  }
}

async function respond(tx: Tx, context: Context<{ id: string }>, body: z.infer<typeof Response>) {
  const { params, principal } = context
  const session = await findRow(tx, 'meetingSessions', params.id)
  const invitation = await from(tx, 'invitations', { sessionId: params.id, memberId: body.memberId }).first()
  const member = await findRow(tx, 'members', body.memberId)
  const own = member?.personId === principal.personId
  if (!session || !invitation || (!own && !principal.permissions.has('records.read'))) {
    throw notFound('invitation', `${params.id}/${body.memberId}`)
  }
  const meeting = await recordableMeeting(tx, session.meetingId)
  await checkEnterer(tx, body.memberId, meeting, context)
  if (session.state === 'settled') {
    throw new AppError('state_conflict', {
      en: 'The session is settled; answers no longer count',
      zh: '该场次已结算，不能再答复',
    })
  }
  const patch = { response: body.response, respondedAt: tx.at }
  if (!principal.permissions.has('records.read')) checkInTime(meeting.answerBy ?? session.day, tx.at)
  const members = await movedWith(tx, tx.committeeId, session.meetingId, [body.memberId])
  const note = { type: 'invitation.answered', members }
  const again = invitation.response === body.response
  const row = again ? invitation : await changeRow(tx, 'invitations', invitation, patch, note)
  const { answers } = await answersTo(tx, tx.committeeId, session)
  const { place, waitingNumber } = answers.find(({ memberId }) => memberId === body.memberId)!
  return { ...row, place, waitingNumber }
}

/** Members answer in time; the office enters what it was told in time as long as the roll is open. */
function checkInTime(last: string, at: string): void {
  if (dayInZone(new Date(at)) <= last) return
  throw ruleViolation('invitations.answer_in_time', {
    en: `Invitations to this session were answered until ${last}: tell the office, which changes the list or the roll`,
    zh: `该场次须在 ${last} 前答复：请联系办公室调整邀请名单或出席记录`,
  })
}
