import { greatest } from '../../../core/long-lists.ts'
import { headerKey } from './headers.ts'
import { normalizeUnit } from './names.ts'
import { OWN_COLUMNS } from './own-sheets.ts'
import { cellText, isBlankRow, mergeAt, type Table } from './table.ts'

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
  unit: '工作单位 单位 单位名称 所在单位 unit',
  post: '职务 行政职务 post',
  phone: '手机 手机号 手机号码 联系电话 电话 移动电话 mobile phone',
  validFrom: '任职开始 任职时间 任职日期 任职起始 开始任职 任职起 validfrom',
  validTo: '任职结束 任职截止 离任时间 任职止 validto',
  note: '备注 说明 note',
}

/** One column for unit and post, which are two fields. */
export const UNIT_POST_WORDS =
  '单位及职务 工作单位及职务 单位名称及职务 工作单位和职务 单位和职务 工作单位职务 单位职务'.split(' ')

export type RosterColumn = RosterField | 'unitPost'

/** Header words of a field, the usual one first. */
export const rosterWords = (field: RosterField): string[] => WORDS[field].split(' ')

/** A row without one of these is refused. */
export const ROSTER_NEEDS: readonly RosterField[] = ['memberNo', 'name']

const FIELD_OF_WORD = new Map<string, RosterColumn | 'ignore'>([
  ...ROSTER_FIELDS.flatMap((field) =>
    rosterWords(field).map((word): [string, RosterField] => [normalizeUnit(word), field]),
  ),
  ...UNIT_POST_WORDS.map((word): [string, 'unitPost'] => [normalizeUnit(word), 'unitPost']),
  // Words that stand in an office's roster and are not kept.
  ...['序号', '届次', 'no', ...Object.values(OWN_COLUMNS)].map((word): [string, 'ignore'] => [
    normalizeUnit(word),
    'ignore',
  ]),
])

/** Columns of one member; a printed roster may carry several blocks side by side. */
export type RosterBlock = ReadonlyMap<RosterColumn, number>

export type RosterHeader = {
  /** Rows of the header, top first. */
  rows: number[]
  blocks: RosterBlock[]
  /** The word over each column that has one. */
  words: ReadonlyMap<number, string>
  /** Columns that are not read; `twin` is the column that says the same and is. */
  unknown: { col: number; header: string; twin: number | null }[]
}

/**
 * What a row says of a member; a field that is not stated is missing. Offices are split, days are YYYY-MM-DD, bodies bear
 * their own names; `unitPost` is there until it is known whom the row speaks of.
 */
export type RosterValues = Partial<Record<Exclude<RosterColumn, 'offices'>, string>> & { offices?: string[] }

const SEARCH_ROWS_MAX = 15

type Told = Readonly<Record<string, RosterColumn | 'ignore'>> | undefined
type FieldOf = (word: string) => RosterColumn | 'ignore' | undefined

/** The header of a roster: the first row with a name and two more known words, with its lower level. */
export function findRosterHeader(table: Table, told: Told): RosterHeader | undefined {
  const own = new Map(Object.entries(told ?? {}).map(([word, field]) => [headerKey(word), field]))
  // The whole text first: 单位名称（及职务） is another column than 单位名称.
  const fieldOf: FieldOf = (word) =>
    own.get(headerKey(word)) ?? FIELD_OF_WORD.get(normalizeUnit(word)) ?? FIELD_OF_WORD.get(headerKey(word))
  for (let row = 0; row < Math.min(table.rows.length, SEARCH_ROWS_MAX); row += 1) {
    if (isBlankRow(table, row)) continue
    const levels = isLowerLevel(table, row, fieldOf) ? [row, row + 1] : [row]
    const header = readHeader(table, levels, fieldOf)
    const [first] = header.blocks
    if (first?.has('name') && first.size >= 3) return header
  }
  return undefined
}

function readHeader(table: Table, rows: number[], fieldOf: FieldOf): RosterHeader {
  const blocks: Map<RosterColumn, number>[] = [new Map()]
  const words = new Map<number, string>()
  const unknown: RosterHeader['unknown'] = []
  for (let col = 0; col < widthOf(table, rows); col += 1) {
    const { word, field } = columnHead(table, rows, col, fieldOf)
    if (word === '') {
      if (holdsData(table, rows.at(-1)! + 1, col)) unknown.push({ col, header: '', twin: null })
      continue
    }
    words.set(col, word)
    if (field === 'ignore') continue
    let block = blocks.at(-1)!
    const begins = (field === 'memberNo' || field === 'name') && block.has(field) && block.has('name')
    if (begins) {
      block = new Map()
      blocks.push(block)
    }
    if (field && !block.has(field)) block.set(field, col)
    else unknown.push({ col, header: word, twin: (field && block.get(field)) ?? null })
  }
  return { rows, blocks, words, unknown }
}

/** The lower word counts where it is known, or nothing else stands there; above it may stand a group (联系方式). */
function columnHead(table: Table, rows: readonly number[], col: number, fieldOf: FieldOf) {
  const [upper = '', lower = ''] = rows.map((row) => cellText(table, row, col).trim())
  const below = lower === '' ? undefined : fieldOf(lower)
  if (lower !== '' && (below || upper === '' || isGroup(table, rows[0]!, col, fieldOf)))
    return { word: lower, field: below }
  return { word: upper, field: upper === '' ? undefined : fieldOf(upper) }
}

/** A header that reaches over more than its own column, or whose word is none of a column. */
function isGroup(table: Table, row: number, col: number, fieldOf: FieldOf): boolean {
  const merge = mergeAt(table, row, col)
  if (merge) return merge.right > merge.left
  return fieldOf(cellText(table, row, col)) === undefined || cellText(table, row, col + 1).trim() === ''
}

/** The row below is part of the header where it names columns under groups, and nobody. */
function isLowerLevel(table: Table, row: number, fieldOf: FieldOf): boolean {
  const upper = (table.rows[row] ?? []).map((text) => (text.trim() === '' ? undefined : fieldOf(text)))
  if (!upper.includes('name')) return false
  const used = (table.rows[row + 1] ?? []).flatMap((text, col) => (text.trim() === '' ? [] : [col]))
  if (used.some((col) => upper[col] === 'name' || upper[col] === 'memberNo')) return false
  const named = used.filter((col) => {
    const field = fieldOf(cellText(table, row + 1, col))
    if (!field || field === 'name' || field === 'memberNo') return false
    return cellText(table, row, col).trim() === '' || isGroup(table, row, col, fieldOf)
  })
  return named.length > 0 && named.length * 2 >= used.length
}

function widthOf(table: Table, rows: readonly number[]): number {
  const first = rows[0]!
  return greatest(table.rows.slice(first, first + WIDTH_ROWS).map((cells) => cells.length))
}

/** Rows that show how wide a table is, and whether a column without a header holds anything. */
const WIDTH_ROWS = 200

const holdsData = (table: Table, from: number, col: number): boolean =>
  table.rows.slice(from, from + WIDTH_ROWS).some((cells) => (cells[col] ?? '').trim() !== '')
