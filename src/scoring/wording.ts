import { decimalText, exactText, negate, type Points, pointsText, rounded } from '../core/points.ts'
import type { Outcome, SessionCounts } from './attendance-outcome.ts'
import type { Arithmetic, Loss, LossReason } from './lines.ts'

/** The sentences of an explanation, in both languages. `render.ts` puts them into a tree. */
export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

type Pair = readonly [zh: string, en: string]
const pick = (pair: Pair, lang: Language): string => (lang === 'zh' ? pair[0] : pair[1])

const OUTCOMES: Record<Outcome, Pair> = {
  attended: ['出席', 'attended'],
  present: ['出席', 'present'],
  late: ['迟到', 'late'],
  left_early: ['早退', 'left early'],
  partial: ['部分出席', 'there in part'],
  observer: ['列席', 'observer'],
  walk_in: ['未报名到场', 'walk-in'],
  leave_approved: ['请假', 'on leave'],
  leave_pending: ['请假待批', 'leave undecided'],
  leave_refused: ['请假未准', 'leave refused'],
  absent: ['缺席', 'absent'],
  declined: ['不参加', 'declined'],
  exempt: ['免计', 'exempt'],
  unknown: ['未登记', 'no record'],
}

const STATUSES: Record<string, Pair> = {
  submitted: ['提交', 'submitted'],
  filed: ['立案', 'filed'],
  merged: ['并案', 'merged'],
  converted: ['转办', 'converted'],
  replied: ['答复', 'replied'],
  closed: ['办结', 'closed'],
  key: ['重点', 'key'],
  excellent: ['优秀', 'excellent'],
  adopted: ['采用', 'adopted'],
  approved: ['审定', 'approved'],
  sent: ['报送党委政府', 'sent'],
  instructed: ['批示', 'instructed'],
  instruction: ['批示', 'instruction'],
}

/** What one fact of a kind is called when it is counted. */
const ITEMS: Record<string, Pair> = {
  attendance: ['次', 'meeting'],
  session: ['场', 'session'],
  proposal: ['件提案', 'proposal'],
  opinion: ['条信息', 'opinion'],
  speech: ['次发言', 'speech'],
  research_report: ['份调研报告', 'research report'],
  service: ['次服务', 'service'],
  recognition: ['项奖惩', 'recognition'],
}

const KINDS: Record<string, Pair> = {
  attendance: ['出席', 'attendance'],
  proposal: ['提案', 'proposals'],
  opinion: ['社情民意', 'opinions'],
  speech: ['发言', 'speeches'],
  service: ['服务', 'service'],
  recognition: ['奖惩', 'recognitions'],
  research_report: ['调研报告', 'research reports'],
  record: ['履职记录', 'records'],
}

const wordOf = (words: Record<string, Pair>, code: string): Pair | undefined =>
  Object.hasOwn(words, code) ? words[code] : undefined

/** What is looked at as a whole has no number. */
const WHOLES: Record<string, Pair> = {
  measure: ['测算', 'measured'],
  condition: ['条件满足', 'condition met'],
}

/** `第3件提案`, `proposal 3`. */
export function itemText(kind: string, number: number, lang: Language): string {
  const whole = wordOf(WHOLES, kind)
  if (whole) return pick(whole, lang)
  const item = wordOf(ITEMS, kind) ?? ['项', 'record']
  return lang === 'zh' ? `第${number}${item[0]}` : `${item[1]} ${number}`
}

const CONSEQUENCES: Record<string, Pair> = {
  reminder: ['提醒', 'reminder'],
  talk: ['约谈', 'talk'],
  circular: ['通报批评', 'circular'],
  advise_resignation: ['劝辞', 'advised to resign'],
  exit: ['撤销资格', 'removal'],
  not_renominated: ['不再提名', 'not nominated again'],
  award: ['表彰', 'award'],
}

export function consequenceText(code: string, lang: Language): string {
  return pick(wordOf(CONSEQUENCES, code) ?? [code, code], lang)
}

/** `出席`, `attendance`: a kind of fact by its name. */
export function kindText(kind: string, lang: Language): string {
  return pick(wordOf(KINDS, kind) ?? [kind, kind], lang)
}

