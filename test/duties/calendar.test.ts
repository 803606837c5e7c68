import request from 'supertest'
import { expect, it } from 'vitest'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'

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
    const link = (await client.get(`/v1/members/${member.id}/calendar-link`).expect(200)).body
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
    await client.get(`/v1/members/${other.id}/calendar-link`).expect(404)
    await request(world.app.server).get(`${link.path}x`).expect(404)
    await request(world.app.server).get('/v1/calendars/nothing').expect(404)
    world.now = new Date('2021-03-01T04:00:00Z')
    await read().expect(404)
    world.now = new Date('2019-12-31T04:00:00Z')
    world.admin = await login(world, 'admin')
  })
})
