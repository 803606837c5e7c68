import { act, aMeeting, aMember, aPeriod, type Body, post, second } from './records.ts'
import { aReportOf, publishing } from './report-kinds.ts'
import type { World } from './world.ts'

/** A small committee with enough of a year that every page has something to show; synthetic people only. */

export interface BoardYear {
  period: Body
  members: Body[]
  /** A session of today whose roll is not called yet. */
  sessionId: string
  meetingId: string
  /** Leave that waits. */
  leaveId: string
  appealId: string
  proposalId: string
  opinionId: string
  /** Published to members, units and the public. */
  publishedId: string
  /** Whose members are asked. */
  verifyingId: string
  windowId: string
}

const NAMES = [
  '陈清和',
  '林见山',
  '周明远',
  '吴嘉禾',
  '郑惠风',
  '王安澜',
  '李承平',
  '赵德容',
  '孙文海',
  '钱立诚',
  '冯雅宁',
  '褚国栋',
]
const MEETINGS: [string, string, string][] = [
  ['九届三次全体会议', 'plenary', '2019-01-15'],
  ['养老服务调研', 'research', '2019-03-12'],
  ['九届十次常委会议', 'sc_meeting', '2019-04-18'],
  ['城市更新专题协商', 'research', '2019-06-20'],
  ['界别活动：走进社区', 'research', '2019-09-10'],
  ['年终总结调研', 'research', '2018-10-10'],
]

export async function aBoardYear(world: World): Promise<BoardYear> {
  const period = await aPeriod(world)
  const sectors: Body[] = []
  for (const [at, name] of ['教育界', '医药卫生界', '经济界'].entries())
    sectors.push(
      await post(world, '/v1/organizations', { kind: 'sector', code: `S${at}`, name, sortOrder: at }),
    )
  const members: Body[] = []
  for (const [at, name] of NAMES.entries()) {
    const member = await aMember(world, { name, unit: '示例单位', post: '主任' })
    const role = { memberId: member.id, organizationId: sectors[at % 3]!.id, validFrom: '2017-02-20' }
    await post(world, '/v1/body-roles', role)
    members.push(member)
  }
  const ids = members.map(({ id }) => id)
  for (const [nth, [title, typeCode, day]] of MEETINGS.entries()) {
    const meeting = await aMeeting(world, { title, typeCode, startsOn: day, endsOn: day })
    const session = meeting.sessions[0].id
    await post(world, `/v1/meetings/${meeting.id}/invite`, { memberIds: ids })
    const items = ids.map((memberId, at) => ({
      memberId,
      presence: (at * 3 + nth) % 7 === 0 ? 'absent' : (at + nth) % 5 === 0 ? 'leave' : 'present',
    }))
    await post(world, `/v1/meeting-sessions/${session}/attendance`, { items })
    await act(world, `/v1/meeting-sessions/${session}`, 'settle', {})
  }
  const { proposalId, opinionId } = await documents(world, ids)
  await plan(world)
  const publishedId = await published(world, period.id)
  const verifying = await aReportOf(world, period.id)
  await act(world, `/v1/reports/${verifying.id}`, 'open-verification', {})
  const today = await aMeeting(world, {
    title: '年终协商会',
    startsOn: '2019-12-31',
    endsOn: '2019-12-31',
    place: '一号会议室',
  })
  await post(world, `/v1/meetings/${today.id}/invite`, { memberIds: ids })
  const sessionId = today.sessions[0].id
  const window = { sessionId, opensAt: '2019-12-31T03:00:00.000Z', closesAt: '2019-12-31T08:00:00.000Z' }
  const leave = await post(world, '/v1/leave-requests', {
    memberId: ids[3],
    meetingId: today.id,
    leaveType: 'sick',
    reason: '门诊复查',
  })
  const appeal = {
    memberId: ids[1],
    periodId: period.id,
    kind: 'missing_fact',
    reason: '九月的界别活动我全程参加，名单漏了我',
  }
  return {
    period,
    members,
    sessionId,
    meetingId: today.id,
    leaveId: leave.id,
    appealId: (await post(world, '/v1/appeals', appeal)).id,
    proposalId,
    opinionId,
    publishedId,
    verifyingId: verifying.id,
    windowId: (await post(world, '/v1/sign-in-windows', window)).id,
  }
}

async function documents(world: World, ids: string[]) {
  for (const [at, title] of [
    '关于加强沿江步道夜间照明的建议',
    '关于规范停车秩序的建议',
    '关于建设社区食堂的建议',
  ].entries()) {
    const proposal = await post(world, '/v1/proposals', { title, signers: [{ memberId: ids[at] }] })
    await act(world, `/v1/proposals/${proposal.id}`, 'submit', { submittedOn: '2019-04-01' })
    if (at < 2) await act(world, `/v1/proposals/${proposal.id}`, 'file', { filedOn: '2019-04-20' })
    const opinion = await post(world, '/v1/opinions', { title: `${title}（信息）`, authorIds: [ids[at + 2]] })
    await act(world, `/v1/opinions/${opinion.id}`, 'submit', { submittedOn: '2019-05-20' })
  }
  const signers = [{ memberId: ids[4] }]
  const draft = await post(world, '/v1/proposals', {
    title: '关于增设公交线路的建议',
    signers,
    content: '建议增设。',
  })
  const opinion = await post(world, '/v1/opinions', {
    title: '老城区夜间停车难',
    authorIds: [ids[5]],
    content: '夜间停车难。',
  })
  return { proposalId: draft.id as string, opinionId: opinion.id as string }
}

async function plan(world: World): Promise<void> {
  const items = [
    { year: 2019, kind: 'consultation', title: '城市更新专题协商', month: 6 },
    { year: 2019, kind: 'consultation', title: '养老服务协商', month: 9 },
  ]
  for (const item of items) await post(world, '/v1/plan-items', item)
}

async function published(world: World, periodId: string): Promise<string> {
  await publishing(world, { verifyDays: 0 })
  const report = await aReportOf(world, periodId)
  await act(world, `/v1/reports/${report.id}`, 'submit')
  const other = await second(world)
  const step = async (verb: string, body?: object) => {
    const answer = await other.post(`/v1/reports/${report.id}/${verb}`, body, { 'if-match': '*' })
    if (answer.status >= 300) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`)
  }
  await step('approve')
  await step('publish', {
    audiences: { members: 'ranks', units: 'bands', public: 'bands' },
    legalBasis: '办法第二十条',
  })
  await publishing(world, { verifyDays: 7 })
  return report.id
}