export function stepText(status: string, lang: Language): string {
  return pick(wordOf(STATUSES, status) ?? [status, status], lang)
}

/** `25分`, `25 points`; a share that does not end stays a fraction. */
export function pointsIn(points: Points, lang: Language): string {
  const text = exactText(points)
  return lang === 'zh' ? `${text}分` : `${text} ${text === '1' || text === '-1' ? 'point' : 'points'}`
}

const COUNTS: readonly (readonly [keyof SessionCounts, Pair])[] = [
  ['present', ['出席', 'present']],
  ['late', ['迟到', 'late']],
  ['leftEarly', ['早退', 'left early']],
  ['partial', ['部分出席', 'in part']],
  ['leave', ['请假', 'on leave']],
  ['absent', ['缺席', 'absent']],
  ['unknown', ['未登记', 'without a record']],
]

/** How the sessions of a meeting made its outcome: `应到8场（出席6，请假2），计为出席`. */
export function attendanceText({ outcome, sessions }: Arithmetic, lang: Language): string {
  if (outcome === null) return ''
  const word = pick(OUTCOMES[outcome], lang)
  if (!sessions || sessions.eligible < 2) return word
  const counted = COUNTS.flatMap(([key, pair]) => {
    const count = sessions[key] ?? 0
    if (count === 0) return []
    return [lang === 'zh' ? `${pair[0]}${count}` : `${pair[1]} ${count}`]
  })
  return lang === 'zh'
    ? `应到${sessions.eligible}场（${counted.join('，')}），${outcome === 'unknown' ? '结果未定' : `计为${word}`}`
    : `${sessions.eligible} sessions (${counted.join(', ')}), ${outcome === 'unknown' ? 'still open' : `counts as ${word}`}`
}

/** The sum before any loss: `15分 × 1/2（2人署名，第1位）= 7.5分`. */
export function sumText(sum: Arithmetic, full: Points, lang: Language): string {
  const { rate, share, by, quantity, measured } = sum
  if (measured) return measuredText(measured, rate, full, lang)
  const one = pointsIn(rate, lang) + (by && by.field !== 'outcome' ? ` [${by.value}]` : '')
  const figure = quantity ? `${one} × ${timesText(quantity, lang)}` : one
  if (!share || share.of === 1 || share.position === null) {
    return quantity ? `${figure} = ${pointsIn(full, lang)}` : figure
  }
  const who =
    lang === 'zh'
      ? `（${share.of}人署名，第${share.position}位）`
      : ` (${share.position} of ${share.of} who signed)`
  return `${figure} × ${pointsText(share.part)}${who} = ${pointsIn(full, lang)}`
}

/** `3 小时`; of every 1 000 yuan: `4（每1000 元）`. */
function timesText({ many, unit, each }: NonNullable<Arithmetic['quantity']>, lang: Language): string {
  const name = unitText(unit, lang)
  if (exactText(each) === '1') return `${exactText(many)} ${name}`
  return lang === 'zh'
    ? `${exactText(many)}（每${exactText(each)} ${name}）`
    : `${exactText(many)} (each ${exactText(each)} ${name})`
}

/** A fraction within a division is put in brackets. */
function bracketed(points: Points): string {
  const text = exactText(points)
  return text.includes('/') ? `(${text})` : text
}

/** `18/20 = 90%，20分 × 90% = 18分`, `第3名（共30名）：8分`. */
function measuredText(
  { unit, value, of, among }: NonNullable<Arithmetic['measured']>,
  rate: Points,
  full: Points,
  lang: Language,
): string {
  const isZh = lang === 'zh'
  const [comma, result] = [isZh ? '，' : ', ', pointsIn(full, lang)]
  if (unit === 'place') {
    const place = isZh
      ? `第${exactText(value)}名（共${exactText(among!)}名）`
      : `place ${exactText(value)} of ${exactText(among!)}`
    return `${place}${comma}${result}`
  }
  const isPercent = unit === 'percent'
  const shown = isPercent ? `${decimalText(value) ?? rounded(value)}%` : exactText(value)
  const parts = of && among ? [of, among].map(bracketed).join('/') : undefined
  const found = parts ? `${parts} = ${shown}` : shown
  if (exactText(rate) === exactText(full)) return `${found}${comma}${result}`
  return `${found}${comma}${pointsIn(rate, lang)} × ${isPercent && parts ? parts : shown} = ${result}`
}

