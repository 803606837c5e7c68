import { ABSENT, anOrganization } from '../support/makers.ts'
import { aDraft, aFiled, aReplied, aSubmitted } from '../support/proposals.ts'
import { act, aMember } from '../support/records.ts'
import { memberId, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** The life of a proposal: what its review refuses, 422 with the rule and the place, or 409 with the legal steps. */

const PROPOSALS = '/v1/proposals'
const step = async (made: Promise<{ id: string }>, verb: string, body?: object) =>
  ['POST', `${PROPOSALS}/${(await made).id}/${verb}`, body] as [method: 'POST', path: string, body?: object]

const REVIEW: readonly Row[] = [
  [
    'a proposal submitted by somebody who is not in office yet',
    422,
    'rule_violation',
    async (world) => {
      const signers = [{ memberId: (await aMember(world, { validFrom: '2019-06-01' })).id }]
      return step(aDraft(world, { signers }), 'submit', { submittedOn: '2019-03-01' })
    },
  ],
  [
    'a signature after the deadline',
    422,
    'rule_violation',
    async (world) => {
      const signer = await memberId(world)
      const signers = [{ memberId: await memberId(world) }, { memberId: signer }]
      const made = aSubmitted(world, '2019-02-26', { proposerKind: 'joint', signers })
      return step(made, 'sign', { memberId: signer, signedOn: '2019-02-27' })
    },
  ],
  [
    'a draft that is filed',
    409,
    'state_conflict',
    async (world) => step(aDraft(world), 'file', { filedOn: '2019-03-08' }),
  ],
  [
    'a merge into nothing',
    422,
    'unknown_reference',
    async (world) => step(aSubmitted(world), 'merge', { intoId: ABSENT, mergedOn: '2019-03-08' }),
  ],
  [
    'a merge into one that is not filed',
    422,
    'rule_violation',
    async (world) =>
      step(aSubmitted(world), 'merge', { intoId: (await aSubmitted(world)).id, mergedOn: '2019-03-08' }),
  ],
  [
    'a merge into itself',
    422,
    'rule_violation',
    async (world) => {
      const filed = await aFiled(world)
      return step(Promise.resolve(filed), 'merge', { intoId: filed.id, mergedOn: '2019-03-09' })
    },
  ],
  [
    'a merge of one that others follow',
    422,
    'rule_violation',
    async (world) => {
      const target = await aFiled(world)
      const { id } = await aSubmitted(world)
      await act(world, `${PROPOSALS}/${id}`, 'merge', { intoId: target.id, mergedOn: '2019-03-09' })
      return step(Promise.resolve(target), 'merge', {
        intoId: (await aFiled(world)).id,
        mergedOn: '2019-03-10',
      })
    },
  ],
  [
    'a merge before it was submitted',
    422,
    'rule_violation',
    async (world) =>
      step(aSubmitted(world), 'merge', { intoId: (await aFiled(world)).id, mergedOn: '2019-02-01' }),
  ],
  [
    'a merge of a draft',
    409,
    'state_conflict',
    async (world) => step(aDraft(world), 'merge', { intoId: ABSENT, mergedOn: '2019-03-09' }),
  ],
  [
    'a conversion before it was submitted',
    422,
    'rule_violation',
    async (world) => step(aSubmitted(world), 'convert', { to: 'letter', convertedOn: '2019-02-01' }),
  ],
  [
    'a conversion into an opinion without an author',
    422,
    'rule_violation',
    async (world) => {
      const organizationId = (await anOrganization(world)).id
      const made = aSubmitted(world, '2019-02-26', {
        proposerKind: 'collective',
        organizationId,
        signers: [],
      })
      return step(made, 'convert', { to: 'opinion', convertedOn: '2019-03-12' })
    },
  ],
  [
    'a key proposal chosen before it was filed',
    422,
    'rule_violation',
    async (world) => step(aFiled(world), 'choose-key', { chosenOn: '2019-03-01' }),
  ],
  [
    'a key proposal of a level that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => step(aFiled(world), 'choose-key', { chosenOn: '2019-04-01', leaderLevel: 'galaxy' }),
  ],
  [
    'an excellent proposal named before it was filed',
    422,
    'rule_violation',
    async (world) => step(aFiled(world), 'name-excellent', { namedOn: '2019-03-01' }),
  ],
  [
    'a proposal closed before its reply',
    422,
    'rule_violation',
    async (world) => step(aReplied(world), 'close', { closedOn: '2019-06-01' }),
  ],
  [
    'a proposal archived before it was closed',
    422,
    'rule_violation',
    async (world) => {
      const { id } = await aReplied(world)
      await act(world, `${PROPOSALS}/${id}`, 'close', { closedOn: '2019-09-30' })
      return ['POST', `${PROPOSALS}/${id}/archive`, { archivedOn: '2019-09-01' }]
    },
  ],
]

inEveryWorld('review of a proposal', (world) => refuses(world, REVIEW))
