import type { Term } from '../words.ts'

export const IMPORT_STATES = {
  planning: ['正在读取', 'being read'],
  planned: ['待提交', 'to be committed'],
  refused: ['无法读取', 'not readable'],
  committing: ['正在录入', 'being recorded'],
  committed: ['已录入', 'recorded'],
  reverting: ['正在撤回', 'being taken back'],
  reverted: ['已撤回', 'taken back'],
  failed: ['出错', 'failed'],
  cancelled: ['已取消', 'cancelled'],
} as const satisfies Record<string, Term>

export const RESOURCES = {
  auto: ['由表格判断', 'as the sheet tells'],
  attendance: ['出席情况', 'attendance'],
  members: ['委员名册', 'roster'],
  proposals: ['提案', 'proposals'],
  opinions: ['社情民意信息', 'opinions'],
  speeches: ['大会发言', 'speeches'],
  'service-records': ['服务活动', 'service records'],
  'research-reports': ['调研报告', 'research reports'],
  recognitions: ['奖惩', 'recognitions'],
  instructions: ['批示', 'instructions'],
  'plan-items': ['年度计划', 'plan items'],
  suggestions: ['建议', 'suggestions'],
  'roster-entries': ['名录人员', 'roster entries'],
  places: ['履职场所', 'places'],
  'declared-statistics': ['申报统计', 'declared statistics'],
  'duty-records': ['履职记录', 'duty records'],
} as const satisfies Record<string, Term>

export const TONES = {
  accepted: ['录入', 'recorded'],
  same: ['一致', 'stands'],
  question: ['待定', 'open'],
  refused: ['拒收', 'refused'],
  ignored: ['略过', 'left out'],
} as const satisfies Record<string, Term>

export const CHOICES = {
  not_a_member: ['不是委员', 'no member'],
  new_member: ['是新委员，用本行的编号', 'a new member of this number'],
  skip: ['略过，不录入', 'skip'],
  ignore: ['略过这些单元格', 'leave the cells out'],
  present: ['出席', 'present'],
  absent: ['缺席', 'absent'],
  leave_approved: ['请假', 'on leave'],
  observer: ['记为列席', 'observer'],
  walk_in: ['记为未邀请到会', 'walk-in'],
  add_to_invitation: ['补入应到名单', 'put on the list'],
  keep: ['保留已有记录', 'keep what stands'],
  overwrite: ['以表格为准', 'take the sheet'],
  create: ['新建这场会议', 'create the meeting'],
  status: ['表示这种情况', 'it means'],
  day: ['是这一天', 'it is this day'],
  organization: ['是这个组织', 'it is this body'],
  aligned: ['各列没有错位', 'the columns are aligned'],
} as const satisfies Record<string, Term>

/** What a mark may mean: a status, and of leave its kind. */
export const MEANINGS = {
  present: ['出席', 'present'],
  late: ['迟到', 'late'],
  left_early: ['早退', 'left early'],
  observer: ['列席', 'observer'],
  leave_approved: ['请假', 'on leave'],
  'leave_approved/personal': ['事假', 'personal leave'],
  'leave_approved/sick': ['病假', 'sick leave'],
  'leave_approved/official': ['公假', 'official leave'],
  absent: ['缺席', 'absent'],
} as const satisfies Record<string, Term>
