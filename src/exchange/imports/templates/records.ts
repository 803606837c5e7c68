import { SEXES } from '../../../core/words/members.ts'
import { chineseOf } from '../../../core/words/word.ts'
import type { LegalWords } from '../legal-words.ts'
import { nameOf } from '../planner/records/record-header.ts'
import type { CellReading, RecordColumn, RecordTable } from '../planner/records/record-table.ts'
import { ROSTER_FIELDS, ROSTER_NEEDS, type RosterField, rosterWords } from '../planner/roster-columns.ts'
import type { Template, TemplateColumn } from './template.ts'

/** Sheets of records and rosters to fill in, from the same tables that they are read by. */

const HELP: Record<CellReading['kind'], [help: string, example: string]> = {
  line: ['一行文字。', '示例文字'],
  prose: ['文字，可以换行。', '示例文字'],
  integer: ['整数，如 12。', '12'],
  day: ['日期，如 2025-03-01。', '2025-03-01'],
  span: ['日期，或起止日期，如 2025-03-01 至 2025-03-03。', '2025-03-01'],
  month: ['月份，如 2025-03。', '2025-03'],
  flag: ['写“是”或“否”。', '是'],
  choice: ['从下拉列表中选一项。', ''],
  text_of: ['从下拉列表中选一项。', ''],
  catalogue: ['从下拉列表中选一项；也可以写代码。', ''],
  thing: ['写编号、代码或名称，系统里须已有。', ''],
  member: ['一位委员的姓名；同名的请在旁边填编号、界别或单位。', '张三'],
  members: ['一位或几位委员，用顿号隔开。', '张三、李四'],
  measure: ['次数，写整数。', '3'],
  adoptions: ['采用的层级，几级之间用顿号隔开。', '区级、市级'],
  leaders: ['批示领导的职务和姓名，几位之间用分号隔开。', '区长方某'],
  clue: ['用来区分同名的委员。', ''],
}

const GUIDE = [
  '1. 以“示例”开头的一行只供参考，导入时不读取，可以保留。',
  '2. 不要改动表头；不用的列可以留空或删去，必填的列除外。',
  '3. 编号、手机号等请保持文本格式，以免丢失开头的 0。',
  '4. 同一份表再次导入不会重复登记；有编号的记录以编号为准。',
]

export function recordTemplate(of: RecordTable, legal: LegalWords): Template {
  const columns = of.columns.filter((column) => !column.cellOf).map((column) => columnOf(of, column, legal))
  return { name: '记录', title: `${of.title.zh}导入模板`, columns, rows: [], guide: GUIDE }
}

function columnOf(of: RecordTable, column: RecordColumn, legal: LegalWords): TemplateColumn {
  const [help, example] = HELP[column.read.kind]
  const words = legal.get(column.field)
  const oneOf = (of.oneOf ?? []).find((group) => group.includes(column.field))
  const others = oneOf?.map((field) => nameOf(of.columns.find((one) => one.field === field)!)).join('、')
  return {
    header: nameOf(column),
    help: others ? `${help}（${others}至少填一列。）` : help,
    example: words?.[0] ?? example,
    ...(column.required ? { required: true } : {}),
    ...(words ? { words, ...(column.read.kind === 'catalogue' ? { open: true as const } : {}) } : {}),
  }
}

const ROSTER_HELP: Partial<Record<RosterField, [help: string, example: string]>> = {
  memberNo: ['委员的编号，同一届内不重复。', '09001'],
  name: ['只写姓名，不加称谓和括注。', '张三'],
  sex: ['男或女。', '男'],
  politics: ['如中共党员、民建会员。', '群众'],
  offices: ['几个职务之间用空格或顿号隔开。', '委员 常务委员'],
  phone: ['完整的电话号码，保持文本格式。', '19900000001'],
  validFrom: ['如 2025-03-01；空白为届期开始之日。', '2025-03-01'],
  validTo: ['离任的日期；在任的留空。', ''],
}

export function rosterTemplate(bodies: Readonly<Partial<Record<RosterField, readonly string[]>>>): Template {
  const columns = ROSTER_FIELDS.map((field): TemplateColumn => {
    const [help, example] = ROSTER_HELP[field] ?? ['', '']
    const words = field === 'sex' ? chineseOf(SEXES) : bodies[field]
    return {
      header: rosterWords(field)[0]!,
      help: bodies[field] ? '从下拉列表中选；没有的会在提交时新建，请先核对。' : help,
      example: bodies[field]?.[0] ?? example,
      ...(ROSTER_NEEDS.includes(field) ? { required: true } : {}),
      ...(words ? { words, ...(field === 'sex' ? {} : { open: true as const }) } : {}),
    }
  })
  return { name: '委员名册', title: '委员名册导入模板', columns, rows: [], guide: GUIDE.slice(0, 3) }
}
