import { type Rate, unresolvedOf } from '../../../core/rates.ts'
import { printDay } from '../../../core/words/amounts.ts'
import { FIELDS } from '../../../core/words/fields.ts'
import { PRESENCES, STATUSES } from '../../../core/words/meetings.ts'
import { RATE_RULES } from '../../../core/words/reports.ts'
import { codeText } from '../../../core/words/word.ts'
import { printPoints } from '../../exports/ranked/ranked-report.ts'
import { type Account, officesIn } from './account.ts'
import { type BreakdownRow, breakdownOf } from './breakdown.ts'

/** 委员履职情况告知书: what one member earned, clause by clause, fact by fact. The data of `notice.typ`. */

export interface Labelled {
  label: string
  value: string
}

export interface Notice {
  name: string
  memberNo: string
  title: string
  captions: string[]
  who: Labelled[]
  summary: Labelled[]
  attendance: Labelled[]
  breakdown: BreakdownRow[]
  remarks: string[]
  ask: string
  signatures: string
  footer: string
}

export interface NoticeDocument {
  title: string
  author: string
  day: string
  notices: Notice[]
}

export function noticeDocument(committee: string, accounts: readonly Account[]): NoticeDocument {
  const [first] = accounts
  const title = `${committee}委员履职情况告知书`
  return {
    title,
    author: committee,
    day: first?.asOf ?? '1980-01-01',
    notices: accounts.map((account) => noticeOf(title, account)),
  }
}

function noticeOf(title: string, account: Account): Notice {
  const { period, asOf, regulation, source, verifyUntil } = account
  return {
    name: account.name,
    memberNo: account.memberNo,
    title,
    captions: [
      `${period.name}　统计期间：${printDay(period.from)}至${printDay(period.to)}　数据截至：${printDay(asOf)}`,
      `计分规则：${regulation}`,
    ],
    who: whoOf(account),
    summary: summaryOf(account),
    attendance: attendanceOf(account),
    breakdown: breakdownOf(account),
    remarks: remarksOf(account),
    ask:
      verifyUntil === null
        ? '对以上内容有异议的，可向委员联络部门提出申诉。'
        : `请于${printDay(verifyUntil)}前核对；有异议的，请在该日前提出。`,
    signatures: '委员签名：　　　　　　　　　　　　　　　　年　　月　　日',
    footer: source,
  }
}

export const whoOf = (account: Account): Labelled[] => [
  { label: FIELDS['members.name'], value: account.name },
  { label: FIELDS.memberNo, value: account.memberNo },
  { label: FIELDS.sector, value: account.sector ?? '' },
  { label: FIELDS.memberGroup, value: account.memberGroup ?? '' },
  { label: '工作单位及职务', value: [account.unit, account.post].filter(Boolean).join('　') },
  { label: FIELDS.office, value: officesIn(account) },
]

export const summaryOf = ({ score, rank }: Account): Labelled[] => [
  { label: FIELDS.total, value: `${printPoints(score.total)}${score.provisional ? '（暂定）' : ''}` },
  { label: FIELDS.grade, value: score.grade ?? '—' },
  ...(rank === null ? [] : [{ label: FIELDS.rank, value: String(rank) }]),
]

export function attendanceOf({ attendance: { tally, rates } }: Pick<Account, 'attendance'>): Labelled[] {
  const counts: [string, number][] = [
    ['应到', tally.expected],
    ['实到', tally.present],
    [PRESENCES.leave[0], tally.leave],
    [STATUSES.absent[0], tally.absent],
    [STATUSES.partial[0], tally.partial],
    [STATUSES.unknown[0], tally.unresolved],
    [STATUSES.observer[0], tally.observers],
    [STATUSES.walk_in[0], tally.walkIns],
    [STATUSES.exempt[0], tally.exempt],
    // A report of an earlier form does not know of it.
    [STATUSES.not_signed_up[0], tally.notSignedUp ?? 0],
  ]
  const shown = counts.filter(([, count], at) => at < 4 || count > 0)
  return [
    { label: FIELDS.session, value: shown.map(([word, count]) => `${word} ${count}`).join('，') },
    ...rates.map(({ value, numerator, denominator, rule, excluded }) => ({
      label: FIELDS['attendance.value'],
      value: `${value === null ? '—' : `${value}%`}（${numerator}/${denominator}；${codeText(RATE_RULES, rule, 'zh')}${openIn(excluded)}）`,
    })),
  ]
}

/** What nobody has said yet may still move the rate. */
function openIn(excluded: Rate['excluded']): string {
  const open = unresolvedOf(excluded)
  return open > 0 ? `；未登记 ${open} 场，未计入` : ''
}

/** What a careful reader asks: why this grade, what follows, what may still change. */
function remarksOf({ score }: Account): string[] {
  const { forced, missed, consequences, unmet, provisional } = score
  return [
    ...(forced ? [`等次由条件确定：${forced.text.zh}`] : []),
    ...missed.map(({ grade, because }) => `得分已达“${grade}”，但条件未满足：${because.text.zh}`),
    ...(unmet ? [`总分条件未满足：${unmet.text.zh}`] : []),
    ...consequences.map(({ title, article, because }) => `${title.zh}（${article}）：${because.text.zh}`),
    ...(provisional ? ['带 * 的得分所依据的记录尚未结算，仍可能变化。'] : []),
  ]
}
