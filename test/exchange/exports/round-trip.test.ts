import { beforeAll, describe, expect, it } from 'vitest'
import { guarded, unguarded } from '../../../src/exchange/exports/files/table.ts'
import { act, aMeeting, aMember, aTerm, type Body, jobEnd, post } from '../../support/records.ts'
import { inEveryWorld } from '../../support/world.ts'
import { exported, HOSTILE } from './exported.ts'

/** What goes out and comes in again changes nothing. */

inEveryWorld('export, then import', (world) => {
  let termId: string

  const imported = async (bytes: Buffer, format: string, fields: Record<string, string>) => {
    const request = world.admin.post('/v1/imports', undefined, { 'idempotency-key': crypto.randomUUID() })
    for (const [name, value] of Object.entries(fields)) request.field(name, value)
    const answer = await request.attach('file', bytes, { filename: `sheet.${format}` })
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body))
    const job = await jobEnd(world, answer.body.jobId)
    if (job.status !== 'succeeded') throw new Error(JSON.stringify(job.error))
    const { body } = await world.admin.get(`/v1/imports/${answer.body.id}`).expect(200)
    const { body: plan } = await world.admin.get(`/v1/imports/${answer.body.id}/plan`).expect(200)
    return { ...body, plan }
  }
  const list = (path: string, values: object) => exported(world, { kind: 'list', list: path, ...values })

  beforeAll(async () => {
    termId = await aTerm(world)
    const bodies = { kind: 'sector', validFrom: '2017-02-20' }
    const sector = await post(world, '/v1/organizations', { ...bodies, code: 'science', name: '科技界' })
    const members: Body[] = []
    for (const [at, name] of HOSTILE.slice(0, 2).entries()) {
      const values = { name, memberNo: `0970${at}`, sex: 'female', nation: '汉族', phone: '13800000000' }
      members.push(
        await aMember(world, { ...values, politics: ['民盟'], unit: '=某 & "单位"', post: '主任' }),
      )
      const role = { memberId: members[at].id, organizationId: sector.id, validFrom: '2017-02-20' }
      await post(world, '/v1/body-roles', role)
    }
    const meeting = await aMeeting(world, { title: '河道巡查，第1次', typeCode: 'research' })
    const memberIds = members.map(({ id }) => id)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
    const [sessionId] = meeting.sessions.map(({ id }: Body) => id)
    const items = memberIds.map((memberId, at) => ({ memberId, presence: ['present', 'absent'][at] }))
    await post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items })
    await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {})
  })

  it.each(['csv', 'xlsx'])('a roster as %s', async (format) => {
    const columns = [
      'memberNo',
      'name',
      'sex',
      'nation',
      'politics',
      'sector.name',
      'unit',
      'post',
      'phone',
      'validFrom',
      'validTo',
    ]
    const { bytes, record } = await list('/members', { format, columns, filter: { sort: 'memberNo' } })
    const { summary, plan } = await imported(bytes, format, { resource: 'members', termId })
    expect(summary.counts).toMatchObject({ same: record.rows, new: 0, update: 0 })
    expect(plan.warnings).toEqual([])
  })

  it('the usual columns of a roster are enough', async () => {
    const { bytes, record } = await list('/members', { format: 'csv' })
    const { summary } = await imported(bytes, 'csv', { resource: 'members', termId })
    expect(summary.counts).toMatchObject({ same: record.rows, new: 0, update: 0 })
  })

  it.each(['csv', 'xlsx'])('marks of attendance as %s', async (format) => {
    const columns = [
      'meeting.title',
      'session.day',
      'session.part',
      'member.memberNo',
      'member.name',
      'presence',
    ]
    const { bytes, record } = await list('/attendance', { format, columns })
    expect(record.rows).toBe(2)
    const { summary, plan } = await imported(bytes, format, { resource: 'attendance' })
    expect(plan.warnings).toEqual([])
    expect(summary.counts).toMatchObject({ same: 2, new: 0, update: 0 })
  })
})

describe('text that is guarded against formulas', () => {
  it.each(['=1', "'=1", "''=1", '@x', '-x', '＝1', '\t=1', "'", "'x", '-1', '林', '', '+86 138'])(
    '%j comes back as it was',
    (text) => expect(unguarded(guarded(text))).toBe(text),
  )
})
