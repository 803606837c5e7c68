import { beforeAll, expect, it } from 'vitest'
import { aMember, jobEnd } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'

inEveryWorld('the audit log', (world) => {
  const types = async (query: string) => {
    const { body } = await world.admin.get(`/v1/audit-log?${query}`).expect(200)
    return body.items.map(({ type }: { type: string }) => type) as string[]
  }
  const turnTo = async (day: string) => {
    world.now = new Date(`${day}T04:00:00Z`)
    world.admin = await login(world, 'admin')
  }

  beforeAll(async () => {
    for (const day of ['2019-03-01', '2019-03-02', '2019-03-03']) {
      await turnTo(day)
      await aMember(world)
    }
  })

  it('is read from its newest end, page by page, each event once', async () => {
    const all: number[] = []
    const pageAfter = async (cursor: string): Promise<string | null> => {
      const { body } = await world.admin.get(`/v1/audit-log?limit=7${cursor}`).expect(200)
      all.push(...body.items.map(({ seq }: { seq: number }) => seq))
      expect(body.hasMore).toBe(body.nextCursor !== null)
      return body.nextCursor
    }
    for (let next = await pageAfter(''); next !== null; ) next = await pageAfter(`&cursor=${next}`)
    expect(all).toEqual(Array.from({ length: all[0]! }, (_, n) => all[0]! - n))
  })

  it('is searched by day, actor, subject and type, and by several of them', async () => {
    const created = 'type=member.created'
    expect(await types(created)).toHaveLength(3)
    expect(await types(`${created}&from=2019-03-02`)).toHaveLength(2)
    expect(await types(`${created}&to=2019-03-02`)).toHaveLength(2)
    expect(await types(`${created}&from=2019-03-02&to=2019-03-02`)).toHaveLength(1)
    expect(await types('from=2020-01-01')).toEqual([])
    expect(new Set(await types('subjectType=members'))).toEqual(new Set(['member.created']))
    expect(await types(`${created}&actor=user/${world.admin.userId}`)).toHaveLength(3)
    expect(await types('actor=user/nobody')).toEqual([])
  })

  it('400 for a cursor of another search, a changed one, and a day that is none', async () => {
    const { body } = await world.admin.get('/v1/audit-log?limit=1').expect(200)
    const other = await world.admin
      .get(`/v1/audit-log?limit=1&type=x.y&cursor=${body.nextCursor}`)
      .expect(400)
    expect(other.body.code).toBe('cursor_mismatch')
    expect((await world.admin.get('/v1/audit-log?cursor=x').expect(400)).body.code).toBe('cursor_invalid')
    await world.admin.get('/v1/audit-log?from=yesterday').expect(400)
  })

  it('has who fetched an export, before the first byte left', async () => {
    const asked = await world.admin
      .post(
        '/v1/exports',
        { kind: 'list', list: '/members', format: 'csv' },
        { 'idempotency-key': crypto.randomUUID() },
      )
      .expect(202)
    await jobEnd(world, asked.body.jobId)
    expect(await types('type=export.downloaded')).toEqual([])
    await world.admin.get(`/v1/exports/${asked.body.id}/file`).expect(200)
    const { body } = await world.admin.get('/v1/audit-log?type=export.downloaded').expect(200)
    expect(body.items).toMatchObject([
      {
        subjectId: asked.body.id,
        actor: `user/${world.admin.userId}`,
        data: { kind: 'list', format: 'csv', rows: 3 },
      },
    ])
  })
})
