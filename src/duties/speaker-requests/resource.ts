import { z } from 'zod'
import { declared } from '../../committee/declared/declared.ts'
import type { Step } from '../../committee/declared/life.ts'
import { checkInOffice } from '../../committee/members/in-office.ts'
import { ofPerson } from '../../committee/members/store.ts'
import { AppError, ruleViolation } from '../../core/errors.ts'
import { ExternalId, Id, Instant, Line } from '../../core/fields.ts'
import { illegalStep, legalSteps } from '../../core/moves.ts'
import { SPEAKER_STATES } from '../../core/words/meetings.ts'
import { coded } from '../../core/words/word.ts'
import { isOwnMember, requirePermission } from '../../http/rights.ts'
import type { Principal } from '../../http/route.ts'
import { from, inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Db, Tx } from '../../storage/storage.ts'
import type { Row } from '../../storage/tables.ts'
import { requireMeetingOwner } from '../meetings/resource.ts'

/**
 * 发言名单: who asks to speak at a session, in the order of asking, and whom whoever presides has called. A list for the
 * day itself: what was said and counts is a speech of its own.
 */

/** Of whoever asked, and of the office. */
const theirs = {
  refuses: ['not_owner'],
  may: (tx, row, { principal }) => checkMay(tx, row, principal),
} satisfies Partial<Step<'speakerRequests'>>

const MOVES = {
  call: {
    from: ['requested'],
    to: 'called',
    operationId: 'callSpeaker',
    summary: 'Whoever presides calls them, in whatever order',
    permission: 'duties.record',
    ...theirs,
    also: async (tx) => ({ calledAt: tx.at }),
  },
  speak: {
    from: ['called'],
    to: 'spoke',
    past: 'spoke',
    operationId: 'noteSpeaker',
    summary: 'They spoke',
    permission: 'duties.record',
    ...theirs,
    also: async (tx) => ({ spokeAt: tx.at }),
  },
  withdraw: {
    from: ['requested', 'called'],
    to: 'withdrawn',
    past: 'given_up',
    operationId: 'giveUpSpeaking',
    summary: 'They do not want to speak any more',
    ...theirs,
  },
} as const satisfies Record<string, Step<'speakerRequests'>>

const WAITING: readonly SpeakerRequest['state'][] = ['requested', 'called']

type SpeakerRequest = Row<'speakerRequests'>

