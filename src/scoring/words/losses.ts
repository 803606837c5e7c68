import { exactText, negate, type Points, signOf } from '../../core/points.ts'
import type { ExplanationWords } from '../../core/words/explanations.ts'
import { codeText, type Language, pick, type Word } from '../../core/words/word.ts'
import type { Loss, LossReason } from '../lines.ts'
import { pointsIn } from './sentences.ts'

/** Why points did not count, in both languages. */

/** Where a loss was taken, in the words of the language that is asked for. */
export interface LossPlace {
  /** The group of a limit, `本组` for the line's own. */
  readonly place: string
  /** The part of the period in which the clause counts anew, `第三季度`; empty without one. */
  readonly part: string
  /** What earlier periods have used of a limit over the term already. */
  readonly used: Points | null
  readonly words: ExplanationWords
}

/** Why some of `before` points did not count. */
export function lossText(loss: Loss, before: Points, at: LossPlace, lang: Language): string {
  return pick(LOSSES[loss.reason](loss, before, at), lang)
}

const zh = (points: Points): string => pointsIn(points, 'zh')
const en = (points: Points): string => pointsIn(points, 'en')
const limitOf = (loss: Loss): string => (loss.limit ? exactText(loss.limit) : '')

type LossWords = (loss: Loss, before: Points, at: LossPlace) => Word

const inPart = (part: string): string => part && ` in ${part}`
/** What earlier periods have used of the limit: only the clause's own cap runs over the term. */
function usedText({ reason }: Loss, { used }: LossPlace, lang: Language): string {
  if (reason !== 'cap' || used === null || signOf(used) === 0) return ''
  return lang === 'zh' ? `（此前各期已计${zh(used)}）` : ` (${en(used)} counted before this period)`
}

const capped: LossWords = (loss, before, at) => {
  const { amount, limit } = loss
  const { place, part } = at
  return [
    `${place}${part}封顶${limit ? zh(limit) : ''}${usedText(loss, at, 'zh')}，${zh(before)}中失去${zh(amount)}`,
    `${place} stops at ${limit ? en(limit) : ''}${inPart(part)}${usedText(loss, at, 'en')}: ${exactText(amount)} of ${en(before)} lost`,
  ]
}
const floored: LossWords = ({ amount, limit }, before, { place, part }) => [
  `${place}${part}不低于${limit ? zh(limit) : ''}，应扣${zh(negate(before))}，少扣${zh(negate(amount))}`,
  `${place} does not go below ${limit ? en(limit) : ''}${inPart(part)}: ${exactText(negate(amount))} of ${en(negate(before))} not taken off`,
]

const LOSSES: Record<LossReason, LossWords> = {
  cap: capped,
  group_cap: capped,
  total_cap: capped,
  floor: floored,
  group_floor: floored,
  total_floor: floored,
  highest_only: ({ amount, where }, _before, { words }) => [
    `只计最高一级，其中${zh(amount)}已在“${codeText(words.steps, where, 'zh')}”计过`,
    `only the best step counts, ${exactText(amount)} of it counted as ${codeText(words.steps, where, 'en')} before`,
  ],
  not_met: ({ amount, limit }, before, { place }) =>
    limit
      ? [
          `${place}的条件未满足（${exactText(limit)}），${zh(before)}中失去${zh(amount)}`,
          `the condition of ${place} does not hold (${exactText(limit)}): ${exactText(amount)} of ${en(before)} lost`,
        ]
      : [
          `${place}的条件未满足，${zh(before)}不计`,
          `${place} counts only under its condition, which does not hold: ${en(before)} lost`,
        ],
  step_again: ({ where }) => [
    `这一步只按第一次（${where}）计，此次不计`,
    `a step counts the first time only (${where}), this one does not`,
  ],
  best_of: ({ where }) => [
    `同类只计最好的一项（${where}），此项不计`,
    `only the best of these counts (${where}), this one does not`,
  ],
  from: (loss, _before, { part }) => [
    `${part}从第${limitOf(loss)}项起计，此项不计`,
    `counts from number ${limitOf(loss)} on${inPart(part)}, this one does not`,
  ],
  up_to: (loss, _before, { part }) => [
    `${part}只计前${limitOf(loss)}项，此项不计`,
    `only the first ${limitOf(loss)} count${inPart(part)}, this one does not`,
  ],
  combined: ({ limit }, before, { part }) =>
    limit
      ? [
          `${part}多个评分合成，此项占${exactText(limit)}`,
          `one of several values${inPart(part)}, ${exactText(limit)} of ${en(before)}`,
        ]
      : [`${part}多个评分合成，此项不取`, `one of several values${inPart(part)}, this one is not taken`],
  weighted: ({ limit }, before, { place }) => [
    `${place}按${limit ? exactText(limit) : ''}计入，${zh(before)}`,
    `${place} counts by ${limit ? exactText(limit) : ''} of ${en(before)}`,
  ],
  same_record: () => ['同一件事本组织已计过，不再计', 'the body has this record already, counted once'],
  once: (_loss, _before, { part }) => [
    `${part}只计一次，此项不再计`,
    `counts once${inPart(part)}, this one is not counted again`,
  ],
  not_reached: (loss, _before, { part }) => [
    `${part}满${limitOf(loss)}项才计，此项尚未满`,
    `counts when ${limitOf(loss)} are reached${inPart(part)}, not yet`,
  ],
  full: (loss, _before, { part }) => [
    `${part}满${limitOf(loss)}项已计，此项不再计`,
    `counted when ${limitOf(loss)} were reached${inPart(part)}, no more`,
  ],
  replaced: () => ['同一会议已由另一条代替计分', 'another clause counts this meeting in its place'],
  unsigned: () => ['没有按时署名，不计', 'not signed in time, not counted'],
  not_first: () => ['不是第一人，不计', 'not the first, not counted'],
  no_share: () => ['本条不给这一位次的人计分', 'this clause gives nothing at this place among the signers'],
  beyond_limit: () => ['超出可计分的人数，不计', 'beyond the number of people who count'],
  withdrawn: () => ['已撤回，不计', 'withdrawn, not counted'],
  unverified: () => ['尚未核实，不计', 'not verified, not counted'],
  neutral: () => ['不计分，也不扣分', 'neither adds nor takes off'],
  exempt: () => ['不得分，也不扣分', 'counts neither for nor against'],
  unknown: () => ['登记完整之前不计', 'not counted until the record is complete'],
}
