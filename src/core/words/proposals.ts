// biome-ignore-all format: -- a dictionary is read as a list

import { LEVELS } from './catalogues.ts'
import type { Words } from './word.ts'

/** 提案 and 社情民意信息: their lives, and what units and levels make of them. */

export const PROPOSAL_STATES = {
  draft: ['草稿', 'draft'], submitted: ['已提交', 'submitted'], under_review: ['审查中', 'under review'],
  returned: ['已退回', 'returned'], filed: ['已立案', 'filed'], not_filed: ['不予立案', 'not filed'],
  merged: ['已并案', 'merged'], converted: ['已转办', 'converted'], assigned: ['已交办', 'assigned'],
  handling: ['办理中', 'being handled'], replied: ['已答复', 'replied'],
  rehandling: ['再办理', 'being handled again'], closed: ['已办结', 'closed'], archived: ['已归档', 'archived'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

const { assigned, handling, replied, closed } = PROPOSAL_STATES

/** As the public sees it. */
export const PUBLIC_STAGES = { handling, replied, closed } as const satisfies Words
export const PROPOSER_KINDS = {
  individual: ['个人', 'individual'], joint: ['联名', 'joint'], collective: ['集体', 'collective'],
} as const satisfies Words

/** Whether the proposer agrees that it is published. */
export const PUBLICITY = {
  unasked: ['未征求', 'not asked'], consented: ['同意公开', 'agreed'],
  consented_title: ['仅公开案由', 'agreed to the title'], refused: ['不同意公开', 'refused'],
} as const satisfies Words

/** What a sheet says of the review. */
export const REVIEW_RESULTS = {
  filed: ['立案', 'filed'], not_filed: PROPOSAL_STATES.not_filed,
  converted_to_opinion: ['转社情民意', 'converted to an opinion'],
} as const satisfies Words

/** What a proposal that is not filed becomes. */
export const CONVERSIONS = {
  opinion: ['社情民意信息', 'opinion'], letter: ['委员来信', 'letter'], forwarded: ['转有关单位', 'forwarded to a unit'],
} as const satisfies Words

export const ASSIGNMENT_ROLES = {
  lead: ['主办', 'lead'], co: ['会办', 'co-handle'], split: ['分办', 'split'],
} as const satisfies Words

export const ASSIGNMENT_STATES = {
  assigned, transfer_requested: ['申请退办', 'asks to be relieved'], transferred: ['已退办', 'relieved'], handling,
  replied,
} as const satisfies Words

export const CONTACT_WAYS = {
  visit: ['上门', 'visit'], call: ['电话', 'call'], meeting: ['座谈', 'meeting'], message: ['函件', 'message'],
} as const satisfies Words

/** How content a proposer is, with the attitude and with the result. */
export const SATISFACTION = {
  satisfied: ['满意', 'satisfied'], basically_satisfied: ['基本满意', 'basically satisfied'],
  dissatisfied: ['不满意', 'dissatisfied'], none: ['未表态', 'no statement'],
} as const satisfies Words

export const OPINION_STATES = {
  draft: ['草稿', 'draft'], submitted: ['已提交', 'submitted'], editing: ['编辑中', 'being edited'],
  kept: ['留存', 'kept'], returned: ['已退回', 'returned'], archived: ['已归档', 'archived'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

const { district, city, province, national } = LEVELS
export const COMMITTEE_LEVELS = { national, province, city, district } as const satisfies Words
export const ADOPTION_KINDS = {
  single: ['单篇', 'single'], combined: ['综合', 'combined'],
} as const satisfies Words

export const OPINION_FEEDBACKS = {
  answered: ['已答复', 'answered'], settled: ['已解决', 'settled'], planned: ['列入计划', 'planned'],
  not_possible: ['暂不能办', 'not possible'],
} as const satisfies Words
