// biome-ignore-all format: -- a dictionary is read as a list

import { MEETING_PURPOSES, MEETING_STATES, STATUSES } from './meetings.ts'
import { PROPOSAL_STATES } from './proposals.ts'
import type { Words } from './word.ts'

/** Periods, reports, and what members and staff say to them. */

export const PERIOD_KINDS = {
  calendar_year: ['年度', 'calendar year'], half_year: ['半年', 'half-year'], quarter: ['季度', 'quarter'],
  month: ['月度', 'month'], session_year: ['届内年度', 'session year'],
  since_session: ['自全会起', 'since a session'], term_to_date: ['本届至今', 'term to date'],
  custom: ['自定', 'custom'],
} as const satisfies Words

export const PERIOD_STATES = {
  open: ['进行中', 'open'], settling: ['结算中', 'being settled'], closed: ['已关闭', 'closed'],
} as const satisfies Words

/** What keeps a period from closing. */
export const BLOCKERS = {
  unsettled_session: ['场次未结算', 'unsettled session'], pending_leave: ['请假待批', 'leave undecided'],
  unverified_record: ['记录待核实', 'unverified record'], open_import: ['导入未提交', 'open import'],
  committing_import: ['导入进行中', 'import under way'],
} as const satisfies Words

export const REGULATION_STATES = {
  draft: ['草稿', 'draft'], active: ['启用', 'active'], retired: ['停用', 'retired'],
} as const satisfies Words

