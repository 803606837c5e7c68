import type { z } from 'zod'
import { printDay } from '../../../core/words/amounts.ts'
import type { Archive, ArchiveEntry, ArchiveOfDays } from '../../../reporting/archive/schema.ts'
import type { MemberPartShape } from '../../../reporting/reports/member-part.ts'
import type { ScoreTree } from '../../../scoring/wire/schema.ts'

/** What a document says of one member in one period, wherever it was read: a frozen report, or the records of today. */

type Entry = z.output<typeof ArchiveEntry>

export interface Account {
  memberId: string
  name: string
  memberNo: string
  unit: string | null
  post: string | null
  sector: string | null
  memberGroup: string | null
  offices: { name: string; validFrom: string; validTo: string | null }[]
  period: { name: string; from: string; to: string }
  asOf: string
  regulation: string
  score: ScoreTree
  /** Null where nobody is placed. */
  rank: number | null
  entries: { class: string; title: string; items: Entry[] }[]
  attendance: z.output<typeof Archive>['attendance']
  /** What it was read from, as it stands at the foot of each page. */
  source: string
  verifyUntil: string | null
}

/** What a member did on some days, with its score where a period has them. */
export type Stretch = Pick<Account, 'period' | 'asOf' | 'entries' | 'attendance'> &
  Partial<Pick<Account, 'score' | 'regulation'>>

/** Days that no period has. */
export function ofDays({ from, to, asOf, entries, attendance }: z.output<typeof ArchiveOfDays>): Stretch {
  const [first, last] = [from, to].map((day) => day.slice(0, 4))
  return {
    period: { name: first === last ? `${first}年（不在考核周期内）` : '不在考核周期内', from, to },
    asOf,
    entries,
    attendance,
  }
}

const HASH_SHOWN = 12

/** Of the records as they stand. */
export function liveAccount(archive: z.output<typeof Archive>): Account {
  const { basic, period, regulation, score, asOf, entries, attendance } = archive
  return {
    memberId: basic.memberId,
    name: basic.name,
    memberNo: basic.memberNo,
    unit: basic.unit,
    post: basic.post,
    sector: basic.sector?.name ?? null,
    memberGroup: basic.memberGroup?.name ?? null,
    offices: basic.offices,
    period,
    asOf,
    regulation: `${score.regulation.title.zh}（${regulation.name} 第${regulation.number}版）`,
    score,
    rank: null,
    entries,
    attendance,
    source: `数据截至${printDay(asOf)}　规则 ${regulation.sourceHash.slice(0, HASH_SHOWN)}`,
    verifyUntil: null,
  }
}

/** Of a report, as it was frozen. */
export function frozenAccount(part: z.output<typeof MemberPartShape>): Account {
  const { person, period, row, score, asOf, entries, attendance, number, contentHash, state, verifyUntil } =
    part
  return {
    memberId: person.id,
    name: person.name,
    memberNo: person.memberNo,
    unit: person.unit,
    post: person.post,
    sector: person.sector?.name ?? null,
    memberGroup: person.memberGroup?.name ?? null,
    offices: person.offices,
    period,
    asOf,
    regulation: score.regulation.title.zh,
    score,
    rank: row.rank,
    entries,
    attendance,
    source: `数据截至${printDay(asOf)}　通报第${number}版 ${contentHash.slice(0, HASH_SHOWN)}`,
    verifyUntil: state === 'verifying' ? verifyUntil : null,
  }
}

/** Offices held in the period, each once. */
export function officesIn({ offices, period }: Account): string {
  const held = offices.filter(
    ({ validFrom, validTo }) => validFrom <= period.to && (validTo === null || validTo >= period.from),
  )
  return [...new Set(held.map(({ name }) => name))].join('、')
}
