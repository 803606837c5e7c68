import {
  choice,
  clues,
  line,
  member,
  NUMBER,
  OWNER,
  type RecordTable,
  required,
  thing,
} from './record-table.ts'

/** Speeches at meetings that are recorded already. */
export const speeches: RecordTable = {
  resource: 'speeches',
  title: { zh: '发言', en: 'speeches' },
  owned: true,
  columns: [
    NUMBER,
    required(member('memberId', '发言人 发言委员 姓名 委员姓名 委员 member name')),
    ...clues('memberId'),
    required(thing('meetingId', '会议 会议名称 会议活动 活动名称 meeting', 'meetings')),
    {
      field: 'meetingId.day',
      words: '会议日期 日期 会议时间 时间 date',
      read: { kind: 'clue', of: ['meetingId'], clue: 'day' },
    },
    required(line('title', '发言题目 题目 发言标题 标题')),
    required(choice('form', '发言形式 发言方式 形式', { oral: '口头 口头发言', written: '书面 书面发言' })),
    choice('role', '角色 发言角色', { speaker: '发言人 发言', drafter: '执笔人 执笔' }),
    thing('organizationId', '代表组织 代表单位 代表', 'organizations'),
    choice('state', '状态 选用情况', {
      submitted: '已报送 报送 提交',
      listed: '入选 列入 选用',
      delivered: '已发言',
      not_selected: '未入选 未选用',
    }),
    OWNER,
  ],
}
