import { beforeAll, expect, it } from 'vitest'
import { snake } from '../../src/storage/naming.ts'
import { definitions, type TableName } from '../../src/storage/tables.ts'
import { aMeeting, aMember, aPeriod, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** None fails because there is much: more facts in one year than an engine takes as arguments of one call. */

interface Line {
  byType: [{ present: number; walkIns: number }]
}

const MEMBERS = 300
const MEETINGS = 450
const NUMBERS = (last: number) =>
  `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${last})`

inEveryWorld('a year of 135 000 marks', (world) => {
  // Its rows are copied by SQL: a hundred and thirty thousand requests would take an hour.
  world.rewritten = true
  // biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
  let [member, period]: any[] = []

  beforeAll(async () => {
    member = await aMember(world)
    const meeting = await aMeeting(world, { startsOn: '2019-05-10', endsOn: '2019-05-10' })
    const [session] = meeting.sessions
    await post(world, `/v1/meeting-sessions/${session.id}/attendance`, {
      items: [{ memberId: member.id, presence: 'present' }],
    })
    period = await aPeriod(world)
    // The id of the n-th copy; each kind of record has a place of its own.
    const copy = (kind: number, n = 'n') => {
      const id = `'00000000-0000-7000-800${kind}-0' || cast(10000000000 + ${n} as text)`
      return world.engine === 'postgres' ? `cast(${id} as uuid)` : id
    }
    const columnsOf = (table: TableName) => Object.keys(definitions[table].columns)
    const insert = (table: TableName, from: string, changed: Record<string, string>) => {
      const columns = columnsOf(table)
      const values = columns.map((column) => changed[column] ?? `t."${snake(column)}"`)
      const names = columns.map((column) => `"${snake(column)}"`)
      return `insert into ${snake(table)} (${names.join(', ')}) ${from.replace('*', values.join(', '))}`
    }
    const copies = (table: TableName, count: number) =>
      `${NUMBERS(count - 1)} select * from numbers cross join ${snake(table)} t where t.id = ?`
    await world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, async (tx) => {
      await tx.run(insert('persons', copies('persons', MEMBERS), { id: copy(5) }), [member.personId])
      const number = { id: copy(1), personId: copy(5), memberNo: "'N' || cast(n as text)", pinyin: "'n'" }
      await tx.run(insert('members', copies('members', MEMBERS), number), [member.id])
      await tx.run(insert('meetings', copies('meetings', MEETINGS), { id: copy(2) }), [meeting.id])
      const sessions = { id: copy(3), meetingId: copy(2) }
      await tx.run(insert('meetingSessions', copies('meetingSessions', MEETINGS), sessions), [session.id])
      const keyed = columnsOf('attendance').includes('id')
      const pair = 'row_number() over (order by s.id, m.id)'
      const rest = `select * from attendance t cross join meeting_sessions s cross join members m
        where not (m.id = t.member_id and s.id = t.session_id)`
      const marks = { sessionId: 's.id', memberId: 'm.id', ...(keyed ? { id: copy(4, pair) } : {}) }
      await tx.run(insert('attendance', rest, marks), [])
    })
  })

  it('ranking, archive, score and participation count all of them', async () => {
    const ranking = await world.admin.get(`/v1/periods/${period.id}/ranking`).expect(200)
    expect(ranking.body.items).toHaveLength(MEMBERS)
    expect(new Set(ranking.body.items.map(({ total }: { total: number }) => total)).size).toBe(1)
    const archive = await world.admin
      .get(`/v1/members/${member.id}/archive?periodId=${period.id}`)
      .expect(200)
    expect(JSON.stringify(archive.body).match(/"2019-05-10"/g)!.length).toBeGreaterThanOrEqual(MEETINGS)
    await world.admin.get(`/v1/members/${member.id}/score?periodId=${period.id}`).expect(200)
    const table = await world.admin.get('/v1/participation?from=2019-01-01&to=2019-12-31').expect(200)
    expect(table.body.items).toHaveLength(MEMBERS)
    const attended = table.body.items.map(({ byType: [{ present, walkIns }] }: Line) => present + walkIns)
    expect(new Set(attended)).toEqual(new Set([MEETINGS]))
  })
})
