import type { Outcome } from './attendance-outcome.ts'

/** The words of codes, in both languages: statuses, outcomes, kinds, units, the types and levels most regulations name. */
export const LANGUAGES = ['zh', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export type Pair = readonly [zh: string, en: string]
export const pick = (pair: Pair, lang: Language): string => (lang === 'zh' ? pair[0] : pair[1])

export const wordOf = (words: Record<string, Pair>, code: string): Pair | undefined =>
  Object.hasOwn(words, code) ? words[code] : undefined

export const OUTCOMES: Record<Outcome, Pair> = {
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
  attendance: ['会议', 'meetings'],
  session: ['场次', 'sessions'],
  activity: ['活动', 'activities'],
  assessment: ['评分', 'assessments'],
  member_total: ['委员得分', 'points of members'],
  proposal: ['提案', 'proposals'],
  opinion: ['社情民意', 'opinions'],
  speech: ['发言', 'speeches'],
  service: ['服务', 'service'],
  recognition: ['奖惩', 'recognitions'],
  research_report: ['调研报告', 'research reports'],
  record: ['履职记录', 'records'],
}

const MEETINGS: Record<string, Pair> = {
  plenary: ['全体会议', 'plenary'],
  sc_meeting: ['常委会议', 'standing committee'],
  sc_topic: ['专题议政性常委会议', 'standing committee on a topic'],
  chairs_meeting: ['主席会议', 'meeting of the chairs'],
  committee_meeting: ['专委会会议', 'special committee'],
  committee_activity: ['专委会活动', 'activity of a special committee'],
  sector_activity: ['界别活动', 'activity of a sector'],
  group_activity: ['委员小组活动', 'activity of a group'],
  topic_consultation: ['专题协商会', 'consultation on a topic'],
  research: ['调研', 'research'],
  inspection: ['视察', 'inspection'],
  study_tour: ['考察', 'study tour'],
  training: ['委员培训', 'training'],
  reading: ['读书活动', 'reading'],
  visit: ['走访', 'visit'],
  charity: ['公益慈善', 'charity'],
}

const CLASSES: Record<string, Pair> = {
  statutory: ['法定会议', 'statutory'],
  activity: ['活动', 'activity'],
  study: ['学习', 'study'],
  consultation: ['协商', 'consultation'],
  research: ['调研视察', 'research'],
  supervision: ['监督', 'supervision'],
  service: ['服务', 'service'],
  reward: ['奖励', 'reward'],
  penalty: ['处分', 'penalty'],
}

const LEVELS: Record<string, Pair> = {
  district: ['区级', 'district'],
  city: ['市级', 'city'],
  province: ['省级', 'province'],
  national: ['全国', 'national'],
}

const OFFICES: Record<string, Pair> = {
  member: ['委员', 'member'],
  standing_member: ['常务委员', 'standing member'],
  chair: ['主席', 'chair'],
  vice_chair: ['副主席', 'vice chair'],
  secretary_general: ['秘书长', 'secretary-general'],
}

const FORMS: Record<string, Pair> = { written: ['书面', 'written'], oral: ['口头', 'oral'] }
const ROLES: Record<string, Pair> = {
  first: ['第一提案人', 'first'],
  cosigner: ['联名人', 'cosigner'],
  contributor: ['参与人', 'contributor'],
  author: ['作者', 'author'],
  leader: ['组长', 'leader'],
}
const BODY_ROLES: Record<string, Pair> = {
  director: ['主任', 'director'],
  deputy_director: ['副主任', 'deputy director'],
  convener: ['召集人', 'convener'],
  deputy_convener: ['副召集人', 'deputy convener'],
  liaison: ['联络员', 'liaison'],
}
const TYPES: Record<string, Pair> = {
  individual: ['个人', 'individual'],
  joint: ['联名', 'joint'],
  collective: ['集体', 'collective'],
  comprehensive: ['综合', 'comprehensive'],
  special: ['专题', 'special'],
}
const REASONS: Record<string, Pair> = {
  illness: ['生病', 'illness'],
  abroad: ['出国', 'being abroad'],
  study: ['学习', 'study'],
}

/** What the values of a filter mean, by its field; of other fields they are codes of the committee's own. */
const FIELDS: Record<string, Record<string, Pair>> = {
  meeting: MEETINGS,
  type: { ...MEETINGS, ...TYPES },
  class: CLASSES,
  outcome: OUTCOMES,
  occasion: { ...MEETINGS, consultation: ['协商', 'consultation'] },
  form: FORMS,
  level: LEVELS,
  role: ROLES,
  office: OFFICES,
  bodyRole: BODY_ROLES,
  exempt: REASONS,
}

/** A code between quotes, where nobody knows a word for it. */
const quoted = (code: string, lang: Language): string => (lang === 'zh' ? `“${code}”` : `"${code}"`)

/** `全体会议`, `plenary`: a value of a field by its word. */
export function valueText(field: string, code: string, lang: Language): string {
  const word = wordOf(FIELDS[field] ?? {}, code)
  return word ? pick(word, lang) : quoted(code, lang)
}

/** What is looked at as a whole has no number. */
const WHOLES: Record<string, Pair> = {
  measure: ['测算', 'measured'],
  condition: ['条件满足', 'condition met'],
}

/** `第3件提案`, `proposal 3`. */
export function itemText(kind: string, number: number, lang: Language): string {
  const whole = wordOf(WHOLES, kind)
  if (whole) return pick(whole, lang)
  return lang === 'zh' ? `第${amountText(kind, number, lang)}` : `${pick(itemOf(kind), lang)} ${number}`
}

const itemOf = (kind: string): Pair => wordOf(ITEMS, kind) ?? ['项', 'record']

/** `3件提案`; in English the number alone. */
export const amountText = (kind: string, number: number, lang: Language): string =>
  lang === 'zh' ? `${number}${itemOf(kind)[0]}` : String(number)

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

/** `会议`, `meetings`: a kind of fact by its name. */
export function kindText(kind: string, lang: Language): string {
  const word = wordOf(KINDS, kind)
  return word ? pick(word, lang) : quoted(kind, lang)
}

export function stepText(status: string, lang: Language): string {
  return pick(wordOf(STATUSES, status) ?? [status, status], lang)
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

export const unitText = (unit: string, lang: Language): string =>
  pick(wordOf(UNITS, unit) ?? [unit, unit], lang)
