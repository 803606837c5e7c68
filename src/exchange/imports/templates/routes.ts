import { z } from 'zod'
import { AppError, ruleViolation } from '../../../core/errors.ts'
import { Code, Day, Id } from '../../../core/fields.ts'
import type { Deps } from '../../../deps.ts'
import { savedAs, savedName } from '../../../http/file-name.ts'
import { type Context, type Route, route } from '../../../http/route.ts'
import { refused } from '../../../http/validate.ts'
import type { Storage } from '../../../storage/storage.ts'
import { legalWordsOf, tableOf } from '../legal-words.ts'
import { isRecordResource, RECORD_RESOURCES } from '../planner/records/record-table.ts'
import { dutyKindOf } from '../record-world-store.ts'
import { attendanceList, attendanceMatrix } from './attendance.ts'
import { formBytes } from './form.ts'
import { recordTemplate, rosterTemplate } from './records.ts'
import {
  bodyNames,
  expectedAt,
  meetingTitles,
  SESSIONS_MAX,
  type Session,
  sessionsBetween,
  sessionsOfMeeting,
} from './store.ts'
import { type Template, templateBytes } from './template.ts'

/** Sheets to fill in, one for each resource that is read from sheets. */

const RESOURCES = ['attendance', 'form', 'members', ...RECORD_RESOURCES] as const

const Query = z.strictObject({
  shape: z.enum(['L', 'W']).optional().meta({
    description: 'Of attendance: a row for each member and meeting (L), or a column for each session (W).',
  }),
  meetingId: Id.optional().meta({ description: 'With shape W: the sessions of this meeting.' }),
  from: Day.optional().meta({ description: 'With shape W: the sessions from this day to `to`.' }),
  to: Day.optional(),
  dutyKind: Code.optional().meta({ description: 'Of duty-records: code of their kind.' }),
})
type Reading = Pick<Storage, 'query'>
type Asked = Context<{ resource: string }, z.output<typeof Query>>

export function importTemplateRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'GET',
      path: '/imports/templates/:resource',
      operationId: 'getImportTemplate',
      summary:
        'A workbook to fill in: choices, notes, an explanation, and an example that the import leaves out',
      tag: 'imports',
      permission: 'imports.run',
      params: z.object({ resource: z.string() }),
      query: Query,
      responseType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      failures: ['not_found', 'unknown_reference', 'rule_violation'],
      stream: async (context, reply) => {
        const bytes = await bytesFor(deps, context)
        return reply
          .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
          .header('content-disposition', savedAs(savedName(context.params.resource, 'xlsx')))
          .header('cache-control', 'no-store')
          .send(bytes)
      },
    }),
  ]
}

async function bytesFor(deps: Deps, asked: Asked): Promise<Buffer> {
  if (asked.params.resource !== 'form') return templateBytes(await templateFor(deps, asked))
  const { committeeId } = asked.principal
  return formBytes(
    await bodyNames(deps.storage, committeeId, ['sector']),
    await meetingTitles(deps.storage, committeeId),
  )
}

async function templateFor({ storage }: Deps, asked: Asked): Promise<Template> {
  const { resource } = asked.params
  const { committeeId } = asked.principal
  if (resource === 'attendance') return attendanceFor(storage, asked)
  if (resource === 'members') {
    return rosterTemplate({
      sector: await bodyNames(storage, committeeId, ['sector']),
      committee: await bodyNames(storage, committeeId, ['special_committee']),
      group: await bodyNames(storage, committeeId, ['member_group', 'street_body']),
    })
  }
  if (!isRecordResource(resource)) {
    throw new AppError('not_found', {
      en: `No sheets of ${resource} are read; there are templates of ${RESOURCES.join(', ')}`,
      zh: `没有 ${resource} 的导入模板；可用的有：${RESOURCES.join('、')}`,
    })
  }
  const { dutyKind } = asked.query
  if (resource === 'duty-records') await checkKind(storage, committeeId, dutyKind)
  const legal = await legalWordsOf(storage, committeeId, resource, dutyKind)
  return recordTemplate(await tableOf(storage, committeeId, resource, dutyKind), legal)
}

async function checkKind(storage: Reading, committeeId: string, code: string | undefined): Promise<void> {
  if (!code) throw lacks('dutyKind', 'is required for duty-records')
  if (!(await dutyKindOf(storage, committeeId, code))) throw unknown('dutyKind', code)
}

async function attendanceFor(storage: Reading, { query, principal }: Asked): Promise<Template> {
  const { committeeId } = principal
  const sectors = await bodyNames(storage, committeeId, ['sector'])
  if (query.shape !== 'W') return attendanceList(sectors, await meetingTitles(storage, committeeId))
  const sessions = await sessionsFor(storage, committeeId, query)
  return attendanceMatrix(sessions, await expectedAt(storage, committeeId, sessions), sectors)
}

async function sessionsFor(
  storage: Reading,
  committeeId: string,
  { meetingId, from, to }: z.output<typeof Query>,
): Promise<Session[]> {
  if (meetingId) {
    const sessions = await sessionsOfMeeting(storage, committeeId, meetingId)
    if (sessions.length === 0) throw unknown('meetingId', meetingId)
    return sessions
  }
  if (!from || !to) throw lacks('meetingId', 'is required for shape W, or from and to')
  const sessions = await sessionsBetween(storage, committeeId, from, to)
  if (sessions.length > 0 && sessions.length <= SESSIONS_MAX) return sessions
  throw ruleViolation('imports.template_sessions', {
    en: `There are ${sessions.length === 0 ? 'no' : `more than ${SESSIONS_MAX}`} sessions from ${from} to ${to}: choose other days, or a meeting`,
    zh: `${from} 至 ${to} ${sessions.length === 0 ? '没有会议场次' : `的会议场次超过 ${SESSIONS_MAX} 场`}，请另选日期，或指定一场会议`,
  })
}

const lacks = (parameter: string, detail: string): AppError =>
  refused([{ parameter, code: 'required', detail }])

const unknown = (parameter: string, value: string): AppError =>
  new AppError(
    'unknown_reference',
    {
      en: `${parameter} names ${value}, which does not exist here`,
      zh: `${parameter} 指向的 ${value} 不存在`,
    },
    { errors: [{ parameter, code: 'unknown_reference', detail: 'names nothing that exists here' }] },
  )
