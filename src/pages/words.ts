/** Words of the pages in the language of whoever looks. */

export type Say = (zh: string, en: string) => string

export const sayIn = (language: 'zh' | 'en'): Say => (language === 'zh' ? (zh) => zh : (_zh, en) => en)

export type Term = readonly [zh: string, en: string]

/** The word of a code; a code that has none stands for itself. */
export const termOf = (terms: Readonly<Record<string, Term>>, code: string, say: Say): string => {
  const term = terms[code]
  return term ? say(...term) : code
}

export const PERIOD_STATES = {
  open: ['进行中', 'open'],
  settling: ['结算中', 'being settled'],
  closed: ['已关闭', 'closed'],
} as const satisfies Record<string, Term>

export const REPORT_STATES = {
  making: ['生成中', 'being made'],
  failed: ['生成失败', 'failed'],
  draft: ['草稿', 'draft'],
  verifying: ['委员核对中', 'members look at it'],
  submitted: ['待审定', 'to be approved'],
  approved: ['已审定', 'approved'],
  published: ['已发布', 'published'],
  superseded: ['已有更正版', 'superseded'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Record<string, Term>

export const STATUSES = {
  present: ['出席', 'present'],
  late: ['迟到', 'late'],
  left_early: ['早退', 'left early'],
  partial: ['部分出席', 'partly present'],
  observer: ['列席', 'observer'],
  walk_in: ['未邀请到会', 'came uninvited'],
  leave_approved: ['请假', 'on leave'],
  leave_pending: ['请假待批', 'leave not decided'],
  leave_refused: ['请假未准', 'leave refused'],
  absent: ['缺席', 'absent'],
  declined: ['谢绝', 'declined'],
  exempt: ['免计', 'exempt'],
  unknown: ['未登记', 'not recorded'],
} as const satisfies Record<string, Term>

export const PLAN_STATES = {
  done: ['按期完成', 'done in time'],
  late: ['逾期完成', 'done late'],
  missing: ['逾期未完成', 'overdue'],
  planned: ['计划中', 'to come'],
  cancelled: ['已取消', 'cancelled'],
} as const satisfies Record<string, Term>

export const LEAVE_STATES = {
  submitted: ['待审批', 'to be decided'],
  approved: ['已批准', 'approved'],
  refused: ['未批准', 'refused'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Record<string, Term>

export const APPEAL_STATES = {
  opened: ['待受理', 'opened'],
  accepted_for_review: ['办理中', 'being looked into'],
  upheld: ['成立', 'upheld'],
  partly_upheld: ['部分成立', 'partly upheld'],
  rejected: ['不成立', 'rejected'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Record<string, Term>

export const APPEAL_KINDS = {
  line: ['对得分行', 'about a line'],
  missing_fact: ['漏记', 'something is missing'],
  attendance_status: ['对出席状态', 'about a status'],
} as const satisfies Record<string, Term>

/** A number as it is printed: at most two decimals, none where there are none. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : String(Math.round(value * 100) / 100)

export const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : `${number(value)}%`
