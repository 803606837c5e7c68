import type { Reading } from './containers/read.ts'
import { confidenceOf, evidenceOf } from './evidence.ts'
import type { Layout } from './layout.ts'
import type { PlanRow, PlanTable, RefusalCode, RefusedPlan, Shape, Text } from './plan-types.ts'
import { columnName } from './table.ts'

const SHAPE_NAMES: Record<Shape, Text> = {
  L: { zh: '出席明细表', en: 'attendance list' },
  W: { zh: '考勤表', en: 'attendance matrix' },
  E: { zh: '签到表', en: 'sign-in sheet' },
  M: { zh: '一人一表', en: 'one sheet for each member' },
  S: { zh: '履职情况统计表（只有次数）', en: 'table of yearly counts' },
  F: { zh: '履职登记表（一人一页的表单）', en: 'one-page form of a member' },
  proposal_list: { zh: '提案清单', en: 'list of proposals' },
  opinion_list: { zh: '社情民意清单', en: 'list of public-opinion submissions' },
  roster: { zh: '委员名册', en: 'member roster' },
  none: { zh: '无法识别的表', en: 'table of unknown form' },
}

const FOREIGN: Shape[] = ['proposal_list', 'opinion_list', 'S', 'F', 'roster']

/** The import that reads a sheet which this one does not. */
const INSTEAD: Partial<Record<Shape, Text>> = {
  F: {
    zh: '只读取系统模板的登记表（左上角有表号，栏目不改动）：请下载模板 form（lvzhi import template form，或 GET /v1/imports/templates/form）填写。',
    en: 'Only the form of our own template is read, with the mark in its first cell and its labels unchanged: fill in the template “form” (lvzhi import template form, or GET /v1/imports/templates/form).',
  },
  roster: { zh: '请改用委员名册导入。', en: 'Use the roster import.' },
  proposal_list: {
    zh: '请改用提案导入（resource=proposals）。',
    en: 'Import it as proposals (resource=proposals).',
  },
  opinion_list: {
    zh: '请改用社情民意导入（resource=opinions）。',
    en: 'Import it as opinions (resource=opinions).',
  },
}

/** Why no table of a file can be planned, and what to do. */
export function refuseTables(
  code: RefusalCode | null,
  layouts: readonly Layout[],
  reading: Reading,
  ref: string | null,
): RefusedPlan {
  if (code === 'id_card_numbers') {
    return refuse(code, {
      zh: `${ref} 是身份证号码。系统不保存身份证号码：请删除该列后再导入。`,
      en: `${ref} holds ID-card numbers, which are never stored. Delete the column and import again.`,
    })
  }
  const shape = FOREIGN.find((one) => layouts.some((layout) => layout.shape === one))
  if (shape) {
    const name = SHAPE_NAMES[shape]
    const next = INSTEAD[shape] ?? {
      zh: '请改用出席明细表或考勤表。',
      en: 'Use an attendance list or matrix.',
    }
    const refused = refuse('shape_not_supported', {
      zh: `这是${name.zh}，考勤导入不读取这种表。${next.zh}`,
      en: `This is a ${name.en}, which the attendance import does not read. ${next.en}`,
    })
    return { ...refused, refusal: { ...refused.refusal, shape } }
  }
  const withHeader = layouts.find((layout) => layout.headerRows.length > 0)
  if (withHeader) return refuseColumns(withHeader)
  const guessed = reading.container.encoding === 'gb18030'
  return refuse(guessed ? 'encoding_unknown' : 'header_not_found', {
    zh: guessed
      ? '找不到表头。文件按 GB18030 读取，若看到乱码，请另存为“CSV UTF-8”；否则请在导入方案里指明表头行和列名。'
      : '找不到表头：需要有“姓名”和“出席情况”等列名。请补上表头行，或在导入方案里指明表头行和列名。',
    en: guessed
      ? 'No header was found. The file was read as GB18030: save it as CSV UTF-8 if it looks garbled, or name the header row and columns in the profile.'
      : 'No header was found: columns such as 姓名 and 出席情况 are needed. Add a header row, or name row and columns in the profile.',
  })
}

