import { beforeAll, describe, expect, it } from 'vitest'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { act, actAs, aMeeting, aMember, closePeriod, jobEnd, post, second } from '../support/records.ts'
import { aClosedYear, aCorrection, anOldRegulation, aReportOf } from '../support/report-kinds.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld, withRole } from '../support/world.ts'

/** The only writes that a closed period takes. */

const PATH = '/v1/corrections'
// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('corrections', (world) => {
  let approver: Client
  let reviewer: Client
  const decide = (client: Client, id: string, verb: string) =>
    client.post(`${PATH}/${id}/${verb}`, { decision: '核对原件' }, { 'if-match': '*' })

  beforeAll(async () => {
    approver = await second(world)
    reviewer = await world.as('reviewer')
  })

  describe('a proposal is tried at once', () => {
    it.each([
      ['a read', { method: 'POST', path: '/v1/nothing' }, 'corrections.writes_facts'],
      ['what writes no facts', { method: 'POST', path: '/v1/users', body: {} }, 'corrections.writes_facts'],
      [
        'what nobody may send',
        { method: 'PATCH', path: '/v1/periods', body: {} },
        'corrections.writes_facts',
      ],
      [
        'what moves no closed period',
        {
          method: 'POST',
          path: '/v1/meetings',
          body: { title: '会', typeCode: 'research', startsOn: '2019-05-10', endsOn: '2019-05-10' },
        },
        'corrections.closed_period',
      ],
      [
        'what the record itself refuses',
        { method: 'DELETE', path: `/v1/speeches/${ABSENT}` },
        'corrections.seen',
      ],
      ['a body that is wrong', { method: 'POST', path: '/v1/meetings', body: {} }, 'corrections.request'],
    ])('422 for %s', async (_what, request, rule) => {
      const before = await sequence(world)
      const { body } = await world.admin.post(PATH, { request, reason: '查漏' }).expect(422)
      expect([body.code, body.rule]).toEqual(['rule_violation', rule])
      expect(await sequence(world)).toBe(before)
    })

    it('names the places inside the request, and the refusal that it would meet', async () => {
      const request = { method: 'POST', path: '/v1/meetings', body: { title: '' } }
      const { body } = await world.admin.post(PATH, { request, reason: '查漏' }).expect(422)
      expect(body.refusal.code).toBe('validation_failed')
      expect(body.errors).toContainEqual(expect.objectContaining({ pointer: '/request/body/typeCode' }))
    })

    it('a clerk proposes only what the clerk could have recorded', async () => {
      const { day } = await aClosedYear(world)
      const [own, other] = [await anOrganization(world), await anOrganization(world)]
      const clerk = await withRole(world, 'clerk', { organizationId: own.id })
      const body = (ownerOrganizationId: string) => ({
        request: {
          method: 'POST',
          path: '/v1/meetings',
          body: { title: '会', typeCode: 'research', startsOn: day, endsOn: day, ownerOrganizationId },
        },
        reason: '漏记',
      })
      const refused = await clerk.post(PATH, body(other.id)).expect(422)
      expect(refused.body.refusal.code).toBe('not_owner')
      await clerk.post(PATH, body(own.id)).expect(201)
    })

    it('leaves nothing behind, and a trial of the proposal neither', async () => {
      const { day } = await aClosedYear(world)
      const count = async () =>
        (await world.admin.get(`/v1/meetings?from=${day}&to=${day}&includeTotal=true`).expect(200)).body.total
      const request = {
        method: 'POST',
        path: '/v1/meetings',
        body: { title: '漏记的会', typeCode: 'research', startsOn: day, endsOn: day },
      }
      const before = await sequence(world)
      await world.admin.post(`${PATH}?validateOnly=true`, { request, reason: '漏记' }).expect(200)
      expect(await sequence(world)).toBe(before)
      await world.admin.post(PATH, { request, reason: '漏记' }).expect(201)
      expect(await count()).toBe(0)
    })

    it('409 for an externalId that another one has; the same retry has the same answer', async () => {
      const { request, reason } = await aCorrection(world)
      const key = { 'idempotency-key': crypto.randomUUID() }
      const made = await world.admin.post(PATH, { request, reason, externalId: 'c-1' }, key).expect(201)
      const again = await world.admin.post(PATH, { request, reason, externalId: 'c-1' }, key).expect(201)
      expect([again.body, again.headers['idempotency-replayed']]).toEqual([made.body, 'true'])
      const { body } = await world.admin.post(PATH, { request, reason, externalId: 'c-1' }).expect(409)
      expect(body.code).toBe('already_exists')
    })
  })

  describe('the decision', () => {
    it('applies it with the version that the record keeps, and the period stays closed', async () => {
      const correction = await aCorrection(world)
      const done = (await decide(approver, correction.id, 'approve').expect(200)).body
      expect(done).toMatchObject({ state: 'applied', decision: '核对原件' })
      const meetings = done.subjects.filter(({ type }: Body) => type === 'meetings')
      expect(meetings).toHaveLength(1)
      const made = await world.admin.get(`/v1/meetings/${meetings[0].id}`).expect(200)
      expect(made.body.title).toBe('漏记的会')
      expect((await world.admin.get(`/v1/periods/${done.periodIds[0]}`).expect(200)).body.state).toBe(
        'closed',
      )
      expect((await decide(approver, correction.id, 'approve').expect(409)).body.code).toBe('state_conflict')
    })

    it('409 for who proposed it, and nothing is written', async () => {
      const correction = await aCorrection(world)
      const before = await sequence(world)
      for (const verb of ['approve', 'refuse']) {
        expect((await decide(world.admin, correction.id, verb).expect(409)).body.code).toBe('four_eyes')
      }
      expect(await sequence(world)).toBe(before)
      expect((await decide(approver, correction.id, 'refuse').expect(200)).body.state).toBe('refused')
      expect((await decide(approver, correction.id, 'refuse').expect(409)).body.code).toBe('state_conflict')
    })

    it('403 for a role that may not, 404 and 412 like any record', async () => {
      const correction = await aCorrection(world)
      const clerk = await world.as('clerk')
      await decide(clerk, correction.id, 'approve').expect(403)
      for (const verb of ['approve', 'refuse', 'withdraw']) {
        const send = (id: string, ifMatch: string) =>
          world.admin.post(`${PATH}/${id}/${verb}`, verb === 'withdraw' ? undefined : { decision: '查' }, {
            'if-match': ifMatch,
          })
        await send(ABSENT, '*').expect(404)
        await send(correction.id, '"999"').expect(412)
      }
    })

    it('is taken back by who proposed it, while it is not decided', async () => {
      const correction = await aCorrection(world)
      const path = `${PATH}/${correction.id}/withdraw`
      await reviewer.post(path, undefined, { 'if-match': '*' }).expect(403)
      await world.admin.post(path, undefined, { 'if-match': '*' }).expect(200)
      const again = await world.admin.post(path, undefined, { 'if-match': '*' }).expect(409)
      expect(again.body.code).toBe('state_conflict')
    })

    it('422 when what it asks for no longer holds', async () => {
      const { day } = await aClosedYear(world)
      const values = { title: '某会', typeCode: 'research', startsOn: day, endsOn: day, externalId: 'm-1' }
      const request = { method: 'POST', path: '/v1/meetings', body: values }
      const made = await world.admin.post(PATH, { request, reason: '漏记' }).expect(201)
      await post(world, '/v1/meetings', { ...values, startsOn: '2019-05-10', endsOn: '2019-05-10' })
      const { body } = await decide(approver, made.body.id, 'approve').expect(422)
      expect(body.refusal.code).toBe('already_exists')
      expect((await world.admin.get(`${PATH}/${made.body.id}`).expect(200)).body.state).toBe('proposed')
    })

    it('409 when the record has moved since it was proposed', async () => {
      const member = await aMember(world)
      const day = '2018-03-05'
      const meeting = await aMeeting(world, { startsOn: day, endsOn: day })
      const session = meeting.sessions[0].id
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
      const roll = (presence: string) => ({ items: [{ memberId: member.id, presence }] })
      await post(world, `/v1/meeting-sessions/${session}/attendance`, roll('absent'))
      await act(world, `/v1/meeting-sessions/${session}`, 'settle', {})
      const period = await post(world, '/v1/periods', {
        kind: 'quarter',
        name: '2018年一季度',
        startsOn: '2018-01-01',
        endsOn: '2018-03-31',
        regulationId: await anOldRegulation(world),
      })
      await closePeriod(world, period.id)
      const propose = async (presence: string) => {
        const path = `/v1/meeting-sessions/${session}/attendance`
        const sent = { request: { method: 'POST', path, body: roll(presence) }, reason: '核对' }
        return (await reviewer.post(PATH, sent).expect(201)).body
      }
      const [first, late] = [await propose('present'), await propose('leave')]
      await decide(approver, first.id, 'approve').expect(200)
      const { body } = await decide(approver, late.id, 'approve').expect(409)
      expect(body.code).toBe('state_conflict')
      // Whoever decided the last one has entered what stands now.
      const third = await propose('leave')
      expect((await decide(approver, third.id, 'approve').expect(409)).body.code).toBe('four_eyes')
      const score = await world.admin.get(`/v1/members/${member.id}/score?periodId=${period.id}`).expect(200)
      expect(score.body.total).toBe(1)
    })

    it('makes the next version of a report; two that wait for one version share it', async () => {
      const year = await aClosedYear(world)
      await aReportOf(world, year.id)
      const propose = async (title: string) => {
        const body = { title, typeCode: 'research', startsOn: year.day, endsOn: year.day }
        const sent = { request: { method: 'POST', path: '/v1/meetings', body }, reason: title }
        return (await reviewer.post(PATH, sent).expect(201)).body
      }
      const [a, b] = [await propose('甲会'), await propose('乙会')]
      await actAs(approver, `${PATH}/${a.id}`, 'approve', { decision: '属实' })
      await actAs(approver, `${PATH}/${b.id}`, 'approve', { decision: '属实' })
      const list = async () =>
        (await world.admin.get(`/v1/reports?periodId=${year.id}&sort=-number`).expect(200)).body.items
      for (const { jobId } of await list()) await jobEnd(world, jobId)
      const [newest] = await list()
      expect(newest).toMatchObject({ state: 'draft', interim: false })
      expect((await list()).flatMap(({ correctionIds }: Body) => correctionIds).sort()).toEqual(
        [a.id, b.id].sort(),
      )
    })
  })
})
