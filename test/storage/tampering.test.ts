import { setTimeout } from 'node:timers/promises'
import { beforeAll, expect, it } from 'vitest'
import { verifyLog } from '../../src/storage/audit.ts'
import { eraseSalt } from '../../src/storage/digests.ts'
import { ABSENT } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld, type World } from '../support/world.ts'

const actor = { actor: 'test', requestId: 'test' }

const run = (world: World, ...statements: string[]) =>
  world.storage.write(world.committeeId, actor, async (tx) => {
    for (const sql of statements) await tx.run(sql, [])
  })
const faults = async (world: World) =>
  (await verifyLog(world.storage)).faults.map(({ table, key, reason }) => `${table} ${key} ${reason}`)
/** Changes rows, looks, and puts things right again. */
const seen = async (world: World, change: string[], back: string[]) => {
  await run(world, ...change)
  const named = await faults(world)
  await run(world, ...back)
  expect(await faults(world)).toEqual([])
  return named
}

inEveryWorld('rows that somebody changes past the service', (world) => {
  let members: { id: string; personId: string }[]
  let sessionId: string

  beforeAll(async () => {
    members = [await aMember(world), await aMember(world), await aMember(world)]
    const meeting = await aMeeting(world)
    sessionId = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: members.map(({ id }) => id) })
    const items = members.map(({ id }) => ({ memberId: id, presence: 'present' }))
    await post(world, `/v1/meeting-sessions/${sessionId}/attendance`, { items })
    const changed = await world.admin.get(`/v1/members/${members[0]!.id}`)
    await world.admin
      .patch(`/v1/members/${members[0]!.id}`, { name: '改过的名' }, { 'if-match': changed.headers['etag']! })
      .expect(200)
  })

  it('nothing is named where nobody has', async () => {
    const { faults: none, rows, events, older } = await verifyLog(world.storage)
    expect([none, older]).toEqual([[], []])
    expect(rows).toBeGreaterThan(members.length * 3)
    expect(events).toBeGreaterThan(5)
  })

  it('a member who was renamed', async () => {
    const where = `where id = '${members[1]!.id}'`
    const [{ name }] = (await world.storage.query(`select name from members ${where}`, [])) as [
      { name: string },
    ]
    expect(
      await seen(
        world,
        [`update members set name = '别人' ${where}`],
        [`update members set name = '${name}' ${where}`],
      ),
    ).toEqual([`members ${members[1]!.id} changed`])
  })

  it('what a record said before it was changed', async () => {
    const where = `where resource = 'members' and row_key = '${members[0]!.id}'`
    expect(
      await seen(
        world,
        [`update row_versions set "row" = replace("row", '"memberNo":"', '"memberNo":"9') ${where}`],
        [`update row_versions set "row" = replace("row", '"memberNo":"9', '"memberNo":"') ${where}`],
      ),
    ).toEqual([`members ${members[0]!.id} changed`])
  })

  it('one mark of a roll, by its name', async () => {
    const where = `where session_id = '${sessionId}' and member_id = '${members[2]!.id}'`
    expect(
      await seen(
        world,
        [`update attendance set presence = 'absent' ${where}`],
        [`update attendance set presence = 'present' ${where}`],
      ),
    ).toEqual([`attendance ${sessionId}/${members[2]!.id} changed`])
  })

  it('a word beside a mark: one of the roll', async () => {
    const where = `where session_id = '${sessionId}' and member_id = '${members[2]!.id}'`
    expect(
      await seen(
        world,
        [`update attendance set note = 'x' ${where}`],
        [`update attendance set note = null ${where}`],
      ),
    ).toEqual(['attendance null changed'])
  })

  it('a row that is gone', async () => {
    const key = `session_id = '${sessionId}' and member_id = '${members[1]!.id}'`
    await run(
      world,
      `create table aside as select * from invitations where ${key}`,
      `delete from invitations where ${key}`,
    )
    expect(await faults(world)).toEqual([`invitations ${sessionId}/${members[1]!.id} missing`])
    await run(world, 'insert into invitations select * from aside', 'drop table aside')
    expect(await faults(world)).toEqual([])
  })

  it('a row that no event wrote', async () => {
    const id = '0190a2f0-0000-7000-8000-000000000001'
    const copied = `create table aside as select * from organizations limit 1`
    await post(world, '/v1/organizations', { kind: 'sector', code: 'real', name: '真' })
    await run(
      world,
      copied,
      `update aside set id = '${id}', code = 'false'`,
      'insert into organizations select * from aside',
    )
    expect(await faults(world)).toEqual([`organizations ${id} surplus`])
    await run(world, 'drop table aside', `delete from organizations where id = '${id}'`)
    expect(await faults(world)).toEqual([])
  })

  it('a salt that is gone, unless an event erased it', async () => {
    const { personId } = members[2]!
    const where = `where subject_id = '${personId}'`
    await run(world, `create table aside as select * from salts ${where}`, `delete from salts ${where}`)
    expect(await faults(world)).toEqual([`members ${members[2]!.id} salt`])
    await run(world, 'insert into salts select * from aside', 'drop table aside')
    await world.storage.write(world.committeeId, actor, (tx) => eraseSalt(tx, personId))
    const { faults: none, forgotten } = await verifyLog(world.storage)
    expect([none, forgotten]).toEqual([[], 1])
  })

  it('a committee of which nothing is left', async () => {
    const { body } = await world.admin
      .post('/v1/committees', { code: 'lost', name: '下级', level: 'district' })
      .expect(201)
    // Whose event is there and nothing else, as if all of it had been deleted.
    await world.storage.write(world.committeeId, actor, (tx) =>
      tx.emit({
        type: 'committee.added_below',
        subjectType: 'committees',
        subjectId: ABSENT,
        subjectVersion: 1,
      }),
    )
    const named = await faults(world)
    expect(named).toContain(`committees ${ABSENT} missing`)
    expect(named).not.toContain(`committees ${body.id} missing`)
    world.rewritten = true
  })

  it('events from before there were digests are said to be so', async () => {
    world.rewritten = true
    const off =
      world.engine === 'sqlite' ? 'drop trigger events_no_update' : 'alter table events disable trigger all'
    await run(world, off, 'update events set digest = null')
    const { broken } = await verifyLog(world.storage)
    // The digest is part of what the chain covers.
    expect(broken).toMatchObject({ seq: 1, reason: 'changed' })
  })

  it('a committee whose log is gone', async () => {
    const off = world.engine === 'sqlite' ? ['drop trigger events_no_delete'] : []
    await run(world, ...off, 'delete from events')
    await world.storage.query('select 1', [])
    await world.storage.write('0190a2f0-0000-7000-8000-000000000009', actor, (tx) =>
      tx.run('delete from committee_heads', []),
    )
    const named = await faults(world)
    expect(named).toContain(`members ${members[0]!.id} surplus`)
    expect(named).toContain(`attendance ${sessionId}/${members[0]!.id} surplus`)
  })
})

