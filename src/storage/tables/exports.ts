import { EXPORT_STATES } from '../../core/words/exports.ts'
import { blob, id, integer, json, oneOf, optional, table, text } from '../columns.ts'
import { record } from './record.ts'

/** What went out: who asked for it, what of it, and the bytes in pieces. */
export const exportTables = {
  exports: table(
    {
      ...record,
      kind: text(),
      format: text(),
      /** What was asked: the list and its filter, the period, the member. */
      parameters: json(),
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
      columns: json(),
      /** Characters that no font has, with where they stand. */
      missingGlyphs: json(),
      error: optional(json()),
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
      filter: json(),
      columns: json(),
      labels: text(),
      createdBy: text(),
    },
    { unique: [['name'], ['externalId']] },
  ),
}
