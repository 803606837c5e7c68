import { describe, expect, it } from 'vitest'
import { act, aMeeting, aMember, aPeriod, post, second } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

const roll = async (world: World, sessionId: string) =>
  (await world.admin.get(`/v1/meeting-sessions/${sessionId}/attendance`).expect(200)).body

const mark = (world: World, sessionId: string, memberId: string, presence: string) =>
  post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items: [{ memberId, presence }] })

const score = async (world: World, memberId: string, periodId: string) =>
  (await world.admin.get(`/v1/members/${memberId}/score?periodId=${periodId}&text=zh`).expect(200)).body

const groupPoints = (body: { groups: { code: string; points: number }[] }, code: string) =>
  body.groups.find((group) => group.code === code)!.points

inEveryWorld('traps of the domain', (world) => {
  let period: { id: string }

  it('a member added on a day is expected nowhere before it, one who left nowhere after', async () => {
    period = await aPeriod(world)
    const added = await aMember(world, { validFrom: '2019-06-28', entryReason: 'added' })
    const left = await aMember(world, { validTo: '2019-08-30', exitReason: 'resigned' })
    const [early, late] = [
      await aMeeting(world, { startsOn: '2019-03-01', endsOn: '2019-03-01' }),
      await aMeeting(world, { startsOn: '2019-10-01', endsOn: '2019-10-01' }),
    ]
    const invited = async (meeting: { id: string; sessions: { id: string }[] }) => {
      await post(world, `/v1/meetings/${meeting.id}/invite`, { rule: { all: true } })
      const { items } = await roll(world, meeting.sessions[0]!.id)
      return items.map((item: { memberId: string }) => item.memberId)
    }
    expect(await invited(early)).toEqual([left.id])
    expect(await invited(late)).toEqual([added.id])
    await world.admin.post(`/v1/meetings/${early.id}/invite`, { memberIds: [added.id] }).expect(422)
    const refused = await world.admin
      .post(`/v1/meeting-sessions/${early.sessions[0].id}/attendance`, {
        items: [{ memberId: added.id, presence: 'present' }],
      })
      .expect(422)
    expect(refused.body.errors[0].code).toBe('not_in_office_on_date')
  })

  it('a standing member is one on the day of the meeting, and in the denominator only so long', async () => {
    const member = await aMember(world)
    await post(world, '/v1/offices', {
      memberId: member.id,
      office: 'standing_member',
      validFrom: '2017-02-20',
      validTo: '2019-06-30',
    })
    const points = []
    for (const day of ['2019-06-30', '2019-07-01']) {
      const meeting = await aMeeting(world, { typeCode: 'sc_meeting', startsOn: day, endsOn: day })
      const rule = { offices: ['standing_member'] }
      const { sessions } = await post(world, `/v1/meetings/${meeting.id}/invite`, { rule })
      points.push(sessions[0].invited)
    }
    expect(points).toEqual([1, 0])
  })

  it('41 in the group for two leaves and one absence from standing meetings after a full plenary', async () => {
    const member = await aMember(world)
    await post(world, '/v1/offices', {
      memberId: member.id,
      office: 'standing_member',
      validFrom: '2017-02-20',
    })
    const attend = async (typeCode: string, day: string, presence: string) => {
      const meeting = await aMeeting(world, { typeCode, startsOn: day, endsOn: day })
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
      await mark(world, meeting.sessions[0].id, member.id, presence)
    }
    await attend('sc_meeting', '2019-01-10', 'leave')
    await attend('sc_topic', '2019-01-20', 'absent')
    await attend('plenary', '2019-02-25', 'present')
    await attend('sc_meeting', '2019-11-10', 'leave')
    expect(groupPoints(await score(world, member.id, period.id), 'meetings')).toBe(41)
  })

  it('a walk-in is shown apart, is not expected, and is no attendance under this regulation', async () => {
    const member = await aMember(world)
    const meeting = await aMeeting(world)
    await mark(world, meeting.sessions[0].id, member.id, 'present')
    const { tally, items } = await roll(world, meeting.sessions[0].id)
    expect(items[0]).toMatchObject({ status: 'walk_in', invited: false })
    expect(tally).toMatchObject({ expected: 0, present: 0, walkIns: 1 })
    expect((await score(world, member.id, period.id)).total).toBe(0)
  })

  it('a cancelled meeting voids attendance and penalties, and keeps who was registered', async () => {
    const member = await aMember(world)
    await post(world, '/v1/offices', {
      memberId: member.id,
      office: 'standing_member',
      validFrom: '2017-02-20',
    })
    const meeting = await aMeeting(world, { typeCode: 'plenary' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    await mark(world, meeting.sessions[0].id, member.id, 'present')
    expect((await score(world, member.id, period.id)).total).toBe(50)
    await act(world, `/v1/meetings/${meeting.id}`, 'cancel', { reason: '台风' })
    expect((await score(world, member.id, period.id)).total).toBe(0)
    expect((await roll(world, meeting.sessions[0].id)).items).toHaveLength(1)
  })

  describe('leave', () => {
    it('pending keeps a session from settling; approved afterwards it counts that session anew', async () => {
      const member = await aMember(world)
      const meeting = await aMeeting(world, { typeCode: 'plenary' })
      const sessionId = meeting.sessions[0].id
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
      const request = { memberId: member.id, meetingId: meeting.id, leaveType: 'sick', reason: '门诊' }
      const first = await post(world, '/v1/leave-requests', request)
      const refused = await world.admin
        .post(`/v1/meeting-sessions/${sessionId}/settle`, {}, { 'if-match': '*' })
        .expect(422)
      expect(refused.body.rule).toBe('sessions.settled_when_resolved')
      expect(refused.body.detail).toContain(member.name)
      await act(world, `/v1/leave-requests/${first.id}`, 'refuse', { note: '请到会' })
      await mark(world, sessionId, member.id, 'absent')
      await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {})
      expect((await roll(world, sessionId)).items[0].status).toBe('leave_refused')
      expect((await score(world, member.id, period.id)).total).toBe(0)

      const second = await post(world, '/v1/leave-requests', request)
      expect(second.retroactive).toBe(true)
      await act(world, `/v1/leave-requests/${second.id}`, 'approve', { note: '补假' })
      const after = await roll(world, sessionId)
      expect(after).toMatchObject({ state: 'settled', tally: { expected: 1, leave: 1, absent: 0 } })
      expect((await score(world, member.id, period.id)).total).toBe(30)
    })

    it('a settled roll takes no mark until it is reopened with a reason', async () => {
      const member = await aMember(world)
      const meeting = await aMeeting(world)
      const sessionId = meeting.sessions[0].id
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
      await mark(world, sessionId, member.id, 'present')
      await act(world, `/v1/meeting-sessions/${sessionId}`, 'settle', {})
      const late = { items: [{ memberId: member.id, presence: 'absent' }] }
      await world.admin.post(`/v1/meeting-sessions/${sessionId}/attendance`, late).expect(409)
      await act(world, `/v1/meeting-sessions/${sessionId}`, 'reopen', { reason: '签到表录错' })
      await world.admin.post(`/v1/meeting-sessions/${sessionId}/attendance`, late).expect(200)
    })
  })

  it('unsigned and late co-signers get nothing and leave the count; a withdrawn proposal keeps no step', async () => {
    const [first, inTime, late, never] = [
      await aMember(world),
      await aMember(world),
      await aMember(world),
      await aMember(world),
    ]
    const proposal = await post(world, '/v1/proposals', {
      title: '联名',
      proposerKind: 'joint',
      // A sheet may hold a late signature; a late one that is signed here is refused.
      signers: [first, inTime, { ...late, signedOn: '2019-03-02' }, never].map(({ id, signedOn }) => ({
        memberId: id,
        ...(signedOn ? { signedOn } : {}),
      })),
    })
    const url = `/v1/proposals/${proposal.id}`
    await act(world, url, 'submit', { submittedOn: '2019-03-01' })
    await act(world, url, 'sign', { memberId: inTime.id, signedOn: '2019-03-01' })
    const tooLate = { memberId: never.id, signedOn: '2019-03-02' }
    const refused = await world.admin.post(`${url}/sign`, tooLate, { 'if-match': '*' }).expect(422)
    expect(refused.body.rule).toBe('proposals.signature_deadline')
    const totals = async () =>
      Promise.all(
        [first, inTime, late, never].map(async ({ id }) => (await score(world, id, period.id)).total),
      )
    expect(await totals()).toEqual([5, 5, 0, 0])
    await act(world, url, 'file', { filedOn: '2019-03-20' })
    expect(await totals()).toEqual([12.5, 12.5, 0, 0])
    await act(world, url, 'withdraw', { withdrawnOn: '2019-04-01' })
    expect(await totals()).toEqual([0, 0, 0, 0])
  })

  it('renaming a meeting type orphans no points, and the version that scored stands in the answer', async () => {
    const member = await aMember(world)
    const meeting = await aMeeting(world, { typeCode: 'salon' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    await mark(world, meeting.sessions[0].id, member.id, 'present')
    const { body } = await world.admin
      .get('/v1/catalogue-items?catalogue=meeting_type&code=salon')
      .expect(200)
    const [item] = body.items
    await world.admin
      .patch(`/v1/catalogue-items/${item.id}`, { name: '读书沙龙' }, { 'if-match': `"${item.version}"` })
      .expect(200)
    const after = await score(world, member.id, period.id)
    expect(after.total).toBe(2)
    expect(after.regulationVersion).toMatchObject({ name: 'tongcheng-2019', number: 1 })
    expect(after.regulationVersion.sourceHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('those who are not ranked stay in the counts and out of the ranks', async () => {
    const leader = await aMember(world, { ranked: false })
    const meeting = await aMeeting(world, { typeCode: 'plenary' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [leader.id] })
    await mark(world, meeting.sessions[0].id, leader.id, 'present')
    const { body } = await world.admin.get(`/v1/periods/${period.id}/ranking`).expect(200)
    expect(body.items.some((row: { memberId: string }) => row.memberId === leader.id)).toBe(false)
    expect(body.unranked).toEqual([expect.objectContaining({ memberId: leader.id, total: 50, rank: null })])
    expect((await roll(world, meeting.sessions[0].id)).tally.present).toBe(1)
  })

  it('days are inclusive: the last day of the year counts, the first of the next does not', async () => {
    const member = await aMember(world)
    for (const day of ['2018-12-31', '2019-01-01', '2019-12-31']) {
      const opinion = await post(world, '/v1/opinions', { title: day, authorIds: [member.id] })
      await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: day })
      const { total } = await score(world, member.id, period.id)
      expect({ day, total }).toEqual({
        day,
        total: day === '2018-12-31' ? 0 : day === '2019-01-01' ? 10 : 15,
      })
    }
  })

  it('what nobody registered is unknown, never absent', async () => {
    const member = await aMember(world)
    const meeting = await aMeeting(world, { typeCode: 'plenary' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [member.id] })
    const { tally } = await roll(world, meeting.sessions[0].id)
    expect(tally).toMatchObject({ expected: 1, unresolved: 1, absent: 0 })
    const explained = await score(world, member.id, period.id)
    expect(explained).toMatchObject({ total: 0, provisional: true })
  })

  it('rare characters and middle dots survive a round trip, padding does not', async () => {
    const names = ['王𠮷平', '李䶮', '扎西·多吉']
    for (const name of names) {
      const member = await aMember(world, { name })
      const { body } = await world.admin.get(`/v1/members/${member.id}`).expect(200)
      expect(body.name).toBe(name)
    }
    const padded = await aMember(world, { name: '　陈静 ' })
    expect(padded.name).toBe('陈静')
  })

  it('a closed period takes no change of what it counts, and cannot close over an unsettled session', async () => {
    await act(world, `/v1/periods/${period.id}`, 'settle')
    const closing = `/v1/periods/${period.id}/close`
    const refused = await (await second(world)).post(closing, {}, { 'if-match': '*' }).expect(409)
    expect(refused.body.code).toBe('period_unsettled')
    expect(refused.body.blockers[0]).toMatchObject({ kind: 'unsettled_session', mayAccept: false })
  })
})