inEveryWorld('what hangs on a record', (world) => {
  let members: { id: string; personId: string }[]
  let proposalId: string
  let opinionId: string
  let leaveId: string
  let meetings: { id: string; sessions: { id: string }[] }[]

  const whole = (table: string, where: string) => [
    [`create table aside as select * from ${table} where ${where}`],
    [`delete from ${table} where ${where}`, `insert into ${table} select * from aside`, 'drop table aside'],
  ]
  /** What is named after a change of the rows that hang on a record, which then come back as they were. */
  const named = async (table: string, where: string, change: string) => {
    const [aside, back] = whole(table, where)
    return seen(world, [...aside!, change], back!)
  }

  beforeAll(async () => {
    members = [await aMember(world), await aMember(world), await aMember(world)]
    const [a, b] = members.map(({ id }) => id)
    const signers = [{ memberId: a }, { memberId: b, signedOn: '2019-02-20' }]
    const proposal = { title: '关于停车的建议', proposerKind: 'joint', signers }
    proposalId = (await post(world, '/v1/proposals', proposal)).id
    opinionId = (await post(world, '/v1/opinions', { title: '停车难', authorIds: [a] })).id
    const [day, parts] = ['2019-06-10', ['am', 'pm']]
    const sessions = parts.map((part) => ({ day, part }))
    const visited = { startsOn: day, endsOn: day, sessions, sitesVisited: ['一厂', '二厂'] }
    meetings = [await aMeeting(world, visited), await aMeeting(world, visited)]
    const [first] = meetings[0]!.sessions
    const leave = { memberId: b, meetingId: meetings[0]!.id, leaveType: 'sick', sessionIds: [first!.id] }
    leaveId = (await post(world, '/v1/leave-requests', leave)).id
  })

  it('a signer who is gone, or signed otherwise', async () => {
    const of = `proposal_id = '${proposalId}'`
    const signer = `${of} and member_id = '${members[1]!.id}'`
    for (const change of [
      `delete from proposal_signers where ${signer}`,
      `update proposal_signers set role = 'first' where ${signer}`,
      `update proposal_signers set position = 3 where ${signer}`,
      `update proposal_signers set signed_on = null where ${signer}`,
      `update proposal_signers set member_id = '${members[2]!.id}' where ${signer}`,
    ])
      expect([change, await named('proposal_signers', of, change)]).toEqual([
        change,
        [`proposals ${proposalId} hanging`],
      ])
  })

  it('an author who was added, a session that the leave did not cover, a site nobody visited', async () => {
    const author = `insert into opinion_authors select committee_id, opinion_id, '${members[2]!.id}', 2, role from aside`
    expect(await named('opinion_authors', `opinion_id = '${opinionId}'`, author)).toEqual([
      `opinions ${opinionId} hanging`,
    ])
    const second = meetings[0]!.sessions[1]!.id
    const session = `insert into leave_sessions select committee_id, leave_request_id, '${second}', member_id from aside`
    expect(await named('leave_sessions', `leave_request_id = '${leaveId}'`, session)).toEqual([
      `leaveRequests ${leaveId} hanging`,
    ])
    const of = `meeting_id = '${meetings[1]!.id}'`
    const site = `update meeting_sites set name = '三厂' where ${of} and position = 2`
    expect(await named('meeting_sites', of, site)).toEqual([`meetings ${meetings[1]!.id} hanging`])
  })

  it('nothing is named where the service changes it', async () => {
    const [a, b, c] = members.map(({ id }) => id)
    const signers = [{ memberId: b }, { memberId: c }]
    const { headers } = await world.admin.get(`/v1/proposals/${proposalId}`)
    await world.admin
      .patch(`/v1/proposals/${proposalId}`, { signers }, { 'if-match': headers['etag']! })
      .expect(200)
    await act(world, `/v1/proposals/${proposalId}`, 'sign', { memberId: c, signedOn: '2019-02-21' })
    expect(await faults(world)).toEqual([])
    await act(world, `/v1/meetings/${meetings[0]!.id}`, 'merge', { intoId: meetings[1]!.id })
    await act(world, `/v1/leave-requests/${leaveId}`, 'approve', {})
    await act(world, `/v1/meetings/${meetings[1]!.id}`, 'cancel', { reason: '台风' })
    expect(await faults(world)).toEqual([])
    const [one, two] = [members[0]!.personId, members[1]!.personId]
    await world.admin.post(`/v1/persons/${two}/merge`, { intoId: one }).expect(200)
    const { body } = await world.admin.get(`/v1/proposals/${proposalId}`).expect(200)
    expect(body.signers.map(({ memberId }: { memberId: string }) => memberId)).toEqual([a, c])
    expect(await faults(world)).toEqual([])
  })

  it('what is written while it is verified is no fault', async () => {
    let written = false
    const write = async () => {
      for (let n = 0; n < 40; n += 1) {
        const unit = { kind: 'participating_unit', code: `meanwhile-${n}`, name: '单位' }
        const { id } = await post(world, '/v1/organizations', unit)
        await world.admin.patch(`/v1/organizations/${id}`, { name: '改' }, { 'if-match': '*' }).expect(200)
      }
      written = true
    }
    const check = async () => {
      while (!written) {
        const { broken, faults } = await verifyLog(world.storage)
        expect([broken, faults]).toEqual([undefined, []])
        // SQLite answers in place: the writes need a turn.
        await setTimeout(5)
      }
    }
    await Promise.all([write(), check()])
  })
})
