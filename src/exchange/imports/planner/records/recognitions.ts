import {
  catalogue,
  clues,
  day,
  line,
  member,
  NUMBER,
  OWNER,
  prose,
  type RecordTable,
  required,
  sheetOf,
  thing,
} from './record-table.ts'

/** Rewards and penalties, of a member or of a body. */
export const recognitions: RecordTable = {
  ...sheetOf('recognitions'),
  owned: true,
  columns: [
    NUMBER,
    required(catalogue('kind', '奖惩类别 奖惩种类 奖励类别 类别 种类 类型', 'recognition_kind')),
    member('memberId', '姓名 委员姓名 委员 获奖委员 获奖人 member name'),
    ...clues('memberId'),
    thing('organizationId', '获奖集体 获奖单位 先进集体 集体名称 组织', 'organizations'),
    required(line('title', '荣誉名称 奖励名称 奖项 表彰名称 名称 标题')),
    catalogue('level', '级别 层级 授予级别 表彰级别', 'level'),
    prose('reason', '事由 原因 主要事迹'),
    required(day('awardedOn', '表彰日期 授予日期 奖惩日期 获奖日期 日期 时间')),
    OWNER,
  ],
  oneOf: [['memberId', 'organizationId']],
}
