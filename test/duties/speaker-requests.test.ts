import { beforeAll, describe, expect, it } from 'vitest'
import { type Action, stepsOf } from '../support/actions.ts'
import { anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, type Body, post } from '../support/records.ts'
import { type Row, refuses } from '../support/rules.ts'
import { aMemberUser } from '../support/service-kinds.ts'
import { type Client, inEveryWorld, type World } from '../support/world.ts'

/** The list of speakers of a session: asked, called, spoke, or not any more. */

const PATH = '/v1/speaker-requests'
const aSession = async (world: World, values: object = {}): Promise<string> =>
  (await aMeeting(world, { ...values })).sessions[0].id
const asked = async (world: World, values: object = {}): Promise<Body> =>
  post(world, PATH, { sessionId: await aSession(world), memberId: (await aMember(world)).id, ...values })
const called = async (world: World) => act(world, `${PATH}/${(await asked(world)).id}`, 'call')
const spoke = async (world: World) => act(world, `${PATH}/${(await called(world)).id}`, 'speak')

const step = (name: string, verb: string, ready: Action['ready'], after: object): Action => ({
  name,
  path: PATH,
  verb,
  ready,
  wrong: spoke,
  after,
  gone: asked,
})
const STEPS: readonly Action[] = [
  step('callSpeaker', 'call', (world) => asked(world), { state: 'called', ahead: null }),
  step('noteSpeaker', 'speak', called, { state: 'spoke', legal: [] }),
  step('giveUpSpeaking', 'withdraw', called, { state: 'withdrawn', legal: [] }),
]

const RULES: readonly Row[] = [
  [
    'a member who had left on the day',
    422,
    'rule_violation',
    async (world) => {
      const memberId = (await aMember(world, { validTo: '2019-05-01' })).id
      return ['POST', PATH, { sessionId: await aSession(world), memberId }]
    },
  ],
  [
    'one who waits already',
    422,
    'rule_violation',
    async (world) => {
      const { sessionId, memberId } = await asked(world)
      return ['POST', PATH, { sessionId, memberId }]
    },
  ],
  [
    'a meeting that was cancelled',
    409,
    'state_conflict',
    async (world) => {
      const meeting = await aMeeting(world)
      await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
      return ['POST', PATH, { sessionId: meeting.sessions[0].id, memberId: (await aMember(world)).id }]
    },
  ],
  [
    'a session that is settled',
    409,
    'state_conflict',
    async (world) => {
      const sessionId = await aSession(world)
      await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {})
      return ['POST', PATH, { sessionId, memberId: (await aMember(world)).id }]
    },
  ],
  [
    'a change once they were called',
    409,
    'state_conflict',
    async (world) => ['PATCH', `${PATH}/${(await called(world)).id}`, { topic: '另一事' }],
  ],
  [
    'to forget one who was called',
    409,
    'state_conflict',
    async (world) => ['DELETE', `${PATH}/${(await called(world)).id}`],
  ],
]

