import { beforeAll, describe, expect, it } from 'vitest'
import { aMember, jobEnd, post } from '../../support/records.ts'
import { contentsOf } from '../../support/watch.ts'
import { type Client, inEveryWorld } from '../../support/world.ts'
import { around } from './around.ts'
import { csv, entriesOf, planned, type Rows, recordsOf, send, step, xlsx } from './sheets.ts'

/** What a sheet of records may not do, and what is left of it when it tries. */

inEveryWorld('sheets of records keep to the rules', (world) => {
  let ids: Record<string, string>
  let clerk: Client
  beforeAll(async () => {
    ids = await around(world)
    clerk = await world.as('clerk', { organizationId: ids['department']! })
    await aMember(world, { name: '周离任', memberNo: '09820', validTo: '2018-12-31' })
  })

  const awards = (...rows: Rows) => csv([['类别', '姓名', '荣誉名称', '日期'], ...rows])
  const recognitions = { resource: 'recognitions' }
  const errorsIn = async (id: string) =>
    (await entriesOf(world, id)).flatMap((row) =>
      row.errors.map(({ code, ref }: { code: string; ref: string }) => [row.result, ref, code]),
    )

  describe('who may', () => {
    it('a member not at all, a clerk not what only reviewers write', async () => {
      const member = await world.as('member')
      const bytes = awards(['表彰', '钱一鸣', '先进', '2019-03-01'])
      expect((await send(member, bytes, recognitions)).status).toBe(403)
      const refused = await send(clerk, csv([['提案', '批示领导']]), { resource: 'instructions' })
      expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    })

    it('a step that the importer may not take refuses its row, and nothing of the row stands', async () => {
      const rows = [
        ['案由', '提案人', '提交日期', '立案日期'],
        ['甲案', '钱一鸣', '2019-03-01', '2019-03-08'],
        ['乙案', '钱一鸣', '2019-03-01', ''],
      ]
      const plan = await planned(world, csv(rows), { resource: 'proposals' }, { client: clerk })
      expect(plan.summary.counts).toMatchObject({ refused: 1, new: 1 })
      expect(await errorsIn(plan.id)).toEqual([['refused', '2:2', 'forbidden']])
      await step(world, plan.id, 'commit', {}, clerk)
      expect(await recordsOf(world, '/v1/proposals')).toMatchObject([
        { title: '乙案', state: 'submitted', ownerOrganizationId: ids['department'] },
      ])
      await step(world, plan.id, 'revert', undefined, clerk)
      expect(await recordsOf(world, '/v1/proposals')).toEqual([])
    })

    it('a row of another department is refused as the route refuses it', async () => {
      const rows = [
        ['类别', '姓名', '荣誉名称', '日期', '归口部门'],
        ['表彰', '钱一鸣', '先进', '2019-03-01', '民建区委'],
      ]
      const plan = await planned(world, csv(rows), recognitions, { client: clerk })
      expect(await errorsIn(plan.id)).toEqual([['refused', '2:2', 'not_owner']])
    })

    it('nobody whose login was ended while the work waited', async () => {
      const leaver = await world.as('clerk', { organizationId: ids['department']! })
      const plan = await planned(world, awards(['表彰', '钱一鸣', '离开前', '2019-03-01']), recognitions, {
        client: leaver,
      })
      await world.deps.jobs.stop()
      const key = { 'idempotency-key': crypto.randomUUID() }
      const started = await leaver.post(`/v1/imports/${plan.id}/commit`, {}, key).expect(202)
      await world.admin.delete(`/v1/users/${leaver.userId}`, { 'if-match': '*' })
      world.deps.jobs.start()
      expect(await jobEnd(world, started.body.jobId)).toMatchObject({
        status: 'failed',
        error: { code: 'forbidden' },
      })
      expect((await world.admin.get(`/v1/imports/${plan.id}`).expect(200)).body).toMatchObject({
        state: 'planned',
        refusal: { code: 'forbidden' },
      })
      expect(await recordsOf(world, '/v1/recognitions')).toEqual([])
    })
  })

  describe('what the upload asks', () => {
    it.each([
      ['no kind of duty records', { resource: 'duty-records' }, 400, '/dutyKind'],
      ['an unknown kind', { resource: 'duty-records', dutyKind: 'nowhere' }, 422, '/dutyKind'],
      ['an unknown resource', { resource: 'weather' }, 400, '/resource'],
      [
        'a profile with a column that there is not',
        { resource: 'places', profile: JSON.stringify({ fields: { 名: 'nome' } }) },
        400,
        '/profile/fields/名',
      ],
    ])('%s', async (_what, fields, status, pointer) => {
      const answer = await send(world.admin, csv([['a']]), fields as Record<string, string>)
      expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([status, pointer])
    })

    it('tries with validateOnly, and leaves everything as it was', async () => {
      const bytes = awards(['表彰', '钱一鸣', '试一试', '2019-03-01'])
      const before = await contentsOf(world)
      const tried = await send(world.admin, bytes, recognitions, 'a.csv', '?validateOnly=true')
      expect([tried.status, tried.body.state]).toEqual([200, 'planning'])
      expect(await contentsOf(world)).toBe(before)
      const plan = await planned(world, bytes, recognitions)
      const planning = await contentsOf(world)
      for (const [verb, body] of [
        ['commit', {}],
        ['decisions', { answers: [] }],
      ] as const) {
        const key = { 'idempotency-key': crypto.randomUUID() }
        await world.admin.post(`/v1/imports/${plan.id}/${verb}?validateOnly=true`, body, key).expect(200)
      }
      expect(await contentsOf(world)).toBe(planning)
    })
  })

  it('rows that a rule refuses are named with the rule, and the others stand', async () => {
    const rows: Rows = [
      ['表彰', '钱一鸣', '先进个人', '2019-03-01'],
      ['表彰', '周离任', '离任以后', '2019-03-01'],
      ['表彰', '钱一鸣', '长'.repeat(201), '2019-03-01'],
      ['表彰', '无此人', '先进', '2019-03-01'],
      ['表彰', '孙二河', '', '2019-02-30'],
    ]
    const plan = await planned(world, awards(...rows), recognitions)
    expect(plan.summary.counts).toMatchObject({ new: 1, refused: 2, invalid: 1, unknown_name: 1 })
    expect(await errorsIn(plan.id)).toEqual([
      ['refused', 'B3', 'recognitions.in_office'],
      ['refused', 'C4', 'too_big'],
      ['invalid', 'D6', 'bad_date'],
      ['invalid', 'C6', 'required'],
    ])
    const done = await step(world, plan.id, 'commit', { leaveOpen: true })
    expect(done.summary.committed).toMatchObject({ created: 1, refused: [] })
    expect(await recordsOf(world, '/v1/recognitions')).toMatchObject([{ title: '先进个人' }])
    await step(world, plan.id, 'revert')
  })

  it('a step that its rule refuses leaves no record behind', async () => {
    const rows = [
      ['题目', '作者', '报送日期', '采用层级', '采用日期'],
      ['采用早于报送', '钱一鸣', '2019-05-20', '区级', '2019-05-01'],
      ['没有报送', '钱一鸣', '', '区级', '2019-05-01'],
    ]
    const before = await recordsOf(world, '/v1/opinions')
    const plan = await planned(world, csv(rows), { resource: 'opinions' })
    expect(await errorsIn(plan.id)).toEqual([
      ['refused', 'E2', 'opinions.adopted_after_submitted'],
      ['invalid', 'C3', 'required'],
    ])
    await step(world, plan.id, 'commit', {})
    expect(await recordsOf(world, '/v1/opinions')).toEqual(before)
    expect(await recordsOf(world, '/v1/opinion-adoptions')).toEqual([])
  })

  it('a name and a day merged over rows are those of each', async () => {
    const rows: Rows = [
      ['类别', '姓名', '荣誉名称', '日期'],
      ['表彰', '钱一鸣', '先进一', '2019-03-01'],
      ['表彰', null, '先进二', null],
    ]
    const plan = await planned(world, xlsx(rows, ['B2:B3', 'D2:D3']), recognitions, { name: 'a.xlsx' })
    expect(plan.summary.counts).toMatchObject({ new: 2 })
    for (const { body } of await entriesOf(world, plan.id)) {
      expect(body).toMatchObject({ memberId: ids['one'], awardedOn: '2019-03-01' })
    }
  })

  describe('what stands', () => {
    const numbered = (...rows: Rows) => csv([['编号', '类别', '姓名', '荣誉名称', '日期'], ...rows])

    it('a changed row of a known number is a conflict with its changes, and overwrites nothing', async () => {
      const first = await planned(
        world,
        numbered(['R1', '表彰', '钱一鸣', '先进', '2019-03-01']),
        recognitions,
      )
      await step(world, first.id, 'commit', {})
      const changed = numbered(['R1', '表彰', '钱一鸣', '更先进', '2019-03-01'])
      const plan = await planned(world, changed, { ...recognitions, onConflict: 'overwrite' })
      expect(plan.summary.counts).toMatchObject({ conflict: 1, new: 0 })
      const [row] = await entriesOf(world, plan.id)
      expect(row).toMatchObject({ errors: [{ code: 'differs', ref: 'A2' }] })
      expect(row.changes).toEqual([{ field: 'title', from: '先进', to: '更先进' }])
      await step(world, plan.id, 'commit', {})
      expect(await recordsOf(world, '/v1/recognitions')).toMatchObject([{ title: '先进' }])
      await step(world, first.id, 'revert')
      // Taken back, its number is free for the corrected sheet.
      const again = await planned(world, changed, recognitions)
      expect(again.summary.counts).toMatchObject({ new: 1 })
      await step(world, again.id, 'commit', {})
      expect(await recordsOf(world, '/v1/recognitions')).toMatchObject([
        { title: '更先进', externalId: 'R1' },
      ])
      await step(world, again.id, 'revert')
    })

    it('a number that was entered by hand, and a row whose record was withdrawn since, are conflicts', async () => {
      await post(world, '/v1/recognitions', {
        kind: 'commendation',
        memberId: ids['one'],
        title: '手工录入',
        awardedOn: '2019-04-01',
        externalId: 'H1',
      })
      const bytes = numbered(
        ['H1', '表彰', '钱一鸣', '手工录入', '2019-04-01'],
        ['', '表彰', '孙二河', '会撤回', '2019-04-02'],
      )
      const plan = await planned(world, bytes, recognitions)
      expect(plan.summary.counts).toMatchObject({ conflict: 1, new: 1 })
      await step(world, plan.id, 'commit', {})
      const made = (await recordsOf(world, '/v1/recognitions')).find((one) => one.title === '会撤回')
      await world.admin.delete(`/v1/recognitions/${made.id}`, { 'if-match': '*' }).expect(204)
      const again = await planned(world, bytes, recognitions)
      expect(again.summary.counts).toMatchObject({ conflict: 2, new: 0 })
      expect((await errorsIn(again.id)).map(([, , code]) => code)).toEqual([
        'entered_elsewhere',
        'withdrawn_since',
      ])
    })

    it('409 for a plan that another import of the same resource has overtaken', async () => {
      const [bytes, more] = [
        awards(['表彰', '孙二河', '两份表里都有', '2019-05-01']),
        awards(['表彰', '孙二河', '两份表里都有', '2019-05-01'], ['表彰', '孙二河', '另一条', '2019-05-02']),
      ]
      const [one, other] = [
        await planned(world, bytes, recognitions),
        await planned(world, more, recognitions),
      ]
      expect(other.summary.counts).toMatchObject({ new: 2 })
      await step(world, one.id, 'commit', {})
      const key = () => ({ 'idempotency-key': crypto.randomUUID() })
      const refused = await world.admin.post(`/v1/imports/${other.id}/commit`, {}, key()).expect(409)
      expect(refused.body).toMatchObject({
        code: 'plan_outdated',
        changes: [{ type: 'import.chunk_committed', subjectId: one.id }],
      })
      const anew = await step(world, other.id, 'decisions', { answers: [] })
      expect(anew.summary.counts).toMatchObject({ new: 1, same: 1 })
      await world.deps.jobs.stop()
      await world.admin.post(`/v1/imports/${other.id}/commit`, {}, key()).expect(202)
      const third = await world.admin.post(`/v1/imports/${one.id}/revert`, undefined, key()).expect(409)
      expect(third.body.code).toBe('state_conflict')
      world.deps.jobs.start()
    })
  })
})
