import { expect, it } from 'vitest'
import { CHUNK_KEYS_MAX } from '../../src/exchange/imports/chunk-sink.ts'
import { revertCommitted } from '../../src/exchange/imports/revert.ts'
import { findImport } from '../../src/exchange/imports/store.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../src/storage/jobs.ts'
import { changeRow } from '../../src/storage/rows.ts'
import { aMeeting, aMember, jobEnd } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** A list that is longer than a plan keeps in memory: its first entries are stored before its last rows are read. */

const MEMBERS = 26
const MEETINGS = 20
const SESSIONS = 10
const ROWS = MEMBERS * MEETINGS * SESSIONS

async function step(world: World, id: string, verb: string, body?: unknown) {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const answer = await world.admin.post(`/v1/imports/${id}/${verb}`, body, key)
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  await jobEnd(world, answer.body.jobId)
  return (await world.admin.get(`/v1/imports/${id}`).expect(200)).body
}

inEveryWorld('a long list', (world) => {
  it('a later row is decided to hold, is committed, and a revert that was cancelled is asked for again', async () => {
    const members: { id: string; memberNo: string; name: string }[] = []
    for (let n = 0; n < MEMBERS; n += 1) {
      const [memberNo, name] = [String(7_001 + n), `李${'甲乙丙丁'[n % 4]}${n}`]
      members.push({ id: (await aMember(world, { memberNo, name })).id, memberNo, name })
    }
    const lines = ['委员编号,姓名,会议名称,日期,出席情况']
    const sessionIds: string[] = []
    for (let m = 0; m < MEETINGS; m += 1) {
      const days = Array.from(
        { length: SESSIONS },
        (_, at) => `2019-${String((m % 12) + 1).padStart(2, '0')}-1${at}`,
      )
      const title = `长列表第${m + 1}次`
      const [startsOn, endsOn] = [days[0], days.at(-1)]
      const sessions = days.map((day) => ({ day }))
      const meeting = await aMeeting(world, { title, startsOn, endsOn, sessions })
      sessionIds.push(...meeting.sessions.map(({ id }: { id: string }) => id))
      for (const day of days) {
        for (const { memberNo, name } of members) lines.push(`${memberNo},${name},${title},${day},出席`)
      }
    }
    // Speaks of the first row again, when its entry has long been stored.
    lines.push(lines[1]!.replace('出席', '缺席'))
    const request = world.admin.post('/v1/imports', undefined, { 'idempotency-key': crypto.randomUUID() })
    request.field('resource', 'attendance').attach('file', Buffer.from(lines.join('\n')), 'long.csv')
    const { body: started } = await request.expect(202)
    await jobEnd(world, started.jobId)
    const { body: planned } = await world.admin.get(`/v1/imports/${started.id}`).expect(200)
    expect(planned.summary.counts).toMatchObject({ new: ROWS, conflict: 1, entries: ROWS + 1 })

    const [conflict] = planned.decisions
    const answers = [{ id: conflict.id, answer: { choice: 'overwrite' } }]
    const decided = await step(world, started.id, 'decisions', { answers })
    expect(decided.summary.counts).toMatchObject({ new: ROWS, skip: 1, conflict: 0, acceptable: ROWS })
    const { body: page } = await world.admin.get(`/v1/imports/${started.id}/entries?page=1`).expect(200)
    expect(page.items).toHaveLength(CHUNK_KEYS_MAX)
    expect(page.items.filter((one: { result: string }) => one.result === 'skip')).toMatchObject([{ row: 2 }])

    const committed = await step(world, started.id, 'commit', {})
    expect(committed).toMatchObject({ state: 'committed', summary: { committed: { created: ROWS } } })
    const roll = async (sessionId: string) =>
      (await world.admin.get(`/v1/attendance?sessionId=${sessionId}&limit=200`).expect(200)).body.items
    const first = (await roll(sessionIds[0]!)).find(
      ({ memberId }: { memberId: string }) => memberId === members[0]!.id,
    )
    expect(first).toMatchObject({ presence: 'absent', version: 1 })

    await cancelledRevert(world, started.id)
    const now = (await world.admin.get(`/v1/imports/${started.id}`).expect(200)).body
    expect(now.state).toBe('committed')
    const reverted = await step(world, started.id, 'revert')
    expect(reverted).toMatchObject({ state: 'reverted', summary: { kept: [] } })
    for (const sessionId of [sessionIds[0]!, sessionIds.at(-1)!]) {
      const standing = (await roll(sessionId)).filter((one: { deletedAt: string | null }) => !one.deletedAt)
      expect(standing).toEqual([])
    }
  }, 60_000)
})

/** The job of a revert, told after its first chunk that somebody gave it up. */
async function cancelledRevert(world: World, importId: string): Promise<void> {
  const actor = { actor: `user/${world.admin.userId}`, requestId: 'test' }
  await world.storage.write(world.committeeId, actor, async (tx) => {
    const row = await findImport(tx, tx.committeeId, importId)
    await changeRow(tx, 'imports', row, { state: 'reverting' }, { type: 'test.reverting' })
  })
  const context = {
    storage: world.storage,
    clock: world.deps.clock,
    job: { committeeId: world.committeeId, createdBy: actor.actor, input: { importId } },
    progress: () => Promise.reject(new JobCancelled()),
  } as unknown as JobContext<ImportJob>
  await expect(revertCommitted(context)).rejects.toThrow(JobCancelled)
}
