import { z } from 'zod'
import { notFound, unknownReference } from '../../core/errors.ts'
import { Id, IdParams, Instant, Line, TrialQuery } from '../../core/fields.ts'
import { newId } from '../../core/ids.ts'
import { listPage, PageQuery, page } from '../../http/paging.ts'
import { forbidden } from '../../http/rights.ts'
import { type Principal, type Route, route } from '../../http/route.ts'
import { changeRow, findRow, insertRow } from '../../storage/rows.ts'
import type { Row } from '../../storage/tables.ts'
import { withUses } from '../key-uses.ts'
import { PERMISSIONS, ROLE_PERMISSIONS } from '../permissions.ts'
import { hashSecret, newSecret, shownOnce } from '../tokens.ts'

const KEY_DAYS_MAX = 400
const Scope = z.enum(Object.keys(PERMISSIONS))

const NewApiKey = z
  .strictObject({
    name: Line(100),
    scopes: z
      .array(Scope)
      .min(1)
      .max(50)
      .default([...ROLE_PERMISSIONS.integration])
      .meta({ description: 'Permissions; default those of the integration role.' }),
    organizationIds: z
      .array(Id)
      .max(50)
      .default([])
      .meta({ description: 'Departments it acts for; none: all.' }),
    expiresInDays: z.int().min(1).max(KEY_DAYS_MAX).default(365),
  })
  .meta({ id: 'NewApiKey', example: { name: '签到系统', scopes: ['imports.run', 'duties.record'] } })

const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.string()),
    organizationIds: z.array(Id),
    expiresAt: Instant,
    revokedAt: Instant.nullable(),
    lastUsedAt: Instant.nullable().meta({ description: 'The hour of the last use; null: never used.' }),
    createdAt: Instant,
  })
  .meta({ id: 'ApiKey' })

const CreatedApiKey = ApiKey.extend({
  key: z.string().nullable().meta({ description: 'Shown this once; null with `validateOnly`.' }),
}).meta({ id: 'CreatedApiKey' })

/** A key without departments acts for all of them, so that none is made by whom a department limits there. */
const reachesFurther = (
  { reach }: Principal,
  scopes: readonly string[],
  wanted: readonly string[],
): boolean =>
  scopes.some((scope) => {
    const own = reach.get(scope) ?? null
    return own !== null && (wanted.length === 0 || wanted.some((id) => !own.includes(id)))
  })

export function apiKeyRoutes(secret: string): Route[] {
  const tag = 'api-keys'
  return [
    route({
      method: 'GET',
      path: '/api-keys',
      operationId: 'listApiKeys',
      summary: 'API keys, without their secrets',
      tag,
      permission: 'keys.manage',
      query: PageQuery,
      response: page(ApiKey, 'ApiKeyPage'),
      failures: ['cursor_invalid', 'cursor_mismatch'],
      // Without a tag: uses are no events, so that the sequence number does not move with them.
      read: (context) =>
        listPage(context.storage, context, context.query, {
          table: 'apiKeys',
          path: '/api-keys',
          where: [],
          sorts: ['name', 'createdAt'],
          defaultSort: 'createdAt',
          key: ['id'],
          tombstones: true,
          present: (rows) => withUses(context.storage, context.committeeId, rows),
          secret,
        }),
    }),
    route({
      method: 'POST',
      path: '/api-keys',
      operationId: 'createApiKey',
      secretAnswer: true,
      summary: 'Create an API key; it can do no more than its maker',
      tag,
      permission: 'keys.manage',
      query: TrialQuery,
      body: NewApiKey,
      status: 201,
      response: CreatedApiKey,
      failures: ['forbidden', 'unknown_reference'],
      write: async (tx, { body, principal, query }) => {
        const beyond = body.scopes.filter((scope) => !principal.permissions.has(scope))
        if (beyond.length > 0) {
          throw forbidden({
            en: `You cannot give what you do not have: ${beyond.join(', ')}`,
            zh: `不能授予自己没有的权限：${beyond.join('、')}`,
          })
        }
        if (reachesFurther(principal, body.scopes, body.organizationIds)) {
          throw forbidden({
            en: 'You act for your departments only: name them as organizationIds',
            zh: '您只代表所在部门，请在 organizationIds 中写明这些部门',
          })
        }
        for (const [index, id] of body.organizationIds.entries()) {
          const organization = await findRow(tx, 'organizations', id)
          if (!organization || organization.deletedAt) throw unknownReference(`/organizationIds/${index}`, id)
        }
        const key = newSecret('lvk', tx.committeeId)
        const row = await insertRow(
          tx,
          'apiKeys',
          {
            id: newId(),
            name: body.name,
            prefix: key.slice(0, 12),
            keyHash: hashSecret(key),
            scopes: body.scopes,
            organizationIds: body.organizationIds,
            expiresAt: new Date(Date.parse(tx.at) + body.expiresInDays * 86_400_000).toISOString(),
            revokedAt: null,
            externalId: null,
          },
          { type: 'api_key.created' },
        )
        const shown = { ...row, lastUsedAt: null, key: shownOnce(key, query) }
        return { body: shown, location: `/v1/api-keys/${row.id}` }
      },
    }),
    route({
      method: 'POST',
      path: '/api-keys/:id/revoke',
      operationId: 'revokeApiKey',
      summary: 'Revoke an API key: its next request is refused',
      tag,
      permission: 'keys.manage',
      params: IdParams,
      query: TrialQuery,
      response: ApiKey,
      failures: ['not_found'],
      write: async (tx, { params }) => {
        const row: Row<'apiKeys'> | undefined = await findRow(tx, 'apiKeys', params.id)
        if (!row) throw notFound('API key', params.id)
        const revokedAt = row.revokedAt ?? tx.at
        const revoked = await changeRow(tx, 'apiKeys', row, { revokedAt }, { type: 'api_key.revoked' })
        const [body] = await withUses(tx, tx.committeeId, [revoked])
        return { body }
      },
    }),
  ]
}
