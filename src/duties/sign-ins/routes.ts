import { z } from 'zod'
import { ofPerson } from '../../committee/members/store.ts'
import { exactlyOne } from '../../core/cross-fields.ts'
import { notFound } from '../../core/errors.ts'
import { Id, IdParams, TrialQuery } from '../../core/fields.ts'
import { resourceRoutes } from '../../http/endpoints.ts'
import { equalTo } from '../../http/filters.ts'
import { listPage, PageQuery } from '../../http/paging.ts'
import { refuseNobody } from '../../http/record.ts'
import { type Context, type Route, route } from '../../http/route.ts'
import { inCommittee } from '../../storage/from.ts'
import type { Condition } from '../../storage/list.ts'
import { codeAt, codeKey } from './codes.ts'
import { LinkBefore, PictureFormat, pictureOf, TYPES } from './picture.ts'
import {
  getMySignInCode,
  getSignInCode,
  listSignIns,
  SentCode,
  signMemberIn,
  signMyselfIn,
} from './schema.ts'
import { signInByCode, signInByStaff } from './service.ts'
import { checkMayShow, signInWindows } from './windows.ts'

const tag = 'attendance'
const params = IdParams
const picture = z.strictObject({ format: PictureFormat, link: LinkBefore })

const MySignIn = z
  .strictObject({ code: SentCode })
  .meta({ id: 'MySignIn', example: { code: 'x'.repeat(43) } })

const NewSignIn = z
  .strictObject({ memberCode: SentCode.optional(), memberId: Id.optional() })
  .refine(({ memberCode, memberId }) => (memberCode === undefined) !== (memberId === undefined), {
    message: 'Send memberCode, or memberId',
  })
  .meta({
    id: 'NewSignIn',
    example: { memberId: '0197f6a0-0000-7000-8000-000000000001' },
    ...exactlyOne('memberCode', 'memberId'),
  })

/** Signing in with codes: windows, the codes of both sides, and what came of them. */
export function signInRoutes(secret: string): Route[] {
  const key = codeKey(secret)
  return [
    ...resourceRoutes(signInWindows, secret),
    ...shownAtMeeting(key),
    ...shownByMember(key),
    ...signing(key),
    listRoute(secret),
  ]
}

function shownAtMeeting(key: Buffer): Route[] {
  const shown = async (context: Context<{ id: string }>) => {
    const { storage, committeeId, params, principal, clock } = context
    await checkMayShow(inCommittee(storage, committeeId), params.id, principal, clock().toISOString())
    return codeAt(key, 'window', params.id, clock())
  }
  const failures = ['not_found', 'not_owner', 'state_conflict', 'rule_violation'] as const
  return [
    route({
      method: 'GET',
      path: '/sign-in-windows/:id/code',
      ...getSignInCode,
      summary: 'The code to show at the meeting now; it changes every half minute',
      tag,
      permission: 'duties.record',
      params,
      failures,
      read: async (context) => ({ body: await shown(context) }),
    }),
    route({
      method: 'GET',
      path: '/sign-in-windows/:id/code-picture',
      operationId: 'getSignInCodePicture',
      summary: 'The same code as a picture',
      tag,
      permission: 'duties.record',
      params,
      query: picture,
      responseType: TYPES.svg,
      failures,
      stream: async (context, reply) => {
        const { code, nextAt } = await shown(context)
        const { format, link = '' } = context.query
        reply.header('content-type', TYPES[format]).header('x-next-at', nextAt)
        return reply.send(await pictureOf(link + code, format))
      },
    }),
  ]
}

function shownByMember(key: Buffer): Route[] {
  const shown = ({ principal, clock }: Pick<Context, 'principal' | 'clock'>) => {
    if (principal.personId === null) throw notFound('membership of', principal.id)
    return codeAt(key, 'person', principal.personId, clock())
  }
  return [
    route({
      method: 'GET',
      path: '/me/sign-in-code',
      ...getMySignInCode,
      summary: 'Your own code of this half minute, for staff at the door to read',
      tag: 'me',
      permission: 'attendance.sign_in',
      failures: ['not_found'],
      read: async (context) => ({ body: shown(context) }),
    }),
    route({
      method: 'GET',
      path: '/me/sign-in-code-picture',
      operationId: 'getMySignInCodePicture',
      summary: 'The same code as a picture',
      tag: 'me',
      permission: 'attendance.sign_in',
      query: picture.omit({ link: true }),
      responseType: TYPES.svg,
      failures: ['not_found'],
      stream: async (context, reply) => {
        const { code, nextAt } = shown(context)
        const { format } = context.query
        reply.header('content-type', TYPES[format]).header('x-next-at', nextAt)
        return reply.send(await pictureOf(code, format))
      },
    }),
  ]
}

function signing(key: Buffer): Route[] {
  const failures = [
    'not_found',
    'rule_violation',
    'already_exists',
    'state_conflict',
    'period_closed',
  ] as const
  return [
    route({
      method: 'POST',
      path: '/me/sign-ins',
      ...signMyselfIn,
      summary: 'Sign in with the code that is shown at the meeting',
      tag: 'me',
      permission: 'attendance.sign_in',
      query: TrialQuery,
      body: MySignIn,
      status: 201,
      failures,
      write: async (tx, { body, principal }) => ({
        body: await signInByCode(tx, key, body.code, principal),
      }),
    }),
    route({
      method: 'POST',
      path: '/sign-in-windows/:id/sign-ins',
      ...signMemberIn,
      summary: 'Sign a member in at the door: by the code on their phone, or because you know them',
      tag,
      permission: 'duties.record',
      params,
      query: TrialQuery,
      body: NewSignIn,
      status: 201,
      failures: [...failures, 'not_owner'],
      write: async (tx, { params: { id }, body, principal }) => ({
        body: await signInByStaff(tx, key, id, body, principal),
      }),
    }),
  ]
}

function listRoute(secret: string): Route {
  return route({
    method: 'GET',
    path: '/sign-ins',
    ...listSignIns,
    summary: 'Who signed in, when and how',
    tag,
    permission: 'duties.read',
    query: PageQuery.omit({ externalId: true }).extend({
      sessionId: Id.optional(),
      memberId: Id.optional(),
    }),
    failures: ['cursor_invalid', 'cursor_mismatch'],
    tagged: true,
    read: (context) =>
      listPage(context.storage, context, context.query, {
        table: 'signIns',
        path: '/sign-ins',
        where: conditions(context),
        sorts: ['signedAt'],
        defaultSort: 'signedAt',
        key: ['id'],
        tombstones: true,
        present: async (rows) => rows,
        secret,
      }),
  })
}

/** A member sees their own. */
function conditions({ query, principal }: Context<unknown, Readonly<Record<string, unknown>>>): Condition[] {
  const where = equalTo(query, ['sessionId', 'memberId'])
  refuseNobody(principal)
  if (!principal.permissions.has('records.read')) where.push(ofPerson(principal.personId))
  return where
}
