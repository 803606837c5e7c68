// biome-ignore-all format: -- a dictionary is read as a list

import type { Words } from './word.ts'

/** What else members do, and how it stands. */

export const SPEECH_STATES = {
  submitted: ['已提交', 'submitted'], listed: ['入选', 'listed'], delivered: ['已发言', 'delivered'],
  not_selected: ['未入选', 'not selected'],
} as const satisfies Words

export const SPEECH_ROLES = {
  speaker: ['发言人', 'speaker'], drafter: ['执笔人', 'drafter'],
} as const satisfies Words

export const REPORT_KINDS = {
  comprehensive: ['综合性', 'comprehensive'], special: ['专题', 'special'],
} as const satisfies Words

export const RESEARCH_STATES = {
  draft: ['草稿', 'draft'], submitted: ['已提交', 'submitted'], returned: ['已退回', 'returned'],
  approved: ['已审定', 'approved'], sent: ['已报送', 'sent'],
} as const satisfies Words

export const RESEARCH_ROLES = {
  leader: ['组长', 'leader'], author: ['执笔人', 'author'], member: ['成员', 'member'],
} as const satisfies Words

export const RESEARCH_OUTCOMES = {
  formal_recommendation: ['建议案', 'formal recommendation'], other: ['其他', 'other'],
} as const satisfies Words

export const SUGGESTION_STATES = {
  raised: ['已提出', 'raised'], sent: ['已转送', 'sent'], adopted: ['已采纳', 'adopted'],
  partly: ['部分采纳', 'partly adopted'], declined: ['未采纳', 'declined'], done: ['已落实', 'done'],
} as const satisfies Words

/** Of people on a roster. */
export const ROSTER_CATEGORIES = {
  member: ['委员', 'member'], external: ['社会人士', 'external'], overseas: ['海外人士', 'overseas'],
  scholar: ['专家', 'scholar'],
} as const satisfies Words

export const PROGRESS_STATES = {
  done: ['按期完成', 'done in time'], late: ['逾期完成', 'done late'], missing: ['逾期未完成', 'overdue'],
  planned: ['计划中', 'to come'], cancelled: ['已取消', 'cancelled'],
} as const satisfies Words

export const ASSESSMENT_STATES = {
  unconfirmed: ['待确认', 'unconfirmed'], confirmed: ['已确认', 'confirmed'], refused: ['未通过', 'refused'],
} as const satisfies Words

/** Of what a member declares. */
export const VERIFICATIONS = {
  unverified: ['待核实', 'unverified'], confirmed: ['已核实', 'confirmed'], refused: ['未通过', 'refused'],
  asked_back: ['退回补充', 'asked back'],
} as const satisfies Words

/** Of an entry of the archive. */
export const ENTRY_VERIFICATIONS = {
  unverified: VERIFICATIONS.unverified, confirmed: VERIFICATIONS.confirmed, disputed: ['有异议', 'disputed'],
} as const satisfies Words

export const EVIDENCE_RULES = {
  none: ['不需要', 'none'], optional: ['可附', 'optional'], required: ['必附', 'required'],
} as const satisfies Words

/** Who enters records of a kind. */
export const ENTERED_BY = {
  department: ['部门', 'department'], member: ['委员', 'member'], both: ['均可', 'both'],
} as const satisfies Words

/** Of further fields that a kind of duty has. */
export const FIELD_TYPES = {
  text: ['文字', 'text'], integer: ['整数', 'integer'], day: ['日期', 'day'], flag: ['是否', 'yes or no'],
  choice: ['选项', 'choice'],
} as const satisfies Words

export const DUTY_REPORT_STATES = {
  not_due: ['未到期', 'not due'], due: ['待提交', 'due'], overdue: ['已逾期', 'overdue'],
  submitted: ['已提交', 'submitted'], returned: ['已退回', 'returned'], accepted: ['已审阅', 'accepted'],
} as const satisfies Words

export const ATTACHMENT_PURPOSES = {
  evidence: ['佐证', 'evidence'], leave_paper: ['请假条', 'leave paper'], agenda: ['议程', 'agenda'],
  minutes: ['纪要', 'minutes'], photo: ['照片', 'photo'],
} as const satisfies Words
