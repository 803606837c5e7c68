import { beforeAll, describe, expect, it } from 'vitest'
import { aRegulation } from '../../support/makers.ts'
import { closePeriod, post } from '../../support/records.ts'
import { inEveryWorld } from '../../support/world.ts'
import { around } from './around.ts'
import { csv, planned, type Rows, recordsOf, step } from './sheets.ts'

/** What stays of an import of records when it is taken back, and what a period that closes meanwhile keeps from it. */

inEveryWorld('sheets of records taken back', (world) => {
  let ids: Record<string, string>
  beforeAll(async () => {
    ids = await around(world)
  })

  const awards = (...rows: Rows) => csv([['类别', '姓名', '荣誉名称', '日期'], ...rows])
  const recognitions = { resource: 'recognitions' }

  describe('to take back', () => {
    it('keeps and lists what was changed since, and what hangs on it', async () => {
      const rows = [
        ['题目', '作者', '报送日期', '采用层级', '采用日期'],
        ['会改动', '钱一鸣', '2019-05-20', '', ''],
        ['采用会改动', '钱一鸣', '2019-05-20', '区级', '2019-05-21'],
        ['又被采用', '钱一鸣', '2019-05-20', '', ''],
        ['没人动', '钱一鸣', '2019-05-20', '区级', '2019-05-21'],
      ]
      const before = await recordsOf(world, '/v1/opinions')
      const plan = await planned(world, csv(rows), { resource: 'opinions' })
      await step(world, plan.id, 'commit', {})
      const named = async (title: string) =>
        (await recordsOf(world, '/v1/opinions')).find((one) => one.title === title).id
      const guard = { 'if-match': '*' }
      const changed = await named('会改动')
      await world.admin.patch(`/v1/opinions/${changed}`, { content: '补充' }, guard).expect(200)
      const [adoption] = await recordsOf(
        world,
        `/v1/opinion-adoptions?opinionId=${await named('采用会改动')}`,
      )
      await world.admin.patch(`/v1/opinion-adoptions/${adoption.id}`, { unit: '区委办' }, guard).expect(200)
      const adopted = { opinionId: await named('又被采用'), level: 'city', adoptedOn: '2019-06-01' }
      await post(world, '/v1/opinion-adoptions', adopted)

      const reverted = await step(world, plan.id, 'revert')
      expect(reverted).toMatchObject({
        state: 'reverted',
        summary: {
          kept: [
            { ref: 'csv!2:2', targetKey: `opinions/${changed}`, reason: 'changed_since' },
            { ref: 'csv!3:3', reason: 'changed_since' },
            { ref: 'csv!4:4', reason: 'in_use' },
          ],
        },
      })
      const left = (await recordsOf(world, '/v1/opinions')).filter(
        (one) => !before.some(({ id }) => id === one.id),
      )
      expect(left.map((one) => one.title).sort()).toEqual(['会改动', '又被采用', '采用会改动'])
      // What stayed is still known; what went may come again.
      const again = await planned(world, csv(rows), { resource: 'opinions' })
      expect(again.summary.counts).toMatchObject({ same: 3, new: 1 })
    })
  })

  it('a period that closes after the plan refuses its rows at the commit, and later their withdrawal', async () => {
    await post(world, '/v1/recognitions', {
      kind: 'commendation',
      memberId: ids['one'],
      title: '去年的',
      awardedOn: '2018-04-01',
    })
    const standing = await planned(
      world,
      awards(['表彰', '钱一鸣', '关闭前导入', '2018-05-01']),
      recognitions,
    )
    await step(world, standing.id, 'commit', {})
    const rows: Rows = [
      ['表彰', '钱一鸣', '去年甲', '2018-06-01'],
      ['表彰', '钱一鸣', '今年乙', '2019-06-01'],
    ]
    const plan = await planned(world, awards(...rows), recognitions)
    expect(plan.summary.counts).toMatchObject({ new: 2 })
    const period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2018年度',
      startsOn: '2018-01-01',
      endsOn: '2018-12-31',
      regulationId: await aRegulation(world),
    })
    await closePeriod(world, period.id, { acceptOpenImports: true })
    const done = await step(world, plan.id, 'commit', {})
    expect(done.summary.committed).toMatchObject({
      created: 1,
      refused: [{ row: 2, errors: [{ code: 'period_closed', ref: '2:2' }] }],
    })
    const titles = (await recordsOf(world, '/v1/recognitions')).map((one) => one.title)
    expect(titles).toContain('今年乙')
    expect(titles).not.toContain('去年甲')
    const late = await planned(world, awards(...rows), recognitions)
    expect(late.summary.counts).toMatchObject({ refused: 1, same: 1 })
    const kept = await step(world, standing.id, 'revert')
    expect(kept.summary.kept).toMatchObject([{ reason: 'period_closed' }])
    expect((await recordsOf(world, '/v1/recognitions')).map((one) => one.title)).toContain('关闭前导入')
  })
})
