import { beforeAll, describe, expect, it } from 'vitest'
import { contractRoutes } from '../../src/app.ts'
import { KINDS } from '../support/kinds.ts'
import { ABSENT } from '../support/makers.ts'
import { aMeeting, aMember, aPeriod, post } from '../support/records.ts'
import { contentsOf } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/**
 * `validateOnly=true` answers as the real call would and leaves every table as it was. The steps of an import are in
 * `test/exchange/import-trials.test.ts`.
 */

interface Trial {
  name: string
  good(world: World): Promise<[path: string, body?: object]>
  bad(world: World): Promise<[path: string, body: object | undefined, code: string]>
}

const invited = async (world: World) => {
  const member = await aMember(world)
  const meeting = await aMeeting(world, { participationMode: 'sign_up' })
  await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
  return { memberId: member.id, url: `/v1/meeting-sessions/${meeting.sessions[0].id}/responses` }
}

const aWindowPath = async (world: World) => {
  const kind = KINDS.find(({ name }) => name === 'SignInWindow')!
  return `${kind.path}/${(await post(world, kind.path, await kind.body(world))).id}/sign-ins`
}

/** Writes that cannot be tried, each with the reason. */
const UNTRIED: Record<string, string> = {
  setUp: 'happens once, before there is anything that a trial could spare',
  login:
    'answers with a credential, and a trial would be a way to guess passwords that leaves no session behind',
  refreshSession: 'answers with a credential; the token that was tried must not stay good',
  activateUser: 'answers with a credential',
  changePassword: 'is a guess at the password that is current, and a trial would leave nothing behind',
  logout: 'is refused to nobody',
  validateRegulation: 'is itself a trial and writes nothing',
  simulateRegulation: 'is itself a trial and writes nothing',
  testRegulation: 'is itself a trial and writes nothing',
  findSimilarProposals: 'compares a draft and writes nothing',
  findSimilarOpinions: 'compares a draft and writes nothing',
}

describe('validateOnly', () => {
  it('is taken by every write, or there is a reason', () => {
    const without = contractRoutes().filter(
      ({ method, query }) => method !== 'GET' && !('validateOnly' in (query?.shape ?? {})),
    )
    expect(without.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(UNTRIED).sort())
  })

  it('of what shows a secret is tried below, or with what it opens', () => {
    const secret = contractRoutes().filter(
      ({ secretAnswer, query }) => secretAnswer && 'validateOnly' in (query?.shape ?? {}),
    )
    const elsewhere = ['createCalendarLink']
    expect(secret.map(({ operationId }) => operationId).sort()).toEqual(
      [...Object.keys(SECRETS), ...elsewhere].sort(),
    )
  })
})

/** What an answer shows once: of a trial it would never open anything. */
const SECRETS: Record<string, (body: Record<string, unknown>) => unknown> = {
  createApiKey: ({ key }) => key,
  inviteMembers: ({ items }) => (items as { code: unknown }[])[0]!.code,
  resetUser: ({ code }) => code,
}

