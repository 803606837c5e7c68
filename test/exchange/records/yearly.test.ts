import { beforeAll, expect, it } from 'vitest'
import { aMeeting, aMember, post } from '../../support/records.ts'
import { inEveryWorld } from '../../support/world.ts'
import { csv, entriesOf, planned, recordsOf, step, xlsx } from './sheets.ts'

/** 履职情况统计表: counts without events are kept as declared, beside what the records give, and never counted. */

inEveryWorld('yearly tables', (world) => {
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    const people = { one: '钱一鸣', two: '孙二河', twinA: '李同名', twinB: '李同名' }
    for (const [at, [name, value]] of Object.entries(people).entries()) {
      ids[name] = (await aMember(world, { name: value, memberNo: `098${at + 10}` })).id
    }
    const body = { typeCode: 'committee_meeting', startsOn: '2019-05-06', endsOn: '2019-05-06' }
    const meeting = await aMeeting(world, body)
    const session = meeting.sessions[0]!.id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [ids['one'], ids['two']] })
    const items = [
      { memberId: ids['one'], presence: 'present' },
      { memberId: ids['two'], presence: 'leave', leaveType: 'sick' },
    ]
    await post(world, `/v1/meeting-sessions/${session}/attendance`, { items })
  })

  const TITLE = '政协某区委员会委员履职情况统计表（2019年度）'
  const table = (...rows: (string | number | null)[][]) => [
    [TITLE, null, null, null, null, null, null],
    ['序号', '姓名', '全体会议', null, '参加会议情况', '缺勤情况', '备注'],
    [null, null, '应到', '实到', '专委会会议', '请假', null],
    ...rows,
    ['合计', null, 16, 15, 4, 1, null],
  ]
  const MERGED = ['A1:G1', 'A2:A3', 'B2:B3', 'C2:D2', 'G2:G3']
  const auto = { resource: 'auto', name: 'a.xlsx' }

  it('become one declared count a cell, with its measure, its year and its cell', async () => {
    const rows = table([1, '钱一鸣', 8, 8, 3, 0, null], [2, '孙二河', 8, '7次', 1, 1, null])
    const plan = await planned(world, xlsx(rows, MERGED), {}, auto)
    expect(plan).toMatchObject({ state: 'planned', resource: 'declared-statistics' })
    expect(plan.summary.counts).toMatchObject({ new: 8, invalid: 0, openDecisions: 0 })
    const entries = await entriesOf(world, plan.id)
    expect(entries[3]).toMatchObject({ row: 4, refs: { memberId: 'B4', value: 'F4' }, body: { value: 0 } })
    expect(entries[5]).toMatchObject({
      row: 5,
      refs: { value: 'D5' },
      cells: { value: '7次' },
      body: { memberId: ids['two'], year: 2019, measure: 'plenary_attended', value: 7 },
    })
    const { body: shown } = await world.admin.get(`/v1/imports/${plan.id}/plan`).expect(200)
    expect(shown.tables).toMatchObject([
      {
        headerRow: 2,
        columns: [
          { col: 'C', field: 'plenary_expected', header: '全体会议 / 应到' },
          { col: 'D', field: 'plenary_attended' },
          { col: 'E', field: 'committee_meeting' },
          { col: 'F', field: 'leave' },
        ],
        ignoredRows: [{ row: 6, ref: 'A6', raw: '合计' }],
      },
    ])
    await step(world, plan.id, 'commit', {})
    expect(await recordsOf(world, '/v1/declared-statistics')).toHaveLength(8)
    expect(await recordsOf(world, '/v1/attendance')).toHaveLength(2)

    const { body: beside } = await world.admin.get('/v1/reconciliation?year=2019').expect(200)
    expect(beside).toMatchObject({ year: 2019, declared: 8, differing: 6 })
    const of = (name: string, measure: string) =>
      beside.items.find(
        (item: { name: string; measure: string }) => item.name === name && item.measure === measure,
      )
    expect(of('钱一鸣', 'committee_meeting')).toMatchObject({ declared: 3, computed: 1, differs: true })
    expect(of('孙二河', 'committee_meeting')).toMatchObject({ declared: 1, computed: 0, differs: true })
    expect(of('孙二河', 'leave')).toMatchObject({ declared: 1, computed: 1, differs: false })
    const one = await world.admin.get(`/v1/reconciliation?year=2019&differs=false&memberId=${ids['one']}`)
    expect(one.body.items).toMatchObject([{ measure: 'leave', declared: 0, computed: 0 }])
    expect((await world.admin.get('/v1/reconciliation?year=2018').expect(200)).body).toMatchObject({
      declared: 0,
      items: [],
    })

    const again = await planned(world, xlsx(rows, MERGED), {}, auto)
    expect(again.summary.counts).toMatchObject({ same: 8, new: 0 })
    const moved = table([1, '孙二河', 8, 7, 1, 1, null], [2, '钱一鸣', 8, 8, 4, 0, null])
    const corrected = await planned(world, xlsx(moved, MERGED), {}, auto)
    expect(corrected.summary.counts).toMatchObject({ same: 7, refused: 1 })
    const [wrong] = (await entriesOf(world, corrected.id)).filter((row) => row.result === 'refused')
    expect(wrong).toMatchObject({ refs: { value: 'E5' }, errors: [{ code: 'already_exists' }] })
    await step(world, plan.id, 'revert')
    expect(await recordsOf(world, '/v1/declared-statistics')).toEqual([])
  })

  it('ask for each row of a shared name once, and settle all its cells', async () => {
    const rows = table([1, '李同名', 8, 8, 3, 0, null], [2, '李同名', 8, 8, 3, 0, null])
    const plan = await planned(world, xlsx(rows, MERGED), {}, auto)
    expect(plan.summary.counts).toMatchObject({ ambiguous_name: 8, new: 0 })
    expect(plan.decisions.map(({ refs }: { refs: string[] }) => refs)).toEqual([['记录!B4'], ['记录!B5']])
    const answers = [ids['twinA'], ids['twinB']].map((memberId, at) => ({
      id: plan.decisions[at].id,
      answer: { choice: 'member', memberId },
    }))
    const settled = await step(world, plan.id, 'decisions', { answers })
    expect(settled.summary.counts).toMatchObject({ new: 8, openDecisions: 0 })
  })

  it('count what is known: a type of meeting, or a general measure', async () => {
    const body = { memberId: ids['one'], year: 2018, measure: 'banquet', value: 1 }
    const refused = await world.admin.post('/v1/declared-statistics', body)
    expect([refused.status, refused.body.rule]).toEqual([422, 'catalogue.meeting_type'])
  })

  it('are refused without a year, and without a column that is known', async () => {
    const refusal = async (rows: (string | number | null)[][]) =>
      (await planned(world, csv(rows), { resource: 'declared-statistics' })).refusal
    const head = ['姓名', '应到', '实到', '请假']
    expect(await refusal([['统计表'], head, ['钱一鸣', 1, 1, 0]])).toMatchObject({
      code: 'columns_missing',
      zh: expect.stringContaining('年度'),
    })
    const odd = [['统计表（2019年度）'], ['姓名', '甲数', '乙数'], ['钱一鸣', 1, 1]]
    expect(await refusal(odd)).toMatchObject({ code: 'columns_missing' })
  })
})
