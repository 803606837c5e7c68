import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { planImport } from '../../src/exchange/imports/planning.ts'
import { type ImportJob, JobCancelled, type JobContext } from '../../src/storage/jobs.ts'
import { aMeeting, aMember, aTerm, jobEnd } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

/** Whoever gives an import up is heard at once, whatever stage it is in. */

const MEMBERS = 100
const MEETINGS = 30
const SESSIONS = 10
const ROWS = MEMBERS * MEETINGS * SESSIONS
const ROSTER_ROWS = 2_000
/** What is promised is a second, which the bench measures; here three machines may share two cores. */
const HEARD_MS = 3_000

const key = () => ({ 'idempotency-key': crypto.randomUUID() })

const stateOf = async (world: World, id: string) =>
  (await world.admin.get(`/v1/imports/${id}`).expect(200)).body

async function begin(world: World, id: string, verb: 'commit' | 'revert') {
  const { body } = await world.admin
    .post(`/v1/imports/${id}/${verb}`, verb === 'commit' ? {} : undefined, key())
    .expect(202)
  return body as { id: string; jobId: string }
}

async function upload(world: World, text: string, fields: object = { resource: 'attendance' }) {
  const request = world.admin.post('/v1/imports', undefined, key())
  for (const [name, value] of Object.entries(fields)) request.field(name, value)
  request.attach('file', Buffer.from(text), 'given-up.csv')
  return (await request.expect(202)).body as { id: string; jobId: string }
}

/** Cancels the job in the middle of a phase; answers the import as soon as it is in `state`. */
async function giveUp(
  world: World,
  { id, jobId }: { id: string; jobId: string },
  phase: string,
  state: string,
) {
  const url = `/v1/jobs/${jobId}`
  for (;;) {
    const { status, progress } = (await world.admin.get(url).expect(200)).body
    if (progress.phase === phase) break
    expect(['queued', 'running'], `${phase} was never seen`).toContain(status)
    await setTimeout(5)
  }
  await world.admin.post(`${url}/cancel`).expect(202)
  const asked = performance.now()
  let now = await stateOf(world, id)
  while (now.state !== state && performance.now() - asked < HEARD_MS) {
    await setTimeout(5)
    now = await stateOf(world, id)
  }
  expect(now.state).toBe(state)
  expect(performance.now() - asked).toBeLessThan(HEARD_MS)
  expect(await jobEnd(world, jobId)).toMatchObject({ status: 'cancelled', cancelRequested: true })
  return now
}

/** What became of a row of the sheet. */
async function toldOf(world: World, importId: string, row: number) {
  const { body } = await world.admin.get(`/v1/imports/${importId}/sheet?from=${row}`).expect(200)
  return body.rows[0].text.zh as string
}

const chunksOf = (world: World, importId: string) =>
  world.storage.query('select "number" from import_chunks where committee_id = ? and import_id = ?', [
    world.committeeId,
    importId,
  ])

inEveryWorld('an import that is given up', (world) => {
  it('ends at once while it is planned, committed and taken back, and can be gone on with', async () => {
    const members: string[] = []
    for (let n = 0; n < MEMBERS; n += 1) {
      const [memberNo, name] = [String(7_001 + n), `李${'甲乙丙丁'[n % 4]}${n}`]
      await aMember(world, { memberNo, name })
      members.push(`${memberNo},${name}`)
    }
    const lines = ['委员编号,姓名,会议名称,日期,出席情况']
    for (let m = 0; m < MEETINGS; m += 1) {
      const month = `${2_018 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`
      const days = Array.from({ length: SESSIONS }, (_, at) => `${month}-1${at}`)
      const [title, startsOn, endsOn] = [`放弃第${m + 1}次`, days[0], days.at(-1)]
      await aMeeting(world, { title, startsOn, endsOn, sessions: days.map((day) => ({ day })) })
      for (const day of days) for (const member of members) lines.push(`${member},${title},${day},出席`)
    }
    const text = lines.join('\n')

    const dropped = await upload(world, text)
    await giveUp(world, dropped, 'planning', 'cancelled')
    expect(await chunksOf(world, dropped.id)).toEqual([])

    const first = await upload(world, text)
    await jobEnd(world, first.jobId)
    const stopped = await giveUp(world, await begin(world, first.id, 'commit'), 'committing', 'committed')
    expect(stopped.summary.cancelled).toBe(true)
    const { created } = stopped.summary.committed
    expect(created).toBeGreaterThan(0)
    expect(created).toBeLessThan(ROWS)
    expect(await toldOf(world, first.id, 2)).toMatch(/^已录入：出席/)
    expect(await toldOf(world, first.id, ROWS + 1)).toMatch(/^未处理：提交中途取消/)

    const second = await upload(world, text)
    await jobEnd(world, second.jobId)
    expect((await stateOf(world, second.id)).summary.counts).toMatchObject({
      same: created,
      new: ROWS - created,
    })
    await jobEnd(world, (await begin(world, second.id, 'commit')).jobId)
    expect((await stateOf(world, second.id)).summary.committed).toMatchObject({ created: ROWS - created })

    await giveUp(world, await begin(world, second.id, 'revert'), 'reverting', 'committed')
    await jobEnd(world, (await begin(world, second.id, 'revert')).jobId)
    expect(await stateOf(world, second.id)).toMatchObject({ state: 'reverted', summary: { kept: [] } })

    const third = await upload(world, text)
    await jobEnd(world, third.jobId)
    expect((await stateOf(world, third.id)).summary.counts).toMatchObject({
      same: created,
      new: ROWS - created,
    })
  }, 120_000)

  it('ends a roster behind the rows that were recorded', async () => {
    const nameOf = (n: number) =>
      `张${[...String(n)].map((digit) => '甲乙丙丁戊己庚辛壬癸'[Number(digit)]).join('')}`
    const rows = Array.from({ length: ROSTER_ROWS }, (_, n) => `${20_001 + n},${nameOf(n + 10)},2017-02-20`)
    const text = ['委员编号,姓名,任职开始', ...rows].join('\n')
    const roster = await upload(world, text, { resource: 'members', termId: await aTerm(world) })
    await jobEnd(world, roster.jobId)
    expect((await stateOf(world, roster.id)).summary.counts).toMatchObject({ new: ROSTER_ROWS })
    const stopped = await giveUp(world, await begin(world, roster.id, 'commit'), 'committing', 'committed')
    expect(stopped.summary.cancelled).toBe(true)
    const { created } = stopped.summary.committed
    expect(created).toBeGreaterThan(0)
    expect(created).toBeLessThan(ROSTER_ROWS)
  }, 60_000)

  it('is cancelled by a wish that is older than the first step of its plan', async () => {
    await world.deps.jobs.stop()
    const { id, jobId } = await upload(
      world,
      '委员编号,姓名,会议名称,日期,出席情况\n7001,李甲0,早放弃,2019-01-10,出席',
    )
    const context = {
      storage: world.storage,
      clock: world.deps.clock,
      job: {
        committeeId: world.committeeId,
        createdBy: `user/${world.admin.userId}`,
        input: { importId: id },
      },
      progress: () => Promise.reject(new JobCancelled()),
    } as unknown as JobContext<ImportJob>
    await expect(planImport(context)).rejects.toThrow(JobCancelled)
    expect((await stateOf(world, id)).state).toBe('cancelled')
    world.deps.jobs.start()
    await jobEnd(world, jobId)
    expect((await stateOf(world, id)).state).toBe('cancelled')
  })
})
