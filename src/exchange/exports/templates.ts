import { z } from 'zod'
import { ExternalId } from '../../core/fields.ts'
import { resource } from '../../http/record.ts'
import { Columns, Filter, Labels, ListPath, TemplateName } from './schema.ts'

/** Which columns of which list in which order, kept under a name, so that a sheet looks the same every month. */
export const exportTemplates = resource({
  table: 'exportTemplates',
  path: '/export-templates',
  one: { en: 'export template', zh: '导出模板', PascalCase: 'ExportTemplate' },
  input: z.strictObject({
    name: TemplateName,
    list: ListPath,
    filter: Filter.default({}),
    columns: Columns,
    labels: Labels.default('zh'),
    externalId: ExternalId.nullable().default(null),
  }),
  output: z.object({ createdBy: z.string() }),
  sorts: ['name', 'createdAt'],
  defaultSort: 'name',
  permission: { read: 'exports.run', write: 'exports.run' },
  onCreate: async (_tx, input, { principal }) => ({ ...input, createdBy: principal.actor }),
  example: { name: '委员通讯录', list: '/members', columns: ['memberNo', 'name', 'unit', 'post'] },
})
