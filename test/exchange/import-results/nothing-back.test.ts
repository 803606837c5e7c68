import { expect, it } from 'vitest'
import { inEveryWorld } from '../../support/world.ts'
import { csv, planned } from '../records/sheets.ts'
import { aRoll } from './answers-back.ts'

/** Where nothing can go back, the answer says why. */

inEveryWorld('nothing goes back', (world) => {
  it('of a sheet that was refused: there is no plan', async () => {
    const { id, state } = await planned(world, csv([['甲'], ['1']]), {})
    expect(state).toBe('refused')
    for (const what of ['result', 'reconciliation', 'sheet']) {
      const answer = await world.admin.get(`/v1/imports/${id}/${what}`)
      expect([what, answer.status, answer.body.code]).toEqual([what, 409, 'state_conflict'])
    }
    const saved = await world.admin.post(`/v1/imports/${id}/profile`, { name: '某表' })
    expect([saved.status, saved.body.code]).toEqual([409, 'state_conflict'])
  })

  it('of a file that is kept no longer', async () => {
    const { one, meeting } = await aRoll(world)
    const rows = [
      ['姓名', '会议名称', '时间', '出席情况'],
      [one.name, meeting.title, meeting.startsOn, '出席'],
    ]
    const { id } = await planned(world, csv(rows), {})
    const actor = { actor: `user/${world.admin.userId}`, requestId: 'test' }
    await world.storage.write(world.committeeId, actor, (tx) =>
      tx.run('delete from file_parts where committee_id = ?', [tx.committeeId]),
    )
    const answer = await world.admin.get(`/v1/imports/${id}/result`)
    expect([answer.status, answer.body.code]).toEqual([410, 'gone'])
  })
})
