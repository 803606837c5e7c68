import { beforeAll, expect, it } from 'vitest'
import { aMeeting, aMember, approve, aTerm, jobEnd, post } from '../support/records.ts'
import { inEveryWorld, login, type World } from '../support/world.ts'

/** Whoever is elected again is one person with two memberships: the day says which of them is meant. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

const RULES = `
regulation: again
title: { zh: 样例, en: Sample }
period: calendar_year
clauses:
  came: { title: 参加, counts: attendance, where: { outcome: attended }, points: 10, cap: 15 }
  wrote: { title: 信息, counts: opinion, points: 3 }
`

async function upload(world: World, text: string, resource: string): Promise<Body> {
  const request = world.admin.post('/v1/imports', undefined, { 'idempotency-key': crypto.randomUUID() })
  const answer = await request
    .field('resource', resource)
    .attach('file', Buffer.from(`﻿${text}`), { filename: 'again.csv', contentType: 'text/csv' })
    .expect(202)
  await jobEnd(world, answer.body.jobId)
  return (await world.admin.get(`/v1/imports/${answer.body.id}`).expect(200)).body
}

async function commit(world: World, id: string): Promise<Body> {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const { body } = await world.admin.post(`/v1/imports/${id}/commit`, {}, key).expect(202)
  await jobEnd(world, body.jobId)
  return (await world.admin.get(`/v1/imports/${id}`).expect(200)).body
}

inEveryWorld('a person who was elected again', (world) => {
  let [before, after, other]: Body[] = []
  let period: Body
  const read = async (path: string) => (await world.admin.get(path).expect(200)).body
  /** A meeting to which the membership of its day is invited. */
  const meetingOn = async (day: string, title: string, ...invited: Body[]) => {
    const meeting = await aMeeting(world, { title, startsOn: day, endsOn: day })
    const memberIds = invited.map(({ id }) => id)
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
    return `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
  }
  const marksAt = async (path: string) =>
    (await read(path)).items.map(({ memberId, status }: Body) => [memberId, status])

  beforeAll(async () => {
    await aTerm(world)
    world.now = new Date('2022-12-30T04:00:00.000Z')
    world.admin = await login(world, 'admin')
    before = await aMember(world, { name: '何牧野' })
    const term = { number: 10, name: '第十届', startsOn: '2022-02-20', endsOn: '2027-02-19' }
    const next = await post(world, '/v1/terms', term)
    const mandate = { termId: next.id, validFrom: '2022-02-20' }
    after = await aMember(world, { ...mandate, name: '何牧野', personId: before.personId })
    other = await aMember(world, { ...mandate, name: '裴新任' })
    const made = await post(world, '/v1/regulations', { name: 'again', source: RULES })
    await approve(world, made.id)
    period = await post(world, '/v1/periods', {
      kind: 'calendar_year',
      name: '2022年度',
      startsOn: '2022-01-01',
      endsOn: '2022-12-31',
      regulationId: made.id,
    })
  })

  it('is found by name in a sheet, under the membership of each day, without a question', async () => {
    const old = await meetingOn('2022-01-10', '年初座谈', before)
    const fresh = await meetingOn('2022-05-10', '年中座谈', after, other)
    const lines = [
      '何牧野,年初座谈,2022-01-10,出席',
      '何牧野,年中座谈,2022-05-10,出席',
      '裴新任,年中座谈,2022-05-10,缺席',
    ]
    const planned = await upload(world, `姓名,会议名称,日期,出席情况\n${lines.join('\n')}\n`, 'attendance')
    expect([planned.decisions, planned.summary.counts.new]).toEqual([[], 3])
    await commit(world, planned.id)
    expect(await marksAt(old)).toEqual([[before.id, 'present']])
    expect((await marksAt(fresh)).toSorted()).toEqual(
      [
        [after.id, 'present'],
        [other.id, 'absent'],
      ].toSorted(),
    )
    // By the number of the earlier membership the person is known, too.
    const third = await meetingOn('2022-06-10', '六月座谈', after)
    const numbered = `委员编号,姓名,会议名称,日期,出席情况\n${before.memberNo},何牧野,六月座谈,2022-06-10,出席\n`
    const byNumber = await upload(world, numbered, 'attendance')
    expect(byNumber.decisions).toEqual([])
    await commit(world, byNumber.id)
    expect(await marksAt(third)).toEqual([[after.id, 'present']])
  })

  it('signs lists of records under the membership of their day', async () => {
    const rows = ['早信息,何牧野,2022-01-15', '晚信息,何牧野,2022-07-15']
    const planned = await upload(world, `题目,撰稿人,报送日期\n${rows.join('\n')}\n`, 'opinions')
    expect([planned.decisions, planned.summary.counts.new]).toEqual([[], 2])
    await commit(world, planned.id)
    const { items } = await read('/v1/opinions')
    const authors = Object.fromEntries(items.map(({ title, authorIds }: Body) => [title, authorIds]))
    expect(authors).toMatchObject({ 早信息: [before.id], 晚信息: [after.id] })
  })

  it('has one row in the ranking, with one cap over both memberships, and one score under either', async () => {
    const ranking = await read(`/v1/periods/${period.id}/ranking`)
    const rows = ranking.items.map(({ memberId, total }: Body) => [memberId, total])
    expect(rows).toEqual([
      [after.id, 21],
      [other.id, 0],
    ])
    for (const { id } of [before, after])
      expect((await read(`/v1/members/${id}/score?periodId=${period.id}`)).total).toBe(21)
    // What moves under the earlier membership moves the one score.
    const late = await meetingOn('2022-01-20', '一月补会', before)
    await post(world, late, { items: [{ memberId: before.id, presence: 'present' }] })
    const { text } = await read(`/v1/members/${after.id}/score?periodId=${period.id}&text=zh`)
    expect(text).toContain('一月补会')
  })

  it('has one row in participation, and one archive under either membership', async () => {
    const { items } = await read('/v1/participation?from=2022-01-01&to=2022-12-31')
    const own = items.filter(({ name }: Body) => name === '何牧野')
    expect(own).toMatchObject([{ memberId: after.id, attendance: { numerator: 4, denominator: 4 } }])
    for (const { id } of [before, after]) {
      const archive = await read(`/v1/members/${id}/archive?periodId=${period.id}`)
      expect(archive.attendance.tally).toMatchObject({ present: 4, expected: 4 })
    }
  })

  it('is invited once', async () => {
    const meeting = await aMeeting(world, { startsOn: '2022-09-10', endsOn: '2022-09-10' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { all: true } })
    const { items } = await read(`/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`)
    expect(items.map(({ memberId }: Body) => memberId).toSorted()).toEqual([after.id, other.id].toSorted())
  })
})
