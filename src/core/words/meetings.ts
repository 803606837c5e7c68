// biome-ignore-all format: -- a dictionary is read as a list

import { LEVELS } from './catalogues.ts'
import type { Words } from './word.ts'

/** Meetings, their sessions, and who was there. */

export const PARTS = {
  am: ['上午', 'morning'], pm: ['下午', 'afternoon'], evening: ['晚上', 'evening'], day: ['全天', 'whole day'],
} as const satisfies Words

export const MEETING_STATES = {
  draft: ['草稿', 'draft'], published: ['已发布', 'published'], cancelled: ['已取消', 'cancelled'],
  settled: ['已结算', 'settled'],
} as const satisfies Words

export const SESSION_STATES = {
  open: ['待结算', 'open'], settled: ['已结算', 'settled'], reopened: ['重新打开', 'reopened'],
} as const satisfies Words

/** Whose meeting it is. */
export const MEETING_LEVELS = {
  district: LEVELS.district, committee: ['专门委员会', 'special committee'], sector: ['界别', 'sector'],
  group: ['委员小组', 'member group'], street: ['街道', 'street'], studio: ['委员工作室', 'studio'],
  higher_level: ['上级', 'higher level'],
} as const satisfies Words

export const PARTICIPATION_MODES = {
  must_attend: ['应出席', 'must attend'], sign_up: ['报名参加', 'sign up'],
} as const satisfies Words

export const MEETING_PURPOSES = {
  study: ['学习', 'study'], business: ['会务', 'business'],
} as const satisfies Words

export const GUEST_KINDS = {
  department_head: ['部门负责人', 'head of a department'], leader: ['领导', 'leader'], staff: ['工作人员', 'staff'],
  expert: ['专家', 'expert'], higher_level_member: ['上级政协委员', 'member of a higher level'],
  resident: ['群众', 'resident'], other: ['其他', 'other'],
} as const satisfies Words

/** What people see of a member at a session (`duties/attendance/status.ts`). */
export const STATUSES = {
  present: ['出席', 'present'], late: ['迟到', 'late'], left_early: ['早退', 'left early'],
  partial: ['部分出席', 'partly present'], observer: ['列席', 'observer'], walk_in: ['已签到(未报名)', 'walk-in'],
  leave_approved: ['请假', 'on leave'], leave_pending: ['请假(待批)', 'leave undecided'],
  leave_refused: ['请假(未准)', 'leave refused'], absent: ['缺席', 'absent'], declined: ['不参加', 'declined'],
  not_signed_up: ['未报名', 'not signed up'], waiting: ['候补', 'waiting for a place'],
  exempt: ['免计', 'exempt'], unknown: ['未登记', 'not recorded'],
} as const satisfies Words

const { present, late, left_early, partial, observer, absent, walk_in, unknown } = STATUSES

/** What a roll or a sheet says. */
export const PRESENCES = {
  present, late, left_early, partial, observer, leave: STATUSES.leave_approved, absent,
} as const satisfies Words

/** Sessions of a meeting, by the names under which they are counted. */
export const SESSION_COUNTS = {
  present, late, leftEarly: left_early, partial, leave: PRESENCES.leave, absent, unknown, walkIn: walk_in,
  observer,
} as const satisfies Words

export const RECORDING_METHODS = {
  staff: ['工作人员登记', 'by staff'], paper: ['纸质签到', 'on paper'], qr: ['扫码签到', 'by code'],
  device: ['签到设备', 'by a device'], other_system: ['其他系统', 'other system'],
} as const satisfies Words

export const STORED_METHODS = {
  ...RECORDING_METHODS, import: ['表格导入', 'from a sheet'],
  revert: ['撤回导入', 'as before a sheet that was taken back'],
} as const satisfies Words

export const SIGN_IN_MEANS = {
  code: ['会场扫码', 'by the code at the meeting'], member_code: ['委员码', 'by the own code'],
  desk: ['签到台', 'by staff'],
} as const satisfies Words

export const RESPONSES = {
  pending: ['未答复', 'no answer yet'], accepted: ['参加', 'accepted'], declined: STATUSES.declined,
} as const satisfies Words

export const INVITATION_ORIGINS = {
  rule: ['按范围', 'by rule'], picked: ['按名单', 'by list'],
} as const satisfies Words

/** Where the places of a session are counted. */
export const SESSION_PLACES = {
  taken: ['有名额', 'has a place'], waiting: STATUSES.waiting,
} as const satisfies Words

export const SPEAKER_STATES = {
  requested: ['已申请', 'requested'], called: ['已请', 'called'], spoke: ['已发言', 'spoke'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

export const LEAVE_STATES = {
  submitted: ['待批', 'to be decided'], approved: ['已准', 'approved'], refused: ['未准', 'refused'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

export const SPEECH_FORMS = { oral: ['口头', 'oral'], written: ['书面', 'written'] } as const satisfies Words
const { oral, written } = SPEECH_FORMS
export const LEAVE_FORMS = { written, oral } as const satisfies Words
