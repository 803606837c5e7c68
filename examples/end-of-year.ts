import type { Body } from './client.ts'
import { colleagueOf } from './colleague.ts'
import {
  closeYear,
  nextVersion,
  type Office,
  objectTo,
  publish,
  reportToMembers,
  upholdAppeal,
} from './publish.ts'
import { step } from './show.ts'
import type { Records } from './steps.ts'

/** The year after its last roll, as the demonstration tells it. */

/** Whom an absence was noted for although they had signed. */
export const APPEALS = { memberNo: '09015', day: '2019-07-25' }

export interface Ended {
  committee: string
  /** How the colleagues log in. */
  logins: { reviewer: string; approver: string; password: string }
  period: Body
  records: Records
  turnTo(day: string): void
}

/** 关闭、核对、申诉、更正、审定、发布: what happens after the last roll is settled. */
export async function publishTheYear(
  office: Office,
  { committee, logins, period, records, turnTo }: Ended,
): Promise<Body> {
  const appellant = records.members.get(APPEALS.memberNo)!
  /** A login lives ten minutes, the story goes on some days later. */
  const on = async (day: string) => {
    turnTo(day)
    await office.administrator.login(committee, 'admin', logins.password)
    await office.reviewer.login(committee, logins.reviewer, logins.password)
    await office.approver.login(committee, logins.approver, logins.password)
  }
  console.log('\n从年终到发布 · from the end of the year to the published report\n')
  await on('2020-01-03')
  await step(
    '关闭年度 · close the year',
    () => closeYear(office, period),
    () => '一人结算、另一人关闭 · by two people',
  )
  await on('2020-01-06')
  const report = await step(
    '通报送委员核对 · to the members',
    () => reportToMembers(office, period),
    ({ number, members, verifyUntil }) => `第 ${number} 版，${members} 人，至 ${verifyUntil} · until`,
  )
  await on('2020-01-08')
  const login = { login: APPEALS.memberNo, displayName: appellant.name, role: 'member' }
  const appeal = await step(
    '申诉 · an appeal',
    async () => {
      const { personId } = appellant
      const member = await colleagueOf(
        office.administrator,
        committee,
        { ...login, personId },
        logins.password,
      )
      return objectTo(member, report, APPEALS.day)
    },
    ({ dueOn }) => `${appellant.name}：${APPEALS.day} 记为缺席，应于 ${dueOn} 前答复 · due`,
  )
  await on('2020-01-10')
  await step(
    '申诉成立，更正 · upheld, corrected',
    () => upholdAppeal(office, appeal),
    () => '年度不重开，原记录留痕 · the year stays closed',
  )
  const { report: next, changes } = await step(
    '新版本 · the next version',
    () => nextVersion(office, period),
    (made) => `第 ${made.report.number} 版，${made.changes.items.length} 人分数有变 · moved`,
  )
  for (const { name, before, after, reasons } of changes.items)
    console.log(`    ${name}：${before.total} → ${after.total}　${reasons.join('；')}`)
  await on('2020-01-14')
  return step(
    '审定、发布 · approved, published',
    () => publish(office, next),
    ({ audiences }) =>
      Object.entries(audiences)
        .map(([who, mode]) => `${who}: ${mode}`)
        .join('，'),
  )
}

/** A clock that goes on as clocks do, and stands where the story is. */
export function calendarAt(day: string): { clock: () => Date; turnTo(day: string): void } {
  let ahead = 0
  const turnTo = (next: string) => {
    ahead = Date.parse(`${next}T01:00:00Z`) - Date.now()
  }
  turnTo(day)
  return { clock: () => new Date(Date.now() + ahead), turnTo }
}
