import type { ErrorCode } from '../../core/errors.ts'
import { Id, TrialQuery } from '../../core/fields.ts'
import type { Deps } from '../../deps.ts'
import { dutyRecords } from '../../duties/duty-records/resource.ts'
import { leaveRequests } from '../../duties/leave-requests/resource.ts'
import { type Call, type Operations, prepareAs, writeAs } from '../../http/operations.ts'
import type { Fields, Resource } from '../../http/record.ts'
import { refusalsOf } from '../../http/resource.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { outputOf } from '../../http/shapes.ts'
import type { TableName } from '../../storage/tables.ts'
import { appeals } from '../appeals/resource.ts'
import { reportVerifications } from '../reports/verifications.ts'
import { ownMember } from './member.ts'

/** What a member enters for themselves: the same operations, with their own membership filled in. */

interface Own {
  path: string
  operationId: string
  summary: string
  /** The operation behind it. */
  behind: string
  permission: string
  resource: Resource<TableName>
  failures: readonly ErrorCode[]
}

// biome-ignore lint/suspicious/noExplicitAny: resources of several tables in one list -- each is typed where it is declared
const any = (resource: any): Resource<TableName> => resource

const OWN: readonly Own[] = [
  {
    path: '/me/leave-requests',
    operationId: 'requestMyLeave',
    summary: 'Ask for leave',
    behind: 'createLeaveRequest',
    permission: 'leave.request',
    resource: any(leaveRequests),
    failures: refusalsOf(leaveRequests).create,
  },
  {
    path: '/me/duty-records',
    operationId: 'declareMyDuty',
    summary: 'Declare something that you did; somebody else confirms it',
    behind: 'createDutyRecord',
    permission: 'duties.declare',
    resource: any(dutyRecords),
    failures: refusalsOf(dutyRecords).create,
  },
  {
    path: '/me/verifications',
    operationId: 'verifyMyReport',
    summary: 'Say whether your part of a report is right',
    behind: 'verifyReport',
    permission: 'reports.verify',
    resource: any(reportVerifications),
    failures: ['state_conflict', 'rule_violation', 'already_exists'],
  },
  {
    path: '/me/appeals',
    operationId: 'openMyAppeal',
    summary: 'Object to a line, to a fact that is missing, or to a status at a session',
    behind: 'createAppeal',
    permission: 'appeals.open',
    resource: any(appeals),
    failures: ['rule_violation', 'unknown_reference', 'already_exists'],
  },
]

export function ownWriteRoutes({ storage, clock }: Deps, operations: Operations): Route[] {
  return OWN.map((own) => {
    const callFor = async (context: Context): Promise<Call> => {
      const sent = context.body as Fields
      const memberId = sent['memberId'] ?? (await ownMember(storage, context)).id
      const { principal, language, requestId } = context
      return { principal, language, requestId, body: { ...sent, memberId }, storage, clock }
    }
    const { memberId: _, ...example } = own.resource.example
    return route({
      method: 'POST',
      path: own.path,
      operationId: own.operationId,
      summary: own.summary,
      tag: 'me',
      permission: own.permission,
      query: TrialQuery,
      body: own.resource.input
        .extend({
          memberId: Id.optional().meta({ description: 'Which of your memberships; the current one.' }),
        })
        .meta({ id: `My${own.resource.one.PascalCase}`, example }),
      status: 201,
      response: outputOf(own.resource),
      failures: ['not_found', ...own.failures.filter((code) => code !== 'not_owner')],
      prepare: async (context) => {
        const call = await callFor(context)
        const behind = operations.named(own.behind)
        return { call, prepared: behind.prepare ? await prepareAs(behind, call) : undefined }
      },
      write: (tx, _context, { call, prepared }) => writeAs(tx, operations.named(own.behind), call, prepared),
    })
  })
}
