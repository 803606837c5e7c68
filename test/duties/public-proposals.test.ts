import request from 'supertest'
import { beforeAll, describe, expect, it } from 'vitest'
import { ANONYMOUS_READS_MAX } from '../../src/access/anonymous-limit.ts'
import { ABSENT, anOrganization } from '../support/makers.ts'
import { aFiled, anAssignment, aPublished, aSubmitted, openToPublic } from '../support/proposals.ts'
import { act, aMember, type Body, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** What anybody may read of proposals: only what is published, agreed to, and fit for the public. */

const PATH = '/v1/public/committees/luming/proposals'
const FIELDS = [
  'id',
  'caseNo',
  'title',
  'proposerKind',
  'proposers',
  'stage',
  'filedOn',
  'publishedOn',
  'units',
].sort()

inEveryWorld('the public search', (world) => {
  const get = (path: string, headers: Record<string, string> = {}) => {
    const test = request(world.app.server).get(path)
    for (const [name, value] of Object.entries(headers)) test.set(name, value)
    return test
  }
  const found = async (query = ''): Promise<Body[]> =>
    (await get(`${PATH}?limit=200${query}`).expect(200)).body.items
  const titles = async (query: string) => (await found(query)).map(({ title }) => title)
  const patch = (id: string, values: object) =>
    world.admin.patch(`/v1/proposals/${id}`, values, { 'if-match': '*' }).expect(200)

  it('is not there until the committee opens it, and gone when it is closed again', async () => {
    const { id } = await aPublished(world)
    expect((await openToPublic(world, false)).publicProposals).toBe(false)
    for (const path of [PATH, `${PATH}/${id}`])
      expect((await get(path).expect(404)).body.code).toBe('not_found')
    expect((await openToPublic(world)).publicProposals).toBe(true)
    expect((await get(`${PATH}/${id}`).expect(200)).body.id).toBe(id)
    await get('/v1/public/committees/nobody/proposals').expect(404)
    await get(`/v1/public/committees/nobody/proposals/${id}`).expect(404)
    await get(`${PATH}/${ABSENT}`).expect(404)
  })

  it('a setting leaves the others as they are', async () => {
    const path = `/v1/committees/${world.committeeId}`
    const limits = { reply: { count: 2, unit: 'months' } }
    await world.admin.patch(path, { limits }, { 'if-match': '*' }).expect(200)
    const { body } = await world.admin.get(path).expect(200)
    expect([body.publicProposals, body.limits.reply.count]).toEqual([true, 2])
    const closed = await openToPublic(world, false)
    expect(closed.limits.reply.count).toBe(2)
    await openToPublic(world)
  })

  it('shows who proposed, who handles it and with what result', async () => {
    const [first, signed, unsigned] = [await aMember(world), await aMember(world), await aMember(world)]
    const proposal = await aPublished(world, {
      title: '关于口袋公园的建议',
      content: '建设十处口袋公园',
      proposerKind: 'joint',
      signers: [
        { memberId: first.id },
        { memberId: signed.id, signedOn: '2019-02-20' },
        { memberId: unsigned.id },
      ],
    })
    const { id: assignmentId, organizationId } = await anAssignment(world, { proposalId: proposal.id })
    const reply = { proposalId: proposal.id, assignmentId, repliedOn: '2019-06-20', category: 'a' }
    await post(world, '/v1/proposal-replies', { ...reply, content: '答复函全文' })
    const { name } = (await world.admin.get(`/v1/organizations/${organizationId}`).expect(200)).body
    const answer = await get(`${PATH}/${proposal.id}`).expect(200)
    expect(answer.body).toEqual({
      id: proposal.id,
      caseNo: null,
      title: '关于口袋公园的建议',
      content: '建设十处口袋公园',
      proposerKind: 'joint',
      proposers: [first.name, signed.name],
      stage: 'replied',
      filedOn: '2019-03-08',
      publishedOn: '2019-10-08',
      units: [{ name, role: 'lead', result: 'a', repliedOn: '2019-06-20' }],
    })
    expect(await titles(`&q=${encodeURIComponent('口袋')}`)).toEqual(['关于口袋公园的建议'])
    expect(await titles(`&unit=${encodeURIComponent(name)}&stage=replied&year=2019`)).toContain(
      '关于口袋公园的建议',
    )
    for (const none of ['&stage=closed', '&year=2018', '&unit=%25']) expect(await titles(none)).toEqual([])
  })

  it('is found by the body that proposed it', async () => {
    const body = await anOrganization(world, { kind: 'sector', name: '农业界别' })
    const values = { proposerKind: 'collective', organizationId: body.id, signers: [] }
    const { id } = await aPublished(world, { ...values, title: '集体提案' })
    await aPublished(world, { ...values, title: '只公开案由的', publicity: 'consented_title' })
    const [item, ...others] = await found(`&body=${encodeURIComponent('农业')}`)
    expect([item.id, item.proposers, others]).toEqual([id, ['农业界别'], []])
  })

  it('comes in signed pages, and not again while it stands', async () => {
    await aPublished(world)
    await aPublished(world)
    const first = await get(`${PATH}?limit=1&includeTotal=true`).expect(200)
    const { nextCursor, total } = first.body
    expect(total).toBeGreaterThan(1)
    const second = await get(`${PATH}?limit=1&cursor=${nextCursor}`)
    expect(second.status).toBe(200)
    expect(second.body.items[0].id).not.toBe(first.body.items[0].id)
    expect((await get(`${PATH}?cursor=${nextCursor}&q=x`).expect(400)).body.code).toBe('cursor_mismatch')
    expect((await get(`${PATH}?cursor=x`).expect(400)).body.code).toBe('cursor_invalid')
    for (const wrong of [
      'sort=title',
      'modifiedSince=2019-01-01T00:00:00Z',
      'year=19',
      `committeeId=${ABSENT}`,
    ]) {
      expect((await get(`${PATH}?${wrong}`).expect(400)).body.code).toBe('validation_failed')
    }
    for (const path of [PATH, `${PATH}/${first.body.items[0].id}`]) {
      const { headers } = await get(path).expect(200)
      await aSubmitted(world)
      await get(path, { 'if-none-match': headers['etag']! }).expect(304)
    }
  })

  describe('nothing else comes out', () => {
    const secret = (name: string) => `CANARY-${name}-4417`
    const hidden: string[] = []
    let seen: Body

    beforeAll(async () => {
      const member = await aMember(world, {
        name: secret('NAME'),
        phone: '13900004417',
        unit: secret('WORK'),
        note: secret('NOTE'),
        birthDate: '1961-11-27',
      })
      const signers = [{ memberId: member.id }]
      const agreed = { publicity: 'consented', content: secret('TEXT'), signers }
      const hide = async (name: string, make: (values: object) => Promise<Body>) => {
        hidden.push((await make({ ...agreed, title: secret(name) })).id)
      }
      await hide('DRAFT', (values) => post(world, '/v1/proposals', { title: '', ...values }))
      await hide('FILED', (values) => aFiled(world, '2019-03-08', { ...values }))
      await hide('LATER', async (values) => {
        const { id } = await aFiled(world, '2019-03-08', { ...values })
        return act(world, `/v1/proposals/${id}`, 'publish', { publishedOn: '2020-06-01' })
      })
      for (const publicity of ['refused', 'unasked']) {
        await hide(publicity, async (values) => {
          const published = await aPublished(world, { ...values })
          await patch(published.id, { publicity })
          return published
        })
      }
      const afterwards: [string, object][] = [
        ['withdraw', { withdrawnOn: '2019-11-01' }],
        ['decline', { reason: 'empty', declinedOn: '2019-11-01' }],
        ['merge', { intoId: (await aFiled(world)).id, mergedOn: '2019-11-01' }],
      ]
      for (const [verb, body] of afterwards) {
        await hide(verb, async (values) =>
          act(world, `/v1/proposals/${(await aPublished(world, { ...values })).id}`, verb, body),
        )
      }
      await hide('DELETED', async (values) => {
        const published = await aPublished(world, { ...values })
        await world.admin.delete(`/v1/proposals/${published.id}`, { 'if-match': '*' }).expect(204)
        return published
      })
      seen = await aPublished(world, { ...agreed, title: '只公开案由', publicity: 'consented_title' })
      const contact = { proposalId: seen.id, contactedOn: '2019-05-01', note: secret('CONTACT') }
      const { id: assignmentId } = await anAssignment(world, { proposalId: seen.id })
      await post(world, '/v1/proposal-contacts', contact)
      const reply = { assignmentId, repliedOn: '2019-06-20', category: 'a', content: secret('REPLY') }
      await post(world, '/v1/proposal-replies', { proposalId: seen.id, ...reply })
      await act(world, `/v1/proposals/${seen.id}`, 'choose-key', {
        chosenOn: '2019-07-01',
        supervisor: secret('LEADER'),
      })
    }, 60_000)

    it('no title, text, name or note that is not to be seen', async () => {
      expect(hidden).toHaveLength(9)
      for (const query of [
        '',
        `?q=CANARY`,
        '?stage=handling',
        '?stage=closed',
        '?year=2019',
        '?body=CANARY',
      ]) {
        const { text } = await get(`${PATH}${query}${query ? '&' : '?'}limit=200`).expect(200)
        expect(text).not.toMatch(/CANARY|13900004417|1961-11-27/)
        for (const id of hidden) expect(text).not.toContain(id)
      }
      for (const id of hidden) {
        const { body } = await get(`${PATH}/${id}`).expect(404)
        expect(body.detail).not.toContain('CANARY')
      }
      const one = await get(`${PATH}/${seen.id}`).expect(200)
      expect(one.text).not.toMatch(/CANARY/)
      expect(one.body).toMatchObject({ title: '只公开案由', content: null, proposers: [] })
    })

    it('no field beside those that are for the public, whoever asks', async () => {
      for (const item of await found()) expect(Object.keys(item).sort()).toEqual(FIELDS)
      const { body } = await get(`${PATH}/${seen.id}`).expect(200)
      expect(Object.keys(body).sort()).toEqual([...FIELDS, 'content'].sort())
      expect((await world.admin.get(`${PATH}/${seen.id}`).expect(200)).body).toEqual(body)
    })

    it('and what another committee publishes is not in this one’s', async () => {
      await post(world, '/v1/committees', { code: 'quiet', name: '下级', level: 'district' })
      await get(`/v1/public/committees/quiet/proposals/${seen.id}`).expect(404)
    })
  })

  it('an address that reads too often waits for the next minute', async () => {
    world.now = new Date(world.now.getTime() + 60_000)
    const absent = `${PATH}/${ABSENT}`
    for (let i = 0; i < ANONYMOUS_READS_MAX; i += 1) await get(absent).expect(404)
    for (const path of [PATH, absent]) {
      const { body, headers } = await get(path).expect(429)
      expect([body.code, Number(headers['retry-after']) <= 60]).toEqual(['rate_limited', true])
    }
    world.now = new Date(world.now.getTime() + 60_000)
    await get(PATH).expect(200)
  })
})
