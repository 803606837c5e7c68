import { tokensOf } from '../../src/access/tokens.ts'
import { insertRow } from '../../src/storage/rows.ts'
import { type Client, clientOf, type World } from './world.ts'

/** A committee below that of the world, and an administrator of its own. */
export async function administratorOf(world: World, code: string): Promise<Client> {
  const { body } = await world.admin
    .post('/v1/committees', { code, name: '下级', level: 'district' })
    .expect(201)
  const userId = await world.storage.write(body.id, { actor: 'setup', requestId: 'test' }, async (tx) => {
    const id = crypto.randomUUID()
    const blank = {
      personId: null,
      passwordHash: null,
      codeHash: null,
      codeExpiresAt: null,
      externalId: null,
    }
    const user = {
      id,
      login: 'below',
      displayName: '下级',
      state: 'active' as const,
      sessionVersion: 1,
      ...blank,
    }
    await insertRow(tx, 'users', user, { type: 'user.created' })
    const role = {
      id: crypto.randomUUID(),
      userId: id,
      role: 'admin',
      organizationId: null,
      validFrom: '2000-01-01',
    }
    await insertRow(
      tx,
      'userRoles',
      { ...role, validTo: null, externalId: null },
      { type: 'user_role.created' },
    )
    return id
  })
  const claims = { sub: userId, committeeId: body.id, sessionVersion: 1 }
  return clientOf(world, tokensOf(() => world.app.jwt).sign(claims, world.now), userId)
}
