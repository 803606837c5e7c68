import { beforeAll, expect, it } from 'vitest'
import { aRegulation } from '../support/makers.ts'
import { act, aMember, closePeriod, post } from '../support/records.ts'
import { type Sent, send } from '../support/rules.ts'
import { aDeclared, aDuty, anAssessment, aRecognition, aService } from '../support/service-kinds.ts'
import { sequence } from '../support/watch.ts'
import { inEveryWorld } from '../support/world.ts'

/** A closed period moves no more: neither its services and recognitions nor its duties of further kinds. */

const DAY = '2018-05-10'
const SERVICES = '/v1/service-records'
const RECOGNITIONS = '/v1/recognitions'
const RECORDS = '/v1/duty-records'
const ASSESSMENTS = '/v1/assessments'

type Ids = Record<
  | 'member'
  | 'kind'
  | 'service'
  | 'recognition'
  | 'assessment'
  | 'foreign'
  | 'entered'
  | 'declared'
  | 'asked'
  | 'open',
  string
>

const service = { kind: 'visit', title: '补', startsOn: DAY, endsOn: DAY }
const recognition = ({ member }: Ids) => ({
  kind: 'criticism',
  memberId: member,
  title: '补',
  awardedOn: DAY,
})
const assessment = ({ member }: Ids) => ({
  form: 'yearly_form',
  raterKind: 'panel',
  memberId: member,
  points: 1,
  reason: '补',
  assessedOn: DAY,
})
const duty = ({ kind, member }: Ids) => ({ dutyKindId: kind, memberId: member, title: '补', day: DAY })

const REQUESTS: Record<string, (ids: Ids) => Sent> = {
  createServiceRecord: () => ['POST', SERVICES, service],
  createServiceRecords: () => ['POST', `${SERVICES}/batch`, { items: [service] }],
  changeServiceRecord: (ids) => ['PATCH', `${SERVICES}/${ids.service}`, { title: '改' }],
  withdrawServiceRecord: (ids) => ['DELETE', `${SERVICES}/${ids.service}`],
  createRecognition: (ids) => ['POST', RECOGNITIONS, recognition(ids)],
  createRecognitions: (ids) => ['POST', `${RECOGNITIONS}/batch`, { items: [recognition(ids)] }],
  changeRecognition: (ids) => ['PATCH', `${RECOGNITIONS}/${ids.recognition}`, { title: '改' }],
  withdrawRecognition: (ids) => ['DELETE', `${RECOGNITIONS}/${ids.recognition}`],
  createAssessment: (ids) => ['POST', ASSESSMENTS, assessment(ids)],
  createAssessments: (ids) => ['POST', `${ASSESSMENTS}/batch`, { items: [assessment(ids)] }],
  changeAssessment: (ids) => ['PATCH', `${ASSESSMENTS}/${ids.assessment}`, { points: 3 }],
  withdrawAssessment: (ids) => ['DELETE', `${ASSESSMENTS}/${ids.assessment}`],
  confirmAssessment: (ids) => ['POST', `${ASSESSMENTS}/${ids.foreign}/confirm`],
  refuseAssessment: (ids) => ['POST', `${ASSESSMENTS}/${ids.foreign}/refuse`],
  createDutyRecord: (ids) => ['POST', RECORDS, duty(ids)],
  createDutyRecords: (ids) => ['POST', `${RECORDS}/batch`, { items: [duty(ids)] }],
  changeDutyRecord: (ids) => ['PATCH', `${RECORDS}/${ids.entered}`, { title: '改' }],
  'changeDutyRecord into it': (ids) => ['PATCH', `${RECORDS}/${ids.open}`, { day: DAY }],
  withdrawDutyRecord: (ids) => ['DELETE', `${RECORDS}/${ids.entered}`],
  confirmDutyRecord: (ids) => ['POST', `${RECORDS}/${ids.declared}/confirm`],
  refuseDutyRecord: (ids) => ['POST', `${RECORDS}/${ids.declared}/refuse`, { reason: '晚了' }],
  askBackDutyRecord: (ids) => ['POST', `${RECORDS}/${ids.declared}/ask-back`, { reason: '晚了' }],
  answerDutyRecord: (ids) => ['POST', `${RECORDS}/${ids.asked}/answer`, { answer: '晚了' }],
}

inEveryWorld('a closed period of services and duties', (world) => {
  let ids: Ids

  beforeAll(async () => {
    const entered = await aDuty(world, { day: DAY })
    const asked = await aDeclared(world, { day: DAY })
    await act(world, `${RECORDS}/${asked.id}`, 'ask-back', { reason: '缺件' })
    ids = {
      member: (await aMember(world)).id,
      kind: entered.dutyKindId,
      service: (await aService(world, { startsOn: DAY, endsOn: DAY })).id,
      recognition: (await aRecognition(world, { awardedOn: DAY })).id,
      assessment: (await anAssessment(world, { assessedOn: DAY })).id,
      foreign: (
        await anAssessment(
          { ...world, admin: await world.as('reviewer') },
          { assessedOn: DAY, memberId: (await aMember(world)).id },
        )
      ).id,
      entered: entered.id,
      declared: (await aDeclared(world, { day: DAY })).id,
      asked: asked.id,
      open: (await aDuty(world)).id,
    }
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2018年度',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId: await aRegulation(world),
    })
    await closePeriod(world, period.id, { acceptUnverified: true })
  })

  it.each(Object.keys(REQUESTS))('409 for %s', async (name) => {
    const [method, path, body] = REQUESTS[name]!(ids)
    const before = await sequence(world)
    const answer = await send(world, method, path, body)
    expect([answer.status, answer.body.code]).toEqual([409, 'period_closed'])
    expect(await sequence(world)).toBe(before)
  })
})
