import { beforeAll, expect, it } from 'vitest'
import { aSubmitted } from '../support/proposals.ts'
import { act, aMember, approve, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** A proposal that became an opinion is credited once, as the regulation says: what it became, both, or none of them. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const rulesOf = (converted: string) => `
regulation: conversion
title: 样例
period: calendar_year
${converted}
clauses:
  flat: { title: 提案, counts: proposal, points: 10 }
  steps: { title: 提案逐级, counts: proposal, points: { ladder: [{ submitted: 10 }, { filed: 15 }] } }
  moved: { title: 转办, counts: proposal, points: { ladder: [{ converted: 1 }] } }
  opinions: { title: 信息, counts: opinion, points: { ladder: [{ submitted: 5 }] } }
  from_proposals: { title: 由提案转来的信息, counts: opinion, where: { origin: proposal }, points: 2 }
triggers:
  any: { title: 有提案, when: { counts: proposal, atLeast: 1 }, then: award }
  handed_in: { title: 交过提案, when: { counts: proposal, status: submitted, atLeast: 1 }, then: award }
`

inEveryWorld('a proposal that became an opinion', (world) => {
  let member: Body
  const letters: Body[] = []

  beforeAll(async () => {
    const signed = async () => {
      const signer = await aMember(world)
      const proposal = await aSubmitted(world, '2019-02-26', { signers: [{ memberId: signer.id }] })
      return [signer, proposal]
    }
    const [signer, proposal] = await signed()
    member = signer
    await act(world, `/v1/proposals/${proposal.id}`, 'convert', { to: 'opinion', convertedOn: '2019-03-12' })
    const [writer, letter] = await signed()
    letters.push(writer)
    await act(world, `/v1/proposals/${letter.id}`, 'convert', { to: 'letter', convertedOn: '2019-03-12' })
  })

  const scoreBy = async (converted: string, memberId: string): Promise<Body> => {
    const { id } = await post(world, '/v1/regulations', {
      name: `c-${crypto.randomUUID()}`,
      source: rulesOf(converted),
    })
    await approve(world, id)
    const span = { startsOn: '2019-01-01', endsOn: '2019-12-31' }
    const period = await post(world, '/v1/periods', {
      ...{ kind: 'custom', name: crypto.randomUUID(), regulationId: id },
      ...span,
    })
    const { body } = await world.admin
      .get(`/v1/members/${memberId}/score?periodId=${period.id}&text=zh`)
      .expect(200)
    return body
  }
  const pointsIn = ({ clauses, consequences }: Body) => [
    Object.fromEntries(clauses.map(({ code, points }: Body) => [code, points])),
    consequences.map(({ code }: Body) => code),
  ]

  it.each([
    ['', { flat: 0, steps: 0, moved: 1, opinions: 5, from_proposals: 2 }, []],
    [
      'converted: both',
      { flat: 10, steps: 10, moved: 1, opinions: 5, from_proposals: 2 },
      ['any', 'handed_in'],
    ],
    ['converted: none', { flat: 0, steps: 0, moved: 1, opinions: 0, from_proposals: 0 }, []],
  ])('under “%s” counts alike in a figure, a ladder and a count', async (converted, points, followed) => {
    const score = await scoreBy(converted, member.id)
    expect(pointsIn(score)).toEqual([points, followed])
    if (converted === '') expect(score.text).toContain('已转办，按转成的记录计，此处不计')
    if (converted === 'converted: none') expect(score.text).toContain('由他件转来，按本办法不计')
  })

  it('but one that became a letter, of which there is no other record, stays what it was', async () => {
    const [points, followed] = pointsIn(await scoreBy('', letters[0].id))
    expect(points).toMatchObject({ flat: 10, steps: 10, moved: 1 })
    expect(followed).toEqual(['any', 'handed_in'])
  })
})
