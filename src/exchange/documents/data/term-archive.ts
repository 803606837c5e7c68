import { printDay } from '../../../core/words/amounts.ts'
import { LEVELS } from '../../../core/words/catalogues.ts'
import { FIELDS } from '../../../core/words/fields.ts'
import { HANDOVER_RECIPIENTS } from '../../../core/words/reports.ts'
import { codeText } from '../../../core/words/word.ts'
import { printPoints } from '../../exports/ranked/ranked-report.ts'
import type { Account, Stretch } from './account.ts'
import { groupPoints } from './breakdown.ts'
import { type DutyReportBody, stateOf, textOf } from './duty-report.ts'
import { attendanceOf, type Labelled } from './notice.ts'
import { classesOf, type FormDocument, type Personal, personRows } from './registration-form.ts'

/** 届末档案: the whole file of a member over a term, as it is handed to them (届末移交、退还本人). */

interface MemberBody extends Omit<Personal, 'term'> {
  name: string
  memberNo: string
  unit: string | null
  post: string | null
  phone: string | null
  validFrom: string
  validTo: string | null
  sector: { name: string } | null
  memberGroup: { name: string } | null
}

interface RecognitionBody {
  awardedOn: string
  title: string
  kind: string
  level: string | null
  reason: string | null
}

interface HandoverBody {
  handedOn: string
  givenBy: string
  takenBy: string
  recipient: string
  note: string | null
}

export interface TermArchiveDocument {
  title: string
  author: string
  day: string
  captions: string[]
  who: Labelled[]
  years: { name: string; total: string; grade: string; rate: string; entries: number }[]
  periods: {
    name: string
    span: string
    regulation: string
    attendance: Labelled[]
    points: Labelled[]
    classes: FormDocument['classes']
  }[]
  recognitions: { day: string; title: string; level: string; reason: string }[]
  dutyReports: { year: string; state: Labelled[]; text: string[] }[]
  /** What was recorded of it, one line each. */
  handedOver: string[]
  handOver: { title: string; signature: string }[]
  none: string
  footer: string
}

interface TermArchiveInput {
  committee: string
  term: { name: string; startsOn: string; endsOn: string }
  member: MemberBody
  /** Every day of the term that is over, once, in order: by the years of its periods, and what lies in none. */
  accounts: readonly Stretch[]
  /** Further periods that have some of these days: their results alone. */
  further: readonly Account[]
  /** The last day that is told of. */
  asOf: string
  handovers: readonly HandoverBody[]
  dutyReports: readonly DutyReportBody[]
  recognitions: readonly RecognitionBody[]
}

export function termArchive(input: TermArchiveInput): TermArchiveDocument {
  const { committee, term, member, accounts, further, dutyReports, recognitions, asOf: day } = input
  return {
    title: `${committee}${term.name}委员履职档案`,
    author: committee,
    day,
    captions: [`${printDay(term.startsOn)}至${printDay(term.endsOn)}　数据截至：${printDay(day)}`],
    who: whoIs(member),
    years: [...accounts, ...further].map((account) => ({
      name: account.period.name,
      total: account.score ? printPoints(account.score.total) : '—',
      grade: account.score?.grade ?? '—',
      rate: percent(account),
      entries: account.entries.reduce((sum, { items }) => sum + items.length, 0),
    })),
    periods: accounts.map((account) => ({
      name: account.period.name,
      span: `${printDay(account.period.from)}至${printDay(account.period.to)}`,
      regulation: account.regulation ?? '不在考核周期内，不计分',
      attendance: attendanceOf(account),
      points: account.score ? groupPoints(account.score) : [],
      classes: classesOf(account),
    })),
    recognitions: recognitions.map(({ awardedOn, title, level, reason }) => ({
      day: awardedOn,
      title,
      level: level === null ? '' : codeText(LEVELS, level, 'zh'),
      reason: reason ?? '',
    })),
    dutyReports: dutyReports.map((body) => ({
      year: `${body.year}年度履职报告`,
      state: stateOf(body),
      text: textOf(body),
    })),
    handedOver: input.handovers.map(handoverText),
    handOver: [
      { title: '移交单位', signature: '（盖章）　　　　经办人：　　　　　　年　　月　　日' },
      { title: '委员本人签收', signature: '签名：　　　　　　　　　　　　年　　月　　日' },
    ],
    none: '没有履职记录。',
    footer: `${member.name}　${member.memberNo}　${term.name}履职档案`,
  }
}

const whoIs = (member: MemberBody): Labelled[] => [
  { label: FIELDS['members.name'], value: member.name },
  { label: FIELDS.memberNo, value: member.memberNo },
  ...personRows(member),
  { label: FIELDS.sector, value: member.sector?.name ?? '' },
  { label: FIELDS.memberGroup, value: member.memberGroup?.name ?? '' },
  { label: '工作单位及职务', value: [member.unit, member.post].filter(Boolean).join('　') },
  {
    label: '任职',
    value: `${printDay(member.validFrom)}至${member.validTo ? printDay(member.validTo) : '今'}`,
  },
]

function handoverText({ handedOn, givenBy, takenBy, recipient, note }: HandoverBody): string {
  const to = `${takenBy}（${codeText(HANDOVER_RECIPIENTS, recipient, 'zh')}）`
  return `${printDay(handedOn)}　移交人：${givenBy}　接收人：${to}${note ? `　${note}` : ''}`
}

function percent({ attendance: { rates } }: Pick<Account, 'attendance'>): string {
  const rate = rates.at(-1)
  return rate?.value === undefined || rate.value === null
    ? '—'
    : `${rate.value}%（${rate.numerator}/${rate.denominator}）`
}
