import { expect, it } from 'vitest'
import { act, aMeeting, aMember, aPeriod, aTerm, jobEnd, post } from '../support/records.ts'
import { inEveryWorld, login } from '../support/world.ts'

const HALF_DAYS = ['2019-02-25', '2019-02-26', '2019-02-27', '2019-02-28'].flatMap((day) => [
  { day, part: 'am' },
  { day, part: 'pm' },
])

inEveryWorld('from facts to explained points', (world) => {
  it('87.5 for the ordinary member that was worked by hand', async () => {
    const period = await aPeriod(world)
    const [member, signer, idle] = [await aMember(world), await aMember(world), await aMember(world)]
    const plenary = await aMeeting(world, {
      typeCode: 'plenary',
      startsOn: '2019-02-25',
      endsOn: '2019-02-28',
      sessions: HALF_DAYS,
    })
    await post(world, `/v1/meetings/${plenary.id}/invite`, { memberIds: [member.id] })
    for (const [index, session] of plenary.sessions.entries()) {
      const presence = index < 6 ? 'present' : 'leave'
      await post(world, `/v1/meeting-sessions/${session.id}/attendance`, {
        items: [{ memberId: member.id, presence, leaveType: index < 6 ? null : 'sick' }],
      })
      await act(world, `/v1/meeting-sessions/${session.id}`, 'settle', {})
    }
    const proposal = await post(world, '/v1/proposals', {
      title: '联名提案',
      proposerKind: 'joint',
      signers: [
        { memberId: member.id },
        { memberId: signer.id, signedOn: '2019-02-26' },
        { memberId: idle.id },
      ],
    })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-02-26' })
    await act(world, `/v1/proposals/${proposal.id}`, 'file', { filedOn: '2019-03-08', caseNo: '17' })
    for (const title of ['停车', '养老']) {
      const opinion = await post(world, '/v1/opinions', { title, authorIds: [member.id] })
      await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-20' })
      if (title === '停车') {
        await post(world, '/v1/opinion-adoptions', {
          opinionId: opinion.id,
          level: 'city',
          adoptedOn: '2019-06-12',
        })
      }
    }
    for (let i = 0; i < 4; i += 1) {
      const activity = await aMeeting(world, { typeCode: i < 2 ? 'topic_consultation' : 'research' })
      await post(world, `/v1/meetings/${activity.id}/invite`, { rule: { all: true } })
      const [session] = activity.sessions
      await post(world, `/v1/meeting-sessions/${session.id}/attendance`, {
        items: [{ memberId: member.id, presence: 'present' }],
      })
      if (i < 2) {
        const speech = {
          memberId: member.id,
          meetingId: activity.id,
          title: '书面发言',
          form: 'written',
          state: 'listed',
        }
        await post(world, '/v1/speeches', speech)
      }
    }
    const { body } = await world.admin
      .get(`/v1/members/${member.id}/score?periodId=${period.id}&text=zh`)
      .expect(200)
    expect(body.total, body.text).toBe(87.5)
    expect(body.text).toContain('同一会议已由另一条代替计分')
    const sum = body.groups.reduce((total: number, group: { points: number }) => total + group.points, 0)
    expect(sum).toBe(87.5)

    const ranking = await world.admin.get(`/v1/periods/${period.id}/ranking`).expect(200)
    const row = ranking.body.items.find((item: { memberId: string }) => item.memberId === member.id)
    expect(row).toMatchObject({ rank: 1, total: 87.5, grade: '合格', provisional: true })
    const cosigner = ranking.body.items.find((item: { memberId: string }) => item.memberId === signer.id)
    expect(cosigner.total).toBe(12.5)
    const unsigned = ranking.body.items.find((item: { memberId: string }) => item.memberId === idle.id)
    expect(unsigned).toMatchObject({ total: 0, rank: 3 })
  })

  it('a read after a write sees it, and names the cap', async () => {
    const { body: periods } = await world.admin.get('/v1/periods').expect(200)
    const periodId = periods.items[0].id
    const member = await aMember(world)
    const before = await world.admin.get(`/v1/members/${member.id}/score?periodId=${periodId}`).expect(200)
    expect(before.body.total).toBe(0)
    for (let i = 0; i < 2; i += 1) {
      const proposal = await post(world, '/v1/proposals', {
        title: `提案${i}`,
        signers: [{ memberId: member.id }],
      })
      await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-01' })
      await act(world, `/v1/proposals/${proposal.id}`, 'file', { filedOn: '2019-04-20' })
    }
    const after = await world.admin
      .get(`/v1/members/${member.id}/score?periodId=${periodId}&text=en`)
      .expect(200)
    expect(after.body.total).toBe(25)
    expect(after.body.text).toContain('25')
    expect(after.headers['etag']).not.toBe(before.headers['etag'])
  })

  it('a joint proposal is provisional until its signatures are due, without any write on that day', async () => {
    const { body: periods } = await world.admin.get('/v1/periods').expect(200)
    const ranking = `/v1/periods/${periods.items[0].id}/ranking`
    const [first, second] = [await aMember(world), await aMember(world)]
    const session = await post(world, '/v1/plenary-sessions', {
      termId: await aTerm(world),
      number: 3,
      name: '九届三次会议',
      startsOn: '2019-02-25',
      endsOn: '2019-02-28',
      signatureDeadline: '2020-01-05',
    })
    const proposal = await post(world, '/v1/proposals', {
      title: '待附议',
      proposerKind: 'joint',
      plenarySessionId: session.id,
      signers: [{ memberId: first.id }, { memberId: second.id }],
    })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-12-30' })
    const isProvisional = async () => {
      const { body } = await world.admin.get(ranking).expect(200)
      return body.items.find((item: { memberId: string }) => item.memberId === first.id).provisional
    }
    const before = world.now
    // From one minute to the next, with one token: a login is an event, after which scores are looked at anyway.
    world.now = new Date('2020-01-04T15:58:00.000Z')
    world.admin = await login(world, 'admin')
    expect(await isProvisional()).toBe(true)
    world.now = new Date('2020-01-04T16:02:00.000Z')
    expect(await isProvisional()).toBe(false)
    world.now = before
    world.admin = await login(world, 'admin')
  })

  it('the archive: entries by class with their lines, rates in both readings, the score', async () => {
    const { body: periods } = await world.admin.get('/v1/periods').expect(200)
    const { body: ranking } = await world.admin.get(`/v1/periods/${periods.items[0].id}/ranking`).expect(200)
    const { memberId, total } = ranking.items[0]
    const { body } = await world.admin
      .get(`/v1/members/${memberId}/archive?periodId=${periods.items[0].id}`)
      .expect(200)
    expect(body.score.total).toBe(total)
    expect(body.entries.map((group: { class: string }) => group.class)).toEqual([
      'statutory',
      'consultation',
      'research',
      'proposal',
      'opinion',
      'speech',
    ])
    const [plenary] = body.entries[0].items
    expect(plenary).toMatchObject({ status: 'present 6, leave 2', verification: 'confirmed' })
    expect(plenary.lines[0]).toMatchObject({ clause: 'TC-01', points: 50 })
    // 6 half-days and 4 activities of 12 sessions.
    expect(body.attendance.rates).toEqual([
      { value: 83.3, numerator: 10, denominator: 12, rule: 'present_of_all_expected', asOf: '2019-12-31' },
      {
        value: 83.3,
        numerator: 10,
        denominator: 12,
        rule: 'present_of_expected_less_exempt',
        asOf: '2019-12-31',
        excluded: [],
      },
    ])
  })

  it.each(['xlsx', 'csv'])('the ranked report as %s: a job, a file, a line in the log', async (format) => {
    const { body: periods } = await world.admin.get('/v1/periods').expect(200)
    const request = { kind: 'ranking', format, periodId: periods.items[0].id }
    const files = []
    for (let i = 0; i < 2; i += 1) {
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const made = await world.admin.post('/v1/exports', request, headers).expect(202)
      await jobEnd(world, made.body.jobId)
      const file = await world.admin
        .get(`/v1/exports/${made.body.id}/file`)
        .buffer(true)
        .parse(bytesOf)
        .expect(200)
      files.push(file.body as Buffer)
    }
    expect(files[0]!.equals(files[1]!)).toBe(true)
    const { body: log } = await world.admin.get('/v1/audit-log?type=export.finished&limit=200').expect(200)
    expect(log.items.at(-1).data.after).toMatchObject({ state: 'succeeded' })
    expect(log.items.at(-1).data.after.rows).toBeGreaterThan(3)
  })
})

function bytesOf(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as NodeJS.ReadableStream
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  stream.on('end', () => done(null, Buffer.concat(chunks)))
}
