import type { Kind } from './kinds.ts'
import { number } from './makers.ts'

/** What goes out. */

export const EXPORT_KINDS: readonly Kind[] = [
  {
    name: 'ExportTemplate',
    path: '/v1/export-templates',
    body: async () => ({ name: `模板${number()}`, list: '/members', columns: ['memberNo', 'name'] }),
    change: { columns: ['name', 'memberNo'] },
    clear: 'externalId',
    readOnly: ['version', 'createdAt', 'deletedAt', 'createdBy'],
  },
]
