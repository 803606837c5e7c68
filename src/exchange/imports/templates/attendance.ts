import { MEANINGS } from '../../../core/words/imports.ts'
import { PARTS, STATUSES } from '../../../core/words/meetings.ts'
import { chineseOf, codeText } from '../../../core/words/word.ts'
import type { Template, TemplateColumn } from './template.ts'

/** Attendance to fill in: a row for each member and meeting, or a column for each session. */

/** The words that are the same in every sheet of ours; the importer reads more. */
const { present, late, left_early, ...others } = MEANINGS
const MARKED = { present, late, left_early, partial: STATUSES.partial, ...others }

const MARKS: TemplateColumn = {
  header: '出席情况',
  required: true,
  help: '从下拉列表中选一项；请假请尽量写明事假、病假或公假。空白不会当作缺席。',
  words: chineseOf(MARKED),
  example: '出席',
}

const GUIDE = [
  '1. 以“示例”开头的一行只供参考，导入时不读取，可以保留。',
  '2. 不要改动表头；可以增加行，也可以另加自己的列（不读取）。',
  '3. 委员编号、手机号等请保持文本格式，以免丢失开头的 0。',
  '4. 同名的委员请填委员编号，否则导入时会询问是哪一位。',
]

const who = (sectors: readonly string[]): TemplateColumn[] => [
  { header: '序号', help: '只供查看，不读取。', example: '示例' },
  { header: '委员编号', help: '有同名委员时须填。', example: '09001' },
  { header: '姓名', required: true, help: '只写姓名，不加称谓。', example: '张三' },
  {
    header: '界别',
    help: '用来区分同名的委员。',
    words: sectors,
    open: true,
    example: sectors[0] ?? '教育界',
  },
]

export function attendanceList(sectors: readonly string[], meetings: readonly string[]): Template {
  return {
    name: '出席情况',
    title: '委员出席情况明细表（一行一位委员、一场会议）',
    columns: [
      ...who(sectors),
      {
        header: '会议名称',
        required: true,
        help: '系统里已有的会议活动请从下拉列表选；没有的，导入时会询问是否新建。',
        words: meetings,
        open: true,
        example: meetings[0] ?? '全体会议',
      },
      { header: '时间', required: true, help: '会议当天，如 2025-03-12。', example: '2025-03-12' },
      { header: '场次', help: '一天有几场时填写。', words: chineseOf(PARTS), example: '上午' },
      MARKS,
      { header: '备注', help: '请假事由等。', example: '' },
    ],
    rows: [],
    guide: GUIDE,
  }
}

export interface MatrixSession {
  title: string
  day: string
  part: string
}

export interface MatrixMember {
  memberNo: string
  name: string
  sector: string | null
}

/** A column for each session, a row for each member who is expected. */
export function attendanceMatrix(
  sessions: readonly MatrixSession[],
  members: readonly MatrixMember[],
  sectors: readonly string[],
): Template {
  return {
    name: '考勤表',
    title: '委员考勤表（一行一位委员，一列一场会议）',
    columns: [
      ...who(sectors),
      ...sessions.map(({ title, day, part }): TemplateColumn => {
        return {
          ...MARKS,
          group: title,
          header: part === 'day' ? day : `${day} ${codeText(PARTS, part, 'zh')}`,
        }
      }),
    ],
    rows: members.map(({ memberNo, name, sector }, at) => [String(at + 1), memberNo, name, sector ?? '']),
    guide: GUIDE,
  }
}
