import type { Body, Client } from './client.ts'
import { colleagueOf } from './colleague.ts'
import type { Story } from './committee.ts'
import { step } from './show.ts'
import {
  importRoster,
  importSheet,
  openPeriod,
  recordCommittee,
  recordMeetings,
  recordOpinions,
  recordProposals,
  recordSpeeches,
  settleSessions,
} from './steps.ts'

/** The year of the invented committee, from the set-up to its first ranking. */

export const PASSWORD = 'yunxi-demo-2019'
const APPROVER = { login: 'approver', displayName: '秘书长', role: 'approver' }
const REVIEWER = { login: 'reviewer', displayName: '委员联络室', role: 'reviewer' }
export const LOGINS = { reviewer: REVIEWER.login, approver: APPROVER.login, password: PASSWORD }
const SHEETS = [
  'attendance-plenary.xlsx',
  'attendance-standing.xlsx',
  'attendance-activities-1.csv',
  'attendance-activities-2.csv',
  'attendance-studio.xlsx',
]

/** Records it over the API of an empty server, whose one-time `token` makes the administrator. */
export async function liveTheYear(client: Client, story: Story, token: string) {
  await step('初始化、登录 · set-up', async () => {
    const administrator = { login: 'admin', displayName: '管理员', password: PASSWORD }
    await client.post('/v1/setup', { token, committee: story.committee, administrator })
    await client.login(story.committee.code, 'admin', PASSWORD)
  })
  const records = await step(
    '届次与组织 · term and bodies',
    () => recordCommittee(client, story),
    ({ organizations }) => `${organizations.size} 个组织 · bodies`,
  )
  await step(
    '委员名册 · roster',
    (one) => importRoster(client, story, records, one),
    (done) =>
      `${done.summary.committed.created} 人 · members，${story.unranked.length} 人不排名 · not ranked`,
  )
  await step(
    '会议与通知 · meetings',
    (one) => recordMeetings(client, story, records, one),
    (invited) => `${story.meetings.length} 次 · meetings，${invited} 人次应到 · invitations`,
  )
  for (const sheet of SHEETS) await importAttendance(client, sheet)
  await step(
    '提案 · proposals',
    (one) => recordProposals(client, story, records, one),
    (states) =>
      `${story.proposals.length} 件 · filed ${states['filed'] ?? 0}, not filed ${states['not_filed'] ?? 0}`,
  )
  await step(
    '社情民意 · opinions',
    () => recordOpinions(client, story, records),
    (adoptions) => `${story.opinions.length} 篇，采用 ${adoptions} 次 · adoptions`,
  )
  await step(
    '发言 · speeches',
    () => recordSpeeches(client, story, records),
    (count) => `${count} 篇`,
  )
  await step(
    '结算场次 · settle',
    (one) => settleSessions(client, records, one),
    (count) => `${count} 场 · sessions`,
  )
  const office = {
    administrator: client,
    reviewer: await colleagueOf(client, story.committee.code, REVIEWER, PASSWORD),
    approver: await colleagueOf(client, story.committee.code, APPROVER, PASSWORD),
  }
  const period = await step(
    '规则与周期 · regulation',
    () => openPeriod(client, office.approver, story),
    () => '由另一人审定启用 · approved by a second person',
  )
  const ranking = await step(
    '计分排名 · ranking',
    () => client.get(`/v1/periods/${period.id}/ranking`),
    ({ items, regulation }) =>
      `${items.length} 人 · ${regulation.name} v${regulation.number} ${regulation.sourceHash.slice(0, 12)}`,
  )
  return { period, ranking, records, office }
}

async function importAttendance(client: Client, sheet: string): Promise<void> {
  const asked: Body[] = []
  await step(
    `导入 ${sheet}`,
    (one) =>
      importSheet(client, sheet, { resource: 'attendance' }, one, (decision) => {
        asked.push(decision)
        return answerOf(decision)
      }),
    ({ summary }) => `${summary.committed.created} 条 · marks，问 ${asked.length} 处 · questions`,
  )
  for (const { question, candidates } of asked) {
    console.log(`    ? ${question.zh}`)
    for (const one of candidates)
      console.log(`      ${one.memberNo} ${one.name} ${one.sector ?? ''} ${one.unit ?? ''}`)
    console.log(`      → 09023 · 本组委员，接待日在溪口`)
  }
}

/** The sheet is the 溪口 group's, and of the two members of that name only the headmaster belongs to it. */
function answerOf(decision: Body): Body {
  if (decision.kind !== 'ambiguous_name') throw new Error(`unexpected question: ${decision.question.zh}`)
  return { choice: 'member', memberNo: '09023' }
}
