import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import { contractRoutes } from '../../../src/app.ts'
import { columnsOf } from '../../../src/exchange/exports/lists/columns.ts'
import { aMeeting, aMember, jobEnd, post } from '../../support/records.ts'
import { type Client, inEveryWorld, type World } from '../../support/world.ts'
import { exported, fileOf, HOSTILE } from './exported.ts'

/** Any list as a file: what its asker may read, in the columns that were asked for, and nothing that runs. */

inEveryWorld('a list as a file', (world) => {
  let member: { id: string; termId: string }
  const list = (values: object, client?: Client) =>
    exported(world, { kind: 'list', list: '/members', format: 'csv', ...values }, client)
  const table = (bytes: Buffer) => parse(bytes, { bom: true }) as string[][]

  beforeAll(async () => {
    const organization = await post(world, '/v1/organizations', {
      kind: 'sector',
      code: 'science',
      name: '科技界',
      validFrom: '2017-02-20',
    })
    for (const [at, name] of HOSTILE.entries()) {
      const made = await aMember(world, {
        name,
        memberNo: `0980${at}`,
        sex: 'female',
        phone: '13800000000',
        birthDate: '1970-01-02',
        unit: '示例单位',
      })
      if (at === 0) member = made
    }
    const role = { memberId: member.id, organizationId: organization.id, validFrom: '2017-02-20' }
    await post(world, '/v1/body-roles', role)
    await aMeeting(world, { title: '调研=1+1' })
  })

  it('CSV: a mark, Chinese columns, words for codes; neither phone nor birth date nor ids', async () => {
    const { bytes, record } = await list({ filter: { sort: 'memberNo' } })
    const [header, first, ...rest] = table(bytes)
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from('\uFEFF'))
    expect(header).toEqual(
      [
        '委员编号',
        '姓名',
        '性别',
        '民族',
        '政治面貌',
        '工作单位',
        '职务',
        '任职开始',
        '任职结束',
        '进入方式',
        '离任原因',
        '参加排名',
        '届次',
        '界别',
        '委员小组',
      ].toSorted((a, b) => header!.indexOf(a) - header!.indexOf(b)),
    )
    const at = (name: string) => header!.indexOf(name)
    expect([first![at('性别')], first![at('参加排名')], first![at('界别')]]).toEqual(['女', '是', '科技界'])
    expect(bytes.toString()).not.toContain('13800000000')
    expect(bytes.toString()).not.toContain('1970-01-02')
    expect(record).toMatchObject({ state: 'succeeded', rows: rest.length + 1, fileName: 'members.csv' })
    expect(record.columns).toContain('sector.name')
    expect(record.columns).not.toContain('phone')
  })

  it('a code of a catalogue is called as its own catalogue calls it', async () => {
    await post(world, '/v1/leave-policies', { typeCode: 'research', approverOffice: 'secretary_general' })
    const { bytes } = await list({ list: '/leave-policies' })
    const [header, row] = table(bytes)
    const { body } = await world.admin.get('/v1/catalogue-items?catalogue=meeting_type&limit=200').expect(200)
    const { name } = body.items.find(({ code }: { code: string }) => code === 'research')
    expect(row![header!.indexOf('会议类型')], header!.join(' ')).toBe(name)
  })

  it('hostile text survives and stays text', async () => {
    const { bytes } = await list({ columns: ['name'], filter: { sort: 'memberNo' } })
    const names = table(bytes)
      .slice(1)
      .map(([name]) => name)
    for (const name of HOSTILE) expect(names).toContain(/^[=+@-]/.test(name) ? `'${name}` : name)
    const { bytes: book } = await list({ columns: ['name'], filter: { sort: 'memberNo' }, format: 'xlsx' })
    const { default: ExcelJS } = await import('exceljs')
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(book as unknown as ArrayBuffer)
    const sheet = workbook.worksheets[0]!
    expect(sheet.getCell('A1').value).toBe('姓名')
    expect(sheet.autoFilter).toBe(`A1:A${names.length + 1}`)
    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, fitToWidth: 1, printTitlesRow: '1:1' })
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    const cells = names.map((_, at) => sheet.getCell(`A${at + 2}`))
    expect(cells.map(({ value }) => String(value).replace('_x005F_', '_'))).toEqual(names)
    const { read, utils } = await import('@e965/xlsx')
    const { Sheets, SheetNames } = read(book)
    expect(utils.sheet_to_json(Sheets[SheetNames[0]!]!, { header: 1 }).slice(1)).toEqual(
      names.map((name) => [name]),
    )
    expect(cells.every(({ formula }) => formula === undefined)).toBe(true)
  })

  it('JSON Lines: fields and codes, with the names of what ids name', async () => {
    const columns = ['memberId', 'member.name', 'organization.name', 'validTo', 'role']
    const { bytes } = await list({ list: '/body-roles', format: 'jsonl', columns })
    const lines = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines).toEqual([
      {
        memberId: member.id,
        'member.name': HOSTILE[0],
        'organization.name': '科技界',
        validTo: null,
        role: 'member',
      },
    ])
    const words = table((await list({ list: '/body-roles' })).bytes)
    expect(words[0]).toEqual(expect.arrayContaining(['委员编号', '姓名', '组织', '角色']))
    expect(words[1]).toContain('委员')
  })

  it('the same list has the same bytes, in every format, at another time', async () => {
    for (const format of ['csv', 'xlsx', 'jsonl', 'pdf', 'docx']) {
      const before = await list({ format })
      world.now = new Date(world.now.getTime() + 60_000)
      const after = await list({ format })
      expect(after.record.sha256, format).toBe(before.record.sha256)
      expect(after.bytes.equals(before.bytes), format).toBe(true)
    }
  })

  it('personal columns only for whom the list shows them', async () => {
    const clerk = await world.as('clerk')
    const { bytes, record } = await list({ columns: 'all' }, clerk)
    expect(record.columns).not.toContain('phone')
    expect(record.columns).toContain('personId')
    expect(bytes.toString()).not.toContain('13800000000')
    const asked = { kind: 'list', list: '/members', format: 'csv', columns: ['name', 'phone'] }
    const refused = await clerk.post('/v1/exports', asked, fresh()).expect(403)
    expect(refused.body.detail).toContain('phone')
    const whole = await list({ columns: ['memberNo', 'phone', 'birthDate'] })
    expect(whole.bytes.toString()).toContain('13800000000,1970-01-02')
  })

  it('on paper: what no font has is told in the job and with the export', async () => {
    for (const format of ['pdf', 'docx']) {
      const { bytes, record, job } = await list({ format, columns: ['memberNo', 'name'] })
      expect(bytes.subarray(0, 4).toString()).toBe(format === 'pdf' ? '%PDF' : 'PK\u0003\u0004')
      expect(record.missingGlyphs).toEqual([
        { character: '𠮷', codePoint: 'U+20BB7', where: '𠮷田·阿依努尔' },
      ])
      expect(job.result.missingGlyphs).toEqual(record.missingGlyphs)
    }
  })

  it('an empty list is a header', async () => {
    const filter = { memberNo: 'none' }
    expect(table((await list({ filter })).bytes)).toHaveLength(1)
    expect((await list({ filter, format: 'jsonl' })).bytes).toHaveLength(0)
    for (const format of ['xlsx', 'pdf', 'docx']) {
      expect((await list({ filter, format })).record.rows).toBe(0)
    }
  })

  it.each([
    ['a list that there is not', { list: '/nothing' }, 422, '/list'],
    ['a record instead of a list', { list: '/committees/x' }, 422, '/list'],
    ['the roll of no session', { list: `/meeting-sessions/${crypto.randomUUID()}/attendance` }, 422, '/list'],
    ['a filter that the list does not know', { filter: { colour: 'red' } }, 400, '/filter/colour'],
    ['a page size', { filter: { limit: 5 } }, 400, '/filter/limit'],
    ['another committee', { filter: { committeeId: crypto.randomUUID() } }, 400, '/filter/committeeId'],
    ['a column that there is not', { columns: ['name', 'colour'] }, 400, '/columns/1'],
    ['a column twice', { columns: ['name', 'name'] }, 400, '/columns/1'],
    ['a period of a list', { periodId: crypto.randomUUID() }, 400, '/periodId'],
    ['neither list nor template', { list: undefined }, 400, '/list'],
    [
      'a template that there is not',
      { list: undefined, templateId: crypto.randomUUID() },
      422,
      '/templateId',
    ],
  ])('%s is refused where it stands', async (_name, values, status, pointer) => {
    const body = { kind: 'list', list: '/members', format: 'csv', ...values }
    const answer = await world.admin.post('/v1/exports', body, fresh()).expect(status)
    expect(answer.body.errors[0].pointer).toBe(pointer)
  })

  it('a list that its asker may not read is refused, and one that they may no longer read is not made', async () => {
    const clerk = await world.as('clerk')
    const users = { kind: 'list', list: '/users', format: 'csv' }
    await clerk.post('/v1/exports', users, fresh()).expect(403)
    await world.deps.jobs.stop()
    const asked = await clerk.post('/v1/exports', { ...users, list: '/members' }, fresh()).expect(202)
    await world.admin
      .patch(`/v1/users/${clerk.userId}`, { state: 'disabled' }, { 'if-match': '*' })
      .expect(200)
    world.deps.jobs.start()
    expect(await jobEnd(world, asked.body.jobId)).toMatchObject({
      status: 'failed',
      error: { code: 'forbidden' },
    })
    const { body } = await world.admin.get(`/v1/exports/${asked.body.id}`).expect(200)
    expect(body).toMatchObject({ state: 'failed', error: { code: 'forbidden' }, size: 0 })
    await world.admin.get(`/v1/exports/${asked.body.id}/file`).expect(409)
  })

  it('a template keeps columns, order and filter', async () => {
    const template = await post(world, '/v1/export-templates', {
      name: '通讯录',
      list: '/members',
      filter: { sort: '-memberNo' },
      columns: ['name', 'memberNo'],
    })
    const body = { kind: 'list', format: 'csv', templateId: template.id, list: undefined }
    const [header, first] = table((await list(body)).bytes)
    expect(header).toEqual(['姓名', '委员编号'])
    expect(first![1]).toBe(`0980${HOSTILE.length - 1}`)
    const narrowed = table((await list({ ...body, filter: { memberNo: '09800' } })).bytes)
    expect(narrowed).toHaveLength(2)
  })

  it('the log says who, of what, which columns and how many; others do not see it', async () => {
    const clerk = await world.as('clerk')
    const { record } = await list({ filter: { sort: 'memberNo' } }, clerk)
    const events = await eventsOf(world, record.id)
    expect(events.map(({ type }) => type)).toEqual(['export.requested', 'export.finished'])
    expect(events[0]).toMatchObject({
      actor: `user/${clerk.userId}`,
      data: { after: { kind: 'list', parameters: { list: '/members', filter: { sort: 'memberNo' } } } },
    })
    expect(events[1]!.data.after).toMatchObject({ rows: record.rows, columns: record.columns })
    const other = await world.as('clerk')
    await other.get(`/v1/exports/${record.id}`).expect(404)
    await other.get(`/v1/exports/${record.id}/file`).expect(404)
    expect((await other.get('/v1/exports').expect(200)).body.items).toEqual([])
    expect((await clerk.get('/v1/exports').expect(200)).body.items).toHaveLength(1)
    await world.admin.get(`/v1/exports/${record.id}/file`).expect(200)
  })

  it('a run that was interrupted leaves nothing: the next one begins anew', async () => {
    await world.deps.jobs.stop()
    const body = { kind: 'list', list: '/members', format: 'csv' }
    const asked = await world.admin.post('/v1/exports', body, fresh()).expect(202)
    await world.storage.write(world.committeeId, { actor: 'test', requestId: 'test' }, (tx) =>
      tx.run('insert into export_parts (committee_id, export_id, position, bytes) values (?, ?, 0, ?)', [
        tx.committeeId,
        asked.body.id,
        Buffer.from('half a file'),
      ]),
    )
    world.deps.jobs.start()
    await jobEnd(world, asked.body.jobId)
    const { bytes, record } = await fileOf(world, asked.body.id)
    expect(bytes.toString()).not.toContain('half')
    expect(bytes).toHaveLength(record.size)
  })

  it('one that was cancelled says so', async () => {
    await world.deps.jobs.stop()
    const body = { kind: 'list', list: '/members', format: 'csv' }
    const asked = await world.admin.post('/v1/exports', body, fresh()).expect(202)
    await world.admin.post(`/v1/jobs/${asked.body.jobId}/cancel`).expect(202)
    world.deps.jobs.start()
    const { body: now } = await world.admin.get(`/v1/exports/${asked.body.id}`).expect(200)
    expect(now).toMatchObject({ state: 'failed', error: { code: 'state_conflict' } })
  })
})

