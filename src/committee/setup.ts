import { timingSafeEqual } from 'node:crypto'
import { Setup, SetupDone } from '../access/auth/schema.ts'
import { checkedHash } from '../access/auth/service.ts'
import { listCommittee } from '../access/directory.ts'
import { hashSecret } from '../access/tokens.ts'
import { AppError } from '../core/errors.ts'
import { newId } from '../core/ids.ts'
import type { Deps } from '../deps.ts'
import { type Route, route } from '../http/route.ts'
import { insertRow } from '../storage/rows.ts'
import type { Storage, Tx } from '../storage/storage.ts'
import { seedCatalogues } from './catalogues/seed.ts'

/** No default account anywhere: the first administrator is made with a token that the server prints while there is none. */
export async function hasAdministrator(storage: Storage): Promise<boolean> {
  const [row] = await storage.query<{ n: number }>('select count(*) as n from users', [])
  return Number(row!.n) > 0
}

export function setupRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'POST',
      path: '/setup',
      operationId: 'setUp',
      summary: 'Make the first committee and its administrator with the one-time token',
      tag: 'auth',
      permission: 'public',
      secretAnswer: true,
      lock: 'setup',
      body: Setup,
      status: 201,
      response: SetupDone,
      failures: ['unauthenticated', 'setup_done'],
      prepare: async (context) => {
        checkToken(deps, context.body.token)
        const { administrator, committee } = context.body
        const own = [administrator.login, administrator.displayName, committee.code, committee.name]
        const at = { pointer: '/administrator/password', own, address: context.address }
        return { passwordHash: await checkedHash(administrator.password, at), committeeId: newId() }
      },
      committeeOf: async (_context, { committeeId }) => committeeId,
      write: async (tx, { body }, { passwordHash }) => {
        // Asked again inside: two set-ups at once must not both win.
        const [user] = await tx.query('select id from users limit 1', [])
        if (user) throw setupDone()
        const userId = await firstAdministrator(tx, body, passwordHash)
        return { body: { committeeId: tx.committeeId, userId, createdAt: tx.at } }
      },
      after: () => {
        deps.setup.tokenHash = undefined
      },
    }),
  ]
}

function checkToken(deps: Deps, token: string): void {
  const expected = deps.setup.tokenHash
  if (!expected) throw setupDone()
  if (timingSafeEqual(Buffer.from(hashSecret(token)), Buffer.from(expected))) return
  throw new AppError('unauthenticated', {
    en: 'The token is not the one that the server printed at its start',
    zh: '令牌与服务启动时打印的不一致',
  })
}

function setupDone(): AppError {
  return new AppError('setup_done', {
    en: 'An administrator exists: log in, or let an administrator invite you',
    zh: '已有管理员：请登录，或请管理员邀请您',
  })
}

interface Input {
  committee: { code: string; name: string; level: string }
  administrator: { login: string; displayName: string }
}

async function firstAdministrator(tx: Tx, input: Input, passwordHash: string): Promise<string> {
  const committee = {
    id: tx.committeeId,
    code: input.committee.code,
    name: input.committee.name,
    level: input.committee.level,
    parentId: null,
    zone: 'Asia/Shanghai',
    settings: {},
    externalId: null,
  }
  await listCommittee(tx, committee)
  await insertRow(tx, 'committees', committee, { type: 'committee.created', members: 'all' })
  await seedCatalogues(tx)
  const user = {
    id: newId(),
    login: input.administrator.login,
    displayName: input.administrator.displayName,
    personId: null,
    state: 'active' as const,
    passwordHash,
    codeHash: null,
    codeExpiresAt: null,
    sessionVersion: 1,
    externalId: null,
  }
  await insertRow(tx, 'users', user, { type: 'user.created' })
  const role = {
    id: newId(),
    userId: user.id,
    role: 'admin',
    organizationId: null,
    validFrom: '1900-01-01',
    validTo: null,
    externalId: null,
  }
  await insertRow(tx, 'userRoles', role, { type: 'user_role.created' })
  return user.id
}
