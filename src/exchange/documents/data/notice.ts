import { printDay, printPoints } from '../../exports/ranked/ranked-report.ts'
import { type Account, officesIn } from './account.ts'
import { type BreakdownRow, breakdownOf } from './breakdown.ts'
import { RATE_WORDS } from './words.ts'

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
  { label: '姓名', value: account.name },
  { label: '委员编号', value: account.memberNo },
  { label: '界别', value: account.sector ?? '' },
  { label: '委员小组', value: account.memberGroup ?? '' },
  { label: '工作单位及职务', value: [account.unit, account.post].filter(Boolean).join('　') },
  { label: '政协职务', value: officesIn(account) },
]

export const summaryOf = ({ score, rank }: Account): Labelled[] => [
  { label: '总分', value: `${printPoints(score.total)}${score.provisional ? '（暂定）' : ''}` },
  { label: '等次', value: score.grade ?? '—' },
  ...(rank === null ? [] : [{ label: '名次', value: String(rank) }]),
]

export function attendanceOf({ attendance: { tally, rates } }: Account): Labelled[] {
  const counts: [string, number][] = [
    ['应到', tally.expected],
    ['实到', tally.present],
    ['请假', tally.leave],
    ['缺席', tally.absent],
    ['部分出席', tally.partial],
    ['未登记', tally.unresolved],
    ['列席', tally.observers],
    ['未报名到场', tally.walkIns],
    ['免计', tally.exempt],
  ]
  const shown = counts.filter(([, count], at) => at < 4 || count > 0)
  return [
    { label: '场次', value: shown.map(([word, count]) => `${word} ${count}`).join('，') },
    ...rates.map(({ value, numerator, denominator, rule }) => ({
      label: '出席率',
      value: `${value === null ? '—' : `${value}%`}（${numerator}/${denominator}；${RATE_WORDS[rule] ?? rule}）`,
    })),
  ]
}

/** What a careful reader asks: why this grade, what follows, what may still change. */
export function remarksOf({ score }: Account): string[] {
  const { forced, missed, consequences, unmet, provisional } = score
  return [
    ...(forced ? [`等次由条件确定：${forced.text.zh}`] : []),
    ...missed.map(({ grade, because }) => `得分已达“${grade}”，但条件未满足：${because.text.zh}`),
    ...(unmet ? [`总分条件未满足：${unmet.text.zh}`] : []),
    ...consequences.map(({ title, article, because }) => `${title.zh}（${article}）：${because.text.zh}`),
    ...(provisional ? ['带 * 的得分所依据的记录尚未结算，仍可能变化。'] : []),
  ]
}
