import { number } from '../../support/makers.ts'
import type { Rows } from './sheets.ts'

/** One sheet of every resource that is read from sheets: what it holds, and what it becomes. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of answers, asserted where they are used
type Body = any
type Ids = Record<string, string>

export interface SheetKind {
  resource: string
  path: string
  fields?: Record<string, string>
  header: readonly string[]
  /** Two good rows; the first names 钱一鸣, who is the only one of that name. */
  rows(ids: Ids): Rows
  /** What each of them reads back as. */
  becomes(ids: Ids): [Body, Body]
  /** The column whose cell names a member, where there is one: its name is made ambiguous. */
  person?: string
  /** A cell with a code or name that there is not, and the code of its error. */
  wrong: { column: string; cell: string; code: string }
}

export const SHEET_KINDS: readonly SheetKind[] = [
  {
    resource: 'proposals',
    path: '/v1/proposals',
    header: [
      '编号',
      '案由',
      '提案者',
      '联名人',
      '联名日期',
      '提案分类',
      '归口部门',
      '提交日期',
      '立案日期',
      '案号',
    ],
    rows: () => [
      [
        'P1',
        '沿江照明',
        '钱一鸣',
        '孙二河',
        '2019-02-26',
        '城建',
        '提案委',
        '2019-02-27',
        '2019年3月8日',
        '第17号',
      ],
      ['P2', '老年食堂', '民建区委', '', '', '民生', '', '', '', ''],
    ],
    becomes: ({ one, two, department, party }) => [
      {
        externalId: 'P1',
        title: '沿江照明',
        category: '城建',
        proposerKind: 'joint',
        ownerOrganizationId: department,
        state: 'filed',
        submittedOn: '2019-02-27',
        filedOn: '2019-03-08',
        caseNo: '第17号',
        signers: [{ memberId: one }, { memberId: two, signedOn: '2019-02-26' }],
      },
      { externalId: 'P2', proposerKind: 'collective', organizationId: party, state: 'draft', signers: [] },
    ],
    person: '提案者',
    wrong: { column: '归口部门', cell: '不存在委', code: 'unknown_reference' },
  },
  {
    resource: 'opinions',
    path: '/v1/opinions',
    header: ['编号', '题目', '作者', '报送日期', '采用层级', '采用日期', '采用刊物'],
    rows: () => [
      ['O1', '停车难', '钱一鸣；孙二河', '2019-05-20', '市级', '2019.6.12', '社情专报'],
      ['O2', '噪声扰民', '孙二河', '2019-05-21', '', '', ''],
    ],
    becomes: ({ one, two }) => [
      {
        externalId: 'O1',
        authorIds: [one, two],
        state: 'submitted',
        submittedOn: '2019-05-20',
        adoptedBy: ['city'],
      },
      { externalId: 'O2', authorIds: [two], submittedOn: '2019-05-21', adoptedBy: [] },
    ],
    person: '作者',
    wrong: { column: '采用层级', cell: '星际', code: 'unknown_level' },
  },
  {
    resource: 'speeches',
    path: '/v1/speeches',
    header: ['姓名', '会议名称', '会议日期', '发言题目', '发言形式', '状态', '代表组织'],
    rows: () => [
      ['钱一鸣', '三次会议大会', '2019-02-27', '加装电梯', '口头', '已发言', '民建区委'],
      ['孙二河', '三次会议大会', '2019年9月26日', '垃圾分类', '书面', '', ''],
    ],
    becomes: ({ one, two, meeting, meetingAgain, party }) => [
      { memberId: one, meetingId: meeting, form: 'oral', state: 'delivered', organizationId: party },
      { memberId: two, meetingId: meetingAgain, form: 'written', state: 'submitted' },
    ],
    person: '姓名',
    wrong: { column: '发言形式', cell: '视频', code: 'unknown_value' },
  },
  {
    resource: 'service-records',
    path: '/v1/service-records',
    header: ['服务类别', '活动名称', '时间', '参加委员', '反映问题', '解决问题', '委员工作室'],
    rows: () => [
      ['三服务', '助企蹲点', '2019-04-08至04-12', '钱一鸣、孙二河', '6个', 4, '江畔工作室'],
      ['charity', '义诊', '2019-05-01', '孙二河', '', '', ''],
    ],
    becomes: ({ one, two, studio }) => [
      {
        kind: 'three_services',
        startsOn: '2019-04-08',
        endsOn: '2019-04-12',
        memberIds: [one, two],
        problemsRaised: 6,
        problemsSolved: 4,
        placeId: studio,
      },
      { kind: 'charity', startsOn: '2019-05-01', endsOn: '2019-05-01', memberIds: [two] },
    ],
    person: '参加委员',
    wrong: { column: '服务类别', cell: '探月', code: 'unknown_code' },
  },
  {
    resource: 'recognitions',
    path: '/v1/recognitions',
    header: ['类别', '姓名', '委员编号', '获奖集体', '荣誉名称', '级别', '表彰日期'],
    rows: () => [
      ['表彰', '钱一鸣', '', '', '履职优秀', '市级', '2019-12-20'],
      ['excellent_unit', '', '', '提案委员会', '先进集体', '', '2019-12-21'],
    ],
    becomes: ({ one, department }) => [
      { kind: 'commendation', memberId: one, level: 'city', awardedOn: '2019-12-20' },
      { kind: 'excellent_unit', memberId: null, organizationId: department, level: null },
    ],
    person: '姓名',
    wrong: { column: '级别', cell: '镇级', code: 'unknown_code' },
  },
  {
    resource: 'duty-records',
    path: '/v1/duty-records',
    fields: { dutyKind: 'media_article' },
    header: ['姓名', '标题', '日期', '刊发媒体', '媒体级别', '字数'],
    rows: () => [
      ['钱一鸣', '五个难点', '2019-06-03', '区报', '区级', 1200],
      ['孙二河', '一江清水', '2019-06-04至06-05', '市报', '', ''],
    ],
    becomes: ({ one, two, kind }) => [
      { dutyKindId: kind, memberId: one, fields: { medium: '区报', level: '区级', words: 1200 } },
      { memberId: two, day: '2019-06-04', dayTo: '2019-06-05', fields: { medium: '市报' } },
    ],
    person: '姓名',
    wrong: { column: '媒体级别', cell: '县级', code: 'unknown_value' },
  },
  {
    resource: 'research-reports',
    path: '/v1/research-reports',
    header: [
      '报告题目',
      '类别',
      '计划月份',
      '组长',
      '执笔人',
      '成员',
      '提交日期',
      '审定日期',
      '成果形式',
      '送阅日期',
    ],
    rows: () => [
      [
        '加装电梯调研',
        '专题',
        '2019年5月',
        '钱一鸣',
        '孙二河',
        '',
        '2019-05-20',
        '2019-05-28',
        '建议案',
        '2019-06-01',
      ],
      ['养老调研', '', '', '', '', '孙二河', '', '', '', ''],
    ],
    becomes: ({ one, two }) => [
      {
        month: '2019-05',
        state: 'sent',
        outcome: 'formal_recommendation',
        members: [
          { memberId: one, role: 'leader' },
          { memberId: two, role: 'author' },
        ],
      },
      { kind: 'special', state: 'draft', members: [{ memberId: two, role: 'member' }] },
    ],
    person: '组长',
    wrong: { column: '类别', cell: '随笔', code: 'unknown_value' },
  },
  {
    resource: 'instructions',
    path: '/v1/instructions',
    header: ['社情民意信息', '批示领导', '领导职务', '批示级别', '是否主要领导', '批示日期'],
    rows: () => [
      ['夜间停车难', '某市长', '市长', '市级', '是', '2019-07-01'],
      ['夜间停车难', '某书记', '', '区级', '否', '2019-07-02'],
    ],
    becomes: ({ opinion }) => [
      { opinionId: opinion, leaderLevel: 'city', isPrincipal: true, instructedOn: '2019-07-01' },
      { opinionId: opinion, leaderLevel: 'district', isPrincipal: false },
    ],
    wrong: { column: '社情民意信息', cell: '没有的信息', code: 'unknown_reference' },
  },
  {
    resource: 'plan-items',
    path: '/v1/plan-items',
    header: ['年度', '月份', '计划类别', '计划事项', '目标数', '以上'],
    rows: () => [
      ['2019年', '5月', '专题调研', '加装电梯专题调研', '1项', ''],
      [2019, '', 'consultation', '月度协商', 10, '是'],
    ],
    becomes: () => [
      { year: 2019, month: 5, kind: 'research', target: 1, floor: false },
      { year: 2019, month: null, kind: 'consultation', target: 10, floor: true },
    ],
    wrong: { column: '计划类别', cell: '团建', code: 'unknown_code' },
  },
  {
    resource: 'declared-statistics',
    path: '/v1/declared-statistics',
    header: ['姓名', '年度', '统计项目', '数值'],
    rows: () => [
      ['钱一鸣', '2019年', '专委会会议', '5次'],
      ['孙二河', 2019, 'plenary_expected', 8],
    ],
    becomes: ({ one, two }) => [
      { memberId: one, year: 2019, measure: 'committee_meeting', value: 5 },
      { memberId: two, year: 2019, measure: 'plenary_expected', value: 8 },
    ],
    person: '姓名',
    wrong: { column: '统计项目', cell: '团建', code: 'unknown_measure' },
  },
  {
    resource: 'suggestions',
    path: '/v1/suggestions',
    header: ['会议', '会议日期', '提出委员', '承办单位', '建议内容', '提出日期'],
    rows: () => [
      ['三次会议大会', '2019-02-28', '钱一鸣', '民建区委', '增设照明', '2019-02-28'],
      ['三次会议大会', '2019-09-27', '', '', '增设呼叫点', '2019-09-27'],
    ],
    becomes: ({ one, meeting, meetingAgain, party }) => [
      { meetingId: meeting, memberId: one, organizationId: party, text: '增设照明' },
      { meetingId: meetingAgain, memberId: null, text: '增设呼叫点' },
    ],
    person: '提出委员',
    wrong: { column: '会议', cell: '没有的会', code: 'unknown_reference' },
  },
  {
    resource: 'roster-entries',
    path: '/v1/roster-entries',
    header: ['名册', '人员类别', '姓名', '批次', '开始日期'],
    rows: () => [
      ['政协法律服务团', '委员', '钱一鸣', '1', '2019-03-01'],
      ['law_team', '社会人士', '某律师', '', '2019-03-01'],
    ],
    becomes: ({ one, roster }) => [
      { rosterId: roster, category: 'member', memberId: one, name: '钱一鸣', batch: 1 },
      { rosterId: roster, category: 'external', memberId: null, name: '某律师' },
    ],
    person: '姓名',
    wrong: { column: '人员类别', cell: '动物', code: 'unknown_value' },
  },
  {
    resource: 'places',
    path: '/v1/places',
    header: ['编号', '场所代码', '场所类型', '场所名称', '星级', '领衔委员', '启用日期'],
    // A code stays with the place that had it, be it withdrawn: each sheet brings new ones.
    rows: () => [
      ['PL1', `studio_${number()}`, '委员工作室', '钱一鸣工作室', '4星', '钱一鸣', '2019-03-01'],
      ['PL2', `home_${number()}`, 'home', '城东之家', '', '', '2019-03-01'],
    ],
    becomes: ({ one }) => [
      { externalId: 'PL1', kind: 'studio', stars: 4, leadMemberId: one },
      { externalId: 'PL2', kind: 'home', stars: null },
    ],
    person: '领衔委员',
    wrong: { column: '场所类型', cell: '亭子', code: 'unknown_code' },
  },
]
