import { exactText, negate, type Points, signOf } from '../../core/points.ts'
import { codeText, type Language, pick } from '../../core/words/word.ts'
import type { Loss, LossReason } from '../lines.ts'
import { LOSSES } from '../mechanisms/all.ts'
import { en, inPart, type LossPlace, type LossWords, zh } from '../mechanisms/mechanism.ts'

/** Why points did not count, in both languages. */

/** Why some of `before` points did not count. */
export function lossText(loss: Loss, before: Points, at: LossPlace, lang: Language): string {
  return pick(WORDS[loss.reason](loss, before, at), lang)
}

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

const WORDS: Record<LossReason, LossWords> = {
  ...LOSSES,
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
  weighted: ({ limit }, before, { place }) => [
    `${place}按${limit ? exactText(limit) : ''}计入，${zh(before)}`,
    `${place} counts by ${limit ? exactText(limit) : ''} of ${en(before)}`,
  ],
  same_record: () => ['同一件事本组织已计过，不再计', 'the body has this record already, counted once'],
  replaced: () => ['同一会议已由另一条代替计分', 'another clause counts this meeting in its place'],
  withdrawn: () => ['已撤回，不计', 'withdrawn, not counted'],
  unverified: () => ['尚未核实，不计', 'not verified, not counted'],
  neutral: () => ['不计分，也不扣分', 'neither adds nor takes off'],
  exempt: () => ['不得分，也不扣分', 'counts neither for nor against'],
  unknown: () => ['登记完整之前不计', 'not counted until the record is complete'],
}
