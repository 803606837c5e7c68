import { anOrganization } from './makers.ts'
import { act, aMember, post } from './records.ts'
import type { World } from './world.ts'

/** Proposals at each station of their life, all through HTTP. */

type Fields = Record<string, unknown>

export async function aDraft(world: World, values: Fields = {}) {
  const signers = [{ memberId: (await aMember(world)).id }]
  return post(world, '/v1/proposals', { title: '关于停车的建议', signers, ...values })
}

export async function aSubmitted(world: World, submittedOn = '2019-02-26', values: Fields = {}) {
  const { id } = await aDraft(world, values)
  return act(world, `/v1/proposals/${id}`, 'submit', { submittedOn })
}

export async function aFiled(world: World, filedOn = '2019-03-08', values: Fields = {}) {
  const { id } = await aSubmitted(world, `${filedOn.slice(0, 4)}-02-26`, values)
  return act(world, `/v1/proposals/${id}`, 'file', { filedOn })
}

/** The assignment of a filed proposal to a unit. */
export async function anAssignment(world: World, values: Fields = {}) {
  const proposalId = (values['proposalId'] as string | undefined) ?? (await aFiled(world)).id
  const organizationId = (await anOrganization(world, { kind: 'handling_unit' })).id
  const sent = { organizationId, role: 'lead', assignedOn: '2019-03-28', ...values, proposalId }
  return post(world, '/v1/proposal-assignments', sent)
}

/** A unit's reply, which is the last one where the unit leads. */
export async function aReply(world: World, values: Fields = {}) {
  const { id: assignmentId, proposalId } = await anAssignment(world)
  return post(world, '/v1/proposal-replies', {
    proposalId,
    assignmentId,
    repliedOn: '2019-06-20',
    category: 'a',
    ...values,
  })
}

/** A proposal to which its unit has replied. */
export async function aReplied(world: World, values: Fields = {}) {
  const { proposalId } = await aReply(world, values)
  return (await world.admin.get(`/v1/proposals/${proposalId}`).expect(200)).body
}

/** Switches the public search of the administrator's committee on or off. */
export async function openToPublic(world: World, publicProposals = true) {
  const { body: me } = await world.admin.get('/v1/auth/me').expect(200)
  const path = `/v1/committees/${me.committeeId}`
  return (await world.admin.patch(path, { publicProposals }, { 'if-match': '*' }).expect(200)).body
}

/** Filed and published with consent, in a committee that anybody may search. */
export async function aPublished(world: World, values: Fields = {}) {
  await openToPublic(world)
  const { id } = await aFiled(world, '2019-03-08', { publicity: 'consented', ...values })
  return act(world, `/v1/proposals/${id}`, 'publish', { publishedOn: '2019-10-08' })
}
