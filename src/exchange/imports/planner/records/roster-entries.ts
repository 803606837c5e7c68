import { ROSTER_CATEGORIES } from '../../../../core/words/duties.ts'
import {
  choice,
  clues,
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

/** Who stands on a roster that is recorded already: members by their name, people from outside as they are written. */
export const rosterEntries: RecordTable = {
  ...sheetOf('roster-entries'),
  owned: false,
  columns: [
    NUMBER,
    required(thing('rosterId', '名册 名册名称 团队 所属团队', 'rosters')),
    required(
      choice('category', '人员类别 身份 类别', ROSTER_CATEGORIES, {
        member: '政协委员',
        external: '外聘 外部人员',
        overseas: '海外',
        scholar: '学者 专家学者',
      }),
    ),
    required(line('name', '姓名 委员姓名')),
    {
      ...member('memberId', ''),
      cellOf: 'name',
      when: ({ category }) => category === 'member',
    },
    ...clues('memberId'),
    integer('batch', '批次'),
    required(day('validFrom', '开始日期 聘任日期 加入日期 起始日期')),
    day('validTo', '结束日期 到期日期 退出日期'),
  ],
}