const UNITS: Record<string, Pair> = {
  hour: ['小时', 'hours'],
  half_day: ['个半天', 'half-days'],
  day: ['天', 'days'],
  yuan: ['元', 'yuan'],
  missing: ['项不足', 'missing'],
  more: ['项超出', 'more'],
  point: ['分', 'points given'],
  in_office: ['（在任部分）', '(part of the period in office)'],
}

const unitText = (unit: string, lang: Language): string => pick(wordOf(UNITS, unit) ?? [unit, unit], lang)

/** Why some of `before` points did not count. `place` names the group of a limit, `本组` for the line's own. */
export function lossText(loss: Loss, before: Points, place: string, lang: Language): string {
  return pick(LOSSES[loss.reason](loss, before, place), lang)
}

const zh = (points: Points): string => pointsIn(points, 'zh')
const en = (points: Points): string => pointsIn(points, 'en')
const limitOf = (loss: Loss): string => (loss.limit ? exactText(loss.limit) : '')

type LossWords = (loss: Loss, before: Points, place: string) => Pair

const capped: LossWords = ({ amount, limit }, before, place) => [
  `${place}封顶${limit ? zh(limit) : ''}，${zh(before)}中失去${zh(amount)}`,
  `${place} stops at ${limit ? en(limit) : ''}: ${exactText(amount)} of ${en(before)} lost`,
]
const floored: LossWords = ({ amount, limit }, before, place) => [
  `${place}不低于${limit ? zh(limit) : ''}，应扣${zh(negate(before))}，少扣${zh(negate(amount))}`,
  `${place} does not go below ${limit ? en(limit) : ''}: ${exactText(negate(amount))} of ${en(negate(before))} not taken off`,
]

const LOSSES: Record<LossReason, LossWords> = {
  cap: capped,
  group_cap: capped,
  total_cap: capped,
  floor: floored,
  group_floor: floored,
  total_floor: floored,
  highest_only: ({ amount, where }) => [
    `只计最高一级，其中${zh(amount)}已在“${stepText(where, 'zh')}”计过`,
    `only the best step counts, ${exactText(amount)} of it counted as ${stepText(where, 'en')} before`,
  ],
  not_met: (_loss, before, place) => [
    `${place}的条件未满足，${zh(before)}不计`,
    `${place} counts only under its condition, which does not hold: ${en(before)} lost`,
  ],
  best_of: ({ where }) => [
    `同类只计最好的一项（${where}），此项不计`,
    `only the best of these counts (${where}), this one does not`,
  ],
  from: (loss) => [
    `从第${limitOf(loss)}项起计，此项不计`,
    `counts from number ${limitOf(loss)} on, this one does not`,
  ],
  up_to: (loss) => [
    `只计前${limitOf(loss)}项，此项不计`,
    `only the first ${limitOf(loss)} count, this one does not`,
  ],
  combined: ({ limit }, before) =>
    limit
      ? [
          `多个评分合成，此项占${exactText(limit)}`,
          `one of several values, ${exactText(limit)} of ${en(before)}`,
        ]
      : ['多个评分合成，此项不取', 'one of several values, this one is not taken'],
  weighted: ({ limit }, before, place) => [
    `${place}按${limit ? exactText(limit) : ''}计入，${zh(before)}`,
    `${place} counts by ${limit ? exactText(limit) : ''} of ${en(before)}`,
  ],
  same_record: () => ['同一件事本组织已计过，不再计', 'the body has this record already, counted once'],
  once: () => ['只计一次，此项不再计', 'counts once, this one is not counted again'],
  not_reached: (loss) => [
    `满${limitOf(loss)}项才计，此项尚未满`,
    `counts when ${limitOf(loss)} are reached, not yet`,
  ],
  full: (loss) => [
    `满${limitOf(loss)}项已计，此项不再计`,
    `counted when ${limitOf(loss)} were reached, no more`,
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
