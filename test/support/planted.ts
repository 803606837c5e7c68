import { LINES } from '../../src/reporting/statistics/lines.ts'
import { anOrganization } from './makers.ts'
import { act, aMeeting, aMember, approve, aTerm, type Body, jobEnd, post } from './records.ts'
import { aClosedYear, anAppeal, aVerifying } from './report-kinds.ts'
import { attach } from './service-kinds.ts'
import { allRecords, type Records } from './subjects.ts'
import { type World, withRole } from './world.ts'

/** Personal values in every kind of record that holds them, each of them a mark that is looked for. */

export const SECRETS = {
  phone: '13912345701',
  birthDate: '1961-11-27',
  memberNote: 'HIDDEN-MEMBER-NOTE',
  exemptionNote: 'HIDDEN-EXEMPTION-NOTE',
  exemptionReason: 'hidden_cause',
  leaveType: 'hidden_kind',
  leaveReason: 'HIDDEN-LEAVE-REASON',
  decisionNote: 'HIDDEN-DECISION-NOTE',
  paperName: 'HIDDEN-PAPER-NAME',
  paper: 'HIDDEN-PAPER-TEXT',
  markNote: 'HIDDEN-MARK-NOTE',
  wantedPhone: '13912345702',
  changeNote: 'HIDDEN-CHANGE-NOTE',
  penalty: 'HIDDEN-PENALTY',
  assessed: 'HIDDEN-ASSESSMENT',
  summary: 'HIDDEN-INSTRUCTION',
  dutyText: 'HIDDEN-DUTY-TEXT',
  dutyNote: 'HIDDEN-DUTY-NOTE',
  disputed: 'HIDDEN-DISPUTE',
  appeal: 'HIDDEN-APPEAL',
  corrected: 'HIDDEN-CORRECTION',
  rosterPhone: '13912345703',
  rosterNote: 'HIDDEN-ROSTER-NOTE',
  rosterUnread: 'HIDDEN-ROSTER-UNREAD',
  cell: 'HIDDEN-CELL',
  cellNote: 'HIDDEN-CELL-NOTE',
} as const
export type Secret = keyof typeof SECRETS

/** What the catalogues list to everybody. */
export const CODES: readonly Secret[] = ['exemptionReason', 'leaveType']

/** Where the secrets are, by what an address names. */
export interface Planted {
  records: Records
  imports: string[]
  memberNo: string
  personId: string
  /** The department that records nothing of it. */
  department: string
  /** What stands in an address beside ids, and what a query has to say: every value that is asked. */
  values: Readonly<Record<string, readonly string[]>>
}

async function uploaded(world: World, resource: string, text: string, fields: Record<string, string> = {}) {
  const sent = world.admin.post('/v1/imports', undefined, { 'idempotency-key': crypto.randomUUID() })
  for (const [name, value] of Object.entries({ resource, ...fields })) sent.field(name, value)
  const { body } = await sent
    .attach('file', Buffer.from(text), { filename: 'sheet.csv', contentType: 'text/csv' })
    .expect(202)
  await jobEnd(world, body.jobId)
  return body.id as string
}

/** Sheets that are planned: people, and marks of somebody whom nobody knows. */
async function sheets(world: World): Promise<string[]> {
  const termId = await aTerm(world)
  const roster =
    '委员编号,姓名,界别,手机,备注,家庭情况,任职开始\n' +
    `09601,沈知行,教育界,${SECRETS.rosterPhone},${SECRETS.rosterNote},${SECRETS.rosterUnread},2017-02-20\n`
  const roll = `姓名,会议名称,时间,出席情况,备注\n无此人,某次会议,2019-05-10,${SECRETS.cell},${SECRETS.cellNote}\n`
  return [await uploaded(world, 'members', roster, { termId }), await uploaded(world, 'attendance', roll)]
}

