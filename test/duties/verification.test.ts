import { describe, expect, it } from 'vitest'
import { type Action, stepsOf } from '../support/actions.ts'
import { anOrganization } from '../support/makers.ts'
import { act, aMember, post } from '../support/records.ts'
import { aDeclared, aDuty, aDutyKind, aMemberUser, attach } from '../support/service-kinds.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** What a member declares is verified by somebody else. */

const RECORDS = '/v1/duty-records'
const ANY = { 'if-match': '*' }
const REASON = { reason: '请补充截图' }

const declared = async (world: World, verb?: string) => {
  const record = await aDeclared(world)
  if (verb) await act(world, `${RECORDS}/${record.id}`, verb, REASON)
  return record
}

const step = (verb: string, wrong: string, after: object): Action => ({
  name: `${verb} a duty record`,
  path: RECORDS,
  verb,
  ...(verb === 'confirm' ? {} : { body: REASON }),
  ready: (world) => declared(world),
  wrong: async (world) => {
    const { id } = await aDeclared(world)
    return act(world, `${RECORDS}/${id}`, wrong, wrong === 'confirm' ? undefined : REASON)
  },
  after,
})

const STEPS: readonly Action[] = [
  step('confirm', 'refuse', { verification: 'confirmed', verificationNote: null }),
  step('refuse', 'confirm', { verification: 'refused', verificationNote: REASON.reason }),
  step('ask-back', 'ask-back', { verification: 'asked_back', verificationNote: REASON.reason }),
  {
    name: 'answer what was asked back',
    path: RECORDS,
    verb: 'answer',
    body: { answer: '已上传' },
    ready: (world) => declared(world, 'ask-back'),
    wrong: (world) => declared(world),
    after: { verification: 'unverified', verificationNote: '已上传', verifiedBy: null },
  },
]