const fresh = () => ({ 'idempotency-key': crypto.randomUUID() })

// biome-ignore lint/suspicious/noExplicitAny: events as they were logged
async function eventsOf(world: World, id: string): Promise<any[]> {
  const types = ['export.requested', 'export.finished']
  const found = await Promise.all(
    types.map((type) => world.admin.get(`/v1/audit-log?type=${type}&limit=200`).expect(200)),
  )
  const items = found.flatMap(({ body }) => body.items)
  return items.filter(({ subjectId }) => subjectId === id)
}

const LISTS = contractRoutes().flatMap((route) => {
  const columns = columnsOf(route)
  return columns ? [[route.path, columns] as const] : []
})

describe('the columns of a list', () => {
  it.each(LISTS)('%s: each has a Chinese word of its own', (_path, columns) => {
    expect(columns.filter(({ zh }) => !/\p{Script=Han}/u.test(zh)).map(({ key }) => key)).toEqual([])
    const words = columns.filter(({ standard }) => standard).map(({ zh }) => zh)
    expect(words).toEqual([...new Set(words)])
    expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length)
  })

  it.each(LISTS)('%s: neither ids nor what is masked goes out unasked', (_path, columns) => {
    const standard = columns.filter((column) => column.standard)
    expect(standard.filter(({ personal }) => personal)).toEqual([])
    expect(standard.filter(({ key }) => /^id$|Ids?$|phone|birthDate/.test(key))).toEqual([])
  })
})

describe('hostile names', () => {
  it('hold what a format could run, hide or lose', () => {
    expect(HOSTILE.some((name) => name.startsWith('='))).toBe(true)
    expect(HOSTILE.some((name) => /\u200E/.test(name))).toBe(true)
    expect(HOSTILE.some((name) => /[\u{20000}-\u{2FFFF}]/u.test(name))).toBe(true)
  })
})
