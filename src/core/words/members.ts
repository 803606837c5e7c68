// biome-ignore-all format: -- a dictionary is read as a list

import type { Words } from './word.ts'

/** Members, bodies and users. */

export const SEXES = { male: ['男', 'male'], female: ['女', 'female'] } as const satisfies Words
export const ENTRY_REASONS = {
  appointed: ['协商推荐', 'appointed'], added: ['增补', 'added'],
} as const satisfies Words

export const EXIT_REASONS = {
  resigned: ['辞职', 'resigned'], revoked: ['撤销资格', 'revoked'], deceased: ['去世', 'deceased'],
  term_end: ['届满', 'end of the term'],
} as const satisfies Words

export const ORGANIZATION_KINDS = {
  sector: ['界别', 'sector'], special_committee: ['专门委员会', 'special committee'],
  member_group: ['委员小组', 'member group'], party_branch: ['党支部', 'party branch'],
  party_group: ['党组', 'party group'], street_body: ['街道委员组', 'street body'],
  department: ['部门', 'department'], participating_unit: ['参加单位', 'participating unit'],
  handling_unit: ['承办单位', 'handling unit'],
} as const satisfies Words

const { sector, special_committee, member_group } = ORGANIZATION_KINDS

/** Whose participation is compared over the years. */
export const TREND_SUBJECTS = {
  committee: ['全体', 'the committee'], sector, member_group, special_committee, member: ['委员', 'member'],
} as const satisfies Words

export const USER_STATES = {
  invited: ['已邀请', 'invited'], active: ['正常', 'active'], disabled: ['停用', 'disabled'],
} as const satisfies Words

export const USER_ROLES = {
  admin: ['管理员', 'administrator'], clerk: ['经办人员', 'clerk'], reviewer: ['审核人员', 'reviewer'],
  approver: ['审定人员', 'approver'], auditor: ['审计人员', 'auditor'], member: ['委员', 'member'],
  integration: ['系统对接', 'integration'],
} as const satisfies Words

/** What a member wants changed, as a whole and field by field. */
export const CHANGE_REQUEST_STATES = {
  submitted: ['待决定', 'to be decided'], accepted: ['已采纳', 'accepted'],
  partly_accepted: ['部分采纳', 'partly accepted'], refused: ['未采纳', 'refused'],
} as const satisfies Words

export const CHANGED_FIELD_STATES = {
  pending: CHANGE_REQUEST_STATES.submitted, accepted: CHANGE_REQUEST_STATES.accepted,
  refused: CHANGE_REQUEST_STATES.refused,
} as const satisfies Words

/** What looks wrong in the roster. */
export const ROSTER_FINDINGS = {
  overlapping_mandates: ['任期重叠', 'overlapping mandates'],
  mandate_open: ['届满未离任', 'mandate open after its term'],
  body_of_another_term: ['任职属于另一届组织', 'body of another term'],
  mandate_outside_term: ['任期超出届期', 'mandate outside the term'],
  role_outside_mandate: ['任职超出任期', 'role outside the mandate'],
  exit_without_day: ['离任没有日期', 'exit without a day'], no_sector: ['没有界别', 'no sector'],
  no_group: ['没有委员小组', 'no member group'], likely_duplicate: ['疑似重复', 'likely duplicate'],
} as const satisfies Words
