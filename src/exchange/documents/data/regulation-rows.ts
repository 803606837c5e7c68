import { keysOf } from '../../../core/records.ts'
import type { Options } from '../../../scoring/apply/compile.ts'
import type { Clause, Regulation } from '../../../scoring/format/regulation.ts'
import type { Told } from '../../../scoring/mechanisms/mechanism.ts'
import { clauseTold } from '../../../scoring/words/clause-rules.ts'
import { demandText } from '../../../scoring/words/condition-rules.ts'
import type { RuleNames } from '../../../scoring/words/rule-names.ts'
import {
  gradeTold,
  groupTold,
  listTold,
  orderTold,
  totalTold,
  triggerTold,
} from '../../../scoring/words/standing-rules.ts'

/** The rows of a regulation on paper, one function for each part of the file. */

/** What the source says, and what becomes of it. */
export interface Row {
  readonly head: string
  readonly text: string | null
  readonly told: readonly Told[]
}

/** `TC-12　参加活动`; a name that only the file knows is no number of the source. */
const headText = (number: string | null, title: string): string =>
  number === null || /[a-z]{3}/.test(number) ? title : `${number}　${title}`

/** The source's words, where they say more than the title. */
const besideTitle = ({ title, text }: Pick<Clause, 'title' | 'text'>): string | null =>
  text === undefined || text === title.zh ? null : text

/** Hard rules without points have no sum. */
export function groupRows(
  regulation: Regulation,
  clauses: ReadonlyMap<string, Clause>,
  names: RuleNames,
): Row[] {
  if (clauses.size === 0) return []
  return [
    { head: '总分', text: null, told: totalTold(regulation, names) },
    ...Object.values(regulation.groups).map((group) => ({
      head: headText(group.article ?? null, group.title.zh),
      text: besideTitle(group),
      told: groupTold(group, names),
    })),
  ]
}

const clauseRow = (code: string, clause: Clause, names: RuleNames): Row => ({
  head: headText(clause.article ?? code, clause.title.zh),
  text: besideTitle(clause),
  told: clauseTold(clause, names),
})

export const clauseRows = (clauses: ReadonlyMap<string, Clause>, names: RuleNames): Row[] =>
  [...clauses].map(([code, clause], at) => {
    const row = clauseRow(code, clause, names)
    return { ...row, head: `${at + 1}.　${row.head}` }
  })

export function conditionRows({ conditions }: Regulation, names: RuleNames): Row[] {
  return Object.entries(conditions).map(([code, { article, text, is }]) => ({
    head: headText(article, names.condition(code)),
    text,
    told: [{ slot: '符合', text: demandText(is, names) }],
  }))
}

export const orderRows = ({ orders }: Regulation, names: RuleNames): Row[] =>
  Object.values(orders).map((order) => ({
    head: order.title.zh,
    text: null,
    told: orderTold(order, names),
  }))

export const listRows = ({ lists }: Regulation, names: RuleNames): Row[] =>
  Object.values(lists).map((list) => ({ head: list.title.zh, text: null, told: listTold(list, names) }))

export const gradeRows = ({ grades }: Regulation, names: RuleNames): Row[] =>
  grades.map((grade, at) => ({ head: grade.grade, text: null, told: gradeTold(grade, at > 0, names) }))

export const triggerRows = ({ triggers }: Regulation, names: RuleNames): Row[] =>
  Object.entries(triggers).map(([code, trigger]) => ({
    head: headText(trigger.article ?? code, trigger.title.zh),
    text: besideTitle(trigger),
    told: triggerTold(trigger, names),
  }))

/** Of a clause or a trigger what it is called stands beside its number. */
function titledHead(code: string, { triggers }: Regulation, names: RuleNames): string {
  const title = names.titles.get(code) ?? triggers[code]?.title
  return title ? headText(code, title.zh) : code
}

export function readingRows(regulation: Regulation, chosen: Options, names: RuleNames): Row[] {
  return Object.entries(regulation.readings).map(([code, ofClause]) => ({
    head: titledHead(code, regulation, names),
    text: null,
    told: keysOf(ofClause).map((name) => {
      const { taken, text } = ofClause[name]!
      const isOn = taken || chosen[code] === name
      return { slot: isOn ? '采用' : '未采用', text: text.zh }
    }),
  }))
}

/** What a committee may choose, as clauses: whoever signs should see what was not taken. */
export function offeredRows({ readings }: Regulation, chosen: Options, names: RuleNames): Row[] {
  return Object.entries(readings).flatMap(([code, ofClause]) =>
    Object.entries(ofClause).flatMap(([name, reading]) =>
      reading.taken || chosen[code] === name ? [] : [clauseRow(code, reading.clause, names)],
    ),
  )
}

export const omittedRows = ({ omitted }: Regulation): Row[] =>
  Object.entries(omitted).map(([code, reason]) => ({
    head: code,
    text: null,
    told: [{ slot: '原因', text: reason.zh }],
  }))
