import type { Decision } from '../../../../core/import-questions.ts'
import type { PlanWarning, Text } from '../plan-types.ts'
import type { Named } from './people.ts'
import type { Fields } from './record-table.ts'

/** What a plan of records says: every row of the sheet, what becomes of it, and why. */

type RecordResult =
  | 'new'
  /** It stands already, from an earlier import. */
  | 'same'
  | 'duplicate_in_file'
  /** Its number belongs to a record that says something else; nothing is overwritten. */
  | 'conflict'
  | 'ambiguous_name'
  | 'unknown_name'
  /** A cell cannot be read, or lacks. */
  | 'invalid'
  /** A rule of the resource refuses it. */
  | 'refused'
  | 'skip'

export type RecordError = {
  field: string
  ref: string
  header: string
  value: string
  code: string
  message: Text
}

export type RecordRow = {
  table: string
  row: number
  result: RecordResult
  externalId: string | null
  /** Equal for rows whose cells say the same, whatever the order of the columns. */
  rowKey: string
  /** Equal for rows that become the same record. */
  bodyKey: string | null
  body: Fields | null
  /** Steps after the create, in their order. */
  steps: { name: string; body: Fields }[]
  /** What the cells say, and where they are, by column. */
  cells: Record<string, string>
  refs: Record<string, string>
  people: Named[]
  errors: RecordError[]
  decisionIds: string[]
  /** Names that a person decided are no members: they are left out of the record. */
  leftOut: { ref: string; raw: string }[]
  /** Days that the sheet does not tell and that stand for the day of another column. */
  assumed: { field: string; from: string; day: string }[]
  /** Columns whose number another record of the file, or of an earlier one, bears too. */
  doubted: string[]
  /** Row of the file that says the same, or has the same number. */
  otherRow: number | null
  /** The record that stands already. */
  recordId: string | null
  changes: { field: string; from: string | null; to: string | null }[]
}

type RecordCounts = Record<RecordResult, number>

export type RecordPlan = {
  verdict: 'import'
  kind: 'records'
  resource: string
  tables: {
    name: string
    headerRow: number
    columns: { col: string; field: string; header: string }[]
    ignoredColumns: { col: string; header: string; part?: true }[]
    ignoredRows: { row: number; ref: string; raw: string }[]
  }[]
  rows: RecordRow[]
  decisions: Decision[]
  warnings: PlanWarning[]
  counts: RecordCounts
}

/** Rows by what becomes of them, beside those that were counted before. */
export function countRecords(rows: readonly RecordRow[], before?: RecordCounts): RecordCounts {
  const counts: RecordCounts = {
    new: 0,
    same: 0,
    duplicate_in_file: 0,
    conflict: 0,
    ambiguous_name: 0,
    unknown_name: 0,
    invalid: 0,
    refused: 0,
    skip: 0,
    ...before,
  }
  for (const row of rows) counts[row.result] += 1
  return counts
}
