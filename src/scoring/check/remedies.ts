import { parsePoints } from '../../core/points.ts'
import type { RefusalWords } from '../mechanisms/mechanism.ts'
import type { Words } from '../notation/vocabulary.ts'

/** What to write instead, where the words of a refusal alone would not help. */

/** `2分`, `50%`: what is meant is the figure alone, or a part. */
export function figureWords(word: string, key: string): Words {
  const figure = /^[^\d-]*(-?\d+(?:\.\d+)?)\s*分$/.exec(word)?.[1]
  if (figure !== undefined)
    return { zh: `“${word}”只写数字：${figure}`, en: `"${word}" is written as the figure alone: ${figure}` }
  const percent = /^\s*(\d+)\s*[%％]\s*$/.exec(word)?.[1]
  const part = percent === undefined ? undefined : parsePoints(`${percent}/100`)
  if (part) {
    const written = `${part.n}/${part.d}`
    return {
      zh: `“${word}”写成分数 ${written}；出席率之类的界限只写数字 ${percent}`,
      en: `"${word}" is written as the fraction ${written}; the limit of a rate is the number alone, ${percent}`,
    }
  }
  const example = exampleOf(key)
  return {
    zh: `“${word}”应为分值${example.zh || '，例如 -2、12.5 或 "25/2"'}`,
    en: `"${word}" takes points${example.en || ' such as -2, 12.5 or "25/2"'}`,
  }
}

/** How keys are written that are often written otherwise. */
const EXAMPLES: Readonly<Record<string, Words>> = {
  who: alike('who: { office: standing_member }'),
  where: alike('where: { meeting: plenary, outcome: attended }'),
  wanted: alike('wanted: { count: 4, missing: -2 }'),
  measure: alike('measure: { share: { counts: … }, among: { counts: … } }'),
  among: alike('among: { counts: attendance, where: { outcome: [attended, absent, leave_approved] } }'),
  share: {
    zh: 'share: { first: 1/2, others: rest }（第一人一半，其他人均分其余）、{ each: equal }（平分）、first_only（只计第一人）',
    en: 'share: { first: 1/2, others: rest }, { each: equal } or first_only',
  },
  others: {
    zh: 'others: rest（其他人均分其余）、1/4、none（不得分）',
    en: 'others: rest, 1/4 or none',
  },
  cap: {
    zh: 'cap: 20（分）；限次数的写 upTo: 4',
    en: 'cap: 20 (points); a number of records is upTo: 4',
  },
  min: {
    zh: 'min: 60（只写下限：从高到低排列，够不上上一等的就是下一等）',
    en: 'min: 60 (the lower limit: who misses a grade gets the next)',
  },
  top: {
    zh: 'top: 5，或者 top: { share: 20, round: down }（20%）',
    en: 'top: 5 or top: { share: 20, round: down }',
  },
  bottom: {
    zh: 'bottom: 10，或者 bottom: { share: 5, round: down }（5%）',
    en: 'bottom: 10 or bottom: { share: 5, round: down }',
  },
  round: { zh: 'round: down（舍去）、half_up（四舍五入）、up（进一）', en: 'round: down, half_up or up' },
  condition: {
    zh: 'counts: opinion；比得分的写 points: total，几个条件合用的写 all、any、not',
    en: 'counts: opinion; of points write points: total, of several conditions all, any or not',
  },
}

function alike(example: string): Words {
  return { zh: example, en: example }
}

/** `，例如 who: { office: standing_member }`; empty for a key that needs none. */
export function exampleOf(key: string): Words {
  const example = Object.hasOwn(EXAMPLES, key) ? EXAMPLES[key] : undefined
  return example ? { zh: `，例如 ${example.zh}`, en: `, such as ${example.en}` } : { zh: '', en: '' }
}

/** Where a key belongs that stands in the wrong place. */
export const MISPLACED: Readonly<Record<string, RefusalWords>> = {
  status_of_clause: () => ({
    zh: '条款按状态计分，写 points: { ladder: [{ filed: 5 }] }；条件和 measure 里，status 与 counts 并列写',
    en: 'a clause counts a step by points: { ladder: [{ filed: 5 }] }; in conditions and measures status stands beside counts',
  }),
  asked_by_who: () => ({
    zh: '职务和组织写在 who 里，例如 who: { office: standing_member }；where 只问记录',
    en: 'offices and bodies are asked by who, such as who: { office: standing_member }; where is about the record',
  }),
  total_of_points: () => ({
    zh: '总分的条件写 { points: total, below: 60 } 或 { points: total, atLeast: 60 }',
    en: 'the total is asked by { points: total, below: 60 } or { points: total, atLeast: 60 }',
  }),
}

/** The keys, each with the refusal that says where it belongs. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  status: 'status_of_clause',
  office: 'asked_by_who',
  body: 'asked_by_who',
  bodyKind: 'asked_by_who',
  bodyRole: 'asked_by_who',
}

/** The refusal of a key that stands in the wrong place; `known` are those that may stand there. */
export function misplaced(key: string, known: readonly string[]): string | undefined {
  if (key === 'total') return known.includes('atLeast') ? 'total_of_points' : undefined
  return known.includes('counts') || known.includes('outcome') ? ELSEWHERE[key] : undefined
}
