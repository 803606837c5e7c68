import { expect, it } from 'vitest'
import { aMember, approve, post } from '../support/records.ts'
import { aDuty, aDutyKind } from '../support/service-kinds.ts'
import { inEveryWorld } from '../support/world.ts'

/** Extra fields of duty records and reasons of exemptions, as a regulation asks for them. */

const RULES = `
regulation: fields
title: { zh: 字段, en: Fields }
period: calendar_year
clauses:
  long: { title: 千字以上, counts: record, where: { attributes: { words: { atLeast: 1000 } } }, points: 2 }
  words: { title: 每千字, counts: record, points: 0.5, quantity: { attribute: words, each: 1000, round: down } }
  central: { title: 中央媒体, counts: record, where: { attributes: { medium: 中央级 } }, points: 5 }
triggers:
  none: { title: 全年未履职, when: { points: total, below: 1 }, unless: { exempt: [illness, abroad] }, then: exit }
`

inEveryWorld('fields of records in a regulation', (world) => {
  it('a number at its limit, a word, a reason that softens', async () => {
    const fields = [
      { name: 'words', title: '字数', type: 'integer' },
      { name: 'medium', title: '媒体', type: 'text' },
    ]
    const dutyKindId = (await aDutyKind(world, { fields })).id
    const regulation = await post(world, '/v1/regulations', { name: 'fields', source: RULES })
    await approve(world, regulation.id)
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2019',
      startsOn: '2019-01-01',
      endsOn: '2019-12-31',
      regulationId: regulation.id,
    })
    const [writer, ill, idle] = [await aMember(world), await aMember(world), await aMember(world)]
    const duty = (values: object) => aDuty(world, { dutyKindId, memberId: writer.id, fields: values })
    await duty({ words: 999, medium: '区级' })
    await duty({ words: 1000, medium: '中央级' })
    await post(world, '/v1/exemptions', {
      memberId: ill.id,
      reason: 'illness',
      validFrom: '2019-03-01',
      validTo: '2019-09-30',
    })
    const scoreOf = async ({ id }: { id: string }) =>
      (await world.admin.get(`/v1/members/${id}/score?periodId=${period.id}&text=zh`).expect(200)).body
    expect((await scoreOf(writer)).total).toBe(7.5)
    expect((await scoreOf(ill)).consequences).toEqual([])
    expect((await scoreOf(idle)).consequences[0]).toMatchObject({ code: 'none', then: ['exit'] })
  })
})
