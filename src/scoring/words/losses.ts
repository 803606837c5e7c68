import { exactText, type Points } from '../../core/points.ts'
import { type Language, pick } from '../../core/words/word.ts'
import type { Loss, LossReason } from '../lines.ts'
import { LOSSES } from '../mechanisms/all.ts'
import { en, type LossPlace, type LossWords, zh } from '../mechanisms/mechanism.ts'

/** Why points did not count, in both languages. */

/** Why some of `before` points did not count. */
export function lossText(loss: Loss, before: Points, at: LossPlace, lang: Language): string {
  return pick(WORDS[loss.reason](loss, before, at), lang)
}

const WORDS: Record<LossReason, LossWords> = {
  ...LOSSES,
  not_met: ({ amount, limit }, before, { place, unit }) =>
    limit
      ? [
          `${place}的条件未满足（${exactText(limit)}），${zh(before, unit)}中失去${zh(amount, unit)}`,
          `the condition of ${place} does not hold (${exactText(limit)}): ${exactText(amount)} of ${en(before, unit)} lost`,
        ]
      : [
          `${place}的条件未满足，${zh(before, unit)}不计`,
          `${place} counts only under its condition, which does not hold: ${en(before, unit)} lost`,
        ],
  same_record: () => ['同一件事本组织已计过，不再计', 'the body has this record already, counted once'],
  withdrawn: () => ['已撤回，不计', 'withdrawn, not counted'],
  converted: () => ['已转办，按转成的记录计，此处不计', 'turned into another record, and counted as that'],
  of_converted: () => [
    '由他件转来，按本办法不计',
    'turned into from another record, which the regulation does not count',
  ],
  unverified: () => ['尚未核实，不计', 'not verified, not counted'],
  neutral: () => ['不计分，也不扣分', 'neither adds nor takes off'],
  exempt: () => ['不得分，也不扣分', 'counts neither for nor against'],
  unknown: () => ['登记完整之前不计', 'not counted until the record is complete'],
}
