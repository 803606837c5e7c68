import { beforeAll, expect, it } from 'vitest'
import { FACT_RECORDS } from '../../src/scoring/store/fact-records.ts'
import { aSubmitted } from '../support/proposals.ts'
import { act, aMeeting, aMember, approve, type Body, post } from '../support/records.ts'
import { aDuty, anAssessment, aRecognition, aService } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** 履职档案: whatever kind of record the facts of a member are of, each is there and opens. */

const clauses = Object.keys(FACT_RECORDS)
  .map((kind) => {
    const where = kind === 'attendance' ? ', where: { outcome: attended }' : ''
    return `  c_${kind}: { title: ${kind}, counts: ${kind}${where}, points: 1 }`
  })
  .join('\n')
const RULES = `
regulation: everything
title: { zh: 全部履职, en: Everything }
period: calendar_year
clauses:
${clauses}
`

inEveryWorld('the archive', (world) => {
  let [member, period]: Body[] = []
  const read = async () =>
    (await world.admin.get(`/v1/members/${member!.id}/archive?periodId=${period!.id}`).expect(200)).body

  beforeAll(async () => {
    const regulation = await post(world, '/v1/regulations', { name: 'everything', source: RULES })
    await approve(world, regulation.id)
    const year = { name: '2019年度', startsOn: '2019-01-01', endsOn: '2019-12-31' }
    period = await post(world, '/v1/periods', {
      ...year,
      kind: 'calendar_year',
      regulationId: regulation.id,
    })
    member = await aMember(world)
    const memberId = member!.id
    const meeting = await aMeeting(world)
    const path = `/v1/meeting-sessions/${meeting.sessions[0].id}`
    await post(world, `${path}/attendance`, { items: [{ memberId, presence: 'present' }] })
    await act(world, path, 'settle', {})
    const proposal = await aSubmitted(world, '2019-02-26', { title: '路灯', signers: [{ memberId }] })
    const opinion = await post(world, '/v1/opinions', { title: '停车', authorIds: [memberId] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-20' })
    const speech = { memberId, meetingId: meeting.id, title: '发言', form: 'oral' }
    const { id } = await post(world, '/v1/speeches', speech)
    await world.admin.patch(`/v1/speeches/${id}`, { state: 'delivered' }, { 'if-match': '*' }).expect(200)
    const report = { title: '养老调研', members: [{ memberId }] }
    const research = await post(world, '/v1/research-reports', report)
    await act(world, `/v1/research-reports/${research.id}`, 'submit', { submittedOn: '2019-06-01' })
    await aService(world, { memberIds: [memberId] })
    await aRecognition(world, { memberId })
    await aDuty(world, { memberId })
    const judged = await anAssessment(world, { proposalId: proposal.id, memberId: null })
    const reviewer = await world.as('reviewer')
    const confirm = `/v1/assessments/${judged.id}/confirm`
    await reviewer.post(confirm, undefined, { 'if-match': '*' }).expect(200)
  })

  it('has an entry of each kind, with its heading, its unit and where it is', async () => {
    const { entries } = await read()
    const items: Body[] = entries.flatMap(({ items }: Body) => items)
    for (const { source, title } of items) {
      const record = await world.admin.get(`/v1${source}`).expect(200)
      expect([title, '路灯']).toContain(record.body.title ?? '路灯')
    }
    const paths = items.map(({ source }) => source.replace(/\/[^/]*$/, ''))
    expect([...new Set(paths)].sort()).toEqual(
      Object.values(FACT_RECORDS)
        .map(({ path }) => path)
        .sort(),
    )
    for (const { title } of entries) expect(title).toMatch(/\p{Script=Han}/u)
  })

  it('names them in the explanation as people do', async () => {
    const query = `periodId=${period!.id}&text=zh`
    const { body } = await world.admin.get(`/v1/members/${member!.id}/score?${query}`).expect(200)
    for (const title of ['路灯', '停车', '养老调研', '履职', '服务', '表彰'])
      expect(body.text).toContain(title)
    expect(body.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
  })

  it('of a member who was taken back is gone, by period and by days', async () => {
    const { id } = await aMember(world)
    const url = `/v1/members/${id}/archive`
    const days = `${url}/days?from=2019-01-01&to=2019-12-31`
    await world.admin.get(days).expect(200)
    await world.admin.delete(`/v1/members/${id}`, { 'if-match': '*' }).expect(204)
    for (const gone of [days, `${url}?periodId=${period!.id}`]) {
      expect((await world.admin.get(gone).expect(410)).body.code).toBe('gone')
    }
  })
})
