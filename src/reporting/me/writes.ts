import type { z } from 'zod'
import type { ErrorCode } from '../../core/errors.ts'
import { Id, TrialQuery } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { dutyRecordOperations, dutyRecords } from '../../duties/duty-records/resource.ts'
import { leaveRequestOperations, leaveRequests } from '../../duties/leave-requests/resource.ts'
import { refusalsOf } from '../../http/endpoints.ts'
import type { Operation } from '../../http/operation.ts'
import { type Call, type Operations, prepareAs, writeAs } from '../../http/operations.ts'
import type { Fields, Resource } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import { inCommittee } from '../../storage/from.ts'
import { findRow } from '../../storage/rows.ts'
import type { Storage } from '../../storage/storage.ts'
import type { TableName } from '../../storage/tables.ts'
import { appealOperations, appeals } from '../appeals/resource.ts'
import { reportVerifications, verifyReport } from '../reports/verifications.ts'
import { ownMember } from './member.ts'
import { declareMyDuty, openMyAppeal, requestMyLeave, verifyMyReport } from './schema.ts'

/** What a member enters for themselves: the same operations, with their own membership filled in. */

interface Own {
  path: string
  operation: Operation
  summary: string
  /** The operation behind it. */
  behind: Operation
  permission: string
  resource: Pick<Resource<TableName>, 'input' | 'one' | 'example'>
  response(): z.ZodType
  failures: readonly ErrorCode[]
  /** Day on which the membership is looked for; else the latest is meant. */
  dayOf?(storage: Storage, committeeId: string, sent: Fields): Promise<string | undefined>
}

async function dayOfMeeting(storage: Storage, committeeId: string, { meetingId }: Fields) {
  const meeting = await findRow(inCommittee(storage, committeeId), 'meetings', String(meetingId))
  return meeting?.startsOn
}

const OWN: readonly Own[] = [
  {
    path: '/me/leave-requests',
    operation: requestMyLeave,
    summary: 'Ask for leave',
    behind: leaveRequestOperations.create,
    permission: 'leave.request',
    resource: leaveRequests,
    response: () => outputOf(leaveRequests),
    failures: refusalsOf(leaveRequests).create,
    dayOf: dayOfMeeting,
  },
  {
    path: '/me/duty-records',
    operation: declareMyDuty,
    summary: 'Declare something that you did; somebody else confirms it',
    behind: dutyRecordOperations.create,
    permission: 'duties.declare',
    resource: dutyRecords,
    response: () => outputOf(dutyRecords),
    failures: refusalsOf(dutyRecords).create,
  },
  {
    path: '/me/verifications',
    operation: verifyMyReport,
    summary: 'Say whether your part of a report is right',
    behind: verifyReport,
    permission: 'reports.verify',
    resource: reportVerifications,
    response: () => outputOf(reportVerifications),
    failures: ['state_conflict', 'rule_violation', 'already_exists'],
  },
  {
    path: '/me/appeals',
    operation: openMyAppeal,
    summary: 'Object to a line, to a fact that is missing, or to a status at a session',
    behind: appealOperations.create,
    permission: 'appeals.open',
    resource: appeals,
    response: () => outputOf(appeals),
    failures: ['rule_violation', 'unknown_reference', 'already_exists'],
  },
]

export function ownWriteRoutes({ storage, clock }: Deps, operations: Operations): Route[] {
  return OWN.map((own) => {
    const callFor = async (context: Context<unknown, unknown, Fields>): Promise<Call> => {
      const sent = context.body
      const { principal, language, requestId } = context
      const day = await own.dayOf?.(storage, principal.committeeId, sent)
      const days = day === undefined ? undefined : { from: day, to: day }
      const memberId = sent.memberId ?? (await ownMember(storage, context, days)).id
      return { principal, language, requestId, body: { ...sent, memberId }, storage, clock }
    }
    const { memberId: _, ...example } = own.resource.example
    return route({
      method: 'POST',
      path: own.path,
      ...own.operation,
      summary: own.summary,
      tag: 'me',
      permission: own.permission,
      query: TrialQuery,
      body: own.resource.input
        .extend({
          memberId: Id.optional().meta({
            description: 'Which of your memberships; the one of the day, else the latest.',
          }),
        })
        .meta({ id: `My${own.resource.one.PascalCase}`, example }),
      status: 201,
      response: own.response(),
      failures: ['not_found', ...own.failures.filter((code) => code !== 'not_owner')],
      prepare: async (context) => {
        const call = await callFor(context)
        const behind = operations.of(own.behind)
        return { call, prepared: behind.prepare ? await prepareAs(behind, call) : undefined }
      },
      write: (tx, _context, { call, prepared }) => writeAs(tx, operations.of(own.behind), call, prepared),
    })
  })
}