inEveryWorld('verification', (world) => {
  stepsOf(world, STEPS)

  const reviewerWho = async (personId: string) => world.as('reviewer', { personId })

  describe('a member', () => {
    it('declares for themselves, and it waits', async () => {
      const { selfDeclared, verification, verifiedBy } = await aDeclared(world)
      expect({ selfDeclared, verification, verifiedBy }).toEqual({
        selfDeclared: true,
        verification: 'unverified',
        verifiedBy: null,
      })
    })

    it('403 for another member, 422 for a kind that departments enter', async () => {
      const { id, client } = await aMemberUser(world)
      const body = { title: '代填', day: '2019-05-10', dutyKindId: (await aDutyKind(world)).id }
      const other = (await aMember(world)).id
      const before = await sequence(world)
      const refused = await client.post(RECORDS, { ...body, memberId: other }).expect(403)
      expect(refused.body.code).toBe('forbidden')
      const key = { 'idempotency-key': crypto.randomUUID() }
      await client.post(`${RECORDS}/batch`, { items: [{ ...body, memberId: other }] }, key).expect(403)
      expect(await sequence(world)).toBe(before)
      const theirs = (await aDutyKind(world, { enteredBy: 'department' })).id
      const wrong = await client.post(RECORDS, { ...body, memberId: id, dutyKindId: theirs }).expect(422)
      expect(wrong.body.rule).toBe('duty_records.entered_by')
    })

    it('sees what is their own, and changes what they declared until it is decided', async () => {
      const { id, member } = await declared(world)
      const other = await declared(world)
      const { body } = await member.client.get(RECORDS).expect(200)
      expect(body.items.map((item: { id: string }) => item.id)).toEqual([id])
      await member.client.get(`${RECORDS}/${other.id}`).expect(404)
      await member.client.patch(`${RECORDS}/${other.id}`, { title: '改' }, ANY).expect(404)
      await member.client.patch(`${RECORDS}/${id}`, { title: '改' }, ANY).expect(200)
      await act(world, `${RECORDS}/${id}`, 'confirm')
      const late = await member.client.patch(`${RECORDS}/${id}`, { title: '再改' }, ANY).expect(409)
      expect(late.body.code).toBe('state_conflict')
      expect((await member.client.delete(`${RECORDS}/${id}`, ANY).expect(409)).body.code).toBe(
        'state_conflict',
      )
      // The department corrects it, and it stays confirmed.
      const corrected = await world.admin.patch(`${RECORDS}/${id}`, { title: '更正' }, ANY).expect(200)
      expect(corrected.body).toMatchObject({ title: '更正', verification: 'confirmed' })
    })

    it('answers by a change, and never writes what a department entered', async () => {
      const { id, member } = await declared(world, 'ask-back')
      const { body } = await member.client.patch(`${RECORDS}/${id}`, { title: '补正' }, ANY).expect(200)
      expect(body).toMatchObject({ verification: 'unverified', verifiedBy: null })
      const entered = await aDuty(world, { memberId: member.id })
      expect(entered).toMatchObject({ verification: 'confirmed', selfDeclared: false })
      await member.client.patch(`${RECORDS}/${entered.id}`, { title: '改' }, ANY).expect(403)
      await member.client.delete(`${RECORDS}/${entered.id}`, ANY).expect(403)
    })

    it('what was refused changes no more, and is withdrawn by the member', async () => {
      const { id, member } = await declared(world, 'refuse')
      await member.client.patch(`${RECORDS}/${id}`, { title: '改' }, ANY).expect(409)
      await world.admin.patch(`${RECORDS}/${id}`, { title: '改' }, ANY).expect(409)
      await member.client.delete(`${RECORDS}/${id}`, ANY).expect(204)
    })
  })

  describe('nobody verifies what they declared themselves', () => {
    it.each([
      ['confirm', undefined],
      ['refuse', REASON],
      ['ask-back', REASON],
    ] as const)('409 for %s', async (verb, body) => {
      const { id, member } = await declared(world)
      const self = await reviewerWho(member.personId)
      const before = await sequence(world)
      const refused = await self.post(`${RECORDS}/${id}/${verb}`, body, ANY).expect(409)
      expect(refused.body.code).toBe('four_eyes')
      expect(await sequence(world)).toBe(before)
    })

    it('somebody of the office who is a member declares too, and does not enter at once', async () => {
      const member = await aMember(world)
      const self = await reviewerWho(member.personId)
      const body = { dutyKindId: (await aDutyKind(world)).id, title: '本人', day: '2019-05-10' }
      const own = await self.post(RECORDS, { ...body, memberId: member.id }).expect(201)
      expect(own.body).toMatchObject({ selfDeclared: true, verification: 'unverified' })
      const other = await self.post(RECORDS, { ...body, memberId: (await aMember(world)).id }).expect(201)
      expect(other.body).toMatchObject({ selfDeclared: false, verification: 'confirmed' })
    })
  })

  it('the department that was named confirms it, another one does not', async () => {
    const [own, other] = [(await anOrganization(world)).id, (await anOrganization(world)).id]
    const { id } = await aDeclared(world, { ownerOrganizationId: own })
    const [mine, theirs] = [
      await world.as('clerk', { organizationId: own }),
      await world.as('clerk', { organizationId: other }),
    ]
    expect((await theirs.post(`${RECORDS}/${id}/confirm`, undefined, ANY).expect(403)).body.code).toBe(
      'not_owner',
    )
    await mine.post(`${RECORDS}/${id}/confirm`, undefined, ANY).expect(200)
  })

  it('with evidence demanded it is confirmed once there is a file, also where a department entered it', async () => {
    const dutyKindId = (await aDutyKind(world, { evidence: 'required' })).id
    const { id, verification } = await aDuty(world, { dutyKindId })
    expect(verification).toBe('unverified')
    const file = await attach(world.admin, { dutyRecordId: id, purpose: 'evidence' }).expect(201)
    expect(await act(world, `${RECORDS}/${id}`, 'confirm')).toMatchObject({ verification: 'confirmed' })
    const kept = await world.admin.delete(`/v1/attachments/${file.body.id}`).expect(409)
    expect(kept.body.code).toBe('state_conflict')
    await attach(world.admin, { dutyRecordId: id, purpose: 'photo' }).expect(201)
    await world.admin.delete(`/v1/attachments/${file.body.id}`).expect(204)
  })

  it('the reason of a penalty is for those who may see what is personal, and for the member', async () => {
    const { id: memberId, client } = await aMemberUser(world)
    const clerk = await world.as('auditor')
    const of = (kind: string) =>
      post(world, '/v1/recognitions', {
        kind,
        memberId,
        title: '某事',
        reason: '缘由',
        awardedOn: '2019-05-10',
      })
    const [penalty, reward] = [await of('criticism'), await of('commendation')]
    const read = async (who: typeof client, one: { id: string }) => {
      const { body } = await who.get(`/v1/recognitions/${one.id}`).expect(200)
      return [body.reason, body.maskedFields, body.class]
    }
    expect(await read(clerk, penalty)).toEqual([null, ['reason'], 'penalty'])
    expect(await read(clerk, reward)).toEqual(['缘由', [], 'reward'])
    expect(await read(client, penalty)).toEqual(['缘由', [], 'penalty'])
    expect(await read(world.admin, penalty)).toEqual(['缘由', [], 'penalty'])
  })
})