export const speakerRequests = declared({
  table: 'speakerRequests',
  path: '/speaker-requests',
  one: { en: 'speaker request', zh: '发言申请', PascalCase: 'SpeakerRequest' },
  input: z.strictObject({
    sessionId: Id,
    memberId: Id.meta({ description: 'A member asks for themselves, the office for anybody.' }),
    topic: Line(200).nullable().default(null),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({
    number: z.int().meta({ description: 'The place in the order of asking, which is kept.' }),
    state: coded(SPEAKER_STATES),
    legal: z.array(z.string()).meta({ description: 'The steps that its state allows.' }),
    ahead: z.int().nullable().meta({ description: 'How many wait before this one; null once it is called.' }),
    calledAt: Instant.nullable(),
    spokeAt: Instant.nullable(),
  }),
  fixed: ['sessionId', 'memberId'],
  by: ['sessionId', 'memberId', 'state'],
  filters: z.object({ memberId: Id.optional() }),
  sorts: ['createdAt', 'number'],
  defaultSort: 'createdAt',
  permission: { read: 'duties.read', write: 'speakers.request' },
  ownRows: (principal) => ofPerson(principal.personId),
  decorate: async (db, rows, { committeeId }) => {
    const waiting = await waitingIn(db, committeeId, [...new Set(rows.map((row) => row.sessionId))])
    return rows.map((row) => ({
      ...row,
      legal: legalSteps(MOVES, row.state),
      ahead: row.state === 'requested' ? before(row, waiting) : null,
    }))
  },
  life: { first: 'requested', steps: MOVES },
  onCreate: async (tx, input, { principal }) => {
    const [sessionId, memberId] = [input.sessionId, input.memberId]
    const session = (await findRow(tx, 'meetingSessions', sessionId))!
    await checkMay(tx, { sessionId, memberId }, principal)
    await checkHeld(tx, session)
    await checkInOffice(tx, memberId, session.day, { rule: 'speakers.in_office', pointer: '/memberId' })
    await checkWaitsOnce(tx, sessionId, memberId)
    return { ...input, number: await nextNumber(tx, sessionId) }
  },
  onChange: async (tx, row, patch, { principal }) => {
    await checkMay(tx, row, principal)
    if (row.state !== 'requested') throw illegalStep(row.state, 'change', legalSteps(MOVES, row.state))
    return patch
  },
  onWithdraw: async (tx, row, { principal }) => {
    await checkMay(tx, row, principal)
    if (row.state !== 'requested') throw illegalStep(row.state, 'delete', legalSteps(MOVES, row.state))
  },
  example: {
    sessionId: '0197f6a0-0000-7000-8000-000000000001',
    memberId: '0197f6a0-0000-7000-8000-000000000002',
    topic: '关于老旧小区加装电梯',
  },
  refuses: {
    create: ['not_owner', 'rule_violation', 'state_conflict'],
    change: ['not_owner', 'state_conflict'],
    withdraw: ['not_owner', 'state_conflict'],
  },
})

/** The member themselves; else the department that holds the meeting. */
async function checkMay(
  tx: Tx,
  { sessionId, memberId }: { sessionId: string; memberId: string },
  principal: Principal,
): Promise<void> {
  if (await isOwnMember(tx, tx.committeeId, memberId, principal)) return
  requirePermission(principal, 'records.read', {
    en: 'A member asks to speak in their own name only',
    zh: '委员只能为本人申请发言',
  })
  requireMeetingOwner(principal.departments, await meetingOfSession(tx, sessionId))
}

async function meetingOfSession(tx: Tx, sessionId: string): Promise<Row<'meetings'>> {
  const session = await findRow(tx, 'meetingSessions', sessionId)
  return (await findRow(tx, 'meetings', session!.meetingId))!
}

/** Nobody speaks at a session that is over or was called off. */
async function checkHeld(tx: Tx, session: Row<'meetingSessions'>): Promise<void> {
  const meeting = await meetingOfSession(tx, session.id)
  if (meeting.state !== 'cancelled' && session.state !== 'settled') return
  throw new AppError('state_conflict', {
    en: 'The session is settled or its meeting cancelled: nobody speaks there any more',
    zh: '该场次已结算或会议已取消，不再接受发言申请',
  })
}

async function checkWaitsOnce(tx: Tx, sessionId: string, memberId: string): Promise<void> {
  const waiting = await waitingIn(tx, tx.committeeId, [sessionId])
  if (!waiting.some((row) => row.memberId === memberId)) return
  throw ruleViolation(
    'speakers.waits_once',
    { en: 'This member waits to speak already', zh: '该委员已在发言名单中' },
    '/memberId',
  )
}

type Waiting = Pick<SpeakerRequest, 'sessionId' | 'memberId' | 'number' | 'state'>

async function waitingIn(db: Db, committeeId: string, sessionIds: readonly string[]): Promise<Waiting[]> {
  if (sessionIds.length === 0) return []
  return from(inCommittee(db, committeeId), 'speakerRequests', {
    sessionId: sessionIds,
    state: WAITING,
    deletedAt: null,
  }).pick('sessionId', 'memberId', 'number', 'state')
}

const before = (row: SpeakerRequest, waiting: readonly Waiting[]): number =>
  waiting.filter(
    ({ sessionId, number, state }) =>
      sessionId === row.sessionId && state === 'requested' && number < row.number,
  ).length

/** A number is given once, also where its request was withdrawn. */
const nextNumber = async (tx: Tx, sessionId: string): Promise<number> =>
  (await from(tx, 'speakerRequests', { sessionId }).max('number')) + 1
