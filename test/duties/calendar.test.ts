import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld, login, PASSWORD } from '../support/world.ts'

const NEW_PASSWORD = 'another horse battery staple'

inEveryWorld('a member’s calendar', (world) => {
  it('holds what they are invited to, under an address that ends, and tells nothing of attendance', async () => {
    const member = await aMember(world)
    const meeting = await aMeeting(world, {
      title: '九届十二次常委会议',
      place: '三楼会议室',
      startsOn: '2019-12-30',
      endsOn: '2019-12-30',
      sessions: [
        { day: '2019-12-30', part: 'am', startTime: '09:00', endTime: '11:30', title: '审议' },
        { day: '2019-12-30', part: 'pm' },
      ],
    })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    const cancelled = await aMeeting(world, { title: '座谈', startsOn: '2020-01-10', endsOn: '2020-01-10' })
    await post(world, `/v1/meetings/${cancelled.id}/invite`, { memberIds: [member.id] })
    await act(world, `/v1/meetings/${cancelled.id}`, 'cancel', { reason: '台风' })
    await aMeeting(world, { title: '他人的会', startsOn: '2019-12-31', endsOn: '2019-12-31' })

    const client = await world.as('member', { personId: member.personId })
    const link = (await client.post(`/v1/members/${member.id}/calendar-links`).expect(201)).body
    const read = () => request(world.app.server).get(link.path)
    const { text, headers } = await read().expect(200)
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
    const lines = text.replaceAll('\r\n ', '').split('\r\n')
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(3)
    expect(lines).toContain('SUMMARY:九届十二次常委会议 · 审议')
    expect(lines).toContain('DTSTART:20191230T010000Z')
    expect(lines).toContain('DTSTART;VALUE=DATE:20191230')
    expect(lines).toContain('LOCATION:三楼会议室')
    expect(lines.filter((line) => line === 'STATUS:CANCELLED')).toHaveLength(1)
    expect(text).not.toContain('他人的会')
    expect((await read().expect(200)).text).toBe(text)

    const other = await aMember(world)
    await client.post(`/v1/members/${other.id}/calendar-links`).expect(404)
    await request(world.app.server).get(`${link.path}x`).expect(404)
    await request(world.app.server).get('/v1/calendars/nothing').expect(404)
    world.now = new Date('2021-03-01T04:00:00Z')
    await read().expect(404)
    world.now = new Date('2019-12-31T04:00:00Z')
    world.admin = await login(world, 'admin')
  })

  describe('its addresses', () => {
    const ofOwn = async () => {
      const member = await aMember(world)
      const client = await world.as('member', { personId: member.personId })
      const path = `/v1/members/${member.id}/calendar-links`
      const make = async () => (await client.post(path).expect(201)).body as { id: string; path: string }
      return { member, client, path, make }
    }
    const readable = async (link: { path: string }) =>
      (await request(world.app.server).get(link.path)).status === 200

    it('are one’s own: the office makes and lists none for a member', async () => {
      const { path, make } = await ofOwn()
      await make()
      const colleague = await world.as('member', { personId: (await aMember(world)).personId })
      for (const client of [world.admin, await world.as('clerk'), colleague]) {
        await client.post(path).expect(404)
        await client.get(path).expect(404)
      }
    })

    it('are listed without their secret, end by hand, and each step is in the log', async () => {
      const { client, path, make } = await ofOwn()
      const [kept, lost] = [await make(), await make()]
      const listed = async () => (await client.get(path).expect(200)).body.items
      expect((await listed()).map(({ id }: { id: string }) => id)).toEqual([kept.id, lost.id])
      expect(JSON.stringify(await listed())).not.toContain('lvc_')
      await (await world.as('clerk')).delete(`/v1/calendar-links/${lost.id}`).expect(404)
      await client.delete(`/v1/calendar-links/${lost.id}`).expect(204)
      await client.delete(`/v1/calendar-links/${lost.id}`).expect(404)
      expect([await readable(kept), await readable(lost)]).toEqual([true, false])
      await world.admin.delete(`/v1/calendar-links/${kept.id}`).expect(204)
      expect(await readable(kept)).toBe(false)
      const log = await world.admin.get(`/v1/audit-log?subjectId=${kept.id}`).expect(200)
      expect(log.body.items.map(({ type }: { type: string }) => type)).toEqual([
        'calendar_link.revoked',
        'calendar_link.created',
      ])
      expect(log.text).not.toContain('lvc_')
    })

    it('end with the login that made them, and with the mandate', async () => {
      const withLogin = await ofOwn()
      const link = await withLogin.make()
      const user = await world.admin.get(`/v1/users/${withLogin.client.userId}`).expect(200)
      await world.admin
        .patch(
          `/v1/users/${withLogin.client.userId}`,
          { state: 'disabled' },
          { 'if-match': user.headers['etag']! },
        )
        .expect(200)
      expect(await readable(link)).toBe(false)
      // Who is enabled again makes a new one.
      await world.admin
        .patch(`/v1/users/${withLogin.client.userId}`, { state: 'active' }, { 'if-match': '*' })
        .expect(200)
      expect(await readable(link)).toBe(false)

      const withMandate = await ofOwn()
      const other = await withMandate.make()
      const member = await world.admin.get(`/v1/members/${withMandate.member.id}`).expect(200)
      await world.admin
        .patch(
          `/v1/members/${withMandate.member.id}`,
          { validTo: '2019-06-30' },
          { 'if-match': member.headers['etag']! },
        )
        .expect(200)
      expect(await readable(other)).toBe(false)
    })

    it('end for good with a reset by an administrator, each in the log; a password of one’s own leaves them', async () => {
      const { client, make } = await ofOwn()
      const [first, second] = [await make(), await make()]
      await client
        .post('/v1/auth/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD })
        .expect(204)
      expect(await readable(first)).toBe(true)
      const reset = `/v1/users/${client.userId}/reset`
      await world.admin.post(`${reset}?validateOnly=true`).expect(200)
      expect(await readable(first)).toBe(true)
      const { login: name } = (await world.admin.get(`/v1/users/${client.userId}`).expect(200)).body
      const { code } = (await world.admin.post(reset).expect(200)).body
      expect([await readable(first), await readable(second)]).toEqual([false, false])
      await request(world.app.server)
        .post('/v1/auth/activate')
        .send({ committee: 'luming', login: name, code, password: PASSWORD })
        .expect(200)
      expect([await readable(first), await readable(second)]).toEqual([false, false])
      for (const { id } of [first, second]) {
        const [last] = (await world.admin.get(`/v1/audit-log?subjectId=${id}`).expect(200)).body.items
        expect(last.type).toBe('calendar_link.revoked')
      }
    })

    it('end with a user who is withdrawn, each in the log', async () => {
      const { client, make } = await ofOwn()
      const link = await make()
      await world.admin.delete(`/v1/users/${client.userId}`, { 'if-match': '*' }).expect(204)
      expect(await readable(link)).toBe(false)
      const [last] = (await world.admin.get(`/v1/audit-log?subjectId=${link.id}`).expect(200)).body.items
      expect(last.type).toBe('calendar_link.revoked')
    })

    it('are ten at the most, and one that is only tried is none', async () => {
      const { client, path, make } = await ofOwn()
      expect((await client.post(`${path}?validateOnly=true`).expect(200)).body.path).toBeNull()
      for (let n = 0; n < 10; n += 1) await make()
      await client.post(path).expect(409)
    })
  })
})
