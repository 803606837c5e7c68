import { createHash } from 'node:crypto'
import { parse } from 'content-disposition'
import { describe, expect, it } from 'vitest'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, aMeeting, post } from '../support/records.ts'
import { aDeclared, aDuty, aMemberUser, attach, PDF } from '../support/service-kinds.ts'
import { contentsOf, sequence } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

async function aLeave(world: World) {
  const member = await aMemberUser(world)
  const meetingId = (await aMeeting(world)).id
  const leave = { memberId: member.id, meetingId, leaveType: 'sick' }
  return { member, id: (await post(world, '/v1/leave-requests', leave)).id as string }
}

inEveryWorld('attachments', (world) => {
  const meetingId = async () => (await aMeeting(world)).id as string

  it('201 with what the file is, and the same bytes again, to be saved', async () => {
    const name = '../一/请假 (1)’.pdf'
    const made = await attach(
      world.admin,
      { meetingId: await meetingId(), purpose: 'minutes' },
      { name },
    ).expect(201)
    const sha256 = createHash('sha256').update(PDF).digest('hex')
    expect(made.body).toMatchObject({
      name: '请假 (1)’.pdf',
      contentType: 'application/pdf',
      size: PDF.length,
      sha256,
      purpose: 'minutes',
      dutyRecordId: null,
    })
    expect(made.headers['location']).toBe(`/v1/attachments/${made.body.id}`)
    const { headers, body } = await world.admin.get(`/v1/attachments/${made.body.id}/content`).expect(200)
    expect(body).toEqual(PDF)
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const saved = `filename*=UTF-8''${encodeURIComponent('请假 ')}%281%29${encodeURIComponent('’')}.pdf`
    expect(headers['content-disposition']).toBe(`attachment; filename="__ (1)_.pdf"; ${saved}`)
  })

  it.each([
    ['evidence.hta', '文字', 'evidence.txt'],
    ['照片.jpg.bat', '\xff\xd8\xff\xe0', '照片.jpg.jpg'],
    ['x.js', 'alert(1)', 'x.txt'],
    ['x.vbs', 'MsgBox 1', 'x.txt'],
    ['x.url', '[InternetShortcut]', 'x.txt'],
    ['x.html', '<script>alert(1)</script>', 'x.txt'],
    ['x.svg', '<svg onload="alert(1)"/>', 'x.txt'],
    ['x\u202Etxt.exe', '文字', 'xtxt.txt'],
    ['scan.JPEG', '\xff\xd8\xff\xe0', 'scan.JPEG'],
    ['notes', '文字', 'notes.txt'],
  ])('%j is handed on by what it is: %s', async (name, text, saved) => {
    const bytes = Buffer.from(text, text.startsWith('\xff') ? 'latin1' : 'utf8')
    const fields = { meetingId: await meetingId(), purpose: 'photo' }
    const { body } = await attach(world.admin, fields, { name, bytes }).expect(201)
    expect(body.name).toBe(saved)
    const url = `/v1/attachments/${body.id}/content`
    const { headers } = await world.admin.get(url).expect(200)
    expect(parse(headers['content-disposition']!).parameters['filename']).toBe(saved)
    // One that was stored before under the name it came with.
    world.rewritten = true
    await world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, (tx) =>
      tx.run("update attachments set name = 'old.hta' where id = ?", [body.id]),
    )
    const later = (await world.admin.get(url).expect(200)).headers['content-disposition']!
    expect(parse(later).parameters['filename']).toMatch(/^old\.(txt|jpg)$/)
  })

  it('a retry answers again, another file under the same key is refused, a trial writes nothing', async () => {
    const fields = { meetingId: await meetingId(), purpose: 'agenda' }
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await attach(world.admin, fields, {}, key).expect(201)
    const again = await attach(world.admin, fields, {}, key).expect(201)
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true'])
    const reused = await attach(world.admin, fields, { bytes: Buffer.from('别的') }, key).expect(422)
    expect(reused.body.code).toBe('idempotency_key_reused')
    const before = await contentsOf(world)
    const trial = world.admin.post('/v1/attachments?validateOnly=true')
    await trial
      .field('meetingId', fields.meetingId)
      .field('purpose', 'agenda')
      .attach('file', PDF, 'a.pdf')
      .expect(200)
    expect(await contentsOf(world)).toBe(before)
  })

  describe('refuses, and writes nothing', () => {
    const refused = async (fields: Record<string, string>, status: number, code: string, file = {}) => {
      const before = await sequence(world)
      const { status: told, body } = await attach(world.admin, fields, file)
      expect([told, body.code], JSON.stringify(body)).toEqual([status, code])
      expect(await sequence(world)).toBe(before)
    }

    it('413 for more than 10 MiB', async () =>
      refused({ meetingId: await meetingId(), purpose: 'photo' }, 413, 'too_large', {
        bytes: Buffer.alloc(10 * 1024 * 1024 + 1, 'a'),
      }))
    it('415 for a type that is not taken, whatever it is called', async () =>
      refused({ meetingId: await meetingId(), purpose: 'photo' }, 415, 'unsupported_media', {
        bytes: Buffer.from('PK\u0003\u0004 evil.js'),
        name: 'photo.png',
      }))
    it('422 for no record, for two, for the purpose of another', async () => {
      await refused({ purpose: 'photo' }, 422, 'rule_violation')
      const two = { meetingId: await meetingId(), dutyRecordId: (await aDuty(world)).id, purpose: 'photo' }
      await refused(two, 422, 'rule_violation')
      await refused({ meetingId: await meetingId(), purpose: 'leave_paper' }, 422, 'rule_violation')
    })
    it('422 for a record that does not exist, or was withdrawn', async () => {
      await refused({ meetingId: ABSENT, purpose: 'photo' }, 422, 'unknown_reference')
      const { id } = await aDuty(world)
      await world.admin.delete(`/v1/duty-records/${id}`, { 'if-match': '*' }).expect(204)
      await refused({ dutyRecordId: id, purpose: 'evidence' }, 422, 'unknown_reference')
    })
    it('400 without a file or a purpose, or with a field that it does not know', async () => {
      const { id } = await aDuty(world)
      await world.admin
        .post('/v1/attachments')
        .field('dutyRecordId', id)
        .field('purpose', 'evidence')
        .expect(400)
      await refused({ dutyRecordId: id }, 400, 'validation_failed')
      await refused({ dutyRecordId: id, purpose: 'evidence', colour: 'red' }, 400, 'validation_failed')
    })
    it('409 for a key of another system that is taken', async () => {
      const fields = { meetingId: await meetingId(), purpose: 'photo', externalId: 'scan-1' }
      await attach(world.admin, fields).expect(201)
      await refused(fields, 409, 'already_exists')
    })
  })

  describe('who', () => {
    it('a leave paper is there for the member and for those who may see what is personal, alone', async () => {
      const { id, member } = await aLeave(world)
      const fields = { leaveRequestId: id, purpose: 'leave_paper' }
      const { body } = await attach(member.client, fields).expect(201)
      const other = await aMemberUser(world)
      await attach(other.client, fields).expect(422)
      const url = `/v1/attachments/${body.id}`
      for (const client of [member.client, world.admin, await world.as('reviewer')]) {
        await client.get(`${url}/content`).expect(200)
        await client.get(url).expect(200)
      }
      for (const client of [other.client, await world.as('clerk'), await world.as('approver')]) {
        await client.get(`${url}/content`).expect(404)
        await client.get(url).expect(404)
        expect((await client.get(`/v1/attachments?leaveRequestId=${id}`).expect(200)).body.items).toEqual([])
      }
      const kept = await world.admin.delete(`/v1/leave-requests/${id}`, { 'if-match': '*' }).expect(409)
      expect(kept.body.code).toBe('in_use')
      await member.client.delete(url).expect(204)
      await member.client.get(`${url}/content`).expect(410)
    })

    it('a member attaches to what they declared, and keeps what it was confirmed on', async () => {
      const { id, member } = await aDeclared(world)
      const { body } = await attach(member.client, { dutyRecordId: id, purpose: 'evidence' }).expect(201)
      const entered = { dutyRecordId: (await aDuty(world, { memberId: member.id })).id, purpose: 'photo' }
      expect((await attach(member.client, entered).expect(403)).body.code).toBe('forbidden')
      const theirs = await attach(world.admin, entered).expect(201)
      await member.client.get(`/v1/attachments/${theirs.body.id}`).expect(200)
      await member.client.delete(`/v1/attachments/${theirs.body.id}`).expect(403)
      await act(world, `/v1/duty-records/${id}`, 'confirm')
      expect((await member.client.delete(`/v1/attachments/${body.id}`).expect(409)).body.code).toBe(
        'state_conflict',
      )
      const paper = { meetingId: await meetingId(), purpose: 'agenda' }
      expect((await attach(member.client, paper).expect(403)).body.code).toBe('forbidden')
    })

    it('a department attaches to its own records', async () => {
      const [own, other] = [(await anOrganization(world)).id, (await anOrganization(world)).id]
      const clerk = await world.as('clerk', { organizationId: own })
      const meeting = await aMeeting(world, { ownerOrganizationId: other })
      const paper = { meetingId: meeting.id, purpose: 'agenda' }
      expect((await attach(clerk, paper).expect(403)).body.code).toBe('not_owner')
      const { body } = await attach(world.admin, paper).expect(201)
      expect((await clerk.delete(`/v1/attachments/${body.id}`).expect(403)).body.code).toBe('not_owner')
      const mine = await aMeeting(world, { ownerOrganizationId: own })
      await attach(clerk, { meetingId: mine.id, purpose: 'agenda' }).expect(201)
    })
  })

  it('a list in pages; 304 for whoever holds it or one of them', async () => {
    const id = await meetingId()
    for (const purpose of ['agenda', 'minutes'])
      await attach(world.admin, { meetingId: id, purpose }).expect(201)
    const url = `/v1/attachments?meetingId=${id}&limit=1`
    const { body, headers } = await world.admin.get(url).expect(200)
    expect(body.items).toHaveLength(1)
    await world.admin.get(url, { 'if-none-match': headers['etag']! }).expect(304)
    const one = `/v1/attachments/${body.items[0].id}`
    const read = await world.admin.get(one).expect(200)
    await world.admin.get(one, { 'if-none-match': read.headers['etag']! }).expect(304)
    const next = await world.admin.get(`${url}&cursor=${body.nextCursor}`).expect(200)
    expect(next.body.items[0].purpose).toBe('minutes')
    const bent = await world.admin.get(`${url}&cursor=${body.nextCursor}x`).expect(400)
    expect(bent.body.code).toBe('cursor_invalid')
    const other = await world.admin.get(`${url}&purpose=photo&cursor=${body.nextCursor}`).expect(400)
    expect(other.body.code).toBe('cursor_mismatch')
  })

  it('a withdrawn one is told of by its tombstone', async () => {
    const { body } = await attach(world.admin, { meetingId: await meetingId(), purpose: 'photo' }).expect(201)
    const url = `/v1/attachments/${body.id}`
    await world.admin.delete(url, { 'if-match': '"7"' }).expect(412)
    await world.admin.delete(url).expect(204)
    await world.admin.delete(url).expect(410)
    await world.admin.get(url).expect(410)
  })
})
