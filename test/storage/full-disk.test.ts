import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { login, openWorld, type World } from '../support/world.ts'

describe('a full disk under SQLite', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld('sqlite')
  })
  afterAll(() => world.close())

  /** SQLite answers a file that may not grow as it answers a disk that is full. */
  const roomFor = (pages: number) =>
    world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, (tx) =>
      tx.query(`pragma max_page_count = ${pages}`, []),
    )
  const create = (code: string) =>
    world.admin.post('/v1/organizations', { kind: 'sector', code, name: code.padEnd(90, '界') })

  it('is 503 for whatever writes, leaves nothing, and is over when there is room again', async () => {
    // Never less than what the file has already.
    await roomFor(1)
    const stored: string[] = []
    let refused: Awaited<ReturnType<typeof create>> | undefined
    for (let n = 0; n < 2_000 && !refused; n += 1) {
      const answer = await create(`c${n}`)
      if (answer.status === 201) stored.push(`c${n}`)
      else refused = answer
    }
    expect([refused!.status, refused!.body.code, refused!.body.retryable]).toEqual([503, 'unavailable', true])
    expect(refused!.headers['retry-after']).toBe('2')
    // Reads go on.
    const listed = await world.admin.get('/v1/organizations?limit=200&kind=sector').expect(200)
    expect(listed.body.items.map(({ code }: { code: string }) => code)).not.toContain(`c${stored.length}`)
    await roomFor(1_073_741_823)
    await create(`c${stored.length}`).expect(201)
    await login(world, 'admin')
  })
})
