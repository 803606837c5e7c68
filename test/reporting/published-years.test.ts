import { expect, it } from 'vitest'
import { act, aMember } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** Figures that a committee has published, from records made to fit. */

inEveryWorld('a published year', (world) => {
  it('272 proposals received and 238 filed are a filing rate of 87.5 percent', async () => {
    const { id: memberId } = await aMember(world)
    const ids: string[] = []
    for (let from = 0; from < 272; from += 136) {
      const items = Array.from({ length: 136 }, (_, at) => ({
        title: `建议${from + at}`,
        signers: [{ memberId }],
      }))
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const made = await world.admin.post('/v1/proposals/batch', { items }, headers).expect(201)
      ids.push(...made.body.items.map((one: { id: string }) => one.id))
    }
    for (const [at, id] of ids.entries()) {
      await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-02-26' })
      if (at < 238) await act(world, `/v1/proposals/${id}`, 'file', { filedOn: '2019-03-20' })
    }
    const { body } = await world.admin.get('/v1/statistics/filing_rate?year=2019').expect(200)
    expect(body).toMatchObject({ value: 87.5, numerator: 238, denominator: 272 })
    const filed = await world.admin.get('/v1/statistics/proposals_filed?year=2019').expect(200)
    expect(filed.body.value).toBe(238)
  }, 60_000)
})
