import { AppError } from '../../core/errors.ts'
import { textIn } from '../../core/text-in.ts'
import { refusalOf } from '../../http/execute.ts'
import type { Storage } from '../../storage/storage.ts'
import type { Text } from './planner/plan-types.ts'
import type { RecordError, RecordRow } from './planner/records/record-plan-types.ts'
import type { RecordResource } from './planner/records/record-table.ts'
import { recordTable } from './planner/records/record-tables.ts'

/** What a rule refuses, as errors of the cells that it speaks of. */

/** The refusal behind a failure; a failure that is none is thrown on. */
export function refusedBy(storage: Storage, error: unknown): AppError {
  const refusal = refusalOf(storage, error)
  if (refusal instanceof AppError) return refusal
  throw error
}

export function errorsOf(resource: RecordResource, row: RecordRow, error: AppError): RecordError[] {
  const { fields = {}, errors: places = [] } = error.extras
  const step = textIn(fields, 'step')
  const rule = textIn(fields, 'rule')
  if (places.length === 0) return [errorAt(row, null, rule ?? error.code, error.detail)]
  return places.map(({ pointer = '', code, detail }) => {
    const field = fieldAt(resource, row, step, pointer)
    const message = error.code === 'validation_failed' ? unfit(detail) : error.detail
    return errorAt(row, field, rule ?? code, message)
  })
}

const unfit = (detail: string): Text => ({
  zh: `此处不符合字段要求（${detail}）。请改正后再导入。`,
  en: `This does not fit its field: it ${detail}. Correct it and import again.`,
})

/** The column whose cell became what a pointer names. */
function fieldAt(
  resource: RecordResource,
  row: RecordRow,
  step: string | null,
  pointer: string,
): string | null {
  const [first = '', second = ''] = pointer.split('/').slice(1)
  const columns = recordTable(resource).columns.filter((column) => (column.step ?? null) === step)
  const becoming = columns.filter((column) => (column.into ?? column.field) === first)
  const candidates = [`${first}.${second}`, ...becoming.map((column) => column.cellOf ?? column.field), first]
  return candidates.find((field) => field in row.refs) ?? null
}

function errorAt(row: RecordRow, field: string | null, code: string, message: Text): RecordError {
  return {
    field: field ?? '',
    ref: (field && row.refs[field]) || `${row.row}:${row.row}`,
    header: '',
    value: (field && row.cells[field]) || '',
    code,
    message,
  }
}
