import type { Role } from '../../src/access/permissions.ts'
import { newId } from '../../src/core/ids.ts'
import type { Route } from '../../src/http/route.ts'
import { insertRow } from '../../src/storage/rows.ts'
import { KINDS } from './kinds.ts'
import { aRegulation } from './makers.ts'
import { aPublished } from './proposals.ts'
import { aPeriod, post } from './records.ts'
import { aCorrection, anAppeal, aPublishedReport, aVerifying } from './report-kinds.ts'
import { attach } from './service-kinds.ts'
import type { Client, World } from './world.ts'

/** Which record the id in a path names, and one record of each. */

const NAMED = {
  users: 'user',
  'user-roles': 'user-role',
  'api-keys': 'api-key',
  committees: 'committee',
  'catalogue-items': 'catalogue-item',
  terms: 'term',
  'plenary-sessions': 'plenary-session',
  organizations: 'organization',
  members: 'member',
  'body-roles': 'body-role',
  persons: 'person',
  'change-requests': 'change-request',
  offices: 'office',
  exemptions: 'exemption',
  meetings: 'meeting',
  'calendar-links': 'calendar-link',
  'meeting-sessions': 'meeting-session',
  'sign-in-windows': 'sign-in-window',
  'speaker-requests': 'speaker-request',
  'leave-policies': 'leave-policy',
  'leave-requests': 'leave-request',
  proposals: 'proposal',
  public: 'published-proposal',
  'proposal-assignments': 'proposal-assignment',
  'proposal-contacts': 'proposal-contact',
  'proposal-replies': 'proposal-reply',
  'proposal-urgings': 'proposal-urging',
  'proposal-feedbacks': 'proposal-feedback',
  opinions: 'opinion',
  'opinion-adoptions': 'opinion-adoption',
  'opinion-issues': 'opinion-issue',
  'opinion-feedbacks': 'opinion-feedback',
  speeches: 'speech',
  'plan-items': 'plan-item',
  'research-reports': 'research-report',
  'supervision-groups': 'supervision-group',
  suggestions: 'suggestion',
  instructions: 'instruction',
  milestones: 'milestone',
  rosters: 'roster',
  'roster-entries': 'roster-entry',
  places: 'place',
  'service-records': 'service-record',
  recognitions: 'recognition',
  assessments: 'assessment',
  'declared-statistics': 'declared-statistic',
  'duty-kinds': 'duty-kind',
  'duty-records': 'duty-record',
  attachments: 'attachment',
  regulations: 'regulation',
  periods: 'period',
  schedules: 'schedule',
  'duty-reports': 'duty-report',
  'archive-handovers': 'archive-handover',
  reports: 'report',
  'published-reports': 'published-report',
  me: 'report',
  'report-verifications': 'report-verification',
  corrections: 'correction',
  appeals: 'appeal',
  exports: 'export',
  'export-templates': 'export-template',
  'import-profiles': 'import-profile',
  'import-aliases': 'import-alias',
  imports: 'import',
  jobs: 'job',
} as const

export type Named = (typeof NAMED)[keyof typeof NAMED] | 'my-document'
export type Records = Partial<Record<Named, string>>

export const recordIn = (route: Route): Named =>
  /^\/public\/.*\/reports/.test(route.path)
    ? 'published-report'
    : route.path.startsWith('/me/documents')
      ? 'my-document'
      : NAMED[route.path.split('/')[1] as keyof typeof NAMED]

/** Operations in which a record of a committee below is there for these roles. */
export const FOREIGN: Record<string, readonly Role[]> = {
  getCommittee: ['admin', 'approver', 'auditor'],
  // It is told that it is not theirs to change (403), which `test/committee/committees.test.ts` looks at.
  changeCommittee: ['admin'],
}

/** Members make these for themselves; here it is one that this login made. */
const aCalendarLink = async (
  { storage, admin }: World,
  committeeId: string,
  memberId: string,
): Promise<string> => {
  const values = { id: newId(), userId: admin.userId, memberId, tokenHash: newId(), validTo: '2020-12-31' }
  const { id } = await storage.write(committeeId, { actor: 'test', requestId: 'test' }, (tx) =>
    insertRow(tx, 'calendarLinks', { ...values, externalId: null }, { type: 'calendar_link.created' }),
  )
  return id
}

/** One record of each kind, made by this client in its own committee. */
export async function allRecords(
  world: World,
  client: Client,
  options: { withdrawn?: boolean } = {},
): Promise<Records> {
  const there = client === world.admin ? world : { ...world, admin: client }
  const records: Records = {}
  for (const kind of KINDS) {
    const { id } = await post(there, kind.path, await kind.body(there))
    const name = NAMED[kind.path.slice('/v1/'.length) as keyof typeof NAMED]
    records[name] = id
    if (options.withdrawn) await client.delete(`${kind.path}/${id}`, { 'if-match': '*' }).expect(204)
  }
  if (options.withdrawn) return records
  records['committee'] = (await client.get('/v1/auth/me').expect(200)).body.committeeId
  records['api-key'] = (await post(there, '/v1/api-keys', { name: '某系统', scopes: ['committee.read'] })).id
  const { body: member } = await client.get(`/v1/members/${records['member']}`).expect(200)
  records['person'] = member.personId
  records['calendar-link'] = await aCalendarLink(there, records['committee']!, records['member']!)
  records['attachment'] = (
    await attach(client, { meetingId: records['meeting']!, purpose: 'agenda' }).expect(201)
  ).body.id
  records['published-proposal'] = (await aPublished(there)).id
  records['regulation'] = await aRegulation(there)
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  const period = await aPeriod(there)
  const wanted = { kind: 'ranking', format: 'csv', periodId: period.id }
  records['report'] = (await aVerifying(there, period.id)).id
  const said = { reportId: records['report'], memberId: records['member'], state: 'confirmed' }
  records['report-verification'] = (await post(there, '/v1/report-verifications', said)).id
  records['published-report'] = (await aPublishedReport(there)).id
  records['correction'] = (await aCorrection(there)).id
  records['appeal'] = (await anAppeal(there)).id
  records['export'] = (await client.post('/v1/exports', wanted, key()).expect(202)).body.id
  // Nobody else’s is there: a test that fetches one makes it.
  records['my-document'] = records['export']!
  const upload = await client
    .post('/v1/imports', undefined, key())
    .field('resource', 'attendance')
    .attach('file', Buffer.from('姓名,会议名称,时间,出席情况\n'), {
      filename: 'a.csv',
      contentType: 'text/csv',
    })
  records['import'] = upload.body.id
  records['job'] = upload.body.jobId
  return records
}
