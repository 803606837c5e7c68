import { beforeAll, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { PERSONAL } from '../../src/storage/rows.ts'
import type { TableName } from '../../src/storage/tables.ts'
import { anOrganization } from '../support/makers.ts'
import { aMeeting, aMember, type Body, post } from '../support/records.ts'
import { aCorrection } from '../support/report-kinds.ts'
import { type Client, clientOf, inEveryWorld } from '../support/world.ts'

/** Who sees the personal values of a record, and what follows for those who do not. */

it('what answers mask never enters the log either', () => {
  for (const { lists } of contractRoutes()) {
    const logged: readonly string[] = PERSONAL[(lists?.table ?? '') as TableName] ?? []
    for (const field of lists?.personal ?? []) expect(logged, `${lists!.table}.${field}`).toContain(field)
  }
})

inEveryWorld('sight', (world) => {
  let key: Client
  let narrow: Client
  let auditor: Client
  let clerk: Client
  const aKey = async (more: object) =>
    clientOf(world, (await post(world, '/v1/api-keys', { name: '某系统', ...more })).key)

  beforeAll(async () => {
    key = await aKey({})
    narrow = await aKey({
      scopes: ['imports.run', 'members.read', 'duties.read', 'events.read', 'scores.read'],
    })
    auditor = await world.as('auditor')
    clerk = await world.as('clerk', { organizationId: (await anOrganization(world)).id })
  })

  it('nobody decides on what they are not shown: 403, and it waits for somebody who is', async () => {
    const { id: memberId } = await aMember(world, { phone: '13900000001' })
    const wanted = { memberId, fields: [{ field: 'phone', value: '13900000002' }] }
    const { id } = await post(world, '/v1/change-requests', wanted)
    const decide = (client: Client) =>
      client.post(
        `/v1/change-requests/${id}/decide`,
        { decisions: [{ field: 'phone', accept: true }] },
        { 'if-match': '*', 'accept-language': 'en' },
      )
    const whole = ['members.propose', 'members.manage', 'records.read']
    for (const blind of [key, await aKey({ scopes: whole }), await aKey({ scopes: ['members.manage'] })]) {
      const { body } = await decide(blind).expect(403)
      expect(body.code).toBe('forbidden')
    }
    const refusal = await decide(await aKey({ scopes: whole })).expect(403)
    expect(refusal.body.detail).toContain('ask an administrator')
    const phone = async () => (await world.admin.get(`/v1/members/${memberId}`)).body.phone
    const state = async () => (await world.admin.get(`/v1/change-requests/${id}`)).body.state
    expect([await phone(), await state()]).toEqual(['13900000001', 'submitted'])
    await decide(await aKey({ scopes: [...whole, 'personal.read'] })).expect(200)
    expect([await phone(), await state()]).toEqual(['13900000002', 'accepted'])
  })

  it.each(['approve', 'refuse'])('nor on a correction that they may not read: %s', async (verb) => {
    const { id } = await aCorrection(world)
    const path = `/v1/corrections/${id}`
    const blind = await aKey({ scopes: ['corrections.decide'] })
    const sent = [`${path}/${verb}`, { decision: '属实' }, { 'if-match': '*' }] as const
    expect((await blind.post(...sent).expect(403)).body.code).toBe('forbidden')
    expect((await world.admin.get(path).expect(200)).body.state).toBe('proposed')
    const seeing = await aKey({ scopes: ['corrections.decide', 'records.read'] })
    await seeing.post(...sent).expect(200)
  })

  it('members read their own record whole, under every address', async () => {
    const own = { phone: '13900000003', birthDate: '1971-02-03', note: '备注' }
    const member: Body = await aMember(world, own)
    const client = await world.as('member', { personId: member.personId })
    for (const path of [`/v1/members/${member.id}`, `/v1/members/by-no/${member.memberNo}`])
      expect((await client.get(path).expect(200)).body).toMatchObject({ ...own, maskedFields: [] })
    const { body } = await client.get('/v1/members').expect(200)
    expect(body.items).toMatchObject([{ ...own, maskedFields: [] }])
    const masked = await auditor.get(`/v1/members/${member.id}`).expect(200)
    expect(masked.body).toMatchObject({ phone: '139****0003', birthDate: null, note: null })
  })

  it('a key without records.read is told so, and never shown an empty list', async () => {
    for (const path of ['members', 'leave-requests', 'attendance', 'sign-ins', 'proposals', 'exemptions']) {
      const { status, body } = await narrow.get(`/v1/${path}`)
      expect([path, status, body.code]).toEqual([path, 403, 'forbidden'])
    }
    await narrow.get(`/v1/members/${(await aMember(world)).id}`).expect(403)
  })

  it('the member themself knows the kind and the reason of their leave, and nobody else’s', async () => {
    const member: Body = await aMember(world)
    const client = await world.as('member', { personId: member.personId })
    const meeting: Body = await aMeeting(world)
    const sent = { memberId: member.id, meetingId: meeting.id, leaveType: 'sick', reason: '门诊复查' }
    const { body } = await client.post('/v1/leave-requests', sent).expect(201)
    expect(body).toMatchObject({ leaveType: 'sick', reason: '门诊复查', maskedFields: [] })
    const { body: list } = await client.get('/v1/leave-requests').expect(200)
    expect(list.items).toHaveLength(1)
    const masked = await clerk.get(`/v1/leave-requests/${body.id}`).expect(200)
    expect(masked.body).toMatchObject({ leaveType: null, reason: null })
    expect(masked.body.maskedFields).toEqual(['leaveType', 'reason'])
  })

  it('a roll sent back by a key keeps the kinds of leave that the key is not shown', async () => {
    const member: Body = await aMember(world)
    const department = (await anOrganization(world)).id
    const meeting: Body = await aMeeting(world, { ownerOrganizationId: department })
    const roll = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
    const mark = { memberId: member.id, presence: 'leave' }
    await world.admin.post(roll, { items: [{ ...mark, leaveType: 'sick' }] }).expect(200)
    const kindFor = async (client: Client) => (await client.get(roll).expect(200)).body.items[0].leaveType
    expect(await kindFor(key)).toBeNull()
    expect(await kindFor(auditor)).toBeNull()
    // The department that organised it records the kinds, and reads them there.
    expect(await kindFor(await world.as('clerk', { organizationId: department }))).toBe('sick')
    // Of a machine of the department its scopes say what it sees.
    expect(await kindFor(await aKey({ organizationIds: [department] }))).toBeNull()
    const { body } = await key.post(roll, { items: [mark] }).expect(200)
    expect(body).toEqual({ created: 0, changed: 0, unchanged: 1 })
    expect(await kindFor(world.admin)).toBe('sick')
    await key.post(roll, { items: [{ ...mark, leaveType: 'official' }] }).expect(200)
    expect(await kindFor(world.admin)).toBe('official')
    // Who sees the kind may also take it away.
    await world.admin.post(roll, { items: [mark] }).expect(200)
    expect(await kindFor(world.admin)).toBeNull()
  })
})
