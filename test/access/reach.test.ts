import { beforeAll, describe, expect, it } from 'vitest'
import { anOrganization } from '../support/makers.ts'
import { aMeeting, aMember, post } from '../support/records.ts'
import { alsoAs, type Client, inEveryWorld } from '../support/world.ts'

/** A limit to departments belongs to the permission that a role gives, not to the person. */

inEveryWorld('the departments of a permission', (world) => {
  let own: string
  let other: string
  let meeting: { id: string; sessions: { id: string }[] }
  let memberId: string

  beforeAll(async () => {
    own = (await anOrganization(world)).id
    other = (await anOrganization(world)).id
    meeting = await aMeeting(world, { ownerOrganizationId: other })
    memberId = (await aMember(world)).id
  })

  const aClerk = () => world.as('clerk', { organizationId: own })
  const change = (client: Client) =>
    client.patch(`/v1/meetings/${meeting.id}`, { place: '二楼' }, { 'if-match': '*' })
  const departmentsOf = async (client: Client) =>
    (await client.get('/v1/auth/me').expect(200)).body.departments

  describe.each([['auditor'], ['approver'], ['member'], ['auditor', 'approver', 'member']])(
    'of a clerk who is %s too',
    (...roles) => {
      it('are the clerk’s own where the clerk’s role gives the permission', async () => {
        const client = await alsoAs(world, await aClerk(), ...roles)
        expect(await departmentsOf(client)).toEqual([own])
        expect((await change(client).expect(403)).body.code).toBe('not_owner')
        const marks = { items: [{ memberId, presence: 'present' }] }
        const url = `/v1/meeting-sessions/${meeting.sessions[0]!.id}`
        expect((await client.post(`${url}/attendance`, marks).expect(403)).body.code).toBe('not_owner')
        expect((await client.post(`${url}/settle`, {}, { 'if-match': '*' }).expect(403)).body.code).toBe(
          'not_owner',
        )
      })
    },
  )

  it('are none where another role gives the permission without a limit', async () => {
    const client = await alsoAs(world, await aClerk(), 'reviewer')
    await change(client).expect(200)
  })

  it('are those of all departments of which one is a clerk', async () => {
    const client = await aClerk()
    const grant = { userId: client.userId, role: 'clerk', organizationId: other, validFrom: '2017-01-01' }
    await post(world, '/v1/user-roles', grant)
    const both = await alsoAs(world, client, 'auditor')
    expect((await departmentsOf(both)).sort()).toEqual([own, other].sort())
    await change(both).expect(200)
  })

  it('do not follow into what only the other role gives', async () => {
    // A clerk follows the events of the department; an auditor those of all.
    const seen = async (client: Client) =>
      (await client.get(`/v1/events?subjectId=${meeting.id}`).expect(200)).body.items.length
    const plain = await aClerk()
    expect(await seen(plain)).toBe(0)
    expect(await seen(await alsoAs(world, await aClerk(), 'auditor'))).toBeGreaterThan(0)
  })

  it('hold for imports: the sheets of another department are not there', async () => {
    const form = (client: Client) =>
      client
        .post('/v1/imports', undefined, { 'idempotency-key': crypto.randomUUID() })
        .field('resource', 'attendance')
        .field('ownerOrganizationId', other)
        .attach('file', Buffer.from('姓名,2019-05-10 会议\n'), 'sheet.csv')
    const { body } = await form(world.admin).expect(202)
    const client = await alsoAs(world, await aClerk(), 'auditor')
    await client.get(`/v1/imports/${body.id}`).expect(404)
    const { body: list } = await client.get('/v1/imports').expect(200)
    expect(list.items).toEqual([])
  })
})
