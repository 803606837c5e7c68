import { headerKey } from './headers.ts'
import { normalizeUnit } from './names.ts'
import { OWN_COLUMNS } from './own-sheets.ts'
import { cellText, type Table } from './table.ts'

/** What a roster may say of a member. */
export const ROSTER_FIELDS = [
  'memberNo',
  'name',
  'sex',
  'nation',
  'politics',
  'sector',
  'committee',
  'group',
  'offices',
  'unit',
  'post',
  'phone',
  'validFrom',
  'validTo',
  'note',
] as const

export type RosterField = (typeof ROSTER_FIELDS)[number]

const WORDS: Record<RosterField, string> = {
  memberNo: '委员编号 委员证号 委员号 编号 memberno membernumber',
  name: '姓名 委员姓名 名字 委员 name',
  sex: '性别 sex gender',
  nation: '民族 nation ethnicity',
  politics: '政治面貌 党派 政治面貌1 politics',
  sector: '界别 所属界别 sector',
  committee: '专委会 专门委员会 所属专委会 所属专委会1 所在专委 所在专委会 committee',
  group: '街道联络组 联络组 街道活动组 地区联络组 界别活动组 活动组 委员小组 组别 所属小组 group',
  offices: '政协职务 委员职务 office offices',
  unit: '工作单位 单位 单位名称 所在单位 工作单位及职务 单位及职务 单位名称及职务 工作单位和职务 单位和职务 工作单位职务 unit',
  post: '职务 单位职务 行政职务 post',
  phone: '手机 手机号 手机号码 联系电话 电话 移动电话 mobile phone',
  validFrom: '任职开始 任职时间 任职日期 任职起始 开始任职 任职起 validfrom',
  validTo: '任职结束 任职截止 离任时间 任职止 validto',
  note: '备注 说明 note',
}

/** Header words of a field, the usual one first. */
export const rosterWords = (field: RosterField): string[] => WORDS[field].split(' ')

/** A row without one of these is refused. */
export const ROSTER_NEEDS: readonly RosterField[] = ['memberNo', 'name']

const FIELD_OF_WORD = new Map(
  ROSTER_FIELDS.flatMap((field) =>
    rosterWords(field).map((word): [string, RosterField] => [normalizeUnit(word), field]),
  ),
)

/** Words that stand in an office's roster and are not kept. */
const IGNORED = new Set(['序号', '届次', 'no', ...Object.values(OWN_COLUMNS)].map(normalizeUnit))

export type RosterHeader = {
  row: number
  columns: Map<RosterField, number>
  unknown: { col: number; header: string }[]
}

const SEARCH_ROWS_MAX = 15

/** The row of a roster's header: the first with a name and two more known words. */
export function findRosterHeader(
  table: Table,
  told: Readonly<Record<string, RosterField | 'ignore'>> | undefined,
): RosterHeader | undefined {
  const own = new Map(Object.entries(told ?? {}).map(([word, field]) => [headerKey(word), field]))
  for (let row = 0; row < Math.min(table.rows.length, SEARCH_ROWS_MAX); row += 1) {
    const columns = new Map<RosterField, number>()
    const unknown: RosterHeader['unknown'] = []
    for (let col = 0; col < (table.rows[row]?.length ?? 0); col += 1) {
      const header = cellText(table, row, col).trim()
      if (header === '') continue
      const key = headerKey(header)
      const field = own.get(key) ?? FIELD_OF_WORD.get(key)
      if (field === 'ignore' || IGNORED.has(key)) continue
      if (field && !columns.has(field)) columns.set(field, col)
      else unknown.push({ col, header })
    }
    if (columns.has('name') && columns.size >= 3) return { row, columns, unknown }
  }
  return undefined
}
