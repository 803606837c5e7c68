import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { ANONYMOUS_READS_MAX } from '../../src/access/anonymous-limit.ts'
import { ABSENT } from '../support/makers.ts'
import { act, actAs, aMember, aPeriod, jobEnd, second } from '../support/records.ts'
import { aClosedYear, aReportOf, aVerifying, fresh, publishing } from '../support/report-kinds.ts'
import { sequence } from '../support/watch.ts'
import { type Client, inEveryWorld, login, withRole } from '../support/world.ts'

/** Each step of a report by the wrong person, from the wrong state, or against the committee's own switch. */

const PATH = '/v1/reports'
// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any
const STEPS: [verb: string, body?: object][] = [
  ['open-verification', {}],
  ['submit'],
  ['return', { reason: '请核对' }],
  ['approve'],
  ['publish', { audiences: { members: 'unnamed' } }],
  ['withdraw', { reason: '有误' }],
]

inEveryWorld('rules of reports', (world) => {
  let period: Body
  let member: Body
  let reviewer: Client
  let approver: Client

  const step = (client: Client, id: string, verb: string, body?: object, ifMatch = '*') =>
    client.post(`${PATH}/${id}/${verb}`, body, { 'if-match': ifMatch })
  const quiet = async (
    send: () => PromiseLike<{ status: number; body: Body }>,
    status: number,
    code: string,
  ) => {
    const before = await sequence(world)
    const answer = await send()
    expect([answer.status, answer.body.code], JSON.stringify(answer.body)).toEqual([status, code])
    expect(await sequence(world)).toBe(before)
    return answer.body
  }

  beforeAll(async () => {
    period = await aPeriod(world)
    member = await aMember(world)
    reviewer = await world.as('reviewer')
    approver = await second(world)
  })

  it('of a period that is open it is an interim one, of the day that is asked for', async () => {
    const started = await reviewer
      .post(PATH, { periodId: period.id, asOf: '2019-06-30' }, fresh())
      .expect(202)
    await jobEnd(world, started.body.jobId)
    const { body } = await world.admin.get(`${PATH}/${started.body.id}`).expect(200)
    expect(body).toMatchObject({ interim: true, asOf: '2019-06-30', state: 'draft' })
    const { body: check } = await world.admin.get(`${PATH}/${body.id}/check`).expect(200)
    expect(check.same).toBe(true)
  })

  it('404 for a period that is not there, 409 for an externalId that another one has', async () => {
    const post = (values: object) => reviewer.post(PATH, { periodId: period.id, ...values }, fresh())
    await quiet(() => post({ periodId: ABSENT }), 404, 'not_found')
    const first = await post({ externalId: 'r-1' }).expect(202)
    await jobEnd(world, first.body.jobId)
    await quiet(() => post({ externalId: 'r-1' }), 409, 'already_exists')
    await reviewer.post(`${PATH}?validateOnly=true`, { periodId: period.id }, fresh()).expect(200)
  })

  it('409 to read what is still being made', async () => {
    await world.deps.jobs.stop()
    const { body } = await reviewer.post(PATH, { periodId: period.id }, fresh()).expect(202)
    for (const part of ['content', 'changes', 'check']) {
      const answer = await world.admin.get(`${PATH}/${body.id}/${part}`).expect(409)
      expect(answer.body.code).toBe('state_conflict')
    }
    await world.admin.get(`${PATH}/${body.id}/members/${member.id}`).expect(404)
    world.deps.jobs.start()
    await jobEnd(world, body.jobId)
    await world.admin.get(`${PATH}/${body.id}/content`).expect(200)
  })

  describe.each(STEPS)('%s', (verb, body) => {
    it('403 for a role that may not, 404, 412, and 409 from another state', async () => {
      const { id } = await aReportOf(world, period.id)
      const clerk = await world.as('clerk')
      await quiet(() => step(clerk, id, verb, body), 403, 'forbidden')
      await quiet(() => step(world.admin, ABSENT, verb, body), 404, 'not_found')
      await quiet(() => step(world.admin, id, verb, body, '"999"'), 412, 'stale_version')
      await step(world.admin, id, 'withdraw', { reason: '重做' }).expect(200)
      await quiet(() => step(world.admin, id, verb, body), 409, 'state_conflict')
    })
  })

  it('is returned with the reason, and not approved or published by who prepared or submitted it', async () => {
    await publishing(world, { verifyDays: 0 })
    const { id } = await aReportOf(world, period.id)
    await actAs(reviewer, `${PATH}/${id}`, 'submit')
    await quiet(() => step(world.admin, id, 'approve'), 409, 'four_eyes')
    const returned = await actAs(approver, `${PATH}/${id}`, 'return', { reason: '请核对第三组' })
    expect(returned).toMatchObject({ state: 'draft', note: '请核对第三组', submittedBy: null })
    await actAs(reviewer, `${PATH}/${id}`, 'submit')
    await actAs(approver, `${PATH}/${id}`, 'approve')
    const publish = { audiences: { members: 'ranks' }, legalBasis: '办法' }
    await quiet(() => step(world.admin, id, 'publish', publish), 409, 'four_eyes')
    await actAs(approver, `${PATH}/${id}`, 'publish', publish)
  })

  it('members are asked first, unless the committee asks nobody', async () => {
    await publishing(world, { verifyDays: 5 })
    const { id } = await aReportOf(world, period.id)
    await quiet(() => step(world.admin, id, 'submit'), 409, 'state_conflict')
  })

  it('422 to publish while the committee publishes nothing, to nobody, or bands without grades', async () => {
    const { id: periodId } = await aClosedYear(world)
    await publishing(world, { verifyDays: 0 })
    const colleague = await withRole(world, 'reviewer')
    const { id } = await aReportOf(world, periodId, colleague)
    await actAs(colleague, `${PATH}/${id}`, 'submit')
    await act(world, `${PATH}/${id}`, 'approve')
    const send = (audiences: object, legalBasis: string | null = '办法') =>
      step(world.admin, id, 'publish', { audiences, legalBasis })
    expect((await quiet(() => send({}), 422, 'rule_violation')).rule).toBe('reports.audience')
    const bare = await quiet(() => send({ members: 'ranks' }, null), 422, 'rule_violation')
    expect(bare.rule).toBe('reports.legal_basis')
    const bands = await quiet(() => send({ members: 'bands' }), 422, 'rule_violation')
    expect(bands.rule).toBe('reports.bands_are_grades')
    await publishing(world, { enabled: false })
    const off = await quiet(() => send({ members: 'ranks' }), 422, 'rule_violation')
    expect(off.rule).toBe('reports.publication_on')
  })

  it('is shown to nobody before it is published or after it is withdrawn, and to no other audience', async () => {
    const { id: periodId } = await aClosedYear(world)
    await publishing(world, { verifyDays: 0 })
    const colleague = await withRole(world, 'reviewer')
    const { id } = await aReportOf(world, periodId, colleague)
    const open = `/v1/public/committees/luming/reports`
    const anybody = (path: string) => request(world.app.server).get(path)
    await world.admin.get(`/v1/published-reports/${id}`).expect(404)
    await anybody(`${open}/${id}`).expect(404)
    await actAs(colleague, `${PATH}/${id}`, 'submit')
    await act(world, `${PATH}/${id}`, 'approve')
    await act(world, `${PATH}/${id}`, 'publish', { audiences: { members: 'ranks' }, legalBasis: '办法' })
    await world.admin.get(`/v1/published-reports/${id}`).expect(200)
    await anybody(`${open}/${id}`).expect(404)
    expect((await anybody(open).expect(200)).body.items).toEqual([])
    await anybody('/v1/public/committees/nobody/reports').expect(404)
    await anybody(`/v1/public/committees/nobody/reports/${id}`).expect(404)
    await act(world, `${PATH}/${id}`, 'withdraw', { reason: '有误' })
    await world.admin.get(`/v1/published-reports/${id}`).expect(404)
  })

  it('what was published shows what it showed, whatever the committee shows from now on', async () => {
    const { id: periodId } = await aClosedYear(world)
    await publishing(world, { verifyDays: 0, fields: { members: ['rank', 'total'] } })
    const colleague = await withRole(world, 'reviewer')
    const { id } = await aReportOf(world, periodId, colleague)
    await actAs(colleague, `${PATH}/${id}`, 'submit')
    await act(world, `${PATH}/${id}`, 'approve')
    await act(world, `${PATH}/${id}`, 'publish', { audiences: { members: 'ranks' }, legalBasis: '办法' })
    const shown = async () => (await world.admin.get(`/v1/published-reports/${id}`).expect(200)).text
    const before = await shown()
    await publishing(world, { verifyDays: 0, fields: { members: ['sector'] } })
    expect(await shown()).toBe(before)
  })

  it('fails with the reason and keeps nothing when the stored rules cannot be read', async () => {
    const { id: periodId } = await aClosedYear(world)
    const [found] = await world.storage.query<{ regulationId: string }>(
      'select regulation_id from periods where committee_id = ? and id = ?',
      [world.committeeId, periodId],
    )
    const { regulationId } = found!
    const setSource = (source: string) =>
      world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, (tx) =>
        tx.run('update regulations set source = ? where committee_id = ? and id = ?', [
          source,
          tx.committeeId,
          regulationId,
        ]),
      )
    const { body: regulation } = await world.admin.get(`/v1/regulations/${regulationId}`).expect(200)
    await setSource('nothing: of use')
    const started = await reviewer.post(PATH, { periodId }, fresh()).expect(202)
    const job = await jobEnd(world, started.body.jobId)
    expect(job).toMatchObject({ status: 'failed', error: { code: 'regulation_invalid' } })
    await setSource(regulation.source)
    const path = `${PATH}/${started.body.id}`
    const { body } = await world.admin.get(path).expect(200)
    expect(body).toMatchObject({ state: 'failed', error: { code: 'regulation_invalid' }, members: 0 })
    expect((await world.admin.get(`${path}/content`).expect(409)).body.detail).toContain('failed')
    expect((await reviewer.get('/v1/me/inbox').expect(200)).body.items[0].type).toBe('report_failed')
    await actAs(approver, path, 'withdraw', { reason: '重做' })
  })

  describe('what a member says of their part', () => {
    it('404 outside it, 409 when the days are over, 422 for a dispute without a word', async () => {
      const verifying = await aVerifying(world, period.id)
      const said = { reportId: verifying.id, memberId: member.id, state: 'confirmed' }
      const send = (values: object) => world.admin.post('/v1/report-verifications', { ...said, ...values })
      await quiet(() => send({ reportId: ABSENT }), 404, 'not_found')
      await quiet(() => send({ state: 'disputed', note: ' ' }), 422, 'rule_violation')
      await send({ externalId: 'v-1' }).expect(201)
      expect((await send({ state: 'disputed', note: '少一场' }).expect(201)).body.state).toBe('disputed')
      await quiet(() => send({ memberId: ABSENT }), 404, 'not_found')
      const other = await aMember(world)
      const next = await aVerifying(world, period.id)
      const sent = { reportId: next.id, memberId: other.id, externalId: 'v-1' }
      await quiet(() => send(sent), 409, 'already_exists')
      world.now = new Date('2020-02-01T04:00:00.000Z')
      const later = await login(world, 'admin')
      const late = { ...said, reportId: next.id }
      await quiet(() => later.post('/v1/report-verifications', late), 409, 'state_conflict')
      world.now = new Date('2019-12-31T04:00:00.000Z')
    })
  })

  it('429 for an address that searches without end', async () => {
    const path = '/v1/public/committees/luming/reports'
    for (let visit = 0; visit < ANONYMOUS_READS_MAX; visit += 1) {
      if ((await request(world.app.server).get(path)).status === 429) break
    }
    expect((await request(world.app.server).get(path)).status).toBe(429)
    expect((await request(world.app.server).get(`${path}/${ABSENT}`)).status).toBe(429)
  })
})
