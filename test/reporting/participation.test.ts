import { beforeAll, expect, it } from 'vitest'
import { exported } from '../exchange/exports/exported.ts'
import { anOrganization } from '../support/makers.ts'
import { act, aMeeting, aMember, post } from '../support/records.ts'
import { inEveryWorld } from '../support/world.ts'

/** The yearly table of each member: sessions by type, records by kind, and who did nothing. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any

inEveryWorld('participation', (world) => {
  let [able, idle, excused, left]: Body[] = []
  let sector: Body
  const table = async (query = '') =>
    (await world.admin.get(`/v1/participation?to=2019-12-31${query}`).expect(200)).body
  const lineOf = (body: Body, { id }: Body) => body.items.find((item: Body) => item.memberId === id)

  beforeAll(async () => {
    sector = await anOrganization(world, { kind: 'sector', name: '教育界' })
    able = await aMember(world, { name: '陈清和' })
    const role = { memberId: able.id, organizationId: sector.id, validFrom: '2019-01-01' }
    await post(world, '/v1/body-roles', role)
    idle = await aMember(world, { name: '林见山' })
    excused = await aMember(world, { name: '苏明澈' })
    left = await aMember(world, { name: '离任者', validTo: '2018-12-31' })
    let month = 3
    const roll = async (typeCode: string, marks: [Body, string][], expected: Body[]) => {
      month += 1
      const day = `2019-0${month}-10`
      const meeting = await aMeeting(world, { typeCode, startsOn: day, endsOn: day })
      const [{ id }] = meeting.sessions
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: expected.map((one) => one.id) })
      const items = marks.map(([one, presence]) => ({ memberId: one.id, presence }))
      await post(world, `/v1/meeting-sessions/${id}/attendance`, { items })
      await act(world, `/v1/meeting-sessions/${id}`, 'settle', {})
    }
    await roll(
      'research',
      [
        [able, 'present'],
        [idle, 'absent'],
        [excused, 'leave'],
      ],
      [able, idle, excused],
    )
    await roll(
      'research',
      [
        [able, 'late'],
        [idle, 'absent'],
      ],
      [able, idle],
    )
    await roll('visit', [[able, 'present']], [])
    const proposal = await post(world, '/v1/proposals', {
      title: '停车',
      proposerKind: 'joint',
      signers: [{ memberId: able.id }, { memberId: excused.id, signedOn: '2019-04-01' }],
    })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-02' })
  })

  it('counts sessions by type and records by kind, each once', async () => {
    const body = await table()
    expect([body.from, body.to]).toEqual(['2019-01-01', '2019-12-31'])
    expect(body.types.map(({ code }: Body) => code)).toEqual(['research', 'visit'])
    expect(lineOf(body, able)).toMatchObject({
      name: '陈清和',
      sector: '教育界',
      attendance: { numerator: 2, denominator: 2 },
      byType: [
        { code: 'research', expected: 2, present: 2, walkIns: 0 },
        { code: 'visit', expected: 0, present: 0, walkIns: 1 },
      ],
      records: { proposal: 1, opinion: 0 },
      nothing: false,
    })
    expect(lineOf(body, left)).toBeUndefined()
    expect(
      (await world.admin.get('/v1/participation?from=2018-01-01&to=2018-12-31').expect(200)).body.items.map(
        ({ name }: Body) => name,
      ),
    ).toContain('离任者')
  })

  it('who was expected and did nothing at all is named; who signed a proposal is not', async () => {
    const { items } = await table('&nothing=true')
    expect(items.map(({ name }: Body) => name)).toEqual(['林见山'])
    expect((await table('&nothing=false')).items.map(({ name }: Body) => name)).toEqual(['陈清和', '苏明澈'])
  })

  it.each(['xlsx', 'csv', 'jsonl', 'pdf', 'docx'])(
    'goes out as %s, the same bytes each time',
    async (format) => {
      const wanted = { kind: 'participation', format, filter: { to: '2019-12-31' } }
      const { bytes, record } = await exported(world, wanted)
      expect(record).toMatchObject({ rows: 3, fileName: `participation.${format}` })
      expect((await exported(world, wanted)).record.sha256).toBe(record.sha256)
      if (format !== 'csv') return
      const [head, first, second] = bytes.toString().split('\r\n')
      expect(head).toContain('委员编号,姓名,界别,应到,实到,出席率')
      expect(first).toMatch(/陈清和,教育界,2,2,100%,.*2\/2,.*0\/0＋1/)
      expect(second).toMatch(/林见山,.*零履职$/)
    },
  )

  it('422 for days that are not in order, 403 for a member', async () => {
    const { body } = await world.admin.get('/v1/participation?from=2019-12-31&to=2019-01-01').expect(422)
    expect(body.rule).toBe('participation.days_in_order')
    const wanted = { kind: 'participation', format: 'csv', filter: { from: '2019-12-31', to: '2019-01-01' } }
    const headers = { 'idempotency-key': crypto.randomUUID() }
    await world.admin.post('/v1/exports', wanted, headers).expect(422)
    await (await world.as('member', { personId: able.personId })).get('/v1/participation').expect(403)
  })
})
