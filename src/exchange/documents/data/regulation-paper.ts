import { printDay } from '../../../core/words/amounts.ts'
import { PERIOD_KINDS } from '../../../core/words/reports.ts'
import { CONVERSIONS } from '../../../core/words/scoring.ts'
import { compile, type Options } from '../../../scoring/apply/compile.ts'
import { countedKinds } from '../../../scoring/format/conditions-visit.ts'
import type { Clause, Regulation } from '../../../scoring/format/regulation.ts'
import { everybody } from '../../../scoring/words/clause-rules.ts'
import { type FieldWords, type RuleNames, ruleNames } from '../../../scoring/words/rule-names.ts'
import type { Labelled } from './notice.ts'
import { casesOf, type PaperCases } from './regulation-cases.ts'
import { practiceOf } from './regulation-practice.ts'
import {
  clauseRows,
  conditionRows,
  gradeRows,
  groupRows,
  listRows,
  offeredRows,
  omittedRows,
  orderRows,
  type Row,
  readingRows,
  triggerRows,
} from './regulation-rows.ts'

/** A regulation for people who read no YAML: the source's own words at the left, what will be counted at the right. */

interface Section {
  readonly heading: string
  readonly columns: readonly [string, string]
  readonly rows: readonly Row[]
}

export interface RegulationPaper {
  title: string
  author: string
  day: string | null
  head: Labelled[]
  practice: string[]
  practiceHeading: string
  sections: Section[]
  cases: (PaperCases & { heading: string }) | null
  /** Codes for which neither the regulation nor the committee has a word. */
  unnamed: string[]
  remarks: string[]
  signing: string
  signers: string[]
  footer: string
}

/** One version of a regulation: a file, or one that is stored. */
export interface PaperVersion {
  readonly regulation: Regulation
  /** SHA-256 of the file. */
  readonly hash: string
  /** `第3版（启用）`; of a file nothing is known. */
  readonly named: string | null
  readonly effectiveFrom: string | null
  /** Readings that are switched on over those of the file. */
  readonly options: Options
  /** `cases.yaml` beside it. */
  readonly cases: string | null
  readonly committee: string
  /** What the committee calls its codes. */
  readonly words: FieldWords
}

const ORDINALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']
const SIGNERS = ['起草人', '审核人', '批准人']

export function regulationPaper(version: PaperVersion): RegulationPaper {
  const { regulation, hash, committee, words } = version
  const clauses = inForce(regulation, version.options)
  const names = ruleNames(regulation, clauses, words)
  const cases = version.cases === null ? null : casesOf(version.cases, regulation, names)
  const sections = sectionsOf(version, clauses, names)
  const headings = ['口径', ...sections.map(({ heading }) => heading), ...(cases ? ['算例'] : []), '签署']
  const numbered = headings.map((heading, at) => `${ORDINALS[at]}、${heading}`)
  const paper: RegulationPaper = {
    title: regulation.title.zh,
    author: committee,
    day: version.effectiveFrom,
    head: headOf(version, names),
    practiceHeading: numbered[0]!,
    practice: practiceOf(regulation, [...clauses.values()]),
    sections: sections.map((section, at) => ({ ...section, heading: numbered[at + 1]! })),
    cases: cases && { heading: numbered.at(-2)!, ...cases },
    unnamed: [],
    remarks: [],
    signing: numbered.at(-1)!,
    signers: SIGNERS,
    footer: [regulation.title.zh, version.named, `校验值 ${hash.slice(0, 12)}`].filter(Boolean).join('　'),
  }
  const unnamed = unnamedIn(paper)
  const remark = `以下代码没有名称，请在规则文件的 words 中写明：${unnamed.join('、')}`
  return unnamed.length === 0 ? paper : { ...paper, unnamed, remarks: [remark] }
}

/** In the order of the file; a part that the regulation does not have is not there. */
function sectionsOf(
  { regulation, options }: PaperVersion,
  clauses: ReadonlyMap<string, Clause>,
  names: RuleNames,
): Section[] {
  const chosen = { ...regulation.options, ...options }
  const ruled = ['条款和原文', '怎样计'] as const
  const all: Section[] = [
    {
      heading: '总分和分组',
      columns: ['分组和原文', '怎样计'],
      rows: groupRows(regulation, clauses, names),
    },
    { heading: '条款', columns: ruled, rows: clauseRows(clauses, names) },
    { heading: '条件', columns: ['条件和原文', '怎样算符合'], rows: conditionRows(regulation, names) },
    { heading: '名单', columns: ['名单', '列入谁'], rows: listRows(regulation, names) },
    { heading: '另排名次', columns: ['名次', '按什么排列'], rows: orderRows(regulation, names) },
    {
      heading: '等次',
      columns: ['等次', '怎样评定（自上而下，先符合的为准）'],
      rows: gradeRows(regulation, names),
    },
    { heading: '结果', columns: ['条款和原文', '什么情形，什么结果'], rows: triggerRows(regulation, names) },
    {
      heading: '读法',
      columns: ['条款', '原文可作几种理解的，怎样理解'],
      rows: readingRows(regulation, chosen, names),
    },
    { heading: '可选而未采用的条款', columns: ruled, rows: offeredRows(regulation, chosen, names) },
    { heading: '没有写入的条款', columns: ['条款', '为什么'], rows: omittedRows(regulation) },
  ]
  return all.filter(({ rows }) => rows.length > 0)
}

/** The clauses that count, readings that are switched on among them; in the order of the file. */
function inForce(regulation: Regulation, options: PaperVersion['options']): Map<string, Clause> {
  const compiled = compile(regulation, options)
  return new Map(
    compiled.clauses.map(({ code }) => {
      const reading = regulation.readings[code]?.[compiled.options[code] ?? '']
      return [code, reading && !reading.taken ? reading.clause : regulation.clauses[code]!]
    }),
  )
}

/** What no word was found for stands between quotes as the code that it is. */
function unnamedIn({ head, practice, sections, cases }: RegulationPaper): string[] {
  const told = sections.flatMap(({ rows }) => rows.flatMap((row) => row.told.map(({ text }) => text)))
  const all = JSON.stringify([head, practice, told, cases])
  return [...new Set([...all.matchAll(/“([a-z][a-z0-9_]*)”/g)].map(([, code]) => code!))].sort()
}

function headOf({ regulation, hash, named, effectiveFrom }: PaperVersion, names: RuleNames): Labelled[] {
  const { source, period, unverified, converted } = regulation
  const counted = countedKinds(regulation)
  const converts = counted.includes('proposal') || counted.includes('opinion')
  return [
    ...(source ? [{ label: '来源', value: source }] : []),
    { label: '周期', value: PERIOD_KINDS[period][0] },
    { label: '对谁计分', value: everybody(names) },
    { label: '自报记录', value: unverified === 'count' ? '未核实也计分' : '核实后才计分' },
    ...(converts ? [{ label: '提案转为信息', value: CONVERSIONS[converted][0] }] : []),
    { label: '规则', value: [regulation.regulation, named].filter(Boolean).join('　') },
    ...(effectiveFrom ? [{ label: '生效日期', value: printDay(effectiveFrom) }] : []),
    { label: '校验值', value: hash },
  ]
}
