import {
  clues,
  day,
  integer,
  member,
  NUMBER,
  OWNER,
  prose,
  type RecordTable,
  required,
  sheetOf,
  thing,
} from './record-table.ts'

/** Points that were put to a unit, each with where it was raised. */
export const suggestions: RecordTable = {
  ...sheetOf('suggestions'),
  owned: true,
  columns: [
    NUMBER,
    thing('meetingId', '会议 会议名称 协商会议', 'meetings'),
    {
      field: 'meetingId.day',
      words: '会议日期 会议时间',
      read: { kind: 'clue', of: ['meetingId'], clue: 'day' },
    },
    thing('supervisionGroupId', '监督小组 民主监督小组', 'supervisionGroups'),
    thing('researchReportId', '调研报告 报告题目', 'researchReports'),
    thing('placeId', '履职场所 委员工作室 委员之家', 'places'),
    member('memberId', '提出委员 委员 姓名 委员姓名 member name'),
    ...clues('memberId'),
    thing('organizationId', '承办单位 办理单位 主办单位', 'organizations'),
    required(prose('text', '建议内容 意见建议 建议 内容')),
    required(day('raisedOn', '提出日期 提出时间 日期')),
    prose('note', '备注 说明'),
    integer('declaredCount', '件数 条数'),
    OWNER,
  ],
  oneOf: [['meetingId', 'supervisionGroupId', 'researchReportId', 'placeId']],
}
