import { beforeAll, expect, it } from 'vitest'
import { aMember, aTerm, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** What the end of a term ends, and what belongs to a term. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const ENDS_ON = '2022-02-19'
const NEXT = { number: 10, name: '第十届', startsOn: '2022-02-20', endsOn: '2027-02-19' }

inEveryWorld('a term', (world) => {
  let ninth: string
  let [stays, left]: Body[] = []
  let sector: Body
  const read = async (path: string) => (await world.admin.get(path).expect(200)).body
  const findings = async (kind: string) => (await read(`/v1/data-quality?kind=${kind}`)).items

  beforeAll(async () => {
    ninth = await aTerm(world)
    stays = await aMember(world)
    left = await aMember(world, { validTo: '2020-06-30' })
    sector = await post(world, '/v1/organizations', {
      kind: 'sector',
      code: 'edu9',
      name: '教育界',
      termId: ninth,
    })
    for (const { id } of [stays, left]) {
      await post(world, '/v1/body-roles', {
        memberId: id,
        organizationId: sector.id,
        role: 'member',
        validFrom: '2019-01-01',
      })
    }
    await post(world, '/v1/offices', {
      memberId: stays.id,
      office: 'standing_member',
      validFrom: '2019-01-01',
    })
  })

  it('goes on until the next one stands, which ends its mandates, offices and places in bodies', async () => {
    expect((await read(`/v1/members/${stays.id}`)).validTo).toBe(null)
    await post(world, '/v1/terms', NEXT)
    expect((await read(`/v1/members/${stays.id}`)).validTo).toBe(ENDS_ON)
    expect((await read(`/v1/members/${left.id}`)).validTo).toBe('2020-06-30')
    const roles = (await read('/v1/body-roles')).items.map(({ memberId, validTo }: Body) => [
      memberId,
      validTo,
    ])
    expect(roles).toEqual(
      expect.arrayContaining([
        [stays.id, ENDS_ON],
        [left.id, '2020-06-30'],
      ]),
    )
    expect((await read(`/v1/offices?memberId=${stays.id}`)).items[0].validTo).toBe(ENDS_ON)
  })

  it('that is over ends who is entered later as well, and who is opened again', async () => {
    const late = await aMember(world)
    expect(late.validTo).toBe(ENDS_ON)
    const { body } = await world.admin.patch(`/v1/members/${stays.id}`, { validTo: null }).expect(200)
    expect(body.validTo).toBe(ENDS_ON)
  })

  it('overlaps no other', async () => {
    const { body } = await world.admin
      .post('/v1/terms', { number: 11, name: '第十一届', startsOn: '2027-02-01', endsOn: '2032-01-31' })
      .expect(422)
    expect(body).toMatchObject({ rule: 'terms.one_at_a_time', errors: [{ pointer: '/startsOn' }] })
  })

  it('holds its own plenary sessions', async () => {
    const session = { termId: ninth, number: 6, name: '六次', startsOn: '2022-02-20', endsOn: '2022-02-23' }
    const { body } = await world.admin.post('/v1/plenary-sessions', session).expect(422)
    expect(body.rule).toBe('plenary_sessions.within_term')
  })

  it('a person who is elected again is invited once, and belongs to bodies of the new term', async () => {
    const [, tenth] = (await read('/v1/terms?sort=number')).items
    const again = await post(world, '/v1/members', {
      termId: tenth.id,
      personId: stays.personId,
      memberNo: '10001',
      name: stays.name,
      validFrom: NEXT.startsOn,
    })
    const place = { memberId: again.id, organizationId: sector.id, role: 'member', validFrom: NEXT.startsOn }
    expect((await world.admin.post('/v1/body-roles', place).expect(422)).body.rule).toBe('bodies.of_the_term')
    const day = '2022-03-10'
    const meeting = await post(world, '/v1/meetings', {
      title: '新一届',
      typeCode: 'research',
      startsOn: day,
      endsOn: day,
    })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { all: true } })
    const roll = await read(`/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`)
    expect(roll.items.map(({ memberId }: Body) => memberId)).toEqual([again.id])
    expect(await findings('overlapping_mandates')).toEqual([])
    expect(await findings('mandate_open')).toEqual([])
  })
})
