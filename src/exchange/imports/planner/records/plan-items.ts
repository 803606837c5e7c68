import {
  catalogue,
  flag,
  integer,
  line,
  NUMBER,
  OWNER,
  type RecordTable,
  required,
  sheetOf,
} from './record-table.ts'

/** The annual plan, item by item. */
export const planItems: RecordTable = {
  ...sheetOf('plan-items'),
  owned: true,
  columns: [
    NUMBER,
    required(integer('year', '年度 年份')),
    integer('month', '月份 计划月份'),
    required(catalogue('kind', '事项类别 计划类别 类别 类型', 'plan_kind')),
    required(line('title', '计划事项 事项 工作内容 名称 标题')),
    integer('target', '目标数 计划数 数量 目标'),
    flag('floor', '以上 是否以上'),
    OWNER,
  ],
}
