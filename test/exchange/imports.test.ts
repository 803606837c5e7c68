import { describe, expect, it } from 'vitest'
import { aMeeting, aMember, aTerm, jobEnd, post } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

async function upload(world: World, text: string, fields: Record<string, string>) {
  const request = world.admin.post('/v1/imports', undefined, { 'idempotency-key': crypto.randomUUID() })
  for (const [name, value] of Object.entries(fields)) request.field(name, value)
  const answer = await request.attach('file', Buffer.from(text), {
    filename: 'sheet.csv',
    contentType: 'text/csv',
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  await jobEnd(world, answer.body.jobId)
  const { body } = await world.admin.get(`/v1/imports/${answer.body.id}`).expect(200)
  return body
}

async function step(world: World, id: string, verb: string, body?: unknown) {
  const answer = await world.admin.post(`/v1/imports/${id}/${verb}`, body, {
    'idempotency-key': crypto.randomUUID(),
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(202)
  await jobEnd(world, answer.body.jobId)
  return (await world.admin.get(`/v1/imports/${id}`).expect(200)).body
}

const roll = async (world: World, sessionId: string) =>
  (await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)).body

inEveryWorld('imports', (world) => {
  it('a roster, and the same roster again changes nothing', async () => {
    const termId = await aTerm(world)
    const text =
      '﻿委员编号,姓名,性别,界别,专委会,政协职务,工作单位,职务,手机,任职开始,任职结束\n' +
      '09501,陈向东,男,教育界,提案委员会,委员 常务委员,云溪中学,校长,19900000501,2017-02-20,\n' +
      '09502,陆小满,女,科技界,提案委员会,委员,云溪农机站,站长,19900000502,2017-02-20,2019-08-30\n'
    const planned = await upload(world, text, { resource: 'members', termId })
    expect(planned.summary.counts).toMatchObject({ new: 2 })
    const plan = await world.admin.get(`/v1/imports/${planned.id}/plan`).expect(200)
    expect(plan.body).toMatchObject({ shape: 'roster', warnings: [], rows: [] })
    expect(plan.body.tables[0].columns).toContainEqual({ col: 'A', field: 'memberNo', header: '委员编号' })
    const done = await step(world, planned.id, 'commit', {})
    expect(done).toMatchObject({ state: 'committed', summary: { committed: { created: 2 } } })
    const { body } = await world.admin.get('/v1/members?memberNo=09501').expect(200)
    expect(body.items[0]).toMatchObject({ name: '陈向东', unit: '云溪中学', sector: { name: '教育界' } })
    const again = await upload(world, text, { resource: 'members', termId })
    expect(again.summary.counts).toMatchObject({ same: 2 })
    expect(again.sameFileAs).toBe(planned.id)
  })

  it('a roster is taken back: what it made goes, what it changed is as before, what moved since stays', async () => {
    const termId = await aTerm(world)
    const before = await aMember(world, { memberNo: '09521', name: '白素心', unit: '旧单位' })
    const text =
      '委员编号,姓名,界别,政协职务,工作单位\n' +
      '09521,白素心,新设界,常务委员,新单位\n09522,江流儿,新设界,,某厂\n09523,柳如新,新设界,,某店\n'
    const upload1 = () => upload(world, text, { resource: 'members', termId })
    const { id } = await upload1()
    await step(world, id, 'commit', {})
    const find = async (no: string) =>
      (await world.admin.get(`/v1/members?memberNo=${no}`).expect(200)).body.items
    const [moved] = await find('09523')
    const path = `/v1/members/${moved.id}`
    await world.admin.patch(path, { unit: '别处' }, { 'if-match': '*' }).expect(200)
    const reverted = await step(world, id, 'revert', {})
    expect(reverted).toMatchObject({ state: 'reverted', summary: { kept: [{ reason: 'state_conflict' }] } })
    expect(await find('09522')).toEqual([])
    const [back] = await find('09521')
    expect(back).toMatchObject({ id: before.id, unit: '旧单位', sector: null })
    const { body: offices } = await world.admin.get(`/v1/offices?memberId=${before.id}`).expect(200)
    expect(offices.items).toEqual([])
    expect((await find('09523'))[0]).toMatchObject({ unit: '别处', sector: { name: '新设界' } })
    const again = await upload1()
    expect(again.summary.counts).toMatchObject({ new: 1, update: 2 })
    expect(await step(world, again.id, 'commit', {})).toMatchObject({ state: 'committed' })
    expect(await find('09522')).toHaveLength(1)
  })

  describe('attendance lists', () => {
    it('a meeting that the sheet made expects whom the sheet lists, and nobody once it is taken back', async () => {
      const members = [
        await aMember(world, { name: '闻人初', memberNo: '09621' }),
        await aMember(world, { name: '钟离续', memberNo: '09622' }),
      ]
      const text =
        '\ufeff姓名,会议名称,时间,出席情况\n闻人初,新建桥视察,2019-08-15,出席\n钟离续,新建桥视察,2019-08-15,缺席\n'
      const planned = await upload(world, text, { resource: 'attendance' })
      const answers = [{ id: planned.decisions[0].id, answer: { choice: 'create', typeCode: 'inspection' } }]
      await step(world, planned.id, 'decisions', { answers })
      const done = await step(world, planned.id, 'commit', {})
      expect(done).toMatchObject({ state: 'committed', summary: { committed: { created: 2 } } })
      const { body: found } = await world.admin.get('/v1/meetings?from=2019-08-15&to=2019-08-15').expect(200)
      const [meeting] = found.items.filter(({ title }: { title: string }) => title === '新建桥视察')
      const { body: whole } = await world.admin.get(`/v1/meetings/${meeting.id}`).expect(200)
      const session = whole.sessions[0]
      const invited = async () =>
        (await roll(world, session.id)).items
          .filter((item: { invited: boolean }) => item.invited)
          .map(({ memberId }: { memberId: string }) => memberId)
          .sort()
      expect(await invited()).toEqual(members.map(({ id }) => id).sort())
      expect((await roll(world, session.id)).tally).toMatchObject({
        expected: 2,
        present: 1,
        absent: 1,
        walkIns: 0,
      })
      const { body: log } = await world.admin
        .get(`/v1/audit-log?type=invitations.set&subjectId=${session.id}`)
        .expect(200)
      expect(log.items.map(({ subjectVersion }: { subjectVersion: number }) => subjectVersion)).toEqual([1])
      const reverted = await step(world, planned.id, 'revert', {})
      expect(reverted.state).toBe('reverted')
      await world.admin.get(`/v1/meetings/${meeting.id}`).expect(410)
    })

    it('a mark that somebody corrected once the commit was asked for stands, and the import names it', async () => {
      const [corrected, fresh, alike] = [
        await aMember(world, { name: '穆改之', memberNo: '09611' }),
        await aMember(world, { name: '祁初记', memberNo: '09612' }),
        await aMember(world, { name: '盛先到', memberNo: '09613' }),
      ]
      const day = '2019-07-04'
      const meeting = await aMeeting(world, { title: '水质视察', startsOn: day, endsOn: day })
      await post(world, `/v1/meetings/${meeting.id}/invite`, {
        memberIds: [corrected.id, fresh.id, alike.id],
      })
      const path = `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`
      const mark = (memberId: string, presence: string) =>
        post(world, path, { items: [{ memberId, presence }] })
      await mark(corrected.id, 'absent')
      const text = `\ufeff姓名,会议名称,时间,出席情况\n穆改之,水质视察,${day},出席\n祁初记,水质视察,${day},出席\n盛先到,水质视察,${day},出席\n`
      const planned = await upload(world, text, { resource: 'attendance' })
      const [conflict] = planned.decisions
      const answers = [{ id: conflict.id, answer: { choice: 'overwrite' } }]
      await step(world, planned.id, 'decisions', { answers })
      await world.deps.jobs.stop()
      const commit = await world.admin.post(
        `/v1/imports/${planned.id}/commit`,
        {},
        { 'idempotency-key': crypto.randomUUID() },
      )
      await mark(corrected.id, 'late')
      await mark(alike.id, 'left_early')
      world.deps.jobs.start()
      await jobEnd(world, commit.body.jobId)
      const { body: done } = await world.admin.get(`/v1/imports/${planned.id}`).expect(200)
      expect(done.summary.committed).toMatchObject({ created: 1, changed: 0 })
      expect(
        done.summary.committed.changedSince.map(({ memberId }: { memberId: string }) => memberId),
      ).toEqual([corrected.id, alike.id])
      const { items } = await roll(world, meeting.sessions[0].id)
      const statusOf = ({ id }: { id: string }) =>
        items.find(({ memberId }: { memberId: string }) => memberId === id).status
      expect([corrected, fresh, alike].map(statusOf)).toEqual(['late', 'present', 'left_early'])
    })

    it('plan, ask about two of one name, commit, keep the cell behind each mark, revert', async () => {
      const [first, twin, other] = [
        await aMember(world, { name: '李同名', memberNo: '09601' }),
        await aMember(world, { name: '李同名', memberNo: '09602' }),
        await aMember(world, { name: '周独一', memberNo: '09603' }),
      ]
      const meeting = await aMeeting(world, {
        title: '河道巡查',
        startsOn: '2019-06-20',
        endsOn: '2019-06-20',
      })
      const ids = [first.id, twin.id, other.id]
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: ids })
      const sessionId = meeting.sessions[0].id
      const before = await roll(world, sessionId)
      const text =
        '﻿序号,委员姓名,会议名称,时间,出席情况\n1,李同名,河道巡查,2019-06-20,出席\n2,周独一,河道巡查,2019-06-20,病假\n'
      const planned = await upload(world, text, { resource: 'attendance' })
      expect(planned.decisions).toHaveLength(1)
      expect(planned.decisions[0].candidates.map((one: { memberNo: string }) => one.memberNo).sort()).toEqual(
        ['09601', '09602'],
      )
      const refused = await world.admin
        .post(`/v1/imports/${planned.id}/commit`, {}, { 'idempotency-key': crypto.randomUUID() })
        .expect(409)
      expect(refused.body.code).toBe('decisions_open')

      const answer = { choice: 'member', memberNo: '09602' }
      const answered = await step(world, planned.id, 'decisions', {
        answers: [{ id: planned.decisions[0].id, answer }],
      })
      expect(answered.state).toBe('planned')
      const done = await step(world, planned.id, 'commit', {})
      expect(done.summary.committed).toMatchObject({ created: 2, changed: 0 })
      const after = await roll(world, sessionId)
      const statusOf = (id: string) =>
        after.items.find((item: { memberId: string }) => item.memberId === id).status
      expect([statusOf(first.id), statusOf(twin.id), statusOf(other.id)]).toEqual([
        'unknown',
        'present',
        'leave_approved',
      ])

      const again = await upload(world, text.replace('1,李同名', '1,李同名 '), { resource: 'attendance' })
      expect(again.summary.counts).toMatchObject({ same: 1, ambiguous_name: 1 })

      const reverted = await step(world, planned.id, 'revert')
      expect(reverted.state).toBe('reverted')
      expect((await roll(world, sessionId)).tally).toEqual(before.tally)
    })

    it('counts what stood already, and a revert brings back each mark that it changed, and none that was taken back', async () => {
      const members = [
        await aMember(world, { name: '冯旧记' }),
        await aMember(world, { name: '卫改记' }),
        await aMember(world, { name: '蒋撤记' }),
      ]
      const day = { startsOn: '2019-06-25', endsOn: '2019-06-25' }
      const meeting = await aMeeting(world, { title: '调研湿地', ...day })
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: members.map(({ id }) => id) })
      const sessionId = meeting.sessions[0].id
      const mark = (...presences: (string | null)[]) =>
        post(world, `/v1/meeting-sessions/${sessionId}/attendance`, {
          items: presences.map((presence, at) => ({ memberId: members[at].id, presence })),
        })
      await mark('present', 'absent', 'present')
      await mark('present', 'absent', null)
      const statuses = async () => {
        const { items } = await roll(world, sessionId)
        return members.map(
          ({ id }) => items.find(({ memberId }: { memberId: string }) => memberId === id).status,
        )
      }
      const lines = members.map(({ name }) => `${name},调研湿地,2019-06-25,出席`)
      const text = `﻿姓名,会议名称,时间,出席情况\n${lines.join('\n')}\n`
      const planned = await upload(world, text, { resource: 'attendance' })
      const [{ id, question }] = planned.decisions
      expect(question.zh).toContain('系统里已记为 缺席，这里是 出席')
      await step(world, planned.id, 'decisions', { answers: [{ id, answer: { choice: 'overwrite' } }] })
      const { summary } = await step(world, planned.id, 'commit', {})
      expect(summary.committed).toMatchObject({ created: 0, changed: 2, unchanged: 1 })
      expect(await statuses()).toEqual(['present', 'present', 'present'])
      await step(world, planned.id, 'revert')
      expect(await statuses()).toEqual(['present', 'absent', 'unknown'])
    })

    it('409 when the records moved between plan and commit', async () => {
      const member = await aMember(world, { name: '吴先后' })
      const meeting = await aMeeting(world, {
        title: '调研养老',
        startsOn: '2019-07-01',
        endsOn: '2019-07-01',
      })
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
      const text = '﻿姓名,会议名称,时间,出席情况\n吴先后,调研养老,2019-07-01,出席\n'
      const planned = await upload(world, text, { resource: 'attendance' })
      await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, {
        items: [{ memberId: member.id, presence: 'absent' }],
      })
      const refused = await world.admin
        .post(`/v1/imports/${planned.id}/commit`, {}, { 'idempotency-key': crypto.randomUUID() })
        .expect(409)
      expect(refused.body).toMatchObject({ code: 'plan_outdated' })
      expect(refused.body.changes[0].type).toBe('attendance.recorded')
    })
  })

  it('a file that is no sheet is refused with the reason', async () => {
    const refused = await upload(world, '%PDF-1.7 not a sheet', { resource: 'attendance' })
    expect(refused).toMatchObject({ state: 'refused', refusal: { code: 'not_a_spreadsheet' } })
  })
})
