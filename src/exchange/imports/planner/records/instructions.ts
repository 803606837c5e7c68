import {
  catalogue,
  day,
  flag,
  line,
  NUMBER,
  prose,
  type RecordTable,
  required,
  sheetOf,
  thing,
} from './record-table.ts'

/** What leaders wrote on documents that are recorded already: one leader on one document is one row. */
export const instructions: RecordTable = {
  ...sheetOf('instructions'),
  owned: false,
  columns: [
    NUMBER,
    thing('opinionId', '社情民意 社情民意信息 信息题目', 'opinions'),
    thing('proposalId', '提案 提案案由 案由', 'proposals'),
    thing('speechId', '发言 大会发言 发言题目', 'speeches'),
    thing('researchReportId', '调研报告 报告题目', 'researchReports'),
    thing('issueId', '期刊 刊物期次 期号', 'opinionIssues'),
    required(line('leaderName', '批示领导 领导姓名 领导')),
    line('leaderTitle', '领导职务 职务'),
    required(catalogue('leaderLevel', '批示级别 批示层级 领导级别 级别', 'level')),
    flag('isPrincipal', '是否主要领导 主要领导'),
    required(day('instructedOn', '批示日期 批示时间 日期')),
    prose('summary', '批示内容 批示要点 内容'),
  ],
  oneOf: [['opinionId', 'proposalId', 'speechId', 'researchReportId', 'issueId']],
}
