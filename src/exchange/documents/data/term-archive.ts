import { LEVELS } from '../../../core/words/catalogues.ts'
import { FIELDS } from '../../../core/words/fields.ts'
import { codeText } from '../../../core/words/word.ts'
import { printDay, printPoints } from '../../exports/ranked/ranked-report.ts'
import type { Account } from './account.ts'
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
  handOver: { title: string; signature: string }[]
  none: string
  footer: string
}

interface TermArchiveInput {
  committee: string
  term: { name: string; startsOn: string; endsOn: string }
  member: MemberBody
  /** In the order of their periods. */
  accounts: readonly Account[]
  dutyReports: readonly DutyReportBody[]
  recognitions: readonly RecognitionBody[]
}

export function termArchive(input: TermArchiveInput): TermArchiveDocument {
  const { committee, term, member, accounts, dutyReports, recognitions } = input
  const day = accounts.at(-1)?.asOf ?? member.validFrom
  return {
    title: `${committee}${term.name}委员履职档案`,
    author: committee,
    day,
    captions: [`${printDay(term.startsOn)}至${printDay(term.endsOn)}　数据截至：${printDay(day)}`],
    who: whoIs(member),
    years: accounts.map((account) => ({
      name: account.period.name,
      total: printPoints(account.score.total),
      grade: account.score.grade ?? '—',
      rate: percent(account),
      entries: account.entries.reduce((sum, { items }) => sum + items.length, 0),
    })),
    periods: accounts.map((account) => ({
      name: account.period.name,
      span: `${printDay(account.period.from)}至${printDay(account.period.to)}`,
      regulation: account.regulation,
      attendance: attendanceOf(account),
      points: account.score.groups.map((group) => ({
        label: group.title.zh,
        value: printPoints(group.points),
      })),
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

function percent({ attendance: { rates } }: Account): string {
  const rate = rates.at(-1)
  return rate?.value === undefined || rate.value === null
    ? '—'
    : `${rate.value}%（${rate.numerator}/${rate.denominator}）`
}