function refuseColumns(layout: Layout): RefusedPlan {
  const fields = new Set(layout.blocks.flatMap((block) => [...block.fields.keys()]))
  const missing: string[] = []
  if (!fields.has('name') && !fields.has('memberNo') && !fields.has('mobile')) missing.push('姓名')
  if (!fields.has('attendance')) missing.push('出席情况')
  if (!fields.has('event') && !fields.has('date')) missing.push('会议名称', '日期')
  const headers = layout.columns.flatMap((column) =>
    column.header.length > 0 ? [column.header.join(' / ')] : [],
  )
  return refuse('columns_missing', {
    zh: `表头已找到（${headers.slice(0, 12).join('、')}），但缺少：${missing.join('、') || '考勤栏'}。请补上，或在导入方案的 columns 里说明各列。`,
    en: `The header was found (${headers.slice(0, 12).join(', ')}) but lacks: ${missing.join(', ') || 'attendance'}. Add the columns, or explain them under columns in the profile.`,
  })
}

function refuse(code: RefusalCode, message: Text): RefusedPlan {
  return { verdict: 'refuse', refusal: { code, message } }
}

/** What was understood of each sheet, for showing; tables below its first are told by their rows. */
export function sheetFacts(
  layouts: readonly Layout[],
  lastRows: ReadonlyMap<Layout, number>,
  rows: readonly PlanRow[],
): PlanTable[] {
  const sheets = Map.groupBy(layouts, ({ table }) => table.name)
  return [...sheets.values()].map((all) => {
    const [first, ...below] = all
    const facts = tableFacts(first!, lastRows.get(first!) ?? null, rows)
    if (below.length === 0) return facts
    const legend = below
      .flatMap(legendFacts)
      .filter(({ ref }) => !facts.legend.some((one) => one.ref === ref))
    const parts = below.map((layout) => ({
      ...rowFacts(layout, lastRows.get(layout) ?? null),
      columns: columnFacts(layout),
    }))
    return { ...facts, legend: [...facts.legend, ...legend], below: parts }
  })
}

const legendFacts = ({ legend }: Layout): PlanTable['legend'] =>
  legend.entries.map(({ symbol, meaning, ref }) => ({ symbol, ...meaning, ref }))

const columnFacts = ({ columns }: Layout): PlanTable['columns'] =>
  columns
    .filter((column) => column.header.length > 0)
    .map((column) => ({
      col: columnName(column.col),
      field: column.field ?? 'unknown',
      header: column.header.join(' / '),
    }))

/** Row numbers are the sheet's own; `dataRows` ends with the last row of data and is null where none was read. */
const rowFacts = (
  { titleRows, headerRows, firstRow }: Layout,
  lastRow: number | null,
): Pick<PlanTable, 'titleRows' | 'headerRows' | 'dataRows'> => ({
  titleRows: titleRows.map((row) => row + 1),
  headerRows: headerRows.map((row) => row + 1),
  dataRows: lastRow ? [firstRow + 1, lastRow] : null,
})

/** `lastRow` is the last row with data, null where the table was not read. */
function tableFacts(layout: Layout, lastRow: number | null, rows: readonly PlanRow[]): PlanTable {
  const footer = rows.filter((row) => row.table === layout.table.name && row.result === 'ignored_footer')
  return {
    name: layout.table.name,
    shape: layout.shape,
    skipped: lastRow === null,
    reason: layout.reason,
    confidence: confidenceOf(layout),
    evidence: evidenceOf(layout),
    year: layout.years.years.length === 1 ? layout.years.years[0]! : null,
    blocks: layout.blocks.length,
    ...rowFacts(layout, lastRow),
    footerRows: footer.flatMap((row) => row.row ?? []),
    columns: columnFacts(layout),
    legend: legendFacts(layout),
  }
}
