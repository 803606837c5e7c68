import { beforeAll, expect, it } from 'vitest'
import { commitPlanned } from '../../../src/exchange/imports/roster-commit.ts'
import { findImport } from '../../../src/exchange/imports/store.ts'
import type { ImportJob, JobContext } from '../../../src/storage/jobs.ts'
import { changeRow } from '../../../src/storage/rows.ts'
import { inEveryWorld } from '../../support/world.ts'
import { around } from './around.ts'
import { csv, planned, recordsOf, step } from './sheets.ts'

/** A commit that was killed goes on where it was: no row is recorded twice. */

inEveryWorld('a killed commit of records', (world) => {
  beforeAll(() => around(world))

  it('records each row once, however often its chunk begins anew', async () => {
    const rows = ['甲', '乙', '丙'].map((title) => ['表彰', '钱一鸣', title, '2019-03-01'])
    const bytes = csv([['类别', '姓名', '荣誉名称', '日期'], ...rows])
    const plan = await planned(world, bytes, { resource: 'recognitions' })
    await step(world, plan.id, 'commit', {})
    // As it stands when the process ends between the last row of a chunk and its cursor.
    const actor = { actor: `user/${world.admin.userId}`, requestId: 'test' }
    await world.storage.write(world.committeeId, actor, async (tx) => {
      const row = await findImport(tx, tx.committeeId, plan.id)
      const { committed: _, ...summary } = row.summary as Record<string, unknown>
      await changeRow(
        tx,
        'imports',
        row,
        { state: 'committing', cursor: 0, summary },
        { type: 'test.killed' },
      )
    })
    const context = {
      storage: world.storage,
      clock: world.deps.clock,
      job: { committeeId: world.committeeId, createdBy: actor.actor, input: { importId: plan.id } },
      progress: async () => {},
    } as unknown as JobContext<ImportJob>
    expect(await commitPlanned(context)).toMatchObject({ created: 3, refused: [] })
    expect(await recordsOf(world, '/v1/recognitions')).toHaveLength(3)
    const reverted = await step(world, plan.id, 'revert')
    expect(reverted).toMatchObject({ state: 'reverted', summary: { kept: [] } })
    expect(await recordsOf(world, '/v1/recognitions')).toEqual([])
  })
})
