import { EXPORT_KINDS, EXPORT_LABELS, EXPORT_STATES } from '../../core/words/exports.ts'
import { blob, id, integer, json, oneOf, optional, table, text, textOf } from '../columns.ts'
import { type Failure, record } from './record.ts'

export type ExportFormat = 'xlsx' | 'csv' | 'jsonl' | 'pdf' | 'docx' | 'json'

/** Query parameters of a list, and its columns: by their names, or all. */
type ListFilter = Record<string, string | number | boolean>
type ListColumns = 'all' | string[]

/** What was asked, as it is kept with the export: the list and its filter, the period, the member. */
export interface ExportParameters {
  list?: string | undefined
  templateId?: string | undefined
  filter?: ListFilter | undefined
  columns?: ListColumns | undefined
  labels?: keyof typeof EXPORT_LABELS | undefined
  periodId?: string | undefined
  reportId?: string | undefined
  dutyReportId?: string | undefined
  regulationId?: string | undefined
  memberId?: string | undefined
  organizationId?: string | undefined
  office?: string | undefined
  asOf?: string | undefined
  view?: 'full' | 'published' | undefined
}

/** A character that no font has; printed as its code point. */
export interface MissingGlyph {
  character: string
  codePoint: string
  /** The text in which it stands. */
  where: string
}

/** What went out: who asked for it, what of it, and the bytes in pieces. */
export const exportTables = {
  exports: table(
    {
      ...record,
      kind: oneOf(EXPORT_KINDS),
      format: textOf<ExportFormat>(),
      parameters: json<ExportParameters>(),
      /** The member whose document it is. */
      memberId: optional(id()),
      state: oneOf(EXPORT_STATES),
      jobId: optional(id()),
      fileName: optional(text()),
      contentType: optional(text()),
      size: integer(),
      sha256: optional(text()),
      rows: integer(),
      /** Names of the columns that went out. */
      columns: json<string[]>(),
      missingGlyphs: json<MissingGlyph[]>(),
      error: optional(json<Failure>()),
      createdBy: text(),
    },
    {
      unique: [['externalId']],
      indexes: [
        ['createdBy', 'createdAt'],
        ['createdAt', 'id'],
      ],
      references: { memberId: 'members' },
    },
  ),
  exportParts: table(
    { exportId: id(), position: integer(), bytes: blob() },
    { key: ['exportId', 'position'], appended: true },
  ),
  /** Columns and their order, kept under a name. */
  exportTemplates: table(
    {
      ...record,
      name: text(),
      list: text(),
      filter: json<ListFilter>(),
      columns: json<ListColumns>(),
      labels: oneOf(EXPORT_LABELS),
      createdBy: text(),
    },
    { unique: [['name'], ['externalId']] },
  ),
}
