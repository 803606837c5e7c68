import { parse } from 'yaml'
import { CasesFile } from '../../../scoring/cases/file.ts'
import { runCases } from '../../../scoring/cases/run.ts'
import { type CaseTold, caseTold } from '../../../scoring/cases/told.ts'
import type { Regulation } from '../../../scoring/format/regulation.ts'
import type { RuleNames } from '../../../scoring/words/rule-names.ts'

/** The worked cases of a regulation, run again for the paper: one that comes out otherwise says so. */

export interface PaperCases {
  readonly note: string
  readonly rows: readonly CaseTold[]
}

/** Undefined where the file cannot be read: `runCases` says what is wrong with it. */
export function casesOf(text: string, regulation: Regulation, names: RuleNames): PaperCases | null {
  const run = runCases(text, regulation)
  if (!run.ok) return null
  const { year, cases } = CasesFile.parse(parse(text))
  const failed = run.results.filter(({ passed }) => !passed).length
  const outcome = failed === 0 ? '全部与规则相符' : `其中${failed}例与规则不符`
  return {
    note: `以${year}年为例，共${cases.length}例，${outcome}。没有写日期的记录在1月1日。`,
    rows: cases.map((item, at) => caseTold(item, run.results[at]!, names)),
  }
}
