import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayInZone } from '../../src/core/days.ts'
import { aMeeting, aMember, jobEnd, post } from '../support/records.ts'
import { attach } from '../support/service-kinds.ts'
import { alsoAs, inEveryWorld, login } from '../support/world.ts'

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

  describe('has who saw personal values in clear', () => {
    const reads = async (client: { userId: string }) => {
      const { body } = await world.admin
        .get(`/v1/audit-log?type=personal.read&actor=user/${client.userId}`)
        .expect(200)
      return body.items.map(
        ({ subjectType, data }: { subjectType: string; data: { subjects: string[] } }) =>
          `${subjectType} ${data.subjects.join(' ')}`,
      ) as string[]
    }
    const withPhone = () => aMember(world, { phone: '13800000000' })

    it('once a day for each of them, and never for those who saw none', async () => {
      const [a, b] = [await withPhone(), await withPhone()]
      const plain = await aMember(world)
      const [reviewer, clerk] = [await world.as('reviewer'), await world.as('clerk')]
      for (const { id } of [a, plain, a]) await reviewer.get(`/v1/members/${id}`).expect(200)
      await clerk.get(`/v1/members/${a.id}`).expect(200)
      expect(await reads(reviewer)).toEqual([`members ${a.id}`])
      expect(await reads(clerk)).toEqual([])
      await reviewer.get(`/v1/members/${b.id}/archive`)
      await reviewer.get('/v1/members?limit=200').expect(200)
      const [last, ...before] = await reads(reviewer)
      expect(last).toContain(b.id)
      for (const id of [a.id, plain.id]) expect(last).not.toContain(id)
      expect(before).toEqual([`members ${a.id}`])
      await turnTo(dayInZone(new Date(world.now.getTime() + 86_400_000)))
      const next = await alsoAs(world, reviewer)
      await next.get(`/v1/members/${a.id}`).expect(200)
      expect((await reads(reviewer))[0]).toBe(`members ${a.id}`)
      expect(await reads(reviewer)).toHaveLength(3)
    })

    it('of those who decide on it, and of papers, too', async () => {
      const member = await aMember(world)
      const leave = { memberId: member.id, meetingId: (await aMeeting(world)).id, leaveType: 'sick' }
      const { id: leaveRequestId } = await post(world, '/v1/leave-requests', leave)
      const paper = await attach(world.admin, { leaveRequestId, purpose: 'leave_paper' }).expect(201)
      const approver = await world.as('approver')
      await approver.get(`/v1/leave-requests/${leaveRequestId}`).expect(200)
      expect(await reads(approver)).toEqual([`leaveRequests ${member.id}`])
      const reviewer = await world.as('reviewer')
      await reviewer.get(`/v1/attachments/${paper.body.id}/content`).expect(200)
      expect(await reads(reviewer)).toEqual([`attachments ${paper.body.id}`])
    })

    it('before the answer leaves; the tag of the answer is that of what was read', async () => {
      await withPhone()
      const reviewer = await world.as('reviewer')
      const first = await reviewer.get('/v1/members?limit=200').expect(200)
      expect(await reads(reviewer)).toHaveLength(1)
      await reviewer.get('/v1/members?limit=200', { 'if-none-match': first.headers['etag']! }).expect(304)
    })

    it('and is not told to those who follow the changes', async () => {
      const clerk = await world.as('clerk')
      const { text } = await clerk.get('/v1/events?limit=200').expect(200)
      expect(text).not.toContain('personal.read')
      expect((await world.admin.get('/v1/events?type=personal.read').expect(200)).body.items).not.toEqual([])
    })
  })

  it('has whose login failed, and from where', async () => {
    const { body: who } = await world.admin.get(`/v1/users/${world.admin.userId}`).expect(200)
    const guess = (login: string) =>
      request(world.app.server)
        .post('/v1/auth/login')
        .send({ committee: 'luming', login, password: 'a guess of somebody' })
        .expect(401)
    await guess(who.login)
    await guess('nobody')
    const failed = async () =>
      (await world.admin.get('/v1/audit-log?type=login.failed').expect(200)).body.items
    await expect.poll(async () => (await failed()).length).toBe(2)
    expect(await failed()).toMatchObject([
      {
        subjectType: 'throttles',
        actor: 'anonymous',
        data: { address: expect.stringContaining('127.0.0.1') },
      },
      { subjectType: 'users', subjectId: who.id },
    ])
  })
})
