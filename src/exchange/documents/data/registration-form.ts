import { printDay } from '../../../core/words/amounts.ts'
import { ENTRY_VERIFICATIONS } from '../../../core/words/duties.ts'
import { FIELDS } from '../../../core/words/fields.ts'
import { SEXES } from '../../../core/words/members.ts'
import { entryRole, entryStatus } from '../../../core/words/records.ts'
import { codeText } from '../../../core/words/word.ts'
import { printPoints } from '../../exports/ranked/ranked-report.ts'
import type { Account } from './account.ts'
import { groupPoints } from './breakdown.ts'
import { attendanceOf, type Labelled, summaryOf, whoOf } from './notice.ts'

/** 委员履职年度登记表 (DOMAIN 11.2): who, what they did by class, what it earned, who has looked at it. */

interface EntryRow {
  day: string
  title: string
  role: string
  status: string
  unit: string
  verification: string
  points: string
}

export interface FormDocument {
  title: string
  author: string
  day: string
  captions: string[]
  who: Labelled[]
  classes: { title: string; items: EntryRow[] }[]
  attendance: Labelled[]
  points: Labelled[]
  summary: Labelled[]
  /** Boxes that are filled in by hand, each with who signs. */
  opinions: { title: string; signature: string }[]
  none: string
  footer: string
}

/** What only some may see of a person, as the list of members shows it to whoever asked. */
export interface Personal {
  sex: string | null
  nation: string | null
  birthDate: string | null
  politics: string[]
  term: string | null
}

export function registrationForm(committee: string, account: Account, personal: Personal): FormDocument {
  const { period, asOf, regulation, score, source } = account
  const title = `${committee}委员履职年度登记表`
  return {
    title,
    author: committee,
    day: asOf,
    captions: [
      `${period.name}　${printDay(period.from)}至${printDay(period.to)}　数据截至：${printDay(asOf)}`,
      `计分规则：${regulation}`,
    ],
    who: [
      ...whoOf(account).slice(0, 2),
      ...personRows(personal),
      ...whoOf(account).slice(2),
      { label: FIELDS.term, value: personal.term ?? '' },
    ],
    classes: classesOf(account),
    attendance: attendanceOf(account),
    points: groupPoints(score),
    summary: summaryOf(account),
    opinions: [
      { title: '委员确认', signature: '签名：　　　　　　　　年　　月　　日' },
      { title: '所属专委会（界别、小组）意见', signature: '（盖章）　　　　　　　　年　　月　　日' },
      { title: '政协办公室意见', signature: '（盖章）　　　　　　　　年　　月　　日' },
    ],
    none: '本年度没有履职记录。',
    footer: `${account.name}　${account.memberNo}　${source}`,
  }
}

/** What only some may see of a person. */
export const personRows = ({ sex, nation, birthDate, politics }: Omit<Personal, 'term'>): Labelled[] => [
  { label: FIELDS.sex, value: sex === null ? '' : codeText(SEXES, sex, 'zh') },
  { label: FIELDS.nation, value: nation ?? '' },
  { label: FIELDS.birthDate, value: birthDate ? printDay(birthDate) : '' },
  { label: FIELDS.politics, value: politics.join('、') },
]

export const classesOf = ({ entries }: Pick<Account, 'entries'>): FormDocument['classes'] =>
  entries.map(({ title, items }) => ({
    title,
    items: items.map((item) => ({
      day: item.day,
      title: item.title,
      role: entryRole(item.role, item.source, 'zh'),
      status: entryStatus(item.status, item.source, 'zh'),
      unit: item.unit ?? '',
      verification: ENTRY_VERIFICATIONS[item.verification][0],
      points:
        item.lines.length === 0 ? '' : printPoints(item.lines.reduce((sum, { points }) => sum + points, 0)),
    })),
  }))
