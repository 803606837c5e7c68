import { beforeAll, expect, it } from 'vitest'
import { verifyLog } from '../../src/storage/audit.ts'
import { eraseSalt } from '../../src/storage/digests.ts'
import { ABSENT } from '../support/makers.ts'
import { aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

inEveryWorld('rows that somebody changes past the service', (world) => {
  const actor = { actor: 'test', requestId: 'test' }
  let members: { id: string; personId: string }[]
  let sessionId: string

  const run = (...statements: string[]) =>
    world.storage.write(world.committeeId, actor, async (tx) => {
      for (const sql of statements) await tx.run(sql, [])
    })
  const faults = async () =>
    (await verifyLog(world.storage)).faults.map(({ table, key, reason }) => `${table} ${key} ${reason}`)
  /** Changes rows, looks, and puts things right again. */
  const seen = async (change: string, back: string) => {
    await run(change)
    const named = await faults()
    await run(back)
    expect(await faults()).toEqual([])
    return named
  }

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
      await seen(`update members set name = '别人' ${where}`, `update members set name = '${name}' ${where}`),
    ).toEqual([`members ${members[1]!.id} changed`])
  })

  it('what a record said before it was changed', async () => {
    const where = `where resource = 'members' and row_key = '${members[0]!.id}'`
    expect(
      await seen(
        `update row_versions set "row" = replace("row", '"memberNo":"', '"memberNo":"9') ${where}`,
        `update row_versions set "row" = replace("row", '"memberNo":"9', '"memberNo":"') ${where}`,
      ),
    ).toEqual([`members ${members[0]!.id} changed`])
  })

  it('one mark of a roll, by its name', async () => {
    const where = `where session_id = '${sessionId}' and member_id = '${members[2]!.id}'`
    expect(
      await seen(
        `update attendance set presence = 'absent' ${where}`,
        `update attendance set presence = 'present' ${where}`,
      ),
    ).toEqual([`attendance ${sessionId}/${members[2]!.id} changed`])
  })

  it('a word beside a mark: one of the roll', async () => {
    const where = `where session_id = '${sessionId}' and member_id = '${members[2]!.id}'`
    expect(
      await seen(`update attendance set note = 'x' ${where}`, `update attendance set note = null ${where}`),
    ).toEqual(['attendance null changed'])
  })

  it('a row that is gone', async () => {
    const key = `session_id = '${sessionId}' and member_id = '${members[1]!.id}'`
    await run(
      `create table aside as select * from invitations where ${key}`,
      `delete from invitations where ${key}`,
    )
    expect(await faults()).toEqual([`invitations ${sessionId}/${members[1]!.id} missing`])
    await run('insert into invitations select * from aside', 'drop table aside')
    expect(await faults()).toEqual([])
  })

  it('a row that no event wrote', async () => {
    const id = '0190a2f0-0000-7000-8000-000000000001'
    const copied = `create table aside as select * from organizations limit 1`
    await post(world, '/v1/organizations', { kind: 'sector', code: 'real', name: '真' })
    await run(
      copied,
      `update aside set id = '${id}', code = 'false'`,
      'insert into organizations select * from aside',
    )
    expect(await faults()).toEqual([`organizations ${id} surplus`])
    await run('drop table aside', `delete from organizations where id = '${id}'`)
    expect(await faults()).toEqual([])
  })

  it('a salt that is gone, unless an event erased it', async () => {
    const { personId } = members[2]!
    const where = `where subject_id = '${personId}'`
    await run(`create table aside as select * from salts ${where}`, `delete from salts ${where}`)
    expect(await faults()).toEqual([`members ${members[2]!.id} salt`])
    await run('insert into salts select * from aside', 'drop table aside')
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
    const named = await faults()
    expect(named).toContain(`committees ${ABSENT} missing`)
    expect(named).not.toContain(`committees ${body.id} missing`)
    world.rewritten = true
  })

  it('events from before there were digests are said to be so', async () => {
    world.rewritten = true
    const off =
      world.engine === 'sqlite' ? 'drop trigger events_no_update' : 'alter table events disable trigger all'
    await run(off, 'update events set digest = null')
    const { broken } = await verifyLog(world.storage)
    // The digest is part of what the chain covers.
    expect(broken).toMatchObject({ seq: 1, reason: 'changed' })
  })

  it('a committee whose log is gone', async () => {
    const off = world.engine === 'sqlite' ? ['drop trigger events_no_delete'] : []
    await run(...off, 'delete from events')
    await world.storage.query('select 1', [])
    await world.storage.write('0190a2f0-0000-7000-8000-000000000009', actor, (tx) =>
      tx.run('delete from committee_heads', []),
    )
    const named = await faults()
    expect(named).toContain(`members ${members[0]!.id} surplus`)
    expect(named).toContain(`attendance ${sessionId}/${members[0]!.id} surplus`)
  })
})
