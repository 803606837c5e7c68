import {
  catalogue,
  day,
  integer,
  line,
  member,
  NUMBER,
  type RecordTable,
  required,
  sheetOf,
  thing,
} from './record-table.ts'

/** Studios, homes and parlours. */
export const places: RecordTable = {
  ...sheetOf('places'),
  owned: false,
  columns: [
    NUMBER,
    required(line('code', '场所代码 代码')),
    required(catalogue('kind', '场所类型 场所类别 类型 类别', 'place_kind')),
    required(line('name', '场所名称 名称')),
    line('address', '地址 详细地址'),
    integer('stars', '星级'),
    thing('organizationId', '管理单位 主管单位 所属组织', 'organizations'),
    member('leadMemberId', '领衔委员 负责委员 牵头委员'),
    required(day('validFrom', '启用日期 成立日期 开始日期 挂牌日期')),
    day('validTo', '停用日期 结束日期'),
  ],
}
