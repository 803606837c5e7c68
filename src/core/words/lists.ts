// biome-ignore-all format: -- a dictionary is read as a list

import { type Words, wordOf } from './word.ts'

/** What a list is called: by its table, else by the last word of its path. */

export const LISTS = {
  users: ['用户', 'users'], userRoles: ['用户角色', 'user roles'], 'api-keys': ['接口密钥', 'api keys'],
  committees: ['政协组织', 'committees'], catalogueItems: ['目录', 'catalogue items'], terms: ['届次', 'terms'],
  plenarySessions: ['全体会议', 'plenary sessions'], organizations: ['组织', 'organizations'],
  members: ['委员名册', 'members'], bodyRoles: ['任职（组织）', 'body roles'], offices: ['政协职务', 'offices'],
  exemptions: ['免计', 'exemptions'], changeRequests: ['信息变更申请', 'change requests'],
  'data-quality': ['资料核查', 'data quality'], meetings: ['会议活动', 'meetings'],
  meetingSessions: ['会议场次', 'meeting sessions'], attendance: ['出席记录', 'attendance'],
  responses: ['会议答复', 'responses'], speakerRequests: ['发言申请', 'speaker requests'],
  leavePolicies: ['请假规定', 'leave policies'], leaveRequests: ['请假', 'leave requests'],
  proposals: ['提案', 'proposals'], proposalAssignments: ['提案交办', 'proposal assignments'],
  proposalContacts: ['提案面商', 'proposal contacts'], proposalReplies: ['提案答复', 'proposal replies'],
  proposalUrgings: ['提案催办', 'proposal urgings'], proposalFeedbacks: ['提案反馈', 'proposal feedbacks'],
  opinions: ['社情民意信息', 'opinions'], opinionAdoptions: ['社情民意采用', 'opinion adoptions'],
  opinionIssues: ['社情民意期刊', 'opinion issues'], opinionFeedbacks: ['社情民意反馈', 'opinion feedbacks'],
  speeches: ['发言', 'speeches'], progress: ['计划进度', 'progress'], planItems: ['年度计划事项', 'plan items'],
  researchReports: ['调研报告', 'research reports'], supervisionGroups: ['民主监督小组', 'supervision groups'],
  suggestions: ['意见建议', 'suggestions'], instructions: ['批示', 'instructions'], milestones: ['进展', 'milestones'], rosters: ['名册', 'rosters'],
  rosterEntries: ['名册人员', 'roster entries'], places: ['履职场所', 'places'],
  serviceRecords: ['联系服务记录', 'service records'], recognitions: ['奖惩', 'recognitions'],
  assessments: ['评议', 'assessments'], declaredStatistics: ['申报统计', 'declared statistics'],
  reconciliation: ['申报与记录对照', 'reconciliation'], dutyKinds: ['履职类别', 'duty kinds'],
  dutyRecords: ['履职记录', 'duty records'], dutyReports: ['年度履职报告', 'duty reports'],
  attachments: ['附件', 'attachments'], regulations: ['计分规则', 'regulations'], periods: ['考核周期', 'periods'],
  ranking: ['排名', 'ranking'], 'body-ranking': ['组织排名', 'body ranking'], reports: ['通报', 'reports'],
  reportVerifications: ['核对意见', 'report verifications'], corrections: ['更正', 'corrections'],
  appeals: ['申诉', 'appeals'], statistics: ['统计', 'statistics'], records: ['统计明细', 'records'],
  'entry-timeliness': ['录入及时性', 'entry timeliness'], trends: ['趋势', 'trends'],
  schedules: ['定期任务', 'schedules'], imports: ['导入', 'imports'], importProfiles: ['导入配置', 'import profiles'],
  importAliases: ['导入别名', 'import aliases'], events: ['事件', 'events'], 'audit-log': ['审计记录', 'audit log'],
  exports: ['导出', 'exports'], exportTemplates: ['导出模板', 'export templates'],
  'falling-participation': ['参与减少', 'falling participation'], participation: ['履职统计', 'participation'],
  signIns: ['签到', 'sign ins'], signInWindows: ['签到时段', 'sign in windows'],
} as const satisfies Words

export const listTitle = (list: string): string => wordOf(LISTS, list)?.[0] ?? '列表'
