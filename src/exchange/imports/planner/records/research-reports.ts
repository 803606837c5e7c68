import { REPORT_KINDS, RESEARCH_OUTCOMES } from '../../../../core/words/duties.ts'
import {
  choice,
  clues,
  day,
  inStep,
  line,
  member,
  memberIdsOf,
  members,
  NUMBER,
  OWNER,
  plainBody,
  type RecordColumn,
  type RecordTable,
  required,
  sheetOf,
  thing,
} from './record-table.ts'

const columns: RecordColumn[] = [
  NUMBER,
  required(line('title', '报告题目 报告名称 调研报告 题目 标题 名称')),
  choice('kind', '报告类别 类别 类型', REPORT_KINDS, { comprehensive: '综合 综合报告', special: '专题报告' }),
  { field: 'month', words: '计划月份 月份', read: { kind: 'month' } },
  thing('planItemId', '计划事项 年度计划', 'planItems'),
  { ...member('leader', '组长 课题组长 负责人'), into: 'members' },
  ...clues('leader'),
  { ...members('authors', '执笔人 执笔 作者'), into: 'members' },
  { ...members('members', '成员 课题组成员 组员 参加委员') },
  OWNER,
  inStep('submit', day('submittedOn', '提交日期 报送时间')),
  inStep('approve', day('approvedOn', '审定日期 审议通过日期 通过日期')),
  inStep('approve', choice('outcome', '成果形式 转化形式', RESEARCH_OUTCOMES, { other: '调研报告' })),
  inStep('send', day('sentOn', '报送日期 送阅日期')),
]

const PEOPLE = ['leader', 'authors', 'members']

/** Research reports; who leads, who writes and who belongs to the group stand in three columns. */
export const researchReports: RecordTable = {
  ...sheetOf('research-reports'),
  owned: true,
  columns,
  steps: [
    { name: 'submit', words: { zh: '提交', en: 'submit' }, needs: ['submittedOn'] },
    { name: 'approve', words: { zh: '审定', en: 'approve' }, needs: ['approvedOn'] },
    { name: 'send', words: { zh: '报送', en: 'send' }, needs: ['sentOn'] },
  ],
  body: (values) => {
    const { leader, authors, members: others } = values
    return {
      ...plainBody(
        columns.filter(({ field }) => !PEOPLE.includes(field)),
        values,
      ),
      members: [
        ...(typeof leader === 'string' ? [{ memberId: leader, role: 'leader' }] : []),
        ...memberIdsOf(authors).map((memberId) => ({ memberId, role: 'author' })),
        ...memberIdsOf(others).map((memberId) => ({ memberId, role: 'member' })),
      ],
    }
  },
}
