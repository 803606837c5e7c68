import { SPEECH_ROLES, SPEECH_STATES } from '../../../../core/words/duties.ts'
import { SPEECH_FORMS } from '../../../../core/words/meetings.ts'
import {
  choice,
  clues,
  line,
  member,
  NUMBER,
  OWNER,
  type RecordTable,
  required,
  sheetOf,
  thing,
} from './record-table.ts'

/** Speeches at meetings that are recorded already. */
export const speeches: RecordTable = {
  ...sheetOf('speeches'),
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
    required(
      choice('form', '发言形式 发言方式 形式', SPEECH_FORMS, { oral: '口头发言', written: '书面发言' }),
    ),
    choice('role', '角色 发言角色', SPEECH_ROLES, { speaker: '发言', drafter: '执笔' }),
    thing('organizationId', '代表组织 代表单位 代表', 'organizations'),
    choice('state', '状态 选用情况', SPEECH_STATES, {
      submitted: '已报送 报送 提交',
      listed: '已列入 列入 选用',
      not_selected: '未列入 未选用',
    }),
    OWNER,
  ],
}
