import { expect, it } from 'vitest'
import { anIssue, anOrganization, number } from '../support/makers.ts'
import { aReplied, aReply } from '../support/proposals.ts'
import { aMember, aTerm, type Body, post } from '../support/records.ts'
import { aPlace } from '../support/service-kinds.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** A number or code names one record that stands; once it is withdrawn the next one may have it. */

type Again = (world: World) => Promise<[path: string, first: Body, again: object]>

const KEYS: Record<string, Again> = {
  'the code of a body': async (world) => {
    const first = await anOrganization(world)
    const { kind, code, name } = first
    return ['/v1/organizations', first, { kind, code, name }]
  },
  'the number of a member': async (world) => {
    const first = await aMember(world)
    const { memberNo, name, validFrom } = first
    return ['/v1/members', first, { termId: await aTerm(world), memberNo, name, validFrom }]
  },
  'the code of a place': async (world) => {
    const first = await aPlace(world)
    const { code, kind, name, validFrom } = first
    return ['/v1/places', first, { code, kind, name, validFrom }]
  },
  'the number of an issue': async (world) => {
    const first = await anIssue(world, { number: `again-${number()}` })
    const { title, issuedOn, opinionIds } = first
    return ['/v1/opinion-issues', first, { number: first.number, title, issuedOn, opinionIds }]
  },
  'the reply of a unit in a round': async (world) => {
    const first = await aReply(world)
    const { proposalId, assignmentId } = first
    return [
      '/v1/proposal-replies',
      first,
      { proposalId, assignmentId, repliedOn: '2019-06-21', category: 'a' },
    ]
  },
  'the feedback of a proposer in a round': async (world) => {
    const { id: proposalId, signers } = await aReplied(world)
    const said = { attitude: 'satisfied', result: 'satisfied', returnedOn: '2019-07-02' }
    const form = { proposalId, memberId: signers[0].memberId, ...said }
    return ['/v1/proposal-feedbacks', await post(world, '/v1/proposal-feedbacks', form), form]
  },
}

inEveryWorld('the key of a withdrawn record', (world) => {
  it.each(Object.entries(KEYS))('%s is free again', async (_name, make) => {
    const [path, first, again] = await make(world)
    await world.admin.delete(`${path}/${first.id}`, { 'if-match': '*' }).expect(204)
    const next = await post(world, path, again)
    expect(next.id).not.toBe(first.id)
    await world.admin.get(`${path}/${next.id}`).expect(200)
    const twice = await world.admin.post(path, again)
    expect([409, 422]).toContain(twice.status)
  })
})
