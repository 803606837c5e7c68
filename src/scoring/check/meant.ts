import { CATALOGUE_WORDS, LEVELS } from '../../core/words/catalogues.ts'
import { EXIT_REASONS, ORGANIZATION_KINDS } from '../../core/words/members.ts'
import { RULE_CATALOGUES, RULE_CHOICES, RULE_FIELDS } from '../../core/words/regulations.ts'
import {
  CONSEQUENCES,
  FACT_KIND_WORDS,
  FACT_STEPS,
  FILTER_WORDS,
  GRADE_COLOURS,
  OUTCOMES,
  UNITS,
} from '../../core/words/scoring.ts'
import { codeText, type Words, wordOf } from '../../core/words/word.ts'
import { NAMED_MEETING_OUTCOMES, NAMED_OUTCOMES } from '../mechanisms/match.ts'
import { FACT_KINDS } from './kinds.ts'

/** Which code a Chinese word means, and what a code is called: whoever writes a rules file thinks in words. */

type Named = readonly (readonly [code: string, zh: string])[]

const namedIn = (words: Words): Named => Object.entries(words).map(([code, [zh]]) => [code, zh])
const byWords = (code: string, words: string): Named => words.split(' ').map((zh) => [code, zh])

const OUTCOME_CODES = [...new Set([...NAMED_MEETING_OUTCOMES, ...NAMED_OUTCOMES])]
const KINDS: Named = [
  ['attendance', '出席'],
  ...namedIn(FACT_KIND_WORDS).filter(([code]) => code !== 'session'),
  ...Object.entries(FACT_KINDS).map(([code, { zh }]) => [code, zh] as const),
  ...byWords('attendance', '活动 缺席 请假'),
  ...byWords('recognition', '表彰 奖励 处分'),
  ...byWords('opinion', '信息'),
]
const BODIES = namedIn(ORGANIZATION_KINDS)

/** What may stand under a key, the likeliest first. */
const UNDER: Readonly<Record<string, Named>> = {
  ...Object.fromEntries(Object.entries(FILTER_WORDS).map(([field, words]) => [field, namedIn(words)])),
  outcome: OUTCOME_CODES.map((code) => [code, codeText(OUTCOMES, code, 'zh')]),
  counts: KINDS,
  ladder: namedIn(FACT_STEPS),
  status: namedIn(FACT_STEPS),
  unreached: namedIn(FACT_STEPS),
  exit: namedIn(EXIT_REASONS),
  then: namedIn(CONSEQUENCES),
  ...{ subject: BODIES, bodyKind: BODIES, each: BODIES },
  ...{ quantity: namedIn(UNITS), unit: namedIn(UNITS), sum: namedIn(UNITS) },
  colour: namedIn(GRADE_COLOURS),
  // Of a table by a field that stands beside it.
  is: [...namedIn(LEVELS), ...Object.values(FILTER_WORDS).flatMap(namedIn)],
}

/** Under these the keys are names that the file chooses. */
const OWN = ['conditions', 'lists', 'catalogues', 'readings', 'words']
const MEANT_MAX = 3

/** The codes that a Chinese word at this place may mean; none where it is a name that the file chooses. */
export function codesMeant(word: string, path: readonly PropertyKey[]): string[] {
  const keys = path.map(String)
  const isOwn = OWN.includes(keys[0] ?? '') && keys.at(-1) === word
  if (isOwn || !/\p{Script=Han}/u.test(word)) return []
  const key = keys.findLast((name) => name !== word && Object.hasOwn(UNDER, name))
  const named = key === undefined ? [] : UNDER[key]!
  const exact = named.filter(([, zh]) => zh === word)
  const found = exact.length > 0 ? exact : named.filter(([, zh]) => isLike(word, zh))
  return [...new Set(found.map(([code]) => code))].slice(0, MEANT_MAX)
}

/** 常委 is 常务委员, and 政协提案 is 提案: the shorter one is within the longer, in its order. */
function isLike(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  let at = 0
  for (const character of long) if (character === short[at]) at += 1
  return short.length >= 2 && at === short.length
}

/** The choice that a Chinese word means, among those that there are. */
export function choiceMeant(word: string, allowed: readonly string[]): string | undefined {
  const named = allowed.flatMap((code) => {
    const zh = wordOf(RULE_CHOICES, code)?.[0]
    return zh === undefined ? [] : [{ code, zh }]
  })
  return (named.find(({ zh }) => zh === word) ?? named.find(({ zh }) => isLike(word, zh)))?.code
}

/** `filed（立案）、key（重点）`, of `filed,key`. */
const calledBy = (codes: string, nameOf: (code: string) => string | undefined): string =>
  codes
    .split(',')
    .map((code) => {
      const zh = nameOf(code)
      return zh === undefined ? code : `${code}（${zh}）`
    })
    .join('、')

const calledIn = (codes: string, words: Words): string => calledBy(codes, (code) => wordOf(words, code)?.[0])
export const choicesText = (codes = ''): string => calledIn(codes, RULE_CHOICES)
export const fieldsText = (codes = ''): string => calledIn(codes, RULE_FIELDS)

/** Codes as they are called under this key, or in this catalogue. */
export function codesText(codes = '', key = ''): string {
  const items = Object.entries<Words>(CATALOGUE_WORDS).find(([catalogue]) => catalogue === key)?.[1]
  if (items) return calledIn(codes, items)
  return calledBy(codes, (code) => UNDER[key]?.find(([named]) => named === code)?.[1])
}

/** `会议类型目录（meeting_type）`. */
export function catalogueText(catalogue: string): string {
  const name = wordOf(RULE_CATALOGUES, catalogue)?.[0]
  return name === undefined ? `目录 ${catalogue}` : `${name}目录（${catalogue}）`
}
