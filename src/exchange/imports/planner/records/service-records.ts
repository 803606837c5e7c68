import { stated } from '../../../../core/stated.ts'
import {
  catalogue,
  day,
  integer,
  line,
  members,
  NUMBER,
  OWNER,
  plainBody,
  type RecordColumn,
  type RecordTable,
  required,
  sheetOf,
  spanOf,
  thing,
} from './record-table.ts'

const columns: RecordColumn[] = [
  NUMBER,
  required(catalogue('kind', '服务类别 服务类型 类别 类型 种类', 'service_kind')),
  required(line('title', '服务名称 活动名称 活动主题 名称 主题 服务内容')),
  {
    field: 'span',
    words: '服务时间 活动时间 时间 日期 起止日期 起止时间',
    read: { kind: 'span' },
    into: 'startsOn',
  },
  day('startsOn', '开始日期 开始时间 起始日期'),
  day('endsOn', '结束日期 结束时间 截止日期'),
  integer('days', '天数 蹲点天数 服务天数'),
  line('team', '服务组 服务团队 团队 带队'),
  line('place', '服务地点 地点 活动地点'),
  thing('placeId', '履职场所 委员工作室 委员之家 委员会客厅', 'places'),
  members('memberIds', '参加委员 参与委员 委员 委员名单 参加人员 姓名 委员姓名 members'),
  integer('peopleServed', '服务人数 服务群众 受益人数'),
  integer('outsiders', '其他参加人数 非委员人数'),
  integer('hours', '服务时长 时长 小时 小时数'),
  integer('problemsRaised', '反映问题 反映问题数 收集问题 收集问题数'),
  integer('problemsSolved', '解决问题 解决问题数'),
  integer('visits', '走访数 走访户数 走访次数'),
  OWNER,
]

/** Service and outreach: one row an action, its members in one cell. */
export const serviceRecords: RecordTable = {
  ...sheetOf('service-records'),
  owned: true,
  columns,
  oneOf: [['span', 'startsOn']],
  body: (values) => {
    const rest = plainBody(
      columns.filter(({ field }) => field !== 'span'),
      values,
    )
    return stated({ ...rest, ...spanOf(values, 'span', 'startsOn', 'endsOn') })
  },
}
