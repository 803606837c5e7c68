import { keysOf } from '../../../core/records.ts'
import type { Layout } from './layout.ts'
import type { Evidence } from './match-member.ts'
import { looksLikeName, splitName } from './names.ts'
import type { Table } from './table.ts'
import { normalizeNumber, type WorldIndex } from './world.ts'

/** Whom a sheet with one member's meetings is about: by its name, and by what stands above its table. */

type Subject = NonNullable<Layout['subject']>

const NOBODY: Evidence = { memberNo: '', mobile: '', name: '', unit: '', post: '', sector: '', note: '' }

type Said = 'name' | 'memberNo' | 'sector' | 'unit' | 'mobile'

const LABELS: Record<Said, string> = {
  name: '姓名 委员姓名 委员 名字',
  memberNo: '委员编号 委员证号 委员号',
  sector: '界别 所属界别 所在界别',
  unit: '单位 工作单位 所在单位 单位名称',
  mobile: '手机 手机号 手机号码 联系电话 电话',
}
const FIELD_OF_LABEL = new Map(
  keysOf(LABELS).flatMap((field) => LABELS[field].split(' ').map((word): [string, Said] => [word, field])),
)

const labelOf = (text: string) => FIELD_OF_LABEL.get(text.normalize('NFKC').replace(/\s+/g, ''))

/** Null where neither says a name. Both are kept where they differ: then nobody may guess. */
export function subjectOf(
  table: Table,
  titleRows: readonly number[],
  index: WorldIndex | null,
): Subject | null {
  const sheet = sheetPerson(table.name, index)
  const inside = insideOf(table, titleRows)
  const name = sheet?.name ?? inside.name ?? ''
  if (name === '') return null
  const differs = inside.name !== undefined && splitName(inside.name).key !== splitName(name).key
  return {
    inside: inside.name !== undefined,
    evidence: {
      ...NOBODY,
      ...inside,
      name,
      memberNo: inside.memberNo ?? sheet?.memberNo ?? '',
      ...(differs ? { otherName: inside.name! } : {}),
    },
  }
}

const NUMBERED = /^(?:no\.?)?\s*(\d{1,8})\s*[-_.、．)）]*\s*(\D.*)$/iu
/** Shorter numbers before a name count the sheets. */
const NUMBER_MIN = 3

/** A sheet is named after its member, often with a number before the name. */
function sheetPerson(raw: string, index: WorldIndex | null): { name: string; memberNo: string } | null {
  const numbered = NUMBERED.exec(raw.normalize('NFKC').trim())
  const name = numbered ? numbered[2]!.trim() : raw
  if (!looksLikeName(name)) return null
  const number = numbered?.[1] ?? ''
  const ours = number.length >= NUMBER_MIN && index?.membersByNumber.has(normalizeNumber(number))
  return { name, memberNo: ours ? number : '' }
}

const LABEL = [...FIELD_OF_LABEL.keys()]
  .sort((one, other) => other.length - one.length)
  .map((word) => [...word].join('\\s*'))
  .join('|')
// Names and labels are padded with spaces: a value ends where the next label begins.
const PAIR = new RegExp(
  `(${LABEL})\\s*[：:]\\s*(.*?)(?=\\s*(?:${LABEL})\\s*[：:]|\\s+[^\\s：:]{1,6}[：:]|[，,；;]|\\s*$)`,
  'gsu',
)

/** Labels and their values in the rows above the table: `姓名：张三　界别：教育界`, or in cells beside one another. */
function insideOf(table: Table, titleRows: readonly number[]): Partial<Evidence> {
  const found: Partial<Evidence> = {}
  const take = (label: string, value: string): void => {
    const field = labelOf(label)
    if (!field || found[field] !== undefined || value.trim() === '' || labelOf(value)) return
    if (field === 'name' && !looksLikeName(value)) return
    found[field] = value.trim()
  }
  for (const row of titleRows) {
    const cells = (table.rows[row] ?? []).map((text) => text.trim()).filter((text) => text !== '')
    for (const [at, cell] of cells.entries()) {
      const pairs = [...cell.matchAll(PAIR)]
      for (const [, label, value] of pairs) take(label!, value!)
      const last = pairs.at(-1)
      if (last && last[2] === '' && cell.endsWith(last[0])) take(last[1]!, cells[at + 1] ?? '')
      if (pairs.length === 0) take(cell, cells[at + 1] ?? '')
    }
  }
  return found
}
