import type { Body, Client } from './client.ts'

/**
 * From the end of the year to the published report: closed by two people, shown to the members, one appeal upheld by a
 * correction, approved and published by another person than the one who prepared it.
 */

/** Who takes part; each is asked to log in again when the clock was turned. */
export interface Office {
  administrator: Client
  /** Prepares the report and looks into appeals. */
  reviewer: Client
  /** Closes, approves, publishes. */
  approver: Client
}

const DAYS = 7
const LEGAL_BASIS = '《委员履职考核暂行办法》第六条，主席会议2020年1月14日研究同意'

/** What one of two people began, the other ends. */
export async function closeYear({ administrator, approver }: Office, period: Body): Promise<Body> {
  const settling = await administrator.act(`/v1/periods/${period.id}/settle`, period.version)
  return approver.act(`/v1/periods/${period.id}/close`, settling.version, {})
}

/** The report's first version, laid before the members. */
export async function reportToMembers({ administrator, reviewer }: Office, period: Body): Promise<Body> {
  const { committeeId } = await administrator.get('/v1/auth/me')
  const committee = await administrator.get(`/v1/committees/${committeeId}`)
  const publication = { enabled: true, verifyDays: DAYS }
  await administrator.patch(`/v1/committees/${committeeId}`, committee.version, { publication })
  const asked = await reviewer.post('/v1/reports', { periodId: period.id })
  await reviewer.finish(asked.jobId)
  const report = await reviewer.get(`/v1/reports/${asked.id}`)
  return reviewer.act(`/v1/reports/${report.id}/open-verification`, report.version, {})
}

/** A member finds an absence that was none, says so, and objects. */
export async function objectTo(member: Client, report: Body, day: string): Promise<Body> {
  const part = await member.get(`/v1/me/reports/${report.id}`)
  const entries: Body[] = part.entries.flatMap((group: Body) => group.items)
  const entry = entries.find((one) => one.day === day && one.status.startsWith('absent'))
  if (!entry) throw new Error(`${day} 的缺席不在本人档案中 · no absence on that day in the member's part`)
  const meeting = await member.get(`/v1${entry.source}`)
  const reason = '当日到会，签到表上有本人签名'
  const of = { reportId: report.id }
  await member.post('/v1/me/verifications', { ...of, state: 'disputed', note: reason })
  return member.post('/v1/me/appeals', {
    ...of,
    periodId: report.periodId,
    kind: 'attendance_status',
    sessionId: meeting.sessions[0].id,
    reason,
  })
}

/** Somebody who entered nothing of it looks at the sheet and corrects the roll: the year stays closed. */
export async function upholdAppeal({ reviewer }: Office, appeal: Body): Promise<Body> {
  const accepted = await reviewer.act(`/v1/appeals/${appeal.id}/accept`, appeal.version)
  const items = [{ memberId: appeal.memberId, presence: 'present' }]
  const path = `/v1/meeting-sessions/${appeal.sessionId}/attendance`
  return reviewer.act(`/v1/appeals/${appeal.id}/decide`, accepted.version, {
    outcome: 'upheld',
    decision: '核对签到表原件，第二页有其签名，登记时漏看；按出席更正。',
    corrections: [{ request: { method: 'POST', path, body: { items } } }],
  })
}

/** The version that holds the correction, once it is made: whom it moved, and three more days for everybody. */
export async function nextVersion(
  { reviewer }: Office,
  period: Body,
): Promise<{ report: Body; changes: Body }> {
  const { items } = await reviewer.get(`/v1/reports?periodId=${period.id}&sort=-number&limit=1`)
  if (items[0].state === 'making') await reviewer.finish(items[0].jobId)
  const path = `/v1/reports/${items[0].id}`
  const { version } = await reviewer.get(path)
  const report = await reviewer.act(`${path}/open-verification`, version, { days: 3 })
  return { report, changes: await reviewer.get(`${path}/changes`) }
}

/** Members see ranks, units and the public see grades: as the regulation and the decision allow. */
export async function publish({ reviewer, approver }: Office, report: Body): Promise<Body> {
  const path = `/v1/reports/${report.id}`
  const submitted = await reviewer.act(`${path}/submit`, report.version)
  const approved = await approver.act(`${path}/approve`, submitted.version)
  return approver.act(`${path}/publish`, approved.version, {
    audiences: { members: 'ranks', units: 'bands', public: 'bands' },
    legalBasis: LEGAL_BASIS,
  })
}
