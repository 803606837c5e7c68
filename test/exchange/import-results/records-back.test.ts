import { beforeAll, expect, it } from 'vitest'
import { CHUNK_KEYS_MAX } from '../../../src/exchange/imports/chunk-sink.ts'
import { commitPlanned } from '../../../src/exchange/imports/roster-commit.ts'
import { findImport } from '../../../src/exchange/imports/store.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../../src/storage/jobs.ts'
import { changeRow } from '../../../src/storage/rows.ts'
import { aTerm } from '../../support/records.ts'
import { inEveryWorld } from '../../support/world.ts'
import { around } from '../records/around.ts'
import { csv, planned, step, xlsx } from '../records/sheets.ts'
import { resultBook, textAt, toneAt } from './answers-back.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const adds = ({ total, applied, failed, unprocessed }: Body) =>
  expect([applied + failed + unprocessed, Math.min(applied, failed, unprocessed)]).toEqual([
    total,
    expect.any(Number),
  ])

inEveryWorld('records and rosters back', (world) => {
  beforeAll(() => around(world))

  it('a sheet of records: each row with its outcome, wrong cells red, hints for choices', async () => {
    const rows = [
      ['类别', '姓名', '荣誉名称', '日期'],
      ['表彰', '钱一鸣', '先进个人', '2019-03-01'],
      ['表', '李同名', '先进', '2019-03-02'],
      ['表彰', '李同名', '先进', '2019-03-02'],
      ['表彰', '孙二河', '先进', '2019年13月2日'],
      ['表彰', '钱一鸣', '先进个人', '2019-03-01'],
      ['合计', '', '', ''],
    ]
    const { id, results, summary } = await planned(
      world,
      xlsx(rows),
      { resource: 'recognitions' },
      { name: 'r.xlsx' },
    )
    expect(summary.counts).toMatchObject({ new: 1, ambiguous_name: 1, invalid: 2, duplicate_in_file: 1 })
    expect(results).toEqual({ total: 5, applied: 0, failed: 2, unprocessed: 3 })
    const sheet = (await resultBook(world, id)).getWorksheet('记录')!
    expect(textAt(sheet, 'E2')).toMatch(/^将录入：09810 钱一鸣（按唯一的姓名匹配）$/)
    expect(textAt(sheet, 'E3')).toMatch(/^拒收：类别：目录/)
    expect(textAt(sheet, 'E4')).toMatch(/^待定：“李同名”是哪位委员/)
    expect(textAt(sheet, 'E5')).toMatch(/^拒收：日期：不是一个存在的日期/)
    expect(textAt(sheet, 'E6')).toBe('与第 2 行重复，只录入一次')
    expect(['A2', 'A3', 'B3', 'E3', 'D5', 'E6', 'A7'].map((ref) => toneAt(sheet, ref))).toEqual([
      'accepted',
      'refused',
      undefined,
      'refused',
      'refused',
      'ignored',
      'ignored',
    ])
    const { body } = await world.admin.get(`/v1/imports/${id}/errors`).expect(200)
    expect(body.items.map((one: Body) => [one.row, one.column, one.code, one.hint])).toEqual([
      [3, 'A', 'unknown_code', '表彰'],
      [4, null, 'ambiguous_name', null],
      [5, 'D', 'bad_date', null],
    ])
    const failures = (await resultBook(world, id, '?only=failures')).getWorksheet('记录')!
    expect([2, 3, 4].map((row) => failures.getRow(row).getCell(5).text)).toEqual([
      'unknown_code',
      'ambiguous_name',
      'bad_date',
    ])
  })

  it('failures of records, corrected, are all taken', async () => {
    const rows = [
      ['编号', '类别', '姓名', '荣誉名称', '日期'],
      ['A1', '表彰', '钱一鸣', '红旗手', '2019-03-01'],
      ['A2', '表彰', '孙二河', '红旗手', '2019年2月30日'],
    ]
    const { id } = await planned(world, xlsx(rows), { resource: 'recognitions' }, { name: 'r.xlsx' })
    await step(world, id, 'commit', {})
    const book = await resultBook(world, id, '?only=failures')
    const sheet = book.getWorksheet('记录')!
    expect(sheet.rowCount).toBe(2)
    sheet.getCell('E2').value = '2019-03-30'
    const bytes = Buffer.from(await book.xlsx.writeBuffer())
    const again = await planned(world, bytes, { resource: 'recognitions' }, { name: 'corrected.xlsx' })
    const { body: plan } = await world.admin.get(`/v1/imports/${again.id}/plan`).expect(200)
    expect(plan.warnings).toEqual([])
    const done = await step(world, again.id, 'commit', {})
    expect(done.results).toEqual({ total: 1, applied: 1, failed: 0, unprocessed: 0 })
  })

  it('a roster: rows with what changed, and what is wrong', async () => {
    const termId = await aTerm(world)
    const rows = [
      ['委员编号', '姓名', '性别', '界别'],
      ['09810', '钱一鸣', '男', '教育界'],
      ['09890', '新人甲', '女', '教育界'],
      ['09891', '新人乙', '女性', '教育界'],
      ['09811', '别的名字', '男', '教育界'],
      ['示例', '张三', '男', '教育界'],
    ]
    const { id } = await planned(world, csv(rows), { resource: 'members', termId })
    const sheet = (await resultBook(world, id)).getWorksheet('csv')!
    expect([2, 3, 4, 5, 6].map((row) => toneAt(sheet, `E${row}`))).toEqual([
      'accepted',
      'accepted',
      'refused',
      'question',
      'ignored',
    ])
    expect(textAt(sheet, 'E2')).toMatch(/^将更新（.*）：09810 钱一鸣/)
    const { body } = await world.admin.get(`/v1/imports/${id}/errors`).expect(200)
    expect(body.items[0]).toMatchObject({ row: 4, column: 'C', header: '性别', value: '女性', hint: '女' })
    const done = await step(world, id, 'commit', { leaveOpen: true })
    expect(done.results).toEqual({ total: 4, applied: 2, failed: 1, unprocessed: 1 })
    const reverted = await step(world, id, 'revert')
    adds(reverted.results)
    expect(reverted.results).toMatchObject({ applied: 0, failed: 1 })
    const back = (await resultBook(world, id)).getWorksheet('csv')!
    expect(textAt(back, 'E3')).toMatch(/^已撤回/)
  })

  it('the three results add up where a commit was cancelled half way, and after it is taken back', async () => {
    const rows = Array.from({ length: CHUNK_KEYS_MAX + 10 }, (_, at) => [
      '表彰',
      '钱一鸣',
      `奖${at}`,
      '2019-03-01',
    ])
    const bytes = csv([['类别', '姓名', '荣誉名称', '日期'], ...rows, ['表彰', '钱一鸣', '奖', '无']])
    const total = CHUNK_KEYS_MAX + 11
    const plan = await planned(world, bytes, { resource: 'recognitions' })
    expect(plan.results).toEqual({ total, applied: 0, failed: 1, unprocessed: CHUNK_KEYS_MAX + 10 })
    const actor = { actor: `user/${world.admin.userId}`, requestId: 'test' }
    await world.storage.write(world.committeeId, actor, async (tx) => {
      const row = await findImport(tx, tx.committeeId, plan.id)
      await changeRow(tx, 'imports', row, { state: 'committing', cursor: 0 }, { type: 'test.started' })
    })
    const context = {
      storage: world.storage,
      clock: world.deps.clock,
      job: { committeeId: world.committeeId, createdBy: actor.actor, input: { importId: plan.id } },
      progress: async () => {
        throw new JobCancelled()
      },
    } as unknown as JobContext<ImportJob>
    await expect(commitPlanned(context)).rejects.toThrow(JobCancelled)
    const { body: cancelled } = await world.admin.get(`/v1/imports/${plan.id}`).expect(200)
    expect(cancelled.results).toEqual({ total, applied: CHUNK_KEYS_MAX, failed: 1, unprocessed: 10 })
    const sheet = (await resultBook(world, plan.id)).getWorksheet('csv')!
    expect(textAt(sheet, 'E2')).toMatch(/^已录入/)
    expect(textAt(sheet, `E${total}`)).toMatch(/^未处理/)
    const reverted = await step(world, plan.id, 'revert')
    expect(reverted.results).toEqual({ total, applied: 0, failed: 1, unprocessed: CHUNK_KEYS_MAX + 10 })
  })
})
