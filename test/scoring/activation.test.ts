import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { act, aMember, aPeriod, approve, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

const rules = (name: string) =>
  readFileSync(new URL(`../../regulations/${name}/rules.yaml`, import.meta.url), 'utf8')

inEveryWorld('regulations', (world) => {
  it('activation names the recorded kinds that no clause counts', async () => {
    const member = await aMember(world)
    await post(world, '/v1/opinions', { title: '停车', authorIds: [member.id] })
    const { id } = await post(world, '/v1/regulations', {
      name: 'present-absent',
      source: rules('present-absent'),
    })
    const own = await world.admin.post(`/v1/regulations/${id}/activate`, undefined, { 'if-match': '*' })
    expect([own.status, own.body.code]).toEqual([409, 'four_eyes'])
    const body = await approve(world, id)
    expect(body).toMatchObject({ state: 'active', uncountedKinds: ['opinion'] })
    expect(body.author).toBe(`user/${world.admin.userId}`)
    expect(body.approvedBy).toMatch(/^user\//)
    expect(body.approvedBy).not.toBe(body.author)
  })

  it('422 with line and column, and for a code that the catalogue lacks', async () => {
    const source = rules('tongcheng-2019')
    const misspelt = { name: 'wrong', source: source.replace('    points: 50\n', '    pionts: 50\n') }
    const refused = await world.admin.post('/v1/regulations', misspelt).expect(422)
    expect(refused.body.errors[0].detail).toMatch(/line \d+, column \d+.*points/)
    const unknown = {
      name: 'wrong',
      source: source.replace('meeting: plenary, outcome: attended', 'meeting: plenery, outcome: attended'),
    }
    const second = await world.admin.post('/v1/regulations', unknown).expect(422)
    expect(second.body.errors[0]).toMatchObject({ code: 'unknown_code' })
    const { body } = await world.admin.post('/v1/regulations/validate', unknown).expect(200)
    expect(body).toMatchObject({ valid: false, unknownCodes: [{ clause: 'TC-01', code: 'plenery' }] })
  })

  it('a version holds from its day on, is retired, and one for bodies scores no period', async () => {
    const source = rules('present-absent')
    const dated = { name: 'dated', source, reason: '主席会议 2019年3月决定', effectiveFrom: '2019-07-01' }
    const { id } = await post(world, '/v1/regulations', dated)
    const active = await approve(world, id)
    expect(active).toMatchObject({ reason: dated.reason, effectiveFrom: '2019-07-01', subject: null })
    const period = {
      kind: 'custom',
      name: '上半年',
      startsOn: '2019-01-01',
      endsOn: '2019-06-30',
      regulationId: id,
    }
    const early = await world.admin.post('/v1/periods', period).expect(422)
    expect(early.body.rule).toBe('periods.regulation_in_force')
    const late = { ...period, name: '下半年', startsOn: '2019-07-01', endsOn: '2019-12-31' }
    const made = await post(world, '/v1/periods', late)
    await world.admin.post(`/v1/regulations/${id}/retire`, undefined, { 'if-match': '"999"' }).expect(412)
    const retired = await world.admin
      .post(`/v1/regulations/${id}/retire`, undefined, { 'if-match': '*' })
      .expect(200)
    expect(retired.body.state).toBe('retired')
    const again = await world.admin.post(`/v1/regulations/${id}/retire`, undefined, { 'if-match': '*' })
    expect([again.status, again.body.code]).toEqual([409, 'state_conflict'])
    const refused = await world.admin.post('/v1/periods', { ...late, name: '另一个' }).expect(422)
    expect(refused.body.rule).toBe('periods.active_regulation')
    const longer = { endsOn: '2020-01-31', startsOn: '2019-08-01' }
    await world.admin.patch(`/v1/periods/${made.id}`, longer, { 'if-match': '*' }).expect(200)
    const quarterly = source.replace('period: calendar_year', 'period: quarter')
    const ofQuarters = await post(world, '/v1/regulations', { name: 'quarterly', source: quarterly })
    await approve(world, ofQuarters.id)
    const aYear = { ...late, kind: 'calendar_year', startsOn: '2019-01-01', regulationId: ofQuarters.id }
    const tooLong = await world.admin.post('/v1/periods', aYear).expect(422)
    expect(tooLong.body.rule).toBe('periods.regulation_period')
    const quarter = { kind: 'quarter', startsOn: '2019-07-01', endsOn: '2019-09-30' }
    await post(world, '/v1/periods', { ...aYear, ...quarter, name: '第三季度' })
    const bodies = `regulation: for-sectors\ntitle: 界别\nperiod: calendar_year\nsubject: sector\nclauses: { a: { title: 提案, of: members, counts: proposal, points: 2 } }\n`
    const group = await post(world, '/v1/regulations', { name: 'for-sectors', source: bodies })
    expect((await approve(world, group.id)).subject).toBe('sector')
    const wrong = await world.admin.post('/v1/periods', { ...late, regulationId: group.id }).expect(422)
    expect(wrong.body.rule).toBe('periods.members_regulation')
  })

  it('a draft is tried on the year: who moves, by how much, through which clause', async () => {
    const period = await aPeriod(world)
    const member = await aMember(world)
    const opinion = await post(world, '/v1/opinions', { title: '盲道', authorIds: [member.id] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-01' })
    const source = rules('tongcheng-2019')
    const draft = {
      periodId: period.id,
      source: source.replace('- submitted: 10\n        - adopted', '- submitted: 12\n        - adopted'),
    }
    expect(draft.source).not.toBe(source)
    const { body } = await world.admin.post('/v1/regulations/simulate', draft).expect(200)
    const own = body.effects.find((one: { memberId: string }) => one.memberId === member.id)
    expect(own).toMatchObject({
      memberNo: member.memberNo,
      moved: 2,
      before: { total: 10 },
      after: { total: 12 },
      clauses: [{ clause: 'TC-14+15', before: 10, after: 12 }],
    })
    expect(body.up).toBe(body.effects.length)
    const nothing = await world.admin.post('/v1/regulations/simulate', { ...draft, source }).expect(200)
    expect(nothing.body).toMatchObject({ up: 0, down: 0, regraded: 0, effects: [] })
    const nowhere = { ...draft, periodId: '0197f6a0-0000-7000-8000-000000000009' }
    await world.admin.post('/v1/regulations/simulate', nowhere).expect(404)
    await world.admin.post('/v1/regulations/simulate', { ...draft, source: 'x: 1' }).expect(422)
    const one = await world.as('member', { personId: member.personId })
    await one.post('/v1/regulations/simulate', draft).expect(403)
  })

  it('cases are run against a file, and two versions are compared in clauses', async () => {
    const source = rules('tongcheng-2019')
    const cases = readFileSync(
      new URL('../../regulations/tongcheng-2019/cases.yaml', import.meta.url),
      'utf8',
    )
    const run = (body: object) => world.admin.post('/v1/regulations/test', body).expect(200)
    const { body } = await run({ source, cases })
    expect(body).toMatchObject({ failed: 0, errors: [] })
    expect(body.passed).toBe(body.cases.length)
    const changed = source.replace('    points: -2\n', '    points: -3\n')
    expect(changed).not.toBe(source)
    const wrong = await run({ source: changed, cases })
    expect(wrong.body.failed).toBeGreaterThan(0)
    const [first] = wrong.body.cases.filter((one: { passed: boolean }) => !one.passed)
    expect(first.differences[0].message.en).toMatch(/expected .*, got /)
    const unread = await run({ source: 'x: 1', cases })
    expect(unread.body.errors[0]).toMatchObject({ file: 'source', line: 1 })
    expect((await run({ source, cases: 'x: 1' })).body.errors[0]).toMatchObject({ file: 'cases' })
    const [before, after] = [
      await post(world, '/v1/regulations', { name: 'compared', source }),
      await post(world, '/v1/regulations', { name: 'compared', source: changed }),
    ]
    const path = `/v1/regulations/${after.id}/differences?before=`
    const found = await world.admin.get(path + before.id).expect(200)
    expect(found.body).toMatchObject({ before: { number: 1 }, after: { number: 2 } })
    expect(found.body.changes.map((one: { of: string }) => one.of)).toEqual(['clauses/TC-04'])
    expect(found.body.changes[0].slots[0].slot).toBe('points')
    const none = '0197f6a0-0000-7000-8000-000000000009'
    await world.admin.get(path + none).expect(404)
  })

  it('versions of one name are numbered and never change', async () => {
    const source = rules('tongcheng-2019')
    const numbers = []
    for (let i = 0; i < 2; i += 1) {
      numbers.push((await post(world, '/v1/regulations', { name: 'numbered', source })).number)
    }
    expect(numbers).toEqual([1, 2])
  })
})
