import { beforeAll, expect, it } from 'vitest'
import { aMember, aTerm, type Body, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'
import { csv, planned, type Rows, step } from './records/sheets.ts'

const HEAD = ['委员编号', '姓名', '界别', '专委会', '政协职务', '单位及职务', '手机']

inEveryWorld('a roster is committed as its plan says', (world) => {
  let termId: string
  const bodies: Record<string, string> = {}
  const body = async (kind: string, name: string, aliases: string[]) => {
    bodies[name] = (
      await post(world, '/v1/organizations', { kind, code: name, name, aliases, validFrom: '2017-02-20' })
    ).id
  }
  const upload = (rows: Rows) => planned(world, csv([HEAD, ...rows]), { resource: 'members', termId })
  const entries = async (id: string): Promise<Body[]> =>
    (await world.admin.get(`/v1/imports/${id}/entries`).expect(200)).body.items
  const memberOf = async (no: string): Promise<Body> =>
    (await world.admin.get(`/v1/members?memberNo=${no}`).expect(200)).body.items[0]
  const rolesOf = async (id: string): Promise<string[]> => {
    const { body: page } = await world.admin.get(`/v1/body-roles?memberId=${id}`).expect(200)
    return page.items
      .filter(({ validTo }: Body) => validTo === null)
      .map(({ organizationId }: Body) => organizationId)
      .sort()
  }

  beforeAll(async () => {
    termId = await aTerm(world)
    await body('sector', '少数民族界', ['民族界'])
    await body('sector', '教育界', [])
    await body('special_committee', '社会和法制委员会', ['社法委'])
    await body('special_committee', '提案委员会', ['提案委'])
    const held = [
      ['09901', '阿依古丽·买买提', '清河文化馆', '馆长', '13000009901'],
      ['09902', '韩小满', '清河一小', '教师', '13000009902'],
      ['09903', '韩小满', '清河二小', '教师', '13000009903'],
    ] as const
    for (const [memberNo, name, unit, post_, phone] of held) {
      const member = await aMember(world, { memberNo, name, unit, post: post_, phone })
      const names = memberNo === '09901' ? ['少数民族界', '社会和法制委员会', '提案委员会'] : ['教育界']
      for (const one of names) {
        const role = { memberId: member.id, organizationId: bodies[one], validFrom: '2017-02-20' }
        await post(world, '/v1/body-roles', role)
      }
    }
  })

  it('writes what it lists and nothing else: the same sheet again says nothing new', async () => {
    const before = await memberOf('09901')
    const roles = await rolesOf(before.id)
    const rows = [['09901', '阿依古丽•买买提', '民族', '社法委', '常委', '清河文化馆馆长', '13000009901']]
    const { id } = await upload(rows)
    const office = [{ field: 'offices', from: null, to: '常务委员' }]
    expect(await entries(id)).toMatchObject([{ result: 'update', changes: office }])
    await step(world, id, 'commit', {})
    const after = await memberOf('09901')
    expect(after).toMatchObject({ name: before.name, unit: before.unit, post: before.post })
    expect(after.version).toBe(before.version)
    expect(await rolesOf(after.id)).toEqual(roles)
    const { body: offices } = await world.admin.get(`/v1/offices?memberId=${after.id}`).expect(200)
    expect(offices.items).toHaveLength(1)
    expect((await upload(rows)).summary.counts).toMatchObject({ same: 1, update: 0 })
    expect(await step(world, id, 'revert', {})).toMatchObject({ state: 'reverted' })
    const { body: left } = await world.admin.get(`/v1/offices?memberId=${after.id}`).expect(200)
    expect(left.items).toEqual([])
  })

  it('of a sheet with swapped phones nothing is taken until it is said who is who', async () => {
    const rows = [
      ['09902', '韩小满', '教育界', '', '', '清河二小教师', '13000009903'],
      ['09903', '韩小满', '教育界', '', '', '清河一小教师', '13000009902'],
      ['09904', '新一人', '教育界', '', '', '清河三小', '13000009901'],
    ]
    const { id, decisions } = await upload(rows)
    expect(decisions.map(({ kind }: Body) => kind)).toEqual(Array(3).fill('evidence_conflict'))
    const phones = async () => [(await memberOf('09902')).phone, (await memberOf('09903')).phone]
    const answered = await step(world, id, 'decisions', {
      answers: [
        { id: decisions[0].id, answer: { choice: 'member', memberNo: '09903' } },
        { id: decisions[1].id, answer: { choice: 'member', memberNo: '09902' } },
        { id: decisions[2].id, answer: { choice: 'new_member' } },
      ],
    })
    expect(answered.summary.counts).toMatchObject({ same: 2, new: 1, openDecisions: 0 })
    const done = await step(world, id, 'commit', {})
    expect(done.results).toEqual({ total: 3, applied: 3, failed: 0, unprocessed: 0 })
    expect(await phones()).toEqual(['13000009902', '13000009903'])
    expect(await memberOf('09904')).toMatchObject({ phone: '13000009901', unit: '清河三小' })
  })

  it('a later end of the membership writes that end alone, as listed', async () => {
    const ended = { memberNo: '09905', name: '周将离', validTo: '2020-06-30' }
    const member = await aMember(world, { ...ended, exitReason: 'resigned' })
    const role = { memberId: member.id, organizationId: bodies['教育界'], validFrom: '2017-02-20' }
    await post(world, '/v1/body-roles', { ...role, validTo: ended.validTo })
    const rows: Rows = [
      ['委员编号', '姓名', '界别', '任职结束'],
      ['09905', '周将离', '教育界', '2020-12-31'],
    ]
    const { id } = await planned(world, csv(rows), { resource: 'members', termId })
    expect((await entries(id))[0].changes).toEqual([
      { field: 'validTo', from: '2020-06-30', to: '2020-12-31' },
    ])
    await step(world, id, 'commit', {})
    const { body: page } = await world.admin.get(`/v1/body-roles?memberId=${member.id}`).expect(200)
    expect(page.items).toMatchObject([{ validTo: '2020-06-30' }])
  })

  it('blocks side by side are two members, each kept and taken back by itself', async () => {
    const rows: Rows = [
      ['编号', '姓名', '手机', '编号', '姓名', '手机'],
      ['09911', '左一人', '13000009911', '09912', '右一人', '13000009912'],
    ]
    const { id } = await planned(world, csv(rows), { resource: 'members', termId })
    await step(world, id, 'commit', {})
    const right = await memberOf('09912')
    await world.admin.patch(`/v1/members/${right.id}`, { unit: '别处' }, { 'if-match': '*' }).expect(200)
    const back = await step(world, id, 'revert', {})
    expect(back.summary.kept).toMatchObject([{ ref: 'csv!2.D:2' }])
    expect(back.results).toEqual({ total: 2, applied: 1, failed: 0, unprocessed: 1 })
    expect(await memberOf('09911')).toBeUndefined()
  })
})