inEveryWorld('the list of speakers', (world) => {
  refuses(world, RULES)
  stepsOf(world, STEPS)

  it('keeps the order of asking, whoever is called first, and says how many wait before', async () => {
    const sessionId = await aSession(world)
    const requests: Body[] = []
    for (let i = 0; i < 4; i += 1) requests.push(await asked(world, { sessionId }))
    expect(requests.map(({ number, ahead }) => [number, ahead])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ])
    const [first, second, third] = requests
    await act(world, `${PATH}/${third.id}`, 'call')
    await act(world, `${PATH}/${first.id}`, 'withdraw')
    await world.admin.delete(`${PATH}/${second.id}`).expect(204)
    const again = await asked(world, { sessionId, memberId: first.memberId })
    const { body } = await world.admin.get(`${PATH}?sessionId=${sessionId}`).expect(200)
    expect(body.items.map(({ number, state, ahead }: Body) => [number, state, ahead])).toEqual([
      [1, 'withdrawn', null],
      [3, 'called', null],
      [4, 'requested', 0],
      [5, 'requested', 1],
    ])
    expect(again.number).toBe(5)
    await asked(world)
    const waiting = await world.admin.get(`${PATH}?sessionId=${sessionId}&state=requested&sort=-number`)
    expect(waiting.body.items.map(({ number }: Body) => number)).toEqual([5, 4])
    const own = await world.admin.get(`${PATH}?memberId=${first.memberId}`).expect(200)
    expect(own.body.items).toHaveLength(2)
  })

  it('tells when they were called and spoke', async () => {
    const request = await asked(world)
    expect(request).toMatchObject({ state: 'requested', calledAt: null, legal: ['call', 'withdraw'] })
    await act(world, `${PATH}/${request.id}`, 'call')
    const done = await act(world, `${PATH}/${request.id}`, 'speak')
    expect([done.calledAt, done.spokeAt]).toEqual([world.now.toISOString(), world.now.toISOString()])
    const { body } = await world.admin.get('/v1/events?limit=200').expect(200)
    const types = body.items.flatMap((event: Body) => (event.subjectId === request.id ? [event.type] : []))
    expect(types.length === 0 || types.at(-1) === 'speaker_request.spoke').toBe(true)
  })

  describe('who may', () => {
    let user: Awaited<ReturnType<typeof aMemberUser>>
    let clerk: Client
    let theirs: string
    beforeAll(async () => {
      user = await aMemberUser(world)
      const [mine, other] = [await anOrganization(world), await anOrganization(world)]
      clerk = await world.as('clerk', { organizationId: mine.id })
      theirs = await aSession(world, { ownerOrganizationId: other.id })
    })

    it('a member for themselves, and sees nobody else’s', async () => {
      const sessionId = await aSession(world)
      const first = await asked(world, { sessionId })
      const own = await user.client.post(PATH, { sessionId, memberId: user.id, topic: '照明' }).expect(201)
      expect(own.body).toMatchObject({ number: 2, ahead: 1 })
      const forbidden = await user.client.post(PATH, { sessionId, memberId: (await aMember(world)).id })
      expect([forbidden.status, forbidden.body.code]).toEqual([403, 'forbidden'])
      const { body } = await user.client.get(`${PATH}?sessionId=${sessionId}`).expect(200)
      expect(body.items.map(({ id }: Body) => id)).toEqual([own.body.id])
      await user.client.get(`${PATH}/${first.id}`).expect(404)
      await user.client.post(`${PATH}/${first.id}/withdraw`).expect(404)
      await user.client.post(`${PATH}/${own.body.id}/call`).expect(403)
      await user.client.patch(`${PATH}/${own.body.id}`, { topic: '停车' }).expect(200)
      const given = await user.client.post(`${PATH}/${own.body.id}/withdraw`).expect(200)
      expect(given.body.state).toBe('withdrawn')
    })

    it('a department at its own meetings only', async () => {
      const { id, memberId } = await asked(world, { sessionId: theirs })
      const speaking = await asked(world, { sessionId: theirs })
      await act(world, `${PATH}/${speaking.id}`, 'call')
      const refused = [
        await clerk.post(PATH, { sessionId: theirs, memberId: (await aMember(world)).id }),
        await clerk.patch(`${PATH}/${id}`, { topic: '越界' }),
        await clerk.delete(`${PATH}/${id}`),
        await clerk.post(`${PATH}/${id}/call`),
        await clerk.post(`${PATH}/${speaking.id}/speak`),
        await clerk.post(`${PATH}/${id}/withdraw`),
      ]
      for (const { status, body } of refused) expect([status, body.code]).toEqual([403, 'not_owner'])
      expect((await clerk.get(`${PATH}/${id}`).expect(200)).body.memberId).toBe(memberId)
    })
  })
})