export const REPORT_STATES = {
  making: ['生成中', 'being made'], failed: ['生成失败', 'failed'], draft: ['草稿', 'draft'],
  verifying: ['核对中', 'members look at it'], submitted: ['待审定', 'to be approved'],
  approved: ['已审定', 'approved'], published: ['已发布', 'published'], superseded: ['已替换', 'superseded'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

/** How much an audience is shown. */
export const PUBLICATION_MODES = {
  ranks: ['按名次', 'ranks'], bands: ['按等次', 'bands'], unnamed: ['不列姓名', 'unnamed'],
} as const satisfies Words

export const REPORT_VERIFICATIONS = {
  confirmed: ['无异议', 'confirmed'], disputed: ['有异议', 'disputed'],
} as const satisfies Words

export const CORRECTION_STATES = {
  proposed: ['待决定', 'proposed'], applied: ['已更正', 'applied'], refused: ['未通过', 'refused'],
  withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

export const APPEAL_KINDS = {
  line: ['得分条目', 'about a line'], missing_fact: ['漏记', 'something is missing'],
  attendance_status: ['出席状态', 'about a status'],
} as const satisfies Words

export const APPEAL_STATES = {
  opened: ['待受理', 'opened'], accepted_for_review: ['已受理', 'being looked into'], upheld: ['成立', 'upheld'],
  partly_upheld: ['部分成立', 'partly upheld'], rejected: ['不成立', 'rejected'], withdrawn: ['已撤回', 'withdrawn'],
} as const satisfies Words

const { upheld, partly_upheld, rejected } = APPEAL_STATES
export const APPEAL_OUTCOMES = { upheld, partly_upheld, rejected } as const satisfies Words

/** What was done with an appeal, by the verb of the event. */
export const APPEAL_STEPS = {
  created: ['提出', 'opened'], accepted: ['受理', 'looked into'], decided: ['决定', 'decided'],
  withdrawn: ['撤回', 'withdrawn'],
} as const satisfies Words

export const TASKS = { report: ['通报', 'report'], reminders: ['提醒', 'reminders'] } as const satisfies Words
export const FREQUENCIES = {
  day: ['每天', 'each day'], month: ['每月', 'each month'], quarter: ['每季度', 'each quarter'],
  half_year: ['每半年', 'each half-year'], year: ['每年', 'each year'],
} as const satisfies Words

/** Why a member's participation is looked at. */
export const FALL_REASONS = {
  rate_fell: ['出席率下降', 'attendance fell'], nothing_yet: ['今年尚无履职', 'nothing yet this year'],
} as const satisfies Words

/** What is to be entered in time, and whether it was. */
export const ENTRY_KINDS = {
  meeting: ['会议', 'meeting'], roll: ['点名', 'roll'], service: ['服务', 'service'], report: ['调研报告', 'report'],
} as const satisfies Words

export const ENTRY_STATES = { late: ['迟录', 'late'], missing: ['未录', 'missing'] } as const satisfies Words

/** What the value of a statistic is. */
export const FIGURE_KINDS = {
  count: ['件数', 'count'], person_times: ['人次', 'person-times'], persons: ['人数', 'persons'],
  rate: ['比率', 'rate'], sum: ['合计', 'sum'], range: ['范围', 'range'], target: ['目标', 'target'],
  list: ['名单', 'list'],
} as const satisfies Words

/** What a rate of attendance leaves out. */
export const RATE_RULES = {
  present_of_all_expected: ['实到 ÷（应到＋免计）', 'of all expected'],
  present_of_expected_less_exempt: ['实到 ÷ 应到，免计场次不在其内', 'less who is exempt'],
} as const satisfies Words

const { exempt, declined, not_signed_up, waiting, observer, walk_in } = STATUSES
const { draft, cancelled } = MEETING_STATES
const { withdrawn, merged, not_filed, converted, submitted, under_review, returned } = PROPOSAL_STATES

/** What became of a record behind a figure since a day. */
export const FIGURE_CHANGES = {
  entered: ['补录', 'entered since'], corrected: ['更改', 'corrected since'], taken_back: ['不再计入', 'taken back since'],
} as const satisfies Words

/** What a figure counts in. */
export const FIGURE_UNITS = {
  percent: ['百分比', 'percent'], persons: ['人', 'people'], person_times: ['人次', 'person-times'], proposals: ['件', 'proposals'],
  replies: ['件次', 'replies'], reports: ['份', 'reports'], items: ['篇', 'items'], points: ['条', 'points'],
  events: ['场', 'events'], times: ['次', 'times'], bodies: ['个', 'bodies'], problems: ['个', 'problems'], sites: ['处', 'sites'],
  days: ['天', 'days'], topics: ['项', 'topics'], honours: ['个', 'honours'],
} as const satisfies Words

/** Why a record that looks as if it counted is in no number. */
export const EXCLUSIONS = {
  unresolved: ['未登记（场次未结算）', 'not recorded in an open roll'],
  exempt, declined, not_signed_up, waiting, observer, walk_in, draft, cancelled, withdrawn, merged, not_filed, converted,
  submitted, under_review, returned,
  business: MEETING_PURPOSES.business, no_purpose: ['未填事由', 'no purpose given'],
  not_by_members: ['非委员撰写', 'not by members'], submitted_before: ['期前报送', 'submitted before'], unattached: ['未挂靠上级', 'attached to nothing'],
  read_out: ['另作口头发言', 'read out as well'], without_leader: ['没有领导参加', 'without a leader'],
  no_roll: ['没有签到，也未结算', 'nobody was marked, and no session settled'],
  nobody_expected: ['未邀请人员，没有签到', 'nobody was expected, and there is no roll'],
  stayed_away: ['部门负责人未到', 'the head stayed away'], missing: ['尚缺', 'missing'],
  left_office: ['已离任', 'left office'], declared_only: ['只填报了数量', 'a number alone'],
  other: ['其他', 'other'],
} as const satisfies Words

/** Who takes the archive of a term. */
export const HANDOVER_RECIPIENTS = {
  member: ['委员本人', 'the member'], archive_office: ['档案部门', 'the archive'], next_office: ['下届经办部门', 'the office of the next term'],
} as const satisfies Words

/** What waits in a person's box. */
export const NOTICES = {
  meeting_invited: ['会议通知：请答复是否参加', 'You are invited: please answer'],
  meeting_reminder: ['您尚未答复会议通知', 'You have not answered an invitation'],
  meeting_cancelled: ['会议已取消', 'A meeting was cancelled'], report_ready: ['通报已生成，请核对', 'A report is ready'],
  report_failed: ['通报生成失败，请重新生成', 'A report could not be made: make it again'],
  verification_open: ['请核对您的履职记录和得分', 'Please look at your record and points'],
  verification_closing: ['履职记录核对即将截止', 'The time to look at your record is nearly over'],
  report_returned: ['通报被退回，请修改', 'A report was returned'],
  report_approved: ['通报已审定', 'A report was approved'],
  report_published: ['履职情况通报已发布', 'A report was published'],
  appeal_opened: ['有新的申诉待受理', 'A new appeal waits'],
  appeal_accepted: ['您的申诉已受理', 'Your appeal is being looked into'],
  appeal_decided: ['您的申诉已有结果', 'Your appeal was decided'], appeal_due: ['申诉即将到期或已逾期', 'An appeal is due'],
  correction_decided: ['您提出的更正已有结果', 'A correction that you proposed was decided'],
  duty_report_due: ['年度履职报告即将到期', 'Your annual duty report is due'],
  duty_report_decided: ['您的年度履职报告已审阅', 'Your annual duty report was looked at'],
  proposal_returned: ['您的提案被退回，请修改后重新提交', 'Your proposal was given back: please change it'],
  proposal_filed: ['您的提案已立案', 'Your proposal was filed'],
  proposal_declined: ['您的提案不予立案，理由见提案', 'Your proposal was not filed; it says why'],
  proposal_merged: ['您的提案已并案办理', 'Your proposal is handled together with another one'],
  proposal_replied: ['您的提案已答复，请反馈意见', 'Your proposal was replied to: please say what you think of it'],
  proposal_feedback_due: ['您尚未反馈对提案答复的意见', 'You have not said what you think of the reply to your proposal'],
  participation_falls: ['有委员参与明显减少，请关心', 'The participation of some members falls'],
} as const satisfies Words