const TRIALS: readonly Trial[] = [
  {
    name: 'createExport',
    good: async (world) => [
      '/v1/exports',
      { kind: 'ranking', format: 'csv', periodId: (await aPeriod(world)).id },
    ],
    bad: async () => [
      '/v1/exports',
      { kind: 'ranking', format: 'csv', periodId: ABSENT },
      'unknown_reference',
    ],
  },
  {
    name: 'inviteMembers',
    good: async (world) => [
      '/v1/users/invite-members',
      { memberIds: [(await aMember(world)).id], validFrom: '2019-01-01' },
    ],
    bad: async () => [
      '/v1/users/invite-members',
      { memberIds: [ABSENT], validFrom: '2019-01-01' },
      'unknown_reference',
    ],
  },
  {
    name: 'resetUser',
    good: async (world) => {
      const user = await post(world, '/v1/users', { login: 'tried', displayName: '某' })
      return [`/v1/users/${user.id}/reset`]
    },
    bad: async () => [`/v1/users/${ABSENT}/reset`, undefined, 'not_found'],
  },
  {
    name: 'createApiKey',
    good: async () => ['/v1/api-keys', { name: '试', scopes: ['committee.read'] }],
    bad: async () => [
      '/v1/api-keys',
      { name: '试', scopes: ['committee.read'], organizationIds: [ABSENT] },
      'unknown_reference',
    ],
  },
  {
    name: 'revokeApiKey',
    good: async (world) => {
      const key = await post(world, '/v1/api-keys', { name: '试', scopes: ['committee.read'] })
      return [`/v1/api-keys/${key.id}/revoke`]
    },
    bad: async () => [`/v1/api-keys/${ABSENT}/revoke`, undefined, 'not_found'],
  },
  {
    name: 'signMemberIn',
    good: async (world) => [await aWindowPath(world), { memberId: (await aMember(world)).id }],
    bad: async (world) => [await aWindowPath(world), { memberId: ABSENT }, 'rule_violation'],
  },
  {
    name: 'respondToInvitation',
    good: async (world) => {
      const { url, memberId } = await invited(world)
      return [url, { memberId, response: 'declined' }]
    },
    bad: async (world) => {
      const { url } = await invited(world)
      return [url, { memberId: (await aMember(world)).id, response: 'declined' }, 'not_found']
    },
  },
  {
    name: 'inviteToMeeting',
    good: async (world) => {
      const [member, meeting] = [await aMember(world), await aMeeting(world)]
      return [`/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] }]
    },
    bad: async (world) => [
      `/v1/meetings/${(await aMeeting(world)).id}/invite`,
      { memberIds: [ABSENT] },
      'rule_violation',
    ],
  },
]

inEveryWorld('trials', (world) => {
  const headers = { 'if-match': '*', 'idempotency-key': 'a-trial' }

  // What a real call sets to work must not write while a trial is watched.
  beforeAll(() => world.deps.jobs.stop())

  describe.each(TRIALS)('$name', ({ name, good, bad }) => {
    it('200 with what would be, and nothing is written, not even the key', async () => {
      const [path, body] = await good(world)
      const before = await contentsOf(world)
      const tried = await world.admin.post(`${path}?validateOnly=true`, body, headers).expect(200)
      expect(tried.headers).not.toHaveProperty('location')
      expect(tried.headers).not.toHaveProperty('operation-location')
      expect(await contentsOf(world)).toBe(before)
      const real = await world.admin.post(path, body, { ...headers, 'idempotency-key': crypto.randomUUID() })
      expect(real.status, real.text).toBeLessThan(300)
      expect(Object.keys(tried.body)).toEqual(Object.keys(real.body))
      const secretOf = SECRETS[name]
      if (secretOf)
        expect([secretOf(tried.body), secretOf(real.body)]).toEqual([null, expect.stringMatching(/.{20}/)])
      expect(await contentsOf(world)).not.toBe(before)
    })

    it('the refusal of the real call', async () => {
      const [path, body, code] = await bad(world)
      const tried = await world.admin.post(`${path}?validateOnly=true`, body, headers)
      const real = await world.admin.post(path, body, { ...headers, 'idempotency-key': crypto.randomUUID() })
      expect([tried.status, tried.body.code, tried.body.errors]).toEqual([
        real.status,
        code,
        real.body.errors,
      ])
    })
  })

  it.each(KINDS)('$name: no table changes by a trial of any write', async (kind) => {
    const body = await kind.body(world)
    const { id } = await post(world, kind.path, await kind.body(world))
    const before = await contentsOf(world)
    await world.admin.post(`${kind.path}?validateOnly=true`, body, headers).expect(200)
    await world.admin.patch(`${kind.path}/${id}?validateOnly=true`, kind.change, headers).expect(200)
    await world.admin.delete(`${kind.path}/${id}?validateOnly=true`, headers).expect(204)
    expect(await contentsOf(world)).toBe(before)
  })
})
