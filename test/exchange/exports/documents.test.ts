import path from 'node:path'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { entryStatus } from '../../../src/core/words/records.ts'
import { dutyReportDocument } from '../../../src/exchange/documents/data/duty-report.ts'
import { ABSENT } from '../../support/makers.ts'
import { act, actAs, aMeeting, aMember, aPeriod, type Body, jobEnd, post } from '../../support/records.ts'
import { aReportOf, aVerifying } from '../../support/report-kinds.ts'
import { type Client, inEveryWorld } from '../../support/world.ts'
import { exported, fileOf } from './exported.ts'

/** Documents of a member: as the records say or as a report has frozen it, for the office and for themselves. */

const golden = (name: string) => path.join(import.meta.dirname, '../../golden/exchange', name)
const key = () => ({ 'idempotency-key': crypto.randomUUID() })

inEveryWorld('documents of a member', (world) => {
  let period: Body
  let own: Body
  let other: Body
  let report: Body
  let dutyReport: Body
  let me: Client
  let clerk: Client

  const made = (kind: string, values: object, format = 'json', client = world.admin) =>
    exported(world, { kind, format, ...values }, client)
  const json = async (kind: string, values: object, client = world.admin) =>
    JSON.parse((await made(kind, values, 'json', client)).bytes.toString())
  const mine = async (body: object) => {
    const asked = await me.post('/v1/me/documents', body, key())
    if (asked.status !== 202) throw new Error(`${asked.status} ${JSON.stringify(asked.body)}`)
    const job = await jobEnd(world, asked.body.jobId)
    if (job.status !== 'succeeded') throw new Error(JSON.stringify(job.error))
    return fileOf(world, asked.body.id, me, '/v1/me/documents')
  }

  beforeAll(async () => {
    period = await aPeriod(world)
    const who = { sex: 'female', nation: '汉族', birthDate: '1970-01-02', politics: ['民盟'] }
    own = await aMember(world, { name: '林𠮷', memberNo: '09901', unit: '示例学校', post: '教师', ...who })
    other = await aMember(world, { memberNo: '09902', name: '=1+1' })
    me = await world.as('member', { personId: own.personId })
    clerk = await world.as('clerk')
    for (const [title, presence] of [
      ['养老调研', 'present'],
      ['停车调研', 'leave'],
    ]) {
      const meeting = await aMeeting(world, { title, typeCode: 'research' })
      const memberIds = [own.id, other.id]
      await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds })
      const items = memberIds.map((memberId) => ({ memberId, presence }))
      await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
      await act(world, `/v1/meeting-sessions/${meeting.sessions[0].id}`, 'settle', {})
    }
    for (const title of ['停车', '养老', '#panic("x")']) {
      const proposal = await post(world, '/v1/proposals', { title, signers: [{ memberId: own.id }] })
      await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-01' })
      await act(world, `/v1/proposals/${proposal.id}`, 'file', { filedOn: '2019-04-20' })
    }
    const recognition = { kind: 'commendation', memberId: own.id, title: '优秀委员', awardedOn: '2019-12-20' }
    await post(world, '/v1/recognitions', recognition)
    const asked = { memberId: own.id, year: 2019, dueOn: '2020-01-10' }
    dutyReport = await post(world, '/v1/duty-reports', asked)
    const text = { text: '一年来，本人出席会议。\n\n建议：加强联系。' }
    await actAs(me, `/v1/duty-reports/${dutyReport.id}`, 'submit', text)
    report = await aVerifying(world, period.id)
  })

  it('the notice walks each point back to its fact, its clause and its cap; live and frozen agree', async () => {
    const live = await json('notice', { memberId: own.id, periodId: period.id })
    const frozen = await json('notice', { memberId: own.id, reportId: report.id })
    expect(frozen.notices[0].breakdown).toEqual(live.notices[0].breakdown)
    const rows = live.notices[0].breakdown as Body[]
    const proposals = rows.find(({ text }) => text.startsWith('TC-11 提案'))
    expect(proposals).toMatchObject({
      level: 0,
      kind: 'group',
      text: 'TC-11 提案（封顶 25.00 分）：总计不超过25分',
      points: '25.00',
    })
    expect(rows.filter(({ lost }) => lost.startsWith('分组封顶 25.00 分，未计')).length).toBeGreaterThan(2)
    expect(rows.map(({ text }) => text)).toContain('#panic("x") · 立案')
    const sum = rows.filter(({ level }) => level === 0).reduce((all, { points }) => all + Number(points), 0)
    expect(frozen.notices[0].summary).toContainEqual({ label: '总分', value: sum.toFixed(2) })
    expect(frozen.notices[0].summary).toContainEqual({ label: '名次', value: '1' })
    expect(live.notices[0].summary.map(({ label }: Body) => label)).not.toContain('名次')
    expect(frozen.notices[0].ask).toContain('前核对')
  })

  it('the data of each document is as it was signed off', async () => {
    for (const [kind, values] of [
      ['notice', { memberId: own.id, periodId: period.id }],
      ['registration_form', { memberId: own.id, periodId: period.id }],
      ['duty_report', { dutyReportId: dutyReport.id }],
      ['term_archive', { memberId: own.id }],
    ] as const) {
      const { bytes } = await made(kind, values)
      await expect(bytes.toString()).toMatchFileSnapshot(golden(`${kind}.txt`))
    }
  })

  it.each(['notice', 'registration_form', 'term_archive'])(
    '%s as PDF and Word: the same bytes each time, and what no font has by name',
    async (kind) => {
      const values = { memberId: own.id, ...(kind === 'term_archive' ? {} : { periodId: period.id }) }
      for (const format of ['pdf', 'docx']) {
        const first = await made(kind, values, format)
        const again = await made(kind, values, format)
        expect(first.record.sha256).toBe(again.record.sha256)
        expect(first.record.missingGlyphs.map(({ codePoint }: Body) => codePoint)).toEqual(['U+20BB7'])
        if (format === 'pdf') expect(first.bytes.subarray(0, 5).toString()).toBe('%PDF-')
        else {
          const xml = new TextDecoder().decode(unzipSync(first.bytes)['word/document.xml'])
          expect(xml).toContain('林〔U+20BB7〕')
          expect(xml).not.toContain('𠮷')
        }
      }
    },
  )

  it('all notices of a report in one file, in its order', async () => {
    const { bytes, record } = await made('notices', { reportId: report.id }, 'jsonl')
    const lines = bytes
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(record.rows).toBe(lines.length)
    expect(lines[0]).toMatchObject({ name: '林𠮷', memberNo: '09901' })
    const paper = await made('notices', { reportId: report.id }, 'pdf')
    expect(paper.record.rows).toBe(lines.length)
    await made('notices', { reportId: report.id }, 'docx')
  })

  it('a duty report with its due state; its text only for whom the record shows it', async () => {
    const values = { dutyReportId: dutyReport.id }
    const whole = await json('duty_report', values)
    expect(whole.text).toEqual(['一年来，本人出席会议。', '建议：加强联系。'])
    expect(whole.state).toContainEqual({ label: '状态', value: '已提交' })
    const masked = await json('duty_report', values, clerk)
    expect(masked.text).toEqual(['（正文不向当前用户显示）'])
    await made('duty_report', values, 'pdf')
    await made('duty_report', values, 'docx')
  })

  it('a form holds of the person what its asker sees', async () => {
    const values = { memberId: own.id, periodId: period.id }
    const birth = (form: Body) => form.who.find(({ label }: Body) => label === '出生日期').value
    expect(birth(await json('registration_form', values))).toBe('1970年1月2日')
    expect(birth(await json('registration_form', values, clerk))).toBe('')
    const frozen = await json('registration_form', { memberId: own.id, reportId: report.id })
    expect(frozen.footer).toContain('通报第')
  })

  it('the file of a term holds every entry of every year, rewards and reports', async () => {
    const file = await json('term_archive', { memberId: own.id })
    const archive = await world.admin.get(`/v1/members/${own.id}/archive?periodId=${period.id}`).expect(200)
    const titles = (classes: Body[]) => classes.flatMap(({ items }) => items.map(({ title }: Body) => title))
    expect(titles(file.periods[0].classes)).toEqual(titles(archive.body.entries))
    expect(file.recognitions).toMatchObject([{ day: '2019-12-20', title: '优秀委员' }])
    expect(file.dutyReports).toHaveLength(1)
  })

  it('the file of a term holds what lies in no period, the results of further ones, and who took it', async () => {
    const meeting = await aMeeting(world, { title: '期前调研', startsOn: '2018-05-10', endsOn: '2018-05-10' })
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: [own.id] })
    const items = [{ memberId: own.id, presence: 'present' }]
    await post(world, `/v1/meeting-sessions/${meeting.sessions[0].id}/attendance`, { items })
    await post(world, '/v1/periods', {
      kind: 'half_year',
      name: '2018年上半年',
      startsOn: '2018-01-01',
      endsOn: '2018-06-30',
      regulationId: period.regulationId,
    })
    await made('term_archive', { memberId: own.id })
    const { body: exports } = await world.admin.get('/v1/exports?limit=1').expect(200)
    const [before] = exports.items
    const handed = { memberId: own.id, givenBy: '区政协办公室 王某', takenBy: '林某', handedOn: '2019-12-30' }
    const { id } = await post(world, '/v1/archive-handovers', { ...handed, exportId: before.id })
    const later = { handedOn: '2020-01-01' }
    const moved = await world.admin
      .patch(`/v1/archive-handovers/${id}`, later, { 'if-match': '*' })
      .expect(422)
    expect(moved.body.rule).toBe('archive_handovers.handed_by_today')
    for (const [values, rule] of [
      [{ handedOn: '2020-01-01' }, 'archive_handovers.handed_by_today'],
      [{ memberId: other.id, exportId: before.id }, 'archive_handovers.own_file'],
    ] as const) {
      const { body } = await world.admin.post('/v1/archive-handovers', { ...handed, ...values }).expect(422)
      expect(body.rule).toBe(rule)
    }
    const file = await json('term_archive', { memberId: own.id })
    expect(file.years.map(({ name }: Body) => name)).toEqual([
      '2018年（不在考核周期内）',
      '2019年度',
      '2018年上半年',
    ])
    expect(file.periods.map(({ name, classes }: Body) => [name, classes.length > 0])).toEqual([
      ['2018年（不在考核周期内）', true],
      ['2019年度', true],
    ])
    expect(JSON.stringify(file.periods[0].classes)).toContain('期前调研')
    expect(file.captions[0]).toContain('数据截至：2019年12月31日')
    expect(file.handedOver).toEqual(['2019年12月30日　移交人：区政协办公室 王某　接收人：林某（委员本人）'])
    // A mandate that has not begun has no days yet, and no day before today.
    const late = await aMember(world, { validFrom: '2020-02-01' })
    const empty = await json('term_archive', { memberId: late.id })
    expect([empty.years, empty.captions[0].slice(-16)]).toEqual([[], '数据截至：2019年12月31日'.slice(-16)])
  })

  it.each([
    [
      'a member who is not there',
      'notice',
      () => ({ memberId: ABSENT, periodId: period.id }),
      422,
      '/memberId',
    ],
    [
      'a report that is not there',
      'notice',
      () => ({ memberId: own.id, reportId: ABSENT }),
      422,
      '/reportId',
    ],
    ['a file of nobody', 'term_archive', () => ({ memberId: ABSENT }), 422, '/memberId'],
    ['notices of no report', 'notices', () => ({ reportId: ABSENT }), 400, '/format'],
    [
      'a report and a period',
      'notice',
      () => ({ memberId: own.id, reportId: ABSENT, periodId: ABSENT }),
      400,
      '/reportId',
    ],
    ['nobody’s notice', 'notice', () => ({ periodId: period.id }), 400, '/memberId'],
    [
      'a duty report that is not there',
      'duty_report',
      () => ({ dutyReportId: ABSENT }),
      422,
      '/dutyReportId',
    ],
  ])('%s is refused where it stands', async (_name, kind, values, status, pointer) => {
    const answer = await world.admin.post('/v1/exports', { kind, format: 'json', ...values() }, key())
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([status, pointer])
  })

  it('who may not read a report gets no notice of it', async () => {
    const body = { kind: 'notice', format: 'json', memberId: own.id, reportId: report.id }
    expect((await clerk.post('/v1/exports', body, key()).expect(422)).body.errors[0].pointer).toBe(
      '/reportId',
    )
    const content = { kind: 'report', format: 'csv', reportId: report.id }
    await clerk.post('/v1/exports', content, key()).expect(403)
  })

  describe('for oneself', () => {
    it('a member has their own made, and sees nobody else’s', async () => {
      const { bytes, record } = await mine({ kind: 'notice', format: 'json', reportId: report.id })
      expect(JSON.parse(bytes.toString()).notices[0].name).toBe('林𠮷')
      expect(record.parameters.memberId).toBe(own.id)
      const { body } = await me.get('/v1/me/documents').expect(200)
      expect(body.items.map(({ id }: Body) => id)).toContain(record.id)
      const stranger = await world.as('member', { personId: other.personId })
      await stranger.get(`/v1/me/documents/${record.id}`).expect(404)
      await stranger.get(`/v1/me/documents/${record.id}/file`).expect(404)
      await me.get(`/v1/exports/${record.id}`).expect(403)
    })

    it('form, file of the term, duty report', async () => {
      for (const body of [
        { kind: 'registration_form', periodId: period.id },
        { kind: 'term_archive' },
        { kind: 'duty_report', dutyReportId: dutyReport.id },
      ]) {
        const { bytes } = await mine({ format: 'pdf', ...body })
        expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      }
    })

    it('a copy of all that is kept of them, which not even an administrator fetches', async () => {
      const { bytes, record } = await mine({ kind: 'data_copy', format: 'json' })
      expect(bytes.toString()).toContain('1970-01-02')
      await mine({ kind: 'data_copy', format: 'pdf' })
      await world.admin.get(`/v1/exports/${record.id}`).expect(404)
      await world.admin.get(`/v1/exports/${record.id}/file`).expect(404)
    })

    it.each([
      [
        'a report that members do not see',
        async () => ({ kind: 'notice', reportId: (await aReportOf(world, period.id)).id }),
        422,
      ],
      ['a report that is not there', async () => ({ kind: 'notice', reportId: ABSENT }), 422],
      ['a period that is not there', async () => ({ kind: 'registration_form', periodId: ABSENT }), 422],
      ['somebody', async () => ({ kind: 'term_archive', memberId: own.id }), 400],
      ['a list', async () => ({ kind: 'list', list: '/members' }), 400],
    ])('%s is refused', async (_name, values, status) => {
      const body = { format: 'json', ...(await values()) }
      expect((await me.post('/v1/me/documents', body, key())).status).toBe(status)
    })

    it('a login without a person has none; one that is not ready is not fetched', async () => {
      const body = { kind: 'term_archive', format: 'json' }
      await world.admin.post('/v1/me/documents', body, key()).expect(404)
      await world.deps.jobs.stop()
      const asked = await me.post('/v1/me/documents', body, key()).expect(202)
      await me.get(`/v1/me/documents/${asked.body.id}/file`).expect(409)
      world.deps.jobs.start()
      await jobEnd(world, asked.body.jobId)
    })

    it('a trial writes nothing', async () => {
      const before = (await me.get('/v1/me/documents').expect(200)).body.items.length
      const body = { kind: 'term_archive', format: 'json' }
      await me.post('/v1/me/documents?validateOnly=true', body, key()).expect(200)
      expect((await me.get('/v1/me/documents').expect(200)).body.items).toHaveLength(before)
    })
  })
})

describe('words on paper', () => {
  it.each([
    ['present 2, leave 1', '/meetings/x', '出席 2 场，请假'],
    ['filed', '/proposals/x', '已立案'],
    ['unheard', '/proposals/x', 'unheard'],
    [null, '/service-records/x', ''],
  ])('%j of %s is %j', (status, source, text) => expect(entryStatus(status, source, 'zh')).toBe(text))

  it('a duty report that nobody has written says so', () => {
    const body = {
      year: 2019,
      dueOn: '2020-01-10',
      text: null,
      state: 'overdue',
      submittedOn: null,
      decidedOn: null,
      note: null,
      maskedFields: [],
    }
    const { text, state } = dutyReportDocument('某', body, {
      name: '甲',
      memberNo: '1',
      unit: null,
      post: null,
    })
    expect(text).toEqual(['（尚未提交）'])
    expect(state[0]).toEqual({ label: '状态', value: '已逾期' })
  })
})