async function ofMember(world: World, member: Body): Promise<Records> {
  const memberId = member.id
  const exemption = {
    memberId,
    reason: SECRETS.exemptionReason,
    note: SECRETS.exemptionNote,
    validFrom: '2019-03-01',
  }
  const meeting: Body = await aMeeting(world)
  const { leaveType, leaveReason: reason } = SECRETS
  const asked = await post(world, '/v1/leave-requests', {
    memberId,
    meetingId: meeting.id,
    leaveType,
    reason,
  })
  const file = { bytes: Buffer.from(SECRETS.paper), name: `${SECRETS.paperName}.txt` }
  const paper = await attach(world.admin, { leaveRequestId: asked.id, purpose: 'leave_paper' }, file)
  await act(world, `/v1/leave-requests/${asked.id}`, 'approve', { note: SECRETS.decisionNote })
  // One that is not decided yet is asked for on other pages.
  const open = { memberId, meetingId: ((await aMeeting(world)) as Body).id, leaveType, reason }
  const other: Body = await aMeeting(world)
  const mark = { presence: 'leave', leaveType, note: SECRETS.markNote }
  const session = other.sessions[0].id
  await post(world, `/v1/meeting-sessions/${session}/attendance`, { items: [{ memberId, ...mark }] })
  const fields = [{ field: 'phone', value: SECRETS.wantedPhone }]
  const wanted = { memberId, fields, note: SECRETS.changeNote }
  const penalty = {
    kind: 'criticism',
    memberId,
    title: '某事',
    reason: SECRETS.penalty,
    awardedOn: '2019-05-10',
  }
  const report = await post(world, '/v1/duty-reports', { memberId, year: 2019, dueOn: '2020-01-10' })
  await act(world, `/v1/duty-reports/${report.id}`, 'submit', { text: SECRETS.dutyText })
  await act(world, `/v1/duty-reports/${report.id}`, 'return', { note: SECRETS.dutyNote })
  const missed = { ...exemption, note: SECRETS.corrected, validFrom: (await aClosedYear(world)).day }
  const request = { method: 'POST', path: '/v1/exemptions', body: missed }
  return {
    member: memberId,
    person: member.personId,
    exemption: (await post(world, '/v1/exemptions', exemption)).id,
    'leave-request': (await post(world, '/v1/leave-requests', open)).id,
    attachment: paper.body.id,
    meeting: other.id,
    'meeting-session': session,
    'change-request': (await post(world, '/v1/change-requests', wanted)).id,
    recognition: (await post(world, '/v1/recognitions', penalty)).id,
    'duty-report': report.id,
    correction: (await post(world, '/v1/corrections', { request, reason: '漏记' })).id,
  }
}

const BODIES =
  'regulation: sectors\ntitle: 界别\nperiod: calendar_year\nsubject: sector\nclauses: { own: { title: 活动, counts: activity, points: 5 } }\n'

/** What a calendar of the member is read with. */
async function calendarOf(world: World, { id, personId }: Body): Promise<string> {
  const client = await withRole(world, 'member', { personId })
  const { body } = await client.post(`/v1/members/${id}/calendar-links`).expect(201)
  return body.path.split('/').at(-1)
}

/** One record of each kind, and in those that hold anything personal a mark. */
export async function plant(world: World): Promise<Planted> {
  const { admin } = world
  const all = await allRecords(world, admin)
  for (const [catalogue, code] of [
    ['leave_type', SECRETS.leaveType],
    ['exemption_reason', SECRETS.exemptionReason],
  ])
    await post(world, '/v1/catalogue-items', { catalogue, code, name: code })
  const { phone, birthDate, memberNote: note } = SECRETS
  const member: Body = await aMember(world, { phone, birthDate, note })
  const change = (path: string, body: object) => admin.patch(path, body, { 'if-match': '*' }).expect(200)
  await change(`/v1/assessments/${all['assessment']}`, { reason: SECRETS.assessed })
  await change(`/v1/instructions/${all['instruction']}`, { summary: SECRETS.summary })
  const department = (await anOrganization(world)).id
  const sector = (await anOrganization(world, { kind: 'sector' })).id
  const role = { memberId: member.id, organizationId: sector, role: 'member', validFrom: '2017-02-20' }
  await post(world, '/v1/body-roles', role)
  const regulation = await post(world, '/v1/regulations', { name: 'sectors', source: BODIES })
  await approve(world, regulation.id)
  const { body: periods } = await admin.get('/v1/periods?limit=200').expect(200)
  const period = periods.items.find(({ name }: Body) => name === '2019年度')
  const own = await ofMember(world, member)
  const report = await aVerifying(world, period.id)
  const dispute = { reportId: report.id, memberId: member.id, state: 'disputed', note: SECRETS.disputed }
  const records = {
    ...all,
    ...own,
    period: period.id,
    organization: sector,
    report: report.id,
    'report-verification': (await post(world, '/v1/report-verifications', dispute)).id,
    appeal: (await anAppeal(world, { reason: SECRETS.appeal })).id,
  }
  return {
    records,
    // Last: what is open keeps a year from closing.
    imports: await sheets(world),
    memberNo: member.memberNo,
    personId: member.personId,
    department,
    values: {
      memberNo: [member.memberNo],
      memberId: [member.id],
      department: [department],
      code: ['below', 'forbidden'],
      token: [await calendarOf(world, member)],
      resource: ['attendance', 'members'],
      key: LINES.map(({ key }) => key),
      periodId: [period.id],
      regulationId: [regulation.id],
      before: [all['regulation']!],
      // What may be asked besides, where it makes another answer.
      asOf: ['2019-12-31'],
      from: ['2019-01-01'],
      to: ['2019-12-31'],
      meetingId: [records['meeting']!],
      text: ['zh'],
      view: ['as_known'],
      by: ['sector'],
      shape: ['W'],
      only: ['failures'],
    },
  }
}
