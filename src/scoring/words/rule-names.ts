import { itemOf } from '../../core/words/amounts.ts'
import { WORDS_NOW } from '../../core/words/explanations.ts'
import { ORGANIZATION_KINDS } from '../../core/words/members.ts'
import { CONSEQUENCES, GRADE_COLOURS, UNITS } from '../../core/words/scoring.ts'
import type { Words } from '../../core/words/word.ts'
import type { Clause, Regulation } from '../format/regulation.ts'
import { unitIn } from '../format/units.ts'
import type { Saying } from '../mechanisms/mechanism.ts'
import { overText } from '../mechanisms/window.ts'
import type { Names } from './conditions.ts'
import { ownWords, wordsWith } from './own-words.ts'
import { kindText, valueText } from './sentences.ts'

/** What a regulation on paper calls its codes, clauses, groups and conditions. */

/** Words of a committee's own, by the field of the code: `{ meeting: { river_walk: ['巡河活动', …] } }`. */
export type FieldWords = Readonly<Record<string, Words>>

export interface RuleNames extends Names {
  readonly regulation: Regulation
  readonly word: (field: string, code: string) => string
  readonly kind: (kind: string) => string
  /** `第8项“参加活动”`: the place of a clause on paper, by which a reader finds it. */
  readonly clause: (code: string) => string
  /** `总分`, `“会议”组`, or a clause: what points are asked of. */
  readonly points: (code: string) => string
  /** `条件2“三个一”`. */
  readonly condition: (code: string) => string
}

const OURS: FieldWords = {
  ...WORDS_NOW.filters,
  step: WORDS_NOW.steps,
  unit: UNITS,
  then: CONSEQUENCES,
  bodyKind: ORGANIZATION_KINDS,
  body: {},
  colour: GRADE_COLOURS,
  attribute: {},
}

/** A regulation's own words go before those of its committee, and these before ours. */
export function ruleNames(
  regulation: Regulation,
  clauses: ReadonlyMap<string, Clause>,
  committee: FieldWords = {},
): RuleNames {
  const filters = Object.fromEntries(
    Object.entries(OURS).map(([field, words]) => [field, { ...words, ...committee[field] }]),
  )
  const own = ownWords(regulation)
  const words = wordsWith(regulation, { ...WORDS_NOW, filters })
  const titles = new Map([
    ...Object.entries(regulation.groups).map(([code, { title }]) => [code, title] as const),
    ...[...clauses].map(([code, { title }]) => [code, title] as const),
  ])
  const rows = [...clauses.keys()]
  const conditions = Object.keys(regulation.conditions)
  const clause = (code: string) => `第${rows.indexOf(code) + 1}项“${titles.get(code)?.zh ?? code}”`
  return {
    regulation,
    words,
    titles,
    word: (field, code) => valueText(field, code, words, 'zh'),
    kind: (kind) => kindText(kind, words, 'zh'),
    clause,
    points(code) {
      if (code === 'total') return '总分'
      return Object.hasOwn(regulation.groups, code) ? `“${titles.get(code)!.zh}”组` : clause(code)
    },
    condition(code) {
      const name = own[code]
      return `条件${conditions.indexOf(code) + 1}${name ? `“${name[0]}”` : ''}`
    },
  }
}

/** In which one record of a kind is counted: `件` of 1件提案. */
export const counterOf = (kind: string): string => itemOf(kind)[0].slice(0, 1)

/** What the mechanisms of a clause call things by. */
export const sayingOf = (
  clause: Pick<Clause, 'counts' | 'per' | 'window' | 'within'>,
  names: RuleNames,
): Saying => ({
  one: counterOf(clause.per === 'session' ? 'session' : clause.counts),
  over: overText(clause.window),
  unit: unitIn(names.regulation.groups, clause.within),
  word: names.word,
  clause: names.clause,
})
