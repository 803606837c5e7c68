import type { Profile } from '../../../core/import-profile.ts'
import { greatest } from '../../../core/long-lists.ts'
import type { Reading } from './containers/read.ts'
import { detectLayout } from './detect.ts'
import type { Refusal, Shape } from './plan-types.ts'
import { findRecordHeader, missingColumns } from './records/record-header.ts'
import { RECORD_RESOURCES, type RecordResource } from './records/record-table.ts'
import { recordTable } from './records/record-tables.ts'
import { isBlankRow } from './table.ts'

/** What a file is about, where nobody has said: attendance, or the one kind of records that its header fits best. */
export function resourceOf(
  reading: Reading,
  profile: Profile,
): { resource: 'attendance' | RecordResource } | { refusal: Refusal } {
  const tables = reading.tables.filter(
    (table) => !table.hidden && table.rows.some((_, row) => !isBlankRow(table, row)),
  )
  const layouts = tables.map((table) => detectLayout(table, profile, null))
  const fits = RECORD_RESOURCES.filter((resource) => resource !== 'duty-records')
    .map((resource) => ({
      resource,
      columns: greatest(
        tables.map((table) => columnsOf(table, resource)),
        0,
      ),
    }))
    .filter(({ columns }) => columns >= COLUMNS_MIN)
    .sort((a, b) => b.columns - a.columns)
  const [best, second] = fits
  const clear = best && best.columns > (second?.columns ?? 0) ? best : null
  const read = layouts.filter(({ shape }) => ATTENDANCE.has(shape))
  if (read.length > 0) {
    // 姓名, 会议, 日期 and 状态 stand in a list of speeches too, beside more that attendance knows nothing of.
    const known = greatest(read.map(({ columns }) => columns.filter(({ field }) => isKnown(field)).length))
    return { resource: clear && clear.columns > known ? clear.resource : 'attendance' }
  }
  for (const { shape } of layouts) {
    const resource = RESOURCE_OF[shape]
    if (resource) return { resource }
  }
  if (clear) return { resource: clear.resource }
  if (layouts.some(({ shape }) => shape === 'roster')) return { refusal: ROSTER }
  // The refusal of the attendance planner tells what of a header was found.
  return fits.length > 0
    ? { refusal: unclear(fits.map(({ resource }) => resource)) }
    : { resource: 'attendance' }
}

const isKnown = (field: string | null): boolean => field !== null && field !== 'other' && field !== 'measure'

const ATTENDANCE: ReadonlySet<Shape> = new Set(['L', 'W', 'E', 'M', 'F'])
const RESOURCE_OF: Partial<Record<Shape, RecordResource>> = {
  proposal_list: 'proposals',
  opinion_list: 'opinions',
  S: 'declared-statistics',
}
/** Two common words meet by chance. */
const COLUMNS_MIN = 3

/** Columns of the resource that the sheet has; none where one that it needs is missing. */
function columnsOf(table: Reading['tables'][number], resource: RecordResource): number {
  const of = recordTable(resource)
  const header = findRecordHeader(table, of)
  if (!header || header.repeated || missingColumns(header, of).length > 0) return 0
  return header.places.size
}

const ROSTER: Refusal = {
  code: 'resource_unclear',
  shape: 'roster',
  message: {
    zh: '这是委员名册。导入名册须指明届次：请用 resource=members 并给出 termId（命令行：--resource members --term 届次）。',
    en: 'This is a member roster. It needs a term: send resource=members with a termId (command line: --resource members --term NUMBER).',
  },
}

const unclear = (resources: readonly string[]): Refusal => ({
  code: 'resource_unclear',
  message: {
    zh: `表头同时符合几种记录：${resources.join('、')}。请用 resource 指明是哪一种。`,
    en: `The header fits several kinds of records: ${resources.join(', ')}. Say which by resource.`,
  },
})
