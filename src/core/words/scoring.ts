// biome-ignore-all format: -- a dictionary is read as a list

import {
  BODY_ROLES,
  DUTY_CLASSES,
  EXEMPTION_REASONS,
  LEVELS,
  MEETING_TYPES,
  OFFICES,
  RECOGNITION_CLASSES,
  RECOGNITION_KINDS,
  SERVICE_KINDS,
} from './catalogues.ts'
import { REPORT_KINDS } from './duties.ts'
import { SPEECH_FORMS, STATUSES } from './meetings.ts'
import { EXIT_REASONS } from './members.ts'
import { OPINION_STATES, PROPOSER_KINDS } from './proposals.ts'
import type { Words } from './word.ts'

/** What an explanation speaks of: facts, their steps and parts, what a regulation counts and what it takes away. */

/** Of a session its status, of a meeting what its sessions come to. */
export const OUTCOMES = { ...STATUSES, attended: [STATUSES.present[0], 'attended'] } as const satisfies Words

export const FACT_STEPS = {
  submitted: ['提交', 'submitted'], filed: ['立案', 'filed'], merged: ['并案', 'merged'],
  converted: ['转办', 'converted'], replied: ['答复', 'replied'], closed: ['办结', 'closed'], key: ['重点', 'key'],
  excellent: ['优秀', 'excellent'], adopted: ['采用', 'adopted'], approved: ['审定', 'approved'],
  sent: ['报送党委政府', 'sent'], kept: OPINION_STATES.kept, instructed: ['批示', 'instructed'], instruction: ['批示', 'instruction'],
  withdrawn: ['撤回', 'withdrawn'],
} as const satisfies Words

/** What one fact of a kind is called when it is counted: 3件提案. */
export const FACT_ITEMS = {
  attendance: ['次', 'meeting'], session: ['场', 'session'], proposal: ['件提案', 'proposal'],
  opinion: ['条信息', 'opinion'], speech: ['次发言', 'speech'], research_report: ['份调研报告', 'research report'],
  service: ['次服务', 'service'], recognition: ['项奖惩', 'recognition'],
} as const satisfies Words

export const FACT_KIND_WORDS = {
  attendance: ['会议', 'meetings'], session: ['场次', 'sessions'], activity: ['活动', 'activities'],
  assessment: ['评分', 'assessments'], member_total: ['委员得分', 'points of members'],
  proposal: ['提案', 'proposals'], opinion: ['社情民意', 'opinions'], speech: ['发言', 'speeches'],
  service: ['服务', 'service'], recognition: ['奖惩', 'recognitions'],
  research_report: ['调研报告', 'research reports'], record: ['其他履职', 'other duties'],
} as const satisfies Words

/** The part that a member has in a record. */
export const FACT_ROLES = {
  first: ['第一提案人', 'first'], cosigner: ['联名人', 'co-signer'], contributor: ['参与人', 'contributor'],
  author: ['作者', 'author'], leader: ['组长', 'leader'], member: ['成员', 'member'], speaker: ['发言人', 'speaker'],
  drafter: ['执笔人', 'drafter'],
} as const satisfies Words

/** What the values of a filter mean, by its field; of other fields they are codes of the committee's own. */
export const FILTER_WORDS: Readonly<Record<string, Words>> = {
  meeting: MEETING_TYPES,
  type: { ...SERVICE_KINDS, ...RECOGNITION_KINDS, ...MEETING_TYPES, ...PROPOSER_KINDS, ...REPORT_KINDS },
  class: { ...DUTY_CLASSES, ...RECOGNITION_CLASSES },
  outcome: OUTCOMES,
  occasion: { ...MEETING_TYPES, consultation: DUTY_CLASSES.consultation },
  form: SPEECH_FORMS,
  level: LEVELS,
  role: FACT_ROLES,
  origin: FACT_KIND_WORDS,
  office: OFFICES,
  bodyRole: BODY_ROLES,
  exempt: EXEMPTION_REASONS,
  exit: EXIT_REASONS,
}

/** What is looked at as a whole has no number. */
export const WHOLES = {
  measure: ['测算', 'measured'], condition: ['条件满足', 'condition met'],
} as const satisfies Words

export const CONSEQUENCES = {
  reminder: ['提醒', 'reminder'], talk: ['约谈', 'talk'], circular: ['通报批评', 'circular'],
  advise_resignation: ['劝辞', 'advised to resign'], exit: ['撤销资格', 'removal'],
  not_renominated: ['不再提名', 'not nominated again'], award: ['表彰', 'award'],
} as const satisfies Words

/** In which a grade is shown. */
export const GRADE_COLOURS = {
  green: ['绿色', 'green'], blue: ['蓝色', 'blue'], yellow: ['黄色', 'yellow'], orange: ['橙色', 'orange'],
  brown: ['褐色', 'brown'], red: ['红色', 'red'], grey: ['灰色', 'grey'],
} as const satisfies Words

export const UNITS = {
  hour: ['小时', 'hours'], half_day: ['个半天', 'half-days'], day: ['天', 'days'], yuan: ['元', 'yuan'],
  missing: ['项不足', 'missing'], more: ['项超出', 'more'], point: ['分', 'points given'],
  in_office: ['（在任部分）', '(part of the period in office)'],
} as const satisfies Words

/** What counts of a proposal that became an opinion. */
export const CONVERSIONS = {
  instead: ['只按信息计，不再按提案计', 'the opinion instead'], both: ['提案和信息都计', 'both'],
  none: ['提案和信息都不计', 'neither'],
} as const satisfies Words

/** Why points did not count, in a cell of a table; the sentences of an explanation are in `scoring/words/losses.ts`. */
export const LOSS_REASONS = {
  cap: ['条款封顶', 'cap of the clause'], floor: ['条款保底', 'floor of the clause'],
  group_cap: ['分组封顶', 'cap of the group'], group_floor: ['分组保底', 'floor of the group'],
  total_cap: ['总分封顶', 'cap of the total'], total_floor: ['总分保底', 'floor of the total'],
  highest_only: ['只计最高一级', 'only the best step counts'],
  step_again: ['同一步骤只计首次', 'a step counts the first time only'],
  best_of: ['同类只计最好一项', 'only the best counts'], not_met: ['条件未满足', 'condition not met'],
  from: ['未到起计项数', 'before the first that counts'], up_to: ['超过计分项数', 'beyond the last that counts'],
  combined: ['多个评分合成', 'one of several values'], weighted: ['按权重计', 'by weight'],
  same_record: ['同一记录已由本组织其他委员计入', 'counted by another member of the body'], once: ['只计一次', 'counts once'],
  not_reached: ['未达到次数', 'number not reached'], full: ['已满', 'number reached before'],
  replaced: ['由其他条款计分', 'counted by another clause'], unsigned: ['未有效署名', 'not signed in time'],
  not_first: ['非第一提案人', 'not the first'], no_share: ['无分摊', 'no share'],
  beyond_limit: ['超过计分人数', 'beyond the number of people who count'], withdrawn: ['已撤回', 'withdrawn'],
  converted: ['已转为他类计分', 'counted as what it became'], of_converted: ['转办件不计', 'turned into from another record'],
  unverified: ['未经核实', 'not verified'], neutral: ['不加不减', 'neither adds nor takes off'],
  exempt: STATUSES.exempt, unknown: STATUSES.unknown,
} as const satisfies Words
