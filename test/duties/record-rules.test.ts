import { expect, it } from 'vitest'
import { ABSENT, anOpinion } from '../support/makers.ts'
import { act, aMeeting, aMember, aTerm, post } from '../support/records.ts'
import { idOf, memberId, type Row, refuses } from '../support/rules.ts'
import { inEveryWorld } from '../support/world.ts'

/** Proposals, opinions, speeches: 422 with the rule and the place, or 409 with the state. */

const RULES: readonly Row[] = [
  [
    'an individual proposal of two',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/proposals',
      { title: '建议', signers: [{ memberId: await memberId(world) }, { memberId: await memberId(world) }] },
    ],
  ],
  [
    'a proposal changed to a joint one of one',
    422,
    'rule_violation',
    async (world) => {
      const id = await idOf(world, '/v1/proposals', {
        title: '建议',
        signers: [{ memberId: await memberId(world) }],
      })
      return ['PATCH', `/v1/proposals/${id}`, { proposerKind: 'joint' }]
    },
  ],
  [
    'a proposal submitted by nobody',
    422,
    'rule_violation',
    async (world) => {
      const id = await idOf(world, '/v1/proposals', { title: '建议' })
      return ['POST', `/v1/proposals/${id}/submit`, { submittedOn: '2019-03-01' }]
    },
  ],
  [
    'a proposal filed before it was submitted',
    422,
    'rule_violation',
    async (world) => {
      const id = await idOf(world, '/v1/proposals', {
        title: '建议',
        signers: [{ memberId: await memberId(world) }],
      })
      await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-03-01' })
      return ['POST', `/v1/proposals/${id}/file`, { filedOn: '2019-02-01' }]
    },
  ],
  [
    'a proposal declined for a reason that the catalogue lacks',
    422,
    'rule_violation',
    async (world) => {
      const id = await idOf(world, '/v1/proposals', {
        title: '建议',
        signers: [{ memberId: await memberId(world) }],
      })
      await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-03-01' })
      return ['POST', `/v1/proposals/${id}/decline`, { reason: 'mood' }]
    },
  ],
  [
    'two proposals of a session filed under one number',
    409,
    'already_exists',
    async (world) => {
      const sent = {
        termId: await aTerm(world),
        number: 17,
        name: '会',
        startsOn: '2019-02-01',
        endsOn: '2019-02-02',
      }
      const plenarySessionId = await idOf(world, '/v1/plenary-sessions', sent)
      const ids = []
      for (const title of ['甲', '乙']) {
        const signers = [{ memberId: await memberId(world) }]
        const id = await idOf(world, '/v1/proposals', { title, plenarySessionId, signers })
        await act(world, `/v1/proposals/${id}`, 'submit', { submittedOn: '2019-03-01' })
        ids.push(id)
      }
      await act(world, `/v1/proposals/${ids[0]}`, 'file', { filedOn: '2019-03-02', caseNo: '17001' })
      return ['POST', `/v1/proposals/${ids[1]}/file`, { filedOn: '2019-03-02', caseNo: '17001' }]
    },
  ],
  [
    'a signature of somebody who does not stand on the proposal',
    422,
    'unknown_reference',
    async (world) => {
      const id = await idOf(world, '/v1/proposals', {
        title: '建议',
        signers: [{ memberId: await memberId(world) }],
      })
      return ['POST', `/v1/proposals/${id}/sign`, { memberId: ABSENT, signedOn: '2019-03-01' }]
    },
  ],
  [
    'an opinion that names an author twice',
    422,
    'rule_violation',
    async (world) => {
      const id = await memberId(world)
      return ['POST', '/v1/opinions', { title: '信息', authorIds: [id, id] }]
    },
  ],
  [
    'an opinion changed so',
    422,
    'rule_violation',
    async (world) => {
      const id = await memberId(world)
      return ['PATCH', `/v1/opinions/${(await anOpinion(world)).id}`, { authorIds: [id, id] }]
    },
  ],
  [
    'an opinion withdrawn after its adoption',
    409,
    'in_use',
    async (world) => {
      const { id } = await anOpinion(world, '2019-05-20')
      await post(world, '/v1/opinion-adoptions', { opinionId: id, level: 'city', adoptedOn: '2019-06-01' })
      return ['DELETE', `/v1/opinions/${id}`]
    },
  ],
  [
    'a draft adopted',
    409,
    'state_conflict',
    async (world) => [
      'POST',
      '/v1/opinion-adoptions',
      { opinionId: (await anOpinion(world)).id, level: 'city', adoptedOn: '2019-06-01' },
    ],
  ],
  [
    'an adoption before the submission',
    422,
    'rule_violation',
    async (world) => [
      'POST',
      '/v1/opinion-adoptions',
      { opinionId: (await anOpinion(world, '2019-05-20')).id, level: 'city', adoptedOn: '2019-05-01' },
    ],
  ],
  [
    'an adoption moved before the submission',
    422,
    'rule_violation',
    async (world) => {
      const { id: opinionId } = await anOpinion(world, '2019-05-20')
      const id = await idOf(world, '/v1/opinion-adoptions', {
        opinionId,
        level: 'city',
        adoptedOn: '2019-06-01',
      })
      return ['PATCH', `/v1/opinion-adoptions/${id}`, { adoptedOn: '2019-05-01' }]
    },
  ],
  ...(['POST', 'PATCH', 'DELETE'] as const).map(
    (method): Row => [
      `${method} a speech at a cancelled meeting`,
      409,
      'state_conflict',
      async (world) => {
        const meeting = await aMeeting(world)
        const sent = { memberId: await memberId(world), meetingId: meeting.id, title: '发言', form: 'oral' }
        const id = await idOf(world, '/v1/speeches', sent)
        await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
        if (method === 'POST') return [method, '/v1/speeches', sent]
        return [method, `/v1/speeches/${id}`, { title: '改' }]
      },
    ],
  ),
]

inEveryWorld('rules of proposals, opinions and speeches', (world) => {
  refuses(world, RULES)

  it('a co-signer signs: the day stands beside the name', async () => {
    const [first, second] = [await aMember(world), await aMember(world)]
    const signers = [{ memberId: first.id }, { memberId: second.id }]
    const proposal = await post(world, '/v1/proposals', { title: '建议', proposerKind: 'joint', signers })
    const url = `/v1/proposals/${proposal.id}/sign`
    const sent = { memberId: second.id, signedOn: '2019-02-26' }
    const signed = await world.admin.post(url, sent, { 'if-match': '"1"' }).expect(200)
    expect(signed.body.signers[1]).toMatchObject(sent)
    await world.admin.post(url, sent, { 'if-match': '"99"' }).expect(412)
    await world.admin.post(`/v1/proposals/${ABSENT}/sign`, sent, { 'if-match': '*' }).expect(404)
    await world.admin.delete(`/v1/proposals/${proposal.id}`, { 'if-match': '*' }).expect(204)
    await world.admin.post(url, sent, { 'if-match': '*' }).expect(410)
  })
})
